"""Dates as sources give them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given

from briefings.dates import (
    Bound,
    Part,
    Precision,
    RecordedDate,
    day,
    months_between,
    plus_months,
    read_date,
)
from tests.briefings.made_up import ANY_DATE, QUICK


@QUICK
@given(ANY_DATE)
def test_a_written_date_reads_back_equal(recorded):
    assert read_date(str(recorded)) == recorded


@QUICK
@given(ANY_DATE)
@example(RecordedDate(date.min, bound=Bound.BEFORE))
def test_every_date_can_be_reckoned_with(recorded):
    """From the first to the last day that calendars know, also “before” the very first."""
    ends = (recorded.start, recorded.end, recorded.first_possible, recorded.last_possible, recorded.deadline)
    assert recorded.is_known or ends == (None,) * 5


@QUICK
@given(ANY_DATE)
def test_what_is_possible_has_its_first_day_before_its_last(recorded):
    if recorded.first_possible and recorded.last_possible:
        assert recorded.first_possible <= recorded.last_possible


EXAMPLES = {
    "2025-10-02": day(date(2025, 10, 2)),
    "2025-01": RecordedDate(date(2025, 1, 1), Precision.MONTH),
    "2024": RecordedDate(date(2024, 1, 1), Precision.YEAR),
    "about 2024-09": RecordedDate(date(2024, 9, 1), Precision.MONTH, Bound.ABOUT),
    "2024-11-07 or later": RecordedDate(date(2024, 11, 7), bound=Bound.OR_LATER),
    "2024-11-07 to 2025-01-31": RecordedDate(date(2024, 11, 7), bound=Bound.BETWEEN, until=date(2025, 1, 31)),
    "by late 2024": RecordedDate(date(2024, 9, 1), Precision.YEAR, Bound.BY, Part.LATE),
    "early 2024": RecordedDate(date(2024, 1, 1), Precision.YEAR, part=Part.EARLY),
    "mid 2024": RecordedDate(date(2024, 5, 1), Precision.YEAR, part=Part.MID),
    "before 2025-01": RecordedDate(date(2025, 1, 1), Precision.MONTH, Bound.BEFORE),
    "unknown": RecordedDate(None, Precision.UNKNOWN),
    "unknown, near 2024-11-07": RecordedDate(None, Precision.UNKNOWN, near=date(2024, 11, 7)),
}


@pytest.mark.parametrize("written", EXAMPLES)
def test_each_example_of_the_notation_reads_as_it_says(written):
    assert read_date(written) == EXAMPLES[written]
    assert str(EXAMPLES[written]) == written


@pytest.mark.parametrize(
    ("written", "first", "last", "runs_out"),
    [
        ("2025-10-02", "2025-10-02", "2025-10-02", "2025-10-02"),
        ("2025-01", "2025-01-01", "2025-01-31", "2025-01-31"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31", "2024-12-31"),
        ("mid 2024", "2024-05-01", "2024-08-31", "2024-08-31"),
        ("by late 2024", "2024-12-31", "2024-12-31", "2024-12-31"),
        ("by early 2024", "2024-04-30", "2024-04-30", "2024-04-30"),
        ("by 2025-01", "2025-01-31", "2025-01-31", "2025-01-31"),
        ("before 2025-01", "2024-12-31", "2024-12-31", "2024-12-31"),
        ("before 2025-01-15", "2025-01-14", "2025-01-14", "2025-01-14"),
        ("2024-11-07 or later", "2024-11-07", None, "2024-11-07"),
        ("2024-11-07 to 2025-01-31", "2024-11-07", "2025-01-31", "2025-01-31"),
        ("about 2024-09", "2024-09-01", "2024-09-30", "2024-09-30"),
    ],
)
def test_a_date_is_true_from_its_first_day_and_runs_out_on_its_last(written, first, last, runs_out):
    recorded = read_date(written)
    found = (recorded.first_possible, recorded.last_possible, recorded.deadline)
    assert found == tuple(date.fromisoformat(text) if text else None for text in (first, last, runs_out))


def test_before_a_month_leaves_the_month_out():
    assert read_date("before 2025-01").deadline == date(2024, 12, 31)


def test_words_read_in_any_case_and_spacing():
    assert read_date("  By  LATE 2024 ") == read_date("by late 2024")
    assert read_date("Unknown near 2024-11-07") == read_date("unknown, near 2024-11-07")


@pytest.mark.parametrize(
    "written",
    ["", "soon", "Nov 2024", "7.11.2024", "24-11-07", "2024-13", "2024-02-30", "2025-02-29", "2024-1-7", "0000", "0000-01",
     "99999", "late 2024-11", "by 2024-11-07 or later", "about 2024 to 2025-01-31", "2025-01-31 to 2024-11-07",
     "2024-11-07 to 2025-01", "unknown, near 2024-13-01", "2024-11-07T10:00", "before", "9" * 5_000],
)  # fmt: skip
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011 — its message is the text itself
        read_date(written)


def test_months_count_to_the_nearest_one():
    assert months_between(date(2025, 1, 31), date(2026, 11, 22)) == 22
    assert months_between(date(2025, 1, 31), date(2025, 9, 2)) == 7


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [("2023-10-02", 9, "2024-07-02"), ("2024-01-31", 1, "2024-02-29"), ("2024-03-31", -1, "2024-02-29"),
     ("2025-09-30", 6, "2026-03-30"), ("2024-12-15", 1, "2025-01-15")],
)  # fmt: skip
def test_months_on_is_the_same_day_or_the_last_one(start, months, then):
    assert plus_months(date.fromisoformat(start), months) == date.fromisoformat(then)
