"""How the cost of a Picture and of a status grows with the record, on both engines.

Each figure is a ratio to the same question over 1,000 claims, and to one hand-written indexed SELECT of 20 rows.
Both sides of a ratio are measured in turn in the same rounds.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select

from briefings import documents, words
from briefings.claims import Claim
from briefings.dates import RecordedDate, Role
from briefings.picture import Clocks, Picture
from briefings.values import Quantity
from store import MissionRow, Store
from store.tables import claims
from tests.bench.records import LAST_DAY, record_of
from tests.bench.rounds import Row, Size, at_most, spread
from tests.postgres import new_database, postgres_server

PER_ROUND = 7
GOAL_TODAY, GOAL_PAST, GOAL_SELECT = 1.2, 5.0, 3.0
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
ONE_MISSION = (10_000, 100_000)
MISSION = 1_000
"""Claims of each mission where a store holds many."""


@dataclass(frozen=True, slots=True)
class Held:
    """A filled store: one of its missions, how many claims it holds in all, and when the first half was known."""

    store: Store
    space: int
    mission: MissionRow
    claims: int
    shape: str


async def fill(store: Store, total: int, each: int, shape: str) -> Held:
    """Fill a space of a store with missions of so many claims each until it holds the total; the last one is asked about."""
    space = await store.open_space("bench", f"{shape}-{total}", "bench", datetime.now(UTC))
    for number in range(max(1, total // each)):
        async with store.changing(space, None, datetime.now(UTC)) as work:
            await work.missions.load(record_of(min(each, total), f"{shape} {total} {number}"))
    async with store.reading(space) as work:
        missions = await work.missions.all()
    return Held(store, space, missions[len(missions) // 2], total, shape)


_PAST = date(2019, 6, 1)
_NOW = Clocks(LAST_DAY, LAST_DAY)
_QUESTIONS: Mapping[str, tuple[Clocks, float]] = {
    "today": (_NOW, GOAL_TODAY),
    "a past day": (Clocks(LAST_DAY, _PAST), GOAL_PAST),
    "known at": (Clocks(LAST_DAY, LAST_DAY, known_at=datetime(2100, 1, 1, tzinfo=UTC)), GOAL_PAST),
}


async def growth(engine: str, small: Held, others: Sequence[Held], rounds: int) -> list[Row]:
    """Every question over every filled store, against the smallest."""
    return [
        row
        for what, (clocks, goal) in _QUESTIONS.items()
        for name, ask in (("Picture", _picture), ("status", _status))
        for held in others
        for row in await _rows(f"{engine}: {name}, {what}", ask, clocks, small, held, goal, rounds)
    ]


Ask = Callable[[Held, Clocks], Awaitable[object]]


async def _rows(
    what: str, ask: Ask, clocks: Clocks, small: Held, held: Held, goal: float, rounds: int
) -> Iterator[Row]:
    ratios, selects, micros = list[float](), list[float](), list[float]()
    for _round in range(rounds):
        floor = await _best(lambda: ask(small, clocks))
        here = await _best(lambda: ask(held, clocks))
        select_ = await _best(lambda: _select(held))
        ratios.append(here / floor)
        selects.append(here / select_)
        micros.append(here * 1e6)
    where = f"{held.claims:,} claims, {held.shape}"
    grown = Row(5, f"{what}, {where}: × at {small.claims:,}", ratios, at_most(goal), f"{spread(micros)} µs")
    against = Row(5, f"{what}, {where}: × SELECT of 20 rows", selects, at_most(GOAL_SELECT))
    return iter((grown, against) if ask is _picture and clocks == _NOW else (grown,))


async def _best(ask: Callable[[], Awaitable[object]]) -> float:
    """The shortest of a few tries, in seconds: noise only ever adds."""
    found = []
    for _try in range(PER_ROUND):
        began = time.perf_counter()
        await ask()
        found.append(time.perf_counter() - began)
    return min(found)


async def _picture(held: Held, clocks: Clocks) -> Picture:
    """A Picture made anew: none is kept where it is asked for like this."""
    async with held.store.reading(held.space) as work:
        return await work.claims.picture(held.mission, clocks)


async def _status(held: Held, clocks: Clocks) -> object:
    return words.say(documents.status(await _picture(held, clocks)), words.language("en"))


async def _select(held: Held) -> object:
    query = select(claims).where(claims.c.mission_id == held.mission.ref).order_by(claims.c.ordinal.desc()).limit(20)
    async with held.store.reading(held.space) as work:
        return await work.claims._tx.all(query)


async def after_a_change(engine: str, held: Held, rounds: int) -> Row:
    """A Picture after one new claim, while those of all missions of the space are kept."""
    async with held.store.reading(held.space) as work:
        missions = await work.missions.all()
        for row in missions:
            await work.claims.picture(row, _NOW)
    ratios, micros = list[float](), list[float]()
    for number in range(rounds):
        select_ = await _best(lambda: _select(held))
        async with held.store.changing(held.space, None, datetime.now(UTC)) as work:
            await work.claims.record(missions[number % len(missions)], _new(number))
        began = time.perf_counter()
        async with held.store.reading(held.space) as work:
            changed = await work.missions.get(missions[number % len(missions)].ref)
            assert changed
            await work.claims.picture(changed, _NOW)
        micros.append((time.perf_counter() - began) * 1e6)
        ratios.append(micros[-1] / 1e6 / select_)
    what = f"{engine}: Picture after one new claim, {len(missions):,} missions warm: × SELECT of 20 rows"
    return Row(5, what, ratios, at_most(GOAL_SELECT), f"{spread(micros)} µs")


def _new(number: int) -> Claim:
    value = Quantity(Decimal(700 + number), unit="personnel")
    return Claim(name="", kind="strength", source="S1", value=value, dates={Role.AS_OF: RecordedDate(LAST_DAY)})


async def measure(size: Size) -> list[Row]:
    """Row 5, on both engines."""
    with tempfile.TemporaryDirectory() as folder, postgres_server() as base:
        return [
            *await measured("SQLite", f"sqlite:///{folder}/bench.db", size),
            *await measured("PostgreSQL", new_database(base), size),
        ]


async def measured(engine: str, url: str, size: Size) -> list[Row]:
    """Fill stores of growing size on one engine and measure them."""
    sizes = [each for each in SIZES if MISSION < each <= size.claims] or [size.claims * 2]
    one = [each for each in ONE_MISSION if each <= size.claims] or [size.claims * 2]
    async with Store(url) as store:
        await store.upgrade()
        small = await fill(store, min(MISSION, size.claims), MISSION, "one mission")
        many = [await fill(store, each, MISSION, "many missions") for each in sizes]
        single = [await fill(store, each, each, "one mission") for each in one]
        rows = await growth(engine, small, [*many, *single], size.rounds)
        return [*rows, await after_a_change(engine, many[-1], size.rounds)]
