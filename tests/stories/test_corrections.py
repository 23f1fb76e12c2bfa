"""What was posted and is not so any more is put right; what is changed is told where a room wants to hear of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

import pytest

from bot.hearing import told_to
from briefings.document import Said, plain
from briefings.documents.confirmation import Hearing, ToldTo
from briefings.values import read_quantity
from store.deliveries import Delivery, DeliveryKind, DeliveryState
from store.follows import Tells
from store.rooms import Room
from store.work import Store, Work
from tests.posting import Process, Stage
from tests.scene import lines
from tests.simulated import Killed, Life
from tests.stories.desks import Desks, tell, titles_in

BEGIN = datetime(2025, 1, 20, 4, tzinfo=UTC)
MORNING = timedelta(hours=1)
A_WHILE = timedelta(minutes=3)
Story = Callable[[Stage, Process], Awaitable[None]]


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., None]:
    """Tells a story that begins on Monday 20 January 2025, half an hour before the digest in Nairobi."""

    def tell_it(story: Story, url: str = "", begin: datetime = BEGIN, **platform: Any) -> None:
        tell(url or f"sqlite:///{tmp_path / 'mss.db'}", story, begin, **platform)

    return tell_it


def test_a_figure_that_is_corrected_is_put_right_where_it_was_posted(told, story_url):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await corrects(stage, one.store, "527")
        await works(stage, one, A_WHILE)
        (message,) = stage.platform.rooms[room.external_id]
        assert "Corrected 20 Jan 2025: was about 572 personnel, is about 527 personnel [S2]" in text(message.said)
        assert "about 527 personnel, Jan 2025 [S2]" in text(message.said)
        post, correction = await stage.ledger(one.store, room)
        assert correction.occasion.startswith(f"correction:{post.id}:")
        assert (correction.state, correction.messages) == (DeliveryState.SENT, post.messages)

    told(story, story_url)


def test_what_is_changed_back_within_a_minute_is_not_told(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await corrects(stage, one.store, "527")
        await works(stage, one, timedelta(seconds=30))
        await corrects(stage, one.store, "572")
        await works(stage, one, A_WHILE)
        assert not stage.platform.rooms[room.external_id][0].is_edited
        assert len(await stage.ledger(one.store, room)) == 1

    told(story)


def test_what_is_changed_back_later_reads_as_it_did(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        before = text(stage.platform.rooms[room.external_id][0].said)
        for figure in ("527", "572"):
            await corrects(stage, one.store, figure)
            await works(stage, one, A_WHILE)
        (message,) = stage.platform.rooms[room.external_id]
        assert message.is_edited
        assert text(message.said) == before

    told(story)


def test_where_a_post_cannot_be_edited_the_correction_stands_below_it(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await corrects(stage, one.store, "527")
        await works(stage, one, A_WHILE)
        post, below = stage.platform.rooms[room.external_id]
        assert not post.is_edited
        assert below.under == post.id
        assert plain(below.said.title).startswith("Corrected 20 Jan 2025: was about 572")

    told(story, can_edit=False)


def test_a_date_that_is_withdrawn_is_put_right_too(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await Desks(stage).follows(one.store, "desk")
        await works(stage, one, MORNING)
        async with one.store.changing(stage.space, None, stage.now()) as work:
            (mission,) = await work.missions.all()
            end = next(claim for claim in await work.claims.every(mission) if claim.kind == "mandate" and claim.due)
            await work.claims.withdraw(mission, end.name, "not about this mission")
        await works(stage, one, A_WHILE)
        (message,) = stage.platform.rooms[room.external_id]
        assert "Withdrawn 1 Sep 2025, it counts no longer" in text(message.said)

    told(story, begin=datetime(2025, 9, 1, 4, tzinfo=UTC))


def test_a_post_of_three_weeks_ago_stays_as_it_is(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await stage.passes(days=21)
        await one.rounds.go()
        posted = len(stage.platform.rooms[room.external_id])
        await corrects(stage, one.store, "527")
        await works(stage, one, A_WHILE)
        first, *later = stage.platform.rooms[room.external_id]
        assert (first.is_edited, len(later) + 1) == (False, posted)
        assert all(message.is_edited for message in later)

    told(story)


@pytest.mark.parametrize("can_edit", [True, False])
@pytest.mark.parametrize("step", ["before a transaction", "within a transaction", "after a post"])
def test_a_process_killed_at_any_step_puts_right_once(told, step: str, can_edit: bool):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await corrects(stage, one.store, "527")
        await stage.passes(minutes=2)
        deaths = 0
        for number in range(1, 10):
            mortal = stage.process(f"mortal {number}", Life(partial(eq, f"{step} {number}")))
            try:
                await mortal.rounds.go()
            except Killed:
                deaths += 1
            await stage.passes(minutes=2)
            await mortal.store.close()
        assert deaths
        await works(stage, one, A_WHILE)
        post, *below = stage.platform.rooms[room.external_id]
        assert (post.is_edited, len(below)) == ((True, 0) if can_edit else (False, 1))
        assert [row.state for row in await rows(stage, one, room, DeliveryKind.CORRECTION)] == [DeliveryState.SENT]

    told(story, can_edit=can_edit)


# who hears of it


def test_who_changes_a_figure_sees_which_rooms_will_hear_of_it_and_when(told):
    async def story(stage: Stage, one: Process) -> None:
        _calm, quick, deaf = await all_briefed(stage, one, "haiti-desk", "crisis-room", "archive")
        await hears(stage, one.store, quick, Tells.AT_ONCE)
        await hears(stage, one.store, deaf, Tells.NEVER)
        async with one.store.reading(stage.space) as work:
            (mission,) = await work.missions.all()
            found = await told_to(work, mission, stage.now())
        tomorrow = datetime(2025, 1, 21, 4, 30, tzinfo=UTC)
        assert found == ToldTo((Hearing("haiti-desk", tomorrow, "Africa/Nairobi"), Hearing("crisis-room")))

    told(story)


# told at once


def test_a_room_that_wants_so_hears_of_a_change_at_once_and_the_others_in_their_digest(told):
    async def story(stage: Stage, one: Process) -> None:
        quick, calm, deaf = await all_briefed(stage, one, "quick", "calm", "deaf")
        await hears(stage, one.store, quick, Tells.AT_ONCE)
        await hears(stage, one.store, deaf, Tells.NEVER)
        await corrects(stage, one.store, "600")
        await works(stage, one, A_WHILE)
        _digest, line = titles_in(stage, quick)
        assert line.startswith("MSS Haiti, changed on record: Corrected, S2-21: about 600 personnel deployed, Jan 2025 [S2]; before: about 572")  # fmt: skip
        assert len(titles_in(stage, calm)) == len(titles_in(stage, deaf)) == 1
        await works(stage, one, timedelta(days=1))
        assert "Corrected, S2-21: about 600" in section_of(stage, calm, "Changed since")
        assert len(titles_in(stage, deaf)) == 1
        assert len(await rows(stage, one, quick, DeliveryKind.CHANGE)) == 1

    told(story)


def test_what_changes_nothing_that_leads_is_not_told(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await hears(stage, one.store, room, Tells.AT_ONCE)
        async with one.store.changing(stage.space, None, stage.now()) as work:
            (mission,) = await work.missions.all()
            await work.claims.hold(mission, "S2-21", "being checked")
        await works(stage, one, A_WHILE)
        assert len(titles_in(stage, room)) == 1
        (row,) = await rows(stage, one, room, DeliveryKind.CHANGE)
        assert (row.state, row.why) == (DeliveryState.SKIPPED, "there is no news")

    told(story)


def test_two_processes_tell_of_a_change_once(told):
    async def story(stage: Stage, one: Process) -> None:
        room = await briefed(stage, one)
        await hears(stage, one.store, room, Tells.AT_ONCE)
        await corrects(stage, one.store, "600")
        two = stage.process("two")
        async with two.store:
            await stage.passes(minutes=2)
            await asyncio.gather(works(stage, one, A_WHILE), works(stage, two, A_WHILE))
        assert len(titles_in(stage, room)) == 2

    told(story)


# helpers


async def briefed(stage: Stage, one: Process) -> Room:
    """A room that follows, and has had its first digest."""
    (room,) = await all_briefed(stage, one, "desk")
    return room


async def all_briefed(stage: Stage, one: Process, *names: str) -> list[Room]:
    rooms = [await Desks(stage).follows(one.store, name) for name in names]
    await works(stage, one, MORNING)
    return rooms


async def works(stage: Stage, one: Process, time: timedelta) -> None:
    await one.works(stage.now, stage.now() + time, max(time / 10, timedelta(seconds=30)))


async def corrects(stage: Stage, store: Store, figure: str) -> None:
    """Let the count of people deployed say something else."""

    async def say(work: Work) -> None:
        (mission,) = await work.missions.all()
        claim = await work.claims.find(mission, "S2-21")
        assert claim
        value = read_quantity(f"about {figure} personnel")
        await work.claims.record(mission, replace(claim, value=value), "typing slip")

    async with store.changing(stage.space, None, stage.now()) as work:
        await say(work)


async def hears(stage: Stage, store: Store, room: Room, tells: Tells) -> None:
    async with store.changing(stage.space, None, stage.now()) as work:
        (mission,) = await work.missions.all()
        await work.follows.tell(room.id, mission.ref, tells)


async def rows(stage: Stage, one: Process, room: Room, kind: DeliveryKind) -> list[Delivery]:
    return [delivery for delivery in await stage.ledger(one.store, room) if delivery.kind is kind]


def text(said: Said) -> str:
    return "\n".join(plain(line) for line in lines(said))


def section_of(stage: Stage, room: Room, label: str) -> str:
    """The words of a section of the last post in a room."""
    said = stage.platform.rooms[room.external_id][-1].said
    return next(text(replace(said, title=(), header=(), small=(), sections=(part,))) for part in said.sections
                if part.label and plain(part.label).startswith(label))  # fmt: skip
