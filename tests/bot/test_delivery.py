"""What is due is posted once: in order, at a pace the platform takes, whatever fails and whenever a process dies."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from operator import eq
from typing import Any

import pytest

from adapters.port import Pace
from bot.made import Withheld
from store.deliveries import Delivery, DeliveryKind, DeliveryState
from store.rooms import Room
from tests.posting import PlainMaker, Process, Stage, due, staged, states
from tests.simulated import Killed, Life, Weather, simulate

Story = Callable[[Stage, Process], Awaitable[None]]
Told = Callable[..., None]


@pytest.fixture
def told(story_url: str) -> Told:
    """Tells a story on a stage."""

    def tell(story: Story, **platform: Any) -> None:
        simulate(lambda loop: staged(loop, story_url, story, **platform))

    return tell


def test_a_slot_is_posted_once_and_told_in_the_ledger(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk", "Africa/Nairobi")
        await stage.schedule(one.store, room, "weekdays 09:30", "Africa/Nairobi")
        assert await one.rounds.go() == stage.begin + timedelta(minutes=30)
        await stage.passes(minutes=30)
        await one.rounds.go()
        await one.rounds.go()
        assert stage.in_room(room) == ["status 2026-01-19T09:30 Africa/Nairobi"]
        (row,) = await stage.ledger(one.store, room)
        assert (row.state, row.occasion, row.messages, row.claims, row.label) == (
            DeliveryState.SENT, "schedule:1:2026-01-19T09:30 Africa/Nairobi", ("m0",), ("S2-21",), "",
        )  # fmt: skip

    told(story)


def test_what_was_slept_through_is_posted_once_and_says_that_it_is_late(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await stage.schedule(one.store, room, "daily 07:30")
        await stage.passes(days=3, hours=3)
        await one.rounds.go()
        assert stage.in_room(room) == ["status 2026-01-22T07:30 UTC late"]
        rows = await stage.ledger(one.store, room)
        assert [(row.state, row.why) for row in rows[:3]] == [(DeliveryState.SKIPPED, "a later slot tells it")] * 3
        assert rows[3].label == "late"

    told(story)


def test_a_paused_schedule_posts_nothing_and_says_why(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        row = await stage.schedule(one.store, room, "daily 07:30")
        async with one.store.changing(stage.space, None, stage.now()) as work:
            await work.schedules.pause(row.id, "holidays", stage.begin + timedelta(days=2))
        for _day in range(3):
            await stage.passes(days=1)
            await one.rounds.go()
        skipped, again, sent = await stage.ledger(one.store, room)
        assert {(row.state, row.why) for row in (skipped, again)} == {(DeliveryState.SKIPPED, "paused: holidays")}
        assert sent.state is DeliveryState.SENT

    told(story)


def test_a_document_is_made_once_for_all_rooms_that_get_the_same(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        for room in await stage.rooms(one.store, names(30), workspaces(30)):
            await stage.schedule(one.store, room, "daily 07:30")
        await stage.passes(hours=2)
        await one.rounds.go()
        assert sum(map(len, stage.platform.rooms.values())) == 30
        assert isinstance(stage.maker, PlainMaker)
        assert stage.maker.made == 1

    told(story)


def test_in_a_room_posts_keep_their_order_even_when_the_first_is_refused_for_now(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        other = await stage.room(one.store, "other")
        await one.store.ledger.plan(
            [due(stage, room, f"n{number}") for number in range(4)] + [due(stage, other, "free")]
        )
        stage.platform.away = lambda: stage.loop.time() < 20
        await round_after_round(one, stage, minutes=5)
        assert stage.in_room(room) == ["n0", "n1", "n2", "n3"]
        assert stage.in_room(other) == ["free"]

    told(story)


def test_what_fails_together_is_tried_again_at_moments_of_its_own_and_then_half_as_often(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        rooms = [await stage.room(one.store, f"desk-{number}") for number in range(8)]
        await one.store.ledger.plan([due(stage, room, room.external_id) for room in rooms])
        stage.platform.away = lambda: True
        for shortest in (7.5, 15):
            await one.rounds.go()
            waits = [await wait_of(stage, one, room) for room in rooms]
            assert max(waits) - min(waits) > shortest / 5
            assert shortest <= min(waits)
            assert max(waits) < shortest / 0.75 * 1.25 + 0.1
            await stage.passes(seconds=max(waits))

    told(story, pace=Pace(room=1_000, tenant=1_000, everywhere=1_000))


async def wait_of(stage: Stage, process: Process, room: Room) -> float:
    """Seconds between the last attempt at the only delivery of a room and the next one."""
    (row,) = await stage.ledger(process.store, room)
    assert row.next_at
    assert row.tried_at
    return (row.next_at - row.tried_at).total_seconds()


def test_two_processes_share_the_work_and_post_nothing_twice(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(250), workspaces(40))
        await one.store.ledger.plan([due(stage, room, "news") for room in rooms])
        two = stage.process("two")
        async with two.store:
            await asyncio.gather(one.rounds.go(), two.rounds.go())
        assert [stage.in_room(room) for room in rooms] == [["news"]] * 250
        assert not stage.platform.refused
        assert sum((one.courier.settled + two.courier.settled).values()) >= 250

    told(story)


def test_processes_that_post_together_are_not_refused_where_each_second_counts(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(300), workspaces(40))
        await one.store.ledger.plan([due(stage, room, "news") for room in rooms])
        others = [stage.process(name) for name in ("two", "three")]
        await asyncio.gather(*(process.rounds.go() for process in (one, *others)))
        for other in others:
            await other.store.close()
        assert not stage.platform.refused
        assert stage.loop.time() <= 300 / 45 + 5

    told(story, pace=Pace(room=1, everywhere=49), window=1, burst=0, latency=0.05)


def test_many_posts_take_as_long_as_the_pace_allows_and_the_log_tells_how_far_they_are(told: Told, caplog):
    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(400), workspaces(50))
        await one.store.ledger.plan([due(stage, room, "news") for room in rooms])
        begun = stage.loop.time()
        await one.rounds.go()
        assert stage.loop.time() - begun <= 400 / stage.platform.pace.everywhere * 1.05 + 1
        assert not stage.platform.refused
        under_way, done = [record.getMessage() for record in caplog.records if "deliveries done" in record.getMessage()]
        assert re.fullmatch(r"slack: \d+ deliveries done, \d+ left", under_way)
        assert re.fullmatch(r"slack: 400 deliveries done in 1\d s", done)

    with caplog.at_level(logging.INFO, "mss.delivery"):
        told(story)


def test_one_crowded_workspace_does_not_hold_up_the_others(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        crowd = await stage.rooms(one.store, names(300), workspaces(1))
        (other,) = await stage.rooms(one.store, ["other"], ["T2"])
        await one.store.ledger.plan([due(stage, room, "news") for room in (*crowd, other)])
        await round_after_round(one, stage, minutes=3)
        assert stage.platform.messages("news")[-1].at <= 300 / stage.platform.pace.tenant * 1.2
        assert stage.platform.rooms["other"][0].at < 15
        assert not stage.platform.refused

    told(story)


def test_what_falls_due_during_a_large_fan_out_does_not_wait_for_its_end(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(800), workspaces(100))
        (other,) = await stage.rooms(one.store, ["other"], ["T200"])
        await stage.schedule(one.store, other, "daily 06:01")
        await stage.passes(seconds=55)
        await one.store.ledger.plan([due(stage, room, "news") for room in rooms])
        await one.rounds.go()
        last = max(message.at for message in stage.platform.messages("news"))
        assert stage.platform.rooms["other"][0].at < last

    told(story)


# what fails


def test_a_dead_room_holds_up_nobody_is_paused_and_its_owner_is_told(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        amina = await one.store.identify(stage.space, "slack", "T1", "U1", "Amina", stage.now())
        dead, alive = await stage.room(one.store, "dead"), await stage.room(one.store, "alive")
        await stage.schedule(one.store, dead, "daily 07:30", person=amina.id)
        await stage.schedule(one.store, alive, "daily 07:30")
        stage.platform.dead.add("dead")
        for _day in range(3):
            await stage.passes(days=1)
            await one.rounds.go()
        assert len(stage.in_room(alive)) == 3
        refused, notice, *skipped = await stage.ledger(one.store, dead)
        assert (refused.state, refused.why) == (DeliveryState.REFUSED, "it is archived")
        assert (notice.kind, notice.state) == (DeliveryKind.NOTICE, DeliveryState.SENT)
        assert len(stage.platform.directs["U1"]) == 1
        assert {row.why for row in skipped} == {"paused: it is archived"}
        assert stage.platform.refused["dead room"] == 1

    told(story)


def test_what_a_room_may_not_have_is_not_posted(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        stage.maker = PlainMaker(lambda delivery: "this room may not read that mission")
        one = stage.process()
        async with one.store:
            await one.store.ledger.plan([due(stage, room, "news")])
            await one.rounds.go()
            (row,) = await stage.ledger(one.store, room)
        assert (row.state, row.why, stage.in_room(room)) == (
            DeliveryState.REFUSED, "this room may not read that mission", [],
        )  # fmt: skip

    told(story)


def test_what_arrived_though_no_answer_came_is_found_and_not_posted_again(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news")])
        await round_after_round(one, stage, minutes=1)
        stage.platform.weather = Weather()
        await round_after_round(one, stage, minutes=5)
        (row,) = await stage.ledger(one.store, room)
        assert (stage.in_room(room), row.state, row.messages) == (["news"], DeliveryState.SENT, ("m0",))

    told(story, weather=Weather(broken_after=1))


def test_what_did_not_arrive_is_posted_after_a_look(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news")])
        await one.rounds.go()
        assert states(await stage.ledger(one.store, room)) == [DeliveryState.UNKNOWN]
        stage.platform.weather = Weather()
        await round_after_round(one, stage, minutes=5)
        assert (stage.in_room(room), states(await stage.ledger(one.store, room))) == (["news"], [DeliveryState.SENT])

    told(story, weather=Weather(broken_before=1))


def test_where_the_platform_knows_the_key_it_is_asked_again_at_once(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news")])
        await one.rounds.go()
        stage.platform.weather = Weather()
        await round_after_round(one, stage, minutes=2)
        assert (stage.in_room(room), states(await stage.ledger(one.store, room))) == (["news"], [DeliveryState.SENT])

    told(story, weather=Weather(broken_after=1), can_look=False, remembers=timedelta(minutes=3))


def test_where_nobody_can_tell_it_is_sent_once_more_after_an_hour_and_says_so(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news"), due(stage, room, "later news")])
        await round_after_round(one, stage, minutes=55)
        (row, _other) = await stage.ledger(one.store, room)
        assert (row.state, row.why) == (DeliveryState.UNKNOWN, "nobody can tell yet whether it arrived")
        await round_after_round(one, stage, hours=4)
        assert sorted(stage.in_room(room)) == [
            "later news",
            "later news late may repeat",
            "news",
            "news late may repeat",
        ]
        assert states(await stage.ledger(one.store, room)) == [DeliveryState.UNKNOWN] * 2

    told(story, weather=Weather(broken_after=1), can_look=False)


def test_who_cannot_tell_yet_looks_again_before_the_hour_is_over(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news")])
        await round_after_round(one, stage, minutes=1)
        stage.platform.can_look, stage.platform.weather = True, Weather()
        await round_after_round(one, stage, minutes=9)
        assert (stage.in_room(room), states(await stage.ledger(one.store, room))) == (["news"], [DeliveryState.SENT])

    told(story, weather=Weather(broken_after=1), can_look=False)


def test_few_documents_are_made_at_once_so_that_people_are_answered_meanwhile(told: Told):
    class Crowded(PlainMaker):
        now = most = 0

        async def make(self, delivery: Delivery, label: Any) -> Any:
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.1)
            self.now -= 1
            return await super().make(delivery, label)

        async def sameness(self, delivery: Delivery) -> int:
            return delivery.room.id

    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(60), workspaces(60))
        stage.maker = maker = Crowded()
        one = stage.process()
        async with one.store:
            await one.store.ledger.plan([due(stage, room, "news") for room in rooms])
            await one.rounds.go()
        assert len(stage.platform.messages("news")) == 60
        assert 1 < maker.most <= 4

    told(story)


def test_where_nobody_answers_a_look_for_an_hour_it_is_sent_once_more_and_says_so(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news")])
        await one.rounds.go()
        stage.platform.weather = Weather(silent_look=1)
        await round_after_round(one, stage, minutes=59)
        assert (stage.in_room(room), states(await stage.ledger(one.store, room))) == (["news"], [DeliveryState.UNKNOWN])
        await round_after_round(one, stage, minutes=30)
        assert stage.in_room(room) == ["news", "news late may repeat"]
        assert states(await stage.ledger(one.store, room)) == [DeliveryState.SENT]

    told(story, weather=Weather(broken_after=1))


def test_what_stands_in_its_room_was_sent_even_if_it_would_not_be_made_any_more(told: Told):
    class Changing(PlainMaker):
        async def make(self, delivery: Delivery, label: Any) -> Any:
            return Withheld(DeliveryState.SKIPPED, "settled") if self.made else await super().make(delivery, label)

    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        stage.maker = Changing()
        one = stage.process()
        async with one.store:
            await one.store.ledger.plan([due(stage, room, "news")])
            await one.rounds.go()
            await round_after_round(one, stage, minutes=2)
            (row,) = await stage.ledger(one.store, room)
        assert (row.state, row.messages) == (DeliveryState.SENT, ("m0",))

    told(story, weather=Weather(broken_after=1))


def test_a_fault_of_ours_in_one_document_keeps_no_other_from_its_room(told: Told):
    class Faulty(PlainMaker):
        async def make(self, delivery: Delivery, label: Any) -> Any:
            if delivery.line == "faulty":
                raise ZeroDivisionError
            return await super().make(delivery, label)

    async def story(stage: Stage, one: Process) -> None:
        room, other = await stage.room(one.store, "desk"), await stage.room(one.store, "other")
        stage.maker = Faulty()
        one = stage.process()
        async with one.store:
            await one.store.ledger.plan([due(stage, room, "faulty"), due(stage, other, "news")])
            await one.rounds.go()
            (row,) = await stage.ledger(one.store, room)
        assert row.state is DeliveryState.WAITING
        assert row.why.startswith("a fault of ours, reference ")
        assert stage.in_room(other) == ["news"]

    told(story)


@pytest.mark.parametrize("step", ["before a transaction", "within a transaction", "after a transaction", "before a post",
                                  "after a post"])  # fmt: skip
def test_a_process_killed_at_any_step_loses_nothing_and_doubles_nothing(told: Told, step: str):
    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(3), workspaces(1))
        for room in rooms:
            await stage.schedule(one.store, room, "daily 07:30")
        await stage.passes(hours=1, minutes=30)
        deaths = 0
        for number in range(1, 16):
            mortal = stage.process(f"mortal {number}", Life(partial(eq, f"{step} {number}")))
            try:
                await mortal.rounds.go()
            except Killed:
                deaths += 1
            await stage.passes(minutes=2)
            await mortal.store.close()
        assert deaths
        await round_after_round(one, stage, minutes=5)
        assert [[text.removesuffix(" late") for text in stage.in_room(room)] for room in rooms] == [
            ["status 2026-01-19T07:30 UTC"]
        ] * 3
        assert [states(await stage.ledger(one.store, room)) for room in rooms] == [[DeliveryState.SENT]] * 3

    told(story)


def test_what_could_not_be_settled_is_settled_as_soon_as_the_database_is_back(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await one.store.ledger.plan([due(stage, room, "news")])
        troubled = stage.process("troubled", is_away=lambda: bool(stage.in_room(room)) and stage.loop.time() < 60)
        async with troubled.store:
            with pytest.raises(OSError, match="away"):
                await troubled.rounds.go()
            assert states(await stage.ledger(one.store, room)) == [DeliveryState.TAKEN]
            await stage.passes(minutes=1)
            await troubled.rounds.go()
        assert (stage.in_room(room), states(await stage.ledger(one.store, room))) == (["news"], [DeliveryState.SENT])

    told(story)


def test_a_courier_that_ends_begins_nothing_and_leaves_the_rest_to_others(told: Told):
    async def story(stage: Stage, one: Process) -> None:
        rooms = await stage.rooms(one.store, names(40), workspaces(1))
        await one.store.ledger.plan([due(stage, room, "news") for room in rooms])
        going = asyncio.create_task(one.rounds.go())
        await stage.passes(seconds=3)
        one.courier.end()
        await going
        posted = len(stage.platform.messages("news"))
        assert 5 < posted < 20
        two = stage.process("two")
        async with two.store:
            await round_after_round(two, stage, minutes=2)
        assert [stage.in_room(room) for room in rooms] == [["news"]] * 40

    told(story)


async def round_after_round(process: Process, stage: Stage, **time: float) -> None:
    """Let a process work for a while."""
    await process.works(stage.now, stage.now() + timedelta(**time), timedelta(hours=1))


def names(number: int) -> list[str]:
    return [f"room {each}" for each in range(number)]


def workspaces(number: int) -> list[str]:
    return [f"T{each}" for each in range(1, number + 1)]
