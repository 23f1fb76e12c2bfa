"""Counts against a target as a picture: a bar for each, under its day and its number.

    MSS Haiti · Over time
                                   2,500
    28 Feb 2025: 800                    ┆
    ▇▇▇▇▇▇▇▇▇▇▇▇────────────────────────┆
    28 Mar 2025: 950                    ┆
    ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇─────────────────────┆

It is drawn for a phone, on its own dark ground that suits a light and a dark screen. Nothing hangs on its colours:
the bars are long or short, the target is a broken line with its number. The words say it all without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from html import escape
from pathlib import Path

from resvg_py import svg_to_bytes

from adapters.pages import point_line
from adapters.plain import one_line
from briefings.document import Chart, Look, Spans, plain

FEWEST_BARS, MOST_BARS = 2, 12
"""Counts from which and up to which a picture says more than its words, and can be read on a phone."""

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
"""Latin, Greek and Cyrillic letters. Without a font of its own the renderer draws no text and says nothing."""

_WIDE, _MARGIN, _TOP, _STEP, _HIGH = 300, 12, 58, 38, 10
_ROOM = _WIDE - 2 * _MARGIN
_LETTER = 0.62
"""The width of a letter of the font, by its height: a little more than the mean."""
_GROUND, _BAR, _TRACK, _INK, _TARGET = "#1e1f22", "#56b4e9", "#3f4147", "#ffffff", "#f0b132"
_UNDRAWABLE = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://www.w3.org/TR/xml/#charsets


def picture(chart: Chart[Spans], title: str) -> bytes:
    """The chart as PNG, under a title that says what is counted."""
    return _png("".join(_svg(chart, title)))


def target_named(chart: Chart[Spans]) -> str:
    """The target as the caption writes it; empty where it names none."""
    figures = (span.text for span in chart.caption if span.look is Look.FIGURE)
    return next((text for text in figures if "".join(filter(str.isdigit, text)) == str(chart.target)), "")


@lru_cache(maxsize=64)
def _png(svg: str) -> bytes:
    return svg_to_bytes(
        svg_string=svg, zoom=2.5, font_files=[str(FONT)], font_family="DejaVu Sans", skip_system_fonts=True
    )


def _svg(chart: Chart[Spans], title: str) -> Iterator[str]:
    """Bars first, the target over them, and over all the words."""
    high = _TOP + _STEP * len(chart.points) + _MARGIN // 2
    tops = [_TOP + _STEP * number for number in range(len(chart.points))]
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" font-family="DejaVu Sans">'
    yield f'<rect width="{_WIDE}" height="{high}" fill="{_GROUND}"/>'
    for point, top in zip(chart.points, tops, strict=True):
        yield _bar(_ROOM, top + 20, _TRACK)
        yield _bar(_length(point.number, chart), top + 20, _BAR)
    if chart.target is not None:
        yield from _line(target_named(chart), _MARGIN + _length(chart.target, chart), high - _MARGIN // 2)
    yield _text(title, _MARGIN, 26, 16)
    for point, top in zip(chart.points, tops, strict=True):
        yield _text(plain(point_line(point)), _MARGIN, top + 14, 15)
    yield "</svg>"


def _bar(length: float, top: float, colour: str) -> str:
    return f'<rect x="{_MARGIN}" y="{top}" width="{length:.1f}" height="{_HIGH}" rx="3" fill="{colour}"/>'


def _line(name: str, place: float, bottom: float) -> Iterator[str]:
    """The target as a broken line with its number at its upper end, always inside the picture."""
    yield (f'<path d="M{place:.1f} {_TOP - 8}V{bottom}" stroke="{_TARGET}" stroke-width="2.5" '
           'stroke-dasharray="6 4" fill="none"/>')  # fmt: skip
    yield _text(name, place, _TOP - 13, 15, _TARGET, "end" if place > _WIDE / 2 else "start")


def _text(words: str, x: float, y: float, height: float, ink: str = _INK, anchor: str = "start") -> str:
    """A line of words; longer ones are smaller, so that none is cut."""
    words = _UNDRAWABLE.sub("", one_line(words)).strip()
    fitting = min(height, _ROOM / (_LETTER * max(1, len(words))))
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{fitting:.1f}" fill="{ink}" text-anchor="{anchor}">'
            f"{escape(words)}</text>")  # fmt: skip


def _length(number: Decimal, chart: Chart[Spans]) -> float:
    """How long a bar is: a full one stands for the top of the scale."""
    return _ROOM * float(max(Decimal(0), number) / (chart.top or 1))
