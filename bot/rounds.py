"""A round: plan what is due, tell what was changed, post it, and say when something is due next."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from random import SystemRandom

from adapters.port import Desk, Poster
from bot.delivery import LOOKS_EVERY, Courier
from bot.making import Making, rights_of_rooms
from bot.news import News
from bot.planning import Planning
from store.work import Store


class Rounds:
    """Plans and posts for one of any number of processes; `courier` is who posts."""

    def __init__(
        self, store: Store, planning: Planning, news: News, courier: Courier, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._planning = planning
        self._news = news
        self.courier = courier
        self._now = now

    async def go(self) -> datetime | None:
        """Plan and post what is due; the moment at which something is due next, None for never."""
        tells_at = await self._plan()
        at = self._now()
        posting = asyncio.create_task(self.courier.run())
        try:
            # A large fan-out takes minutes, in which other things fall due.
            while not (await asyncio.wait({posting}, timeout=LOOKS_EVERY))[0]:
                tells_at = await self._plan()
        finally:
            await posting
        moments = (
            tells_at,
            await self._store.due_schedules.next_at(),
            await self._store.ledger.next_at(self.courier.platforms, at),
        )
        return min(filter(None, moments), default=None)

    async def _plan(self) -> datetime | None:
        """Put into the ledger what is to be posted; the moment at which more is to be told, None for never."""
        await self._planning.run()
        return await self._news.run()

    def end(self) -> None:
        """Begin no further post; a round that is under way comes to its end."""
        self.courier.end()


def rounds_of(store: Store, desk: Desk, posters: Mapping[str, Poster], now: Callable[[], datetime]) -> Rounds:
    """The rounds of this process, to the platforms it serves."""
    name = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(3)}"
    making = Making(store, desk, rights_of_rooms(store, now), now)
    courier = Courier(store, posters, making, now, SystemRandom(), name)
    return Rounds(store, Planning(store, now), News(store, now), courier, now)
