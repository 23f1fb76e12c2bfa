"""The rules around a schedule as people type them, and said back.

late 2h | always | never          how late a missed slot may still be posted
quiet 22:00-07:00 | none          hours in which nothing leaves
free weekends, 2026-12-25 | none  days without posts
empty weekly | skip | line        what a digest does on a day without news
tell digest | at-once | never     when a room hears of what is changed on record
mandate 60 30 7 | usual | none    days before a deadline on which a room is warned
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import Ask, OneWord
from bot.days import read_day
from bot.planner import OnEmpty, Quiet, Schedule
from bot.schedules import read_weekdays
from briefings.document import DayStyle, Line, Listing, Text, UserError, When
from briefings.document import mark as _
from briefings.ladders import DAY_AFTER, ladder
from briefings.workdays import EVERY_DAY, WEEKEND, SkipDays
from store.follows import Tells

NONE = ("none", "no", "off")
MOST_SKIPPED = 100
"""Dates that can be left out."""


@dataclass(frozen=True, slots=True)
class Grace:
    """How late a missed slot may still be posted; None for as long as no later one has come."""

    most: timedelta | None


class _Late(OneWord[Grace]):
    typed = "2h|always|never"
    what = _("how late a missed post may still go out")

    async def one(self, word: str, ask: Ask) -> Grace:
        return read_late(word)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours in which nothing leaves; None for none."""

    quiet: Quiet | None


class _QuietHours(OneWord[Hours]):
    typed = "22:00-07:00|none"
    what = _("hours in which nothing leaves; it goes out at their end")

    async def one(self, word: str, ask: Ask) -> Hours:
        return Hours(read_quiet(word))


class _Free(OneWord[SkipDays]):
    typed = "DAYS|none"
    what = _("days without posts: weekends, fri, 2026-12-25")

    async def one(self, word: str, ask: Ask) -> SkipDays:
        return read_free(word, ask.today)


