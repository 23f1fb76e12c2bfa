"""“What is due?” Deadlines: overdue first, then what comes, then how past ones came out."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.document import plain

NOW = date(2026, 11, 22)


async def test_overdue_and_coming_deadlines_are_counted_in_the_bottom_line(scene):
    assert (await scene.says("due", today=NOW)).title == "MSS Haiti: 2 overdue, nothing due in the next 90 days"


async def test_the_overdue_stand_first_and_the_mandate_before_the_rest(scene):
    out = await scene.says("due", today=NOW)
    assert plain(out.document.sections[0].label) == "Overdue"
    assert out.section("Overdue").splitlines()[0] == "Renewal or closure of the mandate: 416 days since 2 Oct 2025 [S1]"


async def test_an_unmet_target_says_not_met_on_record_and_never_broken(scene):
    out = await scene.says("due", today=NOW)
    assert "not met on record, 660 days since 31 Jan 2025" in out.section("Overdue")
    assert "broken" not in out.text


async def test_the_last_count_is_shown_by_which_a_target_is_judged(scene):
    assert (await scene.says("due", today=NOW)).section(
        "Last count"
    ) == "about 572 personnel, Jan 2025 [S2], 22 months old"


async def test_before_the_deadline_its_days_are_counted(scene):
    out = await scene.says("due", today=date(2025, 1, 15))
    assert out.title == "MSS Haiti: nothing overdue, 1 due in the next 90 days"
    assert out.section("Next 90 days") == "Jan 2025: 2,500 officers [S0], 16 days to the 31st (before Jan 2025: [S2])"
    assert out.section("Later") == "2 Oct 2025: mandate ends, 260 days [S1]"


async def test_a_longer_look_ahead_finds_the_end_of_the_mandate(scene):
    out = await scene.says("due within 365d", today=date(2025, 1, 15))
    assert out.title == "MSS Haiti: nothing overdue, 2 due in the next 365 days"


async def test_the_last_day_of_a_look_ahead_is_named(scene):
    out = await scene.says("due within 10 days", today=date(2025, 1, 15))
    assert "Next 10 days, to 25 Jan 2025" in out.text


async def test_a_mandate_is_due_on_its_last_day_and_overdue_on_the_next(scene):
    on_the_day, the_next = [await scene.says(f"due as-of {day}") for day in ("2025-10-02", "2025-10-03")]
    assert "mandate" not in on_the_day.section("Overdue")
    assert "Renewal or closure of the mandate: 1 day since 2 Oct 2025" in the_next.section("Overdue")


async def test_what_is_due_today_is_not_said_to_be_zero_days_away(scene):
    assert " 0 days" not in (await scene.says("due as-of 2025-10-02")).text


async def test_an_old_record_names_the_date_of_its_newest_fact(scene):
    assert plain((await scene.says("due", today=NOW)).document.header[0]) == "Sun 22 Nov 2026 · newest fact: Jan 2025"


async def test_on_a_day_before_every_fact_nothing_is_due(scene):
    out = await scene.says("due as-of 2023-01-01", today=NOW)
    assert out.title == "MSS Haiti: nothing overdue, nothing due in the next 90 days"


@pytest.mark.parametrize("word", ["deadlines", "deadline", "overdue", "expiry", "/mss due"])
async def test_other_words_ask_the_same(scene, word):
    assert (await scene.says(word, today=NOW)).text == (await scene.says("due", today=NOW)).text


async def test_what_is_offered_next_is_not_what_was_just_asked(scene):
    out = await scene.says("due within 365d", today=NOW)
    assert "due within 365d" not in [offer.line for offer in out.document.offers]


async def test_in_full_each_deadline_is_given_in_its_sources_own_words(scene):
    out = await scene.says("due full as-of 2025-01-15", today=NOW)
    words = out.section("In their words")
    assert "S0-15: “the target of 2,500 officers by January 2025” [S0]" in words
    assert "S2-18: “2,500 MSS officers required in the Caribbean before January 2025” [S2]" in words
    assert out.text.endswith('The same again: due within 90d full as-of 2025-01-15 in "MSS Haiti"')
