"""The ledger: one row for an occasion in a room, each given to one process at a time, in the order of its room."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from store import Store
from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery, Outcome
from store.ledger import REPLACED
from store.rooms import Room
from store.rows import MissionRef
from tests.conftest import NOW, new_space
from tests.store.test_picture import two_counts

LEASE = timedelta(seconds=90)
A_MOMENT = timedelta(seconds=2)


@pytest.fixture
def platform() -> str:
    """A platform of the test's own: the ledger gives out what is due on one, in whatever space."""
    return uuid.uuid4().hex


async def rooms_in(store: Store, space: int, platform: str, number: int = 1) -> list[Room]:
    async with store.changing(space, None, NOW) as work:
        return [await work.rooms.open(platform, "T1", f"C{each}", f"desk {each}") for each in range(number)]


@pytest.fixture
async def room(store: Store, space: int, platform: str) -> Room:
    (room,) = await rooms_in(store, space, platform)
    return room


def new(space: int, room: Room, occasion: str = "slot", at: datetime = NOW, **more: Any) -> NewDelivery:
    said = {"subject": occasion, "kind": DeliveryKind.DIGEST, "line": "digest", **more}
    return NewDelivery(space, room.id, room.platform, occasion, planned_at=at, due_at=at, **said)


async def taken(
    store: Store, platform: str, at: datetime = NOW, holder: str = "one", most: int = 100
) -> list[Delivery]:
    return await store.ledger.take(platform, holder, at, at + LEASE, most)


def sent(delivery: Delivery, *messages: str) -> Outcome:
    assert delivery.tried_at
    return Outcome(delivery.id, delivery.tried_at, DeliveryState.SENT, delivery.attempts, messages=messages or ("1.1",),
                   claims=("S2-21", "S1-3"), made_at=NOW, sent_at=NOW)  # fmt: skip


def again(delivery: Delivery, at: datetime, **more: Any) -> Outcome:
    assert delivery.tried_at
    return Outcome(delivery.id, delivery.tried_at, DeliveryState.WAITING, delivery.attempts, next_at=at, **more)


async def of_room(store: Store, space: int, room: Room) -> Sequence[Delivery]:
    async with store.reading(space) as work:
        return (await work.deliveries.of_room(room.id))[::-1]


async def test_an_occasion_stands_in_a_room_once(store: Store, space: int, platform: str):
    here, there = await rooms_in(store, space, platform, 2)
    for _time in range(2):
        await store.ledger.plan([new(space, here), new(space, there)])
    assert [delivery.room for delivery in await taken(store, platform)] == [here, there]


async def test_what_is_taken_is_told_whole(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room, details={"slot": "07:30"})])
    (delivery,) = await taken(store, platform)
    assert (delivery.room, delivery.kind, delivery.details) == (room, DeliveryKind.DIGEST, {"slot": "07:30"})
    assert (delivery.state, delivery.attempts, delivery.tried_at) == (DeliveryState.TAKEN, 1, NOW)
    assert (delivery.due_at, delivery.unsure_since, delivery.next_at) == (NOW, None, NOW + LEASE)


async def test_of_many_who_take_each_gets_others(replicas: tuple[Store, Store], platform: str):
    space = await new_space(replicas[0])
    rooms = await rooms_in(replicas[0], space, platform, 60)
    await replicas[0].ledger.plan([new(space, room) for room in rooms])
    got = await asyncio.gather(*(taken(store, platform, holder=f"process {number}", most=9)
                                 for number, store in enumerate(replicas * 6)))  # fmt: skip
    ids = [delivery.room.id for part in got for delivery in part]
    ids += [delivery.room.id for delivery in await taken(replicas[0], platform)]
    assert sorted(ids) == sorted(room.id for room in rooms)


async def test_what_is_not_due_or_of_another_platform_is_left(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room, at=NOW + LEASE)])
    assert await taken(store, platform) == await taken(store, "another", NOW + LEASE) == []
    assert await store.ledger.next_at([platform, "another"], NOW) == NOW + LEASE
    assert len(await taken(store, platform, NOW + LEASE)) == 1


