"""The gateway: https://docs.discord.com/developers/events/gateway

Every session of a shard gets every event of it, two sessions of one shard both. What a session has not seen while its
connection was down is sent when it resumes.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from tests.fakes.discord import objects
from tests.fakes.discord.connection import Connection
from tests.fakes.discord.kinds import PRIVILEGED, Intent, Json
from tests.fakes.discord.session import (
    ALREADY_AUTHENTICATED,
    AUTHENTICATION_FAILED,
    DECODE_ERROR,
    DISALLOWED_INTENTS,
    INVALID_INTENTS,
    INVALID_SEQ,
    INVALID_SHARD,
    INVALID_VERSION,
    NOT_AUTHENTICATED,
    RATE_LIMITED,
    SHARDING_REQUIRED,
    UNKNOWN_OPCODE,
    Closed,
    Op,
    Session,
)
from tests.fakes.discord.things import Channel, Event, Message, Role, Server
from tests.fakes.discord.world import World

HEARTBEAT = 41.25
"""Seconds between two heartbeats."""
RESUMABLE = 180
"""Seconds after which a session without connection is over: “a few minutes”."""
MOST_SERVERS = 2_500
"""Of one session: https://docs.discord.com/developers/events/gateway#sharding"""
MOST_EVENTS = 120
"""That a client may send in a minute; https://docs.discord.com/developers/events/gateway#rate-limiting"""
MOST_BYTES = 4_096
"""Of one payload that a client sends."""
ALL_INTENTS = 0b11_0011_0001_1111_1111_1111_1111


