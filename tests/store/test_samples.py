"""A sample is what came with the program and nobody touched; and how much of a mission changed since a moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from briefings.claims import Source
from store import MissionRow, Store, Work
from tests.conftest import NOW, new_space
from tests.store.test_picture import two_counts

Step = Callable[[Work, MissionRow], Awaitable[object]]


async def load(store: Store, space: int, *, is_sample: bool = False, at: datetime = NOW) -> MissionRow:
    async with store.changing(space, None, at) as work:
        await work.missions.load(two_counts(), is_sample=is_sample)
    return await the_mission(store, space)


async def the_mission(store: Store, space: int) -> MissionRow:
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        return mission


async def test_a_mission_is_a_sample_only_when_it_was_loaded_as_one(store: Store, space: int):
    assert (await load(store, space, is_sample=True)).is_sample
    assert not (await load(store, await new_space(store))).is_sample


async def test_loading_a_sample_again_changes_nothing(store: Store, space: int):
    first = await load(store, space, is_sample=True)
    assert await load(store, space, is_sample=True) == first


async def test_the_same_record_loaded_by_a_person_is_a_sample_no_longer(store: Store, space: int):
    await load(store, space, is_sample=True)
    assert not (await load(store, space)).is_sample
    async with store.reading(space) as work:
        assert [row.action for row in await work.audit.rows()] == ["open space", "load", "load"]
        assert await work.audit.verify() is None


async def test_a_mission_of_ones_own_never_becomes_a_sample(store: Store, space: int):
    await load(store, space)
    assert not (await load(store, space, is_sample=True)).is_sample


CHANGES: dict[str, Step] = {
    "record": lambda work, mission: work.claims.record(mission, replace(two_counts().claims[0], name="")),
    "correct": lambda work, mission: work.claims.record(mission, replace(two_counts().claims[0], text="corrected")),
    "record a source": lambda work, mission: work.claims.record_source(mission, Source(name="S9", title="Another")),
    "withdraw": lambda work, mission: work.claims.withdraw(mission, "F1", "it is wrong"),
    "hold": lambda work, mission: work.claims.hold(mission, "F1", "under review"),
    "choose": lambda work, mission: work.claims.choose(mission, "F1", "nearer to the event"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_whatever_is_changed_makes_a_sample_ones_own(store: Store, space: int, change: str):
    mission = await load(store, space, is_sample=True)
    async with store.changing(space, None, NOW) as work:
        await CHANGES[change](work, mission)
    assert not (await the_mission(store, space)).is_sample


async def test_a_change_is_counted_after_its_moment_and_not_at_it(store: Store, space: int):
    mission = await load(store, space)
    async with store.reading(space) as work:
        assert await work.claims.changed_since(mission, NOW - timedelta(microseconds=1)) == 2
        assert await work.claims.changed_since(mission, NOW) == 0


@pytest.mark.parametrize("change", ["record", "correct", "withdraw", "hold"])
async def test_a_claim_counts_whatever_befell_it(store: Store, space: int, change: str):
    mission = await load(store, space)
    async with store.changing(space, None, NOW + timedelta(hours=1)) as work:
        await CHANGES[change](work, mission)
        assert await work.claims.changed_since(mission, NOW) == 1


async def test_a_claim_that_was_changed_again_and_again_counts_once(store: Store, space: int):
    mission = await load(store, space)
    async with store.changing(space, None, NOW + timedelta(hours=1)) as work:
        for change in ("correct", "hold", "withdraw"):
            await CHANGES[change](work, mission)
        await work.claims.restore(mission, "F1", "it was right")
        assert await work.claims.changed_since(mission, NOW) == 1


async def test_changes_of_another_space_are_not_counted(store: Store, space: int):
    mission = await load(store, space)
    async with store.reading(await new_space(store)) as work:
        assert await work.claims.changed_since(mission, NOW - timedelta(days=1)) == 0
