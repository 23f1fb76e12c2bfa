"""What is due on a day, what it is reckoned from, and how it came out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import Choice
from briefings.deadlines import Deadline, Outcome, closure, deadlines, is_rule, mandate, overdue, rung, upcoming
from briefings.kinds import MANDATE_LADDER, OBLIGATION_LADDER, TARGET_LADDER
from briefings.picture import Picture
from tests.briefings.made_up import QUICK
from tests.briefings.stage import fact, on, story

TERM = fact("S1-19", "mandate", "1 year", aspect="term", valid_to="2025-10-02", occurred="2024-09-30")
TARGET = fact("S0-15", "target", "2,500 officers", reported_on="2024-09-26", deadline="2025-01")


def only(found: Picture) -> Deadline:
    [deadline] = deadlines(found)
    return deadline


def named(found: Picture, name: str) -> Deadline:
    return next(deadline for deadline in deadlines(found) if deadline.claim.name == name)


# days and rungs


@pytest.mark.parametrize(
    ("day", "left"), [("2025-01-15", 260), ("2025-10-01", 1), ("2025-10-02", 0), ("2025-10-03", -1)]
)
def test_days_left_are_counted_from_the_day_asked_for(day, left):
    assert only(story(day, TERM)).days_left(date.fromisoformat(day)) == left


@pytest.mark.parametrize(
    ("left", "reached"),
    [(360, None), (91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (14, 14), (8, 14), (7, 7), (3, 3), (2, 3),
     (1, 1), (0, 0), (-1, -1), (-2, -1), (-400, -1)],
)  # fmt: skip
def test_the_tightest_step_of_a_mandates_ladder_counts(left, reached):
    day = date(2025, 10, 2) - timedelta(days=left)
    assert rung(only(story(str(day), TERM)), day) == reached


@pytest.mark.parametrize(
    ("kind", "ladder"), [("mandate", MANDATE_LADDER), ("target", TARGET_LADDER), ("obligation", OBLIGATION_LADDER)]
)
@QUICK
@given(left=st.integers(-500, 500))
def test_a_step_is_reached_when_so_many_days_are_left_and_not_before(kind, ladder, left):
    day = date(2025, 6, 1)
    due = day + timedelta(days=left)
    ends: dict[str, Any] = {"valid_to" if kind == "mandate" else "deadline": str(due)}
    claim = fact("S1-01", kind, {"target": "10"}.get(kind), aspect="term", occurred="2020-01-01", **ends)
    step = rung(only(story(str(day), claim)), day)
    assert step == min((one for one in ladder if left <= one), default=None)


# the mandate


def test_a_mandate_is_in_force_on_its_last_day():
    last, after = story("2025-10-02", TERM), story("2025-10-03", TERM)
    assert (only(last).outcome, overdue(last), len(upcoming(last))) == (Outcome.OPEN, (), 1)
    assert (only(after).outcome, len(overdue(after)), upcoming(after)) == (Outcome.ENDED, 1, ())


def test_a_renewal_takes_the_place_of_the_ended_term():
    renewal = fact("S2-01", "mandate", "1 year", aspect="term", occurred="2025-09-30", valid_to="2026-10-02")
    assert overdue(story("2025-10-03", TERM, renewal)) == ()
    assert only(story("2025-10-03", TERM, renewal)).claim == renewal


def test_a_renewal_that_comes_late_settles_the_ended_term():
    renewal = fact("S2-01", "mandate", "1 year", aspect="term", occurred="2025-10-20", valid_to="2026-10-02")
    assert len(overdue(story("2025-10-19", TERM, renewal))) == 1
    assert overdue(story("2025-10-20", TERM, renewal)) == ()


def test_a_month_ends_on_its_last_day():
    term = fact("S1-01", "mandate", "1 year", aspect="term", occurred="2023-06-01", valid_to="2024-06")
    assert only(story("2024-01-01", term)).due == date(2024, 6, 30)
    assert str(only(story("2024-01-01", term)).shown) == "2024-06"


def test_a_mandate_without_an_end_sets_no_deadline():
    assert (
        deadlines(story("2025-01-01", fact("S2-10", "mandate", "1 year", aspect="term", occurred="by late 2024"))) == ()
    )


def test_other_ends_of_the_same_term_stand_beside_the_leading_one():
    march = on("long", "2024-03-20")
    assert {claim.name for claim in named(march, "S26-01").rivals} == {"S27-06", "S29-04"}


@pytest.mark.parametrize(
    ("day", "term"),
    [("2020-04-02", "S0-01"), ("2021-03-30", "S0-01"), ("2021-03-31", "S7-01"), ("2021-06-01", "S8-01"), ("2022-05-31", "S14-01"),
     ("2023-05-31", "S26-01"), ("2024-05-29", "S26-01"), ("2024-05-30", "S31-01")],
)  # fmt: skip
def test_the_long_missions_term_on_a_day(day, term):
    found = mandate(on("long", day))
    assert found is not None
    assert found.name == term


def test_before_any_term_there_is_none():
    assert mandate(on("long", "2020-04-01")) is None


def test_a_closure_ends_all():
    assert deadlines(on("long", "2024-06-29"))
    last_day = on("long", "2024-06-30")
    assert closure(last_day) is not None
    assert (deadlines(last_day), overdue(last_day), upcoming(last_day)) == ((), (), ())
    assert closure(on("long", "2024-06-29")) is None


# targets


def test_a_month_counts_as_its_last_day_and_is_shown_as_the_month():
    deadline = only(story("2025-01-15", TARGET))
    assert (deadline.due, str(deadline.shown)) == (date(2025, 1, 31), "2025-01")


def test_a_target_is_open_through_its_last_day():
    assert only(story("2025-01-31", TARGET)).outcome is Outcome.OPEN
    assert only(story("2025-02-01", TARGET)).outcome is Outcome.NOT_MET


def test_rival_dates_of_one_target_make_one_deadline():
    rival = fact("S2-18", "target", "2,500 MSS officers", reported_on="2025-01-02", deadline="before 2025-01")
    found = story("2025-01-15", TARGET, rival, choices=[Choice("S0-15", "Two sources say so.")])
    assert only(found).claim == TARGET
    assert only(found).rivals == (rival,)


def test_the_bundled_target_has_one_rival_date_and_one_source_that_agrees():
    deadline = named(on("haiti", "2026-11-22"), "S0-15")
    assert [claim.name for claim in deadline.rivals] == ["S2-18"]
    assert deadline.outcome is Outcome.NOT_MET
    assert deadline.days_left(date(2026, 11, 22)) == -660


def test_a_vaguer_date_that_ends_on_the_same_day_is_no_rival():
    """“By December 2020” and “by 31 December 2020” agree."""
    assert named(on("long", "2021-01-10"), "S5-03").rivals == ()
    assert {claim.name for claim in named(on("long", "2024-03-20"), "S19-12").rivals} == {"S24-03"}


@pytest.mark.parametrize(
    ("count", "outcome"),
    [("2,500", Outcome.MET), ("2,600-2,700", Outcome.MET), ("about 2,500", Outcome.MET), ("at least 2,500", Outcome.MET),
     ("more than 2,500", Outcome.MET), ("2,499", Outcome.NOT_MET), ("up to 4,000", Outcome.NOT_MET),
     ("less than 2,600", Outcome.NOT_MET), ("nearly 2,500", Outcome.NOT_MET), ("unknown", Outcome.NOT_MET)],
)  # fmt: skip
def test_a_target_is_met_by_a_count_that_surely_reaches_it(count, outcome):
    assert only(story("2025-03-01", TARGET, fact("S2-21", "strength", count, as_of="2025-01-31"))).outcome is outcome


def test_a_target_reached_after_its_day_is_met_late():
    late = fact("S2-21", "strength", "2,530", as_of="2025-02-01")
    before, after = story("2025-01-31", TARGET, late), story("2025-02-01", TARGET, late)
    assert only(before).outcome is Outcome.OPEN
    assert (only(after).outcome, only(after).met_by) == (Outcome.MET_LATE, late)


def test_a_target_once_met_stays_met_when_the_count_falls():
    reached = fact("S2-21", "strength", "2,530", as_of="2025-01-10")
    fallen = fact("S2-22", "strength", "1,000", as_of="2025-01-20")
    assert only(story("2025-03-01", TARGET, reached, fallen)).met_by == reached


def test_a_count_of_a_part_does_not_meet_the_target_of_the_whole():
    part = fact("S2-21", "strength", "3,000", as_of="2025-01-10", scope="police component")
    assert only(story("2025-03-01", TARGET, part)).outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("day", "target", "outcome", "met_by"),
    [
        ("2020-12-31", "S5-03", Outcome.MET, "S5-01"),
        ("2022-06-30", "S10-09", Outcome.OPEN, None),
        ("2022-07-01", "S10-09", Outcome.NOT_MET, None),
        ("2022-09-14", "S10-09", Outcome.NOT_MET, None),
        ("2022-09-15", "S10-09", Outcome.MET_LATE, "S16-01"),
        ("2023-09-30", "S19-12", Outcome.OPEN, None),
        ("2023-10-01", "S19-12", Outcome.NOT_MET, None),
        ("2024-06-29", "S19-12", Outcome.NOT_MET, None),
    ],
)
def test_how_the_long_missions_targets_came_out(day, target, outcome, met_by):
    deadline = named(on("long", day), target)
    assert deadline.outcome is outcome
    assert (deadline.met_by.name if deadline.met_by else None) == met_by


def test_the_editors_choice_decides_which_of_two_days_the_target_runs_to():
    autumn = named(on("long", "2023-10-05"), "S19-12")
    assert autumn.due == date(2023, 9, 30)
    assert {claim.name for claim in autumn.rivals} == {"S24-03"}


def test_the_long_mission_missed_one_target_under_any_date():
    late = [deadline.claim.name for deadline in overdue(on("long", "2024-04-01")) if deadline.claim.kind == "target"]
    assert late == ["S19-12"]


# obligations


def obliged(rule: str, *, starts_on: str = "", end: str = "", day: str = "") -> list[date]:
    """The days on which a rule falls due under a term."""
    days: dict[str, Any] = {"starts_on": starts_on, "valid_to": end}
    given_ = {key: day_ for key, day_ in days.items() if day_}
    term = fact("S1-01", "mandate", "1 year", aspect="term", occurred="2000-01-01", **given_)
    duty = fact("S1-02", "obligation", aspect="report", text="a report", occurred="2000-01-01", rule=rule)
    found = story(day or starts_on or "2000-01-01", term, duty)
    return [deadline.due for deadline in deadlines(found) if deadline.claim == duty]


FIELD_RULES = [
    # the text, the term it counts from, the day it gives
    ("report 45 days before end", {"end": "2010-10-15"}, "2010-08-31"),  # S/2010/200 on resolution 1892
    ("report 30 days before end", {"end": "2017-04-15"}, "2017-03-16"),  # S/2017/223 on resolution 2313
    (
        "report every 90 days from start",
        {"starts_on": "2018-04-10", "day": "2018-04-11"},
        "2018-07-09",
    ),  # resolution 2410
    ("report every 90 days from start", {"starts_on": "2018-04-10", "day": "2018-07-10"}, "2018-10-07"),
    ("review 9 months after start", {"starts_on": "2023-10-02", "end": "2024-10-02"}, "2024-07-02"),  # resolution 2699
    ("office 6 months after start", {"starts_on": "2025-09-30", "end": "2026-10-02"}, "2026-03-30"),  # resolution 2793
    ("report 1 day before end", {"end": "2025-10-02"}, "2025-10-01"),
    ("report 1 month before end", {"end": "2025-03-31"}, "2025-02-28"),
]


@pytest.mark.parametrize(("rule", "term", "due"), FIELD_RULES)
def test_a_rule_gives_the_day_that_the_real_texts_gave(rule, term, due):
    assert is_rule(rule)
    assert obliged(rule, **term)[-1] == date.fromisoformat(due)


@pytest.mark.parametrize(
    "text", ["", "report", "report soon", "report 30 days", "report 30 weeks before end", "report every month from start",
             "report thirty days before end", "report 30 days before the end", "report 1000 days before end"],
)  # fmt: skip
def test_what_is_no_rule_is_none(text):
    assert not is_rule(text)


def test_a_rule_that_needs_an_end_gives_no_day_under_a_term_without_one():
    assert obliged("report 30 days before end", starts_on="2024-01-01") == []


def test_a_rule_that_needs_a_start_gives_no_day_where_none_is_known():
    term = fact("S1-19", "mandate", "1 year", aspect="term", valid_to="2025-10-02")
    duty = fact("S1-20", "obligation", aspect="review", text="a review", rule="review 9 months after start")
    assert [deadline.claim for deadline in deadlines(story("2025-01-01", term, duty))] == [term]


def test_a_review_that_would_fall_after_the_end_of_the_term_is_none():
    assert obliged("review 9 months after start", starts_on="2021-04-02", end="2021-06-02") == []


def test_without_a_mandate_a_rule_gives_no_day():
    duty = fact("S1-20", "obligation", aspect="review", text="a review", rule="review 9 months after start")
    assert deadlines(story("2025-01-01", duty)) == ()


@pytest.mark.parametrize(
    ("day", "duty", "due"),
    [
        ("2020-04-02", "S0-06", "2020-07-01"),
        ("2020-07-02", "S0-06", "2020-09-29"),
        ("2020-04-02", "S0-07", "2021-01-02"),
        ("2021-03-31", "S7-03", "2021-05-03"),
        ("2021-06-01", "S8-03", "2022-05-03"),
        ("2022-05-31", "S14-07", "2023-05-03"),
        ("2022-05-31", "S14-06", "2023-03-02"),
        ("2023-05-31", "S26-04", "2024-05-03"),
        ("2024-05-30", "S26-04", "2024-05-31"),
    ],
)
def test_rules_move_when_the_mandate_moves(day, duty, due):
    days = [deadline.due for deadline in deadlines(on("long", day)) if deadline.claim.name == duty]
    assert days[-1] == date.fromisoformat(due)


def test_a_computed_day_names_the_term_it_is_reckoned_from():
    found = named(on("long", "2022-05-31"), "S14-07").computed_from
    assert found is not None
    assert found.name == "S14-01"
    assert named(on("long", "2020-04-02"), "S0-08").computed_from is None


@pytest.mark.parametrize(
    ("day", "newest"),
    [("2021-05-01", "S7-03"), ("2021-06-01", "S8-03"), ("2022-06-01", "S14-07"), ("2023-06-01", "S26-04")],
)
def test_the_newest_rule_of_an_aspect_replaces_the_earlier_ones(day, newest):
    rules = [
        deadline.claim.name
        for deadline in deadlines(on("long", day))
        if deadline.claim.aspect == "report before the end"
    ]
    assert rules == [newest]


def test_no_review_is_due_under_a_rollover_too_short_for_it():
    assert "Council review" not in {deadline.claim.aspect for deadline in deadlines(on("long", "2021-05-01"))}


def test_an_obligation_is_open_until_its_day_and_then_not_met_on_record():
    duty = fact("S1-01", "obligation", aspect="plan", text="a plan", occurred="2023-05-31", deadline="2023-12-31")
    assert only(story("2023-12-31", duty)).outcome is Outcome.OPEN
    assert only(story("2024-01-01", duty)).outcome is Outcome.NOT_MET


def test_an_outcome_settles_an_obligation_from_its_own_day_on():
    before, after = on("long", "2024-01-18"), on("long", "2024-01-19")
    assert named(before, "S26-03").outcome is Outcome.NOT_MET
    assert named(after, "S26-03").is_settled
    assert "S26-03" not in {deadline.claim.name for deadline in overdue(after)}


def test_an_outcome_that_came_too_late_is_met_late():
    """The transition plan came on 19 January 2024, nineteen days late."""
    assert named(on("long", "2024-02-01"), "S26-03").outcome is Outcome.MET_LATE


def test_an_outcome_of_an_earlier_term_does_not_settle_the_next_one():
    """The report of April 2022 answers the first renewal, not the second."""
    assert named(on("long", "2022-05-01"), "S8-03").is_settled
    assert not named(on("long", "2023-05-25"), "S14-07").is_settled


def test_a_report_due_every_90_days_that_never_came_is_overdue():
    """Nothing on record says that the report of 1 July 2020 was made."""
    late = [(deadline.claim.name, str(deadline.due)) for deadline in overdue(on("long", "2020-07-20"))]
    assert late == [("S0-06", "2020-07-01")]


def test_the_overdue_mandate_stands_before_what_is_longer_overdue():
    found = overdue(on("haiti", "2026-11-22"))
    assert [deadline.claim.kind for deadline in found] == ["mandate", "target"]


def test_what_comes_is_in_the_order_of_its_days_and_can_be_limited():
    found = on("long", "2022-03-01")
    days = [deadline.due for deadline in upcoming(found)]
    assert days == sorted(days)
    assert [deadline.claim.name for deadline in upcoming(found, 90)] == ["S0-07", "S8-03", "S0-06"]
    assert [deadline.claim.name for deadline in upcoming(found, 1)] == ["S0-07"]
    assert upcoming(found, 0) == ()


@QUICK
@given(st.dates(date(2020, 1, 1), date(2024, 12, 31)))
def test_every_deadline_is_settled_overdue_or_still_to_come(day):
    found = on("long", str(day))
    three = [deadline for deadline in deadlines(found) if deadline.is_settled], overdue(found), upcoming(found)
    assert sorted(d.claim.name for group in three for d in group) == sorted(d.claim.name for d in deadlines(found))
