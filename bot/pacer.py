"""Turns for posts, so that a platform's limits are met evenly: leaning on refusals loses posts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from adapters.port import Pace, Room

FORGETS_AFTER = 1_000
"""Turns after which gates that are free again are forgotten."""
CROWDED = 1.1
"""How much more time than its part each of several processes takes: together their posts come less evenly."""
ALONE_CATCHES_UP, CATCHES_UP = 1.0, 0.1
"""Seconds that posts make up for after the program was held up, where nobody else posts and else."""

Name = tuple[str, ...]
"""What a post passes: the gate of its room, of its workspace or server, or of all."""


@dataclass(slots=True)
class _Gate:
    """Lets one post pass after the other; `wanted_until` is up to when others were told to come back."""

    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free_at: float = 0.0
    wanted_until: float = 0.0

    def wait(self, gap: float, now: float) -> float:
        """Seconds until one more could pass."""
        return max(0.0, self.free_at - now) + self.waiting * gap


class Pacer:
    """Gives turns at the pace of one platform.

    A gate for each room, one for each workspace or server, and one for all: a post passes one after the other.
    `sharers` are the processes that post at the same time, this one counted: what is not a single room's is divided
    among them. Once it was ended nobody gets a turn any more. `waited` are the seconds that all turns together took.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._gates: dict[Name, _Gate] = {}
        self._given = 0
        self.sharers = 1
        self.waited = 0.0
        self._over = asyncio.Event()

    async def turn(self, room: Room, patience: float) -> bool:
        """Wait for the next turn of a room; False where that is more than so many seconds away, or it is over."""
        clock = asyncio.get_running_loop()
        began = clock.time()
        if any(self._gate(name).wait(self._gap(name), began) > patience for name in self._passed_by(room)):
            return False
        for name in self._passed_by(room):
            await self._pass(name)
        self.waited += clock.time() - began
        self._given += 1
        if self._given % FORGETS_AFTER == 0:
            self._forget(clock.time())
        return not self._over.is_set()

    def end(self) -> None:
        """Give no more turns, to those who wait neither."""
        self._over.set()

    async def _pass(self, name: Name) -> None:
        """Queue at a gate and pass it. How long it closes is seen then: who else posts may have changed."""
        gate = self._gate(name)
        gate.waiting += 1
        try:
            async with gate.queue:
                await self._wait_until(gate.free_at)
                now = asyncio.get_running_loop().time()
                gate.free_at = max(gate.free_at, now - self._catches_up) + self._gap(name)
        finally:
            gate.waiting -= 1

    async def _wait_until(self, moment: float) -> None:
        if moment <= asyncio.get_running_loop().time():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout_at(moment):
                await self._over.wait()

    def later(self, room: Room) -> float:
        """Seconds after which to ask again: each who asks is told a time of its own, when a turn will be near."""
        now = asyncio.get_running_loop().time()
        return max((self._later(name, now) for name in self._passed_by(room)), default=0.0)

    def _later(self, name: Name, now: float) -> float:
        gate, gap = self._gate(name), self._gap(name)
        mine = max(now + gate.wait(gap, now), gate.wanted_until)
        gate.wanted_until = mine + gap
        return mine - now

    def _gate(self, name: Name) -> _Gate:
        return self._gates.get(name) or self._gates.setdefault(name, _Gate())

    def _passed_by(self, room: Room) -> Iterator[Name]:
        """The gates that a post to a room passes."""
        if self._pace.room:
            yield room.tenant, room.id
        if self._pace.tenant:
            yield (room.tenant,)
        if self._pace.everywhere:
            yield ()

    def _gap(self, name: Name) -> float:
        """For how many seconds a gate closes behind a post."""
        paces = (self._pace.everywhere, self._pace.tenant, self._pace.room)
        is_of_room = len(name) == len(paces) - 1
        parts = self.sharers * CROWDED if self.sharers > 1 and not is_of_room else 1
        return parts / paces[len(name)]

    @property
    def _catches_up(self) -> float:
        return CATCHES_UP if self.sharers > 1 else ALONE_CATCHES_UP

    def _forget(self, now: float) -> None:
        for name, gate in list(self._gates.items()):
            if not gate.waiting and gate.free_at <= now and gate.wanted_until <= now:
                del self._gates[name]
