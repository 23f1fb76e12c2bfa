"""When something is due: slots from wall time and zone, the same however often and in whatever pieces they are asked for.

A slot is known by its planned wall time and its zone, never by the moment it ran. Two nights a year need a rule:

    clocks go forward   a time that is skipped means the first minute after the gap; several such slots are one
    clocks go back      a time that comes twice means the first of the two

So nothing is lost and nothing comes twice. Moments in and out are UTC, wall times have no zone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import assert_never
from zoneinfo import ZoneInfo

from cronsim import CronSim

from briefings.workdays import EVERY_DAY, SkipDays

PROMPT = timedelta(minutes=5)
"""How long after its moment a slot still counts as on time."""
_A_DAY = timedelta(days=1)
_A_MINUTE = timedelta(minutes=1)
_HORIZON = timedelta(days=50 * 366)
"""How far ahead a next slot is looked for: 29 February on a Monday comes every 28 years."""
LAST = -1
"""The last of its weekday in a month."""


# which days, at what time


@dataclass(frozen=True, slots=True)
class Weekly:
    """Some days of the week (Monday is 0); every so many weeks, counted from the week of `first`."""

    at: time
    days: frozenset[int]
    every: int = 1
    first: date = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of each month; a shorter month has it on its last day."""

    at: time
    day: int


@dataclass(frozen=True, slots=True)
class MonthWeekday:
    """The first to fourth, or the last, of a weekday (Monday is 0) in each month."""

    at: time
    weekday: int
    number: int


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron line of five fields, read as wall time."""

    line: str


Pattern = Weekly | MonthDay | MonthWeekday | Cron


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in which nothing leaves, over midnight where `until` is the earlier."""

    start: time
    until: time

    def holds(self, at: time) -> bool:
        if self.start <= self.until:
            return self.start <= at < self.until
        return at >= self.start or at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A pattern in a zone, and the rules around it.

    `grace` is how late a missed slot may still be sent, None for as long as no later one has come; `skip` are days
    without slots; what falls into `quiet` hours waits for their end and goes out there as one.
    """

    pattern: Pattern
    zone: str
    grace: timedelta | None = None
    quiet: Quiet | None = None
    skip: SkipDays = EVERY_DAY


class ClockChange(StrEnum):
    """What a change of the clocks did to a slot."""

    NONE = ""
    SKIPPED = "its time is skipped that night"
    REPEATED = "its time comes twice that night"


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned time: on the wall, in its zone, and as the moment it stands for."""

    planned: datetime
    zone: str
    at: datetime
    change: ClockChange = ClockChange.NONE

    @property
    def name(self) -> str:
        """What tells it apart from every other slot of its schedule: "2026-11-23T07:30 Africa/Nairobi"."""
        return f"{self.planned:%Y-%m-%dT%H:%M} {self.zone}"


# slots


def slots(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Slot]:
    """The slots after one moment and up to another, the earliest first."""
    for slot in _slots_from(schedule, after):
        if slot.at > until:
            return
        if slot.at > after and not schedule.skip.skips(slot.planned.date()):
            yield slot


@lru_cache(1_000)  # many rooms have the same hour in the same zone; so it is with what follows from it
def next_slot(schedule: Schedule, after: datetime) -> Slot | None:
    """The first slot after a moment; None when there is never one."""
    return next(slots(schedule, after, after + _HORIZON), None)


def slot_on(zone: str, day: date, at: time) -> Slot:
    """The slot of a wall time on a day in a zone."""
    return _slot(datetime.combine(day, at), ZoneInfo(zone))


def _slots_from(schedule: Schedule, after: datetime) -> Iterator[Slot]:
    """Slots from well before a moment on; of several that come to one moment the last stands for all."""
    zone = ZoneInfo(schedule.zone)
    # A day back: a time before `after` on the wall may be moved by a gap to behind it.
    start = after.astimezone(zone).replace(tzinfo=None) - _A_DAY
    found = (_slot(wall, zone) for wall in _walls(schedule.pattern, start))
    for _at, same in groupby(found, key=lambda slot: slot.at):
        *_others, last = same
        yield last


def _walls(pattern: Pattern, start: datetime) -> Iterator[datetime]:
    """The wall times of a pattern, without end, from a wall time on."""
    if isinstance(pattern, Cron):
        yield from CronSim(pattern.line, start)
        return
    day = start.date()
    while True:
        if falls_on(pattern, day):
            yield datetime.combine(day, pattern.at)
        day += _A_DAY


