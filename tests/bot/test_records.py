"""Claims as a table: one flat row each, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import as_csv, claim_row
from briefings.record import Record
from store.records import bundled
from tests.stories.opened import long


def row_of(record: Record, name: str) -> dict[str, Any]:
    return next(claim_row(claim) for claim in record.claims if claim.name == name)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_what_its_claim_says():
    row = row_of(bundled(), "S2-21")
    assert row | {"value": "about 572 personnel", "as_of": "2025-01", "source": "S2", "kind": "strength"} == row


def test_a_row_names_the_facts_its_claim_leans_on():
    assert "contradicts S0-15" in row_of(bundled(), "S2-18")["links"]


def test_a_row_holds_what_only_its_kind_has():
    assert "previous_end: 2024-10-02" in row_of(bundled(), "S1-19")["details"]


def test_several_values_stand_in_one_cell():
    assert row_of(bundled(), "S0-18")["value"] == "directly to MSS contributing countries; UN Trust Fund"


@pytest.mark.parametrize("record", [bundled(), long()], ids=lambda record: record.mission.short)
def test_every_claim_has_the_same_columns(record):
    assert len({tuple(claim_row(claim)) for claim in record.claims}) == 1


@pytest.mark.parametrize("record", [bundled(), long()], ids=lambda record: record.mission.short)
def test_every_cell_comes_back_from_csv(record):
    rows = [claim_row(claim) for claim in record.claims]
    assert [[cell.removeprefix("'") if cell[:2] in ("'-", "'+", "'=", "'@") else cell for cell in row.values()]
            for row in read(as_csv(rows))] == [[str(cell) for cell in row.values()] for row in rows]  # fmt: skip


@pytest.mark.parametrize("record", [bundled(), long()], ids=lambda record: record.mission.short)
def test_every_row_can_be_written_as_json(record):
    rows = [claim_row(claim) for claim in record.claims]
    assert json.loads(json.dumps(rows)) == rows


@pytest.mark.parametrize(
    "formula", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(1)"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_kept_as_text(formula):
    (row,) = read(as_csv([{"text": formula}]))
    assert row["text"] == f"'{formula}"


@given(st.lists(st.fixed_dictionaries({"text": st.text(), "note": st.text()}), min_size=1))
@settings(deadline=None)
def test_no_cell_begins_like_a_formula(rows):
    for row in read(as_csv(rows)):
        assert not [cell for cell in row.values() if cell and cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_claims_make_an_empty_table():
    assert as_csv([]).strip() == ""
