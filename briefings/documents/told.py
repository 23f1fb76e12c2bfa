"""What people are told privately: a fact that looks wrong, a change that waits for them, what became of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from briefings.claims import Claim
from briefings.document import Document, Line, Offer, Person, Quoted, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.pending import Decided, Pending, about, decided, example, what_waits
from briefings.documents.sentences import statement
from briefings.picture import Picture


@dataclass(frozen=True, slots=True)
class Told:
    """How somebody can act on what they are told: by buttons, or by a line to be typed where the mission is at home.

    `mission` is behind a line that names it, `prefix` before a typed one.
    """

    has_buttons: bool
    mission: str = ""
    prefix: str = "/mss "


def told(line: Line, lines: Sequence[Line], ways: Sequence[tuple[Line, str]], how: Told) -> Document[Line]:
    """Something that waits for somebody, with the ways to act on it: a label and a line each."""
    typed = [Line("{line}", line=f"{how.prefix}{way}") for _label, way in ways]
    return Document(
        name="told",
        title=line,
        header=(Line("{mission}", mission=how.mission),),
        sections=(
            section(None, *lines),
            *(() if how.has_buttons else (section(Line(_("Type it where the bot is")), *typed),)),
        ),
        offers=tuple(Offer(label, way) for label, way in ways) if how.has_buttons else (),
    )


def told_of_flag(
    picture: Picture, claim: Claim, person: str, reason: str, how: Told, *, again: bool = False
) -> Document[Line]:
    """For an editor: a fact looks wrong to somebody; with `again` nobody has decided it yet."""
    why = (Line(_("Reason: {reason}"), reason=Quoted(reason)),) if reason else ()
    here = f' in "{picture.mission.short}"'
    ways = ((Line(_("Correct {name}"), name=claim.name), f"fact correct {claim.name}{here}"),
            (Line(_("Keep {name}"), name=claim.name), f"fact keep {claim.name}{here}"))  # fmt: skip
    title = (Line(_("{name} looks wrong to {person}, and still waits for an editor"), name=claim.name, person=Person(person))
             if again else Line(_("{name} looks wrong to {person}"), name=claim.name, person=Person(person)))  # fmt: skip
    return told(title, (statement(picture, claim), *why), ways, how)


def told_of_proposal(
    picture: Picture, waiting: Pending, zone: str, how: Told, *, again: bool = False
) -> Document[Line]:
    """For who can decide: a proposal waits; with `again` it still does."""
    title = (Line(_("{number} of {person} still waits for a second person"), number=waiting.name, person=Person(waiting.person))
             if again else
             Line(_("{number} of {person} waits for a second person"), number=waiting.name, person=Person(waiting.person)))  # fmt: skip
    ways = ((Line(_("See {number}"), number=waiting.name), f"pending show {waiting.name}"),
            (Line(_("Accept {number}"), number=waiting.name), f"pending accept {waiting.name}"),
            (Line(_("Reject {number}"), number=waiting.name), f"pending reject {waiting.name}"))  # fmt: skip
    waiting = replace(waiting, reminded_at=None) if again else waiting
    return told(title, (what_waits(picture, waiting), *about(waiting, zone)), ways, how)


def told_of_decision(picture: Picture, waiting: Pending, how_decided: Decided, zone: str, how: Told) -> Document[Line]:
    """For who proposed it: how their proposal was decided."""
    said = decided(picture, waiting, how_decided, zone)
    lines = [line for part in said.sections for line in part.blocks if isinstance(line, Line)]
    return told(
        said.title, lines, ((Line(_("See {number}"), number=waiting.name), f"pending show {waiting.name}"),), how
    )


# examples

_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)
_NAIROBI = "Africa/Nairobi"
_DONE = Decided("rejected", "Amina", _AT, "not in the source")
_TYPED, _PRESSED = Told(has_buttons=False, mission="MSS Haiti"), Told(has_buttons=True, mission="MSS Haiti")

EXAMPLES = {
    "of a flag": lambda: told_of_flag(examples.haiti(), example().becomes, "Ben", "digits look transposed", _PRESSED),
    "again of a flag": lambda: told_of_flag(examples.haiti(), example().becomes, "Ben", "", _PRESSED, again=True),
    "of a proposal": lambda: told_of_proposal(examples.haiti(), example(), _NAIROBI, _TYPED),
    "again of a proposal": lambda: told_of_proposal(examples.haiti(), example(), _NAIROBI, _PRESSED, again=True),
    "of a decision": lambda: told_of_decision(examples.haiti(), example(), _DONE, _NAIROBI, _PRESSED),
}
