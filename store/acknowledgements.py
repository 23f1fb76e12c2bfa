"""Acknowledgements: who answered a warning, for whom of a room's deadlines, and until when it is to be silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from store.audit import Audit
from store.rooms import check_room
from store.rows import MissionRef
from store.tables import acknowledgements
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody's answer to the warning of a deadline, by its date: seen, or silent `until` a day.

    `delivery` is the post that it answers; `person` is None where nobody is known.
    """

    id: int
    room: int
    mission: MissionRef
    deadline: str
    due: date
    delivery: int
    until: date | None
    reason: str
    person: int | None
    at: datetime


class Acknowledgements:
    """The answers to warnings in one space. What is not of this space raises LookupError."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def add(
        self,
        room: int,
        mission: MissionRef,
        deadlines: Sequence[tuple[str, date]],
        delivery: int,
        until: date | None = None,
        reason: str = "",
    ) -> int:
        """Write down that whoever acts has seen the warning of deadlines, or wants silence about them until a day.

        The id of the last of these answers.
        """
        tx = self._tx
        await check_room(tx, room)
        ids = await tx.insert(insert(acknowledgements), [{
            "space_id": tx.space, "room_id": room, "mission_id": mission, "deadline": deadline, "due": due,
            "delivery_id": delivery, "until": until, "reason": reason, "person_id": tx.person, "at": tx.moment,
        } for deadline, due in deadlines])  # fmt: skip
        told = {"mission": mission, "delivery": delivery, "until": until.isoformat() if until else None}
        await self._audit.append("snooze" if until else "acknowledge", f"room:{room}", told)
        return ids[-1]

    async def get(self, id: int) -> Acknowledgement | None:
        """One answer; None when this space has none such."""
        mine = (acknowledgements.c.space_id == self._tx.space, acknowledgements.c.id == id)
        row = await self._tx.first(select(acknowledgements).where(*mine))
        return _acknowledgement(row) if row else None

    async def of(self, room: int, mission: MissionRef) -> list[Acknowledgement]:
        """The last answer of a room to the warning of each deadline and date."""
        return [answer for answer in await self.of_rooms([room]) if answer.mission == mission]

    async def of_rooms(self, rooms: Collection[int]) -> list[Acknowledgement]:
        """The last answers of rooms to the warnings of each mission, deadline and date."""
        query = select(acknowledgements).where(
            acknowledgements.c.space_id == self._tx.space, acknowledgements.c.room_id.in_(rooms)
        )
        rows = await self._tx.all(query.order_by(acknowledgements.c.id))
        last = {(row.room_id, row.mission_id, row.deadline, row.due): _acknowledgement(row) for row in rows}
        return list(last.values())


def _acknowledgement(row: Any) -> Acknowledgement:
    return Acknowledgement(row.id, row.room_id, row.mission_id, row.deadline, row.due, row.delivery_id, row.until, row.reason,
                           row.person_id, row.at)  # fmt: skip
