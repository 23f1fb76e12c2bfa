"""Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode

Several connections may be open; each envelope goes to one of them. An envelope that is not acked within three
seconds is lost to the person who waits; events are tried again, with retry_attempt and retry_reason.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from tests.fakes.slack.transport import ACK_WITHIN, Ack

MOST_CONNECTIONS = 10
GRACE = 10.0
"""Seconds that a connection still stands after the bot was asked to open another."""
HOLDS_AN_ANSWER = ("slash_commands", "interactive")
"""Kinds of envelopes whose ack may carry a payload."""


@dataclass(eq=False)
class Connection:
    """One WebSocket. `is_stalled` is one that stays open but over which nothing comes any more."""

    socket: web.WebSocketResponse
    network: asyncio.Transport | None
    is_stalled: bool = False
    answers_pings: bool = True
    pongs: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, message: dict[str, Any]) -> None:
        if not self.is_stalled:
            await self.socket.send_str(json.dumps(message))


class SocketMode:
    """Slack's end of all connections."""

    def __init__(self, base: str, app_id: str, scale: float) -> None:
        self.connections: list[Connection] = []
        self.acked: list[dict[str, Any]] = []
        self.opened = 0
        self._base, self._app_id, self._scale = base, app_id, scale
        self._tickets: set[str] = set()
        self._numbers, self._turns = count(1), count()
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._change = asyncio.Event()

    def new_url(self) -> str:
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return f"{self._base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._app_id}"

    # what the bot does

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection from hello to its end. A URL is good for one connection."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=408)
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(autoping=False, timeout=1)
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        await self._greet(connection)
        try:
            async for message in socket:
                await self._hear(connection, message)
        finally:
            self._leave(connection)
        return socket

    async def _greet(self, connection: Connection) -> None:
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.say({"type": "disconnect", "reason": "too_many_websockets"})
            await connection.socket.close()
            return
        self.connections.append(connection)
        self.opened += 1
        self._changed()
        await connection.say({"type": "hello", "num_connections": len(self.connections),
                              "connection_info": {"app_id": self._app_id},
                              "debug_info": {"host": "fake", "approximate_connection_time": 18_060}})  # fmt: skip

    async def _hear(self, connection: Connection, message: WSMessage) -> None:
        if message.type is WSMsgType.PING and connection.answers_pings:
            await connection.socket.pong(message.data)
        elif message.type is WSMsgType.PONG:
            connection.pongs.put_nowait(message.data)
        elif message.type is WSMsgType.TEXT:
            self._ack(json.loads(message.data))

    def _ack(self, ack: dict[str, Any]) -> None:
        self.acked.append(ack)
        waiting = self._waiting.get(ack.get("envelope_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(ack)

    # what Slack does

    async def send(self, kind: str, payload: dict[str, Any], attempt: int = 0, reason: str = "") -> Ack:
        """An envelope to one connection, in turns. With none open nobody hears of it."""
        if not self.connections:
            return Ack({}, "timeout", "dispatch_failed")
        connection = self.connections[next(self._turns) % len(self.connections)]
        envelope = self._envelope(kind, payload, attempt, reason)
        waiting = self._waiting[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await connection.say(envelope)
            ack = await asyncio.wait_for(waiting, ACK_WITHIN * self._scale)
        except (TimeoutError, ConnectionError):
            return Ack({}, "timeout", "operation_timeout")
        finally:
            del self._waiting[envelope["envelope_id"]]
        return Ack((ack.get("payload") or {}) if kind in HOLDS_AN_ANSWER else {})

    def _envelope(self, kind: str, payload: dict[str, Any], attempt: int, reason: str) -> dict[str, Any]:
        envelope = {"envelope_id": f"envelope-{next(self._numbers)}", "type": kind, "payload": payload,
                    "accepts_response_payload": kind in HOLDS_AN_ANSWER}  # fmt: skip
        retry = {"retry_attempt": attempt, "retry_reason": reason} if kind == "events_api" else {}
        return {**envelope, **retry}

    async def warn(self) -> None:
        """Every connection is told that it will end in about ten seconds; it still works until then."""
        for connection in self.connections:
            await connection.say({"type": "disconnect", "reason": "warning", "debug_info": {"host": "fake"}})

    async def refresh(self) -> None:
        """Every connection is told to be replaced, and gets nothing more; this happens every few hours."""
        await self._end("refresh_requested", GRACE * self._scale)

    async def disable(self) -> None:
        """Socket Mode was switched off in the app's settings."""
        await self._end("link_disabled", 0)

    async def _end(self, reason: str, grace: float) -> None:
        """Say goodbye, and close what the bot has not left by itself after so many real seconds."""
        leaving, self.connections = self.connections, []
        for connection in leaving:
            await connection.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})
        for connection in leaving:
            with suppress(TimeoutError):
                await asyncio.wait_for(connection.left.wait(), grace)
            await connection.socket.close()

    def stall(self, *, answers_pings: bool = True) -> None:
        """From now on nothing comes over the open connections, and none of them closes.

        https://github.com/slackapi/bolt-python/issues/1529; pings are answered or not.
        """
        for connection in self.connections:
            connection.is_stalled, connection.answers_pings = True, answers_pings

    async def cut(self) -> None:
        """The network goes away under every connection: no word, no closing handshake."""
        cut, self.connections = self.connections, []
        for connection in cut:
            if connection.network:
                connection.network.abort()

    async def ping(self, connection: Connection, patience: float = 1.0) -> bool:
        """Whether a connection answers a ping within so many real seconds."""
        await connection.socket.ping(b"fake")
        try:
            return await asyncio.wait_for(connection.pongs.get(), patience) == b"fake"
        except TimeoutError:
            return False

    # waiting

    async def connected(self, number: int = 1, patience: float = 5.0) -> None:
        """Wait until so many connections stand. Raises TimeoutError after so many real seconds."""
        async with asyncio.timeout(patience):
            while len(self.connections) < number:
                await self._change.wait()

    async def has_opened(self, number: int, patience: float = 5.0) -> None:
        """Wait until so many connections were opened and only one of them stands."""
        async with asyncio.timeout(patience):
            while self.opened < number or len(self.connections) != 1:
                await self._change.wait()

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.socket.close()

    def _leave(self, connection: Connection) -> None:
        connection.left.set()
        if connection in self.connections:
            self.connections.remove(connection)
        self._changed()

    def _changed(self) -> None:
        self._change.set()
        self._change = asyncio.Event()
