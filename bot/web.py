"""The web server: what platforms answer over HTTP, and what tells how the bot does: /healthz, /readyz and /metrics."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.port import Platform, WebAnswer, WebRequest
from bot.metrics import MEDIA_TYPE, Metrics
from briefings.document import UserError
from briefings.document import mark as _

LARGEST = 1024 * 1024
"""Bytes of a request's body, at most."""
WITHIN = 10
"""Seconds a request has to arrive in full, and to be answered when the server stops."""
LOOKS_WITHIN = 3.0
"""Seconds that the database has to answer before the bot counts as not ready."""
STARTING, STOPPING = "it is starting", "it is stopping"
METHODS = ("GET", "HEAD", "POST")

Handler = Callable[[WebRequest], Awaitable[WebAnswer]]


class Web:
    """A server at one address, HOST:PORT; port 0 takes a free one. `now` gives the moment for ages.

    `look` reads from the database what is measured there, and raises when that cannot be had. `busy_with` is why the bot is not ready whatever else is well; empty while it serves. `unreached` tells of platforms that could not be reached yet, by name, why.
    One that is not for platforms tells how the bot does, and nothing else.
    """

    def __init__(
        self,
        bind: str,
        platforms: Sequence[Platform],
        now: Callable[[], datetime],
        look: Callable[[], Awaitable[None]],
        metrics: Metrics,
        *,
        is_for_platforms: bool = True,
    ) -> None:
        self._host, _colon, self._port = bind.rpartition(":")
        self._platforms = platforms
        self._now = now
        self._look = look
        self._metrics = metrics
        self._answering = platforms if is_for_platforms else ()
        self._looking: asyncio.Task[None] | None = None
        self.busy_with = STARTING
        self.unreached: dict[str, str] = {}
        self._refused: Counter[int] = Counter()
        self._runner = web.AppRunner(self._app(), access_log=None, handle_signals=False, shutdown_timeout=WITHIN)

    async def start(self) -> str:
        """Listen; the address that others can use. Raises UserError when the address cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host.strip("[]"), int(self._port)).start()
        except OSError as error:
            await self._runner.cleanup()
            raise UserError(_("Nothing can listen on http.bind {address}: {why}"), address=f"{self._host}:{self._port}",
                            why=error.strerror or str(error)) from error  # fmt: skip
        return f"http://{self._host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Take no new request, and finish those that are being answered."""
        await self._runner.cleanup()
        if self._looking:
            await asyncio.wait({self._looking}, timeout=LOOKS_WITHIN)

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST, middlewares=[self._counted])
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._measured)
        for platform in self._answering:
            for path, handler in platform.routes.items():
                app.router.add_route("*", path, _over_http(handler))
        return app

    @web.middleware
    async def _counted(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """What is refused is counted, by its status."""
        try:
            response = await handler(request)
        except web.HTTPClientError as refusal:
            self._refused[refusal.status] += 1
            raise
        if 400 <= response.status < 500:
            self._refused[response.status] += 1
        return response

    async def _health(self, _request: web.Request) -> web.Response:
        """Status 200 as long as it can be asked: whoever starts again what is not well cures no platform by that."""
        now = self._now()
        platforms = {platform.name: _told(platform, now) for platform in self._platforms}
        is_well = all(told["well"] for told in platforms.values())
        return _json({"well": is_well, "platforms": platforms,
                      "refused": {str(status): number for status, number in sorted(self._refused.items())}})  # fmt: skip

    async def _ready(self, _request: web.Request) -> web.Response:
        """Status 200 while requests can be served, else 503 with all that is in the way."""
        now, why = self._now(), [self.busy_with] if self.busy_with else []
        if not await self._is_answered():
            why.append("the database does not answer")
        for platform in self._platforms:
            health = platform.health(now)
            in_the_way = self.unreached.get(platform.name) or ("" if health.is_well else health.why)
            why += [f"{platform.name}: {in_the_way}"] if in_the_way else []
        return _json({"ready": not why, "why": why}, 503 if why else 200)

    async def _is_answered(self) -> bool:
        """Whether the database answers in time. A look that hangs is not cut off, and none is begun beside it."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())
        done, _waiting = await asyncio.wait({self._looking}, timeout=LOOKS_WITHIN)
        return bool(done) and self._looking.exception() is None

    async def _measured(self, _request: web.Request) -> web.Response:
        """What was counted; what the database would have to tell is left out while it does not answer."""
        await self._is_answered()
        self._metrics.platforms(self._platforms, self._now())
        self._metrics.refused(self._refused)
        self._metrics.tasks(len(asyncio.all_tasks()))
        return web.Response(body=self._metrics.page(), headers={"Content-Type": MEDIA_TYPE})


def _json(told: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.json_response(told, status=status, dumps=lambda it: json.dumps(it, indent=2, ensure_ascii=False))


def _told(platform: Platform, now: datetime) -> dict[str, Any]:
    """How a platform does; null where it heard nothing yet."""
    health = platform.health(now)
    age = None if health.heard_at is None else round((now - health.heard_at).total_seconds(), 1)
    return {"well": health.is_well, "seconds_since_last_event": age, **({"why": health.why} if health.why else {})}


def _over_http(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A platform's handler as aiohttp wants it."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.method not in METHODS:
            raise web.HTTPMethodNotAllowed(request.method, METHODS)
        answer = await handler(await _read(request))
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    return handle


async def _read(request: web.Request) -> WebRequest:
    """The request once it is here in full. Raises HTTPException for one that is too large or too slow."""
    try:
        async with asyncio.timeout(WITHIN):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    headers = {name.lower(): value for name, value in request.headers.items()}
    return WebRequest(request.method, request.path, request.rel_url.raw_query_string, headers, body)
