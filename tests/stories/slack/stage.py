"""The real Slack adapter over a real store, before a fake Slack: people type there and see what comes back.

It is 22 November 2026, half past seven in the morning, UTC, unless a story lets time pass.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from aiohttp import web

from adapters.port import Desk as AnyDesk
from adapters.port import WebRequest
from adapters.slack import PLATFORM
from adapters.slack.access import Access, Mode
from adapters.slack.manifest import COMMAND, EVENTS, REDIRECT_PATH, SCOPES, SHORTCUT
from adapters.slack.platform import PATIENCE, PING, Slack
from bot.commands import REGISTRY
from bot.desk import Desk
from store.secrets import new_key
from store.work import Store
from tests.copies import made_at
from tests.fakes.slack import App, FakeSlack
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.world import Team

MORNING = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
Transport = Literal["socket", "http"]
SECOND = 5.0
"""How many real seconds one of Slack's takes: stories are not about slow machines."""


@dataclass
class Stage:
    """Slack on one side, the bot on the other."""

    slack: FakeSlack
    bot: Slack
    store: Store
    desk: Desk

    def now(self) -> datetime:
        return self.slack.clock.now


def app() -> App:
    """The app as our manifest makes it."""
    return App(scopes=SCOPES, events=tuple(EVENTS), commands={COMMAND: True}, shortcuts={"Ask about this": SHORTCUT})


def access(slack: FakeSlack, transport: Transport, redirect_url: str = "") -> Access:
    """How the bot reaches Slack: as the app of one workspace, or with a redirect URL of all that install it."""
    return Access(
        mode=Mode(transport),
        bot_token="" if redirect_url else slack.bot_token,
        app_token=slack.app.app_token,
        signing_secret=slack.app.signing_secret,
        base_url=slack.base_url,
        client_id=slack.app.client_id if redirect_url else "",
        client_secret=slack.app.client_secret if redirect_url else "",
        authorize_url=slack.authorize_url,
        redirect_url=redirect_url,
    )


@asynccontextmanager
async def staged(
    folder: Path,
    transport: Transport = "socket",
    *,
    desk: Callable[[Desk], Any] = lambda usual: usual,
    patience: float = PATIENCE * SECOND,
    ping: float = PING,
    oauth: bool = False,
    url: str = "",
) -> AsyncIterator[Stage]:
    """The bot at work, until the block ends. `desk` makes another desk of the usual one; with `oauth` the bot serves
    the workspaces that install it, else the one that did. `url` names another store than one in the folder."""
    async with (
        await FakeSlack.start(clock=Clock(MORNING), app=app(), transport=transport, scale=SECOND) as slack,
        Store(await _welcomed(url or f"sqlite:///{folder}/slack.db", slack.team), keys=(new_key(),)) as store,
    ):
        slack.http.signed_at = lambda: slack.clock.timestamp
        usual = Desk(store, REGISTRY, for_rooms=True)
        async with served(slack, store, desk(usual), transport, patience, ping, oauth=oauth) as bot:
            yield Stage(slack, bot, store, usual)


async def _welcomed(url: str, team: Team) -> str:
    """The URL of a store, in which a workspace has been welcomed."""

    async def make(store: Store) -> None:
        await Desk(store, REGISTRY).welcome(PLATFORM, team.id, team.name, MORNING)

    await made_at(url, f"Slack {team.id}", make)
    return url


@asynccontextmanager
async def served(
    slack: FakeSlack,
    store: Store,
    desk: AnyDesk,
    transport: Transport,
    patience: float = PATIENCE * SECOND,
    ping: float = PING,
    *,
    oauth: bool = False,
) -> AsyncIterator[Slack]:
    """The bot, connected to a Slack."""
    door = socket.create_server(("127.0.0.1", 0))
    url = "http://127.0.0.1:{1}".format(*door.getsockname())
    slack.http.url = f"{url}/slack/events"
    slack.app.redirect_urls = (f"{url}{REDIRECT_PATH}",)
    bot = Slack(
        access(slack, transport, slack.app.redirect_urls[0] if oauth else ""),
        desk,
        store,
        lambda: slack.clock.now,
        patience,
        ping,
    )
    runner = web.AppRunner(_pages(bot), access_log=None)
    await runner.setup()
    await web.SockSite(runner, door).start()
    await bot.start()
    if transport == "socket":
        await slack.socket.connected()
    try:
        yield bot
    finally:
        await bot.stop()
        await runner.cleanup()


def _pages(bot: Slack) -> web.Application:
    """What the bot answers over HTTP, as the program's own server gives it on."""

    async def handle(request: web.Request) -> web.Response:
        headers = {name.casefold(): value for name, value in request.headers.items()}
        asked = WebRequest(request.method, request.path, request.query_string, headers, await request.read())
        answer = await bot.routes[request.path](asked)
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    pages = web.Application(client_max_size=8 * 1024 * 1024)
    for path in bot.routes:
        pages.router.add_route("*", path, handle)
    return pages
