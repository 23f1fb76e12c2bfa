"""The fake Slack itself: one server on loopback for the Web API, Socket Mode and response URLs, and the test's handle.

slack = await FakeSlack.start()
ada, room = slack.person("Ada", zone="Africa/Nairobi"), slack.channel("haiti-desk")
seen = await ada.types("/mss status", room)
assert seen.private and "572" in seen.text
"""

from __future__ import annotations

import asyncio
import socket
from collections import defaultdict
from types import TracebackType
from typing import Any, Literal

from aiohttp import web

from tests.fakes.slack import files, methods, oauth, views, web_api
from tests.fakes.slack.answers import AnswerUrls
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.files import Files
from tests.fakes.slack.people import Person
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.request_url import RequestUrl
from tests.fakes.slack.socket_mode import SocketMode
from tests.fakes.slack.tokens import Token, Tokens
from tests.fakes.slack.transport import Transport
from tests.fakes.slack.views import Trigger
from tests.fakes.slack.web_api import Call, Fault
from tests.fakes.slack.world import App, Channel, Kind, Team, World

WEB_API = (files, methods, oauth, views)
"""What declares the methods: importing it is enough."""


class FakeSlack:
    """Slack, as far as an app can tell. Begin with `start`, end with `close`, or use it as a context.

    `scale` is how many real seconds one of Slack's seconds takes where a limit is measured in real time: the three
    seconds of an ack and the life of a trigger. `patience` is how many real seconds a person waits to see something.
    """

    def __init__(self, root: str, clock: Clock, app: App, transport: str, scale: float) -> None:
        self.root, self.clock, self.app, self.scale = root, clock, app, scale
        self.patience = 2.0
        self.world = World(clock, app)
        self.tokens = Tokens()
        self.rates = Rates(lambda: clock.timestamp)
        self.triggers: dict[str, Trigger] = {}
        self.recorded: list[Call] = []
        self.answers = AnswerUrls(self.world, root)
        self.socket = SocketMode(root, app.id, scale)
        self.http = RequestUrl("", app.signing_secret, scale)
        self.transport: Transport = self.socket if transport == "socket" else self.http
        self.delivery = Delivery(self)
        self.files = Files(self)
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self.tokens.add(Token(app.app_token, "", ("connections:write",)))
        self.team = self.workspace("Desk")

    @classmethod
    async def start(
        cls,
        *,
        clock: Clock | None = None,
        app: App | None = None,
        transport: Literal["socket", "http"] = "socket",
        scale: float = 1.0,
    ) -> FakeSlack:
        """A running Slack with one workspace into which the app is installed."""
        routes = web.Application(client_max_size=8 * 1024 * 1024)
        runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1)
        door = socket.create_server(("127.0.0.1", 0))
        slack = cls(f"http://127.0.0.1:{door.getsockname()[1]}", clock or Clock(), app or App(), transport, scale)
        routes.router.add_route("*", "/api/{method}", slack._api)
        routes.router.add_get("/link/", slack.socket.handle)
        routes.router.add_post("/answers/{id}", slack.answers.handle)
        routes.router.add_get("/files-pri/{id}/{name}", slack.files.give)
        routes.router.add_post("/upload/{id}", slack.files.take)
        slack._runner = runner
        await runner.setup()
        await web.SockSite(runner, door).start()
        return slack

    async def close(self) -> None:
        await self.socket.close()
        await self.http.close()
        await asyncio.gather(*self._tasks)
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> FakeSlack:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        return await web_api.handle(self, request)

    # addresses and secrets, for the bot's settings

    @property
    def base_url(self) -> str:
        """Of the Web API, with the slash."""
        return f"{self.root}/api/"

    @property
    def authorize_url(self) -> str:
        return f"{self.root}/oauth/v2/authorize"

    @property
    def bot_token(self) -> str:
        """Of the first workspace."""
        return self.token_of(self.team)

    def token_of(self, team: Team) -> str:
        """The newest bot token of a workspace that still works. Raises IndexError when there is none."""
        return self._bots(team)[-1].text

    def scopes(self, team: Team) -> tuple[str, ...]:
        """What the app may do in a workspace; nothing where it is not installed."""
        tokens = self._bots(team)
        return tokens[-1].scopes if tokens else ()

    def _bots(self, team: Team) -> list[Token]:
        tokens = self.tokens.access.values()
        return [token for token in tokens if token.team == team.id and "xoxb" in token.text and not token.revoked]

    # who and what there is

    def workspace(self, name: str, *, installed: bool = True) -> Team:
        """A further workspace."""
        team = self.world.team(name)
        if installed:
            self.tokens.bot(team.id, self.app.scopes)
        return team

    def person(self, name: str, *, team: Team | None = None, org: str = "", **profile: Any) -> Person:
        """Someone in a workspace. `org` names another organisation to which they belong (Slack Connect).

        `profile` takes what `world.User` has: zone, locale, is_guest, is_single_channel_guest, is_admin, is_deleted.
        """
        place = team or self.team
        if org:
            profile["org"] = org
        return Person(self, self.world.user(place, name, **profile), place)

    def channel(
        self,
        name: str,
        *people: Person,
        team: Team | None = None,
        private: bool = False,
        shared: bool = False,
        archived: bool = False,
        bot: bool = True,
    ) -> Channel:
        """A channel with some people in it, and the bot unless it is left out."""
        place = team or self.team
        members = [person.id for person in people] + ([place.bot.id] if bot else [])
        room = self.world.channel(place, name, Kind.PRIVATE if private else Kind.PUBLIC, *members)
        room.is_shared, room.is_archived = shared, archived
        return room

    def usergroup(self, handle: str, *people: Person) -> None:
        self.team.usergroups[handle] = {person.id for person in people}

    # what tests do to it and ask of it

    def calls(self, method: str = "") -> list[Call]:
        """Every call of a method so far, refused ones too; without a name, all calls."""
        return [call for call in self.recorded if method in ("", call.method)]

    def breaks(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method go wrong, one after the other."""
        self._faults[method] += faults

    def next_fault(self, method: str) -> Fault | None:
        return self._faults[method].pop(0) if self._faults[method] else None

    async def passes(self, seconds: float) -> None:
        """Let time pass, and do what is then due: events that were not acked are sent once more."""
        self.clock.advance(seconds)
        await self.delivery.deliver_due()

    async def uninstall(self, team: Team) -> None:
        """Remove the app; the bot hears of it twice, in no certain order.

        https://docs.slack.dev/reference/events/app_uninstalled and …/tokens_revoked
        """
        self.tokens.revoke(team.id)
        await self.delivery.event(team, "tokens_revoked", {"type": "tokens_revoked", "tokens": {"bot": [team.bot.id]}})
        await self.delivery.event(team, "app_uninstalled", {"type": "app_uninstalled"})

    def uninstall_later(self, team: Team) -> None:
        """Remove the app after the call that asked for it has been answered."""
        task = asyncio.create_task(self.uninstall(team))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
