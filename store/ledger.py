"""The ledger: every post that was to be made, and what became of it.

1. A row goes in before its post, once for an occasion in a room, whoever writes it and however often.
2. A process takes some of the rows that are due, for a while: nobody else is given them until then.
3. It posts, and settles them: sent, to be tried again later, or closed with the reason.

A row that was taken and never settled comes up again when its time is over, and says since when its post may stand
in the room already. Within a room the rows go in the order they are due; one whose outcome is unknown holds up nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Executable,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from store.rooms import Room
from store.rows import MissionRef
from store.schedules import Move, moving
from store.statements import Statements, inserting
from store.tables import HOLDS_UP, Moment, deliveries, is_open, rooms
from store.transaction import Transaction


class DeliveryState(StrEnum):
    """What became of a delivery so far."""

    WAITING = "waiting"
    TAKEN = "taken"
    SENT = "sent"
    SKIPPED = "skipped"
    """A rule keeps it from being sent; `why` names the rule."""
    REFUSED = "refused"
    """The platform, or a right that is missing, keeps it from the room."""
    UNKNOWN = "unknown"
    """It may stand in the room; nobody could tell so far."""
    FAILED = "failed"
    """It was tried until it was too late."""


class DeliveryKind(StrEnum):
    """What sort of post it is."""

    COMMAND = "command"
    DIGEST = "digest"
    WARNING = "warning"
    CHANGE = "change"
    NOTICE = "notice"
    """What an owner has to know about a room."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """Something to be posted to a room, and when.

    `occasion` is what it is known by in the room; of those waiting with one `subject` the last stands for all.
    `planned_at` is the moment it was planned for, `due_at` the one from which it may leave. One that a rule keeps
    from being sent goes in as SKIPPED, with the reason.
    """

    space: int
    room: int
    platform: str
    occasion: str
    subject: str
    kind: DeliveryKind
    line: str
    planned_at: datetime
    due_at: datetime
    schedule: int | None = None
    mission: MissionRef | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    state: DeliveryState = DeliveryState.WAITING
    why: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger. `next_at` is None where nothing is left to be done about it.

    `unsure_since` is the moment from which its post may stand in the room though nobody could tell, else None.
    `messages` are the platform's ids of what was posted, `claims` the names of the claims it used, and `made_at` is
    when it was put into words: what was recorded later is news to the room.
    """

    id: int
    space: int
    room: Room
    occasion: str
    subject: str
    kind: DeliveryKind
    line: str
    details: Mapping[str, Any]
    planned_at: datetime
    due_at: datetime
    schedule: int | None
    mission: MissionRef | None
    state: DeliveryState
    next_at: datetime | None
    attempts: int
    tried_at: datetime | None
    unsure_since: datetime | None
    label: str
    why: str = ""
    messages: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    made_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery that was taken; `tried_at` is when that was."""

    delivery: int
    tried_at: datetime
    state: DeliveryState
    attempts: int
    next_at: datetime | None = None
    why: str = ""
    label: str = ""
    unsure_since: datetime | None = None
    messages: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    made_at: datetime | None = None
    sent_at: datetime | None = None


A_MOMENT = timedelta(seconds=2)
"""How soon to look again whether what is being posted to a room is done."""
REPLACED = "a later one tells it"
"""Why something that waited is not sent when the next one of its subject comes."""


class Ledger:
    """The deliveries of all spaces, for those who post them."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._rooms: dict[int, Room] = {}

    async def plan(self, new: Sequence[NewDelivery], moves: Sequence[Move] = ()) -> None:
        """Write down deliveries, and move the schedules that planned them, in one transaction.

        An occasion that a room has already is left as it is. What still waits of the same subject is replaced.
        """
        async with self._statements.writing() as connection:
            replacing = [{"in_room": one.room, "of": one.subject, "before": one.due_at} for one in new
                         if one.state is DeliveryState.WAITING]  # fmt: skip
            if new:
                adding = inserting(connection, deliveries).on_conflict_do_nothing()
                await connection.execute(adding, [_columns(one) for one in new])
            if replacing:
                await connection.execute(_REPLACE, replacing)
            if moves:
                await connection.execute(*moving(moves))

    async def take(self, platform: str, holder: str, at: datetime, until: datetime, most: int) -> list[Delivery]:
        """Take what is due on a platform, at most so many, in the order it is due; nobody else is given it before `until`.

        What comes behind something else in its room is left for later.
        """
        taking = {"on": platform, "holder": holder, "at": at, "soon": at + A_MOMENT, "until": until, "most": most}
        async with self._statements.at_once() as connection:
            while found := (await connection.execute(_TAKE, taking)).all():
                mine = [row for row in found if row.state == DeliveryState.TAKEN.value]
                if mine:
                    await self._learn_rooms(connection, {row.room_id for row in mine})
                    return sorted((_taken(row, self._rooms) for row in mine), key=_in_order)
        return []

    async def settle(self, holder: str, outcomes: Sequence[Outcome]) -> None:
        """Write down what became of deliveries.

        What was taken anew meanwhile is for whoever did to settle, unless it was sent: that is true whoever says so.
        """
        if not outcomes:
            return
        async with self._statements.at_once() as connection:
            dialect = connection.dialect.name
            rows = [_as_json(outcome, dialect) for outcome in outcomes]
            await connection.execute(_settling(dialect), {"outcomes": rows, "holder": holder})

    async def label(self, delivery: int, label: str) -> None:
        """Write down, before it is posted, what a delivery is labelled with."""
        await self._statements.write(update(deliveries).where(deliveries.c.id == delivery).values(label=label))

    async def next_at(self, platforms: Sequence[str], after: datetime) -> datetime | None:
        """The first moment after this one at which something can be taken; None when there is none."""
        firsts = [select(func.min(deliveries.c.next_at).label("at"))
                  .where(deliveries.c.platform == platform, deliveries.c.next_at > after) for platform in platforms]  # fmt: skip
        if not firsts:
            return None
        every: CompoundSelect[Any] = union_all(*firsts)
        moments = [row.at for row in await self._statements.all(every) if row.at is not None]
        return min(moments, default=None)

    async def waiting(self) -> dict[str, int]:
        """How many deliveries are left to be done, by platform."""
        query = select(deliveries.c.platform, func.count().label("left")).where(is_open).group_by(deliveries.c.platform)
        return {row.platform: row.left for row in await self._statements.all(query)}

    async def _learn_rooms(self, connection: AsyncConnection, ids: set[int]) -> None:
        """Look up the rooms we have not met: where a room is on its platform stays as it is for good."""
        unknown = ids - self._rooms.keys()
        if unknown:
            found = await connection.execute(_rooms_of(connection.dialect.name), {"ids": sorted(unknown)})
            self._rooms |= {row.id: Room(row.id, row.platform, row.tenant, row.external_id, row.name, row.zone, row.mission_id)
                            for row in found}  # fmt: skip


