"""A row beside the fact on record: the cells that stay, those that are understood, and those that differ."""

from __future__ import annotations

from dataclasses import replace

from bot.entry.kind import Sort
from briefings.claims import Claim, Standing
from briefings.kinds import ValueType
from briefings.table import Cells, claim_cells
from briefings.table.cells import DATES
from briefings.table.columns import BY_NAME
from briefings.values import read_duration

_NONE = "none"
"""What empties a cell of a fact on record."""


def merged(cells: Cells, there: Claim, reason: str) -> Cells:
    """The cells of a fact on record with what a row says otherwise."""
    said = {name: "" if cell.casefold() == _NONE else cell for name, cell in cells.items() if cell and name != "kind"}
    return {**claim_cells(there, reason), "standing": "", **said, "name": there.name}


def with_defaults(cells: Cells, sort: Sort) -> Cells:
    """The cells of a new fact with what the word for its kind says already, and a day in the place of a length of time."""
    cells = dict(cells)
    cells["name"] = cells.get("name", "").upper()
    if sort.aspect and not cells.get("topic"):
        cells["topic"] = sort.aspect
    told = cells.get("details", "")
    missing = [f"{name}={value}" for name, value in sort.details.items() if f"{name}=" not in told]
    cells["details"] = "; ".join(filter(None, (*missing, told)))
    return _with_day(cells, sort)


def _with_day(cells: Cells, sort: Sort) -> Cells:
    value = cells.get("value", "")
    if sort.kind.value is not ValueType.DURATION or sort.day is None or not value or _is_duration(value):
        return cells
    column = next(name for name, role in DATES.items() if role is sort.day)
    return cells if cells.get(column) else {**cells, column: value, "value": ""}


def _is_duration(text: str) -> bool:
    try:
        read_duration(text)
    except ValueError:
        return text.casefold() == "unknown"
    return True


def fingerprint(claim: Claim) -> tuple[tuple[str, str], ...]:
    """All that a claim says, without its name and its standing."""
    cells = claim_cells(replace(_bare(claim), name=""))
    return tuple(cells.items())


def _bare(claim: Claim) -> Claim:
    links = tuple(sorted(claim.links, key=lambda link: (link.relation.value, link.to)))
    return replace(claim, standing=Standing.LIVE, recorded_at=None, links=links)


def differences(was: Claim, now: Claim) -> tuple[tuple[str, str, str], ...]:
    """The columns in which two versions of a fact differ, each with what it was and what it becomes."""
    if _bare(was) == _bare(now):
        return ()
    before, after = claim_cells(_bare(was)), claim_cells(_bare(now))
    return tuple((column, before[column], after[column]) for column in BY_NAME
                 if before.get(column, "") != after.get(column, ""))  # fmt: skip
