"""What is kept of a space is what a store without any memory finds: at once here, and elsewhere within a second."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from adapters.port import Actor, Request, Room, Standing
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.claims import Claim, Mission, Source
from briefings.dates import RecordedDate, Role
from briefings.document import Said
from briefings.record import Record
from briefings.values import Quantity
from store.grants import Holder
from store.known import FRESH
from store.work import Store
from tests.scene import answered

AT = datetime(2025, 1, 17, 9, tzinfo=UTC)
A_WHILE = timedelta(milliseconds=700)
ROOMS = ("C1", "C2")
PEOPLE = (
    Actor("slack", "T1", "U1", "Amina", Standing.MEMBER),
    Actor("slack", "T1", "U2", "Gus", Standing.GUEST),
    Actor("slack", "T1", "U3", "Olga", Standing.STRANGER),
)


class Replica:
    """One process: a store of its own over the same database, and the desk over it."""

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        self.desk = Desk(self.store, REGISTRY, for_rooms=True)

    async def told(self, who: Actor, room: str, at: datetime) -> Said:
        return await answered(self.desk, Request("status", {}, who, Room("slack", "T1", room), at))


@pytest.fixture
async def replicas(new_url: str):
    """Two processes over one database with two missions, and how a third one that has just started sees it."""
    one, other = Replica(new_url), Replica(new_url)
    await one.store.upgrade()
    space = await one.store.open_space("slack", "T1", "Desk", AT)
    async with one.store.changing(space, None, AT) as work:
        for short in ("AAA", "BBB"):
            source = Source(name="S1", title="A report", published=RecordedDate(AT.date()))
            mission = Mission(name=f"Mission {short}", short=short)
            first = replace(_claim(1), name="F1")
            await work.missions.load(Record(mission=mission, sources=(source,), parties=(), claims=(first,)))
        for room in ROOMS:
            await work.rooms.open("slack", "T1", room)
    yield space, one, other
    await one.store.close()
    await other.store.close()


def _claim(number: int) -> Claim:
    value = Quantity(Decimal(400 + number), unit="personnel")
    return Claim(name="", kind="strength", source="S1", value=value, dates={Role.AS_OF: RecordedDate(AT.date())})


async def _change(store: Store, space: int, chosen: Random, at: datetime) -> None:
    """Change something that an answer depends on: a fact, a source, a role, a room, somebody's wishes."""
    async with store.changing(space, None, at) as work:
        missions = await work.missions.all()
        mission, who = chosen.choice(missions), chosen.choice(PEOPLE)
        match chosen.randrange(6):
            case 0:
                await work.claims.record(mission, _claim(chosen.randrange(1_000)))
            case 1:
                await work.missions.change(mission, mission.mission, "edit")
            case 2:
                give = chosen.choice((work.grants.give, work.grants.take))
                await give(Holder.standing(who.standing.value), "reader", chosen.choice((None, mission.ref)))
            case 3:
                room = await work.rooms.open("slack", "T1", chosen.choice(ROOMS))
                await work.rooms.set(room.id, mission=chosen.choice((None, mission.ref)))
            case 4:
                room = await work.rooms.open("slack", "T1", chosen.choice(ROOMS))
                await work.rooms.clear(room.id, is_cleared=chosen.random() < 0.5)
            case 5:
                person = await work.people.identify("slack", "T1", who.id, who.name)
                await work.people.prefer(
                    person.id, zone=chosen.choice(("Pacific/Auckland", "UTC")), mission=mission.ref
                )


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_changes_both_replicas_answer_as_one_without_a_memory(replicas, new_url: str, seed: int):
    space, one, other = replicas
    chosen, at = Random(seed), AT
    for _step in range(12):
        changing, watching = chosen.sample((one, other), 2)
        await _change(changing.store, space, chosen, at)
        who, room = chosen.choice(PEOPLE), chosen.choice(ROOMS)
        fresh = Replica(new_url)
        expected = await fresh.told(who, room, at)
        assert await changing.told(who, room, at) == expected  # at once
        at += FRESH
        assert await watching.told(who, room, at) == await fresh.told(who, room, at)
        await fresh.store.close()
        at += A_WHILE


async def test_another_replica_answers_from_before_a_change_for_a_second_at_most(replicas):
    space, one, other = replicas
    await _in_room(one, space, "AAA")
    before = await other.told(PEOPLE[0], "C1", AT)
    assert await one.told(PEOPLE[0], "C1", AT) == before
    async with one.store.changing(space, None, AT) as work:
        (mission,) = await work.missions.find("AAA")
        await work.claims.record(mission, _claim(572))
    after = await one.told(PEOPLE[0], "C1", AT)
    assert after != before  # never from before its own change
    assert await other.told(PEOPLE[0], "C1", AT + FRESH / 2) == before
    assert await other.told(PEOPLE[0], "C1", AT + FRESH) == after


async def test_a_role_that_is_taken_back_is_gone_at_once_here_and_within_a_second_elsewhere(replicas):
    space, one, other = replicas
    await _in_room(one, space, "AAA")
    guest = PEOPLE[1]
    async with one.store.changing(space, None, AT) as work:
        await work.grants.give(Holder.standing(guest.standing.value), "reader")
    assert (await one.told(guest, "C1", AT)).name == (await other.told(guest, "C1", AT)).name == "status"
    async with one.store.changing(space, None, AT) as work:
        await work.grants.take(Holder.standing(guest.standing.value), "reader")
    assert (await one.told(guest, "C1", AT)).name == "notice"
    assert (await other.told(guest, "C1", AT + FRESH)).name == "notice"


async def test_what_one_person_wishes_lets_nobody_else_be_looked_up_again(replicas):
    space, one, other = replicas
    known = [await replica.store.known("slack", "T1", AT) for replica in (one, other)]
    await _in_room(one, space, "AAA")
    async with one.store.changing(space, None, AT) as work:
        amina, _gus = [await work.people.identify("slack", "T1", who.id, who.name) for who in PEOPLE[:2]]
        await work.grants.give(Holder.standing(PEOPLE[1].standing.value), "reader")
    at = AT + FRESH
    for replica in (one, other):
        assert [(await replica.told(who, "C1", at)).name for who in PEOPLE[:2]] == ["status", "status"]
    before = [each.askers.misses for each in known]
    async with one.store.changing(space, None, at) as work:
        await work.people.prefer(amina.id, zone="Pacific/Auckland")
    for replica in (one, other):
        for who in PEOPLE[:2]:
            await replica.told(who, "C1", at + FRESH)
    assert [each.askers.misses - more for each, more in zip(known, before, strict=True)] == [1, 1]


async def test_what_is_asked_again_takes_no_connection(replicas, monkeypatch):
    space, one, _other = replicas
    await _in_room(one, space, "AAA")
    first = await one.told(PEOPLE[0], "C1", AT)

    async def refuses(*_engine: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(one.store, "_connection", refuses)
    assert await one.told(PEOPLE[0], "C1", AT + FRESH / 2) is first
    assert (await one.told(PEOPLE[0], "C1", AT + FRESH)).name == "notice"  # now it has to look


async def _in_room(replica: Replica, space: int, mission: str) -> None:
    async with replica.store.changing(space, None, AT) as work:
        room = await work.rooms.open("slack", "T1", "C1")
        await work.rooms.set(room.id, mission=(await work.missions.find(mission))[0].ref)
