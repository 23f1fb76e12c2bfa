"""A file as rows: a table, or a record file read as one."""

from __future__ import annotations

import re
from functools import lru_cache

from briefings.document import File, UserError
from briefings.document import mark as _
from briefings.record import read_record
from briefings.table import Row, Table, read_table, rows_of
from briefings.table.columns import COLUMNS, MISSION


@lru_cache(maxsize=4)
def table_of(file: File) -> Table:
    """The rows of a file. Raises UserError for one that cannot be read."""
    if not _is_record(file):
        return read_table(file.content, file.name)
    try:
        record = read_record(file.content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError(_("This file is not UTF-8 text; save it as UTF-8 and send it again")) from error
    rows = tuple(Row(number, cells) for number, cells in enumerate(rows_of(record), start=1))
    return Table(COLUMNS, rows)


def _is_record(file: File) -> bool:
    is_toml = file.name.casefold().endswith(".toml") or re.search(rb"^\[mission\]\s*$", file.content, re.MULTILINE)
    return bool(is_toml) and not file.name.casefold().endswith((".csv", ".json"))


def mission_of(table: Table) -> str:
    """The name of the mission that a file says it is of; empty where it says none."""
    return next(
        (row.cells.get("text") or row.cells.get("name", "") for row in table.rows if kind_of(row) == MISSION), ""
    )


def kind_of(row: Row) -> str:
    return row.cells.get("kind", "").strip().casefold()