class Deliveries:
    """The deliveries of one space, for those who ask about them."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def get(self, id: int) -> Delivery | None:
        """A delivery; None when this space has none such."""
        return await self._first(self._deliveries().where(deliveries.c.id == id))

    async def of_message(self, room: int, message: str) -> Delivery | None:
        """The delivery that a message was posted for; None for a message that was not posted by the ledger."""
        posted = (literal(" ") + deliveries.c.messages + " ").contains(f" {message} ", autoescape=True)
        query = self._deliveries().where(deliveries.c.room_id == room, posted)
        return await self._first(query.order_by(deliveries.c.id.desc()))

    async def of_room(self, room: int, limit: int = 20, before: int | None = None) -> list[Delivery]:
        """What was to be posted to a room, the newest first; with `before`, what came before that delivery."""
        query = self._deliveries().where(deliveries.c.room_id == room)
        return await self._newest(query, limit, before)

    async def of_subject(self, room: int, subject: str, limit: int = 20, before: int | None = None) -> list[Delivery]:
        """What was to be posted to a room about one subject, such as a schedule's own, the newest first."""
        query = self._deliveries().where(deliveries.c.room_id == room, deliveries.c.subject == subject)
        return await self._newest(query, limit, before)

    async def last_sent(self, room: int, subject: str, planned_before: datetime) -> tuple[int, Delivery | None]:
        """How many of a subject, of those planned before a moment, were sent to a room; and the last, None before the first."""
        those = (deliveries.c.room_id == room, deliveries.c.subject == subject,
                 deliveries.c.state == DeliveryState.SENT.value, deliveries.c.planned_at < planned_before)  # fmt: skip
        count = await self._tx.value(select(func.count()).where(deliveries.c.space_id == self._tx.space, *those))
        return count, await self._first(self._deliveries().where(*those).order_by(deliveries.c.id.desc()))

    async def warned(self, room: int, mission: MissionRef, planned_before: datetime) -> list[Mapping[str, Any]]:
        """The details of every post planned before a moment that warned a room about a mission.

        What was never sent warned nobody, and nor did what still waits: the next one of its subject takes its place.
        """
        told = [DeliveryState.SENT.value, DeliveryState.TAKEN.value, DeliveryState.UNKNOWN.value]
        query = select(deliveries.c.details).where(
            deliveries.c.space_id == self._tx.space, deliveries.c.room_id == room, deliveries.c.mission_id == mission,
            deliveries.c.kind.in_([DeliveryKind.WARNING.value, DeliveryKind.DIGEST.value]), deliveries.c.state.in_(told),
            deliveries.c.planned_at < planned_before,
        )  # fmt: skip
        return [row.details for row in await self._tx.all(query)]

    async def using(self, mission: MissionRef, claim: str, limit: int = 200) -> list[Delivery]:
        """What was sent that used a claim of a mission, the newest first."""
        used = (literal(" ") + deliveries.c.claims + " ").contains(f" {claim} ", autoescape=True)
        query = self._deliveries().where(deliveries.c.mission_id == mission, used)
        return await self._newest(query, limit, None)

    async def counts(self, room: int, subject: str) -> dict[DeliveryState, int]:
        """How many deliveries to a room about one subject, such as a schedule's own, are in each state."""
        query = select(deliveries.c.state, func.count().label("number")).where(
            deliveries.c.space_id == self._tx.space, deliveries.c.room_id == room, deliveries.c.subject == subject
        )  # fmt: skip
        return {DeliveryState(row.state): row.number
                for row in await self._tx.all(query.group_by(deliveries.c.state))}  # fmt: skip

    async def drop_waiting(
        self, room: int, why: str, state: DeliveryState = DeliveryState.SKIPPED, subject: str | None = None
    ) -> int:
        """Close what waits to be posted to a room, all of it or of one subject; how many there were."""
        those = [deliveries.c.space_id == self._tx.space, deliveries.c.room_id == room,
                 deliveries.c.state == DeliveryState.WAITING.value]  # fmt: skip
        those += [] if subject is None else [deliveries.c.subject == subject]
        closing = update(deliveries).where(*those).values(state=state.value, why=why, next_at=None)
        return await self._tx.write(closing)

    async def add(self, new: NewDelivery) -> None:
        """Write down a delivery; nothing happens where the room has its occasion already."""
        adding = inserting(self._tx.connection, deliveries).on_conflict_do_nothing()
        await self._tx.write(adding.values(**_columns(new)))

    async def _newest(self, query: Select[Any], limit: int, before: int | None) -> list[Delivery]:
        query = query if before is None else query.where(deliveries.c.id < before)
        rows = await self._tx.all(query.order_by(deliveries.c.id.desc()).limit(limit))
        return [_told(row) for row in rows]

    async def _first(self, query: Select[Any]) -> Delivery | None:
        row = await self._tx.first(query.limit(1))
        return _told(row) if row else None

    def _deliveries(self) -> Select[Any]:
        there = (
            rooms.c.tenant,
            rooms.c.external_id,
            rooms.c.name,
            rooms.c.zone,
            rooms.c.mission_id.label("room_mission"),
        )
        joined = select(deliveries, *there).join(rooms, rooms.c.id == deliveries.c.room_id)
        return joined.where(deliveries.c.space_id == self._tx.space)


