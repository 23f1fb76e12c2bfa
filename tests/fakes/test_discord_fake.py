"""The fake Discord proves itself: the real discord.py client meets what Discord documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
from discord import app_commands

from tests.fakes.discord import App, Channel, FakeDiscord, Fault, NoSuchField, Permission, Person
from tests.fakes.discord.echo import EchoBot, ShardedBot, logged_in, running
from tests.fakes.discord.gateway import HEARTBEAT, RESUMABLE
from tests.fakes.discord.interactions import FAILED, TOKEN_LIFE, Kind
from tests.fakes.discord.modals import REQUIRED

QUICK = 0.05
"""Real seconds for one of Discord's, where a test lets a limit pass."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start() as fake:
        yield fake


@pytest.fixture
async def quick() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start(scale=QUICK) as quick:
        yield quick


def at_desk(fake: FakeDiscord) -> tuple[Person, Channel]:
    """Ada, and a room of a server in which she and the bot are."""
    server = fake.server("Desk")
    return fake.person("Ada", server), server.channel("haiti-desk")


# commands


async def test_a_command_is_answered_privately(fake):
    ada, room = at_desk(fake)
    ben = fake.person("Ben", room.home)
    async with running(fake):
        seen = await ada.types("/mss status as-of:2025-01-15", room)
    assert seen.private
    assert not seen.was_thinking
    assert seen.text == "status of 2025-01-15"
    assert seen.buttons == ["Full brief"]
    assert ben.sees(room) == []


async def test_an_answer_for_the_channel_is_seen_by_all_in_it(fake):
    ada, room = at_desk(fake)
    ben = fake.person("Ben", room.home)
    async with running(fake):
        seen = await ada.types("/mss status share:True", room)
    assert not seen.private
    assert ben.sees(room) == ["status of today"]


async def test_a_late_answer_is_unknown_to_discord_and_never_seen(quick):
    ada, room = at_desk(quick)
    async with running(quick):
        seen = await ada.types("/mss late", room)
        assert seen.error == FAILED[Kind.COMMAND]
        answers = await quick.called("POST /interactions/{}/{}/callback")
    assert seen.posts == []
    assert [call.code for call in answers] == [10062]
    assert ada.sees(room) == []


async def test_nobody_listening_is_told_at_once(fake):
    ada, room = at_desk(fake)
    async with logged_in(fake, EchoBot(fake)) as bot:
        await bot.tree.sync()  # type: ignore[attr-defined]
    assert (await ada.types("/mss status", room)).error == FAILED[Kind.COMMAND]


