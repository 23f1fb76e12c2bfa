"""Follows: which room is briefed on which mission, since when, and by which ladders it is warned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from store.audit import Audit
from store.rooms import check_room
from store.rows import MissionRef
from store.tables import follows
from store.transaction import Transaction


class Tells(StrEnum):
    """When a room hears of what is changed on record."""

    DIGEST = "digest"
    """In its next digest."""
    AT_ONCE = "at-once"
    NEVER = "never"
    """Only deadlines and what follows from them; figures of its own posts are put right nevertheless."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A room that follows a mission. `schedule` is that of its digest, None where it has none.

    `known` are the deadlines, each with its date, that were on record when it began. `ladders` are the room's own,
    by kind of fact; `person` is whoever let it follow, None where the program did; `tells` is when it hears of changes.
    `fallback` is who is told of warnings that nobody acknowledges: “room:7”, “person:12”, or empty for nobody.
    """

    room: int
    mission: MissionRef
    since: datetime
    schedule: int | None = None
    is_warned: bool = True
    ladders: Mapping[str, Sequence[int]] | None = None
    known: Sequence[tuple[str, date]] = ()
    person: int | None = None
    tells: Tells = Tells.DIGEST
    fallback: str = ""


class Follows:
    """The follows of one space. A room of another space raises LookupError."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def follow(
        self, room: int, mission: MissionRef, schedule: int | None = None, known: Sequence[tuple[str, date]] = ()
    ) -> Follow:
        """Let a room follow a mission from now on; one that follows already begins anew."""
        tx = self._tx
        await check_room(tx, room)
        await tx.write(delete(follows).where(*self._that(room, mission)))
        await tx.write(insert(follows).values(
            space_id=tx.space, room_id=room, mission_id=mission, schedule_id=schedule, is_warned=True, ladders={},
            known=[[deadline, due.isoformat()] for deadline, due in known], person_id=tx.person, since=tx.moment,
        ))  # fmt: skip
        await self._audit.append("follow", f"room:{room}", {"mission": mission})
        return Follow(room, mission, tx.moment, schedule, known=tuple(known), person=tx.person)

    async def unfollow(self, room: int, mission: MissionRef) -> bool:
        """Let a room follow a mission no more; False when it did not. Its schedules are for the caller to end."""
        if not await self._tx.write(delete(follows).where(*self._that(room, mission))):
            return False
        await self._audit.append("unfollow", f"room:{room}", {"mission": mission})
        return True

    async def change(
        self, room: int, mission: MissionRef, is_warned: bool, ladders: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        """Say whether a room is warned, and by which ladders of its own. Raises LookupError when it does not follow."""
        said = {"is_warned": is_warned, "ladders": {kind: list(rungs) for kind, rungs in (ladders or {}).items()}}
        if not await self._tx.write(update(follows).where(*self._that(room, mission)).values(**said)):
            raise LookupError(room)
        await self._audit.append("change follow", f"room:{room}", {"mission": mission})

    async def tell(self, room: int, mission: MissionRef, tells: Tells) -> None:
        """Say when a room hears of changes. Raises LookupError when it does not follow."""
        if not await self._tx.write(update(follows).where(*self._that(room, mission)).values(tells=tells.value)):
            raise LookupError(room)
        await self._audit.append("change follow", f"room:{room}", {"mission": mission, "tells": tells.value})

    async def fall_back(self, room: int, mission: MissionRef, on: str) -> None:
        """Name who is told of warnings that nobody acknowledges. Raises LookupError when it does not follow."""
        if not await self._tx.write(update(follows).where(*self._that(room, mission)).values(fallback=on or None)):
            raise LookupError(room)
        await self._audit.append("change follow", f"room:{room}", {"mission": mission, "fallback": on})

    async def of_room(self, room: int) -> list[Follow]:
        """What a room follows, in the order it began to."""
        return await self.of_rooms([room])

    async def of_rooms(self, rooms: Collection[int]) -> list[Follow]:
        """What rooms follow, each in the order it began to."""
        return await self._all(follows.c.room_id.in_(rooms))

    async def of_mission(self, mission: MissionRef) -> list[Follow]:
        """Which rooms follow a mission, in the order they began to."""
        return await self._all(follows.c.mission_id == mission)

    async def _all(self, where: ColumnElement[bool]) -> list[Follow]:
        query = select(follows).where(follows.c.space_id == self._tx.space, where).order_by(follows.c.id)
        return [_follow(row) for row in await self._tx.all(query)]

    def _that(self, room: int, mission: MissionRef) -> tuple[ColumnElement[bool], ...]:
        return (follows.c.space_id == self._tx.space, follows.c.room_id == room, follows.c.mission_id == mission)


def _follow(row: Any) -> Follow:
    known = tuple((deadline, date.fromisoformat(due)) for deadline, due in row.known)
    ladders = {kind: tuple(rungs) for kind, rungs in row.ladders.items()}
    return Follow(
        row.room_id, row.mission_id, row.since, row.schedule_id, row.is_warned, ladders, known, row.person_id,
        Tells(row.tells), row.fallback or "",
    )  # fmt: skip
