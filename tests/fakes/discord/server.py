"""The fake Discord itself: one server on loopback for the API, the gateway and the files, and the test's handle.

discord = await FakeDiscord.start()
server, ada = discord.server("Desk"), discord.person("Ada")
server.join(ada)
seen = await ada.types("/mss status as-of:2025-01-15", server.channel("haiti-desk"))
assert seen.private and "572" in seen.text
"""

from __future__ import annotations

import asyncio
import socket
from types import TracebackType

from aiohttp import web

from tests.fakes.discord import account, callbacks, command_routes, messages, rest
from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.commands import Commands
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.kinds import ALWAYS, App
from tests.fakes.discord.people import Person
from tests.fakes.discord.permissions import OF_A_BOT, Permission
from tests.fakes.discord.rates import Rates
from tests.fakes.discord.rest import ROUTES, Call, Fault, plain
from tests.fakes.discord.things import Channel, Message, Role, Server
from tests.fakes.discord.world import World
from tests.fakes.slack.clock import Clock

API = (account, callbacks, command_routes, messages)
"""What declares the routes: importing it is enough."""


class FakeDiscord:
    """Discord, as far as a bot can tell. Begin with `start`, end with `close`, or use it as a context.

    `scale` is how many real seconds one of Discord's seconds takes where something is measured in real time: the
    three seconds of an answer, the quotas, the heartbeat; `second` makes those of an answer longer still. `patience`
    is how many real seconds a person waits to see something.
    """

    def __init__(self, root: str, clock: Clock, app: App, scale: float, second: float) -> None:
        self.root, self.clock, self.scale, self.second = root, clock, scale, second
        self.patience = 2.0
        self.world = World(clock, app)
        self.owner = self.world.user("Owner")
        self.commands = Commands()
        self.rates = Rates(lambda: clock.timestamp, scale)
        self.gateway = Gateway(self.world, self.gateway_url, scale)
        self.interactions = Interactions(self)
        self.cdn = Cdn(self.world, root)
        self.recorded: list[Call] = []
        self._called = asyncio.Event()
        self._faults: list[tuple[str, Fault]] = []
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls, *, clock: Clock | None = None, app: App | None = None, scale: float = 1.0, second: float = 1.0
    ) -> FakeDiscord:
        """A running Discord without servers or people."""
        routes = web.Application(client_max_size=64 * 1024 * 1024)
        runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1)
        door = socket.create_server(("127.0.0.1", 0))
        discord = cls(f"http://127.0.0.1:{door.getsockname()[1]}", clock or Clock(), app or App(), scale, second)
        routes.router.add_get("/gateway", discord.gateway.handle)
        routes.router.add_get("/attachments/{channel}/{id}/{name}", discord.cdn.handle)
        routes.router.add_route("*", "/api/v10/{path:.*}", discord._api)
        discord._runner = runner
        await runner.setup()
        await web.SockSite(runner, door).start()
        return discord

    async def close(self) -> None:
        await self.gateway.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> FakeDiscord:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        return await rest.handle(self, request)

    # addresses and secrets, for the bot's settings

    @property
    def api_url(self) -> str:
        """Of the API, without a slash at its end: discord.http.Route.BASE."""
        return f"{self.root}/api/v10"

    @property
    def gateway_url(self) -> str:
        """discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY"""
        return f"{self.root.replace('http', 'ws', 1)}/gateway"

    @property
    def token(self) -> str:
        return self.world.app.token

    @property
    def application_id(self) -> str:
        return self.world.app.id

    # who and what there is

    def server(
        self, name: str, *, installed: bool = True, permission: Permission = OF_A_BOT, locale: str = "en-US"
    ) -> Server:
        """A server, with the bot in it unless it is not installed."""
        server = self.world.server(name, locale=locale)
        if installed:
            server.adds_bot(permission)
        return server

    def person(self, name: str, *servers: Server, locale: str = "en-US") -> Person:
        """Someone, in these servers."""
        person = Person(self, self.world.user(name, locale=locale))
        for server in servers:
            server.join(person)
        return person

    def dm(self, person: Person, *others: Person) -> Channel:
        """The direct messages between someone and the bot, or with others and without the bot."""
        users = [other.user for other in others] or [self.world.bot]
        return self.world.direct(person.user, *users)

    def posts(self, room: Channel) -> list[Message]:
        """What the bot posted into a room for all in it, the newest last."""
        return [one for one in room.messages if one.author is self.world.bot and room.find(one.id)]

    def decides(self, server: Server, command: str, who: Role | Person | Channel, *, allowed: bool) -> None:
        """An admin of a server allows or forbids a command to a role, someone or a room; "" means all commands.

        https://docs.discord.com/developers/events/gateway-events#application-command-permissions-update
        """
        named = [one["id"] for one in self.commands.usable(server.id) if one["name"] == command]
        id = named[0] if command else self.application_id
        kind = {Role: 1, Person: 2, Channel: 3}[type(who)]
        granted = self.commands.permissions.setdefault((server.id, id), [])
        granted[:] = [*(each for each in granted if each["id"] != who.id),
                      {"id": who.id, "type": kind, "permission": allowed}]  # fmt: skip
        told = {"id": id, "application_id": self.application_id, "guild_id": server.id, "permissions": granted}
        self.world.announce("APPLICATION_COMMAND_PERMISSIONS_UPDATE", told, server.id, ALWAYS)

    # what tests do to it and ask of it

    def calls(self, route: str = "") -> list[Call]:
        """Every call of a route so far, such as “POST /channels/{}/messages”; without a name, all calls."""
        wanted = _known(route) if route else ""
        return [call for call in self.recorded if wanted in ("", call.route)]

    async def called(self, route: str, times: int = 1, patience: float = 5.0) -> list[Call]:
        """Wait until a route was called so many times in all. Raises TimeoutError after so many real seconds."""
        async with asyncio.timeout(patience):
            while len(self.calls(route)) < times:
                await self._called.wait()
        return self.calls(route)

    def record(self, call: Call) -> None:
        self.recorded.append(call)
        self._called.set()
        self._called = asyncio.Event()

    def breaks(self, route: str, *faults: Fault) -> None:
        """Let the next calls of a route go wrong, one after the other."""
        self._faults += [(_known(route), fault) for fault in faults for _time in range(fault.times)]

    def next_fault(self, route: str) -> Fault | None:
        index = next((at for at, (broken, _fault) in enumerate(self._faults) if broken == route), None)
        return None if index is None else self._faults.pop(index)[1]

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds)

    @property
    def refused(self) -> int:
        """Requests of the last ten minutes that ended in 401, 403 or 429."""
        return self.rates.refused

    @property
    def is_banned(self) -> bool:
        """Whether Cloudflare shuts the address out."""
        return self.rates.is_banned


def _known(route: str) -> str:
    """A route's plain name. Raises KeyError when there is none of it, so that a misspelt one is noticed."""
    name = plain(route)
    if name not in {each.name for each in ROUTES}:
        raise KeyError(f"{route}; there are {sorted(each.name for each in ROUTES)}")
    return name