async def test_a_command_that_is_not_registered_cannot_be_used(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss nothing", room)
    assert "No command is registered" in seen.error
    assert "/mss status" in seen.error


async def test_the_client_refuses_values_of_the_wrong_kind_and_missing_ones(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        assert "required" in (await ada.types("/mss source", room)).error
        assert "True or False" in (await ada.types("/mss status share:maybe", room)).error
        assert "no “@Zoe” here" in (await ada.types("/mss source fact:S1 who:@Zoe", room)).error
    assert fake.calls("POST /interactions/{}/{}/callback") == []


async def test_a_payload_that_no_client_would_send_reaches_the_bot(quick):
    ada, room = at_desk(quick)
    async with running(quick):
        command = quick.commands.named("", 1, "mss") or {}
        inner = {"type": 1, "name": "status", "options": [{"type": 3, "name": "as-of", "value": "x" * 7_000}]}
        payload = {"id": command["id"], "name": "mss", "type": 1, "options": [inner]}
        seen = await ada.types("/mss status", room, payload=payload)
    assert seen.error == FAILED[Kind.COMMAND], "the answer was too long, Discord refused it and the bot said no more"
    assert quick.calls("POST /interactions/{}/{}/callback")[-1].answer["errors"]["data"]["content"]["_errors"] == [
        {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}
    ]


async def test_files_and_people_come_resolved(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        line = "/mss source fact:S2-21 quote:quote.txt who:@Ada"
        seen = await ada.types(line, room, files={"quote.txt": b"about 572 personnel"})
    assert seen.text == "S2-21: about 572 personnel, for Ada"


async def test_suggestions_are_shown_while_typing_and_taken_by_name(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        choices = await ada.completes("/mss source fact:", "57", room)
        seen = await ada.types("/mss source fact:S2-21 about 572 personnel", room)
    assert [choice.name for choice in choices] == ["S2-21 about 572 personnel"]
    assert seen.text == "S2-21: no quotation"


async def test_a_message_command_tells_of_the_message(fake):
    ada, room = at_desk(fake)
    message = ada.writes("572 officers?", room)
    async with running(fake):
        seen = await ada.uses_on(message, "Ask about this")
        assert "No command" in (await ada.uses_on(message, "Delete this")).error
    assert seen.text == "about 572 officers?"


async def test_a_language_of_discord_and_its_names_reach_the_bot(fake):
    server = fake.server("Bureau", locale="fr")
    room = server.channel("haiti")
    told: dict[str, discord.Locale | None] = {}
    chloe = fake.person("Chloé", server, locale="fr")

    class French(app_commands.Translator):
        async def translate(self, string, locale, context):
            return {"situation": "état"}.get(string.message) if locale is discord.Locale.french else None

    bot = discord.Client(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
    tree = app_commands.CommandTree(bot)

    @tree.command(description="Say the situation")
    async def situation(interaction: discord.Interaction) -> None:
        told.update(user=interaction.locale, server=interaction.guild_locale)
        await interaction.response.send_message("voilà")

    async with running(fake, bot):
        await tree.set_translator(French())
        await tree.sync()
        seen = await chloe.types("/état", room)
    assert seen.text == "voilà"
    assert told == {"user": discord.Locale.french, "server": discord.Locale.french}


async def test_a_command_works_in_a_thread_and_between_two_friends(fake):
    ada, room = at_desk(fake)
    ben, thread = fake.person("Ben"), room.home.thread("572", room)
    ada.installs_app()
    async with running(fake):
        assert (await ada.types("/mss status", thread)).text == "status of today"
        assert (await ada.types("/mss status share:True", fake.dm(ada, ben))).text == "status of today"
    assert ben.sees(fake.dm(ada, ben)) == ["status of today"]


# deferring


async def test_a_slow_answer_fills_the_one_that_is_thinking_and_stays_private(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss slow", room)
        await seen.more()
    assert seen.was_thinking
    assert [post.text for post in seen.posts] == ["found", "and more"]
    assert [post.private for post in seen.posts] == [True, False]


async def test_what_is_thinking_can_be_seen_thinking_for_fifteen_minutes(fake):
    ada, room = at_desk(fake)
    bot, held = EchoBot(fake), asyncio.Event()
    refused = asyncio.get_running_loop().create_future()

    @bot.tree.command(description="Say something too late")
    async def hold(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await held.wait()
        try:
            await interaction.edit_original_response(content="too late")
        except discord.HTTPException as error:
            refused.set_result((error.status, error.code))

    async with running(fake, bot):
        seen = await ada.types("/hold", room, waits=False)
        thinking = [seen.is_thinking]
        fake.passes(TOKEN_LIFE + 1)
        thinking.append(seen.is_thinking)
        held.set()
        assert await asyncio.wait_for(refused, 2) == (401, 50027)
    assert thinking == [True, False]


async def test_the_first_follow_up_after_deferring_inherits_its_privacy(fake):
    ada, room = at_desk(fake)
    bot = EchoBot(fake)

    @bot.tree.command(description="Follow up only")
    async def follow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True, ephemeral=False)
        await interaction.followup.send("said openly", ephemeral=True)
        await interaction.followup.send("said privately", ephemeral=True)

    async with running(fake, bot):
        seen = await ada.types("/follow", room)
        await seen.more()
    assert [(post.text, post.private) for post in seen.posts] == [("said openly", False), ("said privately", True)]


async def test_two_answers_to_one_interaction_are_one_too_many(fake):
    ada, room = at_desk(fake)
    async with running(fake, EchoBot(fake)), running(fake, EchoBot(fake)):
        assert len(fake.gateway.sessions) == 2
        seen = await ada.types("/mss status", room)
        answers = await fake.called("POST /interactions/{}/{}/callback", 2)
    assert sorted(call.code for call in answers) == [0, 40060]
    assert seen.text == "status of today"


# buttons, menus, modals


async def test_a_pressed_button_changes_its_message_even_after_a_restart(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss status", room)
    async with running(fake):
        pressed = await seen.press("Full brief")
    assert pressed.text == "mss in full"
    assert ada.sees(room) == ["mss in full"]
    with pytest.raises(NoSuchField):
        await pressed.press("Full brief")


async def test_an_option_is_chosen_from_a_menu(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss menu", room)
        assert seen.post.menus == {"Mission": ["MSS Haiti", "AUSSOM"]}
        chosen = await seen.choose("MSS Haiti")
    assert chosen.text == "you chose mss"


async def test_a_form_is_opened_filled_in_and_submitted(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        form = (await ada.types("/mss form", room)).modal
        assert (form.title, form.fields, form.options("Grade")) == ("Figure", ["Strength", "Grade"], ["A", "B"])
        await form.submit()
        assert form.errors == {"Strength": REQUIRED}
        await form.fill(strength="more than ten").submit()
        assert form.errors == {"Strength": "Must be 10 or fewer in length."}
        seen = await form.fill({"Strength": "572", "Grade": "B"}).submit()
    assert not form.is_open
    assert seen.text == "recorded 572 B"
    assert seen.private


async def test_private_answers_vanish_on_reload(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss status", room)
        ada.reloads()
    assert ada.sees(room) == []
    assert seen.posts == []


async def test_components_show_their_words_their_pictures_and_their_buttons(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss layout", room)
    assert seen.text == "# MSS Haiti"
    assert seen.post.alt_texts == ["572 of 2,500"]
    assert seen.files[0].filename == "chart.png"
    assert seen.components[0]["components"][1]["items"][0]["media"]["url"] == seen.files[0].url
    assert seen.buttons == ["Full brief"]


# contexts


async def test_in_direct_messages_the_bot_answers_those_who_share_a_server(fake):
    ada, _room = at_desk(fake)
    async with running(fake):
        seen = await ada.types("/mss status")
        stranger = await fake.person("Chidi").types("/mss status")
    assert seen.text == "status of today"
    assert "No command is registered" in stranger.error


async def test_an_app_of_ones_own_works_everywhere_with_five_follow_ups_and_in_public_only_where_allowed(quick):
    elsewhere = quick.server("Elsewhere", installed=False)
    chidi, room = quick.person("Chidi", elsewhere), elsewhere.channel("general")
    bot, codes, done = EchoBot(quick), [], asyncio.Event()

    @bot.tree.command(description="Say a lot")
    @app_commands.allowed_installs(guilds=True, users=True)
    async def much(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("0")
        try:
            for number in range(1, 7):
                await interaction.followup.send(str(number))
        except discord.HTTPException as refused:
            codes.append(refused.code)
            done.set()

    async with running(quick, bot):
        assert (await chidi.types("/mss status", room)).error
        chidi.installs_app()
        room.denies(Permission.USE_EXTERNAL_APPS, elsewhere.roles[elsewhere.id])
        assert (await chidi.types("/mss status share:True", room)).private
        room.allows(Permission.USE_EXTERNAL_APPS, elsewhere.roles[elsewhere.id])
        assert not (await chidi.types("/mss status share:True", room)).private
        seen = await chidi.types("/much", room)
        await asyncio.wait_for(done.wait(), 10)
    assert codes == [40094]
    assert [post.text for post in seen.posts] == ["0", "1", "2", "3", "4", "5"]


async def test_admins_decide_who_uses_a_command(fake):
    ada, room = at_desk(fake)
    server = room.home
    editors = server.role("Editors")
    ben = fake.person("Ben")
    server.join(ben, roles=(editors,))
    async with running(fake):
        fake.decides(server, "mss", server.roles[server.id], allowed=False)
        fake.decides(server, "mss", editors, allowed=True)
        assert "No command is registered" in (await ada.types("/mss status", room)).error
        assert (await ben.types("/mss status", room)).text == "status of today"
        fake.decides(server, "mss", room, allowed=False)
        assert "No command is registered" in (await ben.types("/mss status", room)).error


# posting


async def test_a_message_with_the_same_nonce_is_posted_once_for_some_minutes(fake):
    _ada, room = at_desk(fake)
    async with running(fake) as bot:
        there = bot.get_partial_messageable(int(room.id))
        first, second = [await there.send("digest", nonce="digest-1") for _time in range(2)]
        fake.passes(600)
        third = await there.send("digest", nonce="digest-1")
    assert first.id == second.id != third.id
    assert len(fake.posts(room)) == 2


async def test_a_channel_says_why_nothing_can_be_posted(fake):
    _ada, room = at_desk(fake)
    async with running(fake) as bot:
        there = bot.get_partial_messageable(int(room.id))
        room.denies(Permission.SEND_MESSAGES)
        with pytest.raises(discord.Forbidden) as refused:
            await there.send("digest")
        assert refused.value.code == 50013
        room.denies(Permission.VIEW_CHANNEL)
        with pytest.raises(discord.Forbidden) as refused:
            await there.send("digest")
        assert refused.value.code == 50001
        room.deleted()
        with pytest.raises(discord.NotFound) as unknown:
            await there.send("digest")
        assert unknown.value.code == 10003
    assert fake.refused == 2


async def test_people_can_be_written_to_unless_they_block_it(fake):
    ada, _room = at_desk(fake)
    async with running(fake) as bot:
        user = await bot.fetch_user(int(ada.id))
        await user.send("warning")
        ada.blocks_messages()
        with pytest.raises(discord.Forbidden) as refused:
            await user.send("warning")
    assert ada.sees(fake.dm(ada)) == ["warning"]
    assert refused.value.code == 50007


async def test_a_server_that_adds_the_bot_is_heard_of(fake):
    server, bot = fake.server("Desk", installed=False), EchoBot(fake)
    joined = asyncio.get_running_loop().create_future()

    @bot.event
    async def on_guild_join(guild: discord.Guild) -> None:
        joined.set_result(guild.name)

    async with running(fake, bot):
        server.adds_bot()
        assert await asyncio.wait_for(joined, 2) == "Desk"


async def test_a_server_that_removes_the_bot_is_heard_of_and_closed_to_it(fake):
    _ada, room = at_desk(fake)
    bot, left = EchoBot(fake), asyncio.Event()

    @bot.event
    async def on_guild_remove(guild: discord.Guild) -> None:
        left.set()

    async with running(fake, bot):
        there = bot.get_partial_messageable(int(room.id))
        room.home.removes_bot()
        await asyncio.wait_for(left.wait(), 2)
        with pytest.raises(discord.Forbidden) as refused:
            await there.send("digest")
    assert refused.value.code == 50001


async def test_the_real_client_waits_as_it_is_told_and_everything_arrives(quick):
    _ada, room = at_desk(quick)
    async with running(quick) as bot:
        there = bot.get_partial_messageable(int(room.id))
        await asyncio.gather(*(there.send(str(number)) for number in range(12)))
    assert len(quick.posts(room)) == 12
    posted = quick.calls("POST /channels/{}/messages")
    assert posted[0].headers["X-RateLimit-Limit"] == "5"
    assert all(call.status in (200, 429) for call in posted)


async def test_an_accepted_message_whose_answer_is_lost_stands_all_the_same(fake):
    _ada, room = at_desk(fake)
    fake.breaks("POST /channels/{}/messages", Fault(status=0, after_accepting=True))
    async with running(fake) as bot:
        there = bot.get_partial_messageable(int(room.id))
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await there.send("digest", nonce="digest-1")
        again = await there.send("digest", nonce="digest-1")
    assert [message.id for message in fake.posts(room)] == [str(again.id)]


# the gateway


async def test_what_happened_while_the_network_was_away_is_told_on_resuming(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        await fake.gateway.cut()
        seen = await ada.types("/mss status", room)
        assert fake.gateway.resumed == 1
    assert seen.text == "status of today"
    assert fake.gateway.identified == 1


async def test_the_real_client_comes_back_when_it_is_asked_to_reconnect(fake):
    ada, room = at_desk(fake)
    async with running(fake):
        fake.gateway.reconnect()
        await fake.gateway.has_resumed()
        assert (await ada.types("/mss status", room)).text == "status of today"


async def test_a_session_that_is_over_is_begun_anew(quick):
    async with running(quick):
        quick.gateway.invalidate()
        await quick.gateway.connected()
        assert (quick.gateway.identified, quick.gateway.resumed) == (2, 0)
        await quick.gateway.cut()
        quick.passes(RESUMABLE + 1)
        await quick.gateway.has_identified(3)
    assert quick.gateway.resumed == 0


async def test_a_stalled_connection_is_noticed_and_nothing_is_lost():
    async with await FakeDiscord.start(scale=0.2 / HEARTBEAT) as fake:
        ada, room = at_desk(fake)
        async with running(fake, EchoBot(fake, heartbeat_timeout=0.3)):
            fake.gateway.stall()
            await ada.types("/mss status", room)
            await fake.gateway.has_resumed()
            await fake.called("POST /interactions/{}/{}/callback")


@pytest.mark.parametrize(
    ("intents", "token", "code"),
    [(discord.Intents(guilds=True), "wrong", 4004), (discord.Intents(message_content=True), "", 4014)],
)
async def test_a_wrong_token_and_intents_that_are_not_allowed_end_the_connection_for_good(fake, intents, token, code):
    async with logged_in(fake, discord.Client(intents=intents)) as bot:
        bot.http.token = token or fake.token
        with pytest.raises((discord.ConnectionClosed, discord.PrivilegedIntentsRequired)) as closed:
            await bot.connect()
    assert getattr(closed.value, "code", 4014) == code


async def test_each_shard_hears_of_its_own_servers():
    async with await FakeDiscord.start(app=App(shards=2, starts_at_once=2)) as fake:
        rooms = [fake.server(f"Desk {number}").channel("desk") for number in range(4)]
        ada = fake.person("Ada", *(room.home for room in rooms))
        bot = ShardedBot()
        async with running(fake, bot):
            await bot.tree.sync()
            for room in rooms:
                assert (await ada.types("/shard", room)).text == "here"
    assert bot.heard == [int(room.home.id) // 2**22 % 2 for room in rooms]
    assert set(bot.heard) == {0, 1}