async def test_what_was_taken_and_never_settled_comes_up_as_something_that_may_have_arrived(
    store: Store, space: int, room: Room, platform: str
):
    await store.ledger.plan([new(space, room)])
    await taken(store, platform)
    assert await taken(store, platform, NOW + LEASE - A_MOMENT) == []
    for number in (1, 2):
        (delivery,) = await taken(store, platform, NOW + LEASE * number)
        assert (delivery.unsure_since, delivery.attempts) == (NOW, number + 1)


async def test_what_is_to_be_tried_again_did_not_arrive(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room)])
    (delivery,) = await taken(store, platform)
    await store.ledger.settle("one", [again(delivery, NOW + A_MOMENT, why="it was busy")])
    (delivery,) = await taken(store, platform, NOW + A_MOMENT)
    assert (delivery.unsure_since, delivery.attempts) == (None, 2)


async def test_in_a_room_nothing_overtakes_what_was_due_before(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room, "second", NOW + A_MOMENT), new(space, room, "first")])
    (first,) = await taken(store, platform, NOW + A_MOMENT)
    assert first.occasion == "first"
    assert await taken(store, platform, NOW + A_MOMENT * 3) == []
    await store.ledger.settle("one", [again(first, NOW + LEASE)])
    assert await taken(store, platform, NOW + A_MOMENT * 6) == []
    (first,) = await taken(store, platform, NOW + LEASE)
    await store.ledger.settle("one", [sent(first)])
    assert [delivery.occasion for delivery in await taken(store, platform, NOW + LEASE + A_MOMENT)] == ["second"]


async def test_what_is_held_up_in_many_rooms_keeps_nothing_from_others(store: Store, space: int, platform: str):
    *held_up, free = await rooms_in(store, space, platform, 6)
    await store.ledger.plan([new(space, room, "first") for room in held_up])
    await taken(store, platform)
    await store.ledger.plan([new(space, room, "second") for room in held_up] + [new(space, free)])
    assert [delivery.room for delivery in await taken(store, platform, most=2)] == [free]


async def test_one_whose_outcome_nobody_knows_holds_up_nothing(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room, "first"), new(space, room, "second", NOW + A_MOMENT)])
    (first,) = await taken(store, platform)
    await store.ledger.settle(
        "one", [replace(again(first, NOW + LEASE), state=DeliveryState.UNKNOWN, unsure_since=NOW)]
    )
    assert [delivery.occasion for delivery in await taken(store, platform, NOW + A_MOMENT)] == ["second"]


async def test_what_waits_is_replaced_by_the_next_of_its_subject(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room, "mon", subject="digest"), new(space, room, "news")])
    await store.ledger.plan([new(space, room, "tue", NOW + A_MOMENT, subject="digest")])
    mon, news, tue = await of_room(store, space, room)
    assert (mon.state, mon.why, mon.next_at) == (DeliveryState.SKIPPED, REPLACED, None)
    assert (news.state, tue.state) == (DeliveryState.WAITING, DeliveryState.WAITING)


async def test_what_was_taken_anew_is_not_settled_by_whoever_had_it_before(
    store: Store, space: int, room: Room, platform: str
):
    await store.ledger.plan([new(space, room)])
    (slow,) = await taken(store, platform, holder="slow")
    (quick,) = await taken(store, platform, NOW + LEASE, holder="quick")
    await store.ledger.settle("slow", [again(slow, NOW)])
    assert (await of_room(store, space, room))[0].state is DeliveryState.TAKEN
    await store.ledger.settle("slow", [sent(slow)])
    await store.ledger.settle("quick", [again(quick, NOW)])
    assert (await of_room(store, space, room))[0].state is DeliveryState.SENT


async def test_a_post_is_found_by_its_message_and_by_the_claims_it_used(store: Store, space: int, platform: str):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
    here, there = await rooms_in(store, space, platform, 2)
    await store.ledger.plan([new(space, room, mission=mission.ref) for room in (here, there)])
    await store.ledger.settle("one", [sent(delivery, f"{delivery.room.id}.1", f"{delivery.room.id}.2")
                                      for delivery in await taken(store, platform)])  # fmt: skip
    async with store.reading(space) as work:
        found = await work.deliveries.of_message(there.id, f"{there.id}.2")
        assert found
        assert (found.room, found.messages, found.sent_at) == (there, (f"{there.id}.1", f"{there.id}.2"), NOW)
        assert await work.deliveries.of_message(there.id, f"{there.id}") is None
        assert [one.room for one in await work.deliveries.using(mission.ref, {"S1-3"}, NOW)] == [here, there]
        assert await work.deliveries.using(mission.ref, {"S1"}, NOW) == []
        assert await work.deliveries.using(mission.ref, {"S1-3"}, NOW + A_MOMENT) == []


