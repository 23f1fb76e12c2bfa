"""The real Discord adapter over a real store, before a fake Discord: people type there and see what comes back.

It is 22 November 2026, half past seven in the morning, UTC, unless a story lets time pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.discord.access import Access
from adapters.discord.gateway import Rhythm
from adapters.discord.platform import PATIENCE, Discord
from adapters.discord.sync import sync
from adapters.port import Desk as AnyDesk
from bot.commands import REGISTRY
from bot.desk import Desk
from store.secrets import new_key
from store.work import Store
from tests.copies import made_at, nothing
from tests.fakes.discord import App, Channel, Clock, FakeDiscord, Person

MORNING = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
LONG = 10 * 365 * 86_400.0
SECOND = 5.0
"""How many real seconds each of those takes in which Discord awaits an answer: stories are not about slow machines."""
QUICK = Rhythm(renews=0.05, looks=0.05, lasts=LONG, deaf_after=LONG)
"""No story waits for its gateway, and may let years pass; those about the gateway have a rhythm of their own."""


@dataclass
class Stage:
    """Discord on one side, the bot on the other."""

    discord: FakeDiscord
    bot: Discord
    store: Store
    desk: Desk

    def now(self) -> datetime:
        return self.discord.clock.now

    def room(self, *names: str, server: str = "Desk") -> tuple[Channel, list[Person]]:
        """The room #haiti-desk of a new server with the bot in it, and people who are there."""
        new = self.discord.server(server)
        return new.channel("haiti-desk"), [self.discord.person(name, new) for name in names]


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so, a few real seconds at most."""
    async with asyncio.timeout(5):
        while not await is_so():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)


async def new_store(folder: Path, url: str = "") -> Store:
    """A store of the newest version, not yet open: in the folder unless it is another one."""
    url = url or f"sqlite:///{folder}/discord.db"
    await made_at(url, "empty", nothing)
    return Store(url, keys=(new_key(),))


def access(discord: FakeDiscord) -> Access:
    return Access(discord.token, discord.application_id, discord.api_url, discord.gateway_url)


@asynccontextmanager
async def staged(
    folder: Path,
    *,
    desk: Any = None,
    patience: float = PATIENCE * SECOND,
    rhythm: Rhythm = QUICK,
    app: App | None = None,
    url: str = "",
) -> AsyncIterator[Stage]:
    """The bot at work with its commands registered, until the block ends. `desk` makes another desk of the usual one."""
    async with (
        await new_store(folder, url) as store,
        await FakeDiscord.start(clock=Clock(MORNING), app=app, second=SECOND) as discord,
    ):
        usual = Desk(store, REGISTRY, for_rooms=True)
        await sync(access(discord), usual, store.notes, discord.clock.now)
        async with served(discord, store, desk(usual) if desk else usual, patience, rhythm) as bot:
            await discord.gateway.connected()
            yield Stage(discord, bot, store, usual)


@asynccontextmanager
async def served(
    discord: FakeDiscord, store: Store, desk: AnyDesk, patience: float = PATIENCE * SECOND, rhythm: Rhythm = QUICK
) -> AsyncIterator[Discord]:
    """The bot, started; whether it is connected is another question where others are."""
    bot = Discord(access(discord), desk, store, lambda: discord.clock.now, patience, rhythm)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()
