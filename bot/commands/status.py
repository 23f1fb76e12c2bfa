"""The brief."""

from __future__ import annotations

from bot.arguments import Ask, Clocks, Full, MissionRef
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line


@command("status", right=Right.READ, example="status as-of 2025-01-15", words=("brief", "briefing"))
async def status(ask: Ask, mission: MissionRef, clocks: Clocks, *, full: Full = False) -> Document[Line]:
    """Brief a mission: strength, mandate, money and what is due."""
    picture = await ask.work.claims.picture(mission, clocks)
    return documents.status(picture, full=full)
