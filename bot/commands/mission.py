"""The missions on record."""

from __future__ import annotations

from bot.arguments import MISSION, Ask, PageNumber
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.missions import SIZE, Listed
from briefings.picture import Clocks
from store.rows import MissionRow


@command("mission list", right=Right.READ, example="mission list", words=("missions",))
async def mission_list(ask: Ask, *, page: PageNumber = 1) -> Document[Line]:
    """List the missions on record, each with its bottom line."""
    rows = await ask.work.missions.all()
    meant = await MISSION.default(rows, ask)
    last = max(1, -(-len(rows) // SIZE))
    if page > last:
        raise UserError(_("There is no page {page} of missions; the last is {last}"), page=page, last=last)
    shown = rows[(page - 1) * SIZE : page * SIZE]
    listed = [await _listed(ask, row, is_default=meant == row) for row in shown]
    return documents.missions(listed, len(rows), page=page, default=meant.mission.short if meant else "")


async def _listed(ask: Ask, row: MissionRow, *, is_default: bool) -> Listed:
    picture = await ask.work.claims.picture(row, Clocks(ask.today, ask.today))
    counts = await ask.work.claims.counts_by_source(row)
    return Listed(picture, sum(counts.values()), is_default)
