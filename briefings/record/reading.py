"""Reading a record file, and finding every fault in it at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefings.claims import Choice, Claim, Link, Mission, Party, Relation, Remark, Source
from briefings.dates import Basis, Role
from briefings.document import Line, UserError
from briefings.document import mark as _
from briefings.kinds import KINDS
from briefings.record.keys import HEADLINE, MISSION, PARTY, REMARK, SOURCE, Keys, Unfit, fact_keys
from briefings.record.record import FORMAT, Record


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a line of a record file, and how to mend it."""

    line: int
    what: Line
    fix: Line


def check_record(text: str) -> list[Fault]:
    """Every fault of a record file, in the order of its lines; empty for a file that can be loaded."""
    return sorted(_Reader(text).faults, key=lambda fault: fault.line)


def read_record(text: str) -> Record:
    """The record that a file holds. Raises UserError naming the first fault when there is one."""
    reader = _Reader(text)
    if reader.faults:
        first = min(reader.faults, key=lambda fault: fault.line)
        raise UserError(_("line {line}: {what} {fix} “mss record check FILE” lists every fault."),
                        line=str(first.line), what=first.what, fix=first.fix)  # fmt: skip
    return reader.record()


_TABLES: dict[str, Keys] = {"source": SOURCE, "party": PARTY, "fact": {}, "headline": HEADLINE, "remark": REMARK}
_HEADER = re.compile(r"\s*\[(\[)?\s*(\w+)\s*\]?\]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One table of the file as written, where it stands, and what was read of it."""

    raw: Mapping[str, Any]
    start: int
    lines: tuple[str, ...]
    values: dict[str, Any]

    def line(self, key: str = "") -> int:
        """The line of a key, else the first line of the table."""
        pattern = re.compile(rf'\s*"?{re.escape(key)}"?\s*=')
        return next(
            (self.start + number for number, text in enumerate(self.lines) if key and pattern.match(text)), self.start
        )

    def listed(self, key: str) -> list[str]:
        """The names under a key as written, one or several; none where something else stands there."""
        value = self.raw.get(key)
        values = value if isinstance(value, list) else [value]
        return [part for part in values if isinstance(part, str) and part]


class _Reader:
    """Reads one file and gathers its faults on the way."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self._lines = text.split("\n")
        tables = self._toml(text)
        self._mission = list(self._one(tables))
        self._rows = {name: list(self._each(tables, name)) for name in _TABLES}
        if tables or not self.faults:
            self._check_file(tables)
            self._check_names()
            self._check_links()

    def record(self) -> Record:
        """The record of a file without faults."""
        rows = {name: [row.values for row in rows] for name, rows in self._rows.items()}
        return Record(
            mission=Mission(**self._mission[0].values),
            sources=tuple(Source(**values) for values in rows["source"]),
            parties=tuple(Party(**values) for values in rows["party"]),
            claims=tuple(_claim(values) for values in rows["fact"]),
            choices=tuple(Choice(values["fact"], values["reason"]) for values in rows["headline"]),
            remarks=tuple(
                Remark(values["name"], values["kind"], values["facts"], values["text"]) for values in rows["remark"]
            ),
        )

    # the file as a whole

    def _toml(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            self._fault(int(found[1]) if found else len(self._lines), Line(_("this is not TOML: {error}."), error=str(error)),
                        Line(_("Look for a missing quotation mark, bracket or equals sign.")))  # fmt: skip
            return {}
        except (ValueError, RecursionError):
            self._fault(1, Line(_("this file holds something no record needs: a huge number or endless brackets.")),
                        Line(_("Take it out.")))  # fmt: skip
            return {}

    def _check_file(self, tables: Mapping[str, Any]) -> None:
        for name in tables.keys() - {*_TABLES, "mission", "format"}:
            self._unknown(self._starts(name)[0][0], name, (*_TABLES, "mission"))
        if "format" in tables and (tables["format"] is True or tables["format"] != FORMAT):
            self._fault(1, Line(_("this program reads format {n}; the file is of another."), n=FORMAT),
                        Line(_("Use a newer program, or write “format = 1”.")))  # fmt: skip
        elif "format" not in tables:
            self._fault(
                1,
                Line(_("the file does not say which format it has.")),
                Line(_("Write “format = 1” on its first line.")),
            )
        if "mission" not in tables:
            self._fault(
                1, Line(_("there is no mission in this file.")), Line(_("Add a table [mission] with name and short."))
            )

    def _starts(self, name: str) -> list[tuple[int, tuple[str, ...]]]:
        """The first line and the lines of each table of a name; line 1 where it has no head of its own."""
        heads = [(number, found[2]) for number, text in enumerate(self._lines) if (found := _HEADER.match(text))]
        ends = [number for number, _name in heads[1:]] + [len(self._lines)]
        found_ = [
            (start + 1, tuple(self._lines[start:end]))
            for (start, head), end in zip(heads, ends, strict=True)
            if head == name
        ]
        return found_ or [(1, ())]

    def _one(self, tables: Mapping[str, Any]) -> Iterator[_Row]:
        """The mission's table; there is one, in single brackets."""
        if isinstance(tables.get("mission"), dict):
            yield self._row("mission", 0, tables["mission"], MISSION)
        elif "mission" in tables:
            self._fault(self._starts("mission")[0][0], Line(_("“mission” must be one table.")),
                        Line(_("Write [mission] in single brackets, once.")))  # fmt: skip

    def _each(self, tables: Mapping[str, Any], name: str) -> Iterator[_Row]:
        raws = tables.get(name, [])
        if not isinstance(raws, list) or not all(isinstance(raw, dict) for raw in raws):
            self._fault(self._starts(name)[0][0], Line(_("“{name}” must be a table of its own each time."), name=name),
                        Line(_("Write [[{name}]] above each."), name=name))  # fmt: skip
            return
        for number, raw in enumerate(raws):
            keys = _TABLES[name] or fact_keys(KINDS.get(str(raw.get("kind"))))
            yield self._row(name, number, raw, keys)

    # one table

    def _row(self, name: str, number: int, raw: Any, keys: Keys) -> _Row:
        starts = self._starts(name)
        start, lines = starts[number] if number < len(starts) else (1, ())
        row = _Row(raw if isinstance(raw, dict) else {}, start, lines, {})
        for key, value in row.raw.items():
            self._read(row, key, value, keys)
        for key, wanted in keys.items():
            if wanted.is_required and row.raw.get(key) in (None, "", []):
                self._fault(start, Line(_("“{key}” is missing here."), key=key),
                            Line(_("Add a line {key} = {example}."), key=key, example=wanted.example))  # fmt: skip
        return row

    def _read(self, row: _Row, key: str, raw: Any, keys: Keys) -> None:
        if key not in keys:
            self._unknown(row.line(key), key, keys)
            return
        try:
            row.values[key] = keys[key].read(raw)
        except Unfit as unfit:
            self._fault(row.line(key), unfit.what, unfit.fix)
        except ValueError:
            self._fault(row.line(key), Line(_("“{value}” cannot be read as {key}."), value=_shown(raw), key=key),
                        Line(_("Write it like {example}."), example=keys[key].example))  # fmt: skip

    def _fault(self, line: int, what: Line, fix: Line) -> None:
        self.faults.append(Fault(line, what, fix))

    def _unknown(self, line: int, name: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(name, list(known), 1)
        fix = (Line(_("Did you mean “{near}”?"), near=near[0]) if near
               else Line(_("Take it out, or use one of: {known}."), known=", ".join(known)))  # fmt: skip
        self._fault(line, Line(_("“{name}” has no meaning here."), name=name[:60]), fix)

    # what one table says of another; as written, so that one fault brings no others

    def _names(self, table: str, *keys: str) -> list[tuple[_Row, str]]:
        rows = self._mission if table == "mission" else self._rows[table]
        return [(row, name) for row in rows for key in keys for name in row.listed(key)]

    def _check_names(self) -> None:
        """Each name once: facts, sources, remarks, headlines; parties under every name they have."""
        for table, keys in (("source", ("name",)), ("fact", ("name",)), ("remark", ("name",)), ("headline", ("fact",)),
                            ("party", ("name", "short", "aliases"))):  # fmt: skip
            seen: dict[str, _Row] = {}
            for row, name in self._names(table, *keys):
                if seen.setdefault(name, row) is not row:
                    self._fault(row.line(), Line(_("“{name}” is here twice."), name=name[:60]),
                                Line(_("It stands first on line {line}; keep one, or name this one differently."),
                                     line=str(seen[name].line())))  # fmt: skip

    def _check_links(self) -> None:
        facts = {name for _row, name in self._names("fact", "name")}
        sources = {name for _row, name in self._names("source", "name")}
        parties = {name for _row, name in self._names("party", "name", "short", "aliases")}
        missions = {name for _row, name in self._names("mission", "name", "short", "aliases")}
        for row in self._rows["fact"]:
            self._must_know(row, "source", sources, "source")
            for key in ("subject", "actors", "led_by", "penholders"):
                self._must_know(row, key, parties | missions, "party")
            for relation in Relation:
                self._must_know(row, relation.value, facts, "fact")
            self._check_fact_name(row)
        self._check_circles()
        for row in self._rows["party"]:
            self._must_know(row, "part_of", parties, "party")
        for table, key in (("headline", "fact"), ("remark", "facts")):
            for row in self._rows[table]:
                self._must_know(row, key, facts, "fact")

    def _check_circles(self) -> None:
        """No fact supersedes one that supersedes it, over however many others: all of them would vanish."""
        newer = {row.listed("name")[0]: row.listed("supersedes") for row in self._rows["fact"] if row.listed("name")}
        for row in self._rows["fact"]:
            ahead, seen = row.listed("supersedes"), set[str]()
            while ahead:
                name = ahead.pop()
                if name not in seen:
                    seen.add(name)
                    ahead += newer.get(name, [])
            if set(row.listed("name")) & seen and not set(row.listed("name")) & set(row.listed("supersedes")):
                self._fault(row.line("supersedes"), Line(_("facts supersede each other in a circle.")),
                            Line(_("Let only the newer one supersede the older.")))  # fmt: skip

    def _must_know(self, row: _Row, key: str, known: set[str], table: str) -> None:
        for name in row.listed(key):
            if name not in known:
                near = difflib.get_close_matches(name, sorted(known), 1)
                fix = (Line(_("Did you mean “{near}”?"), near=near[0]) if near
                       else Line(_("Add a table [[{table}]] for it, or correct the name."), table=table))  # fmt: skip
                self._fault(
                    row.line(key),
                    Line(_("there is no {table} “{name}” in this file."), table=table, name=name[:60]),
                    fix,
                )

    def _check_fact_name(self, row: _Row) -> None:
        """A fact named after a source is from that source, and leans on other facts than itself."""
        name, source = (str(row.raw.get(key, "")) for key in ("name", "source"))
        if name.startswith("S") and "-" in name and name.split("-")[0] != source:
            self._fault(row.line("source"), Line(_("{name} is named after another source than its own."), name=name[:60]),
                        Line(_("Name it {source}-… or change its source."), source=source[:60]))  # fmt: skip
        for relation in Relation:
            if name in row.listed(relation.value):
                self._fault(row.line(relation.value), Line(_("{name} leans on itself."), name=name[:60]),
                            Line(_("Take its own name out.")))  # fmt: skip


def _shown(raw: Any) -> str:
    """A value short enough to be said back; a number of thousands of digits is not written out."""
    try:
        return str(raw)[:60]
    except ValueError:
        return "…"


def _claim(values: Mapping[str, Any]) -> Claim:
    basis, note = values.get("basis", (Basis.STATED, ""))
    details = [detail.name for detail in KINDS[values["kind"]].details]
    relations = [relation.value for relation in Relation]
    roles = [role.value for role in Role]
    return Claim(
        **{key: value for key, value in values.items() if key not in (*details, *relations, *roles, "basis")},
        basis=basis,
        basis_note=note,
        dates={role: values[role.value] for role in Role if role.value in values},
        links=tuple(Link(relation, name) for relation in Relation for name in values.get(relation.value, ())),
        details={name: values[name] for name in details if name in values},
    )
