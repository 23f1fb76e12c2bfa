"""Slots: planned on the wall, the same in one go or in pieces, on both nights when clocks change, in every zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.planner import (
    LAST,
    ClockChange,
    Cron,
    Due,
    MonthDay,
    MonthWeekday,
    OnEmpty,
    PassedOver,
    Pattern,
    Quiet,
    Schedule,
    Slot,
    Weekly,
    after_quiet,
    due,
    falls_on,
    is_spoken,
    leaves_at,
    next_slot,
    slots,
    wakes_at,
)
from briefings.workdays import WEEKEND, SkipDays

QUICK = settings(deadline=None, max_examples=60)
DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(at: str, zone: str = "UTC", **rules) -> Schedule:
    return Schedule(pattern=Weekly(time.fromisoformat(at), DAILY), zone=zone, **rules)


def between(pattern: Pattern, first: str, last: str, zone: str = "UTC", **rules) -> list[str]:
    """The planned wall times from a day on to another."""
    schedule = Schedule(pattern=pattern, zone=zone, **rules)
    return [f"{slot.planned:%Y-%m-%d %H:%M}" for slot in slots(schedule, utc(first), utc(last))]


# patterns


def test_weekdays_come_five_times_a_week():
    at_nine = Weekly(time(9), WEEKDAYS)
    assert between(at_nine, "2026-11-20", "2026-11-25") == [
        "2026-11-20 09:00", "2026-11-23 09:00", "2026-11-24 09:00",
    ]  # fmt: skip


def test_every_second_week_is_counted_from_its_first_one_also_backwards():
    every_other = Weekly(time(9), frozenset({0}), every=2, first=date(2026, 11, 25))
    assert between(every_other, "2026-11-01", "2026-12-20") == [
        "2026-11-09 09:00", "2026-11-23 09:00", "2026-12-07 09:00",
    ]  # fmt: skip


def test_a_day_that_a_month_has_not_is_its_last_day():
    assert between(MonthDay(time(7), 31), "2027-01-01", "2027-05-01") == [
        "2027-01-31 07:00", "2027-02-28 07:00", "2027-03-31 07:00", "2027-04-30 07:00",
    ]  # fmt: skip


def test_the_first_and_the_last_of_a_weekday_are_found_in_each_month():
    assert between(MonthWeekday(time(9), 0, 1), "2026-11-03", "2027-01-10") == ["2026-12-07 09:00", "2027-01-04 09:00"]
    assert between(MonthWeekday(time(9), 4, LAST), "2026-11-01", "2027-01-01") == [
        "2026-11-27 09:00", "2026-12-25 09:00",
    ]  # fmt: skip


def test_a_cron_line_is_read_as_wall_time():
    assert between(Cron("0 7 * * 1-5"), "2026-11-21", "2026-11-25", "Africa/Nairobi") == [
        "2026-11-23 07:00", "2026-11-24 07:00",
    ]  # fmt: skip


def test_skip_days_have_no_slot():
    at_nine, skip = Weekly(time(9), DAILY), SkipDays(WEEKEND, frozenset({date(2026, 11, 24)}))
    assert between(at_nine, "2026-11-20", "2026-11-26", skip=skip) == [
        "2026-11-20 09:00", "2026-11-23 09:00", "2026-11-25 09:00",
    ]  # fmt: skip


def test_a_schedule_of_skip_days_alone_has_no_next_slot():
    schedule = Schedule(pattern=Weekly(time(9), frozenset({5})), zone="UTC", skip=SkipDays(WEEKEND))
    assert next_slot(schedule, utc("2026-11-20")) is None
    assert wakes_at(schedule, utc("2026-11-20")) is None


def test_a_slot_at_the_very_moment_is_not_after_it():
    schedule = daily("09:00")
    assert next_slot(schedule, utc("2026-11-20T09:00")) == Slot(
        datetime.fromisoformat("2026-11-21T09:00"), "UTC", utc("2026-11-21T09:00")
    )


# the two nights


def on_night(schedule: Schedule, day: str) -> list[Slot]:
    """The slots that were planned for a day."""
    found = slots(schedule, utc(day) - 2 * A_DAY, utc(day) + 3 * A_DAY)
    return [slot for slot in found if slot.planned.date() == date.fromisoformat(day)]


def test_a_slot_keeps_its_wall_time_when_the_offset_changes():
    winter, summer = [on_night(daily("07:30", "Europe/Berlin"), day)[0] for day in ("2027-03-27", "2027-03-29")]
    assert (winter.at, summer.at) == (utc("2027-03-27T06:30"), utc("2027-03-29T05:30"))


def test_a_time_that_is_skipped_means_the_first_minute_after_the_gap():
    [slot] = on_night(daily("02:30", "Europe/Berlin"), "2027-03-28")
    assert slot.at == utc("2027-03-28T01:00")
    assert slot.at.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3)
    assert slot.change is ClockChange.SKIPPED


def test_a_gap_of_half_an_hour_is_left_at_its_end():
    [slot] = on_night(daily("02:15", "Australia/Lord_Howe"), "2026-10-04")
    assert slot.at.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 30)


def test_a_time_that_comes_twice_means_the_first_of_the_two():
    [slot] = on_night(daily("02:30", "Europe/Berlin"), "2027-10-31")
    assert slot.at == utc("2027-10-31T00:30")
    assert slot.change is ClockChange.REPEATED


def test_a_slot_is_known_by_its_planned_time_and_not_by_the_moment_it_stands_for():
    [slot] = on_night(daily("02:30", "Europe/Berlin"), "2027-03-28")
    assert slot.name == "2027-03-28T02:30 Europe/Berlin"


def test_several_slots_that_one_gap_moves_to_one_moment_are_one():
    hourly = Schedule(pattern=Cron("0,30 * * * *"), zone="Europe/Berlin")
    names = [slot.name for slot in slots(hourly, utc("2027-03-28T00:00"), utc("2027-03-28T01:30"))]
    assert names == [f"2027-03-28T{at} Europe/Berlin" for at in ("01:30", "03:00", "03:30")]


@cache
def changes_of_clocks() -> tuple[tuple[str, datetime], ...]:
    """Every zone with every moment at which its offset changes in 2026 and 2027."""
    first = utc("2026-01-01")
    days = [first + number * A_DAY for number in range(731)]
    return tuple((name, _exactly(ZoneInfo(name), start))
                 for name in sorted(available_timezones()) for start, end in pairwise(days)
                 if start.astimezone(ZoneInfo(name)).utcoffset() != end.astimezone(ZoneInfo(name)).utcoffset())  # fmt: skip


def _exactly(zone: ZoneInfo, start: datetime) -> datetime:
    """The first minute with the new offset in the day after `start`."""
    before, low, high = start.astimezone(zone).utcoffset(), 0, 24 * 60
    while low < high:
        middle = (low + high) // 2
        is_old = (start + middle * A_MINUTE).astimezone(zone).utcoffset() == before
        low, high = (middle + 1, high) if is_old else (low, middle)
    return start + low * A_MINUTE


def nights() -> Iterator[tuple[str, datetime, timedelta]]:
    """Each change with how far it moves the clocks; forward is more than nothing."""
    for name, moment in changes_of_clocks():
        after, before = (at.astimezone(ZoneInfo(name)).utcoffset() for at in (moment, moment - A_MINUTE))
        assert after is not None
        assert before is not None
        yield name, moment, after - before


def wall_at(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def test_there_are_zones_whose_clocks_change():
    zones = {name for name, _moment in changes_of_clocks()}
    assert len(zones) > 150
    assert {"Europe/Berlin", "America/Port-au-Prince", "Africa/Casablanca", "Australia/Lord_Howe"} <= zones


def test_in_every_zone_the_night_of_the_gap_has_each_slot_once_at_its_end():
    wrong = []
    for zone, moment, moved in nights():
        if moved > timedelta(0):
            planned = wall_at(moment, zone) - moved / 2
            [slot] = on_night(daily(f"{planned:%H:%M}", zone), f"{planned:%Y-%m-%d}")
            wrong += [] if (slot.at, slot.change) == (moment, ClockChange.SKIPPED) else [(zone, slot)]
    assert wrong == []


def test_in_every_zone_the_night_of_the_repeated_hour_has_each_slot_once_at_its_first():
    wrong = []
    for zone, moment, moved in nights():
        if moved < timedelta(0):
            planned = wall_at(moment, zone) - moved / 2
            [slot] = on_night(daily(f"{planned:%H:%M}", zone), f"{planned:%Y-%m-%d}")
            wrong += [] if (slot.at, slot.change) == (moment + moved / 2, ClockChange.REPEATED) else [(zone, slot)]
    assert wrong == []


def test_in_every_zone_cron_keeps_the_same_rule():
    wrong = []
    for zone, moment, moved in nights():
        at = wall_at(moment, zone) - abs(moved) / 2
        cron = Schedule(pattern=Cron(f"{at.minute} {at.hour} * * *"), zone=zone)
        here = [
            list(slots(each, moment - 2 * A_DAY, moment + 2 * A_DAY)) for each in (cron, daily(f"{at:%H:%M}", zone))
        ]
        wrong += [] if here[0] == here[1] and here[0] else [(zone, here)]
    assert wrong == []


# in one go or in pieces

moments = st.integers(0, 700 * 24 * 60).map(lambda minutes: utc("2026-01-01") + minutes * A_MINUTE)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
few_days = st.frozensets(st.integers(0, 6), min_size=1)
patterns = st.one_of(
    st.builds(Weekly, times, few_days, st.integers(1, 3), st.dates(date(2026, 1, 1), date(2027, 1, 1))),
    st.builds(MonthDay, times, st.integers(1, 31)),
    st.builds(MonthWeekday, times, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST])),
    st.builds(lambda at: Cron(f"{at.minute} {at.hour} * * *"), times),
    st.sampled_from([Cron("0 * * * *"), Cron("30 1-3 * * *"), Cron("0,30 2 * * 0")]),
)
zones = st.sampled_from(["UTC", "Africa/Nairobi", "America/Port-au-Prince", "Europe/Berlin", "Africa/Casablanca",
                         "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham"])  # fmt: skip
skips = st.builds(SkipDays, st.sampled_from([frozenset(), WEEKEND]))
schedules = st.builds(
    lambda pattern, zone, skip: Schedule(pattern=pattern, zone=zone, skip=skip), patterns, zones, skips
)


@given(schedules, moments, st.lists(st.integers(0, 40 * 24 * 60), max_size=5))
@QUICK
def test_slots_are_the_same_in_one_go_and_in_pieces(schedule, start, cuts):
    end = start + 40 * A_DAY
    edges = [start, *sorted(start + cut * A_MINUTE for cut in cuts), end]
    pieces = [slot for one, other in pairwise(edges) for slot in slots(schedule, one, other)]
    assert pieces == list(slots(schedule, start, end))


@given(schedules, moments)
@QUICK
def test_no_slot_comes_twice_and_each_comes_after_the_one_before(schedule, start):
    found = list(slots(schedule, start, start + 60 * A_DAY))
    assert len({slot.name for slot in found}) == len(found)
    assert all(one.at < other.at and one.planned < other.planned for one, other in pairwise(found))


@given(patterns.filter(lambda pattern: not isinstance(pattern, Cron)), zones, moments)
@QUICK
def test_no_day_of_a_pattern_is_lost(pattern, zone, start):
    schedule = Schedule(pattern=pattern, zone=zone)
    planned = [slot.planned.date() for slot in slots(schedule, start, start + 60 * A_DAY)]
    inner = [wall_at(start, zone).date() + number * A_DAY for number in range(2, 58)]
    assert [day for day in planned if day in inner] == [day for day in inner if falls_on(pattern, day)]


@given(schedules, moments)
@QUICK
def test_going_from_slot_to_slot_finds_them_all(schedule, start):
    found, moment = [], start
    while (slot := next_slot(schedule, moment)) and slot.at <= start + 10 * A_DAY:
        found.append(slot)
        moment = slot.at
    assert found == list(slots(schedule, start, start + 10 * A_DAY))


@given(schedules, moments)
@QUICK
def test_a_slot_is_at_its_planned_time_unless_that_is_skipped(schedule, start):
    for slot in slots(schedule, start, start + 30 * A_DAY):
        shown = wall_at(slot.at, slot.zone)
        assert shown > slot.planned if slot.change is ClockChange.SKIPPED else shown == slot.planned


# after a sleep


SINCE = utc("2026-11-20T09:00")
"""All up to this slot is accounted for."""


def test_before_the_slot_there_is_nothing_to_do():
    assert due(daily("09:00"), SINCE, utc("2026-11-21T08:59")) == Due()


def test_a_slot_at_its_minute_is_sent_and_not_late():
    now = due(daily("09:00"), SINCE, utc("2026-11-21T09:00"))
    assert now.slot
    assert now.slot.name == "2026-11-21T09:00 UTC"
    assert not now.is_late


def test_a_slot_that_was_missed_is_sent_late():
    now = due(daily("09:00"), SINCE, utc("2026-11-21T15:00"))
    assert now.slot
    assert now.is_late


def test_after_days_of_sleep_one_slot_is_sent_and_the_others_are_passed_over_by_name():
    now = due(daily("09:00"), SINCE, utc("2026-11-24T10:00"))
    assert now.slot
    assert now.slot.name == "2026-11-24T09:00 UTC"
    assert [(slot.name[:10], why) for slot, why in now.passed_over] == [
        (f"2026-11-{day}", PassedOver.TOLD_LATER) for day in (21, 22, 23)
    ]


def test_what_is_accounted_for_is_not_due_again():
    now = utc("2026-11-24T10:00")
    sent = due(daily("09:00"), SINCE, now).slot
    assert sent
    assert due(daily("09:00"), sent.at, now) == Due()


def test_a_clock_that_jumps_back_makes_nothing_due_twice():
    sent = due(daily("09:00"), SINCE, utc("2026-11-21T09:00")).slot
    assert sent
    assert due(daily("09:00"), sent.at, utc("2026-11-21T08:30")) == Due()
    assert due(daily("09:00"), sent.at, utc("2026-11-21T09:00")) == Due()


def test_later_than_its_grace_a_slot_is_passed_over_and_that_is_told():
    schedule = daily("09:00", grace=timedelta(hours=2))
    assert due(schedule, SINCE, utc("2026-11-21T11:00")).is_late
    late = due(schedule, SINCE, utc("2026-11-21T11:01"))
    assert late.slot is None
    assert [why for _slot, why in late.passed_over] == [PassedOver.TOO_LATE]


def test_a_weekly_slot_without_grace_waits_for_its_reader_for_days():
    weekly = Schedule(pattern=Weekly(time(3), frozenset({0})), zone="UTC")
    assert due(weekly, utc("2026-11-16T03:00"), utc("2026-11-26T12:00")).is_late


@given(schedules, moments, st.lists(st.integers(1, 5 * 24 * 60), min_size=1, max_size=12))
@QUICK
def test_whenever_one_looks_each_slot_is_accounted_for_once(schedule, start, sleeps):
    since, now, told = start, start, []
    for sleep in sleeps:
        now += sleep * A_MINUTE
        found = due(schedule, since, now)
        names = [slot.name for slot, _why in found.passed_over] + ([found.slot.name] if found.slot else [])
        told += names
        since = found.slot.at if found.slot else since
    assert told == [slot.name for slot in slots(schedule, start, now)]


# quiet hours

NIGHT = Quiet(time(22), time(7))


def test_what_falls_into_quiet_hours_leaves_at_their_end():
    schedule = daily("03:00", "Africa/Nairobi", quiet=NIGHT)
    slot = next_slot(schedule, utc("2026-11-20T12:00"))
    assert slot
    assert leaves_at(schedule, slot) == utc("2026-11-21T04:00")
    assert due(schedule, utc("2026-11-20T12:00"), utc("2026-11-21T03:59")) == Due()
    assert due(schedule, utc("2026-11-20T12:00"), utc("2026-11-21T04:00")) == Due(slot)
    assert wakes_at(schedule, utc("2026-11-20T12:00")) == utc("2026-11-21T04:00")


def test_a_night_of_slots_goes_out_as_one():
    hourly = Schedule(pattern=Cron("0 * * * *"), zone="UTC", quiet=NIGHT)
    now = due(hourly, utc("2026-11-20T21:00"), utc("2026-11-21T07:00"))
    assert now.slot
    assert now.slot.name == "2026-11-21T07:00 UTC"
    assert len(now.passed_over) == 9
    assert not now.is_late


def test_before_midnight_and_after_it_lead_to_the_same_morning():
    ends = [after_quiet(NIGHT, "UTC", utc(at)) for at in ("2026-11-20T22:00", "2026-11-20T23:30", "2026-11-21T06:59")]
    assert set(ends) == {utc("2026-11-21T07:00")}


@pytest.mark.parametrize("at", ["2026-11-20T07:00", "2026-11-20T12:00", "2026-11-20T21:59"])
def test_by_day_nothing_waits(at):
    assert after_quiet(NIGHT, "UTC", utc(at)) == utc(at)


def test_quiet_hours_of_one_day_end_on_it():
    assert after_quiet(Quiet(time(12), time(14)), "UTC", utc("2026-11-20T13:00")) == utc("2026-11-20T14:00")


@given(moments, zones, times, times)
@QUICK
def test_nothing_leaves_before_its_moment_or_more_than_a_day_after_it(moment, zone, start, until):
    end = after_quiet(Quiet(start, until), zone, moment)
    assert moment <= end <= moment + A_DAY + 2 * AN_HOUR


# days without news


def spoken(on_empty: OnEmpty, pattern: Pattern) -> list[str]:
    """The days of a week on which a digest with no news says so."""
    schedule = Schedule(pattern=pattern, zone="Africa/Nairobi")
    week = slots(schedule, utc("2026-11-22T20:00"), utc("2026-11-29T20:00"))
    return [f"{slot.planned:%a}" for slot in week if is_spoken(on_empty, schedule, slot)]


def test_a_quiet_week_is_told_once_in_its_first_slot():
    assert spoken(OnEmpty.WEEKLY, Weekly(time(7, 30), WEEKDAYS)) == ["Mon"]
    assert spoken(OnEmpty.WEEKLY, Weekly(time(0), frozenset({1, 3}))) == ["Tue"]


def test_a_quiet_day_can_be_left_out_or_told_always():
    assert spoken(OnEmpty.SKIP, Weekly(time(7, 30), WEEKDAYS)) == []
    assert spoken(OnEmpty.LINE, Weekly(time(7, 30), WEEKDAYS)) == ["Mon", "Tue", "Wed", "Thu", "Fri"]