async def test_a_room_was_warned_by_what_was_sent_or_may_have_been(store: Store, space: int, room: Room, platform: str):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()

    async def warned(before: datetime) -> list[str]:
        async with store.reading(space) as work:
            found = await work.deliveries.warned_in([room.id])
        return [post.details["slot"] for post in found if post.mission == mission.ref and post.planned_at < before]

    await plan_warnings(store, space, room, mission.ref)
    assert await warned(NOW + LEASE) == []
    (first,) = await taken(store, platform)
    assert await warned(NOW + LEASE) == ["first"]
    await store.ledger.settle("one", [sent(first)])
    assert await warned(NOW + LEASE) == ["first"]
    assert await warned(NOW) == []


async def plan_warnings(store: Store, space: int, room: Room, mission: MissionRef) -> None:
    more: dict[str, Any] = {"kind": DeliveryKind.WARNING, "mission": mission}
    await store.ledger.plan([
        new(space, room, "first", details={"slot": "first", "warned": [{}]}, **more),
        new(space, room, "quiet", details={"slot": "quiet", "warned": []}, **more),
        new(space, room, "passed", details={"slot": "passed", "warned": [{}]}, state=DeliveryState.SKIPPED, why="a rule", **more),
    ])  # fmt: skip


async def test_what_waits_in_a_room_can_be_dropped_and_is_counted(store: Store, space: int, platform: str):
    here, there = await rooms_in(store, space, platform, 2)
    await store.ledger.plan(
        [new(space, room, occasion, subject=occasion) for room in (here, there) for occasion in ("a", "b")]
    )
    async with store.changing(space, None, NOW) as work:
        assert await work.deliveries.drop_waiting(here.id, "paused", subject="a") == 1
        assert await work.deliveries.drop_waiting(here.id, "paused") == 1
        await work.pauses.begin(here.id, "paused")
        assert await work.deliveries.counts(here.id, "a") == {DeliveryState.SKIPPED: 1}
        assert await work.deliveries.counts(there.id, "a") == {DeliveryState.WAITING: 1}
    assert {delivery.room for delivery in await taken(store, platform)} == {there}
    assert (await store.ledger.waiting())[platform] == 2


async def test_a_pause_holds_back_what_goes_out_by_itself_and_looks_no_more_for_what_may_stand_there(
    store: Store, space: int, room: Room, platform: str
):
    notice = replace(new(space, room, "notice", subject="notice"), kind=DeliveryKind.NOTICE)
    await store.ledger.plan([new(space, room, "unsure", subject="unsure")])
    (first,) = await taken(store, platform)
    unsure = replace(again(first, NOW + timedelta(hours=1)), state=DeliveryState.UNKNOWN, unsure_since=NOW)
    await store.ledger.settle("one", [unsure])
    await store.ledger.plan([new(space, room, "waits", NOW + timedelta(hours=1), subject="waits"), notice])
    async with store.changing(space, None, NOW) as work:
        await work.pauses.begin(room.id, "paused")
        assert await work.deliveries.hold_back(room.id, "paused", schedule=7) == 0
        assert await work.deliveries.hold_back(room.id, "paused") == 2
    assert [(row.occasion, row.state, row.why) for row in await of_room(store, space, room) if row.next_at is None] == [
        ("unsure", DeliveryState.UNKNOWN, "paused"), ("waits", DeliveryState.SKIPPED, "paused"),
    ]  # fmt: skip


async def test_other_spaces_see_nothing(store: Store, space: int, room: Room, platform: str):
    await store.ledger.plan([new(space, room, mission=None)])
    (delivery,) = await taken(store, platform)
    await store.ledger.settle("one", [sent(delivery, "1.1")])
    async with store.reading(await new_space(store)) as work:
        assert await work.deliveries.of_room(room.id) == []
        assert await work.deliveries.get(delivery.id) is None
        assert await work.deliveries.of_message(room.id, "1.1") is None
