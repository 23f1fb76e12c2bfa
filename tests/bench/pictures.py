"""How the cost of a Picture and of a status grows with the record, on both engines.

Each figure is a ratio to the same question over 1,000 claims, and to one hand-written indexed SELECT of 20 rows.
Both sides of a ratio are measured in turn in the same rounds.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median

from sqlalchemy import select

from briefings import documents, words
from briefings.picture import Clocks
from store import MissionRow, Store
from store.tables import claims
from tests.bench.records import LAST_DAY, record_of

ROUNDS = 5
PER_ROUND = 7
GOAL_TODAY, GOAL_PAST = 1.2, 5.0
MISSION = 1_000
"""Claims of each mission where a store holds many."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measured question: its cost against the same at 1,000 claims, and against the SELECT; the goal is of the first."""

    engine: str
    what: str
    claims: int
    against_small: float
    least: float
    most: float
    against_select: float
    goal: float


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
_QUESTIONS: Mapping[str, tuple[Clocks, float]] = {
    "today": (Clocks(LAST_DAY, LAST_DAY), GOAL_TODAY),
    "a past day": (Clocks(LAST_DAY, _PAST), GOAL_PAST),
    "known at": (Clocks(LAST_DAY, LAST_DAY, known_at=datetime(2100, 1, 1, tzinfo=UTC)), GOAL_PAST),
}


async def growth(engine: str, small: Held, others: Sequence[Held]) -> list[Row]:
    """Every question over every filled store, against the smallest."""
    rows = []
    for what, (clocks, goal) in _QUESTIONS.items():
        for name, ask in (("Picture", _picture), ("status", _status)):
            for held in others:
                rows.append(await _row(engine, f"{name}, {what}, {held.shape}", ask, clocks, small, held, goal))
    return rows


Ask = Callable[[Held, Clocks], Awaitable[object]]


async def _row(engine: str, what: str, ask: Ask, clocks: Clocks, small: Held, held: Held, goal: float) -> Row:
    ratios, selects = [], []
    for _round in range(ROUNDS):
        floor = await _best(lambda: ask(small, clocks))
        here = await _best(lambda: ask(held, clocks))
        select_ = await _best(lambda: _select(held))
        ratios.append(here / floor)
        selects.append(here / select_)
    return Row(engine, what, held.claims, median(ratios), min(ratios), max(ratios), median(selects), goal)


async def _best(ask: Callable[[], Awaitable[object]]) -> float:
    """The shortest of a few tries, in seconds: noise only ever adds."""
    found = []
    for _try in range(PER_ROUND):
        began = time.perf_counter()
        await ask()
        found.append(time.perf_counter() - began)
    return min(found)


async def _picture(held: Held, clocks: Clocks) -> object:
    async with held.store.reading(held.space) as work:
        return await work.claims.picture(held.mission, clocks)


async def _status(held: Held, clocks: Clocks) -> object:
    async with held.store.reading(held.space) as work:
        picture = await work.claims.picture(held.mission, clocks)
    return words.say(documents.status(picture), words.language("en"))


async def _select(held: Held) -> object:
    query = select(claims).where(claims.c.mission_id == held.mission.ref).order_by(claims.c.ordinal.desc()).limit(20)
    async with held.store.reading(held.space) as work:
        return await work.claims._tx.all(query)


def table(rows: Sequence[Row]) -> str:
    """The rows as a markdown table."""
    head = "| engine | what | claims | × at 1,000 (median, min–max) | goal | × SELECT of 20 rows |\n| --- | --- | --- | --- | --- | --- |"
    body = (
        f"| {row.engine} | {row.what} | {row.claims:,} | {row.against_small:.2f} ({row.least:.2f}–{row.most:.2f}) "
        f"| ≤ {row.goal} | {row.against_select:.1f} |"
        for row in rows
    )
    return "\n".join((head, *body))


async def measure(engine: str, url: str, sizes: Sequence[int], one_mission: Sequence[int]) -> list[Row]:
    """Fill stores of growing size on one engine and measure them."""
    async with Store(url) as store:
        await store.upgrade()
        small = await fill(store, min(MISSION, min(sizes)), MISSION, "one mission")
        many = [await fill(store, size, MISSION, "many missions") for size in sizes if size > MISSION]
        one = [await fill(store, size, size, "one mission") for size in one_mission]
        return await growth(engine, small, [*many, *one])


__all__ = ["Row", "measure", "table"]
