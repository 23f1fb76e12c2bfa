"""A channel that is briefed by itself: switched on by one press, with buttons that work after a restart."""

from __future__ import annotations

from datetime import date

from adapters.discord import posts
from bot.rights import new_setup_code
from bot.rounds import rounds_of
from tests.stories.changing import mandate_ends
from tests.stories.discord.stage import MORNING, Stage, served

THURSDAY = date(2026, 11, 26)


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


async def test_a_warning_that_nobody_acknowledges_is_told_on_and_acknowledged_there_for_the_room_that_was_warned(
    stage: Stage, monkeypatch
):
    monkeypatch.setattr(posts, "FORGETS_AFTER", 1)  # what discord.py keeps of each room, too, after every post
    room, (ada,) = stage.room("Ada")
    assert room.server
    duty = room.server.channel("duty-desk")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    await (await ada.types("/mss-posts follow zone:Nairobi", room)).press("Follow")
    await ada.types(f"/mss-posts schedule edit which:warnings fallback:<#{duty.id}>", room)
    space = await stage.store.space_of("discord", room.server.id) or 0
    await mandate_ends(stage.store, space, THURSDAY, stage.now())
    for hours in (0, 21, 24):
        stage.discord.clock.advance(hours * 3600)
        await posted(stage)
    warning = next(message for message in stage.discord.posts(room) if "3 days left" in ada.looks_at(message).text)
    assert "#duty-desk is told." in ada.looks_at(warning).text
    (told_on,) = stage.discord.posts(duty)
    assert (
        "Nobody acknowledged this – 2 days left: MSS Haiti mandate ends Thu 26 Nov 2026" in ada.looks_at(told_on).text
    )
    out = await ada.looks_at(told_on).press("Acknowledge")
    assert out.private
    assert "Acknowledged, under your name" in out.text
    stage.discord.clock.advance(60)
    await posted(stage)
    for message, there in ((warning, room), (told_on, duty)):
        below = stage.discord.posts(there)[-1]
        assert below.reference is message
        assert "Acknowledged by Ada" in ada.looks_at(below).text


async def test_the_zone_is_asked_for_in_a_form_where_discord_tells_none(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    form = (await ada.types("/mss-posts follow", room)).modal
    assert form.fields == ["Mission", "Zone"]
    asked = await form.fill({"Zone": "Nairobi"}).submit()
    assert "weekdays at 07:30 Nairobi" in asked.text
