"""Deadlines."""

from __future__ import annotations

from bot.arguments import Ask, Clocks, Full, MissionRef, Within
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line
from briefings.documents.due import LOOK_AHEAD


@command("due", right=Right.READ, example="due within 365d", words=("deadlines", "deadline", "overdue", "expiry"))
async def due(
    ask: Ask, mission: MissionRef, clocks: Clocks, *, within: Within = LOOK_AHEAD, full: Full = False
) -> Document[Line]:
    """What is overdue, and what comes next."""
    picture = await ask.work.claims.picture(mission, clocks)
    return documents.due(picture, within, full=full)
