"""Schedules as people type them, and the kind refusal of what is none."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.planner import LAST, Cron, MonthDay, MonthWeekday, Pattern, Weekly
from bot.schedules import DAILY, WEEKDAYS, WEEKENDS, Typed, read_schedule, write_schedule
from briefings import words
from briefings.document import UserError

TODAY = date(2026, 11, 22)
"""A Sunday."""
MONDAY = frozenset({0})


def read(text: str) -> Pattern:
    return read_schedule(text, TODAY).pattern


def refused(text: str) -> str:
    """The sentence with which a text is refused as a schedule."""
    with pytest.raises(UserError) as caught:
        read_schedule(text, TODAY)
    return words.text(caught.value.line)


def read_or_refused(text: str) -> Typed | str:
    """What a text means, or the sentence with which it is refused."""
    try:
        return read_schedule(text, TODAY)
    except UserError as error:
        return words.text(error.line)


# days and times


@pytest.mark.parametrize(("text", "pattern"), [
    ("weekdays 07:30", Weekly(time(7, 30), WEEKDAYS)),
    ("daily 18:00", Weekly(time(18), DAILY)),
    ("every day at 6pm", Weekly(time(18), DAILY)),
    ("weekends 10", Weekly(time(10), WEEKENDS)),
    ("every monday 9am", Weekly(time(9), MONDAY)),
    ("Mondays at 9", Weekly(time(9), MONDAY)),
    ("weekly on Monday 9:00", Weekly(time(9), MONDAY)),
    ("mon,wed 8", Weekly(time(8), frozenset({0, 2}))),
    ("mon, wed and fri 8am", Weekly(time(8), frozenset({0, 2, 4}))),
    ("mon-fri 7", Weekly(time(7), WEEKDAYS)),
    ("fri-mon 7", Weekly(time(7), frozenset({4, 5, 6, 0}))),
    ("first monday 09:00", MonthWeekday(time(9), 0, 1)),
    ("on the last Friday of each month at 4.30 pm", MonthWeekday(time(16, 30), 4, LAST)),
    ("second tue noon", MonthWeekday(time(12), 1, 2)),
    ("monthly 1st 07:00", MonthDay(time(7), 1)),
    ("monthly on the 15th 7", MonthDay(time(7), 15)),
    ("monthly last 17:00", MonthDay(time(17), 31)),
    ("1st of the month 7:00", MonthDay(time(7), 1)),
    ("daily midnight", Weekly(time(0), DAILY)),
    ("9am every monday", Weekly(time(9), MONDAY)),
])  # fmt: skip
def test_days_and_a_time_are_read_as_people_write_them(text, pattern):
    assert read_schedule(text, TODAY) == Typed(pattern)


@pytest.mark.parametrize(("text", "at"), [
    ("daily 12am", time(0)), ("daily 12pm", time(12)), ("daily 1 p.m.", time(13)), ("daily 0:05", time(0, 5)),
    ("daily 23:59", time(23, 59)), ("daily 9.30", time(9, 30)), ("daily 7", time(7)), ("daily 19", time(19)),
])  # fmt: skip
def test_a_time_of_day_is_read_with_twelve_hours_or_with_twenty_four(text, at):
    assert read(text) == Weekly(at, DAILY)


def test_every_two_weeks_count_from_the_first_of_its_days_that_is_not_past():
    assert read("every 2 weeks monday 9am") == Weekly(time(9), MONDAY, 2, date(2026, 11, 23))
    assert read("every other sunday 9am") == Weekly(time(9), frozenset({6}), 2, TODAY)


def test_the_week_to_count_from_can_be_named():
    assert read("every 3 weeks on tue from 2026-12-08 9:00") == Weekly(time(9), frozenset({1}), 3, date(2026, 12, 8))


# zones


@pytest.mark.parametrize(("text", "zone"), [
    ("weekdays 07:30 Nairobi", "Africa/Nairobi"),
    ("weekdays 07:30 in New York", "America/New_York"),
    ("weekdays 07:30, Port-au-Prince time", "America/Port-au-Prince"),
    ("weekdays 07:30 Europe/Zurich", "Europe/Zurich"),
    ("weekdays 7 Port of Spain", "America/Port_of_Spain"),
    ("9am every monday Geneva", "Europe/Zurich"),
    ("0 7 * * 1-5 Nairobi", "Africa/Nairobi"),
])  # fmt: skip
def test_a_zone_may_follow(text, zone):
    assert read_schedule(text, TODAY).zone == zone


@pytest.mark.parametrize("text", ["weekdays 07:30", "0 7 * * 1-5"])
def test_without_a_zone_the_rooms_is_meant(text):
    assert read_schedule(text, TODAY).zone is None


def test_a_zone_that_there_is_not_is_refused_with_the_nearest():
    assert refused("monday 9am Nairobbi") == "“Nairobbi” is no zone; did you mean Nairobi?"


# cron


@pytest.mark.parametrize(
    "line", ["0 7 * * 1-5", "0 7 * * mon-fri", "30 6 1 * *", "0 */4 * * *", "0 9 * * 1#1", "0 7 1 1 1"]
)
def test_five_fields_are_a_cron_line(line):
    assert read(line) == Cron(line)


@pytest.mark.parametrize(("line", "why"), [
    ("0 7 * *", "“0 7 * *” has 4 fields; a cron line has five"),
    ("0 7 * * Nairobi", "“0 7 * *” has 4 fields; a cron line has five"),
    ("0 0 7 * * 1", "“0 0 7 * * 1” has 6 fields; a cron line has five"),
    ("61 7 * * *", "“61” is no minute of a cron line"),
    ("0 24 * * *", "“24” is no hour of a cron line"),
    ("0 7 32 * *", "“32” is no day of a cron line"),
    ("0 7 31 2 *", "“31” is no day of a cron line"),
    ("0 7 * 13 *", "“13” is no month of a cron line"),
    ("0 7 * * 9", "“9” is no weekday of a cron line"),
    ("0 0 */30 3 1#2", "means a day that never comes"),
    ("* * * * *", "would post more than once an hour; name one minute: 0 * * * *"),
    ("*/5 7 * * *", "would post more than once an hour; name one minute: 0 7 * * *"),
])  # fmt: skip
def test_a_cron_line_is_refused_by_its_field(line, why):
    assert why in refused(line)


# refusals


@pytest.mark.parametrize(("text", "why"), [
    ("", "When? write it like “weekdays 07:30”"),
    ("8h", "“8h” is no time of day; write it like 08:00 or 8am"),
    ("daily 8h", "“8h” is no time of day; write it like 08:00 or 8am"),
    ("friday 17h30", "“17h30” is no time of day"),
    ("25:00", "No clock shows “25:00”; a day goes from 00:00 to 23:59"),
    ("daily 25:00", "No clock shows “25:00”"),
    ("daily 24", "No clock shows “24”"),
    ("daily 7:75", "No clock shows “7:75”"),
    ("daily 13pm", "No clock shows “13pm”"),
    ("daily 0am", "No clock shows “0am”"),
    ("weekdays", "“weekdays” names no time of day; add one, like 07:30"),
    ("weekdays Nairobi", "“weekdays Nairobi” names no time of day"),
    ("07:30", "On which days?"),
    ("8", "On which days?"),
    ("monthly 09:00", "Which day of the month?"),
    ("monthly 32 9:00", "No month has a day 32"),
    ("weekly 9am", "Which day of the week?"),
    ("every 2 weeks 9am", "Which day of the week?"),
    ("every 0 weeks monday 9", "“every 0 weeks” is never"),
    ("every 2 weeks mon from 2026-02-30 9", "There is no such day as 2026-02-30"),
    ("mondey 9am", "“mondey” names no days; did you mean “monday”?"),
    ("every mondy 9am", "did you mean “monday”?"),
    ("hourly", "“hourly” names no days; write weekdays, daily, every monday"),
    ("monday 9am 10am", "“10am” is no zone"),
])  # fmt: skip
def test_what_is_no_schedule_is_refused_with_what_to_write(text, why):
    assert why in refused(text)


@pytest.mark.parametrize("text", ["every second monday 9am", "every 3rd monday 9am"])
def test_what_can_be_read_in_two_ways_is_refused_with_both(text):
    assert refused(text).endswith("can be read in two ways; write “every 2 weeks monday” or “second monday”")


# written and read again

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
few_days = st.frozensets(st.integers(0, 6), min_size=1)
patterns = st.one_of(
    st.builds(Weekly, times, few_days),
    st.builds(Weekly, times, few_days, st.integers(2, 52), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
    st.builds(MonthDay, times, st.integers(1, 31)),
    st.builds(MonthWeekday, times, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST])),
    st.builds(lambda at: Cron(f"{at.minute} {at.hour} * * 1-5"), times),
)


@given(patterns, st.sampled_from([None, "UTC", "Africa/Nairobi", "America/Port-au-Prince", "America/Port_of_Spain"]))
@settings(deadline=None, max_examples=150)
def test_every_schedule_is_read_again_as_it_was_written(pattern, zone):
    assert read_schedule(write_schedule(Typed(pattern, zone)), TODAY) == Typed(pattern, zone)


pieces = st.sampled_from([
    "every", "day", "weekdays", "monday", "mon,", "-", "fri", "first", "last", "monthly", "1st", "31", "2", "weeks", "of",
    "the", "month", "at", "9", "9am", "25:00", "07:30", "pm", "*", "*/5", "1-5", "0", "Nairobi", "in", "from", "2026-11-22",
    "noon", "٣", "²", "\u202e", "99999999999999999999", "L", "1#5", "@", "…",
])  # fmt: skip


@given(st.lists(pieces, max_size=8).map(" ".join) | st.text(max_size=30))
@settings(deadline=None, max_examples=400)
def test_any_words_are_read_or_refused_in_a_sentence(text):
    found = read_or_refused(text)
    if isinstance(found, str):
        assert 10 < len(found) < 250
    else:
        assert read_schedule(write_schedule(found), TODAY) == found
