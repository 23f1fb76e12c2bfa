"""Days as people type them, and the kind refusal of what is no day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.days import EARLIEST, LATEST, read_day, read_moment
from briefings import words
from briefings.document import UserError

TODAY = date(2025, 1, 17)


def refused(text: str) -> str:
    """The sentence with which a text is refused as a day."""
    with pytest.raises(UserError) as caught:
        read_day(text, TODAY)
    return words.text(caught.value.line)


def day_or_refusal(text, read=read_day):
    """What a text means, or the sentence with which it is refused."""
    try:
        return read(text, TODAY)
    except UserError as error:
        return words.text(error.line)


@pytest.mark.parametrize("text", [
    "2024-11-10", "2024-11-10 ", "10 Nov 2024", "10 nov 2024", "10 NOV 2024", "10 November 2024", "10th November 2024",
    "Nov 10, 2024", "November 10 2024", "Nov. 10, 2024", "10  Nov   2024",
])  # fmt: skip
def test_a_day_is_read_however_its_parts_are_ordered(text):
    assert read_day(text, TODAY) == date(2024, 11, 10)


@pytest.mark.parametrize(("text", "day"), [
    ("2024-9-5", date(2024, 9, 5)),
    ("1st Sept 2024", date(2024, 9, 1)),
    ("2 Oct 2025", date(2025, 10, 2)),
    ("29 Feb 2024", date(2024, 2, 29)),
])  # fmt: skip
def test_a_day_needs_no_leading_zero(text, day):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["2024-11", "Nov 2024", "november 2024", "Nov, 2024"])
def test_a_month_means_its_last_day(text):
    assert read_day(text, TODAY) == date(2024, 11, 30)


def test_a_year_means_its_last_day():
    assert read_day("2024", TODAY) == date(2024, 12, 31)


def test_the_last_day_of_february_knows_leap_years():
    assert (read_day("2024-02", TODAY), read_day("2025-02", TODAY)) == (date(2024, 2, 29), date(2025, 2, 28))


@pytest.mark.parametrize(("text", "day"), [
    ("today", date(2025, 1, 17)),
    ("now", date(2025, 1, 17)),
    ("Yesterday", date(2025, 1, 16)),
    ("tomorrow", date(2025, 1, 18)),
    ("3 weeks ago", date(2024, 12, 27)),
    ("10 days ago", date(2025, 1, 7)),
    ("2 months ago", date(2024, 11, 17)),
    ("a year ago", date(2024, 1, 17)),
])  # fmt: skip
def test_a_day_may_be_counted_from_the_askers_own(text, day):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["2025-02-30", "31 Nov 2024", "Feb 29, 2025", "2025-13", "2025-00-01", "0 Nov 2024"])
def test_a_day_that_does_not_exist_is_refused_by_name(text):
    assert "There is no such day as" in refused(text)


@pytest.mark.parametrize("text", ["02/03/2025", "2.3.2025", "03/04/25"])
def test_a_day_that_two_readers_would_read_in_two_ways_is_refused(text):
    assert "two ways" in refused(text)


@pytest.mark.parametrize("text", ["31/12/2024", "2024/11/10"])
def test_a_day_that_can_be_read_in_one_way_only_is_not_called_ambiguous(text):
    assert "two ways" not in str(day_or_refusal(text))


@pytest.mark.parametrize(
    "text", ["", "banana", "Novembr", "10", "12345", "tomorow", "99 bottles", "ago", "next", "last"]
)
def test_what_is_no_day_is_refused_with_the_form_that_is(text):
    assert "write it like 2024-11-07" in refused(text)


@pytest.mark.parametrize("text", ["mayor 2024", "maybe 2024", "decoy 2024", "10 marines 2024", "junk 2024"])
def test_a_word_that_only_begins_like_a_month_is_no_month(text):
    assert "is not a day" in refused(text)


@pytest.mark.parametrize("text", ["1944-12-31", "2101-01-01", "0001-01-01", "9999-12-31", "1 Jan 1500"])
def test_a_day_outside_the_years_of_the_record_is_refused_with_those_years(text):
    assert "1945 to 2100" in refused(text)


def test_the_first_and_the_last_day_of_the_record_are_read():
    assert (read_day("1945-01-01", TODAY), read_day("2100-12-31", TODAY)) == (EARLIEST, LATEST)


def test_a_long_text_is_not_said_back_whole():
    assert len(refused("x" * 1000)) < 150


def test_the_refusal_says_a_word_back_as_it_was_typed():
    assert "“Banana”" in refused("Banana")


@given(
    st.text()
    | st.from_regex(r"[0-9a-z ./:-]{1,20}")
    | st.from_regex(r"(in |last |next )?\d{1,30} (day|week|year)s?( ago)?")
)
@example("in 99999999999999999999 years")
@example("99999 years ago")
@example("٢٠٢٤-١١-١٠")
@settings(deadline=None, max_examples=200)
def test_any_text_is_a_day_or_is_refused_kindly(text):
    found = day_or_refusal(text)
    assert found.strip() if isinstance(found, str) else EARLIEST <= found <= LATEST


# moments


@pytest.mark.parametrize("text", ["2024-11-07 14:30", "2024-11-07T14:30", "2024-11-07T14:30Z", "7 Nov 2024 14:30 UTC"])
def test_a_moment_is_read_in_utc(text):
    assert read_moment(text, TODAY) == datetime(2024, 11, 7, 14, 30, tzinfo=UTC)


def test_a_day_as_a_moment_means_its_end():
    assert read_moment("2024-11-07", TODAY) == datetime(2024, 11, 7, 23, 59, 59, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match="no time of day"):
        read_moment("2024-11-07 25:00", TODAY)


@given(st.text() | st.from_regex(r"[0-9TZ :-]{1,20}"))
@settings(deadline=None)
def test_any_text_is_a_moment_or_is_refused_kindly(text):
    found = day_or_refusal(text, read_moment)
    assert found.strip() if isinstance(found, str) else found.tzinfo is UTC
