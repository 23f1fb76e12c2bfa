"""A balancer at the network's edge: it sends each request to a replica whose /readyz says that it can serve."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

LOOKS_EVERY = 0.25
"""Seconds between two looks at a replica."""
PASSED_ON = ("Content-Type", "User-Agent", "X-Slack-Request-Timestamp", "X-Slack-Signature", "X-Slack-Retry-Num",
             "X-Slack-Retry-Reason")  # fmt: skip


class Balancer:
    """Passes requests on in turn. What a replica refuses or breaks off is not tried elsewhere: it may have been done."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._ready: list[str] = []
        self._looking: dict[str, asyncio.Task[None]] = {}
        self.url = ""

    def knows(self, replica: str) -> None:
        """Look after a replica from now on, until it is gone."""
        self._looking[replica] = asyncio.create_task(self._look(replica))

    async def has(self, number: int) -> None:
        """Wait until so many replicas are ready."""
        async with asyncio.timeout(30):
            while len(self._ready) != number:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        for task in self._looking.values():
            task.cancel()
        await asyncio.gather(*self._looking.values(), return_exceptions=True)

    async def _look(self, replica: str) -> None:
        is_there = True
        while is_there:
            try:
                async with self._session.get(f"{replica}/readyz") as page:
                    self._put(replica, is_ready=page.status == 200)
            except aiohttp.ClientError:
                self._put(replica, is_ready=False)
                is_there = False
            await asyncio.sleep(LOOKS_EVERY)

    def _put(self, replica: str, *, is_ready: bool) -> None:
        if is_ready and replica not in self._ready:
            self._ready.append(replica)
        elif not is_ready and replica in self._ready:
            self._ready.remove(replica)

    async def handle(self, request: web.Request) -> web.Response:
        if not self._ready:
            raise web.HTTPServiceUnavailable
        self._ready.append(replica := self._ready.pop(0))
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        try:
            async with self._session.post(
                f"{replica}{request.path}", data=await request.read(), headers=headers
            ) as answer:
                kind = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
                return web.Response(status=answer.status, body=await answer.read(), headers=kind)
        except aiohttp.ClientError as error:
            raise web.HTTPBadGateway(text=str(error)) from error


@asynccontextmanager
async def balancing() -> AsyncIterator[Balancer]:
    """A balancer that knows no replica yet."""
    async with aiohttp.ClientSession() as session:
        balancer = Balancer(session)
        app = web.Application()
        app.router.add_post("/{path:.*}", balancer.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        balancer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield balancer
        finally:
            await balancer.close()
            await runner.cleanup()
