"""A warning that nobody acknowledged, told on: what it warned of as it stands today, who was told and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from briefings.document import Document, Instant, Line, Section, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.posts import ACKNOWLEDGE, WHY, full_brief, to_record
from briefings.documents.told import Told
from briefings.documents.warning import heading, state_lines, warning_sections
from briefings.picture import Picture
from briefings.warnings import DueWarning, Following, warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A warning without an answer: the room that was told and when, None where it could not be, and `why` not.

    `number` is that of the post that tells it on.
    """

    room: str
    told: Instant | None = None
    why: str = ""
    number: int = 0


def escalation(picture: Picture, found: DueWarning, unanswered: Unanswered, how: Told) -> Document[Line]:
    """For whoever a room named for it: a warning that nobody there acknowledged."""
    buttons = (ACKNOWLEDGE, *to_record([found], picture.day), full_brief(picture), WHY)
    return Document(
        name="escalation",
        title=Line(_("Nobody acknowledged this – {warning}"), warning=heading(picture, found)),
        header=(_told_line(unanswered), *state_lines(picture, found.deadline)),
        sections=(*warning_sections(picture, found), *(() if how.has_buttons else _typed(unanswered, how))),
        small=(_rule_line(unanswered),),
        offers=buttons if how.has_buttons else (),
    )


def _told_line(unanswered: Unanswered) -> Line:
    if unanswered.told:
        return Line(_("#{room} was told {moment}, and nobody there has answered since."), room=unanswered.room,
                    moment=unanswered.told)  # fmt: skip
    return Line(_("#{room} could not be told: {why}"), room=unanswered.room, why=unanswered.why or "–")


def _typed(unanswered: Unanswered, how: Told) -> Iterator[Section[Line]]:
    line = Line("{line}", line=f"{how.prefix}acknowledge {unanswered.number}")
    yield section(Line(_("Type it where the bot is")), line)


def _rule_line(unanswered: Unanswered) -> Line:
    return Line(_("You are told once, because #{room} wants it so where nobody acknowledges a warning within a day; "
                  "“schedule edit warnings fallback none” there ends it."), room=unanswered.room)  # fmt: skip


def _example(day: str, warned_on: str, *, told: bool = True, has_buttons: bool = True) -> Document[Line]:
    picture = examples.haiti(day)
    warned = examples.haiti(warned_on)
    (found, *_others) = warnings(warned, Following(since=warned.day - timedelta(days=1)))
    at = datetime.fromisoformat(f"{warned_on}T04:30").replace(tzinfo=UTC)
    unanswered = Unanswered(room="haiti-desk", told=Instant(at, "Africa/Nairobi") if told else None,
                            why="" if told else "the channel is archived", number=57)  # fmt: skip
    return escalation(picture, found, unanswered, Told(has_buttons=has_buttons, mission="MSS Haiti"))


EXAMPLES = {
    "of a mandate": lambda: _example("2025-09-30", "2025-09-29"),
    "of a room that could not be told": lambda: _example("2025-09-30", "2025-09-29", told=False),
    "to a person who types": lambda: _example("2025-10-03", "2025-10-02", has_buttons=False),
}