class Gateway:
    """Discord's end of all connections. `paces_identify` switches on that only so many may identify in 5 seconds."""

    def __init__(self, world: World, url: str, scale: float) -> None:
        self.url = url
        self.sessions: list[Session] = []
        self.connections: list[Connection] = []
        self.identified = 0
        self.resumed = 0
        self.paces_identify = False
        self._world, self._scale = world, scale
        self._starts: dict[int, list[float]] = defaultdict(list)
        self._change = asyncio.Event()
        world.listeners.append(self._hear_event)

    # what the bot does

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection from hello to its end."""
        socket = web.WebSocketResponse(timeout=1, max_msg_size=MOST_BYTES * 4)
        await socket.prepare(request)
        connection = Connection(socket, request.transport, request.query.get("compress") == "zlib-stream")
        self.connections.append(connection)
        interval = HEARTBEAT * self._scale
        connection.say({"op": Op.HELLO, "d": {"heartbeat_interval": int(interval * 1_000)}})
        try:
            if request.query.get("v") != "10":
                raise Closed(*INVALID_VERSION)
            await self._listen(connection, interval * 1.5)
        except Closed as closed:
            await connection.close(closed.code, closed.words)
        finally:
            await connection.close(1001)
            self._leave(connection)
        return socket

    async def _listen(self, connection: Connection, patience: float) -> None:
        """Hear everything that comes, until no heartbeat comes any more."""
        deadline = asyncio.get_running_loop().time() + patience
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    message = await connection.socket.receive()
            except TimeoutError:
                raise Closed(4000, "No heartbeat.") from None
            if message.type is WSMsgType.CLOSE:
                connection.left_with = message.data
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                return
            if self._hear(connection, message) == Op.HEARTBEAT:
                deadline = asyncio.get_running_loop().time() + patience

    def _hear(self, connection: Connection, message: WSMessage) -> int:
        payload = _payload(message)
        connection.heard += 1
        if connection.heard > MOST_EVENTS and connection.since(60 * self._scale):
            raise Closed(*RATE_LIMITED)
        match payload["op"]:
            case Op.HEARTBEAT:
                connection.say({"op": Op.HEARTBEAT_ACK})
            case Op.IDENTIFY:
                self._identify(connection, payload["d"])
            case Op.RESUME:
                self._resume(connection, payload["d"])
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS:
                if self._session(connection) is None:
                    raise Closed(*NOT_AUTHENTICATED)
            case _:
                raise Closed(*UNKNOWN_OPCODE)
        return int(payload["op"])

    def _identify(self, connection: Connection, told: Json) -> None:
        if self._session(connection):
            raise Closed(*ALREADY_AUTHENTICATED)
        shard = told.get("shard") or (0, 1)
        self._check_identity(told, shard)
        if self._starts_too_soon(shard[0]):
            connection.say({"op": Op.INVALID_SESSION, "d": False})
            return
        self.identified += 1
        if self.identified > self._world.app.starts_a_day:
            self._reset_token()
            raise Closed(*AUTHENTICATION_FAILED)
        session = Session(self._world.snowflake(), (shard[0], shard[1]), Intent(told["intents"]), connection)
        self.sessions.append(session)
        self._welcome(session)
        self._changed()

    def _check_identity(self, told: Json, shard: tuple[int, int]) -> None:
        intents, world = told.get("intents"), self._world
        if told.get("token") != world.app.token:
            raise Closed(*AUTHENTICATION_FAILED)
        if not isinstance(intents, int) or intents & ~ALL_INTENTS:
            raise Closed(*INVALID_INTENTS)
        if intents & PRIVILEGED & ~world.app.privileged:
            raise Closed(*DISALLOWED_INTENTS)
        if not 0 <= shard[0] < shard[1]:
            raise Closed(*INVALID_SHARD)
        if sum(server.is_installed for server in world.servers.values()) / shard[1] > MOST_SERVERS:
            raise Closed(*SHARDING_REQUIRED)

    def _starts_too_soon(self, shard: int) -> bool:
        """https://docs.discord.com/developers/events/gateway#sharding-max-concurrency"""
        now, starts = self._world.clock.timestamp, self._starts[shard % self._world.app.starts_at_once]
        recent = [at for at in starts if now - at < 5]
        starts[:] = [*recent, now]
        return self.paces_identify and bool(recent)

    def _welcome(self, session: Session) -> None:
        """https://docs.discord.com/developers/events/gateway-events#ready"""
        world = self._world
        servers = [one for one in world.servers.values() if one.is_installed and session.is_for(one.id)]
        session.tell("READY", {"v": 10, "user": objects.user_data(world.bot), "session_id": session.id,
                               "guilds": [{"id": one.id, "unavailable": True} for one in servers],
                               "resume_gateway_url": self.url, "shard": list(session.shard),
                               "application": {"id": world.app.id, "flags": 0}})  # fmt: skip
        for server in servers:
            if session.intents & Intent.GUILDS:
                session.tell("GUILD_CREATE", {**objects.server_data(server), "unavailable": False})

    def _resume(self, connection: Connection, told: Json) -> None:
        if told.get("token") != self._world.app.token:
            raise Closed(*AUTHENTICATION_FAILED)
        session = next((one for one in self.sessions if one.id == told.get("session_id")), None)
        if session is None or self._is_over(session):
            connection.say({"op": Op.INVALID_SESSION, "d": False})
            return
        if not 0 <= (told.get("seq") or 0) <= len(session.sent):
            raise Closed(*INVALID_SEQ)
        session.connection = connection
        for payload in session.sent[told.get("seq") or 0 :]:
            connection.say(payload)
        session.tell("RESUMED", {})
        self.resumed += 1
        self._changed()

    def _is_over(self, session: Session) -> bool:
        return session.connection is None and self._world.clock.timestamp - session.lost_at > RESUMABLE

    def _reset_token(self) -> None:
        """Too many starts in a day: all sessions end and the bot needs its new token."""
        self._world.app.token += "-reset"
        for session in self.sessions:
            if session.connection:
                session.connection.close_later(*AUTHENTICATION_FAILED)
        self.sessions.clear()

    # what Discord does

    def _hear_event(self, event: Event) -> None:
        data = _data(self._world, event)
        for session in self.sessions:
            if session.is_for(event.server) and event.intent & session.intents == event.intent:
                session.tell(event.name, data)

    @property
    def is_heard(self) -> bool:
        """Whether a session stands, or can come back."""
        return any(not self._is_over(session) for session in self.sessions)

    async def cut(self) -> None:
        """The network goes away under every connection: no word, no closing handshake."""
        cut = list(self.connections)
        for connection in cut:
            connection.abort()
        while any(connection in self.connections for connection in cut):
            await self._change.wait()

    def reconnect(self) -> None:
        """Ask every connection to come back: https://docs.discord.com/developers/events/gateway-events#reconnect"""
        self._tell_all({"op": Op.RECONNECT, "d": None})

    def invalidate(self, *, can_resume: bool = False) -> None:
        """End every session: https://docs.discord.com/developers/events/gateway-events#invalid-session"""
        self._tell_all({"op": Op.INVALID_SESSION, "d": can_resume})
        if not can_resume:
            self.sessions.clear()

    def ask_heartbeat(self) -> None:
        """Discord may ask for a heartbeat at once."""
        self._tell_all({"op": Op.HEARTBEAT, "d": None})

    def stall(self) -> None:
        """From now on nothing comes over the open connections, no heartbeat acks either, and none of them closes."""
        for connection in self.connections:
            connection.is_stalled = True

    async def drop(self, code: int) -> None:
        """Close every connection with a code."""
        for connection in list(self.connections):
            await connection.close(code)

    def _tell_all(self, payload: Json) -> None:
        for connection in self.connections:
            connection.say(payload)

    # waiting

    async def connected(self, number: int = 1, patience: float = 5.0) -> None:
        """Wait until so many sessions have a connection. Raises TimeoutError after so many real seconds."""
        async with asyncio.timeout(patience):
            while sum(session.connection is not None for session in self.sessions) < number:
                await self._change.wait()

    async def has_resumed(self, times: int = 1, patience: float = 5.0) -> None:
        """Wait until sessions were resumed so many times in all."""
        async with asyncio.timeout(patience):
            while self.resumed < times:
                await self._change.wait()

    async def has_identified(self, times: int, patience: float = 5.0) -> None:
        """Wait until sessions were begun so many times in all."""
        async with asyncio.timeout(patience):
            while self.identified < times:
                await self._change.wait()

    async def close(self) -> None:
        await self.drop(1001)

    def _session(self, connection: Connection) -> Session | None:
        return next((one for one in self.sessions if one.connection is connection), None)

    def _leave(self, connection: Connection) -> None:
        """A bot that says goodbye with 1000 or 1001 gives its session up."""
        self.connections.remove(connection)
        session = self._session(connection)
        if session:
            session.connection, session.lost_at = None, self._world.clock.timestamp
        if session and connection.is_left_for_good:
            self.sessions.remove(session)
        self._changed()

    def _changed(self) -> None:
        self._change.set()
        self._change = asyncio.Event()


def _payload(message: WSMessage) -> Json:
    """What a client sent. Raises Closed when it cannot be read."""
    payload: Any = None
    if message.type is WSMsgType.TEXT and len(message.data.encode()) <= MOST_BYTES:
        with suppress(json.JSONDecodeError):
            payload = json.loads(message.data)
    if not isinstance(payload, dict) or "op" not in payload:
        raise Closed(*DECODE_ERROR)
    return payload


def _data(world: World, event: Event) -> Json:
    """The data of an event, as things stand when it happens."""
    match event.what:
        case Server():
            return objects.server_data(event.what)
        case Channel():
            return objects.channel_data(event.what)
        case Role():
            return {"guild_id": event.server, "role": objects.role_data(event.what, position=1)}
        case Message() as message:
            place = {"guild_id": event.server} if event.server else {}
            if event.name == "MESSAGE_DELETE":
                return {"id": message.id, "channel_id": message.channel.id, **place}
            return {**objects.message_data(message, is_shown_to_bot=objects.is_shown_to(world, message)), **place}
        case data:
            return data
