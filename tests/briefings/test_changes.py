"""What changed between two Pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from briefings.changes import changes, first_recorded
from briefings.claims import Standing
from briefings.deadlines import Outcome
from tests.briefings.stage import fact, on, source, story


def names(claims) -> list[str]:
    return [claim.name for claim in claims]


FIRST = fact("S1-01", "strength", "about 400 police officers", as_of="2024-11-07")
SECOND = fact("S1-02", "strength", "572 personnel", as_of="2025-01-05")
TARGET = fact("S1-03", "target", "2,500 personnel", reported_on="2024-09-26", deadline="2025-01")
TERM = fact("S1-04", "mandate", "1 year", aspect="term", occurred="2024-09-30", valid_to="2025-10-02")


def test_equal_pictures_differ_in_nothing():
    picture = story("2025-01-17", FIRST, TARGET, TERM)
    assert not changes(picture, picture)


def test_a_new_count_moves_the_headline_by_the_difference():
    found = changes(story("2024-12-01", FIRST, SECOND), story("2025-01-17", FIRST, SECOND))
    (move,) = found.figures
    assert (move.before.name, move.after.name) == ("S1-01", "S1-02")
    assert move.is_more
    assert move.difference
    assert move.difference.low == Decimal(172)
    assert not move.difference.is_exact


def test_a_moved_headline_is_no_new_fact_beside():
    found = changes(story("2024-12-01", FIRST, SECOND), story("2025-01-17", FIRST, SECOND))
    assert found.new == ()
    assert found.told == {"S1-02"}


def test_sums_of_two_currencies_have_no_difference():
    one = fact("S1-01", "contribution", "USD 5", subject="A", aspect="x", stage="paid", as_of="2024-01-01")
    other = fact("S1-02", "contribution", "EUR 7", subject="A", aspect="x", stage="paid", as_of="2025-01-01")
    found = changes(story("2024-06-01", one, other), story("2025-06-01", one, other))
    assert found.figures == ()  # each currency is a series of its own
    assert names(found.new) == ["S1-02"]


def test_a_deadline_that_ran_out_is_told_once():
    since, later, latest = (story(day, FIRST, TARGET) for day in ("2025-01-17", "2025-02-10", "2025-03-10"))
    assert [late.outcome for late in changes(since, later).passed] == [Outcome.NOT_MET]
    assert changes(later, latest).passed == ()


def test_a_mandate_that_ran_out_comes_first_of_what_passed():
    found = changes(story("2025-01-17", TARGET, TERM), story("2025-12-01", TARGET, TERM))
    assert [late.claim.kind for late in found.passed] == ["mandate", "target"]


def test_a_renewal_moves_the_end_of_the_mandate():
    renewed = fact("S2-01", "mandate", "1 year", aspect="term", occurred="2025-09-30", valid_to="2026-10-02")
    found = changes(story("2025-09-01", TERM, renewed), story("2025-10-10", TERM, renewed))
    assert found.mandate
    assert (found.mandate.before.name, found.mandate.after.name) == ("S1-04", "S2-01")
    assert found.passed == ()


def test_a_closure_leaves_nothing_stale_and_nothing_overdue():
    closed = fact("S2-01", "mandate", None, aspect="closure", text="closed", occurred="2025-10-02")
    found = changes(story("2024-12-01", FIRST, TARGET, TERM), story("2025-11-01", FIRST, TARGET, TERM, closed))
    assert found.closed
    assert found.closed.name == "S2-01"
    assert (found.stale, found.passed) == ((), ())


def test_a_target_met_since_is_settled():
    enough = fact("S2-01", "strength", "2,600 personnel", as_of="2025-01-20")
    found = changes(story("2025-01-17", TARGET, enough), story("2025-02-17", TARGET, enough))
    assert [done.outcome for done in found.settled] == [Outcome.MET]


def test_a_figure_grows_stale_once():
    fresh, stale, staler = (story(day, FIRST) for day in ("2025-01-17", "2025-03-01", "2025-06-01"))
    assert names(changes(fresh, stale).stale) == ["S1-01"]
    assert changes(stale, staler).stale == ()


def test_a_position_turns_when_its_stance_does():
    facts = [fact(f"S1-0{number}", "position", stance, subject="Kenya", aspect="UN operation", as_of=day)
             for number, (stance, day) in enumerate([("open", "2024-09-01"), ("open", "2024-10-01"), ("support", "2024-11-01")])]  # fmt: skip
    days = [story(day, *facts) for day in ("2024-09-15", "2024-10-15", "2024-11-15")]
    assert changes(days[0], days[1]).stances == ()
    assert [move.after.value for move in changes(days[1], days[2]).stances] == ["support"]


def test_another_wording_of_the_profile_is_no_turn_but_another_lead_is():
    lead = [fact("S1-01", "profile", "Kenya", aspect="lead nation", as_of="2024-01-01"),
            fact("S1-02", "profile", "Benin", aspect="lead nation", as_of="2025-01-01")]  # fmt: skip
    name = [fact("S1-03", "profile", "mission to", aspect="name", as_of="2024-01-01"),
            fact("S1-04", "profile", "mission in", aspect="name", as_of="2025-01-01")]  # fmt: skip
    found = changes(story("2024-06-01", *lead, *name), story("2025-06-01", *lead, *name))
    assert [move.after.value for move in found.stances] == ["Benin"]


def test_new_facts_stand_by_weight_and_repeated_ones_last():
    said = fact("S2-01", "statement", text="thanks", occurred="2025-01-10")
    vote = fact("S2-02", "vote", "adopted", text="a renewal", occurred="2025-01-10")
    again = fact("S2-03", "vote", "adopted", text="a renewal", occurred="2025-01-10", links={"restates": "S2-02"})
    came = fact("S2-04", "movement", subject="Guatemala", text="a company", occurred="2025-01-04", movement="arrived")
    found = changes(story("2024-12-01", FIRST), story("2025-01-17", FIRST, said, vote, again, came))
    assert names(found.new) == ["S2-02", "S2-04", "S2-01", "S2-03"]


def test_a_fact_of_no_day_from_a_source_of_no_day_is_not_called_new():
    loaded = datetime(2025, 1, 10, tzinfo=UTC)
    rumour = replace(fact("S9-01", "statement", text="a rumour"), recorded_at=loaded)
    after = story("2025-01-17", FIRST, rumour, sources=[source("S9")])
    found = changes(story("2025-01-01", FIRST, rumour, sources=[source("S9")]), after)
    assert found.new == ()
    assert names(found.undated) == ["S9-01"]


def test_what_our_store_said_otherwise_was_corrected():
    wrong = replace(SECOND, value=FIRST.value)
    found = changes(story("2025-01-10", SECOND), story("2025-01-17", SECOND), story("2025-01-17", wrong))
    (move,) = found.corrected
    assert move.before.value == FIRST.value
    assert move.after.value == SECOND.value


def test_what_our_store_held_and_holds_no_more_was_withdrawn():
    gone = replace(SECOND, standing=Standing.WITHDRAWN)
    found = changes(
        story("2025-01-10", FIRST, gone), story("2025-01-17", FIRST, gone), story("2025-01-17", FIRST, SECOND)
    )
    assert names(found.withdrawn) == ["S1-02"]


def test_without_what_the_store_held_nothing_is_called_corrected():
    found = changes(story("2025-01-10", SECOND), story("2025-01-17", SECOND))
    assert (found.corrected, found.withdrawn) == ((), ())


def test_what_crowds_out_of_a_long_series_is_not_withdrawn():
    counts = [
        fact(f"S1-{number:02}", "strength", f"{number}00 personnel", as_of=f"2024-{number:02}-01")
        for number in range(1, 13)
    ]
    more = [
        fact(f"S2-{number:02}", "strength", f"{number}50 personnel", as_of=f"2025-{number:02}-01")
        for number in range(1, 13)
    ]
    held, after = story("2026-01-01", *counts), story("2026-01-01", *counts, *more)
    assert changes(story("2024-12-31", *counts), after, held).withdrawn == ()


def test_an_old_count_recorded_late_moves_the_headline_all_the_same():
    late = fact("S2-01", "strength", "900 personnel", as_of="2025-01-08")
    before, after = story("2025-01-10", SECOND, late), story("2025-01-17", SECOND, late)
    assert changes(before, after).figures == ()
    (move,) = changes(before, after, story("2025-01-17", SECOND)).figures
    assert (move.before.name, move.after.name) == ("S1-02", "S2-01")


def test_a_later_source_replaces_a_fact_on_the_long_record():
    found = changes(on("long", "2021-12-31", published_by="2021-12-31"), on("long", "2022-12-31"))
    assert [(move.before.name, move.after.name) for move in found.superseded] == [("S10-01", "S13-01")]


def test_the_first_recording_is_the_oldest_moment_of_a_picture():
    early, late = (datetime(2025, 1, day, tzinfo=UTC) for day in (3, 9))
    picture = story("2025-01-17", replace(FIRST, recorded_at=late), replace(TARGET, recorded_at=early))
    assert first_recorded(picture) == early
    assert first_recorded(story("2025-01-17")) is None
