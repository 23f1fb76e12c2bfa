"""Schedules said back: on which days, at what time, where, and when next."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.planner import OnEmpty, Schedule
from bot.schedule_words import rhythm, said_back, when_words
from bot.schedules import read_schedule
from briefings import words

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def schedule(text: str, zone: str = "Africa/Nairobi") -> Schedule:
    typed = read_schedule(text, date(2026, 11, 22))
    return Schedule(pattern=typed.pattern, zone=typed.zone or zone)


@pytest.mark.parametrize(("typed", "said"), [
    ("weekdays 07:30", "weekdays at 07:30 Nairobi"),
    ("daily 18:00 New York", "every day at 18:00 New York"),
    ("weekends 10", "weekends at 10:00 Nairobi"),
    ("every monday 9am", "every Monday at 09:00 Nairobi"),
    ("mon,wed 8", "every Monday and Wednesday at 08:00 Nairobi"),
    ("every 2 weeks monday 9am", "every 2 weeks on Monday at 09:00 Nairobi, counted from 23 Nov 2026"),
    ("first monday 09:00", "on the first Monday of each month at 09:00 Nairobi"),
    ("last friday 16:00", "on the last Friday of each month at 16:00 Nairobi"),
    ("monthly 1st 07:00", "on the 1st of each month at 07:00 Nairobi"),
    ("monthly 30 07:00", "on the 30th of each month or its last day at 07:00 Nairobi"),
    ("monthly last 07:00", "on the last day of each month at 07:00 Nairobi"),
    ("0 7 * * 1-5", "by cron 0 7 * * 1-5, Nairobi time"),
])  # fmt: skip
def test_each_schedule_is_said_with_its_days_its_time_and_its_zone(typed, said):
    assert words.text(when_words(schedule(typed))) == said


def test_it_is_said_back_with_its_next_three_times():
    assert words.text(said_back(schedule("weekdays 07:30"), NOW)) == (
        "Goes out weekdays at 07:30 Nairobi. Next: Mon 23 Nov 2026, 07:30 Nairobi · "
        "Tue 24 Nov 2026, 07:30 Nairobi · Wed 25 Nov 2026, 07:30 Nairobi."
    )


def test_a_time_that_the_clocks_skip_is_said_with_the_time_that_is_meant():
    sunday = schedule("every sunday 02:30", "Europe/Berlin")
    assert words.text(said_back(sunday, datetime(2027, 3, 27, tzinfo=UTC), 1)) == (
        "Goes out every Sunday at 02:30 Berlin. Next: Sun 28 Mar 2027, 03:00 Berlin, since 02:30 is skipped that night."
    )


def test_a_time_that_comes_twice_is_said_to_be_the_first():
    sunday = schedule("every sunday 02:30", "Europe/Berlin")
    said = words.text(said_back(sunday, datetime(2027, 10, 30, tzinfo=UTC), 1))
    assert said.endswith("Next: Sun 31 Oct 2027, 02:30 Berlin, the first of two that night.")


@pytest.mark.parametrize(("typed", "on_empty", "said"), [
    ("weekdays 07:30", OnEmpty.WEEKLY, "weekdays with news, and every Monday"),
    ("weekdays 07:30", OnEmpty.SKIP, "weekdays with news"),
    ("weekdays 07:30", OnEmpty.LINE, "weekdays"),
    ("tue,thu 9", OnEmpty.WEEKLY, "every Tuesday and Thursday with news, and every Tuesday"),
    ("every monday 9am", OnEmpty.WEEKLY, "every Monday"),
    ("every monday 9am", OnEmpty.SKIP, "every Monday with news"),
    ("first monday 9am", OnEmpty.WEEKLY, "on the first Monday of each month"),
    ("0 7 * * 1-5", OnEmpty.WEEKLY, "by cron 0 7 * * 1-5 with news, and the first of each week"),
])  # fmt: skip
def test_a_digest_says_on_which_days_it_comes_and_what_it_does_without_news(typed, on_empty, said):
    assert words.text(rhythm(schedule(typed).pattern, on_empty)) == said
