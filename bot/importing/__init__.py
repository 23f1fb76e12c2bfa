"""What a file of facts would do to a mission, row by row: pure, so that the same file and record give the same verdicts.

    table_of(file)              its rows; a record file is read as rows too
    sorted_out(table, held)     the verdict of every row, and what there is to record

A row without a name is new unless a fact on record, or a row above, says just the same; so a file can be sent twice.
"""

from bot.importing.reading import mission_of, table_of
from bot.importing.sorting import Held, SortedOut, sorted_out

__all__ = ["Held", "SortedOut", "mission_of", "sorted_out", "table_of"]
