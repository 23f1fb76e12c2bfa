"""Real processes of the bot, before a fake Discord and over a database that stories and benchmarks look into."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from store.deliveries import DeliveryKind, NewDelivery
from store.records import bundled
from store.work import Store
from tests.fakes.discord import Channel, FakeDiscord

ROOT = Path(__file__).parents[1]
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

    def memory(self) -> int:
        """Bytes of memory that the first of them holds, where /proc tells."""
        pages = Path(f"/proc/{self.running[0].pid}/statm").read_text().split()[1]
        return int(pages) * resource.getpagesize()

    def _settings(self) -> dict[str, str]:
        discord = self.discord
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8",
            "MSS_STORE__URL": self.url, "MSS_HTTP__BIND": "127.0.0.1:0", "MSS_DISCORD__TOKEN": discord.token,
            "MSS_DISCORD__APPLICATION_ID": discord.application_id, "MSS_DISCORD__API_URL": discord.api_url,
            "MSS_DISCORD__GATEWAY_URL": discord.gateway_url,
        }  # fmt: skip


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


async def all_done(store: Store) -> None:
    async with asyncio.timeout(ENDS_WITHIN):
        while (await store.ledger.waiting()).get("discord"):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(1)
