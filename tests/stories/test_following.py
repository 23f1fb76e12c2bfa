"""A room that follows a mission through a year: its digests and warnings, each once, at its hour, in its words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.commands import REGISTRY
from bot.desk import Desk
from bot.making import Making, rights_of_rooms
from bot.planner import Schedule
from bot.plans import new_schedule
from bot.schedules import USUAL
from briefings.document import plain
from briefings.workdays import WEEKEND, SkipDays
from store.deliveries import DeliveryState
from store.records import bundled
from store.rooms import Room
from store.schedules import ScheduleKind
from store.work import Store
from tests.posting import Process, Stage
from tests.simulated import Chance, SimulatedPlatform, simulate

NAIROBI = "Africa/Nairobi"


class Desks:
    """A stage with the bundled record, and rooms that follow its mission."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def follows(self, store: Store, name: str) -> Room:
        """A room that follows the mission from now on: a digest on weekdays, and warnings, at 07:30 in Nairobi."""
        stage = self.stage
        room = await stage.room(store, name, NAIROBI)
        skip = SkipDays(WEEKEND)
        async with store.changing(stage.space, None, stage.now()) as work:
            (mission,) = await work.missions.all()
            daily = Schedule(pattern=USUAL, zone=NAIROBI, skip=skip)
            digest = await work.schedules.add(
                new_schedule(room.id, "digest", daily, stage.now(), kind=ScheduleKind.DIGEST, mission=mission.ref)
            )
            await work.schedules.add(
                new_schedule(room.id, "warnings", daily, stage.now(), kind=ScheduleKind.WARNINGS, mission=mission.ref)
            )
            await work.follows.follow(room.id, mission.ref, digest.id)
        return room


def test_the_end_of_a_mandate_is_told_at_each_step_once_and_heads_the_digest(new_url: str):
    async def story(stage: Stage, one: Process) -> None:
        room = await Desks(stage).follows(one.store, "haiti-desk")
        await one.works(stage.now, datetime(2025, 11, 4, tzinfo=UTC), timedelta(days=2))
        sent = [delivery for delivery in await stage.ledger(one.store, room) if delivery.state is DeliveryState.SENT]
        told = [(step[2], delivery.planned_at.date()) for delivery in sent for step in delivery.details["warned"]
                if step[0].startswith("mandate")]  # fmt: skip
        end = date(2025, 10, 2)
        # 90 and 60 days before are past when the room begins to follow.
        assert told == [(30, date(2025, 9, 2)), (14, date(2025, 9, 18)), (7, date(2025, 9, 25)), (3, date(2025, 9, 29)),
                        (1, date(2025, 10, 1)), (0, end), (-1, date(2025, 10, 3)), (-7, date(2025, 10, 9)),
                        (-30, date(2025, 11, 3))]  # fmt: skip
        titles = titles_in(stage, room)
        assert sum("30 days left: MSS Haiti mandate ends Thu 2 Oct 2025" in title for title in titles) == 1
        assert len(titles) == len(sent)

    tell(new_url, story, datetime(2025, 8, 25, 4, tzinfo=UTC))


def test_a_quiet_day_is_silent_and_a_quiet_monday_says_so_in_one_line(new_url: str):
    async def story(stage: Stage, one: Process) -> None:
        room = await Desks(stage).follows(one.store, "haiti-desk")
        await one.works(stage.now, datetime(2025, 6, 10, 12, tzinfo=UTC), timedelta(days=2))
        ledger = await stage.ledger(one.store, room)
        assert [(delivery.planned_at.strftime("%a"), delivery.why) for delivery in ledger] == [
            ("Mon", ""), *((day, "there is no news") for day in ("Tue", "Wed", "Thu", "Fri")), ("Mon", ""), ("Tue", "there is no news"),
        ]  # fmt: skip
        first, second = titles_in(stage, room)
        assert first.startswith("MSS Haiti")
        assert "nothing new since the digest of 2 Jun 2025" in second

    tell(new_url, story, datetime(2025, 6, 2, 4, tzinfo=UTC))


def test_rooms_in_step_get_one_document(new_url: str):
    async def story(stage: Stage, one: Process) -> None:
        rooms = [await Desks(stage).follows(one.store, f"desk {number}") for number in range(3)]
        await one.works(stage.now, datetime(2025, 6, 3, tzinfo=UTC), timedelta(days=2))
        posted = [stage.platform.rooms[room.external_id] for room in rooms]
        assert [len(messages) for messages in posted] == [1, 1, 1]
        assert len({id(messages[0].said) for messages in posted}) == 1

    tell(new_url, story, datetime(2025, 6, 2, 4, tzinfo=UTC))


def test_any_command_can_be_posted_and_one_that_cannot_be_read_is_refused_with_the_reason(new_url: str):
    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk", NAIROBI)
        async with one.store.changing(stage.space, None, stage.now()) as work:
            for line in ("due within 30d", "nonsense"):
                await work.schedules.add(
                    new_schedule(room.id, line, Schedule(pattern=USUAL, zone=NAIROBI), stage.now())
                )
        await one.works(stage.now, datetime(2025, 6, 2, 6, tzinfo=UTC), timedelta(days=2))
        good, bad = await stage.ledger(one.store, room)
        assert good.state is DeliveryState.SENT
        assert bad.state is DeliveryState.REFUSED
        assert "nonsense" in bad.why
        assert len(titles_in(stage, room)) == 1

    tell(new_url, story, datetime(2025, 6, 2, 4, tzinfo=UTC))


Story = Callable[[Stage, Process], Awaitable[None]]


def tell(url: str, story: Story, begin: datetime, **platform: Any) -> None:
    """Tell a story over the bundled record, from a moment on."""

    async def work(loop: Any) -> None:
        stage = await Stage(loop, url, SimulatedPlatform(Chance(1), **platform), begin=begin).opened()
        draft = stage.process("draft").store
        async with draft:
            async with draft.changing(stage.space, None, stage.now()) as changing:
                await changing.missions.load(bundled())
            stage.maker = Making(
                draft, Desk(draft, REGISTRY, for_rooms=True), rights_of_rooms(draft, stage.now), stage.now
            )
            one = stage.process()
            async with one.store:
                await story(stage, one)

    simulate(work)


def titles_in(stage: Stage, room: Room) -> list[str]:
    return [plain(message.said.title) for message in stage.platform.rooms[room.external_id]]
