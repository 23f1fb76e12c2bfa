"""Pictures made lately, kept by the revision of their mission.

Whatever changes anything of a mission lets its revision grow in the same transaction, and a reading transaction sees
the mission and its claims at one moment. So a Picture of a revision is right in every process, for ever.
"""

from __future__ import annotations

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
        self.hits = 0
        self.misses = 0

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What is kept under a key, made now where there is nothing."""
        if key in self._kept:
            self.hits += 1
            self._kept.move_to_end(key)
            return self._kept[key]
        self.misses += 1
        made = self._kept[key] = await make()
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made


Pictures = Remembered[Picture]
