"""What a text names: figures with hedge, currency and unit, facts and sources, parties, and words to look for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.mentions import mentions
from briefings.values import Qualifier
from tests.briefings.stage import on

HAITI = on("haiti", "2025-01-17")


def figures(text: str) -> list[str]:
    """The words of each figure of a text."""
    return [figure.words for figure in mentions(text, HAITI).figures]


@pytest.mark.parametrize(("text", "found"), [
    ("only 572 officers have arrived", ["572 officers"]),
    ("about 600 police officers, and more than 2,500 pledged", ["about 600 police officers", "more than 2,500"]),
    ("They have 400 (police), not 572.", ["400", "572"]),
    ("$12 million and USD 85.5 million in all", ["$12 million", "USD 85.5 million"]),
    ("between 900-1,000 personnel", ["900-1,000 personnel"]),
    ("15 soldiers of 20", ["15 soldiers"]),
    ("*572* personnel", ["572 personnel"]),
])  # fmt: skip
def test_figures_are_read_with_what_stands_around_them(text, found):
    assert figures(text) == found


def test_a_figure_keeps_its_hedge_its_currency_and_its_scale():
    first, second = (one.quantity for one in mentions("nearly 3,000 personnel for €1.5 million", HAITI).figures)
    assert (first.qualifier, first.low, first.unit) == (Qualifier.NEARLY, Decimal(3_000), "personnel")
    assert (second.currency, second.low) == ("EUR", Decimal(1_500_000))


@pytest.mark.parametrize("text", [
    "in January 2025", "on 2025-01-15 at 10:30", "paragraph 12", "the 79th session", "2024-2025", "S2-21 and F12", "2.500",
    "v1.2.3", "²", "9" * 400, "http://un.example/2699/12",
])  # fmt: skip
def test_days_years_and_numbers_of_paragraphs_are_no_figures(text):
    assert figures(text) == []


def test_words_in_capitals_are_no_currency():
    assert [one.quantity.currency for one in mentions("ALL 572 OFFICERS", HAITI).figures] == [""]


def test_a_number_is_named_once():
    assert figures("572 officers, yes, 572") == ["572 officers"]


def test_facts_and_sources_are_named_in_any_case():
    assert mentions("see s2-21, [S0] and F12", HAITI).names == ("S2-21", "S0", "F12")


def parties(text: str) -> list[str]:
    return [party.short or party.name for party in mentions(text, HAITI).parties]


def test_parties_go_by_any_of_their_names_in_the_order_of_the_text():
    assert parties("Blinken of the United States met Ruto; the U.S. said so") == ["Blinken", "US", "Ruto"]


def test_the_longest_name_is_meant():
    assert parties("The UN Security Council met") == ["Security Council"]


def test_us_is_not_the_us_and_a_part_of_a_word_is_no_name():
    assert parties("tell us of the Kenyans") == []


def test_the_mission_itself_is_no_party_and_no_word():
    found = mentions("MSS Haiti, the Multinational Security Support mission in Haiti", HAITI)
    assert (found.parties, found.words) == ((), ())


def test_words_that_stand_in_any_text_are_not_looked_for():
    assert mentions("there would only have been some gang violence", HAITI).words == ("violence", "gang")


def test_a_long_text_is_not_looked_up_word_by_word():
    found = mentions(
        " ".join(f"word{letter * 4} 1,{number:03} S{number}" for number, letter in enumerate("abcdefghijklmno")), HAITI
    )
    assert (len(found.figures), len(found.names), len(found.words)) == (5, 10, 8)


@given(st.text(max_size=200) | st.text("0123456789,.-$ |USDofficers"))
def test_any_text_is_read(text):
    mentions(text, HAITI)
