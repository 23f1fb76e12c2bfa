"""A year of posts, simulated: whatever the platforms, the database and the processes do, every slot that was due is
accounted for exactly once, and nothing is posted twice where the platform lets us know. Facts change meanwhile: rooms
that hear of it at once hear of each change once, and posts that used the fact are put right.

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

from bot.corrections import PUT_RIGHT_FOR
from bot.news import News
from bot.planner import slots
from bot.planning import Planning
from bot.plans import schedule_of
from briefings.values import read_quantity
from store.deliveries import Delivery, DeliveryKind, DeliveryState
from store.follows import Tells
from store.records import bundled
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
A_DAY = timedelta(days=1)


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
    changes_every: timedelta = timedelta(days=20)
    """After how long a fact is corrected that every post uses."""
    knows_keys: bool = False
    """Whether the platform knows keys for some minutes, and cannot be looked at; else it is the other way round."""


SHORT = Plan(seed=1, begin=datetime(2026, 3, 1, tzinfo=UTC), days=42, rooms=10, processes=1, lives=300)
"""Six weeks with the nights on which clocks change in America, Europe and, the other way, in Australia and Chile; on PostgreSQL, the slower
one in a test, the first two."""
LONG = replace(SHORT, begin=datetime(2026, 1, 1, tzinfo=UTC), days=365, rooms=200, processes=3, lives=3_000)


def test_some_weeks_are_accounted_for(new_url: str):
    if "postgresql" in new_url:
        lived(new_url, replace(SHORT, knows_keys=True, processes=2, rooms=8, days=14, seed=2,
                               changes_every=timedelta(days=8)))  # fmt: skip
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
        self.changed_at: list[datetime] = []
        self.put_right = 0

    async def told(self) -> None:
        await self.stage.opened()
        async with SimulatedStore(self.stage.url, Life()) as store:
            rows = await self._scheduled(store)
            rooms = {row.room.id: row.room for row in rows}
            hearing = await self._follow(store, list(rooms.values()))
            lives = (self._lives(f"process {number}") for number in range(self.plan.processes))
            await asyncio.gather(self._changes(store), *lives)
            await self._calms_down()
            ledger = {id: await self.stage.ledger(store, room) for id, room in rooms.items()}
        assert self.deaths
        for row in rows:
            self._is_accounted_for(row, ledger[row.room.id])
        for deliveries in ledger.values():
            for delivery in deliveries:
                self._is_posted_once(delivery)
        for room in hearing:
            self._is_told_of_each_change(room, ledger[room.id])
        assert self.put_right
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
        if delivery.kind is DeliveryKind.CORRECTION:
            self._is_put_right(delivery)
            return
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

    def _is_put_right(self, correction: Delivery) -> None:
        """A correction that went out edited the post, and stands nowhere itself."""
        there = self.stage.platform.rooms[correction.room.external_id]
        (post,) = [message for message in there if message.id == correction.details["messages"][0]]
        assert post.is_edited or correction.state is not DeliveryState.SENT
        assert not [message for message in there if message.key == correction.occasion]

    def _is_told_of_each_change(self, room: Room, ledger: list[Delivery]) -> None:
        """Each change of the record falls into one post, and each post before it was put right that used the fact."""
        told = [tuple(datetime.fromisoformat(delivery.details[name]) for name in ("since", "to"))
                for delivery in ledger if delivery.kind is DeliveryKind.CHANGE]  # fmt: skip
        corrected = {delivery.details["of"] for delivery in ledger if delivery.kind is DeliveryKind.CORRECTION}
        for at in self.changed_at:
            assert sum(since < at <= to for since, to in told) == 1
            before = (at - PUT_RIGHT_FOR + A_DAY, at - A_DAY)
            posts = [delivery.id for delivery in ledger if delivery.claims and delivery.schedule
                     and delivery.kind is DeliveryKind.COMMAND and before[0] < (delivery.sent_at or self.end) < before[1]]  # fmt: skip
            self.put_right += len(posts)
            assert corrected.issuperset(posts)

    def _at(self, seconds: float) -> datetime:
        return self.plan.begin + timedelta(seconds=seconds)

    # what happens

    async def _scheduled(self, store: Store) -> list[ScheduleRow]:
        """Rooms in as many zones as there are, each with a schedule, and some with a second one."""
        tenants = [f"T{number}" for number in range(max(2, self.plan.rooms // 10))]
        rooms = await self.stage.rooms(store, [f"room {number}" for number in range(self.plan.rooms)], tenants)
        return [await self._schedule(store, room, number, TIMES[(number + more) % len(TIMES)])
                for number, room in enumerate(rooms) for more in ((0, 3) if number % 3 == 0 else (0,))]  # fmt: skip

    async def _follow(self, store: Store, rooms: list[Room]) -> list[Room]:
        """Let every fourth room hear of changes at once; which they are."""
        hearing = rooms[::4]
        async with store.changing(self.stage.space, None, self.stage.now()) as work:
            await work.missions.load(bundled())
            (mission,) = await work.missions.all()
            for room in hearing:
                await work.follows.follow(room.id, mission.ref)
                await work.follows.tell(room.id, mission.ref, Tells.AT_ONCE)
        return hearing

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

    async def _changes(self, store: Store) -> None:
        """Correct a fact now and then, the last time some days before the end."""
        stage = self.stage
        while stage.now() + self.plan.changes_every < self.end - timedelta(days=3):
            await stage.passes(seconds=self.plan.changes_every.total_seconds())
            async with store.changing(stage.space, None, stage.now()) as work:
                (mission,) = await work.missions.all()
                count = await work.claims.find(mission, "S2-21")
                assert count
                value = read_quantity(f"about {500 + len(self.changed_at)} personnel")
                await work.claims.record(mission, replace(count, value=value), "counted anew")
            self.changed_at.append(stage.now())

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
            await News(last.store, stage.now).run()
            await Planning(last.store, lambda: self.end).run()
            for _round in range(60):
                await last.courier.run()
                await stage.passes(minutes=5)
