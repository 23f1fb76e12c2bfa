"""A lease has one holder at a time: the first, until its time is over or it lets go."""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime, timedelta

import pytest

from store import Store
from tests.conftest import NOW

UNTIL = NOW + timedelta(seconds=30)
MORE = UNTIL + timedelta(seconds=30)


@pytest.fixture
def gateway() -> str:
    return f"discord-gateway-{uuid.uuid4().hex}"


async def test_a_lease_has_one_holder(replicas: tuple[Store, Store], gateway: str):
    one, other = replicas
    assert await one.leases.take(gateway, "one", NOW, UNTIL)
    assert not await other.leases.take(gateway, "other", NOW, MORE)
    assert await other.leases.holder(gateway, NOW) == "one"


async def test_of_many_who_take_a_lease_at_once_exactly_one_holds_it(replicas: tuple[Store, Store], gateway: str):
    holders = [f"replica {number}" for number in range(8)]
    taken = await asyncio.gather(
        *(store.leases.take(gateway, holder, NOW, UNTIL) for store, holder in zip(replicas * 4, holders, strict=True))
    )
    assert taken.count(True) == 1
    assert await replicas[0].leases.holder(gateway, NOW) == holders[taken.index(True)]


async def test_an_expired_lease_goes_to_exactly_one_of_those_who_wait(replicas: tuple[Store, Store], gateway: str):
    await replicas[0].leases.take(gateway, "the dead", NOW, UNTIL)
    taken = await asyncio.gather(
        *(store.leases.take(gateway, f"replica {n}", UNTIL, MORE) for n, store in enumerate(replicas * 4))
    )
    assert taken.count(True) == 1


async def test_a_holder_renews_and_nobody_else_gets_in(store: Store, gateway: str):
    await store.leases.take(gateway, "one", NOW, UNTIL)
    assert await store.leases.take(gateway, "one", NOW, MORE)
    assert not await store.leases.take(gateway, "other", UNTIL, MORE)


async def test_a_lease_lasts_until_its_moment_and_not_at_it(store: Store, gateway: str):
    await store.leases.take(gateway, "one", NOW, UNTIL)
    before = UNTIL - timedelta(microseconds=1)
    assert not await store.leases.take(gateway, "other", before, MORE)
    assert await store.leases.holder(gateway, before) == "one"
    assert await store.leases.holder(gateway, UNTIL) is None
    assert await store.leases.take(gateway, "other", UNTIL, MORE)


async def test_a_holder_that_overslept_does_not_get_it_back_from_the_next(store: Store, gateway: str):
    await store.leases.take(gateway, "one", NOW, UNTIL)
    await store.leases.take(gateway, "other", UNTIL, MORE)
    assert not await store.leases.take(gateway, "one", UNTIL, MORE)


async def test_a_released_lease_is_free_at_once(store: Store, gateway: str):
    await store.leases.take(gateway, "one", NOW, UNTIL)
    await store.leases.release(gateway, "one")
    assert await store.leases.holder(gateway, NOW) is None
    assert await store.leases.take(gateway, "other", NOW, UNTIL)


async def test_nobody_releases_the_lease_of_another(store: Store, gateway: str):
    await store.leases.take(gateway, "one", NOW, UNTIL)
    await store.leases.release(gateway, "other")
    assert await store.leases.holder(gateway, NOW) == "one"


async def test_a_lease_without_a_zone_is_refused(store: Store, gateway: str):
    naive = datetime(2025, 1, 17, 9)  # noqa: DTZ001
    with pytest.raises(Exception, match="zone"):
        await store.leases.take(gateway, "one", NOW, naive)
