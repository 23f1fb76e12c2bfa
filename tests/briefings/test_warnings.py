"""Ladders: which rung of which deadline is told on a day, once each, given what was told before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import Claim
from briefings.deadlines import deadlines
from briefings.picture import Picture
from briefings.warnings import DueWarning, Following, Step, coming, dates_on_record, identity, warnings
from briefings.workdays import WEEKEND, SkipDays
from tests.briefings.made_up import QUICK
from tests.briefings.stage import fact, on, story

ALWAYS = Following()
A_DAY = timedelta(days=1)


def term(end: str = "2025-10-02", name: str = "S1-01", **rest: Any) -> Claim:
    return fact(name, "mandate", aspect="term", valid_to=end, **rest)


def target(due: str = "2025-10-02", value: str = "2,500 officers", **rest: Any) -> Claim:
    return fact("S1-02", "target", value, deadline=due, **rest)


def report(due: str = "2025-10-02") -> Claim:
    return fact("S1-03", "obligation", aspect="report", text="report of the Secretary-General", deadline=due)


def rungs(*claims: Claim, first: str, last: str, following: Following = ALWAYS) -> dict[str, int]:
    """The rungs that a room is told day by day, each remembered once told."""
    told: dict[str, int] = {}
    sent: set[Step] = set()
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        now = Following(since=following.since, sent=sent, ladders=following.ladders, skip=following.skip)
        for warning in () if following.skip.skips(day) else warnings(story(str(day), *claims), now):
            told[str(day)] = warning.rung
            sent.add(warning.step)
        day += A_DAY
    return told


def one(picture: Picture, following: Following = ALWAYS) -> DueWarning:
    [found] = warnings(picture, following)
    return found


# the ladder


def test_a_mandate_is_told_on_each_of_its_days_and_after_its_end():
    assert list(rungs(term(), first="2025-07-01", last="2025-12-31").values()) == [
        90, 60, 30, 14, 7, 3, 1, 0, -1, -7, -30,
    ]  # fmt: skip


def test_a_target_and_a_report_have_ladders_of_their_own():
    assert list(rungs(target(), first="2025-07-01", last="2025-12-31").values()) == [60, 30, 14, 7, 1, 0, -1, -7, -30]
    assert list(rungs(report(), first="2025-07-01", last="2025-12-31").values()) == [30, 14, 7, 1, 0, -1, -7, -30]


def test_a_rung_is_told_on_its_day():
    assert rungs(term(), first="2025-09-01", last="2025-09-03", following=Following(since=date(2025, 9, 1))) == {
        "2025-09-02": 30
    }


def test_a_room_can_have_a_ladder_of_its_own():
    own = Following(ladders={"mandate": (10, 5)})
    assert list(rungs(term(), first="2025-07-01", last="2025-12-31", following=own).values()) == [10, 5, -7, -30]


def test_a_derived_deadline_is_told_too():
    by_rule = fact("S1-03", "obligation", aspect="report", text="report", rule="report 30 days before end")
    found = warnings(story("2025-08-26", term(), by_rule), Following(since=date(2025, 8, 25)))
    assert [(warning.step.deadline, str(warning.step.due), warning.rung) for warning in found] == [
        ("obligation:report", "2025-09-02", 7)
    ]


def test_each_warning_knows_the_next_one():
    now = one(story("2025-09-02", term()))
    assert now.next
    assert (now.next.rung, now.next.on) == (14, date(2025, 9, 18))


def test_the_last_warning_has_none_after_it():
    assert one(story("2025-11-01", term())).next is None


# once


def test_of_several_rungs_that_were_crossed_only_the_tightest_is_told():
    assert one(story("2025-09-29", term())).rung == 3


def test_a_rung_that_was_told_is_not_told_again():
    step = one(story("2025-09-02", term())).step
    assert step == Step("mandate", date(2025, 10, 2), 30)
    assert warnings(story("2025-09-02", term()), Following(sent={step})) == ()


def test_a_wider_rung_is_not_told_after_a_tighter_one():
    step = one(story("2025-09-29", term())).step
    assert warnings(story("2025-09-25", term()), Following(sent={step})) == ()


def test_what_was_told_of_another_deadline_counts_for_nothing():
    step = one(story("2025-09-02", target())).step
    assert one(story("2025-09-02", term()), Following(sent={step})).rung == 30


def test_two_sources_of_one_deadline_are_one_warning():
    again = fact("S2-01", "mandate", aspect="term", valid_to="2025-10-02")
    assert len(warnings(story("2025-09-02", term(), again), ALWAYS)) == 1


def test_two_claims_of_one_report_are_one_warning():
    again = fact("S2-03", "obligation", aspect="report", text="written report", deadline="2025-10-02")
    assert len(warnings(story("2025-09-02", report(), again), ALWAYS)) == 1


def test_several_deadlines_are_told_with_the_mandate_first():
    found = warnings(story("2025-09-02", report("2025-09-30"), target("2025-10-01"), term()), ALWAYS)
    assert [warning.deadline.claim.kind for warning in found] == ["mandate", "obligation", "target"]


def test_what_is_settled_is_not_told():
    reached = fact("S1-09", "strength", "2,600 officers", as_of="2025-08-01")
    assert warnings(story("2025-09-02", target(), reached), ALWAYS) == ()


def test_a_mission_that_is_closed_warns_of_nothing():
    closed = fact("S1-09", "mandate", aspect="closure", occurred="2025-08-01", text="closed")
    assert warnings(story("2025-09-02", term(), closed), ALWAYS) == ()


# a date that moves


def test_a_date_that_moves_has_a_ladder_of_its_own():
    sent = {one(story("2025-09-02", term())).step}
    moved = story("2025-09-03", term(), term("2025-11-02", "S2-01"))
    assert one(moved, Following(sent=sent)).rung == 60


def test_a_date_that_moves_back_does_not_tell_what_was_told():
    first = one(story("2025-09-02", term())).step
    second = one(story("2025-09-03", term("2025-11-02")), Following(sent={first})).step
    back = Following(sent={first, second})
    assert warnings(story("2025-09-04", term()), back) == ()
    assert one(story("2025-09-18", term()), back).rung == 14


def test_a_date_that_moves_nearer_tells_only_the_tightest_rung():
    sent = {one(story("2025-07-04", term())).step}
    assert one(story("2025-07-05", term("2025-07-12")), Following(sent=sent)).rung == 7


def test_a_deadline_stays_the_same_when_another_claim_leads_it():
    names = [identity(deadlines(story("2025-09-02", claim))[0]) for claim in (term(), term(name="S2-07"))]
    assert names[0] == names[1]


def test_deadlines_of_two_scopes_are_two():
    both = story("2025-09-02", target(), fact("S1-05", "target", "600", scope="Kenya", deadline="2025-10-02"))
    assert {warning.step.deadline for warning in warnings(both, ALWAYS)} == {"target", "target:kenya"}


# skip days

NO_WEEKENDS = Following(skip=SkipDays(WEEKEND))


def test_a_rung_on_a_weekend_is_told_on_the_friday_before():
    told = rungs(term("2025-10-06"), first="2025-09-01", last="2025-09-10", following=NO_WEEKENDS)
    assert told["2025-09-05"] == 30


def test_a_day_itself_on_a_sunday_is_told_on_the_friday_as_days_left():
    told = rungs(term("2025-10-05"), first="2025-09-29", last="2025-10-05", following=NO_WEEKENDS)
    assert told == {"2025-09-29": 7, "2025-10-02": 3, "2025-10-03": 0}


def test_what_is_past_is_told_on_the_working_day_after_and_never_before_it_is_past():
    assert rungs(term("2025-10-03"), first="2025-10-03", last="2025-10-07", following=NO_WEEKENDS) == {
        "2025-10-03": 0, "2025-10-06": -1,
    }  # fmt: skip


# a room that begins to follow


def test_a_room_that_begins_to_follow_is_told_future_rungs_only():
    begun = Following(since=date(2025, 9, 10))
    assert rungs(term(), first="2025-09-10", last="2025-09-25", following=begun) == {"2025-09-18": 14, "2025-09-25": 7}


def test_the_rung_of_the_day_on_which_a_room_begins_goes_into_its_first_digest():
    assert warnings(story("2025-09-02", term()), Following(since=date(2025, 9, 2))) == ()


def test_what_was_past_long_before_is_never_told():
    begun = Following(since=date(2026, 11, 1))
    assert rungs(term(), first="2026-11-01", last="2026-12-31", following=begun) == {}


# told late

RECORDED = datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_a_date_that_is_recorded_after_its_rungs_is_told_once_and_late():
    late = term(recorded_at=RECORDED)
    following = Following(since=date(2026, 11, 1))
    now = one(story("2026-11-22", late), following)
    assert (now.rung, now.recorded_on) == (-30, date(2026, 11, 22))
    assert now.passed == (90, 60, 30, 14, 7, 3, 1, 0)
    assert warnings(story("2026-11-23", late), Following(since=following.since, sent={now.step})) == ()


def test_a_warning_that_could_not_go_out_on_the_day_of_recording_still_does():
    now = one(story("2026-11-24", term(recorded_at=RECORDED)), Following(since=date(2026, 11, 1)))
    assert now.recorded_on == date(2026, 11, 22)


def test_a_date_recorded_in_time_is_not_told_late():
    assert one(story("2025-09-02", term(recorded_at=datetime(2025, 8, 1, tzinfo=UTC)))).recorded_on is None


def test_a_rung_told_on_its_day_is_not_late_though_wider_ones_were_missed():
    assert one(story("2025-09-18", term(recorded_at=datetime(2025, 9, 18, 5, tzinfo=UTC)))).recorded_on is None


def test_the_rungs_that_are_still_to_come_follow_a_late_one():
    told = rungs(term(recorded_at=datetime(2025, 9, 20, 5, tzinfo=UTC)), first="2025-09-10", last="2025-09-30",
                 following=Following(since=date(2025, 9, 19)))  # fmt: skip
    assert told == {"2025-09-20": 14, "2025-09-25": 7, "2025-09-29": 3}


def test_the_day_of_recording_is_the_rooms_day():
    night = term(recorded_at=datetime(2026, 11, 21, 22, tzinfo=UTC))
    now = one(story("2026-11-22", night), Following(since=date(2026, 11, 1), zone=ZoneInfo("Africa/Nairobi")))
    assert now.recorded_on == date(2026, 11, 22)


def test_a_corrected_wording_of_a_date_that_was_known_is_no_new_date():
    corrected = story("2026-11-22", term(recorded_at=RECORDED))
    known = dates_on_record(story("2026-11-01", term(), target()))
    assert known == {("mandate", date(2025, 10, 2)), ("target", date(2025, 10, 2))}
    assert warnings(corrected, Following(since=date(2026, 11, 1), known=known)) == ()


def test_of_a_past_day_it_is_told_by_todays_record():
    """A day before the recording is answered as the record tells it now, and nothing is said to be late."""
    then = one(story("2025-09-02", term(recorded_at=RECORDED)), Following(since=date(2025, 9, 1)))
    assert (then.rung, then.recorded_on) == (30, None)


# what comes


def test_the_next_warnings_are_listed_by_their_day():
    ahead = coming(story("2025-09-05", target("2025-09-30"), term()), ALWAYS)
    assert [(deadline.claim.kind, step.rung, str(step.on)) for deadline, step in ahead] == [
        ("target", 14, "2025-09-16"), ("mandate", 14, "2025-09-18"),
    ]  # fmt: skip


def test_in_the_bundled_record_the_mandates_end_is_told_with_thirty_days_left():
    now = one(on("haiti", "2025-09-02"), Following(since=date(2025, 9, 1)))
    assert now.step == Step("mandate", date(2025, 10, 2), 30)


# over a year, whatever happens

days = st.dates(date(2025, 7, 1), date(2025, 12, 31))


@given(st.lists(days, min_size=1, max_size=4), st.sets(st.integers(0, 200)), st.sampled_from([ALWAYS, NO_WEEKENDS]))
@QUICK
def test_no_step_is_told_twice_though_the_date_moves_and_days_are_slept_through(ends, asleep, following):
    """One look a day on the days awake; each end holds for a while, then another one is recorded."""
    sent: list[Step] = []
    for number in range(200):
        day = date(2025, 6, 15) + number * A_DAY
        if number in asleep or following.skip.skips(day):
            continue
        end = ends[number // 50 % len(ends)]
        now = Following(sent=frozenset(sent), skip=following.skip)
        sent += [warning.step for warning in warnings(story(str(day), term(str(end))), now)]
    assert len(sent) == len(set(sent))
    for end in ends:
        told = [step.rung for step in sent if step.due == end]
        assert told == sorted(told, reverse=True)
