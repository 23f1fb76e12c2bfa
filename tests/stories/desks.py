"""Rooms that follow a mission without anybody having typed it, for stories about what is posted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.commands import REGISTRY
from bot.desk import Desk
from bot.making import Making, rights_of_rooms
from bot.planner import Schedule
from bot.plans import new_schedule
from bot.schedules import USUAL
from briefings.document import plain
from briefings.workdays import WEEKEND, SkipDays
from store.records import bundled
from store.rooms import Room
from store.schedules import ScheduleKind
from store.work import Store
from tests.posting import Process, Stage
from tests.simulated import Chance, SimulatedPlatform, simulate

NAIROBI = "Africa/Nairobi"


class Desks:
    """A stage with the bundled record, and rooms that follow its mission."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def follows(self, store: Store, name: str) -> Room:
        """A room that follows the mission from now on: a digest on weekdays, and warnings, at 07:30 in Nairobi."""
        stage = self.stage
        room = await stage.room(store, name, NAIROBI)
        skip = SkipDays(WEEKEND)
        async with store.changing(stage.space, None, stage.now()) as work:
            (mission,) = await work.missions.all()
            daily = Schedule(pattern=USUAL, zone=NAIROBI, skip=skip)
            digest = await work.schedules.add(
                new_schedule(room.id, "digest", daily, stage.now(), kind=ScheduleKind.DIGEST, mission=mission.ref)
            )
            await work.schedules.add(
                new_schedule(room.id, "warnings", daily, stage.now(), kind=ScheduleKind.WARNINGS, mission=mission.ref)
            )
            await work.follows.follow(room.id, mission.ref, digest.id)
        return room


Story = Callable[[Stage, Process], Awaitable[None]]


def tell(url: str, story: Story, begin: datetime, **platform: Any) -> None:
    """Tell a story over the bundled record, from a moment on."""

    async def work(loop: Any) -> None:
        stage = await Stage(loop, url, SimulatedPlatform(Chance(1), **platform), begin=begin).opened()
        draft = stage.process("draft").store
        async with draft:
            async with draft.changing(stage.space, None, stage.now()) as changing:
                await changing.missions.load(bundled())
            stage.maker = Making(
                draft, Desk(draft, REGISTRY, for_rooms=True), rights_of_rooms(draft, stage.now), stage.now
            )
            one = stage.process()
            async with one.store:
                await story(stage, one)

    simulate(work)


def titles_in(stage: Stage, room: Room) -> list[str]:
    return [plain(message.said.title) for message in stage.platform.rooms[room.external_id]]
