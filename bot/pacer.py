"""Turns for posts, so that a platform's limits are met evenly: leaning on refusals loses posts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from adapters.port import Pace, Room

FORGETS_AFTER = 1_000
"""Turns after which gates that are free again are forgotten."""

Gate = tuple[str, ...]
"""What a post passes: that of its room, of its workspace or server, or of all."""


class Pacer:
    """Gives turns at the pace of one platform.

    A gate for each room, one for each workspace or server, and one for all: a post passes one after the other.
    `sharers` are the processes that post at the same time, this one counted: what is not a single room's is divided
    among them. Once it was ended nobody gets a turn any more. `waited` are the seconds that all turns together took.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._free_at: dict[Gate, float] = {}
        self._wanted_until: dict[Gate, float] = {}
        self._given = 0
        self.sharers = 1
        self.waited = 0.0
        self._over = asyncio.Event()

    async def turn(self, room: Room, patience: float) -> bool:
        """Wait for the next turn of a room; False where that is more than so many seconds away, or it is over."""
        clock = asyncio.get_running_loop()
        if any(self._free_at.get(gate, 0.0) - clock.time() > patience for gate, _gap in self._gates(room)):
            return False
        for gate, gap in self._gates(room):
            mine = max(clock.time(), self._free_at.get(gate, 0.0))
            self._free_at[gate] = mine + gap
            self.waited += max(0.0, mine - clock.time())
            await self._wait_until(mine)
        self._given += 1
        if self._given % FORGETS_AFTER == 0:
            self._forget(clock.time())
        return not self._over.is_set()

    def end(self) -> None:
        """Give no more turns, to those who wait neither."""
        self._over.set()

    async def _wait_until(self, moment: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(moment):
                await self._over.wait()

    def later(self, room: Room) -> float:
        """Seconds after which to ask again: each who asks is told a time of its own, when a turn will be near."""
        now = asyncio.get_running_loop().time()
        waits = [self._later(gate, gap, now) for gate, gap in self._gates(room)]
        return max(waits, default=0.0)

    def _later(self, gate: Gate, gap: float, now: float) -> float:
        mine = max(now, self._free_at.get(gate, 0.0), self._wanted_until.get(gate, 0.0))
        self._wanted_until[gate] = mine + gap
        return mine - now

    def _gates(self, room: Room) -> Iterator[tuple[Gate, float]]:
        """Every gate that a post to a room passes, and for how many seconds it closes behind it."""
        if self._pace.room:
            yield (room.tenant, room.id), 1 / self._pace.room
        if self._pace.tenant:
            yield (room.tenant,), self.sharers / self._pace.tenant
        if self._pace.everywhere:
            yield (), self.sharers / self._pace.everywhere

    def _forget(self, now: float) -> None:
        for times in (self._free_at, self._wanted_until):
            for gate in [gate for gate, at in times.items() if at <= now]:
                del times[gate]
