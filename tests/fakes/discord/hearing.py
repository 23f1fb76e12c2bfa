"""A bare gateway client: it says what discord.py would not say, and hears everything as it was sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.fakes.discord.kinds import Intent, Json
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.session import Op


class Ear:
    """One connection."""

    def __init__(self, fake: FakeDiscord, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._fake, self._socket = fake, socket

    async def says(self, op: int, data: Any = None) -> None:
        await self._socket.send_str(json.dumps({"op": op, "d": data}))

    async def identifies(self, **more: Any) -> None:
        await self.says(
            Op.IDENTIFY, {"token": self._fake.token, "intents": int(Intent.GUILDS), "properties": {}, **more}
        )

    async def resumes(self, session: str, seq: int) -> None:
        await self.says(Op.RESUME, {"token": self._fake.token, "session_id": session, "seq": seq})

    async def hears(self, what: str | int = "") -> Json:
        """The next payload, or the next of an opcode or an event."""
        while True:
            payload: Json = json.loads(await self._socket.receive_str(timeout=2))
            if what in ("", payload["op"], payload.get("t")):
                return payload

    async def is_closed_with(self) -> int | None:
        """The code with which the connection ends."""
        while (await self._socket.receive(timeout=2)).type is aiohttp.WSMsgType.TEXT:
            pass
        return self._socket.close_code

    async def raw(self, words: str) -> None:
        await self._socket.send_str(words)


@asynccontextmanager
async def hearing(fake: FakeDiscord, version: int = 10) -> AsyncIterator[Ear]:
    url = f"{fake.gateway_url}?v={version}&encoding=json"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        yield Ear(fake, socket)


@asynccontextmanager
async def identified(fake: FakeDiscord, **more: Any) -> AsyncIterator[Ear]:
    """A connection whose session stands and that has heard of its servers."""
    async with hearing(fake) as ear:
        await ear.identifies(**more)
        await ear.hears("READY")
        yield ear
