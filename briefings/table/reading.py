"""A file of facts read into rows: CSV as spreadsheets write it, or JSON. What cannot be read is refused kindly.

Nothing is ever unpacked or run: an archive, a workbook or a text in another encoding is told how it could be mended.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefings.document import Line, UserError
from briefings.document import mark as _
from briefings.record.keys import LONGEST_TEXT
from briefings.table.cells import Cells, Row
from briefings.table.columns import COLUMNS, Column, find, known_words
from briefings.table.facts import SHOWN, RowFault, cell_of

MOST_ROWS = 20_000
"""Rows of a file, at most."""
MOST_COLUMNS = 200
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"Rar!", b"\xd0\xcf\x11\xe0")
"""How archives and the workbooks of spreadsheets begin."""
_FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_UNSEEN = ("Cc", "Cf", "Co", "Cs")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file and the columns it has; `faults` are of rows that hold what nothing here can keep."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    faults: tuple[tuple[int, RowFault], ...] = ()


def read_table(content: bytes, name: str = "") -> Table:
    """The rows of a CSV or JSON file. Raises UserError with the way to mend it for a file that cannot be read at all."""
    text = _text(content)
    is_json = text.lstrip()[:1] in ("[", "{") or name.casefold().endswith(".json")
    columns, rows = _json(text) if is_json else _csv(text)
    if not rows:
        raise UserError(
            _("There is no row in this file; the first line names the columns, each line below it is a fact")
        )
    faults = tuple((row.number, fault) for row in rows for fault in _unkeepable(row))
    return Table(columns, tuple(rows), faults)


def _text(content: bytes) -> str:
    if content.startswith(_PACKED):
        raise UserError(
            _("This is a workbook or an archive, and I unpack none; save the sheet as “CSV UTF-8” and send that")
        )
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(_("This file is not UTF-8 text; save it as “CSV UTF-8” and send it again")) from error
    if "\0" in text:
        raise UserError(
            _("This file holds characters that are no text (U+0000); save it as “CSV UTF-8” and send it again")
        )
    return text


# CSV


def _csv(text: str) -> tuple[tuple[Column, ...], list[Row]]:
    try:
        lines = _lines(text)
        headers = next(lines, (0, []))[1]
        while headers and not headers[-1].strip():
            headers = headers[:-1]
        columns = _columns(headers)
        rows = list(_rows(lines, columns))
    except csv.Error as error:
        raise UserError(_("This file cannot be read as CSV ({why}); is a quotation mark missing?"), why=str(error)) from error  # fmt: skip
    return columns, rows


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, each with the number under which a spreadsheet shows it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    for number, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _delimiter(text: str) -> str:
    """What divides the headers: a comma, the semicolon of a European spreadsheet, or a tab."""
    first = next((line for line in text.splitlines() if line.strip()), "")[:10_000]
    return max(",;\t", key=lambda sign: (len([word for word in first.split(sign) if find(word.strip().strip('"'))]), first.count(sign)))  # fmt: skip


def _rows(lines: Iterator[tuple[int, list[str]]], columns: Sequence[Column]) -> Iterator[Row]:
    for count, (number, cells) in enumerate(lines):
        if count >= MOST_ROWS:
            raise _too_many()
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise UserError(_("Row {n} has {cells} cells and there are {columns} columns; put quotation marks around a cell that "
                              "holds a comma"), n=number, cells=len(cells), columns=len(columns))  # fmt: skip
        yield Row(number, {column.name: _plain(cell) for column, cell in zip(columns, cells, strict=False)})


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it, and without blanks around it."""
    cell = cell.replace("\r\n", "\n")
    return (cell[1:] if _FORMULA.match(cell) else cell).strip()


# JSON


def _json(text: str) -> tuple[tuple[Column, ...], list[Row]]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        where = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "–"
        raise UserError(_("This file cannot be read as JSON (at {where})"), where=where) from error
    rows = found.get("facts") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(
            _("JSON must be a list of objects here, one a fact: [{example}]"), example='{"kind": "strength", …}'
        )
    if len(rows) > MOST_ROWS:
        raise _too_many()
    headers = list(dict.fromkeys(name for row in rows for name in row))
    by_header = dict(zip(headers, _columns(headers) if headers else (), strict=True))
    return tuple(by_header.values()), [_object(number, row, by_header) for number, row in enumerate(rows, start=1)]


def _object(number: int, row: dict[str, Any], by_header: dict[str, Column]) -> Row:
    cells: Cells = {}
    for header, value in row.items():
        column = by_header[header]
        try:
            cells[column.name] = cell_of(column, value)
        except ValueError as error:
            raise UserError(_("Item {n} holds something under “{column}” that is no text, number or list of texts"), n=number,
                            column=column.name) from error  # fmt: skip
    return Row(number, cells)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


# headers


def _columns(headers: Sequence[str]) -> tuple[Column, ...]:
    """The columns that the headers name. Raises UserError for one that names none, with the nearest, or one named twice."""
    if not headers or len(headers) > MOST_COLUMNS:
        raise UserError(_("The first line of a table names its columns: {known}"), known=_known())
    found = [_column(header) for header in headers]
    twice = next((column for number, column in enumerate(found) if column in found[:number]), None)
    if twice:
        raise UserError(_("The column “{column}” is in this file twice; keep one"), column=twice.name)
    if "kind" not in {column.name for column in found} and "name" not in {column.name for column in found}:
        raise UserError(_("A column “kind” is wanted, such as strength or mandate-end; or “name” for facts on record"))
    return tuple(found)


def _column(header: str) -> Column:
    header = _plain(header)
    column = find(header)
    if column:
        return column
    near = difflib.get_close_matches(header.casefold()[:SHOWN], known_words(), 1)
    if near:
        raise UserError(_("There is no column “{word}”; did you mean “{near}”?"), word=header[:SHOWN], near=near[0])
    raise UserError(_("There is no column “{word}”; take it out, or use one of: {known}"), word=header[:SHOWN],
                    known=_known())  # fmt: skip


def _known() -> str:
    return ", ".join(column.name for column in COLUMNS)


def _too_many() -> UserError:
    return UserError(_("This file has more rows than the {most} I take at once; divide it"), most=MOST_ROWS)


# what nothing here can keep


def _unkeepable(row: Row) -> Iterator[RowFault]:
    for name, cell in row.cells.items():
        if len(cell) > LONGEST_TEXT:
            yield RowFault(
                name, Line(_("this text is too long.")), Line(_("Keep it to {n} characters."), n=LONGEST_TEXT)
            )
            continue
        hidden = next(
            (letter for letter in cell if letter != "\n" and not letter.isprintable() and _is_unseen(letter)), ""
        )
        if hidden:
            yield RowFault(name, Line(_("“{column}” holds an invisible character (U+{code})."), column=name,
                                      code=f"{ord(hidden):04X}"), Line(_("Type the cell again without it.")))  # fmt: skip


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN
