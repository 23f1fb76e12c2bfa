"""Answers to a warning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from adapters.port import Input
from bot.arguments import Ask, OneWord
from bot.causes import warned_lines
from bot.command import REGISTRY, command
from bot.commands.schedule import PostNumber
from bot.commands.schedule_set import Reason
from bot.days import read_day
from bot.escalation import escalated, warning_behind
from bot.rights import Right, refusal
from bot.warned import steps_of
from briefings import documents
from briefings.document import Document, Line, UserError, When
from briefings.document import mark as _
from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery
from store.rows import MissionRef

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
    """Write an answer down, and tell everybody who reads below the warning, and below what told it on."""
    asked = await _post(ask, post)
    delivery = await warning_behind(ask.work, asked)
    steps = steps_of(delivery.details) if delivery else []
    if asked is None or delivery is None or delivery.mission is None or not steps:
        return documents.nothing_to_acknowledge()
    await _check_right(ask, delivery.mission)
    if all(one.mission != delivery.mission for one in await ask.work.follows.of_room(delivery.room.id)):
        raise UserError(_("The room that was warned does not follow that mission any more: nothing more comes of it"))
    deadlines = [(step.deadline, step.due) for step in steps]
    if await _is_said(ask, delivery, deadlines, until, because):
        return documents.acknowledged(warned_lines(delivery), until, because)
    answer = await ask.work.acknowledgements.add(
        delivery.room.id, delivery.mission, deadlines, delivery.id, until, because
    )
    told_on = [await escalated(ask.work, delivery, step) for step in steps]
    read = (delivery, asked, *(notice for _who, notice in filter(None, told_on)))
    for each in {one.id: one for one in read}.values():
        if each.messages and not each.is_to_person:
            await ask.work.deliveries.add(_below(each, answer, ask))
    return documents.acknowledged(warned_lines(delivery), until, because)


async def _is_said(
    ask: Ask, warning: Delivery, deadlines: Sequence[tuple[str, date]], until: date | None, because: str
) -> bool:
    """Whether the asker's last answer to a warning was the same, as when a button is pressed twice."""
    last = await ask.work.acknowledgements.of_rooms([warning.room.id])
    same = {(one.deadline, one.due) for one in last
            if (one.mission, one.delivery, one.person) == (warning.mission, warning.id, ask.person.id)
            and (one.until, one.reason) == (until, because)}  # fmt: skip
    return same >= {*deadlines}


async def _check_right(ask: Ask, mission: MissionRef) -> None:
    """Raise UserError where the asker may not answer warnings of a mission."""
    command = REGISTRY[ask.request.command]
    right = command.needs(ask.request.room)
    if right and not ask.held.may(right, mission):
        raise await refusal(command.name, right, ask.work, await ask.work.missions.get(mission))


async def _post(ask: Ask, post: int | None) -> Delivery | None:
    """The post with that number, if it is of this room or was told to the asker, else the last that warned this room."""
    if post is not None:
        found = await ask.work.deliveries.get(post)
        return found if found and _is_theirs(found, ask) else None
    if ask.room is None:
        return None
    there = await ask.work.deliveries.of_room(ask.room.id, LOOKED_THROUGH)
    sent = (delivery for delivery in there if delivery.state is DeliveryState.SENT)
    return next((delivery for delivery in sent if steps_of(delivery.details)), None)


def _is_theirs(delivery: Delivery, ask: Ask) -> bool:
    actor, room = ask.request.actor, delivery.room
    if delivery.is_to_person:
        return (room.platform, room.tenant, delivery.details["to"]) == (actor.platform, actor.tenant, actor.id)
    return ask.room is not None and room.id == ask.room.id


def _below(delivery: Delivery, answer: int, ask: Ask) -> NewDelivery:
    return NewDelivery(
        delivery.space, delivery.room.id, delivery.room.platform, occasion=f"answer:{answer}", subject=f"answer:{answer}",
        kind=DeliveryKind.ANSWER, line="", planned_at=ask.now, due_at=ask.now, schedule=delivery.schedule,
        mission=delivery.mission, details={"answer": answer, "under": delivery.messages[0]},
    )  # fmt: skip
