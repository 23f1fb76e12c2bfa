"""A bot that serves for a while under steady load grows in nothing: memory, files that are open, tasks.

SOAK_SECONDS says for how long; five minutes unless it does. People ask in Slack and in Discord, facts change, posts fall
due, and connections are lost and replaced, in rounds; at the end of each the process is looked at.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median

import pytest

from bot.rights import Role
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery
from store.grants import Holder
from store.work import Store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord import Person as DiscordPerson
from tests.fakes.slack import FakeSlack, Person
from tests.postgres import new_database
from tests.served import LIMIT, Served, discord_settings, serving, settings, started
from tests.stories.test_processes import prepared

pytestmark = pytest.mark.long

SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
PEOPLE = 12
"""On each platform."""
PACE = 0.1
"""Seconds between two who ask; everybody asks twice in a round, which is less than the bot would hold back."""
MEMORY, FILES, TASKS = 1.05, 1.3, 2
"""How many times as much as in the middle fifth there may be in the last: a few more connections to the database, and
what is just being answered, are no growth.
"""


@dataclass
class Looked:
    """What a process held at the end of each round."""

    memory: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)

    async def at(self, bot: Served) -> None:
        page = await bot.page("/metrics")
        for kept, name in (
            (self.memory, "process_resident_memory_bytes"),
            (self.files, "process_open_fds"),
            (self.tasks, "mss_tasks"),
        ):
            found = re.search(rf"^{name} (\S+)$", page, re.MULTILINE)
            assert found, page
            kept.append(float(found[1]))

    @staticmethod
    def growth(looked: list[float]) -> float:
        """How many times as much there is in the last fifth as in the middle, when all was kept once that is kept."""
        part = len(looked) // 5
        assert part, f"too short: {looked}"
        return median(looked[-part:]) / median(looked[2 * part : 3 * part])


class Crowd:
    """People in a Slack and a Discord, each in rooms of their own, and one who edits."""

    def __init__(self, slack: FakeSlack, discord: FakeDiscord, url: str) -> None:
        server = discord.server("Desk")
        self.slack, self.discord, self.url, self.server = slack, discord, url, server
        self.in_slack = [(ada := slack.person(f"Ada {n}"), slack.channel(f"desk-{n}", ada)) for n in range(PEOPLE)]
        self.in_discord = [(discord.person(f"Ben {n}", server), server.channel(f"desk-{n}")) for n in range(PEOPLE)]
        self.editor = slack.person("Eve")
        self.figures = count(700)
        self.posted = 0
        self._told: dict[int, list[int]] = {}

    async def asks(self) -> None:
        """Everybody asks, one after the other on each platform; everybody is answered."""
        for line in ("/mss status", "/mss due"):
            for (ada, room), (ben, place) in zip(self.in_slack, self.in_discord, strict=True):
                told = await asyncio.gather(_typed(ada, line, room), _typed(ben, line, place), asyncio.sleep(PACE))
                assert ["MSS Haiti" in each for each in told[:2]] == [True, True], told

    async def changes(self) -> None:
        """The editor records a figure."""
        line = f"/mss fact add strength {next(self.figures)} as-of 2025-03 source S2"
        seen = await self.editor.types(line)  # alone with the bot, where nothing is posted meanwhile
        await seen.modal.press("Record")
        assert "Recorded as" in seen.modal.words
        await seen.modal.close()

    async def may_edit(self, store: Store) -> None:
        editor, team, now = self.editor, self.slack.team.id, datetime.now(UTC)
        space = await store.space_of("slack", team) or 0
        known = await store.identify(space, "slack", team, editor.id, editor.name, now)
        async with store.changing(space, None, now) as work:
            await work.grants.give(Holder.person(known.id), Role.EDITOR.value)

    async def is_due(self, store: Store) -> None:
        """A status is due in every room."""
        now = datetime.now(UTC)
        self.posted += 1
        for platform, tenant, rooms in (
            ("slack", self.slack.team.id, [room for _ada, room in self.in_slack]),
            ("discord", self.server.id, [room for _ben, room in self.in_discord]),
        ):
            space = await store.space_of(platform, tenant) or 0
            async with store.changing(space, None, now) as work:
                ids = [(await work.rooms.open(platform, tenant, room.id, room.name)).id for room in rooms]
            await store.ledger.plan([
                NewDelivery(space, id, platform, f"status {self.posted}", "status", DeliveryKind.COMMAND, "status", now, now)
                for id in ids
            ])  # fmt: skip
            self._told[space] = ids

    async def loses_connections(self, number: int) -> None:
        """Each platform takes its connection away, in one way or the other."""
        if number % 2:
            await self.slack.socket.refresh()
            self.discord.gateway.reconnect()
        else:
            await self.slack.socket.cut()
            await self.discord.gateway.cut()
        await asyncio.sleep(1)
        await self.slack.socket.connected(patience=LIMIT)
        await self.discord.gateway.connected(patience=LIMIT)

    async def has_all_posts(self, store: Store) -> None:
        """Wait until nothing is left to post; each room got each post once."""
        async with asyncio.timeout(3 * LIMIT):
            while any((await store.ledger.waiting()).values()):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(1)
        assert Counter(len(self.discord.posts(room)) for _ben, room in self.in_discord) == {self.posted: PEOPLE}
        for space, rooms in self._told.items():
            async with store.reading(space) as work:
                posts = [post for id in rooms for post in await work.deliveries.of_room(id, 1_000)]
            assert Counter(post.state for post in posts) == {DeliveryState.SENT: PEOPLE * self.posted}


async def _typed(who: Person | DiscordPerson, line: str, room: object) -> str:
    seen = await who.types(line, room)  # type: ignore[arg-type]
    return seen.error or (seen.text if seen.posts else "nothing came")


async def test_under_steady_load_nothing_grows(postgres: str, tmp_path: Path):
    url, looked = new_database(postgres), Looked()
    async with started("socket", scale=5) as slack, await FakeDiscord.start(second=5) as discord, Store(url) as store:
        await prepared(url, discord)
        slack.patience = discord.patience = LIMIT
        crowd = Crowd(slack, discord, url)
        given = settings(slack, tmp_path, MSS_STORE__URL=url, **discord_settings(discord))
        async with serving(tmp_path, given) as bot:
            await bot.is_ready()
            await crowd.asks()
            await crowd.may_edit(store)
            clock = asyncio.get_running_loop()
            end = clock.time() + SECONDS
            for number in count():
                await crowd.is_due(store)
                await crowd.asks()
                await crowd.changes()
                await crowd.loses_connections(number)
                await looked.at(bot)
                if clock.time() > end:
                    break
            await crowd.has_all_posts(store)
            await bot.stops()
        assert "Traceback" not in bot.told
    assert looked.growth(looked.memory) < MEMORY
    assert looked.growth(looked.files) < FILES
    assert looked.growth(looked.tasks) < TASKS
