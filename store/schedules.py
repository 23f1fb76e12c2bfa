"""Schedules: which filled-in commands are posted to which room, by what rule, and up to when all is accounted for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from store.audit import Audit
from store.pauses import Pause
from store.rooms import Room, check_room
from store.rows import MissionRef
from store.statements import Statements
from store.tables import pauses, rooms, schedules
from store.transaction import Transaction


class ScheduleState(StrEnum):
    """Whether a schedule posts."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class ScheduleKind(StrEnum):
    """What a schedule posts at each of its slots."""

    COMMAND = "command"
    """The answer to its line."""
    DIGEST = "digest"
    """The room's digest."""
    WARNINGS = "warnings"
    """Each warning that is due, or nothing."""


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """A filled-in command, and when it is posted: a pattern as it is written, its zone and the rules around it.

    Every slot up to `accounted_to` is accounted for; at `wakes_at` the next one is to be looked at.
    """

    room: int
    line: str
    pattern: str
    zone: str
    accounted_to: datetime
    wakes_at: datetime | None
    kind: ScheduleKind = ScheduleKind.COMMAND
    mission: MissionRef | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule as the store keeps it, in its state `since` a moment; `person` is whoever made it, None where the program did.

    `pause` is its own, `room_pause` its room's; both are None where there is none.
    """

    id: int
    space: int
    room: Room
    line: str
    pattern: str
    zone: str
    kind: ScheduleKind
    mission: MissionRef | None
    rules: Mapping[str, Any]
    state: ScheduleState
    since: datetime
    why: str
    pause: Pause | None
    room_pause: Pause | None
    person: int | None
    made_at: datetime
    accounted_to: datetime
    wakes_at: datetime | None

    @property
    def subject(self) -> str:
        """What the ledger knows its deliveries by."""
        return f"schedule:{self.id}"

    def paused(self, at: datetime) -> Pause | None:
        """What keeps a slot at that moment from being posted; None when nothing does."""
        return next((pause for pause in (self.room_pause, self.pause) if pause and pause.holds(at)), None)


class Schedules:
    """The schedules of one space. What is not of this space raises LookupError."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def add(self, new: NewSchedule) -> ScheduleRow:
        """Let a room have a schedule from now on."""
        tx = self._tx
        await check_room(tx, new.room)
        (id,) = await tx.insert(insert(schedules), [{
            "space_id": tx.space, "room_id": new.room, "mission_id": new.mission, "kind": new.kind.value,
            "line": new.line, "pattern": new.pattern, "zone": new.zone, "rules": dict(new.rules),
            "state": ScheduleState.ACTIVE.value, "since": tx.moment, "person_id": tx.person, "made_at": tx.moment,
            "accounted_to": new.accounted_to, "wakes_at": new.wakes_at,
        }])  # fmt: skip
        await self._audit.append("add schedule", f"schedule:{id}", {"room": new.room, "line": new.line})
        return await self.get(id)

    async def get(self, id: int) -> ScheduleRow:
        row = await self._tx.first(self._schedules().where(schedules.c.id == id))
        if row is None:
            raise LookupError(id)
        return _schedule(row)

    async def all(self, room: int | None = None) -> list[ScheduleRow]:
        """Every schedule that has not ended, of one room or of all, in the order they were made."""
        return await self.of_rooms(None if room is None else [room])

    async def of_rooms(self, rooms: Collection[int] | None) -> list[ScheduleRow]:
        """Every schedule of some rooms, None for all, that has not ended, in the order they were made."""
        query = self._schedules().where(schedules.c.state != ScheduleState.ENDED.value).order_by(schedules.c.id)
        query = query if rooms is None else query.where(schedules.c.room_id.in_(rooms))
        return [_schedule(row) for row in await self._tx.all(query)]

    async def edit(self, id: int, accounted_to: datetime, wakes_at: datetime | None, **changed: Any) -> ScheduleRow:
        """Change the line, pattern, zone or rules; what is not named stays. Its slots count anew from `accounted_to`."""
        await self._set(id, accounted_to=accounted_to, wakes_at=wakes_at, **changed)
        await self._audit.append("edit schedule", f"schedule:{id}", {"changed": sorted(changed)})
        return await self.get(id)

    async def pause(self, id: int, why: str = "", until: datetime | None = None) -> None:
        """Post nothing at its slots, until that moment or until it is resumed; they are still accounted for."""
        await self._set(id, state=ScheduleState.PAUSED.value, since=self._tx.moment, why=why, until=until)
        await self._audit.append("pause schedule", f"schedule:{id}", {"until": until.isoformat() if until else None})

    async def resume(self, id: int) -> None:
        """Post again from the next slot on."""
        await self._set(id, state=ScheduleState.ACTIVE.value, since=self._tx.moment, why="", until=None)
        await self._audit.append("resume schedule", f"schedule:{id}")

    async def remove(self, id: int, why: str = "") -> None:
        """End a schedule. Its row stays, for whoever asks why something was posted."""
        await self._set(id, state=ScheduleState.ENDED.value, since=self._tx.moment, why=why, until=None, wakes_at=None)
        await self._audit.append("end schedule", f"schedule:{id}")

    async def _set(self, id: int, **columns: Any) -> None:
        mine = (schedules.c.space_id == self._tx.space, schedules.c.id == id)
        if not await self._tx.write(update(schedules).where(*mine).values(**columns)):
            raise LookupError(id)

    def _schedules(self) -> Select[Any]:
        return _WITH_ROOMS.where(schedules.c.space_id == self._tx.space)


