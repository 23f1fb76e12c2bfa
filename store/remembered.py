"""Pictures made lately, kept by the revision of their mission.

Whatever changes anything of a mission lets its revision grow in the same transaction, and a reading transaction sees
the mission and its claims at one moment. So a Picture of a revision is right in every process, for ever.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from briefings.picture import Picture

T = TypeVar("T")
MOST = 256
"""Pictures kept at once; a Picture holds the newest few claims of each series, whatever the size of its mission."""


class Remembered(Generic[T]):
    """What was asked for last. `hits` and `misses` count what was asked."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, asyncio.Event] = {}
        self._forgotten = 0
        self.hits = 0
        self.misses = 0

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What is kept under a key, made now where there is nothing: once, however many ask for it meanwhile."""
        while key not in self._kept and key in self._making:
            await self._making[key].wait()
        if key in self._kept:
            self.hits += 1
            self._kept.move_to_end(key)
            return self._kept[key]
        self.misses += 1
        return await self._made(key, make)

    async def _made(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        forgotten, is_made = self._forgotten, asyncio.Event()
        self._making[key] = is_made
        try:
            made = await make()
            if self._forgotten == forgotten:  # else it may be from before what made others forget
                self._kept[key] = made
        finally:
            del self._making[key]
            is_made.set()
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made

    def kept(self, key: Hashable) -> T | None:
        """What is kept under a key; None where nothing is."""
        return self._kept.get(key)

    def forget(self, key: Hashable = None) -> None:
        """Let what is kept under a key be made again; everything when no key is given."""
        self._forgotten += 1
        if key is None:
            self._kept.clear()
        else:
            self._kept.pop(key, None)

    def forget_where(self, holds: Callable[[T], bool]) -> None:
        """Let what something holds of be made again."""
        self._forgotten += 1
        for key in [key for key, kept in self._kept.items() if holds(kept)]:
            del self._kept[key]


Pictures = Remembered[Picture]
