"""Ten thousand digests due in the same minute: how late the last of them begins, against APScheduler's own jobs.

Ours stand in the ledger, durable, before anything is begun; there every schedule is a cron job with a bare callback.
Both run in a process of their own, in turn in the same rounds. Ours has nothing to wait for and nothing to say: its
poster and its documents are as bare as the callback, so that what is measured is the planning and the delivery.

    lateness    from the moment all are due to the one at which each is handed to the platform, or called back
    stall       the longest time for which the event loop answered nothing
    memory      what each schedule takes of it, meanwhile too
    acks        how long a status takes at the desk meanwhile, against the same when nothing else is done
"""

from __future__ import annotations

import asyncio
import gc
import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from adapters.port import Actor, Pace, Receipt, Request, Room, Standing
from adapters.terminal.ask import answer
from bot.commands import REGISTRY
from bot.delivery import Courier
from bot.desk import Desk
from bot.made import Label, Made
from bot.news import News
from bot.planner import OnEmpty, Schedule, Weekly
from bot.planning import Planning
from bot.plans import new_schedule
from bot.rounds import Rounds
from briefings.document import Document, Said, Span
from store.deliveries import Delivery
from store.records import bundled
from store.schedules import ScheduleKind
from store.tables import follows, rooms, schedules
from store.work import Store
from tests.bench.filling import copies
from tests.bench.rounds import Row, Size, at_most, spread
from tests.postgres import new_database, postgres_server

GOAL_LATE, GOAL_MEMORY, GOAL_ACKS = 0.25, 0.1, 3.0
STALL = 0.025
"""Seconds for which the loop may answer nothing."""
PLATFORM = "bench"
FIRES_EVERY = 15
"""Seconds after which the jobs of the floor come up again."""
QUIET_FOR = 3.0
"""Seconds in which nothing else is done."""
A_BREATH = 0.01
"""Seconds between an answer and the next question."""
BEAT = 0.001
"""Seconds after which the loop is to answer again."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one side: lateness (p99) and longest stall in seconds; and, of ours, the p99 of a status meanwhile."""

    late: float
    stall: float
    ack: float = 0.0


async def measure(size: Size) -> list[Row]:
    """Rows 6 and 7."""
    with postgres_server() as base:
        return await _measured(new_database(base), 10 * size.posts, size.rounds)


async def _measured(url: str, number: int, rounds: int) -> list[Row]:
    async with Store(url) as store:
        await store.upgrade()
        stage = await _Stage(store).filled(number)
        quiet = await _p99_of_acks(stage)
        async with _jobs(number) as (memory_of_floor, fire):
            memory = await stage.memory() / number
            ours, floor = [], []
            for _round in range(rounds):
                ours.append(await stage.morning())
                floor.append(await fire())
    what = f"{number:,} digests due in one minute"
    late = [mine.late / other.late for mine, other in zip(ours, floor, strict=True)]
    return [
        Row(6, f"{what}: lateness (p99) × APScheduler's", late, at_most(GOAL_LATE), spread([one.late for one in ours], " s")),
        Row(6, "the same: longest stall of the loop × 25 ms", [one.stall / STALL for one in ours], at_most(1),
            f"APScheduler: {spread([one.stall * 1_000 for one in floor], ' ms')}"),
        Row(6, "the same: memory of each × APScheduler's", [memory / memory_of_floor], at_most(GOAL_MEMORY),
            f"{memory:,.0f} bytes"),
        Row(7, "a status meanwhile (p99) × when quiet", [one.ack / quiet for one in ours], at_most(GOAL_ACKS),
            f"quiet: {quiet * 1_000:.1f} ms"),
    ]  # fmt: skip


# ours


class _BareMaker:
    async def forbids(self, delivery: Delivery) -> str:
        return ""

    async def sameness(self, delivery: Delivery) -> Hashable:
        return delivery.planned_at

    async def make(self, delivery: Delivery, label: Label) -> Made:
        return Made(Document("digest", (Span("a digest"),)))


class _BarePoster:
    """Notes when each post reached it. It knows no limit."""

    pace = Pace(room=0)
    remembers = timedelta()

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.at: list[datetime] = []

    async def post(
        self, room: Room, said: Said, key: str, *, reply_to: str = "", standing: Sequence[str] = ()
    ) -> Receipt:
        self.at.append(self._now())
        return Receipt(room, ("1.1",))

    async def find(self, room: Room, key: str, since: datetime, *, reply_to: str = "") -> None:
        return None

    async def edit(self, receipt: Receipt, said: Said) -> Receipt:
        return receipt

    async def to_person(self, room: Room, user: str, said: Said, key: str) -> Receipt:
        return Receipt(room, ("1.1",))


