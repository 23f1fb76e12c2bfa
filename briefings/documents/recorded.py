"""After a change, or instead of one: that it is recorded, that nothing is, what looks wrong, what to type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from briefings.claims import Claim, Standing
from briefings.document import Document, Instant, Line, Offer, Person, Quoted, Section, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.confirmation import Act
from briefings.documents.sentences import statement
from briefings.picture import Picture

_RECORDED = {
    Act.RECORD: _("Recorded as {name}, {moment}"),
    Act.CORRECT: _("Corrected {name}, {moment}"),
    Act.WITHDRAW: _("Withdrew {name}, {moment}"),
    Act.RESTORE: _("Restored {name}, {moment}"),
    Act.HOLD: _("Put {name} under review, {moment}"),
    Act.RELEASE: _("Ended the review of {name}, {moment}"),
    Act.CHOOSE: _("{name} leads now, {moment}"),
    Act.KEEP: _("Kept {name} as it is, {moment}"),
    Act.UNDO: _("Undone: the last change to {name}, {moment}"),
}
SEE_BRIEF = Offer(Line(_("See brief")), "status")


def recorded(picture: Picture, claim: Claim, act: Act, at: datetime, zone: str, reason: str = "") -> Document[Line]:
    """That a change was stored, when, and how to take it back. `zone` is the reader's."""
    stands = Line(_("{name}: {said}"), name=claim.name, said=statement(picture, claim))
    gone = (Line(_("It counts no longer.")),) if claim.standing is Standing.WITHDRAWN else ()
    why = (Line(_("Reason: {reason}"), reason=Quoted(reason)),) if reason else ()
    return Document(
        name="recorded",
        title=Line(_RECORDED[act], name=claim.name, moment=Instant(at, zone)),
        sections=(section(None, stands, *gone, *why),),
        offers=(*((Offer(Line(_("Undo")), f"undo {claim.name}"),) if act is not Act.KEEP else ()), SEE_BRIEF),
    )


def unchanged(picture: Picture, claim: Claim, line: Line) -> Document[Line]:
    """That there is nothing to change, and how the fact stands."""
    stands = Line(_("{name}: {said}"), name=claim.name, said=statement(picture, claim))
    return Document(name="unchanged", title=line, sections=(section(None, stands),), offers=_look_at(claim))


def dropped() -> Document[Line]:
    """That a change was dropped before it was stored."""
    return Document(
        name="dropped", title=Line(_("Dropped: nothing was stored, and nothing changed")), offers=(SEE_BRIEF,)
    )


def wrong_or_newer(picture: Picture, claim: Claim, correct: str, add: str) -> Document[Line]:
    """The question that “set” leaves open: was the fact wrong, or is there a newer one? Each is a line."""
    return Document(
        name="wrong-or-newer",
        title=Line(_("Was {name} wrong, or is this newer?"), name=claim.name),
        sections=(
            section(Line(_("On record")), Line(_("{name}: {said}"), name=claim.name, said=statement(picture, claim))),
            section(Line(_("Wrong")), Line(_("It was never so: correct it. It keeps its name, source and date."))),
            section(
                Line(_("Newer")),
                Line(_("It was so, and is not any more: add a fact of its own, with date and source.")),
            ),
        ),
        offers=(Offer(Line(_("It was wrong")), correct), Offer(Line(_("This is newer")), add)),
    )


def how_to_correct(picture: Picture, claim: Claim, prefix: str) -> Document[Line]:
    """A fact as it stands, and the line that corrects it."""
    example = f"{prefix}fact correct {claim.name} VALUE because REASON"
    return Document(
        name="how-to-correct",
        title=Line(_("What should {name} say?"), name=claim.name),
        sections=(
            section(Line(_("On record")), Line(_("{name}: {said}"), name=claim.name, said=statement(picture, claim))),
            section(Line(_("Type")), Line("{example}", example=example),
                    Line(_("Source, date and quotation stay, unless you name others."))),
        ),
        offers=_look_at(claim),
    )  # fmt: skip