@dataclass(frozen=True, slots=True)
class Move:
    """A schedule all of whose slots up to a moment are accounted for, and when it is to be looked at again."""

    schedule: int
    accounted_to: datetime
    wakes_at: datetime | None


class DueSchedules:
    """The schedules of all spaces whose next slot has come."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def take(self, at: datetime, until: datetime, most: int) -> list[ScheduleRow]:
        """Schedules that woke up by that moment, those first that woke first; nobody else is given them before `until`."""
        due = (
            select(schedules.c.id).where(schedules.c.wakes_at <= at).order_by(schedules.c.wakes_at)
            .limit(most).with_for_update(skip_locked=True).cte("due")
        )  # fmt: skip
        taking = update(schedules).where(schedules.c.id.in_(select(due.c.id))).values(wakes_at=until)
        async with self._statements.writing() as connection:
            ids = (await connection.execute(taking.returning(schedules.c.id))).scalars().all()
            if not ids:
                return []
            found = await connection.execute(_WITH_ROOMS.where(schedules.c.id.in_(ids)).order_by(schedules.c.id))
            return [_schedule(row) for row in found]

    async def next_at(self) -> datetime | None:
        """The moment at which the next one wakes; None when none ever does."""
        found: datetime | None = await self._statements.value_at_once(select(func.min(schedules.c.wakes_at)))
        return found


def moving(moves: Sequence[Move]) -> tuple[Any, list[dict[str, Any]]]:
    """The statement that moves schedules on, and its rows: never back, and not one that ended meanwhile."""
    change = update(schedules).where(
        schedules.c.id == bindparam("moved"), schedules.c.accounted_to <= bindparam("to"),
        schedules.c.state != ScheduleState.ENDED.value,
    ).values(accounted_to=bindparam("to"), wakes_at=bindparam("next"))  # fmt: skip
    return change, [{"moved": move.schedule, "to": move.accounted_to, "next": move.wakes_at} for move in moves]


_WITH_ROOMS = (
    select(
        schedules, rooms.c.platform, rooms.c.tenant, rooms.c.external_id, rooms.c.name,
        rooms.c.zone.label("room_zone"), rooms.c.mission_id.label("room_mission"), rooms.c.is_cleared.label("room_is_cleared"),
        pauses.c.since.label("paused_since"), pauses.c.until.label("paused_until"), pauses.c.why.label("paused_why"),
    )
    .join(rooms, rooms.c.id == schedules.c.room_id)
    .outerjoin(pauses, pauses.c.room_id == schedules.c.room_id)
)  # fmt: skip


def _schedule(row: Any) -> ScheduleRow:
    is_paused = row.state == ScheduleState.PAUSED
    return ScheduleRow(
        id=row.id, space=row.space_id, line=row.line, pattern=row.pattern, zone=row.zone,
        room=Room(row.room_id, row.platform, row.tenant, row.external_id, row.name, row.room_zone, row.room_mission,
                  row.room_is_cleared),
        kind=ScheduleKind(row.kind), mission=row.mission_id, rules=row.rules, state=ScheduleState(row.state),
        pause=Pause(row.why, row.since, row.until) if is_paused else None,
        room_pause=Pause(row.paused_why, row.paused_since, row.paused_until) if row.paused_since else None,
        since=row.since, why=row.why, person=row.person_id, made_at=row.made_at, accounted_to=row.accounted_to, wakes_at=row.wakes_at,
    )  # fmt: skip
