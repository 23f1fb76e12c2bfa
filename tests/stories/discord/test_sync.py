"""Registering the commands with Discord: when it is asked for, only what changed, and told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.sync import Synced, is_synced, sync
from adapters.port import CommandShape
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings import words
from briefings.document import UserError
from store.work import Store
from tests.fakes.discord import Clock, FakeDiscord
from tests.stories.discord.stage import MORNING, Stage, access, new_store

PUT = "PUT /applications/{}/commands"


class OtherDesk(Desk):
    """A desk of another version: a command fewer, one described otherwise, a new one."""

    @property
    def shapes(self) -> tuple[CommandShape, ...]:
        first, _second, *rest = super().shapes
        new = CommandShape("weather add", "Add the weather.", "weather add", is_admin=True)
        return (replace(first, what="Brief it."), *rest, new)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await new_store(tmp_path) as store:
        yield store


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start(clock=Clock(MORNING)) as discord:
        yield discord


async def synced(discord: FakeDiscord, store: Store, kind: type[Desk] = Desk, server: str = "") -> Synced:
    return await sync(access(discord), kind(store, REGISTRY, for_rooms=True), store.notes, MORNING, server)


async def test_the_first_sync_registers_everything(discord: FakeDiscord, store: Store):
    done = await synced(discord, store)
    assert {"/mss", "/mss status", "/mss mission list", "“Ask about this”"} <= set(done.added)
    assert (done.changed, done.removed) == ((), ())
    assert {command["name"] for command in discord.commands.of("")} >= {"mss", "Ask about this"}


async def test_a_second_sync_does_not_even_ask(discord: FakeDiscord, store: Store):
    await synced(discord, store)
    calls = len(discord.calls("GET /applications/{}/commands"))
    assert await synced(discord, store) == Synced()
    assert len(discord.calls("GET /applications/{}/commands")) == calls
    assert len(discord.calls(PUT)) == 1


async def test_a_new_version_says_what_it_adds_changes_and_removes(discord: FakeDiscord, store: Store):
    await synced(discord, store)
    before = {command["name"]: command["id"] for command in discord.commands.of("")}
    done = await synced(discord, store, OtherDesk)
    assert "/mss-admin weather add" in done.added
    assert (done.changed, done.removed) == (("/mss status",), ("/mss due",))
    assert {command["name"]: command["id"] for command in discord.commands.of("")}.items() >= before.items()


async def test_a_lost_note_leads_to_a_look_and_to_no_change(discord: FakeDiscord, store: Store):
    await synced(discord, store)
    await store.notes.set("discord", "commands", "", MORNING)
    assert await synced(discord, store) == Synced()
    assert len(discord.calls(PUT)) == 1
    assert await is_synced(Desk(store, REGISTRY, for_rooms=True), store.notes, discord.application_id)


async def test_one_server_can_try_them_out(discord: FakeDiscord, store: Store):
    server = discord.server("Desk")
    assert "/mss status" in (await synced(discord, store, server=server.id)).added
    assert discord.commands.of("") == []
    assert {command["name"] for command in discord.commands.of(server.id)} >= {"mss"}


async def test_a_server_without_the_bot_is_named(discord: FakeDiscord, store: Store):
    with pytest.raises(UserError) as refused:
        await synced(discord, store, server=discord.server("Elsewhere", installed=False).id)
    assert "There is no server" in words.text(refused.value.line)


async def test_a_start_registers_nothing_and_warns_when_the_commands_are_of_another_version(stage: Stage):
    await stage.bot.stop()
    calls = len(stage.discord.calls(PUT))
    other = OtherDesk(stage.store, REGISTRY, for_rooms=True)
    bot = type(stage.bot)(access(stage.discord), other, stage.store, stage.now)
    await bot.start()
    await stage.discord.gateway.has_identified(2)
    await bot.stop()
    assert len(stage.discord.calls(PUT)) == calls
    assert "mss discord sync" in bot.health(stage.now()).why
