"""A relay in front of a real server, at the network's edge.

It can be cut, as when a cable is pulled or a server stopped, and hang, as a server does that takes and gives no answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.engine import make_url


class Relay:
    """Passes bytes on while it stands; cut, it takes nobody and lets go of all who were there."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._open: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._flows = asyncio.Event()
        self.port = 0

    async def mend(self) -> None:
        """Stand, on the port it had before, and pass on what was held back."""
        self._flows.set()
        if self._server and self._server.is_serving():
            return
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def hang(self) -> None:
        """Take whatever comes, and pass nothing on."""
        self._flows.clear()

    async def cut(self) -> None:
        self._flows.set()
        if self._server:
            self._server.close()
        for writer in [*self._open]:
            writer.transport.abort()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._to)
        self._open |= {writer, back}
        for each in (self._passed(reader, back), self._passed(there, writer)):
            task = asyncio.create_task(each)
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65_536):
                await self._flows.wait()
                writer.write(part)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[tuple[str, Relay]]:
    """The URL of a database by way of a relay, and the relay."""
    behind = make_url(url)
    relay = Relay(behind.host or "127.0.0.1", behind.port or 5432)
    await relay.mend()
    try:
        yield behind.set(port=relay.port).render_as_string(hide_password=False), relay
    finally:
        await relay.cut()
