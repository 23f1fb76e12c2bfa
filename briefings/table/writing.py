"""Rows written as CSV or as JSON. What a spreadsheet would take for a formula is kept as text by an apostrophe.

https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

from briefings.table.cells import Cells, divided
from briefings.table.columns import COLUMNS, Column, Holds, Of

MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "toml": "application/toml"}
_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_BOM = "\ufeff"


def written(rows: Iterable[Cells], form: str) -> bytes:
    """Rows as a file of a form, csv or json, in UTF-8; CSV begins with a mark by which spreadsheets know that."""
    rows = list(rows)
    columns = [column for column in COLUMNS if column.of is not Of.STORE or any(row.get(column.name) for row in rows)]
    if form == "csv":
        return (_BOM + _csv(rows, columns)).encode()
    told = [
        {column.name: _value(column, row[column.name]) for column in columns if row.get(column.name)} for row in rows
    ]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def template() -> bytes:
    """An empty table: its headers, to be filled in."""
    return (_BOM + _csv([], [column for column in COLUMNS if column.of is not Of.STORE])).encode()


def _csv(rows: list[Cells], columns: list[Column]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([column.name for column in columns])
    writer.writerows([[_inert(row.get(column.name, "")) for column in columns] for row in rows])
    return out.getvalue()


def _inert(cell: str) -> str:
    """A cell that no spreadsheet runs; reading takes the apostrophe away again."""
    return f"'{cell}" if _RUN.match(cell) else cell


def _value(column: Column, cell: str) -> Any:
    """A cell as JSON holds it: several things as a list, details as an object."""
    match column.holds:
        case Holds.LIST:
            return list(divided(cell))
        case Holds.FLAG:
            return True
        case Holds.DETAILS:
            return {name: value for name, _equals, value in (part.partition("=") for part in divided(cell))}
        case Holds.TEXT:
            return cell
