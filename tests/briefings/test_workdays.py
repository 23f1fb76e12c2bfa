"""Days on which nothing goes out."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.workdays import EVERY_DAY, WEEKEND, SkipDays

CHRISTMAS = SkipDays(WEEKEND, frozenset({date(2026, 12, 25)}))


def test_a_weekend_and_a_holiday_are_left_out():
    assert [day for day in range(21, 29) if CHRISTMAS.skips(date(2026, 12, day))] == [25, 26, 27]


def test_the_working_day_before_and_after_are_found_over_a_holiday_and_a_weekend():
    assert CHRISTMAS.not_after(date(2026, 12, 27)) == date(2026, 12, 24)
    assert CHRISTMAS.not_before(date(2026, 12, 25)) == date(2026, 12, 28)


def test_a_working_day_stays_what_it_is():
    assert CHRISTMAS.not_after(date(2026, 12, 24)) == CHRISTMAS.not_before(date(2026, 12, 24)) == date(2026, 12, 24)
    assert not EVERY_DAY.skips(date(2026, 12, 27))


def test_a_week_without_any_working_day_is_refused():
    with pytest.raises(ValueError, match="0, 1, 2"):
        SkipDays(frozenset(range(7)))
