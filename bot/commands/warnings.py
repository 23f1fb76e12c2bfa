"""The warnings of a room."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.arguments import Ask, DayOf, MissionRef
from bot.command import command
from bot.rights import Right
from bot.told import told
from briefings import documents
from briefings import warnings as ladders
from briefings.deadlines import Deadline, deadlines
from briefings.document import Document, Line
from briefings.documents.posts import Planned
from briefings.documents.warning import Answered
from briefings.picture import Clocks
from briefings.warnings import DueWarning
from store.acknowledgements import Acknowledgement


@command("warnings", right=Right.READ, example="warnings on 2025-09-02", words=("warning", "alerts"))
async def warnings(ask: Ask, mission: MissionRef, *, on: DayOf = None) -> Document[Line]:
    """Show what this room would be warned of on a day; typed, it counts for nothing."""
    day = on or ask.today
    picture = await ask.work.claims.picture(mission, Clocks(ask.today, day))
    before = await told(ask, mission, day)
    due = ladders.warnings(picture, before.following)
    answered = [await _answered(ask, answer, one, due, before.slot.zone) for one in deadlines(picture)
                if not one.is_settled and (answer := before.answer_to(one, day))]  # fmt: skip
    found = before.anew(due, day)
    if not found:
        return documents.no_warning(picture, before.following, answered)
    return documents.warning(picture, found, Planned(before.slot.at, before.slot.zone), answered)


async def _answered(
    ask: Ask, answer: Acknowledgement, deadline: Deadline, due: Sequence[DueWarning], zone: str
) -> Answered:
    person = await ask.work.people.get(answer.person) if answer.person else None
    rung = next((one.rung for one in due if one.step[:2] == (answer.deadline, answer.due)), None)
    return Answered(
        deadline=deadline, person=person.name if person else "", on=answer.at.astimezone(ZoneInfo(zone)).date(),
        reason=answer.reason, post=answer.delivery, until=answer.until, is_due=rung is not None,
    )  # fmt: skip
