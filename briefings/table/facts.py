"""A row read back: the claim it makes, what it tells of its source, and every fault in it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from briefings.claims import Claim, Link, Standing
from briefings.dates import Basis
from briefings.document import Line
from briefings.document import mark as _
from briefings.kinds import KINDS, FactKind, ValueType
from briefings.record import keys
from briefings.record.keys import Key, Unfit
from briefings.table.cells import (
    DATES,
    RELATIONS,
    YES,
    Cells,
    divided,
    escaped,
    is_list,
    joined,
    names_in,
    unescaped,
)
from briefings.table.columns import BY_NAME, OF_SOURCES, Column, Holds

SHOWN = 60
"""Characters of a cell that are said back, at most."""
_NO = ("", "no", "false", "0", "n")
_YES = (YES, "true", "1", "y", "x")
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a cell, and how to mend it; the column is empty where the whole row is meant."""

    column: str
    what: Line
    fix: Line


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row says. With faults the claim is not to be used.

    `standing` is None where the row leaves it as it is, `why` the reason for it.
    """

    claim: Claim
    headline: str = ""
    standing: Standing | None = None
    why: str = ""
    faults: tuple[RowFault, ...] = ()


def read_row(cells: Cells, kind: FactKind) -> ReadRow:
    """The fact of a kind that a row makes. Its source must stand in the row under the name it is recorded with."""
    reader = _Reader(cells, keys.fact_keys(kind))
    claim = reader.claim(kind)
    standing, why = reader.standing()
    return ReadRow(claim, cells.get("headline", ""), standing, why, tuple(reader.faults))


def read_parts(cells: Cells, wanted: Mapping[str, tuple[str, Key]]) -> Parts:
    """The parts of a row that is no fact: what each is called, its column and how it is read."""
    reader = _Reader(cells, {})
    found = {part: reader.read(BY_NAME[column], key, _RAW[BY_NAME[column].holds])
             for part, (column, key) in wanted.items() if cells.get(column)}  # fmt: skip
    for column, key in wanted.values():
        if key.is_required and not cells.get(column):
            what = Line(_("“{column}” is empty."), column=column)
            reader.faults.append(RowFault(column, what, Line(_("Write {what}."), what=Line(BY_NAME[column].what))))
    return Parts({part: value for part, value in found.items() if value is not None}, tuple(reader.faults))


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a row that could be read, by their names, and what is wrong with the others."""

    read: Mapping[str, Any]
    faults: tuple[RowFault, ...] = ()


MISSION_PARTS = {
    "name": ("name", keys.MISSION["name"]), "short": ("text", keys.MISSION["short"]),
    "kind": ("value", keys.MISSION["kind"]), "basis": ("topic", keys.MISSION["basis"]),
    "host_state": ("from", keys.MISSION["host_state"]), "aliases": ("with", keys.MISSION["aliases"]),
    "succeeded_by": ("for", keys.MISSION["succeeded_by"]),
}  # fmt: skip
PARTY_PARTS = {
    "name": ("name", keys.PARTY["name"]), "kind": ("value", keys.PARTY["kind"]), "short": ("text", keys.PARTY["short"]),
    "aliases": ("with", keys.PARTY["aliases"]), "part_of": ("from", keys.PARTY["part_of"]),
}  # fmt: skip
REMARK_PARTS = {
    "name": ("name", keys.REMARK["name"]), "kind": ("value", keys.REMARK["kind"]),
    "claims": ("with", keys.REMARK["facts"]), "text": ("text", keys.REMARK["text"]),
}  # fmt: skip
SOURCE_PARTS = {
    "name": ("source", keys.SOURCE["name"]),
    **{column.key: (column.name, keys.SOURCE[column.key]) for column in OF_SOURCES},
}


