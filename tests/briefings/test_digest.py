"""The digest in words: number, period and next; what is due, what changed, the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from briefings import documents
from briefings.claims import Standing
from briefings.document import Document, Line
from briefings.documents.digest import Issue, is_quiet
from briefings.documents.posts import Planned
from briefings.picture import Picture
from briefings.warnings import Following, warnings
from tests.briefings.stage import fact, header, labels, lines, on, section, small, story, title

AT = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
RHYTHM = Line("weekdays with news, and every Monday")
FIRST = Issue(number=1, planned=Planned(AT, "Africa/Nairobi"), next=AT + timedelta(days=1), rhythm=RHYTHM)
SECOND = replace(FIRST, number=2)


def told(before: Picture, after: Picture, issue: Issue = SECOND) -> Document[Line]:
    return documents.digest(after, before, issue)


def on_day(day: str, *claims: Any, held: str = "") -> Picture:
    """The Picture of a day; with a moment, of what our store held then."""
    return story(day, *claims, known_at=datetime.fromisoformat(held).replace(tzinfo=UTC) if held else None)


def count(name: str, value: str, day: str, **rest: Any):
    return fact(name, "strength", value, as_of=day, **rest)


# the first issue


def test_the_first_issue_is_as_the_desk_wants_it():
    assert lines(documents.digest(on("haiti", "2026-11-22"), None, FIRST))[:17] == [
        "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]",
        "Digest 1 · Sun 22 Nov 2026, 07:30 Nairobi · newest fact: Jan 2025 [S2]",
        "Overdue",
        "Renewal or closure of the mandate: 416 days since 2 Oct 2025 [S1]",
        "2,500 officers by Jan 2025 [S0]: not met on record, 660 days since 31 Jan 2025",
        "Next 90 days, to 20 Feb 2027",
        "Nothing recorded.",
        "Changed",
        "First digest here; from the next one on, only what is new.",
        "Figures",
        "Deployed: about 572 personnel, Jan 2025 [S2], 22 months old",
        "Target: 2,500 by Jan 2025 [S0]; about 1,928 short, about 22.9 % reached",
        "Not recorded",
        "resolution number, vote date, sums of money, commander, successor",
        "3 news articles: S0 26 Sep 2024 or later · S1 7 Nov 2024 or later · S2 Jan 2025",
        "Next: Mon 23 Nov 2026, 07:30 Nairobi; then weekdays with news, and every Monday",
        "Full brief",
    ]


def test_a_first_digest_is_always_news():
    assert not is_quiet(on("haiti", "2026-11-22"), None)


def test_a_digest_of_a_fresh_record_does_not_name_its_newest_fact():
    assert header(documents.digest(story("2025-09-02", count("S1-01", "400 police", "2025-09-01")), None, FIRST)) == [
        "Digest 1 · Sun 22 Nov 2026, 07:30 Nairobi"
    ]


def test_what_is_due_in_the_next_ninety_days_is_listed():
    first = documents.digest(on("haiti", "2025-09-02"), None, FIRST)
    assert section(first, "Next 90 days, to 1 Dec 2025") == ["2 Oct 2025: mandate ends, 30 days [S1]"]


def test_a_target_without_a_count_says_so():
    aim = fact("S1-02", "target", "600 officers", deadline="2025-10-02", reported_on="2025-01-01")
    first = documents.digest(story("2025-09-02", aim), None, FIRST)
    assert section(first, "Figures") == ["Deployed: no count recorded", "Target: 600 officers by 2 Oct 2025 [S1]"]


def test_a_target_that_is_reached_says_so():
    aim = fact("S1-02", "target", "600 officers", deadline="2025-10-02", reported_on="2025-01-01")
    first = documents.digest(story("2025-09-02", aim, count("S1-03", "650 officers", "2025-09-01")), None, FIRST)
    assert section(first, "Figures")[1] == "Target: 600 by 2 Oct 2025 [S1]; reached"


# later issues


def test_a_count_that_moved_is_told():
    before = on_day("2025-09-01", count("S1-01", "400 officers", "2025-08-01"))
    after = on_day(
        "2025-09-02", count("S1-01", "400 officers", "2025-08-01"), count("S1-02", "572 officers", "2025-09-02")
    )
    assert section(told(before, after), "Changed since 1 Sep 2025") == [
        "Deployed: 572 officers, 2 Sep 2025 [S1], up 172 from 400 officers, 1 Aug 2025 [S1]"
    ]


def test_an_event_of_an_earlier_day_that_was_recorded_since_is_told():
    """A digest goes by what the room was told, so an older fact that was only recorded now is news."""
    vote = fact("S1-05", "vote", "adopted", text="a text on sanctions", occurred="2025-08-20",
                recorded_at=datetime(2025, 9, 1, 12, tzinfo=UTC))  # fmt: skip
    before = on_day("2025-09-01", vote, held="2025-09-01T04:30")
    assert section(told(before, on_day("2025-09-02", vote)), "Changed since 1 Sep 2025") == [
        "Recorded since: a text on sanctions: adopted, 20 Aug 2025 [S1]"
    ]


def test_what_was_on_record_at_the_last_digest_is_not_told_again():
    vote = fact("S1-05", "vote", "adopted", text="a text on sanctions", occurred="2025-08-20",
                recorded_at=datetime(2025, 9, 1, 4, tzinfo=UTC))  # fmt: skip
    before = on_day("2025-09-01", vote, held="2025-09-01T04:30")
    assert is_quiet(on_day("2025-09-02", vote), before)


def test_a_correction_is_told_once_with_what_was_said_before():
    early, late = datetime(2025, 8, 1, tzinfo=UTC), datetime(2025, 9, 1, 12, tzinfo=UTC)
    wrong = fact("S1-05", "challenge", "understaffed", as_of="2025-08-01", recorded_at=early)
    right = replace(wrong, value="underfunded", recorded_at=late)
    before, after = on_day("2025-09-01", wrong, held="2025-09-01T04:30"), on_day("2025-09-02", right)
    assert section(told(before, after), "Changed since 1 Sep 2025") == [
        "Corrected, S1-05: underfunded, 1 Aug 2025 [S1]; before: understaffed, 1 Aug 2025 [S1]"
    ]


def test_what_was_corrected_and_put_back_between_two_digests_is_no_news():
    early, late = datetime(2025, 8, 1, tzinfo=UTC), datetime(2025, 9, 1, 12, tzinfo=UTC)
    said = fact("S1-05", "challenge", "understaffed", as_of="2025-08-01", recorded_at=early)
    before = on_day("2025-09-01", said, held="2025-09-01T04:30")
    assert is_quiet(on_day("2025-09-02", replace(said, recorded_at=late)), before)


def test_a_withdrawal_is_told():
    fact_ = fact("S1-05", "challenge", "understaffed", as_of="2025-08-01")
    after = on_day("2025-09-02", replace(fact_, standing=Standing.WITHDRAWN))
    assert section(told(on_day("2025-09-01", fact_), after), "Changed since 1 Sep 2025") == [
        "Withdrawn, S1-05: understaffed, 1 Aug 2025 [S1]"
    ]


def test_a_deadline_that_passed_is_news_and_a_countdown_is_none():
    assert is_quiet(on("haiti", "2025-09-03"), on("haiti", "2025-09-02"))
    over = told(on("haiti", "2025-10-02"), on("haiti", "2025-10-03"))
    assert section(over, "Changed since 2 Oct 2025") == [
        "Now overdue: Renewal or closure of the mandate: 1 day since 2 Oct 2025 [S1]"
    ]


def test_a_figure_that_turned_stale_is_news():
    [stale] = section(told(on("haiti", "2025-05-01"), on("haiti", "2025-05-02")), "Changed since 1 May 2025")
    assert stale == "Grown stale: about 572 personnel, Jan 2025 [S2], 3 months old"


def test_more_changes_than_fit_are_counted_and_offered():
    later = told(on("haiti", "2024-11-10"), on("haiti", "2025-01-15"))
    changed = section(later, "Changed since 10 Nov 2024")
    assert len(changed) == 9
    assert changed[-1].startswith("and ")
    assert "changed since 2024-11-10 as-of 2025-01-15" in [offer.line for offer in later.offers]


# a day without news


def test_a_quiet_day_is_one_line():
    quiet = told(on("haiti", "2026-11-20"), on("haiti", "2026-11-22"))
    assert title(quiet) == (
        "Nothing new since the digest of 20 Nov 2026 – "
        "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]"
    )
    assert quiet.sections == ()
    assert small(quiet) == ["Next: Mon 23 Nov 2026, 07:30 Nairobi; then weekdays with news, and every Monday"]


def test_a_digest_that_is_late_says_so():
    late = replace(SECOND, planned=Planned(AT, "Africa/Nairobi", AT + timedelta(hours=3)))
    said = "Late: planned for Sun 22 Nov 2026, 07:30 Nairobi, sent Sun 22 Nov 2026, 10:30 Nairobi."
    assert header(told(on("haiti", "2026-11-20"), on("haiti", "2026-11-22"), late))[1] == said
    assert header(told(on("haiti", "2025-10-02"), on("haiti", "2025-10-03"), late))[1] == said


def test_without_a_next_issue_none_is_named():
    alone = Issue(number=1, planned=Planned(AT, "Africa/Nairobi"))
    assert not any(line.startswith("Next:") for line in small(documents.digest(on("haiti", "2026-11-22"), None, alone)))


# with a warning


def test_a_warning_of_the_same_hour_heads_the_digest_even_on_a_quiet_day():
    picture = on("haiti", "2025-09-02")
    found = warnings(picture, Following(since=picture.day - timedelta(days=1)))
    both = documents.digest(picture, on("haiti", "2025-09-01"), SECOND, found)
    assert title(both) == "30 days left: MSS Haiti mandate ends Thu 2 Oct 2025 [S1]"
    assert header(both)[1] == "No renewal, closure or successor is recorded."
    assert section(both, "Changed since 1 Sep 2025") == ["Nothing."]
    assert small(both)[:2] == [
        "Next warning Thu 18 Sep 2025 (14 days), unless a renewal is recorded.",
        "Rule: mandate, 90 60 30 14 7 3 1 0 days.",
    ]
    assert labels(both).count("Deployed") == 0


def test_what_a_warning_tells_at_the_top_is_not_told_again_below():
    for day, label, said in (("2025-09-02", "Next 90 days, to 1 Dec 2025", ["Nothing else recorded."]),
                             ("2025-10-03", "Overdue", ["2,500 officers by Jan 2025 [S0]: not met on record, 245 days since 31 Jan 2025"])):  # fmt: skip
        picture = on("haiti", day)
        found = warnings(picture, Following(since=picture.day - timedelta(days=1)))
        assert section(documents.digest(picture, on("haiti", "2025-09-01"), SECOND, found), label) == said
