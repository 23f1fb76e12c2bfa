"""What benchmarks share: how much is measured, the rows of the one table, and what a process has used so far."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: rounds, requests of one side in each, and what is held while they are answered.

    `commands` are answered and `posts` made before memory is looked at again; `deliveries` the ledger gives out.
    """

    rounds: int = 5
    requests: int = 4_000
    connections: int = 128
    people: int = 500
    claims: int = 10_000
    commands: int = 20_000
    posts: int = 1_000
    deliveries: int = 5_000


QUICK = Size(rounds=1, requests=40, connections=4, people=4, claims=20, commands=40, posts=4, deliveries=150)
"""Just enough to see that a benchmark works."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio has to be: at least, or at most, so much."""

    bound: float
    is_most: bool = False

    def __str__(self) -> str:
        return f"{'≤' if self.is_most else '≥'} {self.bound:g}"

    def is_met(self, ratio: float) -> bool:
        return ratio <= self.bound if self.is_most else ratio >= self.bound


def at_least(bound: float) -> Goal:
    return Goal(bound)


def at_most(bound: float) -> Goal:
    return Goal(bound, is_most=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured as a ratio to its floor in each round, what it has to be, and what to know beside.

    `number` is that of the question, as the table in the README asks them.
    """

    number: int
    what: str
    ratios: Sequence[float]
    goal: Goal
    beside: str = ""


Bench = Callable[[Size], Awaitable[list[Row]]]
"""Measures some rows."""


def table(rows: Sequence[Row]) -> str:
    """The rows as a markdown table."""
    head = "| # | what | × floor: median (min–max) | goal | met | beside |\n| --- | --- | --- | --- | --- | --- |"
    return "\n".join((head, *(_line(row) for row in sorted(rows, key=lambda row: row.number))))


def _line(row: Row) -> str:
    middle = median(row.ratios)
    met = "yes" if row.goal.is_met(middle) else "**no**"
    spread = f"{middle:.2f} ({min(row.ratios):.2f}–{max(row.ratios):.2f})"
    return f"| {row.number} | {row.what} | {spread} | {row.goal} | {met} | {row.beside} |"


def spread(values: Sequence[float], unit: str = "") -> str:
    """The median of some figures, with the least and the most of them."""
    return f"{median(values):,.4g}{unit} ({min(values):,.4g}–{max(values):,.4g})"


# what a process has used


def cpu_seconds(process: int) -> float:
    """Seconds of CPU that a process has used so far, all its threads together. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """Megabytes that a process keeps in memory."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def machine(packages: Mapping[str, str]) -> str:
    """How large this machine is, and the versions of what was measured."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {versions}"
