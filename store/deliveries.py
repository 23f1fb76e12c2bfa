"""Deliveries: the rows of the ledger, each a post that was to be made and what became of it, as those see them who ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, false, func, literal, not_, or_, select, update

from store.rooms import Room
from store.rows import MissionRef
from store.statements import inserting
from store.tables import deliveries, is_open, rooms
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
    """What was changed on record, where a room hears of it at once."""
    CORRECTION = "correction"
    """That figures of an earlier post were changed on record since: it is edited, or corrected below."""
    ANSWER = "answer"
    """Who answered a warning, below it."""
    NOTICE = "notice"
    """What one person is told privately, or another room is told of a warning that nobody acknowledged."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """Something to be posted to a room, and when.

    `occasion` is what it is known by in the room; of those waiting with one `subject` the last stands for all.
    `planned_at` is the moment it was planned for, `due_at` the one from which it may leave. One that a rule keeps
    from being sent goes in as SKIPPED, with the reason. `request` is what the log knows the request by that caused it.
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
    request: str = ""


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
    request: str = ""
    why: str = ""
    messages: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    made_at: datetime | None = None
    sent_at: datetime | None = None

    @property
    def is_to_person(self) -> bool:
        """Whether it goes to one person, wherever they talk with the bot, and not into its room."""
        return self.kind is DeliveryKind.NOTICE and "to" in self.details


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


_BY_ITSELF = [
    kind.value for kind in (DeliveryKind.COMMAND, DeliveryKind.DIGEST, DeliveryKind.WARNING, DeliveryKind.CHANGE)
]
MOST_SOUGHT = 20
"""Claims that the database looks for in what was posted; where there are more, every post is looked at here."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many posts of a subject a room was sent, up to when they were planned, and when the last of them was made."""

    room: int
    subject: str
    number: int
    planned_to: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Warned:
    """A post that warned a room about a mission, with its details."""

    room: int
    mission: MissionRef | None
    planned_at: datetime
    details: Mapping[str, Any]


