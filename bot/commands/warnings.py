"""The warnings of a room."""

from __future__ import annotations

from bot.arguments import Ask, DayOf, MissionRef
from bot.command import command
from bot.rights import Right
from bot.told import told
from briefings import documents
from briefings import warnings as ladders
from briefings.document import Document, Line
from briefings.documents.posts import Planned
from briefings.picture import Clocks


@command("warnings", right=Right.READ, example="warnings on 2025-09-02", words=("warning", "alerts"))
async def warnings(ask: Ask, mission: MissionRef, *, on: DayOf = None) -> Document[Line]:
    """Show what this room would be warned of on a day; typed, it counts for nothing."""
    day = on or ask.today
    picture = await ask.work.claims.picture(mission, Clocks(ask.today, day))
    before = await told(ask, mission, day)
    found = ladders.warnings(picture, before.following)
    if not found:
        return documents.no_warning(picture, before.following)
    return documents.warning(picture, found, Planned(before.slot.at, before.slot.zone))
