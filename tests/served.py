"""mss serve in processes of their own, before fakes: started with its settings in the environment, watched by what it tells."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from adapters.slack.manifest import EVENTS, SCOPES
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import App, FakeSlack

ROOT = Path(__file__).parents[1]
LIMIT = 30
"""Real seconds in which a process starts, or ends, on a busy machine."""


@dataclass
class Served:
    """A bot in a process, and what it has told on standard error so far."""

    process: asyncio.subprocess.Process
    told: str = ""
    _reading: asyncio.Task[None] = field(init=False)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Read on whether or not anybody waits: a process that nobody reads stops at a full pipe."""
        assert self.process.stderr
        while line := await self.process.stderr.readline():
            self.told += line.decode()
            self._more.set()
        self._more.set()

    @property
    def url(self) -> str:
        found = re.search(r"listening on (http://[\d.:]+)", self.told)
        assert found, self.told
        return found[1]

    async def tells(self, words: str) -> None:
        """Wait until it says so. Raises AssertionError with what it says when it ends before."""
        async with asyncio.timeout(LIMIT):
            while words not in self.told:
                assert not self._reading.done(), self.told
                self._more.clear()
                await self._more.wait()

    async def ends(self) -> int:
        """Wait for its end, and give its exit code."""
        async with asyncio.timeout(LIMIT):
            await self._reading
            return await self.process.wait()

    async def stops(self) -> None:
        """Tell it to stop; it does so as it should."""
        self.process.terminate()
        assert await self.ends() == 0, self.told

    async def is_ready(self) -> None:
        """Wait until it says of itself that it can serve."""
        await self.tells("listening on ")
        async with asyncio.timeout(LIMIT):
            while '"ready": true' not in await self.page("/readyz"):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.1)

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as browser, browser.get(f"{self.url}/healthz") as page:
            return page.status, await page.json()

    async def page(self, path: str) -> str:
        async with aiohttp.ClientSession() as browser, browser.get(f"{self.url}{path}") as page:
            return await page.text()


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a process needs to know that serves no platform yet; its store is a file in the folder."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8",
            "MSS_STORE__URL": f"sqlite:///{folder}/mss.db", "MSS_HTTP__BIND": "127.0.0.1:0", **more}  # fmt: skip


def settings(slack: FakeSlack, folder: Path, **more: str) -> dict[str, str]:
    return environment(folder, **{
        "MSS_SLACK__MODE": "socket" if slack.transport is slack.socket else "http",
        "MSS_SLACK__BOT_TOKEN": slack.bot_token, "MSS_SLACK__APP_TOKEN": slack.app.app_token,
        "MSS_SLACK__SIGNING_SECRET": slack.app.signing_secret, "MSS_SLACK__BASE_URL": slack.base_url, **more,
    })  # fmt: skip


def discord_settings(discord: FakeDiscord) -> dict[str, str]:
    return {"MSS_DISCORD__TOKEN": discord.token, "MSS_DISCORD__APPLICATION_ID": discord.application_id,
            "MSS_DISCORD__API_URL": discord.api_url, "MSS_DISCORD__GATEWAY_URL": discord.gateway_url}  # fmt: skip


async def mss(given: Mapping[str, str], *words: str) -> str:
    """What another command of the program says, in a process of its own in which it ends well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=given["HOME"], env={**given, "COLUMNS": "200"},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(LIMIT):
        said, told = await process.communicate()
    assert process.returncode == 0, (said.decode(), told.decode())
    return said.decode()


@asynccontextmanager
async def serving(folder: Path, given: Mapping[str, str], roles: Sequence[str] = ()) -> AsyncIterator[Served]:
    """`mss serve` with such an environment; it is killed when it still runs at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", *(f"--role={role}" for role in roles), cwd=folder, env=given,
        stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    bot = Served(process)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await bot.ends()


@asynccontextmanager
async def served(slack: FakeSlack, folder: Path, roles: Sequence[str] = (), **more: str) -> AsyncIterator[Served]:
    """`mss serve`, connected to Slack, which finds it when it answers over HTTP."""
    async with serving(folder, settings(slack, folder, **more), roles) as bot:
        await bot.tells("connected to slack")
        slack.http.url = slack.http.url if roles and "web" not in roles else f"{bot.url}/slack/events"
        yield bot


@asynccontextmanager
async def started(transport: Any, scale: float = 1) -> AsyncIterator[FakeSlack]:
    """A Slack that has the app as our manifest makes it; each of its seconds takes so many."""
    app = App(scopes=SCOPES, events=tuple(EVENTS))
    async with await FakeSlack.start(app=app, transport=transport, scale=scale) as slack:
        slack.patience = 5
        yield slack
