"""Servers apart from each other, direct messages, people who bring the bot along, and their time zones."""

from __future__ import annotations

from adapters.port import DeliveryError, Room
from briefings.document import Document, Said, Span
from tests.stories.discord.stage import Stage, served, until

NOTE: Said = Document("note", (Span("Morning digest"),))


async def withdrawn(stage: Stage, tenant: str) -> None:
    """Take the headline figure back in the space of one server."""
    space = await stage.store.space_of("discord", tenant)
    async with stage.store.changing(space or 0, None, stage.now()) as work:
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, "S2-21", "counted twice")


# servers


async def test_nothing_of_one_server_is_seen_in_another(stage: Stage):
    here, (ada,) = stage.room("Ada")
    there, (ben,) = stage.room("Ben", server="Second desk")
    assert here.server
    assert "about 572" in (await ada.types("/mss status", here)).text
    await withdrawn(stage, here.server.id)
    assert "572" not in (await ada.types("/mss status", here)).text
    assert "about 572" in (await ben.types("/mss status", there)).text


async def test_a_server_that_invites_the_bot_later_is_served_at_once(stage: Stage):
    server = stage.discord.server("New desk", installed=False)
    ada, room = stage.discord.person("Ada", server), server.channel("haiti-desk")
    server.adds_bot()
    assert "mandate ended" in (await ada.types("/mss status", room)).text


async def test_leaving_a_server_stops_its_posts_until_the_bot_is_back(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert room.server
    await ada.types("/mss status", room)
    there = Room("discord", room.server.id, room.id, room.name)
    await stage.bot.posts.post(there, NOTE, "digest 1")
    room.server.removes_bot()
    await until_left(stage, room.server.id)
    calls = len(stage.discord.calls())
    error = await refusal(stage, there)
    assert error.permanent
    assert "removed from the server" in error.why.message
    assert len(stage.discord.calls()) == calls, "Discord is not even asked"
    room.server.adds_bot()
    await ada.types("/mss status", room)
    await stage.bot.posts.post(there, NOTE, "digest 3")
    assert len(stage.discord.posts(room)) == 2


async def until_left(stage: Stage, tenant: str) -> None:
    async def left() -> bool:
        return await stage.store.notes.get("discord", f"server {tenant}") == "left"

    await until(left)


async def refusal(stage: Stage, room: Room) -> DeliveryError:
    try:
        await stage.bot.posts.post(room, NOTE, "digest 2")
    except DeliveryError as error:
        return error
    raise AssertionError("it was posted")


# people by themselves


async def test_direct_messages_are_a_space_of_ones_own_and_say_so(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert room.server
    await ada.types("/mss status", room)
    await withdrawn(stage, room.server.id)
    seen = await ada.types("/mss status")
    assert not seen.private, "nobody else is there, and it is still there after a reload"
    assert "about 572" in seen.text
    assert "This is your own space" in seen.text
    assert "Share" not in seen.buttons


async def test_nobody_shares_with_themselves(stage: Stage):
    _room, (ada,) = stage.room("Ada")
    assert "Only you are here" in (await ada.types("/mss status share:True")).text


async def test_who_brings_the_bot_into_a_foreign_server_is_answered_alone(stage: Stage):
    foreign = stage.discord.server("Elsewhere", installed=False)
    ada, ben = stage.discord.person("Ada", foreign), stage.discord.person("Ben", foreign)
    room = foreign.channel("lobby")
    ada.installs_app()
    seen = await ada.types("/mss status", room)
    assert seen.private
    assert "This is your own space" in seen.text
    shared = await ada.types("/mss status share:True", room)
    assert shared.private
    assert "I am no member here, so I answer you alone" in shared.text
    assert ben.sees(room) == []


async def test_a_long_answer_in_a_foreign_server_arrives_whole_all_the_same(stage: Stage):
    foreign = stage.discord.server("Elsewhere", installed=False)
    ada, room = stage.discord.person("Ada", foreign), foreign.channel("lobby")
    ada.installs_app()
    seen = await ada.types("/mss help name:all", room)
    while "settings" not in "".join(post.text for post in seen.posts):
        await seen.more()
    assert all(post.private for post in seen.posts if post.message.channel is room)


async def test_two_peoples_own_spaces_are_apart(stage: Stage):
    _room, (ada, ben) = stage.room("Ada", "Ben")
    await ada.types("/mss status")
    await withdrawn(stage, f"user:{ada.id}")
    assert "572" not in (await ada.types("/mss status")).text
    assert "about 572" in (await ben.types("/mss status")).text


# time zones


async def test_the_zone_is_asked_for_once_where_the_day_matters(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert "Set my zone" not in (await ada.types("/mss mission list", room)).buttons
    assert "Set my zone" not in (await ada.types("/mss status as-of:2025-01-15", room)).buttons
    seen = await ada.types("/mss status", room)
    assert "Days are counted in UTC until you set your zone" in seen.text
    form = (await seen.press("Set my zone")).modal
    assert form.value("Name") == ["zone"]
    assert "Africa/Nairobi" in (await form.fill({"Value": "Nairobi"}).submit()).text
    assert "Set my zone" not in (await ada.types("/mss due", room)).buttons


async def test_the_zone_is_not_asked_for_again_by_another_process(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types("/mss status", room)
    await stage.bot.stop()
    async with served(stage.discord, stage.store, stage.desk):
        await stage.discord.gateway.connected()
        assert "Set my zone" not in (await ada.types("/mss status", room)).buttons


async def test_who_has_found_the_settings_is_not_asked(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types("/mss settings name:zone value:Auckland", room)
    stage.discord.passes(5 * 3_600)  # 12:30 UTC, half past one in the night of the 23rd in Auckland
    seen = await ada.types("/mss status", room)
    assert "Set my zone" not in seen.buttons
    assert "Mon 23 Nov 2026" in seen.text


async def test_a_shared_post_asks_nobody_for_their_zone(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert "Set my zone" not in (await ada.types("/mss status share:True", room)).buttons
