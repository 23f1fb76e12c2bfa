"""A round: plan what is due, post it, and say when something is due next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.delivery import Courier
from bot.planning import Planning
from store.work import Store


class Rounds:
    """Plans and posts for one of any number of processes."""

    def __init__(self, store: Store, planning: Planning, courier: Courier, now: Callable[[], datetime]) -> None:
        self._store = store
        self._planning = planning
        self._courier = courier
        self._now = now

    async def go(self) -> datetime | None:
        """Plan and post what is due; the moment at which something is due next, None for never."""
        await self._planning.run()
        at = self._now()
        await self._courier.run()
        moments = (
            await self._store.due_schedules.next_at(),
            await self._store.ledger.next_at(self._courier.platforms, at),
        )
        return min(filter(None, moments), default=None)
