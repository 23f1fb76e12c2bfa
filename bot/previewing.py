"""What a schedule would post at its next slot: made as the post itself is made, for one person to see."""

from __future__ import annotations

from dataclasses import replace

from bot.arguments import Ask
from bot.made import Label, Made, Withheld
from bot.making import answer_to, briefing
from bot.planner import next_slot
from bot.planning import Facts, occasion_at, of_slot
from bot.plans import schedule_of
from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery
from store.schedules import ScheduleRow


async def previewed(ask: Ask, row: ScheduleRow) -> Made | Withheld | None:
    """What the room gets at the next slot if nothing changes until then; None where there is nothing to say."""
    slot = next_slot(schedule_of(row), ask.now)
    at = slot.at if slot else ask.now
    free = replace(row, pause=None, room_pause=None)
    new = await of_slot(occasion_at(free, at), Facts(ask.work))
    if new is None:
        return None
    if new.state is DeliveryState.SKIPPED:
        return Withheld(new.state, new.why)
    delivery = _as_taken(new, row)
    if delivery.kind is DeliveryKind.COMMAND:
        return await answer_to(delivery, Label(), ask.desk, at, at)
    return await briefing(delivery, Label(), ask.work.for_room(is_cleared=row.room.is_cleared), ask.shapes)


def _as_taken(new: NewDelivery, row: ScheduleRow) -> Delivery:
    """A delivery as the ledger would give it out."""
    return Delivery(
        id=0, space=new.space, room=row.room, occasion=new.occasion, subject=new.subject, kind=new.kind, line=new.line,
        details=new.details, planned_at=new.planned_at, due_at=new.due_at, schedule=new.schedule, mission=new.mission,
        state=new.state, next_at=None, attempts=0, tried_at=None, unsure_since=None, label="", why=new.why,
    )  # fmt: skip