# statements


def _take() -> Executable:
    """One statement that takes, on both engines; on PostgreSQL it passes over what others are just taking.

    What comes behind something else in its room is not taken, and waits until that can be done.
    """
    due = (
        select(deliveries.c.id, deliveries.c.room_id, deliveries.c.due_at)
        .where(deliveries.c.platform == bindparam("on"), deliveries.c.next_at <= bindparam("at"))
        .order_by(deliveries.c.next_at, deliveries.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    soon = bindparam("soon", type_=Moment)
    before = deliveries.alias("before")
    # What is taken is done in a moment; what waits is not tried before its time.
    free_at = case(
        (and_(before.c.state == DeliveryState.WAITING.value, before.c.next_at > soon), before.c.next_at), else_=soon
    )
    is_before = and_(before.c.room_id == due.c.room_id, text(f"before.{HOLDS_UP}"),
                     tuple_(before.c.due_at, before.c.id) < tuple_(due.c.due_at, due.c.id))  # fmt: skip
    waits_until = select(func.max(free_at)).where(is_before).correlate(due).scalar_subquery()
    turn = select(due.c.id, waits_until.label("waits_until")).subquery("turn")

    def if_free(then: Any, name: str) -> ColumnElement[Any]:
        return case((turn.c.waits_until.is_(None), then), else_=deliveries.c[name])

    was_taken = deliveries.c.state == DeliveryState.TAKEN.value
    unsure_since = case((was_taken, func.coalesce(deliveries.c.unsure_since, deliveries.c.tried_at)),
                        else_=deliveries.c.unsure_since)  # fmt: skip
    return (
        update(deliveries)
        .where(deliveries.c.id == turn.c.id)
        .values(
            state=if_free(literal(DeliveryState.TAKEN.value), "state"),
            next_at=func.coalesce(turn.c.waits_until, bindparam("until", type_=Moment)),
            attempts=if_free(deliveries.c.attempts + 1, "attempts"),
            taken_by=if_free(bindparam("holder"), "taken_by"),
            tried_at=if_free(bindparam("at", type_=Moment), "tried_at"),
            unsure_since=if_free(unsure_since, "unsure_since"),
        )
        .returning(*(deliveries.c[name] for name in _TAKEN))
    )


_TAKEN = ("id", "space_id", "room_id", "occasion", "subject", "kind", "line", "details", "planned_at", "due_at", "schedule_id",
          "mission_id", "state", "next_at", "attempts", "tried_at", "unsure_since", "label")  # fmt: skip
_TAKE = _take()
_REPLACE = (
    update(deliveries)
    .where(
        deliveries.c.room_id == bindparam("in_room"),
        deliveries.c.subject == bindparam("of"),
        deliveries.c.state == DeliveryState.WAITING.value,
        deliveries.c.unsure_since.is_(None),
        deliveries.c.due_at < bindparam("before"),
    )
    .values(state=DeliveryState.SKIPPED.value, why=REPLACED, next_at=None)
)
_SETTLED = {"state": Text, "attempts": Integer, "next_at": Moment, "why": Text, "label": Text, "unsure_since": Moment,
            "messages": Text, "claims": Text, "made_at": Moment, "sent_at": Moment}  # fmt: skip


@cache
def _rooms_of(dialect: str) -> Executable:
    """The rooms of some ids, which come as one JSON text: so the statement is the same for any number of them."""
    ids = bindparam("ids", type_=JSON)
    if dialect == "postgresql":
        each = func.json_array_elements_text(ids).table_valued("value")
    else:
        each = func.json_each(ids).table_valued("value")
    return select(rooms).where(rooms.c.id.in_(select(cast(each.c.value, Integer))))


@cache
def _settling(dialect: str) -> Executable:
    """One statement for any number of outcomes, which come as one JSON text: a statement for each is several times slower."""
    given = _given(dialect)
    is_mine = and_(deliveries.c.taken_by == bindparam("holder"), deliveries.c.state == DeliveryState.TAKEN.value,
                   deliveries.c.tried_at == given.c.tried_at)  # fmt: skip
    return (
        update(deliveries)
        .where(
            deliveries.c.id == given.c.id,
            deliveries.c.sent_at.is_(None),
            or_(is_mine, given.c.state == DeliveryState.SENT.value),
        )
        .values({name: given.c[name] for name in _SETTLED})
    )


def _given(dialect: str) -> FromClause:
    """The outcomes as rows of a table."""
    outcomes = bindparam("outcomes", type_=JSON)
    types: dict[str, Any] = {"id": Integer, "tried_at": Moment, **_SETTLED}
    if dialect == "postgresql":
        columns: list[ColumnElement[Any]] = [column(name, type_) for name, type_ in types.items()]
        return func.json_to_recordset(outcomes).table_valued(*columns).render_derived(name="given", with_types=True)
    each = func.json_each(outcomes).table_valued("value")
    parts = [func.json_extract(each.c.value, f"$.{name}", type_=type_).label(name) for name, type_ in types.items()]
    return select(*parts).subquery("given")


def _as_json(outcome: Outcome, dialect: str) -> dict[str, Any]:
    return {
        "id": outcome.delivery,
        "tried_at": _written(outcome.tried_at, dialect),
        "state": outcome.state.value,
        "attempts": outcome.attempts,
        "next_at": _written(outcome.next_at, dialect),
        "why": outcome.why,
        "label": outcome.label,
        "unsure_since": _written(outcome.unsure_since, dialect),
        "messages": " ".join(outcome.messages),
        "claims": " ".join(outcome.claims),
        "made_at": _written(outcome.made_at, dialect),
        "sent_at": _written(outcome.sent_at, dialect),
    }


def _written(moment: datetime | None, dialect: str) -> str | None:
    """A moment as its column holds it."""
    if moment is None:
        return None
    in_utc = moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return in_utc if dialect == "sqlite" else f"{in_utc}+00"


# rows


def _columns(new: NewDelivery) -> dict[str, Any]:
    is_closed = new.state is not DeliveryState.WAITING
    return {
        "space_id": new.space, "room_id": new.room, "schedule_id": new.schedule, "mission_id": new.mission,
        "platform": new.platform, "occasion": new.occasion, "subject": new.subject, "kind": new.kind.value,
        "line": new.line, "details": dict(new.details), "planned_at": new.planned_at, "due_at": new.due_at,
        "state": new.state.value, "why": new.why, "next_at": None if is_closed else new.due_at,
    }  # fmt: skip


def _in_order(delivery: Delivery) -> tuple[datetime, int]:
    return delivery.due_at, delivery.id


_KINDS = {kind.value: kind for kind in DeliveryKind}
_STATES = {state.value: state for state in DeliveryState}


def _taken(row: Sequence[Any], rooms_by_id: Mapping[int, Room]) -> Delivery:
    said = dict(zip(_TAKEN, row, strict=True))
    space, room, schedule, mission = (said.pop(name) for name in ("space_id", "room_id", "schedule_id", "mission_id"))
    said |= {"kind": _KINDS[said["kind"]], "state": _STATES[said["state"]]}
    return Delivery(space=space, room=rooms_by_id[room], schedule=schedule, mission=mission, **said)


def _told(row: Any) -> Delivery:
    """A row with all that is known of it."""
    room = Room(row.room_id, row.platform, row.tenant, row.external_id, row.name, row.zone, row.room_mission)
    taken = _taken([getattr(row, name) for name in _TAKEN], {room.id: room})
    return replace(taken, why=row.why, messages=tuple(row.messages.split()), claims=tuple(row.claims.split()),
                   made_at=row.made_at, sent_at=row.sent_at)  # fmt: skip
