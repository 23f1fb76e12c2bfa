"""The digest of a room."""

from __future__ import annotations

from bot.arguments import Ask, DayOf, MissionRef
from bot.command import command
from bot.planner import OnEmpty, next_slot, slot_on
from bot.rights import Right
from bot.schedule_words import rhythm
from bot.schedules import USUAL
from bot.told import schedule_of, told
from briefings import documents
from briefings.document import Document, Line
from briefings.documents.digest import Issue
from briefings.documents.posts import Planned
from briefings.picture import Clocks
from briefings.warnings import warnings


@command("digest", right=Right.READ, example="digest on 2025-09-02", words=("bulletin", "morning brief"))
async def digest(ask: Ask, mission: MissionRef, *, on: DayOf = None) -> Document[Line]:
    """Show the digest that this room would get on a day; typed, it counts for nothing."""
    day = on or ask.today
    picture = await ask.work.claims.picture(mission, Clocks(ask.today, day))
    before, schedule = await told(ask, mission, day), schedule_of(ask)
    planned = slot_on(schedule.zone, day, USUAL.at)
    following = next_slot(schedule, planned.at)
    issue = Issue(
        number=before.digests + 1,
        planned=Planned(planned.at, planned.zone),
        next=following.at if following else None,
        rhythm=rhythm(schedule.pattern, OnEmpty.WEEKLY),
    )
    # A first digest tells all that is due; warnings begin after it.
    warned = warnings(picture, before.following) if before.last else ()
    return documents.digest(picture, before.last, issue, warned)
