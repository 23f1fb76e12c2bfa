"""How fast /mss status is answered in Discord, from the payload of the gateway to the callback, over live data.

The floor is discord.py with a constant embed of as many characters, in a group of commands. Nothing is sent: on both
sides the session of discord.py answers at once, as Discord would.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import discord
from discord import app_commands

from adapters.discord.access import log_in
from adapters.discord.connection import Connection
from adapters.discord.platform import Discord
from adapters.discord.refusals import Refusals
from bot.app import now
from bot.command import REGISTRY
from bot.metrics import MeasuredDesk, Metrics
from store import Store
from store.secrets import new_key
from tests.bench.rounds import Row, Size, at_least, spread
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.interactions import Interaction, Kind
from tests.fakes.slack.clock import Stopwatch
from tests.stories.discord.stage import access

SUBCOMMAND = 1
"""https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type"""
PEOPLE, ROOMS = 1_000, 200
EMBED = 4_096
"""Characters of an embed's description. https://docs.discord.com/developers/resources/message#embed-object-embed-limits"""


async def measure(size: Size) -> list[Row]:
    """Row 4."""
    with tempfile.TemporaryDirectory() as folder:
        async with await FakeDiscord.start() as fake, Store(f"sqlite:///{folder}/mss.db", keys=(new_key(),)) as store:
            await store.upgrade()
            bot = Discord(access(fake), MeasuredDesk(store, REGISTRY, Metrics()), store, now, patience=60)
            people = min(PEOPLE, size.people)
            frames = _frames(fake, people)
            ours = await Answering.begun(Connection(bot._gateway._around.ears, lambda: 0.0, Refusals(now), now), fake)
            await ours.seconds(list(itertools.islice(frames, people)))
            assert "MSS Haiti" in ours.sent, ours.sent
            theirs = await Answering.begun(_constant(ours.sent), fake)
            ratios, micros, floor = list[float](), list[float](), list[float]()
            number = max(20, size.requests // 2)
            for _round in range(size.rounds):
                there = await theirs.seconds(list(itertools.islice(frames, number)))
                here = await ours.seconds(list(itertools.islice(frames, number)))
                ratios.append(there / here)
                micros.append(here / number * 1e6)
                floor.append(there / number * 1e6)
            await bot.stop()
    return [Row(4, "/mss status in Discord, payload to callback: commands a CPU-second", ratios, at_least(0.85),
                f"{spread(micros)} µs, discord.py {spread(floor)} µs")]  # fmt: skip


class Answering:
    """A client of discord.py that hears frames of the gateway; `sent` is what it sent last."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._left = 0
        self._all_answered = asyncio.Event()
        self.sent = ""

    @classmethod
    async def begun(cls, client: discord.Client, fake: FakeDiscord) -> Answering:
        """A client that knows who it is, and sends nothing more."""
        answering = cls(client)
        await log_in(client, access(fake))
        await client.http._HTTPClient__session.close()  # type: ignore[attr-defined]
        client.http._HTTPClient__session = answering  # type: ignore[attr-defined]
        return answering

    async def seconds(self, frames: list[str]) -> float:
        """Seconds of CPU in which all of them are answered, a hundred at a time."""
        began = time.process_time()
        for first in range(0, len(frames), 100):
            part = frames[first : first + 100]
            self._left = len(part)
            for frame in part:
                self._client._connection.parse_interaction_create(json.loads(frame)["d"])
            self._all_answered.clear()
            await self._all_answered.wait()
        return time.process_time() - began

    # what discord.py asks of its session

    def request(self, _verb: str, _url: str, *, data: str, **_more: Any) -> Answering:
        self.sent = data
        self._left -= 1
        if not self._left:
            self._all_answered.set()
        return self

    async def __aenter__(self) -> Answering:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    status = 200
    headers = {"content-type": "application/json"}  # noqa: RUF012

    async def text(self, encoding: str) -> str:
        """https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-object"""
        return '{"interaction": {"id": "1", "type": 2, "response_message_id": "2"}}'


def _constant(sent: str) -> discord.Client:
    """discord.py with one command in a group, whose answer is always the same and as long as ours."""
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(name="mss", description="Brief a mission")
    embed = discord.Embed(title="MSS Haiti", description="x" * min(EMBED, len(sent)))

    @group.command(name="status", description="Brief a mission")
    async def status(asked: discord.Interaction) -> None:
        await asked.response.send_message(embed=embed, ephemeral=True)

    tree.add_command(group)
    return client


def _frames(fake: FakeDiscord, people: int) -> Iterator[str]:
    """What the gateway tells when people ask for the status, each from a room, in turn."""
    server = fake.server("Desk")
    ada, room = fake.person("Ada", server), server.channel("haiti-desk")
    data = {"id": fake.world.snowflake(), "name": "mss", "type": 1,
            "options": [{"name": "status", "type": SUBCOMMAND, "options": []}]}  # fmt: skip
    owners = fake.interactions.owners(ada.user, room)
    watch = Stopwatch(fake.clock, fake.scale)
    for number in itertools.count():
        id, user = str(10**17 + number), str(2 * 10**17 + number % people)
        asked = Interaction(id, Kind.COMMAND, ada.user, room, data, owners, watch, fake.clock.timestamp)
        payload = fake.interactions._payload(asked)
        place = str(3 * 10**17 + number % people % ROOMS)
        member = {**payload["member"], "user": {**payload["member"]["user"], "id": user}}
        told = {**payload, "member": member, "channel_id": place, "channel": {**payload["channel"], "id": place}}
        yield json.dumps({"op": 0, "t": "INTERACTION_CREATE", "s": number, "d": told})
