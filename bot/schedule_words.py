"""Schedules said back as sentences: on which days, at what time, where, and when next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.planner import (
    LAST,
    ClockChange,
    Cron,
    MonthDay,
    MonthWeekday,
    OnEmpty,
    Pattern,
    Schedule,
    Slot,
    Weekly,
    leaves_at,
    slots,
)
from bot.schedules import DAILY, WEEKDAYS, WEEKENDS
from briefings.document import DayStyle, Hole, Instant, Line, Listing, Text, When
from briefings.document import mark as _


def said_back(schedule: Schedule, now: datetime, times: int = 3) -> Line:
    """When a schedule goes out, in a sentence with its next times."""
    ahead = islice(slots(schedule, now, now + timedelta(days=4 * 366)), times)
    return Line(
        _("Goes out {when}. Next: {times}."),
        when=when_words(schedule),
        times=_in_row([leaving_words(schedule, s) for s in ahead]),
    )


def _in_row(lines: Sequence[Line]) -> Line:
    holes: dict[str, Hole] = {f"t{number}": line for number, line in enumerate(lines)}
    return Line(" · ".join(f"{{{name}}}" for name in holes), **holes)


def slot_words(slot: Slot) -> Line:
    """A slot's moment in its zone, and what the clocks do to it that night."""
    moment = Instant(slot.at, slot.zone)
    match slot.change:
        case ClockChange.SKIPPED:
            return Line(_("{moment}, since {time} is skipped that night"), moment=moment, time=f"{slot.planned:%H:%M}")
        case ClockChange.REPEATED:
            return Line(_("{moment}, the first of two that night"), moment=moment)
        case ClockChange.NONE:
            return Line("{moment}", moment=moment)


def leaving_words(schedule: Schedule, slot: Slot) -> Line:
    """A slot's moment, and until when quiet hours hold it back."""
    said, leaves = slot_words(slot), leaves_at(schedule, slot)
    if leaves == slot.at:
        return said
    end = leaves.astimezone(ZoneInfo(slot.zone))
    return Line(_("{moment}, held until {time} by quiet hours"), moment=said, time=f"{end:%H:%M}")


def when_words(schedule: Schedule) -> Line:
    """Days, time and zone of a schedule: "every Monday and Wednesday at 08:00 Nairobi"."""
    place = schedule.zone.rpartition("/")[2].replace("_", " ")
    if isinstance(schedule.pattern, Cron):
        return Line(_("{days}, {zone} time"), days=days_words(schedule.pattern), zone=place)
    holes: dict[str, Hole] = {"days": days_words(schedule.pattern), "time": Text(f"{schedule.pattern.at:%H:%M}"),
                              "zone": Text(place)}  # fmt: skip
    if isinstance(schedule.pattern, Weekly) and schedule.pattern.every > 1:
        return Line(_("{days} at {time} {zone}, counted from {first}"), first=When(schedule.pattern.first), **holes)
    return Line(_("{days} at {time} {zone}"), **holes)


def rhythm(pattern: Pattern, on_empty: OnEmpty) -> Line:
    """On which days a digest goes out, and what it does when there is no news."""
    days = days_words(pattern)
    if on_empty is OnEmpty.LINE or (on_empty is OnEmpty.WEEKLY and _is_rare(pattern)):
        return days
    if on_empty is OnEmpty.SKIP:
        return Line(_("{days} with news"), days=days)
    if isinstance(pattern, Weekly):
        return Line(_("{days} with news, and every {weekday}"), days=days, weekday=Line(_WEEKDAYS[min(pattern.days)]))
    return Line(_("{days} with news, and the first of each week"), days=days)


def _is_rare(pattern: Pattern) -> bool:
    """Whether each slot of a pattern is the first of its week."""
    return isinstance(pattern, MonthDay | MonthWeekday) or (isinstance(pattern, Weekly) and len(pattern.days) == 1)


_WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_OF_EACH_MONTH = {
    1: _("on the first {weekday} of each month"),
    2: _("on the second {weekday} of each month"),
    3: _("on the third {weekday} of each month"),
    4: _("on the fourth {weekday} of each month"),
    LAST: _("on the last {weekday} of each month"),
}
_SETS = {WEEKDAYS: _("weekdays"), WEEKENDS: _("weekends"), DAILY: _("every day")}


def days_words(pattern: Pattern) -> Line:
    """The days of a pattern: "weekdays", "every Monday", "on the 1st of each month"."""
    match pattern:
        case Weekly(days=days, every=1) if days in _SETS:
            return Line(_SETS[days])
        case Weekly(days=days, every=1):
            return Line(_("every {days}"), days=_weekdays(days))
        case Weekly(days=days, every=every):
            return Line(_("every {n} weeks on {days}"), n=every, days=_weekdays(days))
        case MonthDay(day=31):
            return Line(_("on the last day of each month"))
        case MonthDay(day=day) if day > 28:
            return Line(_("on {day} of each month or its last day"), day=_of_month(day))
        case MonthDay(day=day):
            return Line(_("on {day} of each month"), day=_of_month(day))
        case MonthWeekday(weekday=weekday, number=number):
            return Line(_OF_EACH_MONTH[number], weekday=Line(_WEEKDAYS[weekday]))
        case Cron(line):
            return Line(_("by cron {line}"), line=line)
        case _:
            assert_never(pattern)


def _weekdays(days: frozenset[int]) -> Listing:
    return Listing(tuple(Line(_WEEKDAYS[day]) for day in sorted(days)))


def _of_month(day: int) -> When:
    return When(date(2024, 1, day), DayStyle.OF_MONTH)