def _look_at(claim: Claim) -> tuple[Offer[Line], ...]:
    return (
        Offer(Line(_("Source")), f"source {claim.name}"), Offer(Line(_("History")), f"history {claim.name}"), SEE_BRIEF,
    )  # fmt: skip


# what looks wrong


@dataclass(frozen=True, slots=True)
class Flagged:
    """A fact that looks wrong to somebody: who says so, when and why."""

    claim: Claim
    person: str
    at: datetime
    reason: str = ""


def flag_noted(picture: Picture, claim: Claim, *, is_new: bool) -> Document[Line]:
    """Thanks to whoever says that a fact looks wrong."""
    title = (Line(_("Thank you: editors will look at {name}"), name=claim.name) if is_new
             else Line(_("You said so already; editors will look at {name}"), name=claim.name))  # fmt: skip
    stands = Line(_("{name}: {said}"), name=claim.name, said=statement(picture, claim))
    until = Line(_("It stands as it is until one of them decides."))
    return Document(name="flag-noted", title=title, sections=(section(None, stands, until),), offers=(SEE_BRIEF,))


MOST_TO_CORRECT = 3
"""Flagged facts that get buttons of their own."""


def flagged(picture: Picture, found: Sequence[Flagged], zone: str) -> Document[Line]:
    """What looks wrong to somebody and waits for an editor."""
    if not found:
        return Document(name="flagged", title=Line(_("Nothing looks wrong to anybody")), offers=(SEE_BRIEF,))
    names = list(dict.fromkeys(flag.claim.name for flag in found))
    return Document(
        name="flagged",
        title=plural(_("{n} fact looks wrong to somebody"), _("{n} facts look wrong to somebody"), len(names)),
        sections=tuple(_flags(picture, [flag for flag in found if flag.claim.name == name], zone) for name in names),
        offers=tuple(offer for name in names[:MOST_TO_CORRECT] for offer in _decisions(name)),
    )


def _flags(picture: Picture, flags: Sequence[Flagged], zone: str) -> Section[Line]:
    claim = flags[0].claim
    return section(Line("{name}", name=claim.name), statement(picture, claim), *(_flag(flag, zone) for flag in flags))


def _flag(flag: Flagged, zone: str) -> Line:
    moment, person = Instant(flag.at, zone), Person(flag.person)
    if flag.reason:
        return Line(_("{person}, {moment}: {reason}"), person=person, moment=moment, reason=Quoted(flag.reason))
    return Line(_("{person}, {moment}: looks wrong"), person=person, moment=moment)


def _decisions(name: str) -> Iterator[Offer[Line]]:
    yield Offer(Line(_("Correct {name}"), name=name), f"fact correct {name}")
    yield Offer(Line(_("Keep {name}"), name=name), f"fact keep {name}")


_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)


def _example_claim() -> Claim:
    return next(claim for claim in examples.record().claims if claim.name == "S2-21")


def _example_flags() -> Document[Line]:
    flags = [
        Flagged(_example_claim(), "Ben", _AT, "digits look transposed"), Flagged(_example_claim(), "Chidi", _AT),
    ]  # fmt: skip
    return flagged(examples.haiti(), flags, "Africa/Nairobi")


EXAMPLES = {
    "recorded": lambda: recorded(examples.haiti(), _example_claim(), Act.RECORD, _AT, "Africa/Nairobi"),
    "with a reason": lambda: recorded(examples.haiti(), _example_claim(), Act.HOLD, _AT, "UTC", "sources disagree"),
    "nothing to change": lambda: unchanged(
        examples.haiti(), _example_claim(), Line(_("{name} is not withdrawn: nothing to restore"), name="S2-21")
    ),
    "dropped": dropped,
    "wrong or newer": lambda: wrong_or_newer(
        examples.haiti(), _example_claim(), "fact correct S2-21 600", "fact add strength 600 as-of 2025-03"
    ),
    "how to correct": lambda: how_to_correct(examples.haiti(), _example_claim(), "/mss "),
    "flag noted": lambda: flag_noted(examples.haiti(), _example_claim(), is_new=True),
    "what looks wrong": _example_flags,
    "nothing looks wrong": lambda: flagged(examples.haiti(), [], "UTC"),
}
