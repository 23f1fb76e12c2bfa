"""Ladders: on how many days before a deadline a room is warned, by kind of fact; a mission may have its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefings.kinds import KINDS

MOST_RUNGS, WIDEST = 20, 1_000
"""Steps of one ladder, and days before a deadline, at most."""
DAY_AFTER = -1
"""Every ladder ends with the day after."""
LADDER_KINDS = tuple(kind.name for kind in KINDS.values() if kind.ladder)
"""The kinds of fact that set a deadline."""


def ladder(days: Iterable[int]) -> tuple[int, ...]:
    """Days before a deadline as a ladder, the widest first, each once. Raises ValueError for what is none."""
    before = {day for day in days if day != DAY_AFTER}
    if not before or len(before) > MOST_RUNGS or min(before) < 0 or max(before) > WIDEST:
        raise ValueError(before)
    return tuple(sorted({*before, DAY_AFTER}, reverse=True))


def read_ladder(text: str) -> tuple[str, tuple[int, ...]]:
    """The kind and the steps of a ladder as `write_ladder` writes it. Raises ValueError."""
    kind, *days = text.split()
    if kind not in LADDER_KINDS or not all(re.fullmatch(r"-?\d{1,4}", day, re.ASCII) for day in days):
        raise ValueError(text)
    return kind, ladder(int(day) for day in days)


def write_ladder(kind: str, rungs: Iterable[int]) -> str:
    """A ladder on one line: “mandate 90 60 30 0”."""
    return " ".join([kind, *(str(rung) for rung in rungs if rung != DAY_AFTER)])
