"""Dates as sources give them: a day, a month or a year, its bounds, and how it is known.

A recorded date is written the same way in a record file and in chat:

    2025-10-02                   a day
    2025-01                      a month, the day is not given
    2024                         a year
    about 2024-09                the source hedges
    2024-11-07 or later          a lower bound
    2024-11-07 to 2025-01-31     somewhere between two days
    by late 2024                 an upper bound; also early and mid
    before 2025-01               an upper bound that leaves its own period out
    unknown                      no date in the source
    unknown, near 2024-11-07     likewise; the day only helps to place it
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date the source gives."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Bound(StrEnum):
    """On which side of the written date the real one may lie."""

    NONE = "none"
    ABOUT = "about"
    OR_LATER = "or later"
    BETWEEN = "between"
    BY = "by"
    BEFORE = "before"


class Part(StrEnum):
    """The third of a year that a source names."""

    WHOLE = ""
    EARLY = "early"
    MID = "mid"
    LATE = "late"


class Role(StrEnum):
    """What a date says of its claim."""

    OCCURRED = "occurred"
    AS_OF = "as_of"
    REPORTED_ON = "reported_on"
    DEADLINE = "deadline"
    VALID_TO = "valid_to"


class Basis(StrEnum):
    """How a date was obtained from the source."""

    STATED = "stated"
    INFERRED = "inferred"
    RELATIVE = "relative"


_MONTHS_OF = {Part.WHOLE: (1, 12), Part.EARLY: (1, 4), Part.MID: (5, 8), Part.LATE: (9, 12)}


@dataclass(frozen=True, slots=True)
class RecordedDate:
    """A date as its source gives it.

    `start` is the first day of what is written, None when the source gives no date at all;
    `until` closes a range; `near` places an unknown date and is no date of the fact.
    """

    start: date | None
    precision: Precision = Precision.DAY
    bound: Bound = Bound.NONE
    part: Part = Part.WHOLE
    until: date | None = None
    near: date | None = None

    @property
    def is_known(self) -> bool:
        return self.start is not None

    @property
    def end(self) -> date | None:
        """The last day of what is written: a month or a year counts as its last day."""
        if self.start is None:
            return None
        match self.precision:
            case Precision.MONTH:
                return _last_of_month(self.start.year, self.start.month)
            case Precision.YEAR:
                return _last_of_month(self.start.year, _MONTHS_OF[self.part][1])
            case _:
                return self.start

    @property
    def first_possible(self) -> date | None:
        """The first day on which it is taken as true; an upper bound is true from its end only."""
        match self.bound:
            case Bound.BY:
                return self.end
            case Bound.BEFORE:
                return self.deadline
            case _:
                return self.start

    @property
    def last_possible(self) -> date | None:
        """The last day it can mean; None when nothing closes it."""
        match self.bound:
            case Bound.OR_LATER | Bound.BETWEEN:
                return self.until
            case Bound.BEFORE:
                return self.deadline
            case _:
                return self.end

    @property
    def deadline(self) -> date | None:
        """The day a deadline so written runs out: the last day of its period, or the eve of "before"."""
        if self.bound is Bound.BEFORE and self.start is not None:
            return self.start - timedelta(days=1) if self.start > date.min else self.start
        return self.until or self.end

    def __str__(self) -> str:
        """The date as a record file writes it; `read_date` gives back an equal one."""
        if self.start is None:
            return f"unknown, near {self.near}" if self.near else "unknown"
        match self.bound:
            case Bound.NONE:
                return self._written()
            case Bound.OR_LATER:
                return f"{self._written()} or later"
            case Bound.BETWEEN:
                return f"{self._written()} to {self.until}"
            case Bound.ABOUT | Bound.BY | Bound.BEFORE:
                return f"{self.bound.value} {self._written()}"

    def _written(self) -> str:
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}.get(self.precision, 10)
        text = str(self.start)[:length]
        return f"{self.part.value} {text[:4]}" if self.part is not Part.WHOLE else text


def day(value: date) -> RecordedDate:
    """A plain calendar day."""
    return RecordedDate(value)


_PERIOD = r"(?:(early|mid|late)\s+)?(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"
_WRITTEN = re.compile(
    rf"(?:(about|by|before)\s+)?{_PERIOD}(?:\s+(or later)|\s+to\s+(\d{{4}}-\d{{2}}-\d{{2}}))?", re.IGNORECASE
)
_UNKNOWN = re.compile(r"unknown(?:,?\s+near\s+(\d{4}-\d{2}-\d{2}))?", re.IGNORECASE)


def read_date(text: str) -> RecordedDate:
    """The recorded date that a text in the notation above means.

    Raises ValueError when the text is not in that notation or names a day that does not exist.
    """
    text = " ".join(text.split())
    if unknown := _UNKNOWN.fullmatch(text):
        near = unknown[1]
        return RecordedDate(None, Precision.UNKNOWN, near=date.fromisoformat(near) if near else None)
    written = _WRITTEN.fullmatch(text)
    if not written:
        raise ValueError(text)
    before, part, year, month, day_, later, until = written.groups()
    if (part and month) or (before and (later or until)):
        raise ValueError(text)
    start, precision = _period(Part((part or "").lower()), int(year), month, day_)
    if until:
        last = date.fromisoformat(until)
        if last < start:
            raise ValueError(text)
        return RecordedDate(start, precision, Bound.BETWEEN, Part((part or "").lower()), until=last)
    bound = Bound(before.lower()) if before else Bound.OR_LATER if later else Bound.NONE
    return RecordedDate(start, precision, bound, Part((part or "").lower()))


def _period(part: Part, year: int, month: str | None, day_: str | None) -> tuple[date, Precision]:
    if day_ and month:
        return date(year, int(month), int(day_)), Precision.DAY
    if month:
        return date(year, int(month), 1), Precision.MONTH
    return date(year, _MONTHS_OF[part][0], 1), Precision.YEAR


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another, to the nearest month of 365.2425 / 12 days."""
    return round((later - earlier).days / (365.2425 / 12))


def plus_months(start: date, months: int) -> date:
    """The same day so many months on, or the last day of that month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
