"""Counts, sums and durations as sources give them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefings.values import (
    LARGEST,
    Duration,
    Qualifier,
    Quantity,
    difference,
    read_duration,
    read_quantity,
)
from tests.briefings.made_up import DURATIONS, QUICK, quantities


@QUICK
@given(quantities() | quantities(is_money=True))
def test_a_written_quantity_reads_back_equal(quantity):
    assert read_quantity(str(quantity)) == quantity


@QUICK
@given(DURATIONS)
def test_a_written_duration_reads_back_equal(duration):
    assert read_duration(str(duration)) == duration


@QUICK
@given(st.from_regex(r"(about )?[0-9]{1,7}(\.[0-9]{1,7})?( thousand| million)?", fullmatch=True))
@example("0.001234 thousand")
def test_whatever_can_be_read_can_be_written_and_read_again(text):
    try:
        quantity = read_quantity(text)
    except ValueError:
        return
    assert read_quantity(str(quantity)) == quantity


EXAMPLES = {
    "572 personnel": Quantity(Decimal(572), unit="personnel"),
    "2,500 officers": Quantity(Decimal(2500), unit="officers"),
    "about 400 police officers": Quantity(Decimal(400), qualifier=Qualifier.ABOUT, unit="police officers"),
    "nearly 1,000": Quantity(Decimal(1000), qualifier=Qualifier.NEARLY),
    "more than 600": Quantity(Decimal(600), qualifier=Qualifier.MORE_THAN),
    "less than 50": Quantity(Decimal(50), qualifier=Qualifier.LESS_THAN),
    "at least 12": Quantity(Decimal(12), qualifier=Qualifier.AT_LEAST),
    "up to 5,500 uniformed": Quantity(Decimal(5500), qualifier=Qualifier.UP_TO, unit="uniformed"),
    "900-1,000 personnel": Quantity(Decimal(900), Decimal(1000), unit="personnel"),
    "USD 85.5 million": Quantity(Decimal(85_500_000), currency="USD"),
    "about EUR 10,000": Quantity(Decimal(10_000), qualifier=Qualifier.ABOUT, currency="EUR"),
}


@pytest.mark.parametrize("written", EXAMPLES)
def test_each_example_of_the_notation_reads_as_it_says(written):
    assert read_quantity(written) == EXAMPLES[written]


@pytest.mark.parametrize(
    ("typed", "written"),
    [("2500 officers", "2,500 officers"), ("~400", "about 400"), ("approximately 400 police officers", "about 400 police officers"),
     ("Approx. 400", "about 400"), ("over 1,300", "more than 1,300"), ("fewer than 2,200", "less than 2,200"),
     ("almost 3,000", "nearly 3,000"), ("$20 million", "USD 20,000,000"), ("€1.2 Million", "EUR 1,200,000"),
     ("USD 2-3 million", "USD 2,000,000-3,000,000"), ("900 to 1,000", "900-1,000"), ("900–1,000", "900-1,000"),
     ("0 police officers", "0 police officers"), ("1.5 thousand", "1,500"), ("exactly 5", "5")],
)  # fmt: skip
def test_other_ways_to_write_it_mean_the_same(typed, written):
    assert str(read_quantity(typed)) == written


def test_a_unit_keeps_its_own_letters():
    assert read_quantity("12 officers of the Thousand Isles").unit == "officers of the Thousand Isles"


@pytest.mark.parametrize(
    "written",
    ["", "unknown", "many", "2.500", "USD 2.500", "2-2.500 officers", "2.500,00", "25,00", "1,0000", "-5", "1e5", "NaN",
     "Infinity", "1,000-900", "usd", "USD", "about", "1 000 officers", "1,000,000,000,000,000", "1000000 billion",
     "9" * 5_000],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011 — its message is the text itself
        read_quantity(written)


def test_the_largest_number_is_just_below_the_limit():
    assert read_quantity(str(LARGEST - 1)).low == LARGEST - 1


@pytest.mark.parametrize(("written", "months"), [("1 year", 12), ("9 months", 9), ("12 months", 12), ("28 days", 0)])
def test_a_duration_knows_its_months(written, months):
    assert read_duration(written).months == months


@pytest.mark.parametrize("written", ["", "a year", "1 fortnight", "1.5 years", "-1 day", "12345 days", "1 year or so"])
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011 — its message is the text itself
        read_duration(written)


def test_one_is_written_without_an_s():
    assert (str(Duration(1, "year")), str(Duration(2, "year"))) == ("1 year", "2 years")


@pytest.mark.parametrize(
    ("whole", "part", "missing"),
    [("2,500 officers", "572 personnel", "1,928"), ("2,500 officers", "about 572 personnel", "about 1,928"),
     ("up to 3,500", "2,830", "about 670"), ("1,000", "900-1,000", "about 50"), ("1,000", "1,020", "20")],
)  # fmt: skip
def test_what_is_missing_stays_as_approximate_as_its_parts(whole, part, missing):
    assert str(difference(read_quantity(whole), read_quantity(part))) == missing


def test_exactness_needs_a_single_unhedged_number():
    exact = [text for text in EXAMPLES if read_quantity(text).is_exact]
    assert exact == ["572 personnel", "2,500 officers", "USD 85.5 million"]
