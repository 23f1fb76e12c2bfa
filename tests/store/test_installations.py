"""Installations and the states that guard them: sealed, replaced, ended, and each state good for once."""

from __future__ import annotations

import asyncio
import logging
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from store import Store, StoreError
from store.installations import Installed
from store.secrets import new_key
from store.tables import installations
from tests.conftest import NOW
from tests.store.conftest import KEY

SECRET = {"name": "Haiti desk", "bot_token": "xoxb-very-secret", "scopes": ["commands", "chat:write"]}
LATER = NOW + timedelta(days=1)
SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def slack() -> str:
    """A platform of the test's own, since all tests share one database."""
    return f"slack-{uuid.uuid4().hex}"


async def sealed(store: Store, platform: str) -> list[str | None]:
    async with store._connected(store._reading) as connection:
        query = select(installations.c.secret).where(installations.c.platform == platform)
        return list((await connection.scalars(query.order_by(installations.c.tenant))).all())


async def test_what_an_installation_gave_is_found_by_every_replica(replicas: tuple[Store, Store], slack: str):
    one, other = replicas
    await one.installations.save(slack, "T1", SECRET, NOW)
    assert await other.installations.find(slack, "T1") == SECRET
    assert await other.installations.find(slack, "T2") is None
    assert await other.installations.find("discord", "T1") is None


async def test_no_token_lies_readable_in_the_database(replicas: tuple[Store, Store], slack: str):
    one, _ = replicas
    await one.installations.save(slack, "T1", SECRET, NOW)
    (kept,) = await sealed(one, slack)
    assert kept
    assert "xoxb-" not in kept


async def test_installing_again_replaces_what_was_there(replicas: tuple[Store, Store], slack: str):
    one, _ = replicas
    await one.installations.save(slack, "T1", SECRET, NOW)
    await one.installations.save(slack, "T1", SECRET | {"name": "Desk", "bot_token": "xoxb-new"}, LATER)
    assert await one.installations.find(slack, "T1") == SECRET | {"name": "Desk", "bot_token": "xoxb-new"}
    assert await one.installations.every(slack) == [Installed("T1", "Desk", NOW)]


async def test_replicas_that_install_at_once_leave_one_installation(replicas: tuple[Store, Store], slack: str):
    await asyncio.gather(*(store.installations.save(slack, "T1", SECRET, NOW) for store in replicas * 4))
    assert await replicas[0].installations.every(slack) == [Installed("T1", "Haiti desk", NOW)]


async def test_an_ended_installation_is_wiped_and_tells_why_and_when(replicas: tuple[Store, Store], slack: str):
    one, other = replicas
    await one.installations.save(slack, "T1", SECRET, NOW)
    await other.installations.end(slack, "T1", "app_uninstalled", LATER)
    assert await one.installations.find(slack, "T1") is None
    assert await sealed(one, slack) == [None]
    assert await one.installations.every(slack) == [Installed("T1", "Haiti desk", NOW, LATER, "app_uninstalled")]


async def test_the_first_reason_of_an_end_stays(replicas: tuple[Store, Store], slack: str):
    one, _ = replicas
    await one.installations.save(slack, "T1", SECRET, NOW)
    await one.installations.end(slack, "T1", "tokens_revoked", LATER)
    await one.installations.end(slack, "T1", "app_uninstalled", LATER + timedelta(seconds=1))
    (ended,) = await one.installations.every(slack)
    assert (ended.why, ended.ended_at) == ("tokens_revoked", LATER)


async def test_an_installation_lives_again_when_it_is_installed_after_its_end(
    replicas: tuple[Store, Store], slack: str
):
    one, _ = replicas
    await one.installations.save(slack, "T1", SECRET, NOW)
    await one.installations.end(slack, "T1", "app_uninstalled", NOW)
    nairobi = LATER.astimezone(ZoneInfo("Africa/Nairobi"))
    await one.installations.save(slack, "T1", SECRET, nairobi)
    assert await one.installations.find(slack, "T1") == SECRET
    assert await one.installations.every(slack) == [Installed("T1", "Haiti desk", LATER)]


async def test_without_a_key_no_installation_is_stored(store: Store, slack: str):
    with pytest.raises(StoreError, match="`mss keygen`") as told:
        await store.installations.save(slack, "T1", SECRET, NOW)
    assert "xoxb-" not in str(told.value)
    assert await store.installations.every(slack) == []


async def test_without_a_key_installations_are_still_listed_and_ended(
    store: Store, replicas: tuple[Store, Store], slack: str
):
    await replicas[0].installations.save(slack, "T1", SECRET, NOW)
    await store.installations.end(slack, "T1", "app_uninstalled", LATER)
    assert await store.installations.every(slack) == [Installed("T1", "Haiti desk", NOW, LATER, "app_uninstalled")]
    assert await store.installations.find(slack, "T1") is None


