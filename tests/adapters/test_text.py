"""Documents on a terminal: whole on every width, plain where colour is not wanted."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from adapters.terminal.text import BAR, bar, draw, show
from briefings.document import Line, Meter, Rows
from tests.adapters.said import EVERY_EXAMPLE, example, quote, saying, sentences

WIDTHS = (80, 40)


def words_of(text: str) -> Counter[str]:
    """Words with how often they stand in a text; bullets, bars and arrows are no words."""
    return Counter(word for word in text.casefold().split() if re.search(r"\w", word))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_no_line_is_wider_than_the_screen(name, title, width):
    """But for a command too long for it, which is shown unbroken so that it can be copied."""
    drawn = [line for line in draw(example(name, title), width).splitlines() if not line.startswith("→")]
    assert max(cell_len(line) for line in drawn) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_no_word_is_lost(name, title, width):
    document = example(name, title)
    offered = " ".join(offer.line for offer in document.offers)
    assert words_of(draw(document, width)) == words_of(" ".join([*sentences(document), offered]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_no_line_ends_in_blanks(name, title, width):
    assert [line for line in draw(example(name, title), width).splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_what_to_type_next_never_breaks_inside_a_command(name, title, width):
    document = example(name, title)
    drawn = draw(document, width).splitlines()
    for offer in document.offers:
        assert any(offer.line in line for line in drawn)


def test_labels_stand_beside_their_lines_on_a_wide_screen():
    assert "Overdue    nothing" in draw(saying(Line("nothing"), label="Overdue"), 80)


def test_labels_stand_above_their_lines_on_a_phone():
    assert "Overdue\n  nothing" in draw(saying(Line("nothing"), label="Overdue"), 40)


def test_a_name_longer_than_the_screen_is_broken_and_kept_whole():
    assert draw(saying(quote("x" * 100)), 40).count("x") == 100


# meters and tables


@pytest.mark.parametrize(
    ("share", "filled"), [(Fraction(0), 0), (Fraction(1, 4), 5), (Fraction(1), BAR), (Fraction(9, 5), BAR)]
)
def test_a_bar_is_filled_by_its_share_and_never_beyond(share, filled):
    assert bar(share) == "█" * filled + "░" * (BAR - filled)


def test_the_words_of_a_meter_stand_beside_its_bar_where_they_fit():
    assert f"{bar(Fraction(1, 4))}  a quarter" in draw(saying(Meter(Fraction(1, 4), Line("a quarter"))), 80)


def test_the_words_of_a_meter_stand_below_its_bar_on_a_phone():
    drawn = draw(saying(Meter(Fraction(1, 4), Line("about 25 % of 2,500, about 1,875 short"))), 40)
    assert f"{bar(Fraction(1, 4))}\nabout 25 %" in drawn


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_keeps_every_cell(width):
    row = (quote("Kenya"), quote("about 400 police officers"), quote("7 Nov 2024 or later"))
    drawn = draw(saying(Rows(Line("Counts"), (Line("Party"), Line("Number"), Line("Day")), (row,))), width)
    assert words_of(drawn) >= words_of("Kenya about 400 police officers 7 Nov 2024 or later Counts Party Number Day")


# colour


def shown(*, terminal: bool) -> str:
    screen = StringIO()
    show(example("status", "today"), Console(file=screen, force_terminal=terminal, width=80))
    return screen.getvalue()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def test_a_terminal_gets_colour():
    assert "\x1b[36m" in shown(terminal=True)


def test_a_pipe_gets_no_escape_sequence():
    assert "\x1b" not in shown(terminal=False)


def test_no_color_is_honoured(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    colours = re.findall(r"\x1b\[[\d;]*(?:3|4|9|10)\d\b[\d;]*m", shown(terminal=True))
    assert colours == []


def test_a_dumb_terminal_gets_no_escape_sequence(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown(terminal=True)


def test_colour_changes_no_word():
    assert re.sub(r"\x1b\[[\d;]*m", "", shown(terminal=True)) == shown(terminal=False)


# what a fact may say


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "\x1b]0;title\x07", "\x9b31m", "\b\b\b", "a\rb", "\x00"])
def test_no_control_character_of_a_fact_reaches_the_terminal(hostile):
    drawn = draw(saying(quote(hostile)), 80)
    assert [character for character in drawn if character != "\n" and not character.isprintable()] == []


@pytest.mark.parametrize("text", ["[bold]plain[/bold]", ":smile:", "[link=https://x.example]x[/link]", "[S1]", "\\[x]"])
def test_markup_in_a_fact_is_printed_as_it_is(text):
    assert text in draw(saying(quote(text)), 80)


@given(st.text(), st.integers(20, 120))
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_drawn_on_any_screen(text, width):
    drawn = draw(saying(quote(text), label=text, title=text), width)
    assert max(map(cell_len, drawn.splitlines()), default=0) <= width
