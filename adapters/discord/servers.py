"""The servers the bot is in, and the people who ask it by themselves: each has a space of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.discord import PLATFORM
from adapters.port import Actor, Desk, Notes

MOST = 50_000
"""Spaces that are remembered as open; more than that are asked for again."""
LEFT = "left"
STILL_HERE = timedelta(seconds=10)
"""For how long nobody is asked again whether the bot is in a server."""


class Servers:
    """Opens a space once in a process, whatever asks for it first, and remembers which servers were left."""

    def __init__(self, desk: Desk, notes: Notes, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._notes = notes
        self._now = now
        self._opening: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()
        self._here_until: dict[str, datetime] = {}

    async def open(self, tenant: str, name: str, owner: Actor | None = None) -> None:
        """Give a server or a person their space, the first time they are seen; a person owns their own."""
        if tenant not in self._opening:
            if len(self._opening) >= MOST:
                self._opening = {each: task for each, task in self._opening.items() if not task.done()}
            opening = self._opening[tenant] = asyncio.create_task(self._open(tenant, name, owner))
            opening.add_done_callback(lambda done: self._forget_failed(tenant, done))
        await asyncio.shield(self._opening[tenant])

    def _forget_failed(self, tenant: str, done: asyncio.Task[None]) -> None:
        if (done.cancelled() or done.exception()) and self._opening.get(tenant) is done:
            del self._opening[tenant]

    async def joined(self, tenant: str, name: str) -> None:
        """Discord tells of a server the bot is in: after a start of all of them, so they take turns."""
        async with self._turn:
            await self.open(tenant, name)

    async def leave(self, tenant: str) -> None:
        """Remember that the bot was taken out of a server: nothing is posted there any more."""
        self._opening.pop(tenant, None)
        self._here_until.pop(tenant, None)
        await self._notes.set(PLATFORM, _key(tenant), LEFT, self._now())

    async def was_left(self, tenant: str) -> bool:
        """Whether the bot was taken out of a server and is not back."""
        until = self._here_until.get(tenant)
        if until and self._now() < until:
            return False
        is_left = await self._notes.get(PLATFORM, _key(tenant)) == LEFT
        if not is_left:
            if len(self._here_until) >= MOST:
                self._here_until.clear()
            self._here_until[tenant] = self._now() + STILL_HERE
        return is_left

    async def _open(self, tenant: str, name: str, owner: Actor | None) -> None:
        if await self.was_left(tenant):
            await self._notes.set(PLATFORM, _key(tenant), "", self._now())
        await self._desk.welcome(PLATFORM, tenant, name, self._now(), owner)


def _key(tenant: str) -> str:
    return f"server {tenant}"
