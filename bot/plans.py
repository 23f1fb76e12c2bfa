"""Schedules as the store keeps them: the pattern as it is written, its zone, and the rules around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot.planner import OnEmpty, Pattern, Quiet, Schedule, wakes_at
from bot.schedules import Typed, read_schedule, write_schedule
from bot.unreadable import UNREADABLE
from briefings.workdays import SkipDays
from store.rows import MissionRef
from store.schedules import NewSchedule, ScheduleKind, ScheduleRow

_ANY_DAY = date(2024, 1, 1)
"""A written pattern means the same on whatever day it is read."""


def new_schedule(
    room: int,
    line: str,
    schedule: Schedule,
    at: datetime,
    *,
    kind: ScheduleKind = ScheduleKind.COMMAND,
    mission: MissionRef | None = None,
    on_empty: OnEmpty = OnEmpty.WEEKLY,
) -> NewSchedule:
    """A schedule for a room that begins at a moment: its first slot is the next one."""
    return NewSchedule(
        room, line, write_schedule(Typed(schedule.pattern)), schedule.zone, accounted_to=at,
        wakes_at=wakes_at(schedule, at), kind=kind, mission=mission, rules=rules_of(schedule, on_empty),
    )  # fmt: skip


def rules_of(schedule: Schedule, on_empty: OnEmpty) -> Mapping[str, Any]:
    """The rules around a pattern, as JSON; what is as usual is left out."""
    rules: dict[str, Any] = {
        "grace": schedule.grace.total_seconds() if schedule.grace is not None else None,
        "quiet": [f"{at:%H:%M}" for at in (schedule.quiet.start, schedule.quiet.until)] if schedule.quiet else None,
        "skip": [*sorted(schedule.skip.weekdays), *(day.isoformat() for day in sorted(schedule.skip.dates))] or None,
        "on_empty": on_empty.value,
    }
    return {name: rule for name, rule in rules.items() if rule is not None}


def schedule_of(row: ScheduleRow) -> Schedule:
    """The schedule that a row keeps."""
    rules = row.rules
    return Schedule(
        pattern=pattern_of(row.pattern),
        zone=row.zone,
        grace=timedelta(seconds=rules["grace"]) if "grace" in rules else None,
        quiet=Quiet(*map(time.fromisoformat, rules["quiet"])) if "quiet" in rules else None,
        skip=skip_of(rules.get("skip", ())),
    )


def is_readable(row: ScheduleRow) -> bool:
    """Whether it can be told when a schedule goes out."""
    try:
        schedule_of(row)
    except UNREADABLE:
        return False
    return True


def on_empty_of(row: ScheduleRow) -> OnEmpty:
    return OnEmpty(row.rules.get("on_empty", OnEmpty.WEEKLY))


@lru_cache(10_000)
def pattern_of(written: str) -> Pattern:
    """The pattern that `write_schedule` wrote."""
    return read_schedule(written, _ANY_DAY).pattern


def skip_of(days: Sequence[int | str]) -> SkipDays:
    """The days to leave out, from weekdays (Monday is 0) and dates."""
    weekdays = frozenset(day for day in days if isinstance(day, int))
    return SkipDays(weekdays, frozenset(date.fromisoformat(day) for day in days if isinstance(day, str)))