class _Reader:
    """Reads the cells of one row, and gathers what is wrong with them."""

    def __init__(self, cells: Cells, of_kind: Mapping[str, Key]) -> None:
        self._cells = cells
        self._keys = of_kind
        self.faults: list[RowFault] = []

    def claim(self, kind: FactKind) -> Claim:
        cells = self._cells
        if "value" in kind.needs and not cells.get("value"):
            self.faults.append(RowFault("value", Line(_("“{column}” is empty."), column="value"),
                                        Line(_("Use one of: {known}."), known=", ".join(kind.choices))))  # fmt: skip
        basis, note = self._fact("basis", str) or (Basis.STATED, "")
        return Claim(
            name=self._fact("name", str) or "",
            kind=kind.name,
            source=cells.get("source", ""),
            subject=self._fact("from", str) or "",
            aspect=self._fact("topic", str) or "",
            scope=self._fact("for", str) or "",
            value=self._fact("value", _raw_text if _is_text(kind) else str),
            text=self._fact("text", str) or "",
            dates={role: said for column, role in DATES.items() if (said := self._date(column, kind)) is not None},
            basis=basis,
            basis_note=note,
            said_by=self._fact("said-by", str) or "",
            actors=self._fact("with", _raw_list) or (),
            quote=self._fact("quote", str) or "",
            doubt=self._fact("doubt", str) or "",
            note=self._fact("comment", str) or "",
            grade=self._fact("grade", str) or "",
            beside=self._flag("beside"),
            links=tuple(Link(relation, name) for column, relation in RELATIONS.items()
                        for name in self._fact(column, _raw_list) or ()),
            details=self._details(kind),
        )  # fmt: skip

    def standing(self) -> tuple[Standing | None, str]:
        word, _colon, why = self._cells.get("standing", "").partition(":")
        try:
            return (Standing(word.strip().casefold()) if word.strip() else None), why.strip()
        except ValueError:
            known = ", ".join(standing.value for standing in Standing)
            self._wrong(BY_NAME["standing"], word, Line(_("Use one of: {known}."), known=known))
            return None, ""

    def read(self, column: Column, key: Key, raw: Callable[[str], Any]) -> Any:
        """The value of a cell; None where it is empty or wrong."""
        cell = self._cells.get(column.name, "")
        try:
            return key.read(raw(cell)) if cell else None
        except Unfit as unfit:
            self.faults.append(RowFault(column.name, unfit.what, unfit.fix))
        except ValueError:
            self._wrong(column, cell, _fix(cell, key))
        return None

    def _fact(self, name: str, raw: Callable[[str], Any]) -> Any:
        column = BY_NAME[name]
        return self.read(column, self._keys[column.key], raw)

    def _date(self, name: str, kind: FactKind) -> Any:
        column = BY_NAME[name]
        if self._cells.get(name) and DATES[name] not in kind.roles:
            fit = ", ".join(column for column, role in DATES.items() if role in kind.roles)
            self.faults.append(RowFault(name, Line(_("“{column}” says nothing of this kind of fact."), column=name),
                                        Line(_("Its dates are: {fit}."), fit=fit)))  # fmt: skip
            return None
        return self.read(column, self._keys[column.key], str) if column.key in self._keys else None

    def _flag(self, name: str) -> bool:
        cell = self._cells.get(name, "").casefold()
        if cell not in (*_NO, *_YES):
            self._wrong(BY_NAME[name], cell, Line(_("Write yes, or leave it empty.")))
        return cell in _YES

    def _details(self, kind: FactKind) -> dict[str, Any]:
        types = {detail.name: detail.type for detail in kind.details}
        found: dict[str, Any] = {}
        for part in divided(self._cells.get("details", "")):
            name, equals, value = part.partition("=")
            name = name.strip().casefold().replace(" ", "_").replace("-", "_")
            if name not in types or not equals:
                what = Line(_("“{word}” is no detail of this kind of fact."), word=part[:SHOWN])
                known = ", ".join(types) or "–"
                self.faults.append(RowFault("details", what, Line(_("Write name=value; the names are: {known}."), known=known)))  # fmt: skip
                continue
            try:
                found[name] = self._keys[name].read(_detail(value, types[name]))
            except Unfit as unfit:
                self.faults.append(RowFault("details", unfit.what, unfit.fix))
            except ValueError:
                self._wrong(BY_NAME["details"], value, _fix(value, self._keys[name]))
        return found

    def _wrong(self, column: Column, cell: str, fix: Line) -> None:
        what = Line(_("“{value}” cannot be read as {column}."), value=cell.strip()[:SHOWN], column=column.name)
        self.faults.append(RowFault(column.name, what, fix))


def _fix(cell: str, key: Key) -> Line:
    if _DECIMAL_COMMA.search(cell):
        return Line(_("A comma divides thousands here; write decimals with a point, like 85.5."))
    return Line(_("Write it like {example}."), example=key.example.replace('"', ""))


def _detail(text: str, type_: type) -> Any:
    """A detail as a record file would hold it."""
    text = text.strip() if type_ is not str else text
    if type_ is tuple:
        return names_in(text)
    if type_ is bool:
        return _raw_flag(text)
    if type_ is int and re.fullmatch(r"-?\d{1,9}", text):
        return int(text)
    return text


def _is_text(kind: FactKind) -> bool:
    return kind.value in (ValueType.PARTY, ValueType.LIST, ValueType.WORDS)


def _raw_text(cell: str) -> Any:
    return list(divided(cell)) if is_list(cell) else unescaped(cell)


def _raw_list(cell: str) -> list[str]:
    return list(divided(cell))


def _raw_flag(cell: str) -> Any:
    return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(cell.casefold(), cell)


_RAW: Mapping[Holds, Callable[[str], Any]] = {
    Holds.TEXT: str,
    Holds.DETAILS: str,
    Holds.LIST: _raw_list,
    Holds.FLAG: _raw_flag,
}
"""What a cell holds, as a record file would hold it."""


# what JSON holds in other shapes than text


def cell_of(column: Column, value: Any) -> str:
    """A JSON value as a cell. Raises ValueError for one that no cell can hold."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else ""
        case str():
            return value.strip()
        case int() | float():
            return str(value)
        case list() if all(isinstance(part, str | int) for part in value):
            parts = [str(part) for part in value]
            return joined(parts) if column.name == "value" else "; ".join(map(escaped, parts))
        case dict() if column.holds is Holds.DETAILS:
            return "; ".join(escaped(f"{name}={_detail_cell(inner)}") for name, inner in value.items())
    raise ValueError(value)


def _detail_cell(value: Any) -> str:
    match value:
        case list():
            return ", ".join(str(part).replace(",", "\\,") for part in value)
        case bool():
            return str(value).lower()
        case str() | int():
            return str(value)
    raise ValueError(value)


def known_kind(word: str) -> FactKind | None:
    """The kind of that very name; None for any other word."""
    return KINDS.get(word)
