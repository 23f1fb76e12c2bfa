"""What people see when an answer takes long: three seconds, fifteen minutes, and a stop meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.port import Refused, Request
from bot.desk import Desk
from briefings.document import UserError
from tests.fakes.discord import Channel, Permission, Person
from tests.stories.discord.slow import SleepyDesk, SlowDesk
from tests.stories.discord.stage import Stage, staged

ENOUGH = 1.5
"""Seconds in which the desk says who may read its answer, however busy the machine is; the answer itself comes later."""


@asynccontextmanager
async def slowed(
    folder: Path, kind: Callable[[Desk], SlowDesk] = SlowDesk, patience: float = 0.3
) -> AsyncIterator[tuple[Stage, SlowDesk]]:
    """A stage whose desk waits for its door."""
    made: list[SlowDesk] = []

    def make(desk: Desk) -> SlowDesk:
        made.append(kind(desk))
        return made[0]

    async with staged(folder, desk=make, patience=patience) as stage:
        stage.discord.patience = 5 * ENOUGH
        yield stage, made[0]


async def known_room(stage: Stage, *names: str) -> tuple[Channel, list[Person]]:
    """A room of a server whose space stands already, so that only the desk takes time."""
    room, people = stage.room(*names)
    assert room.server
    await stage.desk.welcome("discord", room.server.id, room.server.name, stage.now())
    return room, people


async def test_a_slow_answer_is_deferred_and_takes_the_place_of_the_sign_of_work(tmp_path: Path):
    async with slowed(tmp_path) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        seen = await ada.types("/mss status", room, waits=False)
        assert seen.error == ""
        assert seen.is_thinking
        assert seen.private
        slow.door.set()
        await seen.more()
        assert "mandate ended" in seen.text
        assert seen.private
        assert len(seen.posts) == 1
        assert ben.sees(room) == []


async def test_a_slow_answer_for_all_is_public_from_the_first_sign_of_work(tmp_path: Path):
    async with slowed(tmp_path, patience=ENOUGH) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        seen = await ada.types("/mss status share:True", room, waits=False)
        assert seen.is_thinking
        assert not seen.private
        slow.door.set()
        await seen.more()
        assert ben.sees(room) == [seen.text]


class DisappointedDesk(SlowDesk):
    """A desk that finds only while it works that it has to refuse."""

    def _late(self, taken: Any) -> Any:
        async def answer() -> Refused:
            await self.door.wait()
            return await self.desk.refuse(self.request, UserError("The figures are locked"))

        return answer

    async def take(self, request: Request) -> Any:
        self.request = request
        return await super().take(request)


async def test_a_refusal_that_comes_late_is_private_though_the_answer_was_to_be_public(tmp_path: Path):
    async with slowed(tmp_path, DisappointedDesk, ENOUGH) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        seen = await ada.types("/mss status share:True", room, waits=False)
        assert not seen.private
        slow.door.set()
        while not (seen.posts and seen.post.private):
            await seen.more()
        assert "The figures are locked" in seen.text
        assert ben.sees(room) == []


async def test_until_the_desk_says_who_may_read_it_nobody_else_sees_anything(tmp_path: Path):
    async with slowed(tmp_path, SleepyDesk) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        seen = await ada.types("/mss status share:True", room, waits=False)
        assert seen.private
        assert ben.sees(room) == []
        slow.door.set()
        while not seen.posts or seen.post.private:
            await seen.more()
        assert ben.sees(room) == [seen.text]
        assert "mandate ended" in seen.text


async def test_a_form_that_comes_too_late_to_open_waits_behind_a_button(tmp_path: Path):
    async with slowed(tmp_path, SleepyDesk) as (stage, slow):
        room, (ada,) = await known_room(stage, "Ada")
        seen = await ada.types("/mss search", room, waits=False)
        slow.door.set()
        await seen.more()
        assert "“search” wants WORDS" in seen.text
        assert (await seen.press("Fill in")).modal.title == "Search (1/2)"


async def test_nothing_is_suggested_rather_than_too_late(tmp_path: Path):
    async with slowed(tmp_path, SleepyDesk) as (stage, slow):
        room, (ada,) = await known_room(stage, "Ada")
        assert await ada.completes("/mss source what:", "5", room) == []
        slow.door.set()


async def test_after_fifteen_minutes_a_public_answer_comes_as_a_message_and_says_so(tmp_path: Path):
    async with slowed(tmp_path, patience=ENOUGH) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        await ada.types("/mss status share:True", room, waits=False)
        stage.discord.passes(16 * 60)
        slow.door.set()
        await stage.discord.called("POST /channels/{}/messages")
        (post,) = [text for text in ben.sees(room) if text]
        assert "mandate ended" in post
        assert "took longer than Discord keeps a question open" in post


async def test_after_fifteen_minutes_a_private_answer_goes_to_its_asker_directly(tmp_path: Path):
    async with slowed(tmp_path) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        await ada.types("/mss status", room, waits=False)
        stage.discord.passes(16 * 60)
        slow.door.set()
        await stage.discord.called("POST /channels/{}/messages")
        (post,) = ada.sees(stage.discord.dm(ada))
        assert "mandate ended" in post
        assert ben.sees(room) == []


async def test_after_fifteen_minutes_a_room_that_is_closed_to_the_bot_is_named(tmp_path: Path):
    async with slowed(tmp_path, patience=ENOUGH) as (stage, slow):
        room, (ada, _ben) = await known_room(stage, "Ada", "Ben")
        room.denies(Permission.SEND_MESSAGES)
        await ada.types("/mss status share:True", room, waits=False)
        stage.discord.passes(16 * 60)
        slow.door.set()
        await stage.discord.called("POST /channels/{}/messages", 2)
        (post,) = ada.sees(stage.discord.dm(ada))
        assert "mandate ended" in post
        assert "It was to be shown to everybody where you asked, but I may not post there" in post


async def test_after_fifteen_minutes_an_answer_that_nobody_takes_is_told_of_without_a_word_of_it(tmp_path: Path):
    async with slowed(tmp_path) as (stage, slow):
        room, (ada, ben) = await known_room(stage, "Ada", "Ben")
        ada.blocks_messages()
        await ada.types("/mss status", room, waits=False)
        stage.discord.passes(16 * 60)
        slow.door.set()
        await stage.discord.called("POST /channels/{}/messages", 2)
        (post,) = ben.sees(room)
        assert "ask again" in post
        assert "mandate" not in post


async def test_what_was_heard_is_answered_before_the_bot_stops(tmp_path: Path):
    async with slowed(tmp_path) as (stage, slow):
        room, (ada,) = await known_room(stage, "Ada")
        seen = await ada.types("/mss status", room, waits=False)
        stopping = asyncio.create_task(stage.bot.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        slow.door.set()
        await stopping
        assert "mandate ended" in seen.posts[-1].text
