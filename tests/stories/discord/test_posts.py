"""A channel that is briefed by itself: switched on by one press, with buttons that work after a restart."""

from __future__ import annotations

from bot.rights import new_setup_code
from bot.rounds import rounds_of
from tests.stories.discord.stage import MORNING, Stage, served


async def posted(stage: Stage) -> None:
    """Let what is due be posted."""
    await rounds_of(stage.store, stage.desk, {"discord": stage.bot.posts}, stage.now).go()


async def test_a_channel_follows_in_one_confirmed_step_and_gets_digest_1_with_buttons(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    asked = await ada.types("/mss-posts follow zone:Nairobi", room)
    assert "Nothing is posted yet" in asked.text
    await posted(stage)
    assert stage.discord.posts(room) == []
    assert "digest 1 is on its way" in (await asked.press("Follow")).text
    await posted(stage)
    (message,) = stage.discord.posts(room)
    assert "Digest 1" in ada.looks_at(message).text
    assert room.server
    thread = room.server.thread("What is this?", room, at=message)
    assert "schedule No. 1" in (await ada.types("/mss-posts schedule why", thread)).text
    assert "This room, last" in (await ada.types("/mss-posts schedule why", room)).text
    await stage.bot.stop()
    async with served(stage.discord, stage.store, stage.desk):
        await stage.discord.gateway.connected()
        why = await ada.looks_at(message).press("Why this?")
        assert why.private
        assert "schedule No. 1" in why.text


async def test_the_zone_is_asked_for_in_a_form_where_discord_tells_none(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    form = (await ada.types("/mss-posts follow", room)).modal
    assert form.fields == ["Mission", "Zone"]
    asked = await form.fill({"Zone": "Nairobi"}).submit()
    assert "weekdays at 07:30 Nairobi" in asked.text
