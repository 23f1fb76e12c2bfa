"""Deployed strength over time as a chart with its spoken equivalent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from briefings.claims import Claim
from briefings.document import Chart, Hole, Line, Point, Section, When, section
from briefings.document import mark as _
from briefings.documents.sentences import figure, mark_of, when
from briefings.kinds import KINDS, series_of
from briefings.picture import Picture

CHART_FROM = 4
"""Months with a count from which a chart says more than sentences."""


def middle(claim: Claim) -> Decimal:
    """The number to reckon with; 0 where none is recorded."""
    return claim.quantity.middle if claim.quantity else Decimal(0)


_SERIES = series_of(Claim(name="", kind="strength", source=""))


def with_history(picture: Picture, history: Sequence[Claim]) -> Picture:
    """The Picture with more counts of the whole mission than it holds by itself, newest first."""
    whole = tuple(claim for claim in history if not claim.scope)
    return replace(picture, series={**picture.series, _SERIES: whole}) if whole else picture


def is_whole(picture: Picture) -> bool:
    """Whether no counts are known to be left out; a Picture holds only so many."""
    return len(picture.rivals("strength")) != KINDS["strength"].keeps


def over_time(
    picture: Picture, counts: Sequence[Claim], target: Claim | None, most: int, *, holds_all: bool
) -> Iterator[Section[Line]]:
    """The last count of each month as a chart from four months on; with fewer, other sentences say it.

    `holds_all` tells that there are no counts but these.
    """
    months_ = _last_of_months(picture, counts)
    if len(months_) < CHART_FROM:
        return
    shown = months_[-most:]
    points = (Point(picture.last_day(claim), middle(claim), Line("{day}", day=when(picture, claim)),
                    Line("{count}", count=figure(claim, unit=False))) for claim in shown)  # fmt: skip
    top = target.quantity.middle if target and target.quantity else None
    yield section(
        Line(_("Over time")),
        Chart(_caption(shown, target, cut=not holds_all or len(shown) < len(months_)), tuple(points), top),
    )


def _last_of_months(picture: Picture, counts: Sequence[Claim]) -> list[Claim]:
    """For each month with a count, the leading one of its latest day; the earliest month first."""
    by_day: dict[object, list[Claim]] = {}
    for claim in counts:
        if claim.quantity and not claim.scope:
            by_day.setdefault(picture.counts_from(claim), []).append(claim)
    leading = [found for day in by_day.values() if (found := picture.leading(day))]
    by_month: dict[tuple[int, int], Claim] = {}
    for claim in sorted(leading, key=picture.counts_from):
        day = picture.counts_from(claim)
        by_month[day.year, day.month] = claim
    return list(by_month.values())


def _caption(counts: Sequence[Claim], target: Claim | None, *, cut: bool) -> Line:
    """The chart in a sentence."""
    high = max(counts, key=middle)
    said = [claim.speaks_of for claim in (counts[0], counts[-1], high)]
    days = [When(day) if day else Line(_("undated")) for day in said]
    course = Line(_("{first}, {first_day}; {last}, {last_day}; the highest {high}, {high_day}"), first=_number(counts[0]),
                  last=_number(counts[-1]), high=_number(high), first_day=days[0], last_day=days[1], high_day=days[2])  # fmt: skip
    message = (_("The newest {n} months with a count, the last of each: {course} {marks}. {scale}") if cut
               else _("All {n} months with a count, the last of each: {course} {marks}. {scale}"))  # fmt: skip
    return Line(message, n=len(counts), course=course, marks=mark_of(*counts), scale=_scale(high, target))


def _scale(high: Claim, target: Claim | None) -> Line:
    """What a full bar stands for."""
    if target is None:
        return Line(_("A full bar is {high}."), high=_number(high))
    if middle(high) > middle(target):
        return Line(
            _("A full bar is {high}, more than the target of {target}."), high=_number(high), target=_number(target)
        )
    return Line(_("A full bar is the target of {target}."), target=_number(target))


def _number(claim: Claim) -> Hole:
    return figure(claim, unit=False)
