"""Why a post is there, or is not: its schedule, its row in the ledger, and what it warned of."""

from __future__ import annotations

from bot.arguments import Ask
from bot.escalation import escalated, warning_behind
from bot.plan_words import post_of, whole_plan
from bot.warned import steps_of
from briefings.document import Hole, Line, Text, When, plural
from briefings.document import mark as _
from briefings.documents.schedules import state_line
from briefings.documents.why import Cause
from briefings.warnings import Step
from store.deliveries import Delivery, DeliveryKind


async def cause_of(ask: Ask, delivery: Delivery, zone: str) -> Cause:
    """All that is known of a delivery; times in a zone where its schedule names none."""
    row = await ask.work.schedules.get(delivery.schedule) if delivery.schedule else None
    return Cause(
        post=post_of(delivery, row.zone if row else zone),
        plan=await whole_plan(ask, row) if row else None,
        warned=warned_lines(delivery),
        because=await _because(ask, delivery),
        reached=await ask.work.deliveries.reached(delivery.occasion) if delivery.kind is DeliveryKind.CHANGE else None,
        told_on=await _told_on(ask, delivery, row.zone if row else zone),
    )


async def _because(ask: Ask, delivery: Delivery) -> Line | None:
    """Why another room's warning was told here; None for any other post."""
    warning = await warning_behind(ask.work, delivery)
    if warning is None or warning.id == delivery.id:
        return None
    return Line(_("nobody in #{room} acknowledged its warning No. {n} within a day, and it names this room for that"),
                room=warning.room.name or warning.room.external_id, n=Text(str(warning.id)))  # fmt: skip


async def _told_on(ask: Ask, delivery: Delivery, zone: str) -> list[Line]:
    """Who is told of a warning that nobody acknowledges, and whether they were."""
    found = [await escalated(ask.work, delivery, step) for step in steps_of(delivery.details)]
    return [
        Line(_("{who}: {end}"), who=Text(who), end=state_line(post_of(told, zone))) for who, told in filter(None, found)
    ]


def warned_lines(delivery: Delivery) -> tuple[Line, ...]:
    """What a delivery warned of, a sentence each."""
    return tuple(_warned(step) for step in steps_of(delivery.details))


def _warned(step: Step) -> Line:
    """A step of a ladder that was told: which deadline, its day, how many days before or after."""
    kind, _colon, subject = step.deadline.partition(":")
    holes: dict[str, Hole] = {"what": Line(_KINDS[kind]), "day": When(step.due),
                              "subject": Text(f" ({subject})" if subject else "")}  # fmt: skip
    if step.rung < 0:
        return plural(_("{what}{subject}, {day}: the step of {n} day after"),
                      _("{what}{subject}, {day}: the step of {n} days after"), -step.rung, **holes)  # fmt: skip
    return plural(_("{what}{subject}, {day}: the step of {n} day"), _("{what}{subject}, {day}: the step of {n} days"),
                  step.rung, **holes)  # fmt: skip


_KINDS = {"mandate": _("end of a mandate"), "target": _("target"), "obligation": _("report")}
