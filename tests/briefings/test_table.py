"""The table of facts: what is written is read back, and a file that is no table is refused kindly."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefings.document import UserError
from briefings.kinds import KINDS
from briefings.table import COLUMNS, read_row, read_table, rows_of, template, written
from briefings.table.reading import MOST_ROWS
from briefings.words import text
from store.records import bundled
from tests.briefings.stage import record as record_of

BOTH = pytest.mark.parametrize("record", [bundled(), record_of("long")], ids=lambda record: record.mission.short)


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(UserError) as refused:
        read_table(content, name)
    return text(refused.value.line)


# there and back


@BOTH
@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_fact_comes_back_from_a_file_as_it_was(record, form):
    read = read_table(written(rows_of(record), form))
    assert read.faults == ()
    facts = [row for row in read.rows if row.cells["kind"] in KINDS]
    assert [read_row(row.cells, KINDS[row.cells["kind"]]).claim for row in facts] == list(record.claims)


CELL = st.text(st.characters(exclude_categories=("Cc", "Cf", "Co", "Cs")), max_size=20).map(str.strip)


@given(st.lists(st.fixed_dictionaries({"text": CELL, "comment": CELL}), min_size=1, max_size=4))
@example([{"text": "=1+1", "comment": "'=1"}, {"text": "''-2", "comment": "'tis"}])
@settings(deadline=None, max_examples=50)
def test_no_cell_begins_like_a_formula_and_each_comes_back(rows):
    rows = [{"kind": "note", **row} for row in rows]
    as_csv = written(rows, "csv")
    cells = [cell for row in csv.reader(io.StringIO(as_csv.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for content in (as_csv, written(rows, "json")):
        assert [{name: row.cells.get(name, "") for name in rows[0]} for row in read_table(content).rows] == rows


def test_a_list_of_one_and_a_semicolon_in_a_name_come_back():
    cells = {"kind": "contribution", "with": "Tamsin\\; Ardo; Chidi"}
    assert read_row(cells, KINDS["contribution"]).claim.actors == ("Tamsin; Ardo", "Chidi")


def test_the_template_has_every_column_that_people_fill_in():
    header = template().decode("utf-8-sig").strip()
    assert [name.strip('"') for name in header.split(",")] == [c.name for c in COLUMNS if c.of.value != "store"]


# as spreadsheets write it


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_divides_cells_and_how_letters_are_kept_is_found_out(sign, encoding):
    content = f"Kind{sign}Value{sign}Party\r\nstrength{sign}about 970{sign}Côte d'Ivoire\r\n".encode(encoding)
    (row,) = read_table(content).rows
    assert row.cells == {"kind": "strength", "value": "about 970", "from": "Côte d'Ivoire"}
    assert row.number == 2


def test_json_may_name_columns_as_record_files_do():
    content = json.dumps([{"kind": "movement", "subject": "Kenya", "as_of": "2025-01", "actors": ["Belize", "Jamaica"],
                           "details": {"movement": "arrived"}, "beside": False}])  # fmt: skip
    (row,) = read_table(content.encode()).rows
    assert row.cells == {"kind": "movement", "from": "Kenya", "as-of": "2025-01", "with": "Belize; Jamaica",
                         "details": "movement=arrived", "beside": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": "85,5 million"}, "write decimals with a point, like 85.5"),
        ({"value": "lots"}, "Write it like about 572 personnel"),
        ({"as-of": "15/03/2025"}, "Write it like 2024-11-07"),
        ({"until": "2025-01"}, "Its dates are: on, as-of, reported"),
        ({"grade": "Z9"}, "Write it like B2"),
        ({"quote": " ".join("abcdefghijklm")}, "Keep the 12 words"),
        ({"beside": "perhaps"}, "Write yes, or leave it empty"),
        ({"details": "colour=red"}, "the names are: category"),
        ({"standing": "gone"}, "live, held, withdrawn"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_the_way_to_mend_it(cells, words):
    (fault,) = read_row({"kind": "strength", **cells}, KINDS["strength"]).faults
    assert words in text(fault.fix)
    assert fault.column in cells


def test_a_position_needs_its_side():
    (fault,) = read_row({"kind": "position", "from": "Kenya", "text": "spoke of it"}, KINDS["position"]).faults
    assert (fault.column, text(fault.fix)) == (
        "value",
        "Use one of: support, open, oppose, withdrew, abstain, neutral.",
    )


# what is no table


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "names its columns"),
        (b"kind,value\n", "no row in this file"),
        (b"PK\x03\x04rest", "workbook or an archive"),
        (b"\x1f\x8brest", "workbook or an archive"),
        ("kind,text\nnote,Côte".encode("latin-1"), "not UTF-8"),
        (b"kind,text\nnote,a\0b", "U+0000"),
        ("kind,text\nnote,a".encode("utf-16-le"), "U+0000"),
        (b"kind,valeu\nstrength,1", "did you mean “value”?"),
        (b"kind,xyzzy\nstrength,1", "take it out, or use one of"),
        (b"kind,value,amount\nstrength,1,2", "“value” is in this file twice"),
        (b"value,text\n1,2", "A column “kind” is wanted"),
        (b"kind,value\nstrength,2,500", "Row 2 has 3 cells"),
        (b'kind,value\nstrength,"2', "is a quotation mark missing?"),
        (b"kind,text\nnote," + b"x" * 200_000, "cannot be read as CSV"),
        (b"kind\n" + b"note\n" * (MOST_ROWS + 1), "more rows than the 20,000"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'[{"kind": NaN}]', "cannot be read as JSON"),
        (b'[{"kind": "a", "kind": "b"}]', "cannot be read as JSON"),
        (b'[{"kind": {"a": 1}}]', "holds something under “kind”"),
        (b'[{"": 1}]', "no column"),
        (b'[{"value": ' + b"9" * 5_000 + b"}]", "cannot be read as JSON"),
        (b'{"a": 1}', "a list of objects"),
    ],
)
def test_what_is_no_table_is_refused_with_the_way_to_mend_it(content, words):
    assert words in refusal(content)


@pytest.mark.parametrize(("cell", "code"), [("ab\u202ecd", "202E"), ("a\u200bb", "200B"), ("a\x1b[31m", "001B")])
def test_what_nobody_sees_in_a_cell_is_told_with_its_row(cell, code):
    ((row, fault),) = read_table(table("kind,text", "note,fine", f"note,{cell}")).faults
    assert (row, fault.column) == (3, "text")
    assert f"U+{code}" in text(fault.what)


def test_a_cell_beyond_all_measure_is_told_with_its_row():
    ((row, fault),) = read_table(table("kind,text", f"note,{'x' * 100_000}")).faults
    assert (row, fault.column) == (2, "text")


BYTES: st.SearchStrategy[Any] = st.binary(max_size=200) | st.builds(
    lambda head, rest: head + rest,
    st.sampled_from([b"kind,value\n", b"\xff\xfe", b"PK\x03\x04", b'[{"kind":', b'{"facts": [', b"kind;text\n\"", b"[mission]\n"]),
    st.binary(max_size=60) | st.text(max_size=60).map(lambda said: said.encode("utf-8", "surrogatepass")),
)  # fmt: skip


@given(BYTES, st.sampled_from(["facts.csv", "facts.json", "../../etc/passwd"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(content, name):
    with suppress(UserError):
        assert read_table(content, name).rows
