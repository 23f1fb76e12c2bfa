"""Sentences, numbers, days and lists in finished words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from gettext import NullTranslations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from briefings import words
from briefings.dates import read_date
from briefings.document import (
    Count,
    DayStyle,
    Hole,
    Instant,
    Line,
    Link,
    Listing,
    Look,
    Mark,
    Person,
    Quoted,
    Share,
    Span,
    Strong,
    Text,
    When,
    plural,
)
from briefings.values import read_quantity
from tests.briefings.made_up import ANY_DATE, QUICK, quantities
from tests.briefings.stage import ENGLISH


def said(hole: Hole) -> str:
    return words.text(Line("{x}", x=hole))


def looks(hole: Hole) -> list[Look]:
    return [span.look for span in words.say_line(Line("{x}", x=hole), ENGLISH)]


# numbers


@pytest.mark.parametrize(
    ("written", "words_"),
    [("572 personnel", "572 personnel"), ("2500 officers", "2,500 officers"), ("about 400 police officers", "about 400 police officers"),
     ("nearly 3000", "nearly 3,000"), ("more than 1300", "more than 1,300"), ("less than 50", "less than 50"),
     ("at least 12", "at least 12"), ("up to 5500 uniformed", "up to 5,500 uniformed"), ("900-1000", "900–1,000"),
     ("0 police officers", "0 police officers"), ("2.5", "2.5")],
)  # fmt: skip
def test_a_count_is_written_with_its_hedge_and_its_unit(written, words_):
    assert said(Count(read_quantity(written))) == words_


@pytest.mark.parametrize(
    ("written", "words_"),
    [("USD 85.5 million", "USD 85.5 million"), ("about EUR 10000", "about EUR 10,000"), ("GBP 6500000", "GBP 6.5 million"),
     ("USD 61400000", "USD 61.4 million"), ("USD 1234567", "USD 1,234,567"), ("TVF 300000000", "TVF 300 million"),
     ("USD 1.25 billion", "USD 1.25 billion"), ("USD 1250010000", "USD 1,250,010,000")],
)  # fmt: skip
def test_money_is_shortened_only_where_nothing_is_lost(written, words_):
    assert said(Count(read_quantity(written))) == words_


def test_a_range_of_money_says_its_scale_once():
    assert said(Count(read_quantity("USD 2,000,000-3,000,000"))) == "USD 2–3 million"


def test_the_unit_can_be_left_out():
    assert said(Count(read_quantity("572 personnel"), unit=False)) == "572"


_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@QUICK
@given(quantities().filter(lambda quantity: quantity.high is None))
def test_a_written_number_is_the_number(quantity):
    """No digit is lost in shortening."""
    words_ = said(Count(quantity, unit=False)).replace(",", "").split()
    scale = _SCALES.get(words_[-1], 0)
    assert Decimal(words_[-2] if scale else words_[-1]) * 10**scale == quantity.low


@pytest.mark.parametrize(
    ("part", "is_about", "words_"),
    [(Fraction(572, 2500), True, "about 22.9 %"), (Fraction(4, 25), True, "about 16 %"), (Fraction(2530, 2500), False, "101.2 %"),
     (Fraction(1), False, "100 %"), (Fraction(0), False, "0 %")],
)  # fmt: skip
def test_a_share_has_one_decimal_at_most(part, is_about, words_):
    assert said(Share(part, is_about)) == words_


@pytest.mark.parametrize(("part", "words_"), [(Fraction(24_999, 25_000), "100 %"), (Fraction(1, 10_000), "0 %")])
def test_a_share_that_is_not_the_whole_is_not_rounded_to_it(part, words_):
    """2,499 of 2,500 is not 100 %, and one person is not none."""
    assert said(Share(part)) != words_


# plurals


@pytest.mark.parametrize(("number", "words_"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1000, "1,000 days")])
def test_one_is_singular_and_all_else_is_plural(number, words_):
    assert words.text(plural("{n} day", "{n} days", number)) == words_


# days


@pytest.mark.parametrize(
    ("written", "words_"),
    [("2025-10-02", "2 Oct 2025"), ("2025-01", "Jan 2025"), ("2024", "2024"), ("about 2024-09", "about Sep 2024"),
     ("2024-11-07 or later", "7 Nov 2024 or later"), ("by late 2024", "by late 2024"), ("early 2024", "early 2024"),
     ("mid 2024", "mid 2024"), ("before 2025-01", "before Jan 2025"), ("by 2025-01-31", "by 31 Jan 2025"),
     ("unknown", "undated"), ("unknown, near 2024-11-07", "undated"),
     ("2024-11-07 to 2025-01-31", "7 Nov 2024 or later, 31 Jan 2025 at the latest")],
)  # fmt: skip
def test_a_date_is_written_as_exactly_as_its_source_gives_it(written, words_):
    assert said(When(read_date(written))) == words_


def test_a_day_can_carry_its_weekday():
    assert said(When(date(2026, 11, 22), DayStyle.WEEKDAY)) == "Sun 22 Nov 2026"


@pytest.mark.parametrize(
    ("day", "words_"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (15, "15th"), (20, "20th"),
     (21, "21st"), (22, "22nd"), (23, "23rd"), (30, "30th"), (31, "31st")],
)  # fmt: skip
def test_a_day_of_the_month_is_an_ordinal(day, words_):
    assert said(When(date(2025, 1, day), DayStyle.OF_MONTH)) == f"the {words_}"


@QUICK
@given(ANY_DATE)
def test_every_date_has_words(recorded):
    assert said(When(recorded)).strip()


def test_a_moment_names_its_zone():
    at = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    assert said(Instant(at, "Africa/Nairobi")) == "Sun 22 Nov 2026, 07:30 Nairobi"
    assert said(Instant(at)) == "Sun 22 Nov 2026, 04:30 UTC"
    assert said(Instant(at, "America/Port-au-Prince")).endswith("Port-au-Prince")


# lists


@pytest.mark.parametrize(
    ("names", "standard", "commas"),
    [(("US",), "US", "US"), (("US", "Ecuador"), "US and Ecuador", "US, Ecuador"),
     (("US", "Ecuador", "Kenya"), "US, Ecuador, and Kenya", "US, Ecuador, Kenya")],
)  # fmt: skip
def test_a_list_is_joined_as_the_language_joins_it(names, standard, commas):
    of = tuple(Text(name) for name in names)
    assert (said(Listing(of)), said(Listing(of, by_commas=True))) == (standard, commas)


def test_a_name_with_braces_stays_as_it_is_in_a_list():
    assert said(Listing((Text("{0}"), Quoted("a {1} b")))) == "{0} and a {1} b"


# spans


def test_each_hole_has_its_look():
    assert looks(Text("Kenya")) == [Look.NAME]
    assert looks(Person("Amina")) == [Look.NAME]
    assert looks(Quoted("outgunned")) == [Look.QUOTED]
    assert looks(When(date(2025, 1, 1))) == [Look.DAY]
    assert looks(Instant(datetime(2025, 1, 1, tzinfo=UTC))) == [Look.INSTANT]
    assert looks(Share(Fraction(1, 2))) == [Look.FIGURE, Look.PLAIN] or looks(Share(Fraction(1, 2)))[0] is Look.FIGURE
    assert looks(Mark("S1")) == [Look.MARK]
    assert looks(Link("resolution", "https://example.org")) == [Look.LINK]


def test_a_figure_knows_the_claim_it_stands_in_and_a_mark_its_source():
    spans = words.say_line(
        Line("{count} {mark}", count=Count(read_quantity("572"), of="S2-21"), mark=Mark("S2")), ENGLISH
    )
    assert {(span.look, span.target) for span in spans if span.target} == {(Look.FIGURE, "S2-21"), (Look.MARK, "S2")}
    assert "".join(span.text for span in spans) == "572 [S2]"


def test_what_is_strong_is_strong_in_every_part():
    spans = words.say_line(Line("{x}", x=Strong(Count(read_quantity("about 572 personnel")))), ENGLISH)
    assert all(span.strong for span in spans)


def test_words_of_others_are_never_read_as_a_message():
    assert words.text(Line("{x}", x=Quoted("{0} {x} %s {{}}"))) == "{0} {x} %s {{}}"


def test_neighbours_of_one_look_become_one_span():
    assert words.say_line(Line("a {x} c", x=Line("b")), ENGLISH) == (Span("a b c"),)


# languages


def test_english_is_always_there():
    assert "en" in words.languages()
    assert words.language("en").locale == Locale.parse("en")


@pytest.mark.parametrize("code", ["xx", "", "../en", "en_XX_nowhere", "mss"])
def test_a_language_without_a_catalogue_is_refused(code):
    with pytest.raises(LookupError):
        words.language(code)


def test_a_language_says_its_own_words_numbers_and_days():
    class Few(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"{count} by {day}": "{day} : {count}", "about {number}": "environ {number}"}.get(message, message)

    french = words.Language("fr", Few(), Locale.parse("fr"))
    line = Line("{count} by {day}", count=Count(read_quantity("about 2,500")), day=When(read_date("2025-01")))
    assert words.text(line, french).replace("\u202f", " ") == "janv. 2025 : environ 2 500"


@QUICK
@given(st.decimals(0, 10**6, places=3))
def test_a_number_reads_the_same_whatever_its_zeros(number):
    assert said(Count(Decimal(number))) == said(Count(Decimal(number).normalize()))
