"""A draft is kept from step to step until it expires, and a note until the next one."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import pytest

from store import Store
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=15)
BODY = {"command": "fact add", "words": {"value": "about 572", "quote": "“environ 572”"}, "step": 1}


@pytest.fixture
def draft() -> str:
    return uuid.uuid4().hex


async def test_a_draft_is_found_by_whoever_shows_the_next_step(replicas: tuple[Store, Store], draft: str):
    one, other = replicas
    await one.drafts.save(draft, BODY, SOON)
    assert await other.drafts.find(draft, NOW) == BODY


async def test_a_later_step_takes_the_place_of_the_one_before(store: Store, draft: str):
    await store.drafts.save(draft, BODY, SOON)
    await store.drafts.save(draft, BODY | {"step": 2}, SOON + timedelta(minutes=15))
    assert await store.drafts.find(draft, SOON) == BODY | {"step": 2}


async def test_a_draft_is_gone_when_it_expires(store: Store, draft: str):
    await store.drafts.save(draft, BODY, SOON)
    assert await store.drafts.find(draft, SOON) is None


async def test_a_dropped_draft_is_gone(store: Store, draft: str):
    await store.drafts.save(draft, BODY, SOON)
    await store.drafts.drop(draft)
    await store.drafts.drop(draft)
    assert await store.drafts.find(draft, NOW) is None


async def test_expired_drafts_are_forgotten_and_others_kept(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        await store.drafts.save("old", BODY, NOW)
        await store.drafts.save("new", BODY, SOON)
        assert await store.drafts.forget_before(NOW + timedelta(minutes=1)) == 1
        assert await store.drafts.find("new", NOW) == BODY


async def test_a_note_says_what_was_noted_last(replicas: tuple[Store, Store], draft: str):
    one, other = replicas
    assert await one.notes.get("discord", draft) is None
    await one.notes.set("discord", draft, "a1b2", NOW)
    await other.notes.set("discord", draft, "c3d4", SOON)
    assert await one.notes.get("discord", draft) == "c3d4"
    assert await one.notes.get("slack", draft) is None


async def test_a_note_set_by_many_at_once_is_one_of_theirs(replicas: tuple[Store, Store], draft: str):
    said = [f"hash {number}" for number in range(8)]
    await asyncio.gather(
        *(store.notes.set("discord", draft, value, NOW) for store, value in zip(replicas * 4, said, strict=True))
    )
    assert await replicas[0].notes.get("discord", draft) in said
