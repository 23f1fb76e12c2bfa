"""How many posts a second of processor time our senders make, against the same posts made with bare aiohttp.

The document is a digest as a room gets it, with the buttons of its own post; the platforms run in another process.
Both sides post to the same rooms, ten posts at a time, in turn in the same rounds.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import discord

from adapters.discord import blocks as of_discord
from adapters.discord.access import Access as DiscordAccess
from adapters.discord.access import log_in
from adapters.discord.lines import Lines
from adapters.discord.posts import Posts
from adapters.discord.refusals import Evenly, Refusals
from adapters.discord.servers import Servers
from adapters.port import Poster, Room
from adapters.slack import blocks as of_slack
from adapters.slack.access import Access, OneWorkspace
from adapters.slack.posting import Posting
from adapters.slack.sending import Sender
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.offers import with_evidence
from briefings import words
from briefings.document import Said
from briefings.documents import EXAMPLES
from briefings.documents.posts import CHANGE_DIGEST, WHY, numbered
from store.work import Store
from tests.bench.platforms import elsewhere
from tests.bench.rounds import Row, Size, at_least, spread

AT_ONCE = 10
GOALS = {"slack": 0.6, "discord": 0.85}
NO_PACE = 1_000_000

Send = Callable[[str, int], Awaitable[object]]
"""Posts once more to a room."""


async def measure(size: Size) -> list[Row]:
    """Row 10."""
    posts = size.requests // 20
    with tempfile.TemporaryDirectory() as folder:
        async with elsewhere(posts) as there, Store(f"sqlite:///{Path(folder) / 'bench.db'}") as store:
            await store.upgrade()
            return [await _row(platform, there[platform], store, size.rounds) for platform in GOALS]


async def _row(platform: str, there: Mapping[str, Any], store: Store, rounds: int) -> Row:
    opened, prepared = _PLATFORMS[platform]
    speeds, ratios, walls = [], [], []
    async with opened(there, store) as poster, aiohttp.ClientSession() as session:
        ours, theirs = _ours(poster, platform, there["tenant"]), prepared(session, there)
        for send in (ours, theirs):
            await _seconds(send, there["rooms"][:AT_ONCE])  # connections, and what is looked up once
        for _round in range(rounds):
            cost, wall = await _seconds(ours, there["rooms"])
            floor, wall_of_floor = await _seconds(theirs, there["rooms"])
            speeds.append(len(there["rooms"]) / cost)
            ratios.append(floor / cost)
            walls.append(wall_of_floor / wall)
    told = f"{spread(speeds)} a CPU-second; in real time × {spread(walls)}"
    return Row(10, f"posts a CPU-second to {platform}: × bare aiohttp", ratios, at_least(GOALS[platform]), told)


async def _seconds(send: Send, rooms: Sequence[str]) -> tuple[float, float]:
    """Seconds of processor time, and of real time, that it takes to post to each room."""
    waiting = iter(rooms)
    numbers = count(int(time.time() * 1_000))

    async def one_after_the_other() -> None:
        for room in waiting:
            await send(room, next(numbers))

    cost, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _each in range(AT_ONCE)))
    return time.process_time() - cost, time.perf_counter() - wall


def digest() -> Said:
    """A digest of some length with its buttons."""
    english, document = words.language("en"), EXAMPLES["digest"]["headed by a warning"]()
    document = replace(document, offers=(*document.offers, WHY, CHANGE_DIGEST))
    return with_evidence(words.say(document, english), english)


def _ours(poster: Poster, platform: str, tenant: str) -> Send:
    said = digest()

    async def send(room: str, number: int) -> None:
        await poster.post(Room(platform, tenant, room), numbered(said, number), f"digest {number}")

    return send


# slack


@asynccontextmanager
async def _slack(there: Mapping[str, Any], store: Store) -> AsyncIterator[Poster]:
    sender = Sender(there["url"])
    access = Access(bot_token=there["token"], base_url=there["url"])
    try:
        yield Posting(OneWorkspace(access, sender.client()), sender, store.lines, lambda: datetime.now(UTC))
    finally:
        await sender.close()


def _bare_slack(session: aiohttp.ClientSession, there: Mapping[str, Any]) -> Send:
    (message,) = of_slack.draw(digest())
    headers = {"Authorization": f"Bearer {there['token']}"}

    async def send(room: str, number: int) -> None:
        metadata = {"event_type": "briefing_posted", "event_payload": {"key": f"digest {number}", "page": 0}}
        body = {"channel": room, "metadata": metadata, **message.as_call()}
        async with session.post(f"{there['url']}chat.postMessage", json=body, headers=headers) as answer:
            assert (await answer.json())["ok"]

    return send


# discord


@asynccontextmanager
async def _discord(there: Mapping[str, Any], store: Store) -> AsyncIterator[Poster]:
    refusals = Refusals(lambda: datetime.now(UTC))
    trace = refusals.trace()
    Evenly(NO_PACE).pace(trace)
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None, http_trace=trace)
    await log_in(client, DiscordAccess(there["token"], api_url=there["url"]))
    lines, servers = (
        Lines(store.lines, lambda: datetime.now(UTC)),
        Servers(Desk(store, REGISTRY), store.notes, lambda: datetime.now(UTC)),
    )
    try:
        yield Posts(client, lines, servers, refusals, lambda id: None)
    finally:
        await client.close()


def _bare_discord(session: aiohttp.ClientSession, there: Mapping[str, Any]) -> Send:
    (message,) = of_discord.draw(digest())
    headers = {"Authorization": f"Bot {there['token']}"}
    body = {
        "components": message.components,
        "flags": 1 << 15,
        "enforce_nonce": True,
        "allowed_mentions": {"parse": []},
    }

    async def send(room: str, number: int) -> None:
        url, mine = f"{there['url']}/channels/{room}/messages", {**body, "nonce": str(number)}
        async with session.post(url, json=mine, headers=headers) as answer:
            assert (await answer.json())["id"]

    return send


_PLATFORMS: Mapping[str, Any] = {"slack": (_slack, _bare_slack), "discord": (_discord, _bare_discord)}


__all__ = ["measure"]
