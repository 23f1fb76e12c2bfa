"""What is due, overdue and settled, in words."""

from __future__ import annotations

from briefings.documents import due
from tests.briefings.stage import fact, header, labels, lines, on, section, story, title


def test_today_two_things_are_overdue_and_nothing_is_due():
    now = due(on("haiti", "2026-11-22"))
    assert title(now) == "MSS Haiti: 2 overdue, nothing due in the next 90 days"
    assert header(now) == ["Sun 22 Nov 2026 · newest fact: Jan 2025"]
    assert section(now, "Overdue") == [
        "Renewal or closure of the mandate: 416 days since 2 Oct 2025 [S1]",
        "2,500 officers by Jan 2025 [S0] (before Jan 2025: [S2]); not met on record, 660 days since 31 Jan 2025",
    ]
    assert section(now, "Next 90 days, to 20 Feb 2027") == ["Nothing recorded."]


def test_the_last_count_stands_below_since_an_unmet_target_is_judged_by_it():
    assert section(due(on("haiti", "2026-11-22")), "Last count") == [
        "about 572 personnel, Jan 2025 [S2], 22 months old"
    ]


def test_what_lies_beyond_the_days_asked_for_comes_later():
    then = due(on("haiti", "2025-01-15"))
    assert title(then) == "MSS Haiti: nothing overdue, 1 due in the next 90 days"
    assert section(then, "Next 90 days, to 15 Apr 2025") == [
        "Jan 2025: 2,500 officers [S0], 16 days to the 31st (before Jan 2025: [S2])"
    ]
    assert section(then, "Later") == ["2 Oct 2025: mandate ends, 260 days [S1]"]


def test_the_asker_says_how_far_to_look():
    then = due(on("haiti", "2025-01-15"), within=365)
    assert title(then) == "MSS Haiti: nothing overdue, 2 due in the next 365 days"
    assert "Later" not in labels(then)


def test_one_day_is_one_day():
    assert (
        title(due(on("haiti", "2025-01-15"), within=1)) == "MSS Haiti: nothing overdue, nothing due in the next 1 day"
    )


def test_the_first_day_after_is_one_day_since():
    assert section(due(on("haiti", "2025-02-01")), "Overdue")[0].endswith("not met on record, 1 day since 31 Jan 2025")


def test_what_is_settled_says_how():
    settled = section(due(on("long", "2022-09-20")), "Settled")
    late = next(line for line in settled if "2,500" in line)
    assert late.startswith("2,500 personnel by 30 Jun 2022 [S10]: met late")
    assert "2,530 personnel" in late
    assert "15 Sep 2022 [S16]" in late
    met = next(line for line in settled if "1,000" in line)
    assert met.startswith("1,000 personnel by 31 Dec 2020 [S5]: met")


def test_a_deadline_that_passes_while_the_count_was_up_to_it_says_met():
    target = fact("S0-01", "target", "1,000", reported_on="2020-07-21", deadline="2020-12-31")
    count = fact("S0-02", "strength", "1,020", as_of="2020-12-20")
    assert section(due(story("2021-01-02", target, count)), "Settled")
    assert section(due(story("2021-01-02", target, count)), "Overdue") == []


def test_a_rule_shows_the_day_it_gives():
    assert "3 May 2023: report before the end of the second renewal, 13 days [S14]" in lines(
        due(on("long", "2023-04-20"))
    )


def test_a_closed_mission_says_that_it_is_closed():
    assert "closed" in "\n".join(lines(due(on("long", "2024-07-10"))))


def test_the_offer_of_a_year_is_made_to_who_asked_for_less():
    assert "due within 365d as-of 2025-01-15" in {offer.line for offer in due(on("haiti", "2025-01-15")).offers}
    assert not any("365d" in offer.line for offer in due(on("haiti", "2025-01-15"), within=365).offers)


def test_on_the_day_itself_it_is_due_today():
    [ends] = section(due(on("haiti", "2025-10-02")), "Next 90 days, to 31 Dec 2025")
    assert "0 days" not in ends
    assert "today" in ends
