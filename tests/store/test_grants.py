"""Grants, one-time codes, accounts that are one person, and workplaces that move to another space."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from store import Store, StoreError
from store.codes import LIVES, MOST_TRIES, TRIED_WITHIN, Purpose
from store.grants import Holder
from store.people import Person
from store.tables import audit, codes, identities, people, preferences
from tests.conftest import NOW, new_space
from tests.store.test_picture import two_counts

GUESTS = Holder.standing("guest")


async def met(store: Store, space: int, name: str, platform: str = "slack", tenant: str = "T1") -> Person:
    return await store.identify(space, platform, tenant, f"U-{name}", name, NOW)


async def everything(store: Store, table, space: int) -> list[dict[str, Any]]:
    async with store._connected(store._reading) as connection:
        rows = await connection.execute(select(table).where(table.c.space_id == space))
        return [dict(row) for row in rows.mappings()]


# grants


async def test_a_role_is_held_by_whom_it_was_given_to_until_it_is_taken_back(store: Store, space: int):
    amina, ben = await met(store, space, "Amina"), await met(store, space, "Ben")
    async with store.changing(space, amina.id, NOW) as work:
        assert await work.grants.give(Holder.person(ben.id), "editor")
        (grant,) = await work.grants.of([Holder.person(ben.id), GUESTS])
        assert (grant.role, grant.mission, grant.by, grant.at) == ("editor", None, "Amina", NOW)
        assert await work.grants.of([GUESTS]) == []
        assert await work.grants.take(Holder.person(ben.id), "editor")
        assert await work.grants.all() == []


async def test_giving_twice_and_taking_twice_changes_nothing_more(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        assert await work.grants.give(GUESTS, "reader")
        assert not await work.grants.give(GUESTS, "reader")
        assert await work.grants.take(GUESTS, "reader")
        assert not await work.grants.take(GUESTS, "reader")
        assert [row.action for row in await work.audit.rows()] == ["open space", "grant", "revoke"]


async def test_a_role_in_one_mission_is_not_one_in_the_space(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        await work.grants.give(GUESTS, "reader", mission.ref)
        assert not await work.grants.take(GUESTS, "reader")
        assert [grant.mission for grant in await work.grants.of([GUESTS])] == [mission.ref]


async def test_owners_of_a_mission_are_those_of_the_space_and_its_own(store: Store, space: int):
    amina, ben = await met(store, space, "Amina"), await met(store, space, "Ben")
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        await work.grants.give(Holder.person(ben.id), "owner", mission.ref)
        await work.grants.give(Holder.person(amina.id), "owner")
        await work.grants.give(GUESTS, "owner")
        assert await work.grants.people_with("owner") == [amina]
        assert await work.grants.people_with("owner", mission.ref) == [amina, ben]


async def test_grants_of_one_space_are_not_seen_in_another(store: Store, space: int):
    other = await new_space(store)
    async with store.changing(space, None, NOW) as work:
        await work.grants.give(GUESTS, "reader")
    async with store.changing(other, None, NOW) as work:
        assert await work.grants.all() == await work.grants.of([GUESTS]) == []
        assert not await work.grants.take(GUESTS, "reader")


async def test_people_are_found_by_any_part_of_their_name_and_the_whole_name_goes_first(store: Store, space: int):
    amina = await met(store, space, "Amina")
    kone = await met(store, space, "Amina Koné")
    async with store.reading(space) as work:
        assert await work.people.named("AMINA") == [amina]
        assert await work.people.named("amin") == [amina, kone]
        assert await work.people.named("koné") == [kone]
        assert await work.people.named("%") == await work.people.named("_mina") == []
        assert await work.people.beginning("am") == [amina, kone]
        assert await work.people.on_platform("discord") == []


# codes


async def test_a_code_is_good_once_and_tells_whose_it_was(store: Store, space: int):
    amina, ben = await met(store, space, "Amina"), await met(store, space, "Ben", "discord", "G1")
    async with store.changing(space, amina.id, NOW) as work:
        code = await work.codes.issue(Purpose.LINK, amina.id)
        assert code.expires_at == NOW + LIVES[Purpose.LINK]
        found = await work.codes.take(Purpose.LINK, code.text.lower().replace("-", " "), ben.id)
        assert found
        assert (found.space, found.person) == (space, amina.id)
        assert await work.codes.take(Purpose.LINK, code.text, ben.id) is None


async def test_of_five_who_type_a_code_at_once_in_their_own_spaces_one_is_told(store: Store):
    code = await store.setup_codes.issue(NOW)

    async def types() -> bool:
        space = await new_space(store)
        person = await met(store, space, "Amina")
        async with store.changing(space, person.id, NOW) as work:
            is_mine = await work.codes.take(Purpose.SETUP, code.text, person.id) is not None
            return is_mine and await work.grants.give(Holder.person(person.id), "owner")

    assert sorted(await asyncio.gather(*(types() for _ in range(5)))) == [False, False, False, False, True]


async def test_a_code_ends_with_its_time(store: Store, space: int):
    amina = await met(store, space, "Amina")
    code = await store.setup_codes.issue(NOW)
    async with store.changing(space, amina.id, NOW + LIVES[Purpose.SETUP]) as work:
        assert await work.codes.take(Purpose.SETUP, code.text, amina.id) is None


async def test_a_code_for_one_purpose_is_no_good_for_another(store: Store, space: int):
    amina = await met(store, space, "Amina")
    async with store.changing(space, amina.id, NOW) as work:
        code = await work.codes.issue(Purpose.LINK, amina.id)
        assert await work.codes.take(Purpose.SETUP, code.text, amina.id) is None
        assert await work.codes.take(Purpose.LINK, code.text, amina.id)


async def test_asking_again_ends_the_code_before(store: Store, space: int):
    amina = await met(store, space, "Amina")
    async with store.changing(space, amina.id, NOW) as work:
        first = await work.codes.issue(Purpose.JOIN, amina.id)
        second = await work.codes.issue(Purpose.JOIN, amina.id)
        assert await work.codes.take(Purpose.JOIN, first.text, amina.id) is None
        assert await work.codes.take(Purpose.JOIN, second.text, amina.id)


async def test_only_the_hash_of_a_code_is_kept(store: Store, space: int):
    amina = await met(store, space, "Amina")
    async with store.changing(space, amina.id, NOW) as work:
        code = await work.codes.issue(Purpose.LINK, amina.id)
    kept = json.dumps(await everything(store, codes, space) + await everything(store, audit, space), default=str)
    assert code.text not in kept
    assert code.text.replace("-", "") not in kept


async def test_who_types_too_many_codes_that_do_not_fit_must_wait_an_hour(store: Store, space: int):
    amina, ben = await met(store, space, "Amina"), await met(store, space, "Ben")
    for _ in range(MOST_TRIES):
        async with store.changing(space, amina.id, NOW) as work:
            assert not await work.codes.is_worn_out(amina.id)
            await work.codes.take(Purpose.SETUP, "AAAA-AAAA-AAAA", amina.id)
    async with store.changing(space, amina.id, NOW) as work:
        assert await work.codes.is_worn_out(amina.id)
        assert not await work.codes.is_worn_out(ben.id)
    async with store.changing(space, amina.id, NOW + TRIED_WITHIN) as work:
        assert not await work.codes.is_worn_out(amina.id)


async def test_codes_that_ended_are_forgotten(store: Store, space: int):
    amina = await met(store, space, "Amina")
    async with store.changing(space, amina.id, NOW) as work:
        await work.codes.issue(Purpose.LINK, amina.id)
    assert await store.setup_codes.forget_before(NOW + LIVES[Purpose.LINK] + timedelta(seconds=1)) >= 1
    assert await everything(store, codes, space) == []


# one person


async def test_linked_accounts_are_the_person_met_first_with_the_wishes_and_roles_of_both(store: Store, space: int):
    amina, other = await met(store, space, "Amina"), await met(store, space, "amina_k", "discord", "G1")
    async with store.changing(space, other.id, NOW) as work:
        await work.people.prefer(amina.id, zone="Africa/Nairobi")
        await work.people.prefer(other.id, zone="UTC", language="fr")
        await work.grants.give(Holder.person(amina.id), "editor")
        await work.grants.give(Holder.person(other.id), "editor")
        await work.grants.give(Holder.person(other.id), "owner")
        assert await work.accounts.link(other.id, amina.id) == amina.id
    async with store.reading(space) as work:
        found = await work.people.find("discord", "G1", "U-amina_k")
        assert found == replace(amina, zone="Africa/Nairobi", language="fr")
        assert [grant.role for grant in await work.grants.of([Holder.person(amina.id)])] == ["editor", "owner"]
        assert await work.grants.of([Holder.person(other.id)]) == []
        assert await work.accounts.person_of(other.id) == amina.id
        assert await work.accounts.of(amina.id) == [("slack", "T1"), ("discord", "G1")]
        assert (await work.people.get(other.id) or amina).name == "amina_k"
        assert await work.audit.verify() is None


async def test_a_third_account_leads_to_the_same_person(store: Store, space: int):
    one, two, three = [await met(store, space, "Amina", platform, "X") for platform in ("slack", "discord", "terminal")]
    async with store.changing(space, one.id, NOW) as work:
        await work.accounts.link(two.id, three.id)
        await work.accounts.link(one.id, two.id)
        assert [await work.accounts.person_of(each.id) for each in (one, two, three)] == [one.id] * 3


async def test_nobody_is_linked_with_themselves_or_with_a_stranger(store: Store, space: int):
    amina = await met(store, space, "Amina")
    stranger = await met(store, await new_space(store), "Chidi")
    for other in (amina, stranger):
        with pytest.raises(LookupError):
            async with store.changing(space, amina.id, NOW) as work:
                await work.accounts.link(amina.id, other.id)


async def test_removed_data_leaves_the_audit_whole_and_no_name_anywhere(store: Store, space: int):
    name = f"Zebedee {uuid.uuid4().hex}"
    ben, also = await met(store, space, name), await met(store, space, name, "discord", "G1")
    async with store.changing(space, ben.id, NOW) as work:
        await work.people.prefer(ben.id, zone="UTC")
        await work.grants.give(Holder.person(ben.id), "editor")
        await work.codes.issue(Purpose.LINK, ben.id)
        await work.accounts.link(ben.id, also.id)
        await work.accounts.forget(ben.id)
    kept = [
        row
        for table in (people, identities, preferences, codes, audit)
        for row in await everything(store, table, space)
    ]
    assert name not in json.dumps(kept, default=str)
    assert [row["name"] for row in await everything(store, people, space)] == [
        f"removed person {p.id}" for p in (ben, also)
    ]
    async with store.reading(space) as work:
        assert await work.people.find("slack", "T1", ben.name) is None
        assert not await work.grants.all()
        assert not await work.accounts.of(ben.id)
        assert await work.audit.verify() is None


# a workplace moves


@pytest.fixture
async def places(store: Store) -> tuple[int, int, str, str]:
    """The space of a Slack workspace, that of a Discord server, and their ids."""
    team, guild = (uuid.uuid4().hex for _ in range(2))
    return (
        await store.open_space("slack", team, "a", NOW),
        await store.open_space("discord", guild, "b", NOW),
        team,
        guild,
    )


async def test_a_workplace_that_moves_takes_its_people_and_rooms_and_leaves_missions_and_roles(store: Store, places):
    here, there, team, guild = places
    ben = await met(store, there, "Ben", "discord", guild)
    async with store.changing(there, ben.id, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        await work.people.prefer(ben.id, zone="UTC", mission=mission.ref)
        room = await work.rooms.open("discord", guild, "C1", "desk")
        await work.rooms.set(room.id, mission=mission.ref)
        for holder in (
            Holder.person(ben.id),
            Holder.room("discord", guild, "C1"),
            Holder.group("discord", guild, "R1"),
            GUESTS,
        ):
            await work.grants.give(holder, "editor")
        await work.move_workplace("discord", guild, here)
    assert await store.space_of("discord", guild) == here
    assert await store.space_of("slack", team) == here
    async with store.reading(here) as work:
        assert await work.people.find("discord", guild, "U-Ben") == Person(ben.id, "Ben", zone="UTC")
        moved = await work.rooms.find("discord", guild, "C1")
        assert moved == replace(room, mission=None)
        assert not await work.missions.all()
        assert not await work.grants.all()
        assert [row.action for row in await work.audit.rows()] == ["open space", "join"]
        assert (await work.audit.rows())[-1].person == ben.id
        assert await work.audit.verify() is None
    async with store.reading(there) as work:
        assert len(await work.missions.all()) == 1
        assert [grant.holder for grant in await work.grants.all()] == [GUESTS]
        assert await work.people.find("discord", guild, "U-Ben") is None
        assert (await work.audit.rows(limit=500))[-1].action == "leave"
        assert await work.audit.verify() is None


async def test_whoever_has_an_account_in_another_workplace_of_the_old_space_stays_there_too(store: Store, places):
    here, there, _team, guild = places
    second = uuid.uuid4().hex
    ben = await met(store, there, "Ben", "discord", guild)
    other = await met(store, there, "Ben", "slack", second)
    async with store.changing(there, ben.id, NOW) as work:
        await work.people.prefer(ben.id, zone="UTC")
        await work.accounts.link(ben.id, other.id)
        await work.move_workplace("discord", guild, here)
    async with store.reading(here) as work:
        twin = await work.people.find("discord", guild, "U-Ben")
        assert twin
        assert (twin.name, twin.zone, twin.id == ben.id) == ("Ben", "UTC", False)
        assert (await work.audit.rows())[-1].person == twin.id
    async with store.reading(there) as work:
        assert await work.people.find("slack", second, "U-Ben") == replace(ben, zone="UTC")


async def test_a_workplace_cannot_move_to_a_space_that_is_not_there(store: Store, places):
    _here, there, _team, guild = places
    with pytest.raises(StoreError, match="no space"):
        async with store.changing(there, None, NOW) as work:
            await work.move_workplace("discord", guild, 10**6)
    assert await store.space_of("discord", guild) == there


# the audit, a page at a time


async def test_the_audit_is_told_newest_first_by_person_subject_and_moment(store: Store, space: int):
    amina, ben = await met(store, space, "Amina"), await met(store, space, "Ben")
    later = NOW + timedelta(days=1)
    async with store.changing(space, amina.id, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
    async with store.changing(space, ben.id, later) as work:
        await work.claims.hold(mission, "F1", "under review")
        await work.claims.hold(mission, "F2", "under review")
    async with store.reading(space) as work:
        rows, total = await work.audit.page(limit=2)
        assert ([row.action for row in rows], total) == (["hold", "hold"], 6)
        assert [row.action for row in (await work.audit.page(person=amina.id))[0]] == ["load"]
        assert [row.seq for row in (await work.audit.page(subject=f"mission:{mission.ref} F1"))[0]] == [5]
        assert (await work.audit.page(subject=f"mission:{mission.ref}"))[1] == 3
        assert (await work.audit.page(since=later))[1] == 2
        assert [row.seq for row in (await work.audit.page(offset=4, limit=5))[0]] == [2, 1]


async def test_missions_that_may_not_be_seen_are_as_if_they_were_not_there(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
    async with store.reading(space) as work:
        work.missions.see_only(frozenset())
        assert await work.missions.all() == await work.missions.find("MOH") == []
        assert await work.missions.get(mission.ref) is None
