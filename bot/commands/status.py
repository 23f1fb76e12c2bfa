"""The brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.arguments import Ask, Clocks, Full, MissionRef
from bot.command import command
from bot.rights import Right
from bot.succession import before
from briefings import documents
from briefings.document import Document, Line
from briefings.picture import Picture
from briefings.succession import named_apart


@command("status", right=Right.READ, example="status as-of 2025-01-15", words=("brief", "briefing"),
         is_alike=True)  # fmt: skip
async def status(ask: Ask, mission: MissionRef, clocks: Clocks, *, full: Full = False) -> Document[Line]:
    """Brief a mission: strength, mandate, money and what is due."""
    picture = await ask.work.claims.picture(mission, clocks)
    earlier = await _earlier(ask, mission, clocks) if mission.mission.preceded_by else None
    return documents.status(picture, full=full, earlier=earlier)


async def _earlier(ask: Ask, mission: MissionRef, clocks: Clocks) -> Picture | None:
    """The last day of the mission before this one; None where it is not on record."""
    found = await before(ask, mission, clocks)
    if found is None:
        return None
    last_day = replace(clocks, as_of=found.until - timedelta(days=1))
    return named_apart(await ask.work.claims.picture(found.mission, last_day))