class _Empty(OneWord[OnEmpty]):
    typed = "weekly|skip|line"
    what = _("without news: one line a week, nothing, or always one line")
    input = Input.CHOICE
    choices = tuple(each.value for each in OnEmpty)

    async def one(self, word: str, ask: Ask) -> OnEmpty:
        if word.casefold() not in self.choices:
            raise UserError(_("“{word}” is none of weekly, skip and line"), word=shortened(word))
        return OnEmpty(word.casefold())

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(self.choices)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The days before a deadline on which a room is warned; None for the usual ones."""

    rungs: tuple[int, ...] | None


class _Rungs(OneWord[Ladder]):
    typed = "DAYS|usual|none"

    async def one(self, word: str, ask: Ask) -> Ladder:
        return read_ladder(word)


LateWord = Annotated[Grace | None, _Late()]
QuietWord = Annotated[Hours | None, _QuietHours()]
FreeWord = Annotated[SkipDays | None, _Free()]
EmptyWord = Annotated[OnEmpty | None, _Empty()]
MandateLadder = Annotated[Ladder | None, _Rungs(_("warn so many days before a mandate ends: 60 30 7"))]
TargetLadder = Annotated[Ladder | None, _Rungs(_("warn so many days before a target's date"))]
ReportLadder = Annotated[Ladder | None, _Rungs(_("warn so many days before a report is due"))]


class _Tells(OneWord[Tells]):
    typed = "digest|at-once|never"
    what = _("when the room hears of changes on record")
    input = Input.CHOICE
    choices = tuple(each.value for each in Tells)

    async def one(self, word: str, ask: Ask) -> Tells:
        said = word.casefold().replace(" ", "-")
        if said not in self.choices:
            raise UserError(_("“{word}” is none of digest, at-once and never"), word=shortened(word))
        return Tells(said)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(self.choices)


TellsWord = Annotated[Tells | None, _Tells()]


# reading them

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def read_late(text: str) -> Grace:
    """How late a post may go out. Raises UserError."""
    word = "".join(text.casefold().split())
    if word in ("always", "any"):
        return Grace(None)
    if word in ("never", *NONE):
        return Grace(timedelta())
    found = re.fullmatch(r"(\d{1,4})(m|h|d)[a-z]*", word)
    if not found:
        raise UserError(_("“{word}” is no length of time; write it like 30m, 2h or 1d, or “always” or “never”"),
                        word=shortened(text))  # fmt: skip
    return Grace(timedelta(**{_UNITS[found[2]]: int(found[1])}))


def read_quiet(text: str) -> Quiet | None:
    """Hours in which nothing leaves; None for none. Raises UserError."""
    if text.casefold().strip() in NONE:
        return None
    parts = re.split(r"\s*(?:-|–|to|until)\s*", text.casefold().strip())
    start, until = map(_clock, parts) if len(parts) == 2 else (None, None)
    if start is None or until is None or start == until:
        raise UserError(_("“{word}” names no hours; write them like 22:00-07:00, or “none”"), word=shortened(text))
    return Quiet(start, until)


def _clock(text: str) -> time | None:
    """A time of day such as 7 or 22:30, 24 for midnight; None for another text."""
    found = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?", text)
    hour = int(found[1]) if found else 25
    return time(hour % 24, int(found[2] or 0)) if found and hour <= 24 else None


def read_free(text: str, today: date) -> SkipDays:
    """Days without posts: weekdays and dates, by commas. Raises UserError, also when no day would be left."""
    if text.casefold().strip() in NONE:
        return EVERY_DAY
    weekdays: set[int] = set()
    dates: set[date] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        named = read_weekdays(part)
        weekdays |= named
        dates |= set() if named else set(_dates(part, today))
    if len(weekdays) > 6:
        raise UserError(_("“{word}” leaves no day; “schedule pause” pauses instead"), word=shortened(text))
    if len(dates) > MOST_SKIPPED:
        raise UserError(_("These are {n} dates; {most} is the most"), n=len(dates), most=MOST_SKIPPED)
    return SkipDays(frozenset(weekdays), frozenset(dates))


def _dates(part: str, today: date) -> Iterator[date]:
    """A date, or all from one to another."""
    first, _to, last = re.sub(r"\s+(?:to|until)\s+", "\0", part).partition("\0")
    begin = read_day(first, today)
    end = read_day(last, today) if last else begin
    for ahead in range(min((end - begin).days, MOST_SKIPPED) + 1):
        yield begin + timedelta(days=ahead)


def read_ladder(text: str) -> Ladder:
    """Days before a deadline. Raises UserError."""
    word = text.casefold().strip()
    if word in ("usual", "default"):
        return Ladder(None)
    if word in NONE:
        return Ladder((DAY_AFTER,))
    parts = re.split(r"[\s,]+", word.removesuffix("days").strip(" ,"))
    try:
        return Ladder(ladder(int(part) if re.fullmatch(r"\d{1,4}", part, re.ASCII) else -2 for part in parts))
    except ValueError as error:
        raise UserError(_("“{word}” are no days before a deadline; write them like 60 30 7, or “usual” or “none”"),
                        word=shortened(text)) from error  # fmt: skip


# as they are typed


def late_words(schedule: Schedule) -> str:
    if schedule.grace is None:
        return "always"
    minutes = int(schedule.grace.total_seconds() // 60)
    for unit, size in (("d", 1440), ("h", 60), ("m", 1)):
        if minutes and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return "never"


def quiet_words(schedule: Schedule) -> str:
    return f"{schedule.quiet.start:%H:%M}-{schedule.quiet.until:%H:%M}" if schedule.quiet else "none"


def free_words(schedule: Schedule) -> str:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    days = [*(names[day] for day in sorted(schedule.skip.weekdays)), *map(str, sorted(schedule.skip.dates))]
    return ",".join(days) or "none"


def ladder_words(rungs: Sequence[int] | None) -> str:
    if rungs is None:
        return "usual"
    return " ".join(str(rung) for rung in rungs if rung >= 0) or "none"


# said back


def rule_lines(schedule: Schedule, on_empty: OnEmpty | None = None) -> Iterator[Line]:
    """The rules around a schedule, a sentence each; `on_empty` is that of a digest."""
    yield _late_line(schedule)
    if schedule.quiet:
        yield Line(_("quiet from {start} to {until}: what falls into it goes out at its end"),
                   start=f"{schedule.quiet.start:%H:%M}", until=f"{schedule.quiet.until:%H:%M}")  # fmt: skip
    if schedule.skip != EVERY_DAY:
        yield Line(_("not on {days}"), days=_skipped(schedule.skip))
    if on_empty:
        yield Line(_EMPTY[on_empty])


def _late_line(schedule: Schedule) -> Line:
    if schedule.grace is None:
        return Line(_("a missed slot is posted late, and says so, unless a later one has come"))
    if not schedule.grace:
        return Line(_("a missed slot is not posted late"))
    return Line(_("a missed slot is posted up to {time} late, and says so"), time=late_words(schedule))


_EMPTY = {
    OnEmpty.WEEKLY: _("without news: silent, but for one line in the first slot of a week"),
    OnEmpty.SKIP: _("without news: silent"),
    OnEmpty.LINE: _("without news: one line"),
}
_NAMES = (_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays"))


def _skipped(skip: SkipDays) -> Listing:
    weekdays = (
        [Line(_("weekends"))] if skip.weekdays == WEEKEND else [Line(_NAMES[day]) for day in sorted(skip.weekdays)]
    )
    dates = sorted(skip.dates)
    more = [Text("…")] if len(dates) > 5 else []
    return Listing((*weekdays, *(When(day, DayStyle.PLAIN) for day in dates[:5]), *more))
