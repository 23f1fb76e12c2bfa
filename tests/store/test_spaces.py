"""Spaces, the people and rooms in them, and that nothing of one is seen in another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from briefings.picture import Clocks
from store import Store, StoreError
from tests.conftest import NOW, new_space
from tests.store.test_picture import two_counts

TODAY = Clocks(NOW.date(), NOW.date())


async def test_a_workplace_belongs_to_no_space_until_one_is_opened(store: Store):
    assert await store.space_of("slack", "T-unseen") is None
    space = await store.open_space("slack", "T-new", "a desk", NOW)
    assert await store.space_of("slack", "T-new") == space
    assert await store.space_of("discord", "T-new") is None


async def test_two_who_open_a_space_at_once_get_the_same(store: Store):
    opened = await asyncio.gather(*(store.open_space("slack", "T-twice", "a desk", NOW) for _ in range(4)))
    assert len(set(opened)) == 1


async def test_two_spaces_see_nothing_of_each_other(store: Store, space: int):
    other = await new_space(store)
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        amina = await work.people.identify("slack", "T1", "U1", "Amina")
        await work.rooms.open("slack", "T1", "C1", "desk")
    async with store.reading(other) as work:
        assert await work.missions.all() == await work.missions.find("MOH") == []
        assert await work.missions.get(mission.ref) is None
        assert await work.people.get(amina.id) is await work.people.find("slack", "T1", "U1") is None
        assert await work.rooms.find("slack", "T1", "C1") is None
        assert [row.action for row in await work.audit.rows()] == ["open space"]
        # even with a mission that was smuggled in
        claims = work.claims
        for clocks in (TODAY, replace(TODAY, published_by=NOW.date()), replace(TODAY, known_at=NOW)):
            foreign = await claims.picture(mission, clocks)
            assert not any((foreign.series, foreign.awaited, foreign.sources, foreign.parties, foreign.tally.claims))
        assert await claims.find(mission, "F1") is None
        assert await claims.source(mission, "S0") is None
        assert await claims.every(mission) == await claims.with_figure(mission, Decimal(572)) == []
        assert await claims.of_source(mission, "S0") == await claims.search(mission, "572", TODAY) == ([], 0)
        assert await claims.in_order(mission, clocks=TODAY) == ([], 0)
        assert await claims.names(mission) == []
        assert await claims.history(mission, "F1") == []
        assert await claims.linked_to(mission, "F2") == []


async def test_rooms_and_people_of_another_space_cannot_be_set(store: Store, space: int):
    other = await new_space(store)
    async with store.changing(space, None, NOW) as work:
        amina = await work.people.identify("slack", "T1", "U1", "Amina")
        room = await work.rooms.open("slack", "T1", "C1", "desk")
    for setting in (
        lambda work: work.rooms.set(room.id, zone="UTC"),
        lambda work: work.people.prefer(amina.id, zone="UTC"),
    ):
        with pytest.raises(LookupError):
            async with store.changing(other, None, NOW) as work:
                await setting(work)


async def test_a_person_is_made_known_once_and_keeps_their_wishes(store: Store, space: int):
    amina = await store.identify(space, "slack", "T1", "U1", "Amina", NOW)
    assert await store.identify(space, "slack", "T1", "U1", "Amina K.", NOW) == amina
    async with store.changing(space, amina.id, NOW) as work:
        await work.people.prefer(amina.id, zone="Africa/Nairobi")
        await work.people.prefer(amina.id, language="fr")
    async with store.reading(space) as work:
        assert await work.people.get(amina.id) == replace(amina, zone="Africa/Nairobi", language="fr")


async def test_people_who_come_at_once_are_made_known_once(store: Store, space: int):
    met = await asyncio.gather(*(store.identify(space, "slack", "T1", "U2", "Ben", NOW) for _ in range(4)))
    assert len({person.id for person in met}) == 1


async def test_a_room_keeps_its_zone_and_default_mission(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        room = await work.rooms.open("discord", "G1", "C1", "desk")
        await work.rooms.set(room.id, mission=mission.ref, zone="America/Port-au-Prince")
    async with store.reading(space) as work:
        found = await work.rooms.find("discord", "G1", "C1")
    assert found == replace(room, mission=mission.ref, zone="America/Port-au-Prince")


async def test_a_moment_without_a_zone_is_refused(store: Store, space: int):
    naive = datetime(2025, 1, 17, 9)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        async with store.changing(space, None, naive):
            pass


async def test_moments_come_back_in_utc_whatever_zone_they_went_in_with(store: Store, space: int):
    nairobi = datetime(2025, 1, 18, 1, 30, tzinfo=ZoneInfo("Africa/Nairobi"))
    async with store.changing(space, None, nairobi) as work:
        await work.missions.load(two_counts())
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        claim = await work.claims.find(mission, "F1")
    assert claim
    assert claim.recorded_at == nairobi
    assert claim.recorded_at.utcoffset() == timedelta(0)


async def test_nothing_can_be_changed_while_reading(store: Store, space: int):
    async with store.reading(space) as work:
        with pytest.raises(StoreError, match="reading"):
            await work.missions.load(two_counts())


async def test_there_is_no_changing_a_space_that_is_not_there(store: Store):
    with pytest.raises(StoreError, match="no space"):
        async with store.changing(10**6, None, NOW):
            pass
