"""Real processes of mss serve that die, are stopped, started anew and cut off from their database while people ask.

They take their time: a process starts for seconds, and a lease of a dead one has to end.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from adapters.discord.gateway import Rhythm
from adapters.discord.sync import sync
from adapters.slack.views import LOOKING_UP
from bot.commands import REGISTRY
from bot.desk import Desk
from store.deliveries import DeliveryKind, NewDelivery
from store.secrets import new_key
from store.work import Store
from tests.balancer import Balancer, balancing
from tests.fakes.discord import Channel as DiscordRoom
from tests.fakes.discord import FakeDiscord, Server
from tests.fakes.discord import Person as DiscordPerson
from tests.fakes.slack import Channel, FakeSlack, Person
from tests.postgres import mortal, new_database
from tests.served import LIMIT, Served, discord_settings, environment, mss, serving, settings, started
from tests.stories.discord.stage import access

pytestmark = pytest.mark.long

FAR_OFF = datetime(2100, 1, 1, tzinfo=UTC)
STARTS_WITHIN = 3
"""Real seconds that a session takes to begin, on a busy machine."""


async def prepared(url: str, discord: FakeDiscord) -> None:
    """Upgrade a database and register the commands with Discord, as an operator does before the first start."""
    async with Store(url) as store:
        await store.upgrade()
        await sync(access(discord), Desk(store, REGISTRY, for_rooms=True), store.notes, datetime.now(UTC))


# the start


async def test_a_start_with_wrong_settings_ends_at_once_with_every_fault_and_begins_nothing(tmp_path: Path):
    async with started("http") as slack, await FakeDiscord.start() as discord:
        chat = settings(slack, tmp_path, **discord_settings(discord))
        wrong = {
            "MSS_SLACK__SIGNING_SECRET": "",
            "MSS_HTTP__DRAIN": "an hour",
            "MSS_LOG__LEVEL": "loud",
            "MSS_STOR": "x",
        }
        async with serving(tmp_path, chat | wrong) as bot:
            assert await bot.ends() == 2
    faults = bot.told.splitlines()
    assert len(faults) == len(wrong)
    for named in ("slack.signing_secret is missing: copy", "http.drain", "log.level", "MSS_STOR"):
        assert any(named in fault for fault in faults), bot.told
    assert [*tmp_path.iterdir()] == []  # noqa: ASYNC240 - a look at an empty folder
    assert (slack.calls(), discord.calls()) == ([], [])


# Discord's gateway


async def answered_after(ada: DiscordPerson, room: DiscordRoom) -> float:
    """For how many seconds Ada asks in vain."""
    clock = asyncio.get_running_loop()
    began = clock.time()
    async with asyncio.timeout(LIMIT):
        while "mandate ended" not in await said(ada, room):  # noqa: ASYNC110 - asking is how one learns of it
            await asyncio.sleep(0.1)
    return clock.time() - began


async def said(ada: DiscordPerson, room: DiscordRoom) -> str:
    seen = await ada.types("/mss status", room)
    return "" if seen.error or not seen.posts else seen.text


async def test_a_gateway_is_taken_over_from_the_dead_and_from_the_stopped(postgres: str, tmp_path: Path):
    url = new_database(postgres)
    async with await FakeDiscord.start() as discord, AsyncExitStack() as processes:
        await prepared(url, discord)
        given = environment(tmp_path, MSS_STORE__URL=url, **discord_settings(discord))

        async def another() -> Served:
            bot = await processes.enter_async_context(serving(tmp_path, given, ["gateway"]))
            await bot.tells("connected to discord")
            return bot

        first = await another()
        await discord.gateway.connected()
        server = discord.server("Desk")
        ada, room = discord.person("Ada", server), server.channel("haiti-desk")
        second = await another()
        assert discord.gateway.identified == 1
        first.process.kill()
        await first.ends()
        assert await answered_after(ada, room) < Rhythm().lasts + Rhythm().looks + STARTS_WITHIN
        third = await another()
        second.process.terminate()
        assert await answered_after(ada, room) < Rhythm().looks + STARTS_WITHIN
        assert await second.ends() == 0
        await third.stops()
    async with Store(url) as store:
        assert await store.leases.forget_before(FAR_OFF) == 0


# a rolling restart


class Asking:
    """People in Slack who ask at a steady pace, each in a room of their own, until they are told to stop."""

    EVERY = 0.15
    """Seconds between two questions; nobody asks so often that the bot would hold them back."""
    PEOPLE = 12
    """Each new process asks Slack who they are, which it tells of a hundred people a minute."""

    def __init__(self, slack: FakeSlack) -> None:
        askers = [slack.person(f"Person {number}") for number in range(self.PEOPLE)]
        self._rooms = cycle([(asker, slack.channel(f"room-{number}", asker)) for number, asker in enumerate(askers)])
        self._ending = asyncio.Event()
        self._asked: list[asyncio.Task[str]] = []
        self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        lines = cycle(["/mss status", "/mss due", "/mss strength", "/mss settings zone Nairobi"])
        while not self._ending.is_set():
            self._asked.append(asyncio.create_task(self._answer(*next(self._rooms), next(lines))))
            await asyncio.sleep(self.EVERY)

    async def _answer(self, asker: Person, room: Channel, line: str) -> str:
        seen = await asker.types(line, room)
        if not seen.error and seen.text == LOOKING_UP:
            await seen.more()
        return seen.error or (seen.text if seen.posts else f"nothing came for {line}")

    async def ends(self) -> list[str]:
        """What everybody was told."""
        self._ending.set()
        await self._asking
        return await asyncio.gather(*self._asked)


def is_answer(text: str) -> bool:
    return "MSS Haiti" in text or "Nairobi" in text


@dataclass
class Replicas:
    """Two web processes behind a balancer, to which Slack sends what people do."""

    slack: FakeSlack
    balancer: Balancer
    folder: Path
    given: dict[str, str]
    processes: AsyncExitStack
    running: list[Served] = field(default_factory=list)

    async def starts_one(self) -> None:
        bot = await self.processes.enter_async_context(serving(self.folder, self.given, ["web"]))
        await bot.tells("connected to slack")
        self.running.append(bot)
        self.balancer.knows(bot.url)

    async def are_replaced(self, **given: str) -> None:
        """Stop one and start another in its place, then the other one; the new ones are given that besides."""
        self.given |= given
        for old in [*self.running]:
            await asyncio.sleep(1)
            self.running.remove(old)
            await old.stops()
            await self.starts_one()
            await self.balancer.has(2)


@asynccontextmanager
async def replicated(slack: FakeSlack, folder: Path, **given: str) -> AsyncIterator[Replicas]:
    async with balancing() as balancer, AsyncExitStack() as processes:
        replicas = Replicas(slack, balancer, folder, settings(slack, folder, MSS_HTTP__DRAIN="1", **given), processes)
        await replicas.starts_one()
        await replicas.starts_one()
        await balancer.has(2)
        slack.http.url = f"{balancer.url}/slack/events"
        yield replicas


async def test_a_rolling_restart_under_load_loses_no_answer(postgres: str, tmp_path: Path):
    async with (
        started("http") as slack,
        replicated(slack, tmp_path, MSS_STORE__URL=new_database(postgres)) as replicas,
    ):
        asking = Asking(slack)
        await replicas.are_replaced()
        told = await asking.ends()
    assert [text for text in told if not is_answer(text)] == []
    assert len(told) > 50


async def test_keys_are_rotated_under_load_and_nobody_waits_for_an_answer(postgres: str, tmp_path: Path):
    url, old, new = new_database(postgres), new_key(), new_key()
    async with started("http") as slack:
        await installed(url, old, slack)
        by_themselves = {"MSS_SLACK__BOT_TOKEN": "", "MSS_SLACK__CLIENT_ID": slack.app.client_id,
                         "MSS_SLACK__CLIENT_SECRET": slack.app.client_secret, "MSS_STORE__URL": url}  # fmt: skip
        async with replicated(slack, tmp_path, **by_themselves, MSS_SECRETS__KEYS=old) as replicas:
            asking = Asking(slack)
            await replicas.are_replaced(MSS_SECRETS__KEYS=f"{old},{new}")
            await replicas.are_replaced(MSS_SECRETS__KEYS=f"{new},{old}")
            assert "sealed with the first key" in await mss(replicas.given, "keys", "rotate")
            await replicas.are_replaced(MSS_SECRETS__KEYS=new)
            told = await asking.ends()
        assert [text for text in told if not is_answer(text)] == []
        assert "sealed with the first key" in await mss(replicas.given, "keys", "check")


async def installed(url: str, key: str, slack: FakeSlack) -> None:
    """The workspace has installed the app, and its token is sealed with a key."""
    async with Store(url, [key]) as store:
        await store.upgrade()
        granted = {"name": slack.team.name, "bot_user": slack.team.bot.id, "bot": "", "token": slack.bot_token,
                   "refresh_token": "", "expires_at": 0}  # fmt: skip
        await store.installations.save("slack", slack.team.id, granted, datetime.now(UTC))


# the database


async def test_while_the_database_is_down_people_are_told_and_afterwards_everything_goes_on(tmp_path: Path):
    with mortal() as database:
        url = new_database(database.url)
        async with started("socket") as slack, await FakeDiscord.start() as discord, AsyncExitStack() as processes:
            await prepared(url, discord)
            server = discord.server("Desk")
            room = server.channel("haiti-desk")
            await due(url, server, room, timedelta(seconds=15))
            given = settings(slack, tmp_path, MSS_STORE__URL=url, **discord_settings(discord))
            bot = await processes.enter_async_context(serving(tmp_path, given))
            await bot.is_ready()
            ada, ben = discord.person("Ada", server), slack.person("Ben")
            assert "mandate ended" in await said(ada, room)
            await asyncio.to_thread(database.stop)
            for _time in range(2):
                await asyncio.sleep(Rhythm().lasts)  # the lease ends, and so does what is known for a second
                for told in (await said(ada, room), (await ben.types("/mss status")).text):
                    assert "My records cannot be reached at the moment" in told
            assert "the database does not answer" in await bot.page("/readyz")
            assert discord.posts(room) == []
            await asyncio.to_thread(database.start)
            await bot.is_ready()
            assert "mandate ended" in await said(ada, room)
            assert (await ben.types("/mss status")).text.startswith("MSS Haiti")
            async with asyncio.timeout(LIMIT):
                while not discord.posts(room):  # noqa: ASYNC110 - nothing tells of it
                    await asyncio.sleep(0.1)
            assert discord.gateway.identified == 1
            await bot.stops()
        assert len(discord.posts(room)) == 1
        assert bot.told.count("the database is gone") == bot.told.count("the database is no longer gone") == 1
        assert "Traceback" not in bot.told


async def due(url: str, server: Server, room: DiscordRoom, after: timedelta) -> None:
    """A status falls due in a room after a while."""
    moment = datetime.now(UTC) + after
    async with Store(url) as store:
        space = await store.open_space("discord", server.id, server.name, moment)
        async with store.changing(space, None, moment) as work:
            opened = await work.rooms.open("discord", server.id, room.id, room.name)
        await store.ledger.plan([NewDelivery(
            space, opened.id, "discord", "status now", "status", DeliveryKind.COMMAND, "status", moment, moment
        )])  # fmt: skip
