"""Warnings in words: what is due or past, what stands around it, what comes next, by which rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from briefings import documents
from briefings.document import Document, Line
from briefings.documents.posts import Planned
from briefings.picture import Picture
from briefings.warnings import Following, warnings
from tests.briefings.stage import fact, header, labels, lines, on, section, small, story, title

PLANNED = Planned(datetime(2025, 9, 2, 4, 30, tzinfo=UTC), "Africa/Nairobi")


def the_day_before(picture: Picture) -> Following:
    """A room that was told all that came before the day of a Picture."""
    return Following(since=picture.day - timedelta(days=1))


def warned(picture: Picture, planned: Planned = PLANNED) -> Document[Line]:
    return documents.warning(picture, warnings(picture, the_day_before(picture)), planned)


def recorded_only(picture: Picture, name: str, moment: datetime) -> Picture:
    """The Picture where one claim was recorded at a moment and all others long before."""
    long_ago = datetime(2025, 1, 17, tzinfo=UTC)
    series = {key: tuple(replace(claim, recorded_at=moment if claim.name == name else long_ago) for claim in claims)
              for key, claims in picture.series.items()}  # fmt: skip
    return replace(picture, series=series)


def term(end: str, **rest: Any):
    return fact("S1-01", "mandate", aspect="term", valid_to=end, occurred="2025-01-01", **rest)


def target(**rest: Any):
    return fact("S1-02", "target", "600 officers", deadline="2025-10-02", reported_on="2025-01-01", **rest)


# thirty days before the end of the mandate


def test_thirty_days_before_its_end_the_mandate_is_told_as_the_desk_wants_it():
    assert lines(warned(on("haiti", "2025-09-02")))[:11] == [
        "30 days left: MSS Haiti mandate ends Thu 2 Oct 2025 [S1]",
        "No renewal, closure or successor is recorded.",
        "Last day",
        "2 Oct is counted as in force; the source does not say.",
        "Under debate",
        "conversion of the MSS into a full UN peacekeeping mission, Jan 2025 [S2]: China and Russia against, "
        "Jan 2025 [S2]; Haiti for, undated [S1].",
        "Deployed",
        "about 572 of 2,500, Jan 2025 [S2], 7 months old.",
        "Next warning Thu 18 Sep 2025 (14 days), unless a renewal is recorded.",
        "Rule: mandate, 90 60 30 14 7 3 1 0 days. Tue 2 Sep 2025, 07:30 Nairobi.",
        "Full brief",
    ]


def test_on_the_last_day_it_is_still_in_force():
    now = warned(on("haiti", "2025-10-02"))
    assert title(now) == "Last day: MSS Haiti mandate ends today, Thu 2 Oct 2025 [S1]"
    assert small(now)[0] == "Next warning Fri 3 Oct 2025 (1 day past), unless a renewal is recorded."


def test_on_the_day_after_no_renewal_is_recorded():
    now = warned(on("haiti", "2025-10-03"))
    assert title(now) == "MSS Haiti: mandate ended 2 Oct 2025, 1 day ago [S1]"
    assert header(now) == ["No renewal, closure or successor is recorded."]
    assert section(now, "Check first") == [
        "The newest fact here is from Jan 2025 [S2]; a later renewal would not be in this record."
    ]
    assert {"Last day", "Under debate", "Deployed"} & set(labels(now)) == set()


def test_the_last_warning_says_that_the_digest_goes_on():
    now = warned(on("haiti", "2025-11-01"))
    assert small(now)[0] == "This is the last warning of it; from now on it stands in the digest."


def test_a_successor_on_record_is_named():
    after = fact("S1-09", "mandate", aspect="succession", text="a new force takes over", occurred="2025-08-01")
    now = warned(story("2025-09-02", term("2025-10-02"), after))
    assert header(now)[0].startswith("No renewal or closure is recorded; of a successor:")
    assert "a new force takes over" in header(now)[0]


def test_an_end_that_is_only_a_month_is_counted_to_its_last_day():
    now = warned(story("2025-10-01", term("2025-10")))
    assert section(now, "Last day") == ["The source says Oct 2025; that is counted to 31 Oct."]


def test_a_proposal_that_is_settled_is_not_under_debate():
    settled = fact("S1-05", "proposal", "withdrawn", aspect="UN operation", text="a UN operation", as_of="2025-05-01")
    assert "Withdrawn" not in labels(warned(story("2025-09-02", term("2025-10-02"), settled)))


def test_a_proposal_on_which_nobody_has_a_position_stands_alone():
    draft = fact("S1-05", "proposal", "draft", aspect="UN operation", text="a draft text", as_of="2025-05-01")
    assert section(warned(story("2025-09-02", term("2025-10-02"), draft)), "In draft") == [
        "a draft text, 1 May 2025 [S1]."
    ]


def test_a_mission_without_a_count_says_so():
    assert section(warned(story("2025-09-02", term("2025-10-02"))), "Deployed") == ["no count recorded"]


# told late


def test_an_end_that_was_recorded_late_is_told_late_as_the_desk_wants_it():
    moment = datetime(2026, 11, 22, 4, tzinfo=UTC)
    now = warned(
        recorded_only(on("haiti", "2026-11-22"), "S1-19", moment),
        Planned(moment + timedelta(minutes=30), "Africa/Nairobi"),
    )
    assert lines(now)[:8] == [
        "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago [S1]",
        "No renewal, closure or successor is recorded.",
        "Told late",
        "The end date was recorded only today, Sun 22 Nov 2026.",
        "Check first",
        "The newest fact here is from Jan 2025 [S2]; a later renewal would not be in this record.",
        "The steps from 90 to 0 days are past and will not be sent.",
        "Rule: mandate, 90 60 30 14 7 3 1 0 days. Sun 22 Nov 2026, 07:30 Nairobi.",
    ]


def test_a_date_recorded_some_days_ago_names_that_day():
    picture = story("2025-09-22", target(recorded_at=datetime(2025, 9, 20, tzinfo=UTC)))
    now = documents.warning(picture, warnings(picture, Following(since=date(2025, 9, 19))), PLANNED)
    assert section(now, "Told late") == ["The date was recorded only on Sat 20 Sep 2025."]
    assert small(now)[0] == "The steps from 60 to 30 days are past and will not be sent."


def test_a_single_step_that_is_past_is_named():
    now = warned(story("2025-09-02", term("2025-11-20", recorded_at=datetime(2025, 9, 2, tzinfo=UTC))))
    assert small(now)[0].startswith("Next warning")
    late = warned(story("2025-10-02", term("2025-11-20", recorded_at=datetime(2025, 10, 2, tzinfo=UTC))))
    assert small(late)[0] == "The step of 90 days is past and will not be sent."


def test_a_post_that_is_sent_late_says_when_it_was_planned():
    late = Planned(PLANNED.at, PLANNED.zone, PLANNED.at + timedelta(hours=2))
    assert header(warned(on("haiti", "2025-09-02"), late))[1] == (
        "Late: planned for Tue 2 Sep 2025, 07:30 Nairobi, sent Tue 2 Sep 2025, 09:30 Nairobi."
    )


# targets and reports


def test_a_target_is_told_with_its_count_and_the_dates_of_others():
    now = warned(on("haiti", "2025-01-17"))
    assert title(now) == "14 days left: MSS Haiti, target of 2,500 officers, due Fri 31 Jan 2025 [S0]"
    assert header(now) == ["No count that reaches it is recorded."]
    assert section(now, "Last day") == ["The source says Jan 2025; that is counted to 31 Jan."]
    assert section(now, "Other dates") == ["before Jan 2025: [S2]"]
    assert section(now, "Deployed") == ["about 572 of 2,500, Jan 2025 [S2]."]


@pytest.mark.parametrize(("day", "said"), [
    ("2025-10-02", "Last day: Story, target of 600 officers for Kenya, due today, Thu 2 Oct 2025 [S1]"),
    ("2025-10-03", "Story: target of 600 officers for Kenya was due 2 Oct 2025, 1 day ago [S1]"),
])  # fmt: skip
def test_a_target_of_one_country_names_it(day, said):
    assert title(warned(story(day, target(scope="Kenya")))) == said


@pytest.mark.parametrize(("day", "said"), [
    ("2025-09-25", "7 days left: Story, a written report, due Thu 2 Oct 2025 [S1]"),
    ("2025-10-02", "Last day: Story, a written report, due today, Thu 2 Oct 2025 [S1]"),
    ("2025-10-03", "Story: a written report was due 2 Oct 2025, 1 day ago [S1]"),
])  # fmt: skip
def test_a_report_is_told_before_its_day_on_it_and_after(day, said):
    report = fact("S1-03", "obligation", aspect="report", text="a written report", deadline="2025-10-02",
                  occurred="2025-01-01")  # fmt: skip
    now = warned(story(day, report))
    assert title(now) == said
    assert header(now) == ["No report recorded."]


def test_of_several_warnings_the_first_heads_and_the_others_follow():
    now = warned(story("2025-09-02", term("2025-10-02"), target()))
    assert title(now).startswith("30 days left: Story mandate ends")
    assert section(now, "Also") == ["30 days left: Story, target of 600 officers, due Thu 2 Oct 2025 [S1]"]


# no warning


def test_a_day_without_a_warning_names_the_next_ones_and_what_is_overdue():
    picture = on("haiti", "2025-09-05")
    quiet = documents.no_warning(picture, the_day_before(picture))
    assert title(quiet) == "MSS Haiti: no warning on Fri 5 Sep 2025"
    assert section(quiet, "Next warnings") == ["Thu 18 Sep 2025 (14 days): end of the mandate, 2 Oct 2025 [S1]"]
    assert "217 days since 31 Jan 2025" in section(quiet, "Overdue")[0]
    assert small(quiet) == ["Rule: mandate, 90 60 30 14 7 3 1 0 days."]


def test_a_record_without_deadlines_says_that_nothing_comes():
    picture = story("2025-09-05", fact("S1-09", "strength", "400 police", as_of="2025-08-01"))
    quiet = documents.no_warning(picture, the_day_before(picture))
    assert section(quiet, "Next warnings") == ["none by today's record"]
