"""A year of posts, simulated: whatever the platforms, the database and the processes do, every slot that was due is
accounted for exactly once, and nothing is posted twice where the platform lets us know.

The real planner, ledger and delivery run over a real store; time, platforms and deaths are simulated and decided by
a seed. `-m long` tells the long years; SEEDS replays others: SEEDS=7,8 pytest -m long tests/stories/test_year.py
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.planner import slots
from bot.planning import Planning
from bot.plans import schedule_of
from store.deliveries import Delivery, DeliveryState
from store.rooms import Room
from store.schedules import ScheduleRow
from store.work import Store
from tests.posting import Process, Stage
from tests.simulated import STORMY, Chance, Killed, Life, SimulatedLoop, SimulatedPlatform, SimulatedStore, simulate

ZONES = (
    "America/New_York", "Europe/London", "Africa/Nairobi", "Australia/Lord_Howe", "America/Port-au-Prince", "Africa/Casablanca",
    "Asia/Kathmandu", "America/Santiago", "Pacific/Auckland", "Europe/Berlin", "Asia/Jerusalem", "Africa/Cairo",
    "America/Havana", "Asia/Beirut", "Pacific/Apia", "America/St_Johns", "Atlantic/Azores", "Australia/Sydney",
    "America/Sao_Paulo", "Asia/Tokyo", "Europe/Chisinau", "America/Nuuk", "Pacific/Chatham", "Antarctica/Troll",
    "Asia/Kolkata", "America/Asuncion", "Europe/Istanbul", "America/Bogota", "Pacific/Kiritimati", "Pacific/Pago_Pago",
)  # fmt: skip
TIMES = (
    "weekdays 07:30",
    "daily 02:30",
    "every monday 9am",
    "daily 01:30",
    "first monday 09:00",
    "30 2 * * 0",
    "mon,thu 00:15",
)
CLOSED = {DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.REFUSED}


@dataclass(frozen=True)
class Plan:
    """How large a simulated time is, and how bad."""

    seed: int
    begin: datetime
    days: int
    rooms: int
    processes: int
    lives: int
    """Steps that a process takes before it dies, on average."""
    knows_keys: bool = False
    """Whether the platform knows keys for some minutes, and cannot be looked at; else it is the other way round."""


SHORT = Plan(seed=1, begin=datetime(2026, 3, 1, tzinfo=UTC), days=42, rooms=12, processes=1, lives=300)
"""Six weeks with the nights on which clocks change in America, Europe and, the other way, in Australia and Chile; on PostgreSQL, the slower
one in a test, the first two."""
LONG = replace(SHORT, begin=datetime(2026, 1, 1, tzinfo=UTC), days=365, rooms=200, processes=3, lives=3_000)


def test_some_weeks_are_accounted_for(new_url: str):
    if "postgresql" in new_url:
        lived(new_url, replace(SHORT, knows_keys=True, processes=2, rooms=8, days=14, seed=2))
    else:
        lived(new_url, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("seed", [int(seed) for seed in os.environ.get("SEEDS", "1,2").split(",")])
def test_a_year_is_accounted_for(new_url: str, seed: int):
    plan = replace(LONG, seed=seed, knows_keys=seed % 2 == 0)
    lived(new_url, plan if "postgresql" in new_url else replace(plan, processes=1))


def lived(url: str, plan: Plan) -> None:
    """Live through a plan, and hold the ledger and the rooms to it."""
    simulate(lambda loop: World(loop, url, plan).told())


class World:
    """The rooms, schedules and processes of a plan."""

    def __init__(self, loop: SimulatedLoop, url: str, plan: Plan) -> None:
        self.plan = plan
        platform = SimulatedPlatform(
            Chance(plan.seed), weather=STORMY, can_look=not plan.knows_keys, away=lambda: self._is_cut_off("platform"),
            remembers=timedelta(minutes=3) if plan.knows_keys else timedelta(),
        )  # fmt: skip
        self.stage = Stage(loop, url, platform, begin=plan.begin)
        self.end = plan.begin + timedelta(days=plan.days)
        self.deaths = 0

    async def told(self) -> None:
        await self.stage.opened()
        async with SimulatedStore(self.stage.url, Life()) as store:
            rows = await self._scheduled(store)
            await asyncio.gather(*(self._lives(f"process {number}") for number in range(self.plan.processes)))
            await self._calms_down()
            rooms = {row.room.id: row.room for row in rows}
            ledger = {id: await self.stage.ledger(store, room) for id, room in rooms.items()}
        assert self.deaths
        for row in rows:
            self._is_accounted_for(row, ledger[row.room.id])
        for deliveries in ledger.values():
            for delivery in deliveries:
                self._is_posted_once(delivery)
        assert self.stage.platform.refused["too fast"] == 0

    def _is_accounted_for(self, row: ScheduleRow, ledger: list[Delivery]) -> None:
        """Each slot stands in the ledger once, in the end, and nothing else does."""
        planned = Counter(f"{row.subject}:{slot.name}" for slot in slots(schedule_of(row), row.accounted_to, self.end))
        told = Counter(delivery.occasion for delivery in ledger if delivery.subject == row.subject)
        assert told == planned
        assert all(delivery.next_at is None for delivery in ledger)
        if row.room.external_id not in self.stage.platform.dead:
            assert {delivery.state for delivery in ledger} <= {
                DeliveryState.SENT,
                DeliveryState.SKIPPED,
                DeliveryState.UNKNOWN,
            }

    def _is_posted_once(self, delivery: Delivery) -> None:
        """What was sent stands in its room once, or says that it may stand there twice; late is called late."""
        there = [
            message
            for message in self.stage.platform.rooms[delivery.room.external_id]
            if message.key == delivery.occasion
        ]
        may_repeat = [message for message in there if "may repeat" in message.said.title[0].text]
        assert len(there) - len(may_repeat) <= 1
        assert len(may_repeat) <= 1
        assert bool(there) or delivery.state is not DeliveryState.SENT
        assert delivery.state is not DeliveryState.SKIPPED or not there
        for message in there:
            leaves_late = self._at(message.at) - delivery.due_at > timedelta(minutes=6)
            assert not leaves_late or "late" in message.said.title[0].text

    def _at(self, seconds: float) -> datetime:
        return self.plan.begin + timedelta(seconds=seconds)

    # what happens

    async def _scheduled(self, store: Store) -> list[ScheduleRow]:
        """Rooms in as many zones as there are, each with a schedule, and some with a second one."""
        tenants = [f"T{number}" for number in range(max(2, self.plan.rooms // 10))]
        rooms = await self.stage.rooms(store, [f"room {number}" for number in range(self.plan.rooms)], tenants)
        return [await self._schedule(store, room, number, TIMES[(number + more) % len(TIMES)])
                for number, room in enumerate(rooms) for more in ((0, 3) if number % 3 == 0 else (0,))]  # fmt: skip

    async def _schedule(self, store: Store, room: Room, number: int, when: str) -> ScheduleRow:
        zone = ZONES[number % len(ZONES)]
        grace = timedelta(hours=2) if number % 5 == 4 else None
        return await self.stage.schedule(store, room, when, ZoneInfo(zone).key, grace=grace)

    async def _lives(self, name: str) -> None:
        """One process after the other under a name, until the end: each dies one day, and some time later another begins."""
        stage, number = self.stage, 0
        while stage.now() < self.end:
            number += 1
            fate = Random(f"{self.plan.seed} {name} {number}")
            process = stage.process(
                f"{name} {number}", self._life(fate), lambda: self._is_cut_off(name), self.plan.seed
            )
            try:
                await process.works(stage.now, self.end, timedelta(hours=12))
            except Killed:
                self.deaths += 1
                await self._buried(process, fate)
            else:
                await process.store.close()

    def _life(self, fate: Random) -> Life:
        left = fate.randrange(2 * self.plan.lives)
        counted = iter(range(left))
        return Life(lambda step: next(counted, None) is None)

    async def _buried(self, process: Process, fate: Random) -> None:
        """Nobody is there for a while: mostly for a minute, now and then for a day and more."""
        stage = self.stage
        if stage.now() < self.end - timedelta(days=3) and fate.random() < 0.1:
            await stage.passes(hours=fate.uniform(1, 40))
        await stage.passes(minutes=fate.uniform(0.2, 3))
        await process.store.close()
        room = f"room {fate.randrange(self.plan.rooms)}"
        if fate.random() < 0.05 and len(stage.platform.dead) < self.plan.rooms / 20:
            stage.platform.dead.add(room)

    def _is_cut_off(self, what: str) -> bool:
        """Whether something cannot be reached: one hour in forty, each by itself."""
        hour = int(self.stage.loop.time() // 3600)
        return self.stage.now() < self.end and Random(f"{self.plan.seed} {what} {hour}").random() < 1 / 40

    async def _calms_down(self) -> None:
        """At the end the storm is over, and what fell due before is done; what falls due later is not."""
        stage = self.stage
        stage.platform.weather = replace(STORMY, **dict.fromkeys(vars(STORMY), 0.0))
        last = stage.process("the last")
        async with last.store:
            await Planning(last.store, lambda: self.end).run()
            for _round in range(60):
                await last.courier.run()
                await stage.passes(minutes=5)
