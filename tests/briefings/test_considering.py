"""What a change would do: what turns, what moves, what stays, and what to look at twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import Choice, Claim, Standing
from briefings.considering import Check, Concern, Considered, consider, long_quotation, shortened_quote
from tests.briefings.made_up import QUICK
from tests.briefings.stage import fact, shown, source, story

DAY = "2025-01-15"
FOUR_HUNDRED = fact("S1-01", "strength", "about 400 police officers", as_of="2024-11-07")
NEWS = source("S2", "2025-01-10")


def considered(claim: Claim, *there: Claim, was: Claim | None = None, quote: str = "", day: str = DAY) -> Considered:
    """What it does that a claim joins those that are there, or takes the place of what it was."""
    others = [other for other in there if other.name != claim.name]
    before = story(day, *others, *([was] if was else []), sources=[NEWS])
    after = story(day, *others, claim, sources=[NEWS])
    return consider(before, after, claim, NEWS, was=was, quote=quote)


def concerns(found: Considered) -> list[Concern]:
    return [check.concern for check in found.checks]


def check(found: Considered, concern: Concern) -> Check:
    (one,) = [check for check in found.checks if check.concern is concern]
    return one


# what moves


def test_a_newer_count_leads():
    found = considered(fact("S2-01", "strength", "about 572 personnel", as_of="2025-01"), FOUR_HUNDRED)
    assert found.lead
    assert found.lead.was == FOUR_HUNDRED
    assert found.lead.now == found.claim


def test_the_first_count_turns_nothing_into_something():
    found = considered(fact("S2-01", "strength", "572", as_of="2025-01"))
    assert found.lead
    assert (found.lead.was, found.lead.now) == (None, found.claim)


def test_what_does_not_lead_turns_nothing():
    found = considered(fact("S2-01", "strength", "300", as_of="2024-10-01"), FOUR_HUNDRED)
    assert found.lead is None
    assert found.turns == ()


def test_a_correction_of_what_leads_is_a_turn_of_the_same_fact():
    was = fact("S2-01", "strength", "527", as_of="2025-01-10")
    found = considered(fact("S2-01", "strength", "572", as_of="2025-01-10"), was=was)
    assert found.lead
    assert (found.lead.was, found.lead.now) == (was, found.claim)


def test_a_deadline_that_stays_is_told_and_one_that_is_met_shifts():
    target = fact("S1-02", "target", "500 officers", deadline="2025-01-31")
    small = considered(fact("S2-01", "strength", "450", as_of="2025-01-10"), target)
    assert [deadline.claim for deadline in small.stays] == [target]
    large = considered(fact("S2-01", "strength", "550", as_of="2025-01-10"), target)
    (shift,) = large.shifts
    assert shift.was
    assert shift.now
    assert (shift.was.met_by, shift.now.met_by) == (None, large.claim)


def test_a_later_end_of_the_mandate_shifts_its_deadline():
    term = fact("S1-01", "mandate", aspect="term", valid_to="2025-10-02")
    found = considered(fact("S2-01", "mandate", aspect="term", valid_to="2026-10-02"), term)
    (shift,) = found.shifts
    assert shift.was
    assert shift.now
    assert (shift.was.claim, shift.now.claim) == (term, found.claim)


def test_a_choice_turns_the_series_and_raises_no_check():
    newer = fact("S2-01", "target", "2,500", deadline="2025-03-31", as_of="2025-01-01")
    older = fact("S1-01", "target", "1,000", deadline="2025-02-28", as_of="2024-12-01")
    before = story(DAY, older, newer, sources=[NEWS])
    after = story(DAY, older, newer, sources=[NEWS], choices=[Choice("S1-01", "the mission's own")])
    found = consider(before, after, older, source("S1", "2020-01-01"), was=older)
    assert found.lead
    assert (found.lead.was, found.lead.now) == (newer, older)
    assert found.checks == ()


def test_holding_turns_only_how_the_fact_stands():
    was = fact("S2-01", "strength", "572", as_of="2025-01-10")
    held = fact("S2-01", "strength", "572", as_of="2025-01-10", standing=Standing.HELD)
    found = considered(held, was=was)
    assert found.lead
    assert (found.lead.was, found.lead.now) == (was, held)
    assert found.checks == ()


def test_a_held_fact_goes_on_superseding_until_somebody_decides():
    link = {"supersedes": "S1-01"}
    newer = fact("S2-01", "strength", "572", as_of="2025-01-10", links=link, standing=Standing.HELD)
    assert shown(story(DAY, FOUR_HUNDRED, newer, sources=[NEWS])) == {"S2-01"}


# checks: already recorded, rivals, the same source


def test_what_another_fact_says_of_the_same_time_is_recorded_already():
    there = fact("S1-05", "strength", "about 572 personnel", as_of="2025-01")
    found = considered(fact("S2-01", "strength", "about 572", as_of="2025-01"), there)
    assert check(found, Concern.RECORDED).beside == there
    assert not {Concern.RIVAL, Concern.OTHERWISE} & set(concerns(found))


def test_the_same_number_of_another_time_is_not_recorded_already():
    there = fact("S1-05", "strength", "572", as_of="2024-06-01")
    assert Concern.RECORDED not in concerns(considered(fact("S2-01", "strength", "572", as_of="2025-01-10"), there))


def test_the_same_words_of_the_same_party_and_day_are_recorded_already():
    there = fact("S1-05", "statement", text="We stay", subject="Kenya", occurred="2025-01-10")
    same = fact("S2-01", "statement", text="we stay", subject="Kenya", occurred="2025-01-10")
    other = fact("S2-01", "statement", text="we leave", subject="Kenya", occurred="2025-01-10")
    assert concerns(considered(same, there)) == [Concern.RECORDED]
    assert concerns(considered(other, there)) == []


def test_another_sources_number_for_the_same_time_is_a_rival():
    there = fact("S1-05", "strength", "600", as_of="2025-01")
    assert check(considered(fact("S2-01", "strength", "572", as_of="2025-01-10"), there), Concern.RIVAL).beside == there


def test_a_number_of_another_time_is_no_rival():
    assert Concern.RIVAL not in concerns(
        considered(fact("S2-01", "strength", "572 police officers", as_of="2025-01"), FOUR_HUNDRED)
    )


def test_what_the_same_source_said_otherwise_is_told_as_such():
    there = fact("S2-05", "strength", "600", as_of="2025-01")
    found = considered(fact("S2-09", "strength", "572", as_of="2025-01-10"), there)
    assert check(found, Concern.OTHERWISE).beside == there
    assert Concern.RIVAL not in concerns(found)


def test_two_ends_of_a_mandate_that_can_mean_one_day_are_no_rivals():
    there = fact("S1-05", "mandate", aspect="term", valid_to="2025-10")
    exact = fact("S2-01", "mandate", aspect="term", valid_to="2025-10-02")
    assert concerns(considered(exact, there)) == []


def test_two_days_for_one_target_are_rivals():
    there = fact("S1-05", "target", "2,500 officers", deadline="2025-01")
    found = considered(fact("S2-01", "target", "2,500 officers", deadline="2025-06"), there)
    assert check(found, Concern.RIVAL).beside == there


def test_events_have_no_rivals():
    there = fact("S1-05", "movement", "200", subject="Kenya", occurred="2025-01-10")
    assert Concern.RIVAL not in concerns(
        considered(fact("S2-01", "movement", "217", subject="Kenya", occurred="2025-01-10"), there)
    )


# checks: slips and units


@pytest.mark.parametrize("typed", ["5720", "57", "752", "527", "5572", "52"])
def test_a_digit_more_less_or_swapped_looks_like_a_slip(typed):
    there = fact("S1-05", "strength", "572", as_of="2024-06-01")
    assert check(considered(fact("S2-01", "strength", typed, as_of="2025-01-10"), there), Concern.SLIP).beside == there


@pytest.mark.parametrize("typed", ["572", "600", "275", "1,144", "5", "57,200"])
def test_other_numbers_do_not(typed):
    there = fact("S1-05", "strength", "572", as_of="2024-06-01")
    assert Concern.SLIP not in concerns(considered(fact("S2-01", "strength", typed, as_of="2025-01-10"), there))


@QUICK
@given(st.integers(10, 99_999), st.data())
def test_every_number_with_a_digit_left_out_looks_like_a_slip(number, data):
    digits = str(number)
    at = data.draw(st.integers(1, len(digits) - 1))
    there = fact("S1-05", "strength", digits, as_of="2024-06-01")
    typed = fact("S2-01", "strength", digits[:at] + digits[at + 1 :], as_of="2025-01-10")
    assert Concern.SLIP in concerns(considered(typed, there))


def test_a_correction_is_no_slip_of_what_it_corrects():
    was = fact("S2-01", "strength", "5720", as_of="2025-01-10")
    assert concerns(considered(fact("S2-01", "strength", "572", as_of="2025-01-10"), was=was)) == []


def test_counts_of_two_units_are_told_apart():
    found = considered(fact("S2-01", "strength", "572 personnel", as_of="2025-01"), FOUR_HUNDRED)
    assert check(found, Concern.UNITS).beside == FOUR_HUNDRED


@pytest.mark.parametrize("typed", ["572", "572 Police Officers"])
def test_a_bare_number_or_the_same_unit_is_not(typed):
    assert Concern.UNITS not in concerns(considered(fact("S2-01", "strength", typed, as_of="2025-01"), FOUR_HUNDRED))


# checks: targets and ceilings


@pytest.mark.parametrize("said", [
    {"value": "up to 2,500"}, {"value": "2,500", "quote": "an authorized strength of 2,500"},
    {"value": "2,500", "text": "no more than 2,500 people"},
])  # fmt: skip
def test_a_target_in_the_words_of_a_ceiling_is_asked_about(said):
    value = said.pop("value")
    assert Concern.CEILING in concerns(considered(fact("S2-01", "target", value, deadline="2025-06", **said)))


def test_a_target_of_no_day_with_the_ceilings_number_is_asked_about():
    ceiling = fact("S1-05", "ceiling", "2,500", as_of="2024-06-01")
    found = considered(fact("S2-01", "target", "2,500"), ceiling)
    assert check(found, Concern.CEILING).beside == ceiling
    assert Concern.CEILING not in concerns(considered(fact("S2-01", "target", "2,500", deadline="2025-06"), ceiling))


def test_a_ceiling_may_sound_like_one():
    assert Concern.CEILING not in concerns(considered(fact("S2-01", "ceiling", "up to 2,500", as_of="2025-01-10")))


# checks: days


def test_what_is_older_than_the_headline_will_not_lead():
    found = considered(fact("S2-01", "strength", "300 police officers", as_of="2024-10-01"), FOUR_HUNDRED)
    assert check(found, Concern.OLDER).beside == FOUR_HUNDRED


def test_a_day_to_come_is_told():
    found = considered(fact("S2-01", "strength", "300", as_of="2025-02-01"))
    day = check(found, Concern.FUTURE).day
    assert str(day) == "2025-02-01"


@pytest.mark.parametrize("said", [{"as_of": "2025-01"}, {"as_of": DAY}, {"deadline": "2026-01"}])
def test_this_month_today_and_deadlines_are_no_days_to_come(said):
    kind = "target" if "deadline" in said else "strength"
    assert Concern.FUTURE not in concerns(considered(fact("S2-01", kind, "300", **said)))


# checks: parts


def test_parts_that_make_more_than_the_whole_are_told_with_their_sum():
    whole = fact("S1-01", "strength", "about 500", as_of="2025-01-01")
    kenya = fact("S1-02", "strength", "about 400", scope="Kenya", as_of="2025-01-01")
    found = considered(fact("S2-01", "strength", "150", scope="Jamaica", as_of="2025-01-10"), whole, kenya)
    told = check(found, Concern.PARTS)
    assert told.beside == whole
    assert str(told.total) == "about 550"


def test_parts_that_make_less_may_lack_others():
    whole = fact("S1-01", "strength", "500", as_of="2025-01-01")
    found = considered(fact("S2-01", "strength", "400", scope="Kenya", as_of="2025-01-10"), whole)
    assert Concern.PARTS not in concerns(found)


# checks: quotations


def test_a_quotation_of_more_than_twelve_words_is_cut_and_that_is_told():
    told = long_quotation("word " * 13)
    assert told
    assert told.words == 13
    assert shortened_quote("word " * 13) == " ".join(["word"] * 12) + "…"


def test_twelve_words_are_kept_whole():
    assert long_quotation("word " * 12) is None
    assert shortened_quote(" one   two ") == "one two"


def test_a_long_quotation_is_told_of_whatever_else_is_odd():
    found = considered(fact("S2-01", "strength", "4,000", as_of="2025-01-10"), FOUR_HUNDRED, quote="word " * 20)
    assert concerns(found) == [Concern.SLIP, Concern.QUOTE]


def test_what_is_plain_raises_no_check():
    assert considered(fact("S2-01", "strength", "572 police officers", as_of="2025-01-10"), FOUR_HUNDRED).checks == ()
