"""Several writers at once: nothing is lost, and the audit stays whole."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import insert, text

from briefings.claims import Claim
from store import Store, StoreError
from store.tables import people
from tests.conftest import NOW, new_space
from tests.store.test_picture import two_counts

EACH = 12


async def record_many(url: str, space: int, first: int) -> None:
    """Record a dozen facts through a store of one's own, each in its own transaction."""
    async with Store(url) as store:
        for number in range(first, first + EACH):
            async with store.changing(space, None, NOW + timedelta(seconds=number)) as work:
                (mission,) = await work.missions.all()
                await work.claims.record(mission, unnamed())


def unnamed() -> Claim:
    return replace(two_counts().claims[0], name="")


def run(url: str, space: int, first: int) -> None:
    asyncio.run(record_many(url, space, first))


async def test_two_processes_lose_nothing(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
    url = store.url.render_as_string(hide_password=False)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        await asyncio.gather(*(loop.run_in_executor(processes, run, url, space, first) for first in (0, 100)))
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        names = await work.claims.names(mission, limit=100)
        assert names == [f"F{number}" for number in range(1, 3 + 2 * EACH)]
        assert mission.revision == 1 + 2 * EACH
        assert await work.audit.verify() is None


async def test_tasks_of_one_process_lose_nothing(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())

    async def one() -> None:
        async with store.changing(space, None, NOW) as work:
            (mission,) = await work.missions.all()
            await work.claims.record(mission, unnamed())

    await asyncio.gather(*(one() for _ in range(EACH)))
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        assert len(await work.claims.every(mission)) == 2 + EACH
        assert await work.audit.verify() is None


async def test_a_lagging_clock_takes_the_moment_of_the_last_change(store: Store, space: int):
    late = NOW + timedelta(hours=1)
    async with store.changing(space, None, late) as work:
        await work.missions.load(two_counts())
    async with store.changing(space, None, NOW) as work:
        (mission,) = await work.missions.all()
        recorded = await work.claims.record(mission, unnamed())
    assert recorded.recorded_at == late


async def test_a_change_without_an_audit_row_is_undone(store: Store, space: int):
    with pytest.raises(StoreError, match="audit"):
        async with store.changing(space, None, NOW) as work:
            await work.people._tx.write(insert(people).values(space_id=space, name="Chidi", met_at=NOW))
    async with store.reading(space) as work:
        found = await work.people._tx.all(people.select().where(people.c.space_id == space))
    assert found == []


@pytest.mark.parametrize(
    ("edit", "broken"),
    [
        ("UPDATE audit SET action = 'another' WHERE seq = 3 AND space_id = {space}", 3),
        ("UPDATE audit SET details = '{{}}' WHERE seq = 2 AND space_id = {space}", 2),
        ("DELETE FROM audit WHERE seq = 2 AND space_id = {space}", 2),
        ("DELETE FROM audit WHERE seq = 4 AND space_id = {space}", 4),
    ],
    ids=["changed", "other details", "taken out", "taken off the end"],
)
async def test_the_audit_tells_of_an_edit_behind_its_back(store: Store, edit: str, broken: int):
    space = await new_space(store)
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        await work.claims.hold(mission, "F1", "under review")
        await work.claims.release(mission, "F1", "it is right")
        assert await work.audit.verify() is None
    await behind_its_back(store, [edit.format(space=space)])
    async with store.reading(space) as work:
        assert await work.audit.verify() == broken


async def behind_its_back(store: Store, statements: Sequence[str]) -> None:
    async with store._connected(store._writing) as connection:
        for statement in statements:
            await connection.execute(text(statement))
