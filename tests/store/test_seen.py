"""An event that is delivered twice is answered once, and one whose process died is answered after all."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import pytest

from store import Store
from store.seen import PATIENCE
from tests.conftest import NOW

A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
def event() -> str:
    return f"Ev{uuid.uuid4().hex}"


async def test_an_event_is_answered_by_whoever_begins_it_first(replicas: tuple[Store, Store], event: str):
    one, other = replicas
    assert await one.seen.begin("slack", event, NOW)
    assert not await other.seen.begin("slack", event, NOW + A_MOMENT)
    assert not await one.seen.begin("slack", event, NOW + PATIENCE)


async def test_of_many_who_begin_an_event_at_once_exactly_one_answers(replicas: tuple[Store, Store], event: str):
    begun = await asyncio.gather(*(store.seen.begin("slack", event, NOW) for store in replicas * 4))
    assert begun.count(True) == 1


async def test_equal_ids_of_two_platforms_are_two_events(store: Store, event: str):
    assert await store.seen.begin("slack", event, NOW)
    assert await store.seen.begin("discord", event, NOW)


async def test_an_answered_event_is_never_begun_again(store: Store, event: str):
    await store.seen.begin("slack", event, NOW)
    assert not await store.seen.is_finished("slack", event)
    await store.seen.finish("slack", event, NOW)
    assert await store.seen.is_finished("slack", event)
    assert not await store.seen.begin("slack", event, NOW + timedelta(days=1))


async def test_an_event_whose_process_died_is_begun_again_by_exactly_one(replicas: tuple[Store, Store], event: str):
    await replicas[0].seen.begin("slack", event, NOW)
    again = NOW + PATIENCE + A_MOMENT
    begun = await asyncio.gather(*(store.seen.begin("slack", event, again) for store in replicas * 4))
    assert begun.count(True) == 1


async def test_an_event_finished_late_is_not_begun_again(store: Store, event: str):
    await store.seen.begin("slack", event, NOW)
    await store.seen.finish("slack", event, NOW + 2 * PATIENCE)
    assert not await store.seen.begin("slack", event, NOW + 3 * PATIENCE)


async def test_old_events_are_forgotten_and_young_ones_kept(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        for minutes in (20, 11, 9):
            at = NOW - timedelta(minutes=minutes)
            await store.seen.begin("slack", f"Ev{minutes}", at)
            await store.seen.finish("slack", f"Ev{minutes}", at)
        assert await store.seen.forget_before(NOW - timedelta(minutes=10)) == 2
        assert not await store.seen.begin("slack", "Ev9", NOW)
        assert await store.seen.begin("slack", "Ev20", NOW)
