"""How fast the ledger gives out deliveries and takes back what became of them, against hand-written SKIP LOCKED.

Both sides take and finish as many rows in batches of a hundred, in turn in the same rounds, over one connection each.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

import psycopg
from sqlalchemy.engine import make_url

from store import Store
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery, Outcome
from tests.bench import rounds
from tests.bench.filling import many_rooms
from tests.bench.rounds import Size
from tests.postgres import new_database, postgres_server

ROUNDS = 5
BATCH = 100
PLATFORM = "bench"
LEASE = timedelta(seconds=90)
GOAL, MOST_COMMITS = 0.9, 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """How fast the ledger is as a share of the floor's speed, and how many commits it takes a message."""

    messages: int
    a_second: float
    ratio: float
    least: float
    most: float
    commits: float


async def measure(url: str, messages: int = 5_000) -> Row:
    """Take and finish so many deliveries a round, on PostgreSQL."""
    floor_url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with Store(url) as store, await psycopg.AsyncConnection.connect(floor_url, autocommit=True) as floor:
        await store.upgrade()
        await floor.execute(_FLOOR_TABLE)
        rooms = await _rooms(store, messages)
        speeds, ratios, commits = [], [], []
        for number in range(ROUNDS):
            await store.ledger.plan([_due(*room, number) for room in rooms])
            await floor.execute(_FLOOR_FILL, (messages,))
            await floor.execute("ANALYZE deliveries, floor")
            before = await _transactions(floor)
            ours = await _seconds(lambda: _drain(store))
            commits.append((await _transactions(floor) - before) / messages)
            theirs = await _seconds(lambda: _drain_floor(floor))
            speeds.append(messages / ours)
            ratios.append(theirs / ours)
    return Row(messages, median(speeds), median(ratios), min(ratios), max(ratios), median(commits))


async def _rooms(store: Store, number: int) -> list[tuple[int, int]]:
    """The space and the id of rooms."""
    at = datetime.now(UTC)
    space = await store.open_space(PLATFORM, "T1", "bench", at)
    return [(space, room) for room in await many_rooms(store, space, PLATFORM, number, at)]


def _due(space: int, room: int, number: int) -> NewDelivery:
    at = datetime.now(UTC)
    return NewDelivery(space, room, PLATFORM, f"round {number}", "bench", DeliveryKind.COMMAND, "status", at, at)


async def _seconds(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _drain(store: Store) -> None:
    while taken := await store.ledger.take(PLATFORM, "one", datetime.now(UTC), datetime.now(UTC) + LEASE, BATCH):
        done = datetime.now(UTC)
        await store.ledger.settle("one", [
            Outcome(delivery.id, delivery.tried_at or done, DeliveryState.SENT, delivery.attempts, messages=("1.1",),
                    claims=("S2-21",), made_at=done, sent_at=done) for delivery in taken
        ])  # fmt: skip


# the floor

_FLOOR_TABLE = """
    CREATE TABLE floor (
        id serial PRIMARY KEY, room int NOT NULL, line text NOT NULL, state text NOT NULL, next_at timestamptz,
        taken_by text NOT NULL DEFAULT '', attempts int NOT NULL DEFAULT 0, message text NOT NULL DEFAULT '',
        sent_at timestamptz
    );
    CREATE INDEX floor_due ON floor (next_at, id) WHERE next_at IS NOT NULL;
"""
_FLOOR_FILL = (
    "INSERT INTO floor (room, line, state, next_at) SELECT n, 'status', 'waiting', now() FROM generate_series(1, %s) n"
)
_FLOOR_TAKE = """
    WITH due AS (
        SELECT id FROM floor WHERE next_at <= %s ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE floor SET state = 'taken', taken_by = 'one', attempts = attempts + 1, next_at = %s
    FROM due WHERE floor.id = due.id RETURNING floor.id, floor.room, floor.line
"""
_FLOOR_DONE = "UPDATE floor SET state = 'sent', next_at = NULL, message = '1.1', sent_at = %s WHERE id = ANY(%s)"


async def _drain_floor(floor: psycopg.AsyncConnection) -> None:
    while True:
        at = datetime.now(UTC)
        taken = await (await floor.execute(_FLOOR_TAKE, (at, BATCH, at + LEASE))).fetchall()
        if not taken:
            return
        await floor.execute(_FLOOR_DONE, (at, [row[0] for row in taken]))


async def _transactions(floor: psycopg.AsyncConnection) -> int:
    """How many transactions wrote anything so far."""
    row = await (await floor.execute("SELECT pg_current_xact_id()::text::bigint")).fetchone()
    return int(row[0]) if row else 0


def table(rows: Sequence[Row]) -> str:
    """The rows as a markdown table."""
    head = (
        "| ledger, PostgreSQL | messages | a second | × hand-written (median, min–max) | goal | commits a message | goal |\n"
        "| --- | --- | --- | --- | --- | --- | --- |"
    )
    body = (
        f"| take and settle, batches of {BATCH} | {row.messages:,} | {row.a_second:,.0f} | {row.ratio:.2f} "
        f"({row.least:.2f}–{row.most:.2f}) | ≥ {GOAL} | {row.commits:.3f} | ≤ {MOST_COMMITS} |"
        for row in rows
    )
    return "\n".join((head, *body))


async def rows(size: Size) -> list[rounds.Row]:
    """Row 9, for the table of all."""
    with postgres_server() as base:
        found = await measure(new_database(base), size.deliveries)
    ratios = (found.least, found.ratio, found.most)
    what = f"ledger: take and settle, batches of {BATCH}, PostgreSQL"
    return [rounds.Row(9, what, ratios, rounds.at_least(GOAL), f"{found.a_second:,.0f} a second"),
            rounds.Row(9, "the same: commits a message", [found.commits], rounds.at_most(MOST_COMMITS))]  # fmt: skip


__all__ = ["Row", "measure", "rows", "table"]
