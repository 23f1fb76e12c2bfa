"""One WebSocket of the gateway: what is said goes out in order, compressed as the client asked."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from contextlib import suppress

from aiohttp import web

from tests.fakes.discord.kinds import Json


class Connection:
    """`is_stalled` is one that stays open but over which nothing comes any more.

    Clients that ask for zstd-stream are answered without compression, which they all take.
    """

    def __init__(self, socket: web.WebSocketResponse, network: asyncio.Transport | None, is_compressed: bool) -> None:
        self.socket = socket
        self.heard = 0
        self.is_stalled = False
        self.left_with = 0
        self._network = network
        self._since = time.monotonic()
        self._stream = zlib.compressobj() if is_compressed else None
        self._outgoing: asyncio.Queue[Json] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())
        self._closer: asyncio.Task[None] | None = None

    @property
    def is_left_for_good(self) -> bool:
        """Whether the client itself closed it with a code that ends its session."""
        return self.left_with in (1000, 1001)

    def say(self, payload: Json) -> None:
        if not self.is_stalled:
            self._outgoing.put_nowait(payload)

    def since(self, seconds: float) -> bool:
        """Whether these real seconds are not over; when they are, counting begins anew."""
        if time.monotonic() - self._since < seconds:
            return True
        self._since, self.heard = time.monotonic(), 0
        return False

    def abort(self) -> None:
        if self._network:
            self._network.abort()

    async def close(self, code: int, words: str = "") -> None:
        self._writer.cancel()
        with suppress(asyncio.CancelledError):
            await self._writer
        await self.socket.close(code=code, message=words.encode())

    def close_later(self, code: int, words: str) -> None:
        self._closer = asyncio.create_task(self.close(code, words))

    async def _write(self) -> None:
        with suppress(ConnectionError):
            while True:
                words = json.dumps(await self._outgoing.get()).encode()
                if self._stream is None:
                    await self.socket.send_str(words.decode())
                else:
                    packed = self._stream.compress(words) + self._stream.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
