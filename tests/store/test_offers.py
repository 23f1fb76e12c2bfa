"""The line of a button is kept under its id, whoever keeps it and however often."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

from sqlalchemy import event

from store import Store
from tests.conftest import NOW


def lines(count: int) -> dict[str, str]:
    return {uuid.uuid4().hex: f"/mss compare as-of 2025-01-{number + 1:02} with “Haïti”" for number in range(count)}


async def test_a_kept_line_is_found_by_its_id(replicas: tuple[Store, Store]):
    one, other = replicas
    kept = lines(3)
    await one.lines.keep(kept, NOW)
    assert {id: await other.lines.line(id) for id in kept} == kept


async def test_an_id_nobody_kept_has_no_line(store: Store):
    assert await store.lines.line(uuid.uuid4().hex) is None


async def test_keeping_again_adds_only_what_is_new(store: Store):
    first, more = lines(2), lines(2)
    await store.lines.keep(first, NOW)
    await store.lines.keep(first | more, NOW + timedelta(days=1))
    assert [await store.lines.line(id) for id in first | more] == list((first | more).values())


async def test_keeping_what_is_known_writes_nothing(replicas: tuple[Store, Store]):
    one, other = replicas
    known = lines(2)
    await one.lines.keep(known, NOW)
    statements: list[str] = []
    event.listen(
        other._engine.sync_engine, "before_cursor_execute", lambda _c, _r, statement, *_: statements.append(statement)
    )
    await other.lines.keep(known, NOW)
    await other.lines.keep({}, NOW)
    assert statements
    assert not [statement for statement in statements if statement.startswith("INSERT")]


async def test_replicas_that_keep_the_same_lines_at_once_keep_them_all(replicas: tuple[Store, Store]):
    same = lines(20)
    turned = dict(reversed(same.items()))
    await asyncio.gather(*(store.lines.keep(said, NOW) for store in replicas * 4 for said in (same, turned)))
    assert {id: await replicas[0].lines.line(id) for id in same} == same
