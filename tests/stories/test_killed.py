"""Real processes that are killed while they post: nothing is lost, and nothing stands anywhere twice.

`mss serve` runs in processes of its own, before a fake Discord that keeps its limits and remembers no nonce for longer
than Discord does. What a killed process had taken comes up again after a minute and a half, so these stories are long.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from store.deliveries import DeliveryKind, DeliveryState, NewDelivery
from store.records import bundled
from store.work import Store
from tests.fakes.discord import Channel, FakeDiscord
from tests.postgres import mortal_server, new_database

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
ENDS_WITHIN = 600
"""Real seconds in which everything is posted, whatever is killed."""


@dataclass
class Fleet:
    """Processes of the bot over one database and one Discord."""

    discord: FakeDiscord
    url: str
    folder: Path
    running: list[asyncio.subprocess.Process] = field(default_factory=list)
    deaths: int = 0

    async def starts_one(self) -> None:
        log = (self.folder / f"{len(self.running)}-{self.deaths}.log").open("wb")
        with log:
            self.running.append(await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "serve", cwd=self.folder, env=self._settings(),
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            ))  # fmt: skip

    async def loses_one(self, fate: Random) -> None:
        """Kill one of them as it stands and goes, and start another."""
        doomed = self.running.pop(fate.randrange(len(self.running)))
        doomed.kill()
        await doomed.wait()
        self.deaths += 1
        await self.starts_one()

    async def ends(self) -> None:
        for process in self.running:
            process.kill()
            await process.wait()

    def _settings(self) -> dict[str, str]:
        discord = self.discord
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8",
            "MSS_STORE__URL": self.url, "MSS_HTTP__BIND": "127.0.0.1:0", "MSS_DISCORD__TOKEN": discord.token,
            "MSS_DISCORD__APPLICATION_ID": discord.application_id, "MSS_DISCORD__API_URL": discord.api_url,
            "MSS_DISCORD__GATEWAY_URL": discord.gateway_url,
        }  # fmt: skip


async def test_three_processes_on_postgresql_survive_deaths_and_a_restart_of_the_database(tmp_path: Path):
    with mortal_server() as (base, restart):
        await posts_all_once(tmp_path, new_database(base), rooms=2_000, processes=3, restart=restart)


async def test_one_process_on_sqlite_survives_deaths(tmp_path: Path):
    await posts_all_once(tmp_path, f"sqlite:///{tmp_path}/mss.db", rooms=600, processes=1)


async def posts_all_once(
    folder: Path, url: str, rooms: int, processes: int, restart: Callable[[], None] | None = None
) -> None:
    """Let so many posts fall due at once, kill processes while they leave, and hold the rooms to the ledger."""
    async with await FakeDiscord.start() as discord, Store(url) as store:
        server = discord.server("Desk")
        channels = [server.channel(f"room-{number}") for number in range(rooms)]
        space, ids = await due_in(store, server.id, channels)
        fleet = Fleet(discord, url, folder)
        try:
            for _process in range(processes):
                await fleet.starts_one()
            await disturbed(fleet, discord, rooms, restart)
            await all_done(store)
        finally:
            await fleet.ends()
        async with store.reading(space) as work:
            ledger = [delivery for id in ids for delivery in await work.deliveries.of_room(id)]
    assert fleet.deaths >= 3
    assert Counter(delivery.state for delivery in ledger) == {DeliveryState.SENT: rooms}
    assert Counter(len(discord.posts(channel)) for channel in channels) == {1: rooms}


async def due_in(store: Store, server: str, channels: list[Channel]) -> tuple[int, list[int]]:
    """A status is due in each of these channels now; the space, and the rooms they are."""
    await store.upgrade()
    now = datetime.now(UTC)
    space = await store.open_space("discord", server, "Desk", now)
    async with store.changing(space, None, now) as work:
        await work.missions.load(bundled())
        rooms = [await work.rooms.open("discord", server, channel.id, channel.name) for channel in channels]
    await store.ledger.plan([
        NewDelivery(space, room.id, "discord", "status now", "status", DeliveryKind.COMMAND, "status", now, now)
        for room in rooms
    ])  # fmt: skip
    return space, [room.id for room in rooms]


async def disturbed(fleet: Fleet, discord: FakeDiscord, rooms: int, restart: Callable[[], None] | None) -> None:
    """Kill a process at every fifth of the way, and take the database down in the middle."""
    fate = Random(1)
    for fifth in range(1, 5):
        await posted(discord, rooms * fifth // 5)
        await fleet.loses_one(fate)
        if restart and fifth == 2:
            await asyncio.to_thread(restart)


async def posted(discord: FakeDiscord, number: int) -> None:
    async with asyncio.timeout(ENDS_WITHIN):
        while len(discord.calls("POST /channels/{}/messages")) < number:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.05)


async def all_done(store: Store) -> None:
    async with asyncio.timeout(ENDS_WITHIN):
        while (await store.ledger.waiting()).get("discord"):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(1)
