"""Schedules and rows of the ledger as documents tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from bot.arguments import Ask
from bot.escalation import FROM, Fallback, fallback_of
from bot.following import ladders_of
from bot.here import zone_of
from bot.planner import Schedule, slots
from bot.plans import is_readable, on_empty_of, schedule_of
from bot.schedule_rules import rule_lines
from bot.schedule_words import leaving_words, when_words
from briefings.document import Instant, Line, Text
from briefings.document import mark as _
from briefings.documents.schedules import Halt, Plan, Post
from store.deliveries import Delivery, DeliveryKind
from store.follows import Tells
from store.pauses import Pause
from store.schedules import ScheduleKind, ScheduleRow, ScheduleState

AHEAD = 3
"""Next times that are told."""


def plan_of(row: ScheduleRow, now: datetime) -> Plan:
    """A schedule: the line it posts, when it goes out and when next, what keeps it from that."""
    if not is_readable(row):
        return Plan(
            number=row.id, line=row.line, when=Line(_("at times that cannot be read any more")), is_readable=False
        )
    schedule, pause = schedule_of(row), row.paused(now)
    return Plan(
        number=row.id,
        line=row.line,
        when=when_words(schedule),
        next=() if row.state is ScheduleState.ENDED else next_times(schedule, now),
        is_over=row.state is ScheduleState.ENDED,
        halt=halt_of(pause, schedule.zone) if pause else None,
    )


def next_times(schedule: Schedule, now: datetime) -> tuple[Line, ...]:
    """The next times at which a schedule goes out."""
    ahead = islice(slots(schedule, now, now + timedelta(days=4 * 366)), AHEAD)
    return tuple(leaving_words(schedule, slot) for slot in ahead)


async def whole_plan(ask: Ask, row: ScheduleRow) -> Plan:
    """All that can be told of a schedule: its rules too, what became of its posts, who made it."""
    maker = await ask.work.people.get(row.person) if row.person else None
    counts = await ask.work.deliveries.counts(row.room.id, row.subject)
    return replace(
        plan_of(row, ask.now),
        rules=(*_rules(row), *await _of_follow(ask, row)) if is_readable(row) else (),
        counts={state.value: number for state, number in counts.items()},
        by=maker.name if maker else "",
        at=Instant(row.made_at, row.zone),
    )


def _rules(row: ScheduleRow) -> Iterator[Line]:
    yield from rule_lines(schedule_of(row), on_empty_of(row) if row.kind is ScheduleKind.DIGEST else None)


async def _of_follow(ask: Ask, row: ScheduleRow) -> list[Line]:
    """By which ladders the room of a digest or of warnings is warned; nothing for another schedule."""
    follows = [] if row.kind is ScheduleKind.COMMAND else await ask.work.follows.of_room(row.room.id)
    follow = next((one for one in follows if one.mission == row.mission), None)
    mission = await ask.work.missions.get(follow.mission) if follow else None
    if follow is None or mission is None:
        return []
    tells = Line(TELLS[follow.tells])
    if not follow.is_warned:
        return [tells, Line(_("no warnings"))]
    ladders = [_ladder(kind, rungs) for kind, rungs in ladders_of(mission, follow).items()]
    fallback = await fallback_of(ask.work, follow)
    return [tells, *ladders, *([_fallback(fallback)] if fallback else [])]


def _fallback(fallback: Fallback) -> Line:
    return Line(_("from the step of {n} days on, {fallback} is told where nobody acknowledges within a day"), n=FROM,
                fallback=Text(fallback.name))  # fmt: skip


def _ladder(kind: str, rungs: Sequence[int]) -> Line:
    steps = " ".join(str(rung) for rung in rungs if rung >= 0)
    return Line(LADDERS[kind], steps=steps) if steps else Line(NO_LADDERS[kind])


TELLS = {
    Tells.DIGEST: _("hears of changes on record in its next digest"),
    Tells.AT_ONCE: _("hears of changes on record at once"),
    Tells.NEVER: _("does not hear of changes on record"),
}
LADDERS = {
    "mandate": _("warned {steps} days before a mandate ends, then 1, 7 and 30 days after"),
    "target": _("warned {steps} days before a target's date, then 1, 7 and 30 days after"),
    "obligation": _("warned {steps} days before a report is due, then 1, 7 and 30 days after"),
}
NO_LADDERS = {
    "mandate": _("not warned before a mandate ends, only 1, 7 and 30 days after"),
    "target": _("not warned before a target's date, only 1, 7 and 30 days after"),
    "obligation": _("not warned before a report is due, only 1, 7 and 30 days after"),
}


def halt_of(pause: Pause, zone: str) -> Halt:
    """Why nothing is posted for a while."""
    return Halt(pause.why, Instant(pause.until, zone) if pause.until else None)


async def halt_here(ask: Ask) -> Halt | None:
    """Why nothing is posted in the whole room; None where nothing keeps posts from it."""
    pause = await ask.work.pauses.of(ask.room.id) if ask.room else None
    return halt_of(pause, zone_of(ask)) if pause and pause.holds(ask.now) else None


def _what(delivery: Delivery) -> Line | None:
    """What a post is called that is asked for by no line; None for any other."""
    match delivery.kind:
        case DeliveryKind.CORRECTION:
            return Line(_("correction of No. {n}, “{line}”"), n=Text(str(delivery.details["of"])), line=delivery.line)
        case DeliveryKind.ANSWER:
            return Line(_("answer to a warning"))
        case DeliveryKind.NOTICE:
            return Line(_("notice"))
        case _:
            return None


def post_of(delivery: Delivery, zone: str) -> Post:
    """A row of the ledger."""
    is_correction = (
        delivery.kind is DeliveryKind.CORRECTION
    )  # it was planned when its post was: here its own hour counts
    return Post(
        number=delivery.id,
        line=delivery.line or delivery.kind.value,
        what=_what(delivery),
        planned=Instant(delivery.due_at if is_correction else delivery.planned_at, zone),
        state=delivery.state.value,
        why=delivery.why,
        label=delivery.label,
        attempts=delivery.attempts,
        sent=Instant(delivery.sent_at, zone) if delivery.sent_at else None,
        again=Instant(delivery.next_at, zone) if delivery.next_at else None,
    )
