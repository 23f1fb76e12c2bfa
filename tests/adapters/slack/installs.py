"""A bot that many workspaces can install: the real store and pages over a fake Slack, and people with browsers."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from aiohttp import web
from sqlalchemy import delete

from adapters.port import WebRequest
from adapters.slack.access import Access, Workspace
from adapters.slack.installing import InstallPages
from adapters.slack.oauth import ManyWorkspaces
from store import Store
from store.secrets import new_key
from store.tables import installations, leases
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.tokens import CODE_LIFE, Code

KEY = new_key()


@dataclass
class Bot:
    """One process of the bot, with its pages on loopback."""

    slack: FakeSlack
    store: Store
    root: str
    greeted: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workspaces = ManyWorkspaces(self.access, self.store, self.now)

    def now(self) -> datetime:
        return self.slack.clock.now

    @property
    def access(self) -> Access:
        app = self.slack.app
        return Access(base_url=self.slack.base_url, client_id=app.client_id, client_secret=app.client_secret,
                      authorize_url=self.slack.authorize_url, redirect_url=f"{self.root}/slack/oauth_redirect")  # fmt: skip

    @property
    def install_url(self) -> str:
        return f"{self.root}/slack/install"

    def pages(self) -> InstallPages:
        return InstallPages(self.access, self.workspaces, self.store.states, self.now, _phrase, self._greet)

    async def found(self, tenant: str) -> Workspace:
        """A workspace that must be there."""
        workspace = await self.workspaces.find(tenant)
        assert workspace is not None
        return workspace

    async def ended(self) -> dict[str, str]:
        """Why each workspace that is gone went."""
        return {each.tenant: each.why for each in await self.store.installations.every("slack") if each.ended_at}

    async def _greet(self, tenant: str, name: str, installer: str) -> None:
        self.greeted.append((tenant, name, installer))


@asynccontextmanager
async def process(store: Store) -> AsyncIterator[Store]:
    """What a process of the bot has of the database that all tests share."""
    async with Store(store.url.render_as_string(hide_password=False), [KEY]) as opened:
        yield opened


async def forget(store: Store) -> None:
    """Leave no installation of an earlier test in the database that all tests share."""
    async with store._connected(store._writing) as connection:
        await connection.execute(delete(installations).where(installations.c.platform == "slack"))
        await connection.execute(delete(leases).where(leases.c.name.startswith("slack token ")))


def _phrase(message: str, language: str) -> str:
    return f"[{language}] {message}" if language == "fr" else message


@asynccontextmanager
async def served(slack: FakeSlack, store: Store) -> AsyncIterator[Bot]:
    """The bot with its pages, known to Slack by their redirect URL."""
    app = web.Application()
    runner = web.AppRunner(app, access_log=None)
    door = socket.create_server(("127.0.0.1", 0))
    bot = Bot(slack, store, f"http://127.0.0.1:{door.getsockname()[1]}")
    slack.app.redirect_urls = (bot.access.redirect_url,)

    async def answer(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = WebRequest(request.method, request.path, request.query_string, headers, await request.read())
        answered = await bot.pages().routes[request.path](asked)
        return web.Response(status=answered.status, body=answered.body, headers=answered.headers)

    app.router.add_route("*", "/slack/{page}", answer)
    await runner.setup()
    await web.SockSite(runner, door).start()
    try:
        yield bot
    finally:
        await bot.workspaces.close()
        await runner.cleanup()


@dataclass(frozen=True)
class Page:
    """What a browser shows, and was told beside it."""

    status: int
    text: str
    headers: dict[str, str]


class Browser:
    """Somebody's browser, with its one cookie."""

    def __init__(self, bot: Bot, person: Person) -> None:
        self.bot = bot
        self.person = person
        self.cookie = ""

    async def begins(self) -> dict[str, str]:
        """Open the bot's page; what Slack's page is then asked."""
        page = await self.opens(self.bot.install_url)
        self.cookie = "; ".join(f"{name}={one.value}" for name, one in SimpleCookie(page.headers["Set-Cookie"]).items())
        return dict(parse_qsl(urlsplit(page.headers["Location"]).query))

    def allows(self, asked: dict[str, str]) -> str:
        """Allow the app on Slack's page; the address to which Slack then sends the browser."""
        until = self.person.slack.clock.timestamp + CODE_LIFE
        code = Code(self.person.team.id, self.person.id, tuple(asked["scope"].split(",")), asked["redirect_uri"], until)
        back = {"code": self.person.slack.tokens.code(code), "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    async def opens(self, url: str, method: str = "GET", **headers: str) -> Page:
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, headers={**cookie, **headers}, allow_redirects=False) as page,
        ):
            return Page(page.status, await page.text(), dict(page.headers))
