"""Why a post is there, or is not: its schedule, its row in the ledger, and what it warned of."""

from __future__ import annotations

from bot.arguments import Ask
from bot.plan_words import post_of, whole_plan
from bot.planning import steps_of
from briefings.document import Hole, Line, Text, When, plural
from briefings.document import mark as _
from briefings.documents.why import Cause
from briefings.warnings import Step
from store.deliveries import Delivery


async def cause_of(ask: Ask, delivery: Delivery, zone: str) -> Cause:
    """All that is known of a delivery; times in a zone where its schedule names none."""
    row = await ask.work.schedules.get(delivery.schedule) if delivery.schedule else None
    return Cause(
        post=post_of(delivery, row.zone if row else zone),
        plan=await whole_plan(ask, row) if row else None,
        warned=warned_lines(delivery),
    )


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
