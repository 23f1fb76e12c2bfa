"""Who hears of a change, and when: the rooms that follow its mission, by their digests or at once."""

from __future__ import annotations

from datetime import datetime

from bot.planner import next_slot
from bot.plans import schedule_of
from briefings.documents.confirmation import Hearing, ToldTo
from store.follows import Follow, Tells
from store.rooms import Room
from store.rows import MissionRow
from store.schedules import ScheduleState
from store.work import Work

MOST_NAMED = 3
"""Rooms that are named; of the others it is said how many there are."""


async def told_to(work: Work, mission: MissionRow, at: datetime) -> ToldTo:
    """The rooms that would hear of a change that is made at a moment."""
    follows = [follow for follow in await work.follows.of_mission(mission.ref) if follow.tells is not Tells.NEVER]
    rooms = {room.id: room for room in await work.rooms.some([follow.room for follow in follows[:MOST_NAMED]])}
    named = [await _hearing(work, follow, rooms[follow.room], at) for follow in follows[:MOST_NAMED]]
    return ToldTo(tuple(hearing for hearing in named if hearing), len(follows) - len(rooms))


async def _hearing(work: Work, follow: Follow, room: Room, at: datetime) -> Hearing | None:
    """When a room hears of it; None where nothing is posted there."""
    name = room.name or room.external_id
    if await work.pauses.of(room.id):
        return None
    if follow.tells is Tells.AT_ONCE:
        return Hearing(name)
    row = await work.schedules.get(follow.schedule) if follow.schedule else None
    slot = next_slot(schedule_of(row), at) if row and row.state is ScheduleState.ACTIVE else None
    return Hearing(name, slot.at, slot.zone) if slot else None
