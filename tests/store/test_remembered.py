"""Pictures that are kept are right for whoever reads, in every process, and are never those of a change under way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from briefings.picture import Clocks
from store import Store
from store.records import bundled
from store.remembered import Remembered
from tests.conftest import NOW

TODAY = Clocks(NOW.date(), NOW.date())


async def test_a_picture_is_made_once_for_a_revision_and_anew_after_a_change_elsewhere(replicas: tuple[Store, Store]):
    one, other = replicas
    space = await one.open_space("terminal", "remembered", "remembered", NOW)
    async with one.changing(space, None, NOW) as work:
        await work.missions.load(bundled())
    before = await strength(one, space)
    made = one.pictures.misses
    assert await strength(one, space) == before
    assert one.pictures.misses == made
    async with other.changing(space, None, NOW + timedelta(seconds=1)) as work:
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, "S2-21", "counted twice")
        assert before not in (await work.claims.picture(mission, TODAY)).of_kind("strength")
        assert await strength(one, space) == before, "what is not committed is not seen"
    assert await strength(one, space) != before


async def strength(store: Store, space: int) -> object:
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        return (await work.claims.picture(mission, TODAY)).headline("strength")


async def test_a_mission_read_in_another_transaction_is_not_taken_for_a_current_one(store: Store):
    space = await store.open_space("terminal", "remembered too", "remembered too", NOW)
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(bundled())
        (old,) = await work.missions.all()
    async with store.changing(space, None, NOW) as work:
        await work.claims.withdraw(old, "S2-21", "counted twice")
    async with store.reading(space) as work:
        assert "S2-21" not in [claim.name for claim in (await work.claims.picture(old, TODAY)).of_kind("strength")]


async def test_no_more_is_kept_than_was_said():
    kept, made = Remembered[str](most=2), list[str]()

    async def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert await kept.get(name, partial(make, name)) == name
    assert made == ["a", "b", "c", "b"]
