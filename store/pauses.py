"""Pauses: rooms in which nothing is posted for a while, because somebody wants it so or the platform refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select

from store.audit import Audit
from store.rooms import Room, Rooms, check_room
from store.tables import pauses
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Pause:
    """Why and since when nothing is posted; `until` is None where somebody has to end it."""

    why: str
    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether a slot at that moment falls into it."""
        return self.until is None or at < self.until


class Pauses:
    """The rooms of one space in which nothing is posted for a while. A room of another space raises LookupError."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def of(self, room: int) -> Pause | None:
        """What keeps the bot from posting to a room; None when nothing does."""
        row = await self._tx.first(select(pauses).where(*self._that(room)))
        return Pause(row.why, row.since, row.until) if row else None

    async def all(self) -> list[tuple[Room, Pause]]:
        """Every room to which nothing is posted, in the order they were opened."""
        rows = await self._tx.all(select(pauses).where(pauses.c.space_id == self._tx.space))
        found = {row.room_id: Pause(row.why, row.since, row.until) for row in rows}
        return [(room, found[room.id]) for room in await Rooms(self._tx, self._audit).some(list(found))]

    async def begin(self, room: int, why: str, until: datetime | None = None) -> None:
        """Post nothing to a room, until that moment or until it is lifted."""
        tx = self._tx
        await check_room(tx, room)
        await tx.write(delete(pauses).where(*self._that(room)))
        await tx.write(insert(pauses).values(
            room_id=room, space_id=tx.space, why=why, since=tx.moment, until=until, person_id=tx.person
        ))  # fmt: skip
        await self._audit.append("pause room", f"room:{room}", {"until": until.isoformat() if until else None})

    async def lift(self, room: int) -> bool:
        """Post to a room again; False when nothing kept us from it."""
        if not await self._tx.write(delete(pauses).where(*self._that(room))):
            return False
        await self._audit.append("resume room", f"room:{room}")
        return True

    def _that(self, room: int) -> tuple[ColumnElement[bool], ...]:
        return (pauses.c.space_id == self._tx.space, pauses.c.room_id == room)
