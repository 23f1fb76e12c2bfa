"""Rooms: channels, direct messages and terminals, each with its zone and its default mission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, union_all, update

from store.audit import Audit
from store.rows import MissionRef
from store.tables import preferences, rooms
from store.transaction import Transaction, in_parts


@dataclass(frozen=True, slots=True)
class Room:
    """A room in a space. An empty zone, or a mission of None, means that none was set.

    One that `is_cleared` sees what rests on internal sources.
    """

    id: int
    platform: str
    tenant: str
    external_id: str
    name: str = ""
    zone: str = ""
    mission: MissionRef | None = None
    is_cleared: bool = False


class Rooms:
    """The rooms of one space."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def find(self, platform: str, tenant: str, external_id: str) -> Room | None:
        """The room of that id on a platform; None while nothing was set for it."""
        row = await self._tx.first(select(rooms).where(
            rooms.c.space_id == self._tx.space, rooms.c.platform == platform, rooms.c.tenant == tenant,
            rooms.c.external_id == external_id,
        ))  # fmt: skip
        return _room(row) if row else None

    async def get(self, id: int) -> Room | None:
        """The room of that number; None when this space has none such."""
        return next(iter(await self.some([id])), None)

    async def named(self, name: str) -> list[Room]:
        """The rooms that go by that name in any case, in the order they were opened."""
        mine = (rooms.c.space_id == self._tx.space, func.lower(rooms.c.name) == name.casefold())
        return [_room(row) for row in await self._tx.all(select(rooms).where(*mine).order_by(rooms.c.id))]

    async def some(self, ids: Sequence[int]) -> list[Room]:
        """The rooms of these ids, in the order they were opened."""
        query = select(rooms).where(rooms.c.space_id == self._tx.space)
        found = [await self._tx.all(query.where(rooms.c.id.in_(part))) for part in in_parts(sorted(ids))]
        return [_room(row) for rows in found for row in sorted(rows, key=lambda row: row.id)]

    async def open(self, platform: str, tenant: str, external_id: str, name: str = "") -> Room:
        """The room of that id on a platform, made known at first sight."""
        known = await self.find(platform, tenant, external_id)
        if known:
            return known
        (room,) = await self._tx.insert(insert(rooms), [{
            "space_id": self._tx.space, "platform": platform, "tenant": tenant, "external_id": external_id, "name": name,
        }])  # fmt: skip
        await self._audit.append("open room", f"room:{room}", {"platform": platform})
        return Room(room, platform, tenant, external_id, name)

    async def zones(self) -> list[str]:
        """The zones that rooms and people of this space have chosen, the one chosen most often first."""
        chosen = union_all(
            select(rooms.c.zone).where(rooms.c.space_id == self._tx.space),
            select(preferences.c.zone).where(preferences.c.space_id == self._tx.space),
        ).subquery()
        query = select(chosen.c.zone).where(chosen.c.zone != "").group_by(chosen.c.zone)
        return [row.zone for row in await self._tx.all(query.order_by(func.count().desc(), chosen.c.zone))]

    async def clear(self, room: int, *, is_cleared: bool) -> None:
        """Let a room see what rests on internal sources, or no longer. Raises LookupError for no room of ours."""
        mine = (rooms.c.space_id == self._tx.space, rooms.c.id == room)
        if not await self._tx.write(update(rooms).where(*mine).values(is_cleared=is_cleared)):
            raise LookupError(room)
        await self._audit.append("clear room" if is_cleared else "close room", f"room:{room}")

    async def set(self, room: int, **settings: Any) -> None:
        """Set a room's name, zone or default mission; what is not named stays. Raises LookupError for no room of ours."""
        columns = {"mission_id" if name == "mission" else name: said for name, said in settings.items()}
        mine = (rooms.c.space_id == self._tx.space, rooms.c.id == room)
        if not await self._tx.write(update(rooms).where(*mine).values(**columns)):
            raise LookupError(room)
        await self._audit.append("set room", f"room:{room}", {"settings": sorted(settings)})


def _room(row: Any) -> Room:
    return Room(row.id, row.platform, row.tenant, row.external_id, row.name, row.zone, row.mission_id, row.is_cleared)


async def check_room(tx: Transaction, room: int) -> None:
    """Raise LookupError for a room that is not of this space."""
    if await tx.value(select(rooms.c.id).where(rooms.c.space_id == tx.space, rooms.c.id == room)) is None:
        raise LookupError(room)