class Deliveries:
    """The deliveries of one space, for those who ask about them."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def get(self, id: int) -> Delivery | None:
        """A delivery; None when this space has none such."""
        return await self._first(self._deliveries().where(deliveries.c.id == id))

    async def of_occasion(self, room: int, occasion: str) -> Delivery | None:
        """What was to be posted to a room on an occasion; None where nothing was."""
        return await self._first(
            self._deliveries().where(deliveries.c.room_id == room, deliveries.c.occasion == occasion)
        )

    async def reached(self, occasion: str) -> tuple[int, int]:
        """How many rooms have what is posted to many on one occasion, and how many are to have it."""
        sent = func.count().filter(deliveries.c.state == DeliveryState.SENT.value)
        row = await self._tx.first(select(sent.label("sent"), func.count().label("rooms")).where(
            deliveries.c.space_id == self._tx.space, deliveries.c.occasion == occasion,
            deliveries.c.state != DeliveryState.SKIPPED.value,
        ))  # fmt: skip
        return (row.sent, row.rooms) if row else (0, 0)

    async def of_moment(self, mission: MissionRef, planned_at: datetime) -> tuple[int, int]:
        """How many posts about a mission that were planned for one moment are out, and how many are still to go."""
        those = (deliveries.c.mission_id == mission, deliveries.c.planned_at == planned_at)
        # Nothing is sent before the moment that it is planned for.
        out = select(func.count()).where(*those, deliveries.c.sent_at >= planned_at).scalar_subquery()
        left = select(func.count()).where(*those, deliveries.c.space_id == self._tx.space, is_open).scalar_subquery()
        row = await self._tx.first(select(out.label("out"), left.label("left")))
        return (row.out, row.left) if row else (0, 0)

    async def is_told(self, room: int, occasions: str) -> bool:
        """Whether anything was posted to a room, or may have been, on an occasion whose name begins so."""
        begun = [DeliveryState.SENT.value, DeliveryState.UNKNOWN.value]
        query = self._deliveries().where(deliveries.c.room_id == room, deliveries.c.state.in_(begun),
                                         deliveries.c.occasion.startswith(occasions, autoescape=True))  # fmt: skip
        return await self._first(query) is not None

    async def of_message(self, room: int, message: str) -> Delivery | None:
        """The delivery that a message was posted for; None for a message that was not posted by the ledger."""
        posted = (literal(" ") + deliveries.c.messages + " ").contains(f" {message} ", autoescape=True)
        query = self._deliveries().where(deliveries.c.room_id == room, posted)
        # A correction that edited a post has its messages too.
        return await self._first(query.order_by(deliveries.c.id))

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

    async def sent_in(self, rooms: Collection[int], kind: DeliveryKind) -> list[Sent]:
        """What of a kind was sent to rooms, by subject."""
        newest = (
            select(func.count().label("number"), func.max(deliveries.c.id).label("last"),
                   func.max(deliveries.c.planned_at).label("planned_to"))
            .where(deliveries.c.space_id == self._tx.space, deliveries.c.room_id.in_(rooms),
                   deliveries.c.kind == kind.value, deliveries.c.state == DeliveryState.SENT.value)
            .group_by(deliveries.c.room_id, deliveries.c.subject).subquery("newest")
        )  # fmt: skip
        query = select(deliveries.c.room_id, deliveries.c.subject, newest.c.number, newest.c.planned_to,
                       func.coalesce(deliveries.c.made_at, deliveries.c.planned_at).label("made_at"))  # fmt: skip
        found = await self._tx.all(query.join(newest, newest.c.last == deliveries.c.id))
        return [Sent(row.room_id, row.subject, row.number, row.planned_to, row.made_at) for row in found]

    async def warned_in(self, rooms: Collection[int]) -> list[Warned]:
        """Every post that warned some rooms.

        What was never sent warned nobody, and nor did what still waits: the next one of its subject takes its place.
        """
        told = [DeliveryState.SENT.value, DeliveryState.TAKEN.value, DeliveryState.UNKNOWN.value]
        query = select(deliveries.c.room_id, deliveries.c.mission_id, deliveries.c.planned_at, deliveries.c.details).where(
            deliveries.c.space_id == self._tx.space, deliveries.c.room_id.in_(rooms), deliveries.c.state.in_(told),
            deliveries.c.kind.in_([DeliveryKind.WARNING.value, DeliveryKind.DIGEST.value]),
            # Most digests warn of nothing: only the database has to read those.
            func.json_array_length(deliveries.c.details["warned"]) > 0,
        )  # fmt: skip
        return [Warned(row.room_id, row.mission_id, row.planned_at, row.details) for row in await self._tx.all(query)]

    async def using(self, mission: MissionRef, claims: Collection[str], since: datetime) -> list[Delivery]:
        """What was sent since a moment that used any of these claims of a mission, in the order it was planned."""
        where = [deliveries.c.mission_id == mission, deliveries.c.sent_at >= since]
        if len(claims) <= MOST_SOUGHT:
            used = literal(" ") + deliveries.c.claims + " "
            where += [or_(false(), *(used.contains(f" {claim} ", autoescape=True) for claim in claims))]
        rows = await self._tx.all(self._deliveries().where(*where).order_by(deliveries.c.id))
        return [_told(row) for row in rows if not set(claims).isdisjoint(row.claims.split())]

    async def corrected(self, mission: MissionRef, since: datetime) -> dict[int, tuple[str, ...]]:
        """The posts of a mission that were corrected since a moment, with the messages of the last correction of each."""
        begun = [DeliveryState.SENT.value, DeliveryState.TAKEN.value, DeliveryState.UNKNOWN.value]
        query = self._deliveries().where(
            deliveries.c.mission_id == mission, deliveries.c.kind == DeliveryKind.CORRECTION.value,
            deliveries.c.due_at >= since, deliveries.c.state.in_(begun),
        )  # fmt: skip
        rows = [_told(row) for row in await self._tx.all(query.order_by(deliveries.c.id))]
        return {row.details["of"]: row.messages for row in rows}

    async def undelivered(self, since: datetime, due_before: datetime) -> list[Delivery]:
        """What was given up since a moment, and what was due before another and is still to be sent; the latest first."""
        closed = [DeliveryState.FAILED.value, DeliveryState.REFUSED.value, DeliveryState.UNKNOWN.value]
        last_at = func.coalesce(deliveries.c.tried_at, deliveries.c.due_at)
        is_given_up = and_(not_(is_open), deliveries.c.state.in_(closed), last_at >= since)
        query = self._deliveries().where(or_(is_given_up, and_(is_open, deliveries.c.due_at < due_before)))
        return [_told(row) for row in await self._tx.all(query.order_by(deliveries.c.id.desc()))]

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

    async def hold_back(self, room: int, why: str, schedule: int | None = None) -> int:
        """Pass over what a room, or one schedule, was still to post by itself; how many there were.

        Nobody looks any more for what may stand there already. What answers people, or tells one of them alone, goes on.
        """
        those = [deliveries.c.space_id == self._tx.space, deliveries.c.room_id == room, is_open,
                 deliveries.c.kind.in_(_BY_ITSELF),
                 deliveries.c.state.in_([DeliveryState.WAITING.value, DeliveryState.UNKNOWN.value])]  # fmt: skip
        those += [] if schedule is None else [deliveries.c.schedule_id == schedule]
        is_waiting = deliveries.c.state == DeliveryState.WAITING.value
        state = case((is_waiting, DeliveryState.SKIPPED.value), else_=deliveries.c.state)
        return await self._tx.write(update(deliveries).where(*those).values(state=state, why=why, next_at=None))

    async def add(self, new: NewDelivery) -> None:
        """Write down a delivery; nothing happens where the room has its occasion already."""
        adding = inserting(await self._tx.opened(), deliveries).on_conflict_do_nothing()
        await self._tx.write(adding.values(**columns_of(replace(new, request=new.request or self._tx.request))))

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


# rows

TAKEN = ("id", "space_id", "room_id", "occasion", "subject", "kind", "line", "details", "planned_at", "due_at", "schedule_id",
          "mission_id", "state", "next_at", "attempts", "tried_at", "unsure_since", "label", "request")  # fmt: skip
"""The columns that whoever takes a delivery is given."""


def columns_of(new: NewDelivery) -> dict[str, Any]:
    is_closed = new.state is not DeliveryState.WAITING
    return {
        "space_id": new.space, "room_id": new.room, "schedule_id": new.schedule, "mission_id": new.mission,
        "platform": new.platform, "occasion": new.occasion, "subject": new.subject, "kind": new.kind.value,
        "line": new.line, "details": dict(new.details), "planned_at": new.planned_at, "due_at": new.due_at,
        "state": new.state.value, "why": new.why, "next_at": None if is_closed else new.due_at,
        "request": new.request,
    }  # fmt: skip


_KINDS = {kind.value: kind for kind in DeliveryKind}
_STATES = {state.value: state for state in DeliveryState}


def taken(row: Sequence[Any], rooms_by_id: Mapping[int, Room]) -> Delivery:
    said = dict(zip(TAKEN, row, strict=True))
    space, room, schedule, mission = (said.pop(name) for name in ("space_id", "room_id", "schedule_id", "mission_id"))
    said |= {"kind": _KINDS[said["kind"]], "state": _STATES[said["state"]]}
    return Delivery(space=space, room=rooms_by_id[room], schedule=schedule, mission=mission, **said)


def _told(row: Any) -> Delivery:
    """A row with all that is known of it."""
    room = Room(row.room_id, row.platform, row.tenant, row.external_id, row.name, row.zone, row.room_mission)
    known = taken([getattr(row, name) for name in TAKEN], {room.id: room})
    return replace(known, why=row.why, messages=tuple(row.messages.split()), claims=tuple(row.claims.split()),
                   made_at=row.made_at, sent_at=row.sent_at)  # fmt: skip
