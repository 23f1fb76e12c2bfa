"""How near we are to what Discord puts up with: requests that it refused, and how fast requests go out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import aiohttp

COUNTED = (401, 403, 429)
"""Answers that Discord counts. https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans"""
WINDOW = timedelta(minutes=10)
TOO_MANY = 1_000
"""Refused requests in ten minutes from which nothing more is posted: at 10,000 Discord shuts the address out."""
A_SECOND = 49
"""Requests that go out in a second, where Discord takes 50 for all routes together."""


class Refusals:
    """Requests that Discord refused in the last ten minutes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._at: deque[datetime] = deque()

    @property
    def count(self) -> int:
        """How many there were in the last ten minutes."""
        while self._at and self._at[0] <= self._now() - WINDOW:
            self._at.popleft()
        return len(self._at)

    @property
    def are_too_many(self) -> bool:
        return self.count >= TOO_MANY

    def trace(self) -> aiohttp.TraceConfig:
        """What a client counts its refused requests with."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._ended)
        return config

    async def _ended(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
    ) -> None:
        if end.response.status in COUNTED:
            self._at.append(self._now())


class Evenly:
    """Lets requests go evenly, so many a second: leaning on refusals loses some of them."""

    def __init__(self, a_second: int = A_SECOND) -> None:
        self._gap = 1 / a_second
        self._next = 0.0
        self._gone_at: deque[float] = deque(maxlen=a_second)

    async def turn(self) -> None:
        """Wait until it is one's turn."""
        clock = asyncio.get_running_loop()
        mine = max(clock.time(), self._next)
        self._next = mine + self._gap
        await asyncio.sleep(mine - clock.time())
        # Where the program was held up, the turns that came meanwhile would all be taken at once.
        while (wait := self._second_is_over_at() - clock.time()) > 0:  # noqa: ASYNC110 - only time is waited for
            await asyncio.sleep(wait)
        self._gone_at.append(clock.time())

    def pace(self, config: aiohttp.TraceConfig) -> None:
        """Let every request of a client wait for its turn, those that discord.py tries again too."""
        config.on_request_start.append(self._begins)

    async def _begins(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _begin: aiohttp.TraceRequestStartParams
    ) -> None:
        await self.turn()

    def _second_is_over_at(self) -> float:
        """The moment from which one more makes no more of them than go in a second."""
        is_full = len(self._gone_at) == self._gone_at.maxlen
        return self._gone_at[0] + 1 if is_full else 0.0
