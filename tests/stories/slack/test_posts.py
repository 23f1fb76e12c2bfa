"""A channel that is briefed by itself: switched on by one press, with buttons that work after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from bot.rights import Role
from bot.rounds import rounds_of
from tests.fakes.slack.world import Kind
from tests.stories.changing import mandate_ends
from tests.stories.slack.stage import Stage, Transport, served, staged
from tests.stories.slack.test_changes import granted

THURSDAY = date(2026, 11, 26)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, a few real seconds at most."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def posted(stage: Stage) -> None:
    """Let what is due be posted."""
    await rounds_of(stage.store, stage.desk, {"slack": stage.bot.posts}, stage.now).go()


async def test_a_channel_follows_in_one_confirmed_step_and_gets_digest_1_with_buttons(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, Role.EDITOR.value)
    room = stage.slack.channel("haiti-desk", ada)
    asked = await ada.types("/mss follow zone Nairobi", room)
    assert "Nothing is posted yet" in asked.modal.words
    await posted(stage)
    assert ada.sees(room) == []
    await (await asked.modal.press("Follow")).arrives()
    await until(lambda: "digest 1 is on its way" in asked.modal.words)
    await posted(stage)
    post = ada.looks_at(room.messages[-1])
    assert "Digest 1" in post.words
    message = room.messages[-1]
    inside = await ada.mentions("@bot why", room, thread=message)
    assert "schedule No. 1" in inside.words
    assert "This room, last" in (await ada.mentions("@bot why", room)).words
    await stage.bot.stop()
    transport: Transport = "http" if stage.bot.routes else "socket"
    async with served(stage.slack, stage.store, stage.desk, transport):
        why = await ada.looks_at(message).press("Why this?")
        assert why.private
        assert "schedule No. 1" in why.words
        assert "weekdays at 07:30 Nairobi" in why.words


async def test_a_warning_that_nobody_acknowledges_is_told_on_and_acknowledged_there_for_the_room_that_was_warned(
    tmp_path,
):
    async with staged(tmp_path) as stage:
        ada = stage.slack.person("Ada")
        await granted(stage, ada, Role.EDITOR.value)
        room, duty = stage.slack.channel("haiti-desk", ada), stage.slack.channel("duty-desk", ada)
        asked = await ada.types("/mss follow zone Nairobi", room)
        await (await asked.modal.press("Follow")).arrives()
        await ada.types("/mss schedule edit warnings fallback #duty-desk", room)
        space = await stage.store.space_of("slack", stage.slack.team.id) or 0
        await mandate_ends(stage.store, space, THURSDAY, stage.now())
        for hours in (0, 21, 24):
            stage.slack.clock.advance(hours * 3600)
            await posted(stage)
        warning = next(message for message in room.messages if "3 days left" in ada.looks_at(message).words)
        assert (await ada.looks_at(warning).press("Record a renewal")).modal.value("Kind")["value"] == "renewal"
        told_on = ada.looks_at(duty.messages[-1])
        assert "Nobody acknowledged this – 2 days left: MSS Haiti mandate ends Thu 26 Nov 2026" in told_on.words
        out = await told_on.press("Acknowledge")
        assert out.private
        assert "Acknowledged, under your name" in out.words
        stage.slack.clock.advance(60)
        await posted(stage)
        for message, there in ((warning, room), (duty.messages[0], duty)):
            below = there.messages[-1]
            assert below.thread_ts == message.ts
            assert "Acknowledged by Ada" in ada.looks_at(below).words


async def test_a_reader_may_follow_in_their_own_conversation_with_the_bot(stage: Stage):
    ben = stage.slack.person("Ben")
    direct = stage.slack.world.direct(stage.slack.team, ben.id)
    asked = await (await ben.writes_dm("follow zone Nairobi")).arrives()
    await asked.press("Follow")
    await until(lambda: "digest 1 is on its way" in " ".join(ben.sees(direct)))
    await posted(stage)
    assert "Digest 1" in ben.looks_at(direct.messages[-1]).words


async def test_a_slash_command_in_ones_own_conversation_is_direct_and_between_people_it_is_not(stage: Stage):
    ben, ada = stage.slack.person("Ben"), stage.slack.person("Ada")
    asked = await ben.types("/mss follow zone Nairobi")
    await (await asked.modal.press("Follow")).arrives()
    await until(lambda: "digest 1 is on its way" in asked.modal.words)
    await posted(stage)
    direct = stage.slack.world.direct(stage.slack.team, ben.id)
    assert "Digest 1" in ben.looks_at(direct.messages[-1]).words
    between = stage.slack.world.channel(stage.slack.team, "", Kind.DIRECT, ben.id, ada.id)
    assert "right to edit" in (await ben.types("/mss follow zone Nairobi", between)).words