def falls_on(pattern: Weekly | MonthDay | MonthWeekday, day: date) -> bool:
    """Whether a pattern has a time on a day."""
    match pattern:
        case Weekly(days=days, every=every, first=first):
            return day.weekday() in days and (_monday(day) - _monday(first)).days // 7 % every == 0
        case MonthDay(day=number):
            return day.day == min(number, monthrange(day.year, day.month)[1])
        case MonthWeekday(weekday=weekday, number=number):
            return day.weekday() == weekday and number in _numbers_in_month(day)
        case _:
            assert_never(pattern)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _numbers_in_month(day: date) -> tuple[int, ...]:
    """Which of its weekday a day is in its month: the 31st is a fifth and a last."""
    number = (day.day + 6) // 7
    return (number, LAST) if day.day + 7 > monthrange(day.year, day.month)[1] else (number,)


def _slot(wall: datetime, zone: ZoneInfo) -> Slot:
    """The slot of a wall time, by the rule of the two nights."""
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    change = ClockChange.NONE
    if first.utcoffset() != second.utcoffset():
        change = ClockChange.REPEATED if _exists(first) else ClockChange.SKIPPED
    while not _exists(first):
        first += _A_MINUTE
    return Slot(wall, zone.key, first.astimezone(UTC), change)


def _exists(local: datetime) -> bool:
    """Whether clocks ever show a time: one that is skipped comes back from UTC as another."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)


# quiet hours


def leaves_at(schedule: Schedule, slot: Slot) -> datetime:
    """The moment a slot may be sent: its own, or the end of the quiet hours it falls into."""
    return after_quiet(schedule.quiet, schedule.zone, slot.at)


def after_quiet(quiet: Quiet | None, zone: str, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in. All that gets the same end goes out together."""
    local = at.astimezone(ZoneInfo(zone))
    if quiet is None or not quiet.holds(local.time()):
        return at
    day = local.date() if local.time() < quiet.until else local.date() + _A_DAY
    # Where clocks go back, the first of two ends may be past already.
    return max(at, slot_on(zone, day, quiet.until).at)


# what to do now


class PassedOver(StrEnum):
    """The rule by which a slot is not sent."""

    TOLD_LATER = "a later slot tells it"
    TOO_LATE = "it is later than its grace"


@dataclass(frozen=True, slots=True)
class Due:
    """What to do at a moment: the slot to send, if there is one, whether it is late, and the slots passed over."""

    slot: Slot | None = None
    is_late: bool = False
    passed_over: tuple[tuple[Slot, PassedOver], ...] = ()


@lru_cache(1_000)
def due(schedule: Schedule, since: datetime, now: datetime) -> Due:
    """What to do about the slots after `since`, up to which all is accounted for.

    However many were missed, one is sent, the last; with it all that is named is accounted for.
    """
    reached = [slot for slot in slots(schedule, since, now) if leaves_at(schedule, slot) <= now]
    if not reached:
        return Due()
    late_by = now - leaves_at(schedule, reached[-1])
    if schedule.grace is not None and late_by > max(schedule.grace, PROMPT):
        return Due(passed_over=tuple((slot, PassedOver.TOO_LATE) for slot in reached))
    earlier = tuple((slot, PassedOver.TOLD_LATER) for slot in reached[:-1])
    return Due(reached[-1], late_by > PROMPT, earlier)


@lru_cache(1_000)
def wakes_at(schedule: Schedule, since: datetime) -> datetime | None:
    """The moment at which `due` has something to say again; None when it never has."""
    slot = next_slot(schedule, since)
    return leaves_at(schedule, slot) if slot else None


# quiet days


class OnEmpty(StrEnum):
    """What a digest does in a slot with no news: one line in the first slot of a week, nothing, or always one line."""

    WEEKLY = "weekly"
    SKIP = "skip"
    LINE = "line"


def is_spoken(on_empty: OnEmpty, schedule: Schedule, slot: Slot) -> bool:
    """Whether a slot with no news says so in one line."""
    match on_empty:
        case OnEmpty.WEEKLY:
            return is_first_of_week(schedule, slot)
        case OnEmpty.SKIP:
            return False
        case OnEmpty.LINE:
            return True


def is_first_of_week(schedule: Schedule, slot: Slot) -> bool:
    """Whether no slot of the schedule comes before it in its week; weeks begin on Monday."""
    monday = slot_on(slot.zone, _monday(slot.planned.date()), time())
    return next(slots(schedule, monday.at - _A_MINUTE, slot.at - _A_MINUTE), None) is None