async def test_with_another_key_it_is_told_which_installation_cannot_be_read(
    url: str, replicas: tuple[Store, Store], slack: str
):
    await replicas[0].installations.save(slack, "T1", SECRET, NOW)
    async with Store(url, [new_key()]) as stranger:
        with pytest.raises(StoreError, match=f"{slack} T1 cannot be read.*key.*install again"):
            await stranger.installations.find(slack, "T1")


async def test_after_a_rotation_the_old_key_is_needed_no_longer(new_url: str, slack: str):
    old, new = new_key(), new_key()
    async with Store(new_url, [old]) as store:
        await store.upgrade()
        for tenant in ("T1", "T2", "T3"):
            await store.installations.save(slack, tenant, SECRET, NOW)
        await store.installations.end(slack, "T3", "app_uninstalled", LATER)
    async with Store(new_url, [new, old]) as store:
        assert await store.installations.rotate() == 2
    async with Store(new_url, [new]) as store:
        assert await store.installations.find(slack, "T1") == SECRET
        assert await store.installations.find(slack, "T2") == SECRET
        assert await store.installations.find(slack, "T3") is None


async def test_a_rotation_that_cannot_read_one_installation_changes_none(new_url: str, slack: str):
    async with Store(new_url, [KEY]) as store:
        await store.upgrade()
        await store.installations.save(slack, "T1", SECRET, NOW)
        await store.installations.save(slack, "T2", SECRET, NOW)
        async with store._connected(store._writing) as connection:
            broken = update(installations).where(installations.c.tenant == "T2")
            await connection.execute(broken.values(secret="damaged"))
        before = await sealed(store, slack)
        with pytest.raises(StoreError, match=f"{slack} T2 cannot be read"):
            await store.installations.rotate()
        assert await sealed(store, slack) == before


async def test_an_installation_saved_during_a_rotation_is_not_lost(new_url: str, slack: str):
    old, new = new_key(), new_key()
    async with Store(new_url, [old]) as one, Store(new_url, [new, old]) as other:
        await one.upgrade()
        for number in range(20):
            await one.installations.save(slack, f"T{number:02}", SECRET, NOW)
        fresh = SECRET | {"bot_token": "xoxb-refreshed"}
        saving = (other.installations.save(slack, f"T{number:02}", fresh, LATER) for number in range(20))
        await asyncio.gather(other.installations.rotate(), *saving)
    async with Store(new_url, [new]) as store:
        assert [await store.installations.find(slack, f"T{number:02}") for number in range(20)] == [fresh] * 20


async def test_what_is_written_shows_neither_in_the_log_nor_in_an_error(
    replicas: tuple[Store, Store], slack: str, caplog: pytest.LogCaptureFixture
):
    one, _ = replicas
    with caplog.at_level(logging.DEBUG, "sqlalchemy.engine"):
        await one.installations.save(slack, "T1", SECRET, NOW)
        await one.states.issue(slack, "a-secret-body", SOON)
        with pytest.raises(IntegrityError) as told:
            await one.states.issue(slack, "a-secret-body", SOON)
    (kept,) = await sealed(one, slack)
    assert kept
    assert "INSERT INTO installations" in caplog.text
    for hidden in ("xoxb", kept, "a-secret-body"):
        assert hidden not in caplog.text + str(told.value)


async def test_a_state_is_consumed_once(store: Store, slack: str):
    await store.states.issue(slack, "from the install page", SOON)
    assert await store.states.consume(slack, NOW) == "from the install page"
    assert await store.states.consume(slack, NOW) is None


async def test_of_five_who_bring_one_state_at_once_exactly_one_gets_in(replicas: tuple[Store, Store], slack: str):
    await replicas[0].states.issue(slack, "body", SOON)
    brought = await asyncio.gather(*(store.states.consume(slack, NOW) for store in (*replicas, *replicas, replicas[0])))
    assert sorted(body or "" for body in brought) == ["", "", "", "", "body"]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
async def test_an_expired_state_is_worth_nothing(store: Store, slack: str, late: timedelta):
    await store.states.issue(slack, "body", SOON)
    assert await store.states.consume(slack, SOON + late) is None


async def test_a_state_nobody_issued_is_worth_nothing(store: Store, slack: str):
    assert await store.states.consume(slack, NOW) is None


async def test_expired_states_are_forgotten_and_others_kept(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        await store.states.issue("old", "body", NOW)
        await store.states.issue("new", "body", LATER)
        assert await store.states.forget_before(SOON) == 1
        assert await store.states.consume("new", SOON) == "body"