class _Stage:
    """Rooms that follow a mission, each with a digest at 07:30, and one process; a morning passes as fast as it can."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._slot = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
        self._began = 0.0
        self._poster = _BarePoster(self.now)
        courier = Courier(store, {PLATFORM: self._poster}, _BareMaker(), self.now, Random(1), "one")
        self._rounds = Rounds(store, Planning(store, self.now), News(store, self.now), courier, self.now)
        self._desk = Desk(store, REGISTRY)

    def now(self) -> datetime:
        """As far from the next slot as the clock is from the beginning of the morning."""
        return self._slot + timedelta(seconds=time.perf_counter() - self._began)

    async def filled(self, number: int) -> _Stage:
        at = self._slot - timedelta(days=1)
        space = await self._store.open_space(PLATFORM, "T1", "bench", at)
        async with self._store.changing(space, None, at) as work:
            await work.missions.load(bundled())
            (mission,) = await work.missions.all()
            first = await work.rooms.open(PLATFORM, "T1", "C0", "room 0")
            await work.rooms.set(first.id, zone="UTC", mission=mission.ref)
            digest = Schedule(pattern=Weekly(self._slot.time(), frozenset(range(7))), zone="UTC")
            row = await work.schedules.add(new_schedule(
                first.id, "digest", digest, at, kind=ScheduleKind.DIGEST, mission=mission.ref, on_empty=OnEmpty.LINE
            ))  # fmt: skip
            await work.follows.follow(first.id, mission.ref, row.id)
            tx = work.rooms._tx
            there = await copies(tx, rooms, [{"external_id": f"C{each}"} for each in range(1, number)])
            made = await copies(tx, schedules, [{"room_id": room} for room in there])
            await copies(tx, follows, [{"room_id": room, "schedule_id": schedule}
                                       for room, schedule in zip(there, made, strict=True)])  # fmt: skip
        return self

    async def morning(self) -> Round:
        """One minute before all are due, and the moment when they are."""
        self._slot += timedelta(days=1)
        self._poster.at.clear()
        self._began = time.perf_counter() + 60
        await self._rounds.go()
        await self.status()  # a day's first answer is made; those after it are given
        self._began = time.perf_counter()
        async with _asked(self) as acks, _watched() as stall:
            await self._rounds.go()
        late = [(at - self._slot).total_seconds() for at in self._poster.at]
        return Round(_p99(late), max(stall), _p99(acks))

    async def memory(self) -> int:
        """The most bytes that a morning takes at once beyond those that were taken before."""
        gc.collect()
        tracemalloc.start()
        await self.morning()
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    async def status(self) -> float:
        """Seconds until the desk has answered a question."""
        asker = Actor(PLATFORM, "T1", "U1", "Amina", Standing.MEMBER, "UTC")

        def make(command: str, words: dict[str, str]) -> Request:
            return Request(command, words, asker, Room(PLATFORM, "T1", "C0"), self.now())

        began = time.perf_counter()
        _said, is_answer = await answer(self._desk, "/mss status", make)
        assert is_answer
        return time.perf_counter() - began


@asynccontextmanager
async def _asked(stage: _Stage) -> AsyncIterator[list[float]]:
    """How long a status takes, asked again and again as long as a block lasts, with a breath in between."""
    acks: list[float] = []
    is_over = asyncio.Event()

    async def ask() -> None:
        while not acks or not is_over.is_set():
            acks.append(await stage.status())
            await asyncio.sleep(A_BREATH)

    asking = asyncio.create_task(ask())
    try:
        yield acks
    finally:
        is_over.set()
        await asking


async def _p99_of_acks(stage: _Stage) -> float:
    """How long a status takes when nothing else is done."""
    await stage.status()
    async with _asked(stage) as acks:
        await asyncio.sleep(QUIET_FOR)
    return _p99(acks)


def _p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[-1] if len(seconds) > 1 else max(seconds)


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """The seconds for which the loop answered nothing, as long as a block lasts."""
    stalls = [0.0]

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(BEAT)
            stalls.append(time.perf_counter() - before - BEAT)

    beating = asyncio.create_task(beat())
    try:
        yield stalls
    finally:
        beating.cancel()


# the floor


@asynccontextmanager
async def _jobs(number: int) -> AsyncIterator[tuple[float, Callable[[], Awaitable[Round]]]]:
    """So many cron jobs; how many bytes each takes, and what lets them all fire once."""
    late: list[float] = []
    due = [datetime.now(UTC)]
    all_fired = asyncio.Event()

    async def callback() -> None:
        late.append((datetime.now(UTC) - due[0]).total_seconds())
        if len(late) == number:
            all_fired.set()

    gc.collect()
    tracemalloc.start()
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": 3_600})
    scheduler.start(paused=True)
    for _each in range(number):
        scheduler.add_job(callback, "cron", second=f"*/{FIRES_EVERY}")
    memory = tracemalloc.get_traced_memory()[0] / number
    tracemalloc.stop()

    async def fire() -> Round:
        late.clear()
        all_fired.clear()
        now = datetime.now(UTC).replace(microsecond=0)
        due[0] = now + timedelta(seconds=FIRES_EVERY - now.second % FIRES_EVERY)
        for job in scheduler.get_jobs():
            job.modify(next_run_time=due[0])
        scheduler.resume()
        async with _watched() as stalls:
            await all_fired.wait()
        scheduler.pause()
        return Round(_p99(late), max(stalls))

    try:
        yield memory, fire
    finally:
        scheduler.shutdown(wait=False)


__all__ = ["measure"]
