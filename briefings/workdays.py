"""Days on which nothing goes out: free days of the week, and single dates such as holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday; Monday is 0."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SkipDays:
    """The days of the week (Monday is 0) and the dates to leave out. Raises ValueError when no day is left."""

    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.weekdays >= set(range(7)):
            raise ValueError(self.weekdays)

    def skips(self, day: date) -> bool:
        return day.weekday() in self.weekdays or day in self.dates

    def not_after(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while self.skips(day):
            day -= _A_DAY
        return day

    def not_before(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while self.skips(day):
            day += _A_DAY
        return day


EVERY_DAY = SkipDays()
"""No day is left out."""
