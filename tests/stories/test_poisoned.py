"""Rows that cannot be read: each is told in the log and tried again, and all others go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from store.deliveries import DeliveryState
from store.rooms import Room
from store.work import Store
from tests.posting import Process, Stage, due, states
from tests.stories.desks import tell
from tests.stories.told import Told
from tests.stories.told import tell as told_story

MONDAY = datetime(2025, 6, 2, 7, tzinfo=UTC)


async def spoilt(store: Store, statement: str, **named: object) -> None:
    """Write something behind the program's back."""
    async with store.ledger._statements.writing() as connection:
        await connection.execute(text(statement), named)


def test_a_schedule_that_cannot_be_read_keeps_no_other_from_its_room_and_goes_out_late_once_mended(tmp_path, caplog):
    async def story(stage: Stage, one: Process) -> None:
        rooms: dict[str, Room] = {name: await stage.room(one.store, name) for name in ("rule", "json", "zone", "well")}
        rows = {name: await stage.schedule(one.store, room, "daily 07:30") for name, room in rooms.items()}
        await spoilt(one.store, "update schedules set pattern = 'when it rains' where id = :id", id=rows["rule"].id)
        await spoilt(one.store, "update schedules set rules = '{\"grace\"' where id = :id", id=rows["json"].id)
        await spoilt(one.store, "update schedules set zone = 'Africa/Nowhere' where id = :id", id=rows["zone"].id)
        await one.works(stage.now, MONDAY + timedelta(hours=2), timedelta(hours=1))
        assert len(stage.in_room(rooms["well"])) == 1
        assert [name for name in rooms if stage.in_room(rooms[name])] == ["well"]
        told = [record.getMessage() for record in caplog.records if record.name == "mss.planning"]
        assert all(
            f"schedule {rows[name].id} cannot be planned, reference " in " ".join(told)
            for name in ("rule", "json", "zone")
        )
        assert len(told) <= 3 * 7  # every quarter of an hour, and not at every look

        await spoilt(one.store, "update schedules set pattern = 'daily 07:30' where id = :id", id=rows["rule"].id)
        await one.works(stage.now, MONDAY + timedelta(hours=2, minutes=30), timedelta(hours=1))
        (row,) = await stage.ledger(one.store, rooms["rule"])
        assert (row.state, row.label) == (DeliveryState.SENT, "late")

    tell(f"sqlite:///{tmp_path / 'mss.db'}", story, MONDAY)


def test_a_schedule_that_cannot_be_read_is_told_in_its_room_and_can_be_ended_there(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.says('schedule add "due within 30d" daily 10:00')
        await told.until(2025, 6, 2, 8)
        for id in (1, 3):
            await spoilt(told.store, "update schedules set pattern = 'when it rains' where id = :id", id=id)
        listed = await told.says("schedule list")
        assert "No. 3: “due within 30d” is not posted: when it goes out cannot be read any more." in listed.text
        assert "No. 2: “warnings”, weekdays at 07:30 Nairobi; next" in listed.text
        assert (await told.says("why")).section("Next") == "“warnings”, Tue 3 Jun 2025, 07:30 Nairobi"
        assert (await told.says("why 3")).is_answer
        for line, way_out in (("schedule show 3", "schedule remove 3"), ("follow", "unfollow"), ("digest", "unfollow")):
            refused = await told.says(line)
            assert "cannot be read any more; end it with" in refused.title
            (offer,) = refused.document.offers
            assert offer.line == way_out
            assert line == "follow" or (await told.says(way_out)).is_answer

    told_story(story_url, story, 2025, 6, 2, 4)


def test_a_post_that_cannot_be_made_is_given_up_within_the_hour_and_what_comes_after_it_goes_out(tmp_path):
    async def story(stage: Stage, one: Process) -> None:
        room, other = await stage.room(one.store, "desk"), await stage.room(one.store, "other")
        await one.store.ledger.plan([due(stage, room, "status"), due(stage, other, "status")])
        await spoilt(one.store, "update deliveries set details = '{\"slot\"' where room_id = :id", id=room.id)
        await stage.passes(seconds=1)
        await one.store.ledger.plan([due(stage, room, "due")])
        await one.works(stage.now, MONDAY + timedelta(hours=2), timedelta(minutes=15))
        assert states(await stage.ledger(one.store, room)) == [DeliveryState.FAILED, DeliveryState.SENT]
        assert states(await stage.ledger(one.store, other)) == [DeliveryState.SENT]

    tell(f"sqlite:///{tmp_path / 'mss.db'}", story, MONDAY)
