"""The missions on record."""

from __future__ import annotations

from bot.arguments import MISSION, Ask, PageNumber, in_use
from bot.command import command
from bot.entry.mission import ThisMission
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.mission import Kept
from briefings.documents.missions import SIZE, Listed
from briefings.picture import Clocks
from store.rows import MissionRow


@command("mission list", right=Right.READ, example="mission list", words=("missions",))
async def mission_list(ask: Ask, *, page: PageNumber = 1) -> Document[Line]:
    """List the missions on record, each with its bottom line."""
    every = await ask.work.missions.all()
    rows, meant = in_use(every), await MISSION.default(every, ask)
    last = max(1, -(-len(rows) // SIZE))
    if page > last:
        raise UserError(_("There is no page {page} of missions; the last is {last}"), page=page, last=last)
    shown = rows[(page - 1) * SIZE : page * SIZE]
    listed = [await _listed(ask, row, is_default=meant == row) for row in shown]
    archived = [row.mission.short for row in every if row not in rows]
    return documents.missions(
        listed, len(rows), page=page, default=meant.mission.short if meant else "", archived=archived
    )


@command("mission show", right=Right.READ, example="mission show")
async def mission_show(ask: Ask, mission: ThisMission) -> Document[Line]:
    """Show a mission's names, kind, predecessor, successor and days of warning."""
    picture = await ask.work.claims.picture(mission, Clocks(ask.today, ask.today))
    facts = sum((await ask.work.claims.counts_by_source(mission)).values())
    is_of_room = ask.room is not None and ask.room.mission == mission.ref
    return documents.mission(picture, Kept(facts, is_of_room, mission.is_sample))


async def _listed(ask: Ask, row: MissionRow, *, is_default: bool) -> Listed:
    picture = await ask.work.claims.picture(row, Clocks(ask.today, ask.today))
    counts = await ask.work.claims.counts_by_source(row)
    return Listed(picture, sum(counts.values()), is_default)
