"""Schedules, follows and pauses: made, changed and ended in one space, each with a row in the audit."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import pytest

from store import Store
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery
from store.schedules import NewSchedule, ScheduleRow, ScheduleState
from tests.conftest import NOW, new_space
from tests.store.test_picture import two_counts

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
LEASE = timedelta(minutes=1)


async def room_in(store: Store, space: int) -> int:
    async with store.changing(space, None, NOW) as work:
        return (await work.rooms.open("slack", "T1", uuid.uuid4().hex)).id


async def schedule_in(store: Store, space: int) -> ScheduleRow:
    room = await room_in(store, space)
    async with store.changing(space, None, NOW) as work:
        return await work.schedules.add(
            NewSchedule(room, "status", "mon 07:30", "UTC", NOW, SOON, rules={"on_empty": "skip"})
        )


async def actions(store: Store, space: int) -> list[str]:
    async with store.reading(space) as work:
        assert await work.audit.verify() is None
        return [row.action for row in await work.audit.rows()]


async def test_a_schedule_is_found_as_it_was_made(store: Store, space: int):
    made = await schedule_in(store, space)
    async with store.reading(space) as work:
        assert await work.schedules.all() == await work.schedules.all(made.room.id) == [made]
    assert (made.line, made.pattern, made.zone, made.rules) == ("status", "mon 07:30", "UTC", {"on_empty": "skip"})
    assert (made.state, made.accounted_to, made.wakes_at) == (ScheduleState.ACTIVE, NOW, SOON)
    assert (await actions(store, space))[-1] == "add schedule"


async def test_a_change_counts_from_a_new_moment(store: Store, space: int):
    made = await schedule_in(store, space)
    async with store.changing(space, None, SOON) as work:
        changed = await work.schedules.edit(made.id, SOON, LATER, pattern="tue 08:00")
    assert (changed.pattern, changed.line, changed.accounted_to, changed.wakes_at) == (
        "tue 08:00",
        "status",
        SOON,
        LATER,
    )


async def test_a_pause_keeps_slots_back_until_its_end(store: Store, space: int):
    made = await schedule_in(store, space)
    async with store.changing(space, None, NOW) as work:
        await work.schedules.pause(made.id, "holidays", LATER)
        paused = await work.schedules.get(made.id)
    assert paused.paused(SOON)
    assert paused.paused(LATER) is None
    async with store.changing(space, None, NOW) as work:
        await work.schedules.resume(made.id)
        assert (await work.schedules.get(made.id)).paused(SOON) is None


async def test_the_pause_of_a_room_keeps_back_all_its_schedules(store: Store, space: int):
    made = await schedule_in(store, space)
    async with store.changing(space, None, NOW) as work:
        await work.pauses.begin(made.room.id, "it is archived")
        assert (await work.schedules.get(made.id)).paused(LATER) == await work.pauses.of(made.room.id)
        assert await work.pauses.lift(made.room.id)
        assert not await work.pauses.lift(made.room.id)
        assert (await work.schedules.get(made.id)).paused(LATER) is None
    assert (await actions(store, space))[-2:] == ["pause room", "resume room"]


async def test_an_ended_schedule_stays_to_be_asked_about_and_wakes_no_more(store: Store, space: int):
    made = await schedule_in(store, space)
    async with store.changing(space, None, NOW) as work:
        await work.schedules.remove(made.id, "nobody reads it")
        ended = await work.schedules.get(made.id)
        assert await work.schedules.all() == []
    assert (ended.state, ended.why, ended.wakes_at) == (ScheduleState.ENDED, "nobody reads it", None)
    assert made.id not in {row.id for row in await store.due_schedules.take(LATER, LATER + LEASE, 1_000)}


async def test_other_spaces_see_and_change_nothing(store: Store, space: int):
    made, elsewhere = await schedule_in(store, space), await new_space(store)
    async with store.reading(elsewhere) as work:
        assert await work.schedules.all() == await work.schedules.all(made.room.id) == []
        with pytest.raises(LookupError):
            await work.schedules.get(made.id)
    for change in ("resume", "remove", "pause"):
        with pytest.raises(LookupError):
            async with store.changing(elsewhere, None, NOW) as work:
                await getattr(work.schedules, change)(made.id)
    with pytest.raises(LookupError):
        async with store.changing(elsewhere, None, NOW) as work:
            await work.pauses.begin(made.room.id, "mine")


async def test_a_workplace_that_moves_takes_what_its_rooms_had_and_leaves_what_they_were_to_get(store: Store):
    tenant, platform = uuid.uuid4().hex, uuid.uuid4().hex
    space, there = await store.open_space(platform, tenant, "a desk", NOW), await new_space(store)
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        room = await work.rooms.open(platform, tenant, "C1")
        made = await work.schedules.add(
            NewSchedule(room.id, "digest", "mon 07:30", "UTC", NOW, SOON, mission=mission.ref)
        )
        await work.follows.follow(room.id, mission.ref, made.id)
    await store.ledger.plan([NewDelivery(space, room.id, platform, "slot", "slot", DeliveryKind.DIGEST, "digest", NOW, NOW,
                                         schedule=made.id, mission=mission.ref)])  # fmt: skip
    async with store.changing(space, None, NOW) as work:
        await work.move_workplace(platform, tenant, there)
        assert (await work.follows.of_mission(mission.ref), await work.schedules.all()) == ([], [])
    async with store.reading(there) as work:
        assert ((await work.schedules.get(made.id)).state, await work.schedules.all()) == (ScheduleState.ENDED, [])
        (delivery,) = await work.deliveries.of_room(room.id)
        assert (delivery.state, delivery.mission, delivery.next_at) == (DeliveryState.SKIPPED, None, None)


async def test_a_schedule_that_wakes_is_given_to_one_process(replicas: tuple[Store, Store]):
    space = await new_space(replicas[0])
    mine = {(await schedule_in(replicas[0], space)).id for _ in range(20)}
    taken = await asyncio.gather(*(store.due_schedules.take(SOON, SOON + LEASE, 7) for store in replicas * 8))
    ids = [row.id for rows in taken for row in rows if row.id in mine]
    assert len(ids) == len(set(ids))
    rest = [row.id for row in await replicas[0].due_schedules.take(SOON, SOON + LEASE, 1_000)]
    assert mine <= {*ids, *rest}
    assert not {*ids} & {*rest}


async def test_one_whose_process_died_comes_up_again(store: Store, space: int):
    made = await schedule_in(store, space)
    for at in (SOON, SOON + LEASE):
        assert made.id in {row.id for row in await store.due_schedules.take(at, at + LEASE, 1_000)}
        assert made.id not in {row.id for row in await store.due_schedules.take(at, at + LEASE, 1_000)}


async def test_a_room_follows_a_mission_once_and_begins_anew_when_told_again(store: Store, space: int):
    room = await room_in(store, space)
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        await work.follows.follow(room, mission.ref, known=[("mandate:mission", NOW.date())])
        await work.follows.change(room, mission.ref, True, {"mandate": (30, 7)})
    async with store.changing(space, None, SOON) as work:
        (follow,) = await work.follows.of_mission(mission.ref)
        assert (follow.since, follow.known, follow.ladders) == (
            NOW,
            (("mandate:mission", NOW.date()),),
            {"mandate": (30, 7)},
        )
        await work.follows.follow(room, mission.ref)
        (again,) = await work.follows.of_room(room)
        assert (again.since, again.ladders) == (SOON, {})
        assert await work.follows.unfollow(room, mission.ref)
        assert not await work.follows.unfollow(room, mission.ref)
        assert await work.follows.of_room(room) == []
    assert (await actions(store, space))[-4:] == ["follow", "change follow", "follow", "unfollow"]
