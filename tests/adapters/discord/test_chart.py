"""A chart as a picture: every bar with its words, the target beside them, drawn on any machine."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from struct import unpack
from typing import Any

import pytest

from adapters.discord.chart import picture, target_named
from briefings.document import Chart, Look, Span, Spans
from tests.adapters.slack.test_blocks import history


def chart(**changes: Any) -> Chart[Spans]:
    found: Any = history().sections[0].blocks[0]
    return replace(found, **changes)


def size(png: bytes) -> tuple[int, int]:
    wide, high = unpack(">II", png[16:24])
    return wide, high


def test_it_is_a_png_of_a_phones_width_that_grows_by_the_bar():
    two, one = picture(chart(), "MSS Haiti"), picture(chart(points=chart().points[:1]), "MSS Haiti")
    assert two.startswith(b"\x89PNG")
    assert size(two)[0] == 750
    assert size(two)[1] > size(one)[1]


@pytest.mark.parametrize("letter", list("aéçñşšøΩЖ5–…“€"))
def test_its_words_are_drawn_and_not_only_its_bars(letter):
    # Without a font the renderer leaves words out and says nothing.
    assert picture(chart(), letter) != picture(chart(), "")


def test_every_count_is_drawn_with_its_own_words():
    points = [replace(point, words=(Span("about 573 [S2]"),)) for point in chart().points]
    assert picture(chart(points=tuple(points)), "MSS Haiti") != picture(chart(), "MSS Haiti")


def test_a_higher_count_has_a_longer_bar():
    first, second = chart().points
    assert picture(chart(points=(first, replace(second, number=Decimal(1_000)))), "MSS") != picture(chart(), "MSS")


def test_the_target_is_a_line_of_its_own():
    assert picture(chart(), "MSS Haiti") != picture(chart(target=None), "MSS Haiti")


@pytest.mark.parametrize(
    ("named", "target", "expected"),
    [
        ("2,500", 2500, "2,500"),
        ("2\u202f500", 2500, "2\u202f500"),
        ("about 2,500", 2500, "about 2,500"),
        ("572", 2500, ""),
    ],
)
def test_the_target_is_written_as_the_caption_writes_it(named, target, expected):
    assert target_named(chart(caption=(Span(named, Look.FIGURE),), target=Decimal(target))) == expected


@pytest.mark.parametrize("words", ["<script>", "\x00\x1b[31m", "\ufffe", "x" * 3_000, "&amp;", "\udcff"])
def test_hostile_words_break_no_picture(words):
    assert picture(chart(caption=(Span(words, Look.FIGURE),)), words).startswith(b"\x89PNG")


@pytest.mark.parametrize("number", ["0", "-5", "1e9"])
def test_a_strange_number_breaks_no_picture(number):
    points = tuple(replace(point, number=Decimal(number)) for point in chart().points)
    assert picture(chart(points=points, target=None), "MSS").startswith(b"\x89PNG")
