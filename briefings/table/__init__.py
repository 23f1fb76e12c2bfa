"""Facts as one flat table, for spreadsheets and programs: one row a fact, in the words that chat uses.

`columns` declares the table once; `read_table` reads CSV and JSON, `written` writes them, `template` is an empty one.
`rows_of` makes rows of a record, `read_row` reads a row back.
"""

from briefings.table.cells import Cells, Extras, Row, claim_cells, rows_of, source_cells
from briefings.table.columns import COLUMNS, Column
from briefings.table.facts import Parts, ReadRow, RowFault, read_parts, read_row
from briefings.table.reading import Table, read_table
from briefings.table.writing import MEDIA_TYPES, template, written

__all__ = [
    "COLUMNS",
    "MEDIA_TYPES",
    "Cells",
    "Column",
    "Extras",
    "Parts",
    "ReadRow",
    "Row",
    "RowFault",
    "Table",
    "claim_cells",
    "read_parts",
    "read_row",
    "read_table",
    "rows_of",
    "source_cells",
    "template",
    "written",
]
