"""Answers to a warning."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from adapters.port import Input
from bot.arguments import Ask, OneWord
from bot.causes import warned_lines
from bot.command import command
from bot.commands.schedule import PostNumber
from bot.commands.schedule_set import Reason
from bot.days import read_day
from bot.planning import steps_of
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line, UserError, When
from briefings.document import mark as _
from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery

LOOKED_THROUGH = 100
"""Posts of a room among which its last warning is looked for."""


class _Until(OneWord[date]):
    """The day on which it is told again."""

    typed = "DAY"
    what = _("the day on which it is told again")
    input = Input.DAY

    async def one(self, word: str, ask: Ask) -> date:
        return read_day(word, ask.today)


@command(
    "acknowledge", right=Right.PROPOSE, alone=Right.READ, changes=True, example="acknowledge", words=("ack", "seen")
)
async def acknowledge(ask: Ask, post: PostNumber = None, *, because: Reason = "") -> Document[Line]:
    """Say that a warning was seen: its later steps come below it."""
    return await _answered(ask, post, None, because)


@command("snooze", right=Right.PROPOSE, alone=Right.READ, changes=True, example="snooze until 2025-02-01")
async def snooze(
    ask: Ask, post: PostNumber = None, *, until: Annotated[date, _Until()], because: Reason = ""
) -> Document[Line]:
    """Be silent about what a warning told until a day, and tell it again then."""
    if until <= ask.today:
        raise UserError(_("{day} is no day to come; name one, like “snooze until 2025-02-01”"), day=When(until))
    return await _answered(ask, post, until, because)


async def _answered(ask: Ask, post: int | None, until: date | None, because: str) -> Document[Line]:
    """Write an answer down, and tell everybody who reads below the warning."""
    delivery = await _warning(ask, post)
    steps = steps_of(delivery.details) if delivery else []
    if delivery is None or delivery.mission is None or not steps:
        return documents.nothing_to_acknowledge()
    deadlines = [(step.deadline, step.due) for step in steps]
    answer = await ask.work.acknowledgements.add(
        delivery.room.id, delivery.mission, deadlines, delivery.id, until, because
    )
    if delivery.messages:
        await ask.work.deliveries.add(_below(delivery, answer, ask))
    return documents.acknowledged(warned_lines(delivery), until, because)


async def _warning(ask: Ask, post: int | None) -> Delivery | None:
    """The post of this room with that number, else the last that warned it; None where there is none."""
    if ask.room is None:
        return None
    if post is not None:
        found = await ask.work.deliveries.get(post)
        return found if found and found.room.id == ask.room.id else None
    there = await ask.work.deliveries.of_room(ask.room.id, LOOKED_THROUGH)
    sent = (delivery for delivery in there if delivery.state is DeliveryState.SENT)
    return next((delivery for delivery in sent if steps_of(delivery.details)), None)


def _below(delivery: Delivery, answer: int, ask: Ask) -> NewDelivery:
    return NewDelivery(
        delivery.space, delivery.room.id, delivery.room.platform, occasion=f"answer:{answer}", subject=f"answer:{answer}",
        kind=DeliveryKind.ANSWER, line="", planned_at=ask.now, due_at=ask.now, schedule=delivery.schedule,
        mission=delivery.mission, details={"answer": answer, "under": delivery.messages[0]},
    )  # fmt: skip
