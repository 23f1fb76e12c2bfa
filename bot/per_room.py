"""What is known of rooms, loaded for all of a batch when it is wanted of the first: a statement a room is a hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class PerRoom(Generic[T]):
    """What belongs to each of some rooms; any other is loaded by itself. `room` tells whose something is."""

    def __init__(
        self,
        rooms: Collection[int],
        load: Callable[[Collection[int]], Awaitable[Iterable[T]]],
        room: Callable[[T], int],
    ) -> None:
        self._rooms = rooms
        self._load = load
        self._room = room
        self._found: dict[int, list[T]] = {}

    async def of(self, room: int) -> Sequence[T]:
        """What belongs to a room, in the order it is loaded."""
        if room not in self._found:
            wanted = {*self._rooms, room} - self._found.keys()
            found = defaultdict[int, list[T]](list)
            for one in await self._load(wanted):
                found[self._room(one)].append(one)
            self._found |= {each: found[each] for each in wanted}
        return self._found[room]
