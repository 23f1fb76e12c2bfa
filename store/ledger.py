"""The ledger: every post that was to be made, and what became of it.

1. A row goes in before its post, once for an occasion in a room, whoever writes it and however often.
2. A process takes some of the rows that are due, for a while: nobody else is given them until then.
3. It posts, and settles them: sent, to be tried again later, or closed with the reason.

A row that was taken and never settled comes up again when its time is over, and says since when its post may stand
in the room already. Within a room the rows go in the order they are due; one whose outcome is unknown holds up nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Executable,
    FromClause,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
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

from store.deliveries import TAKEN, Delivery, DeliveryState, NewDelivery, Outcome, columns_of, taken
from store.rooms import Room
from store.schedules import Move, moving
from store.statements import Statements, inserting
from store.tables import HOLDS_UP, Moment, deliveries, is_open, rooms
from store.untold import Untold, told_of

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
            await _write_down(connection, new)
            if moves:
                await connection.execute(*moving(moves))

    async def tell(self, new: Sequence[NewDelivery], untold: Untold, to: int) -> bool:
        """Write down what tells of the changes to a space up to that row of its audit, in one transaction.

        Nothing is written, and it is False, where somebody else told of them meanwhile.
        """
        async with self._statements.writing() as connection:
            is_mine = (await connection.execute(told_of(untold, to))).rowcount > 0
            if is_mine:
                await _write_down(connection, new)
            return is_mine

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
                    return sorted((taken(row, self._rooms) for row in mine), key=_in_order)
        return []

    async def is_due(self, platforms: Sequence[str], at: datetime) -> bool:
        """Whether anything is there to be taken."""
        due = exists().where(deliveries.c.platform.in_(platforms), deliveries.c.next_at <= at)
        return bool(await self._statements.value_at_once(select(due)))

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
        moments = [row.at for row in await self._statements.all_at_once(every) if row.at is not None]
        return min(moments, default=None)

    async def waiting(self) -> dict[str, int]:
        """How many deliveries are left to be done, by platform."""
        query = select(deliveries.c.platform, func.count().label("left")).where(is_open).group_by(deliveries.c.platform)
        return {row.platform: row.left for row in await self._statements.all(query)}

    async def depth(self) -> dict[tuple[str, DeliveryState], int]:
        """How many deliveries are left to be done, by platform and state: waiting, under way, or of unknown outcome."""
        by = (deliveries.c.platform, deliveries.c.state)
        query = select(*by, func.count().label("left")).where(is_open).group_by(*by)
        return {(row.platform, DeliveryState(row.state)): row.left for row in await self._statements.all(query)}

    async def _learn_rooms(self, connection: AsyncConnection, ids: set[int]) -> None:
        """Look up the rooms we have not met: where a room is on its platform stays as it is for good."""
        unknown = ids - self._rooms.keys()
        if unknown:
            found = await connection.execute(_rooms_of(connection.dialect.name), {"ids": sorted(unknown)})
            self._rooms |= {row.id: Room(row.id, row.platform, row.tenant, row.external_id, row.name, row.zone, row.mission_id)
                            for row in found}  # fmt: skip


async def _write_down(connection: AsyncConnection, new: Sequence[NewDelivery]) -> None:
    replacing = [{"in_room": one.room, "of": one.subject, "before": one.due_at} for one in new
                 if one.state is DeliveryState.WAITING]  # fmt: skip
    if new:
        adding = inserting(connection, deliveries).on_conflict_do_nothing()
        await connection.execute(adding, [columns_of(one) for one in new])
    if replacing:
        await connection.execute(_REPLACE, replacing)


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
        .returning(*(deliveries.c[name] for name in TAKEN))
    )


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


def _in_order(delivery: Delivery) -> tuple[datetime, int]:
    return delivery.due_at, delivery.id
