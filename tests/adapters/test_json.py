"""Documents as JSON: every field documented, every word there, the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from adapters.terminal.json import VERSION, as_data, draw
from briefings.document import Document, Instant, Line, Look, Mark, Meter, Rows, plain, section
from tests.adapters.said import EVERY_EXAMPLE, example, in_english, quote, saying, sentences
from tests.scene import TODAY, at

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
FIELDS = ["version", "document", "title", "header", "sections", "small", "offers"]
OF_A_FILE = ["file"]
"""What a document has besides that a file goes with."""


def keys(data: Any) -> Iterator[str]:
    """Every key in the data, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)


def texts(data: Any) -> Iterator[str]:
    """Every sentence in the data, however deep."""
    if isinstance(data, dict):
        yield from (value for key, value in data.items() if key in ("text", "label") and isinstance(value, str))
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_a_document_has_its_fields_in_a_fixed_order(name, title):
    document = example(name, title)
    assert list(as_data(document)) == [*FIELDS, *(OF_A_FILE if document.file else ())]


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_every_sentence_is_there(name, title):
    document = example(name, title)
    assert set(sentences(document)) <= set(texts(as_data(document)))


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_what_is_drawn_is_the_data(name, title):
    document = example(name, title)
    assert json.loads(draw(document)) == as_data(document)


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_every_field_is_documented(name, title):
    assert {key for key in keys(as_data(example(name, title))) if f"`{key}`" not in DOCUMENTED} == set()


@pytest.mark.parametrize("look", [look.value for look in Look if look is not Look.PLAIN])
def test_every_sort_of_part_is_documented(look):
    assert f"`{look}`" in DOCUMENTED


@pytest.mark.parametrize("block", ["line", "meter", "rows", "chart"])
def test_every_sort_of_block_is_documented(block):
    assert f"`{block}`" in DOCUMENTED


def test_the_documented_example_is_what_the_program_writes():
    (written,) = re.findall(r"```json\n(.*?)```", DOCUMENTED, re.DOTALL)
    assert json.loads(written) == as_data(example("notice", "a choice"))


def test_the_version_is_documented():
    assert f"`version` is {VERSION}" in DOCUMENTED


def test_a_figure_names_its_fact():
    figures = [part for part in _parts(example("status", "today")) if part["is"] == "figure" and part.get("of")]
    assert {"is": "figure", "text": "572", "of": "S2-21"} in figures


def test_a_mark_names_its_source():
    document = in_english(Document("example", Line("{mark}", mark=Mark("S1"))))
    assert as_data(document)["title"] == {"text": "[S1]", "parts": [{"is": "mark", "text": "[S1]", "of": "S1"}]}


def test_a_moment_is_given_in_iso_form_too():
    document = in_english(Document("example", Line("{at}", at=Instant(at(TODAY)))))
    (part,) = as_data(document)["title"]["parts"]
    assert (part["is"], part["at"]) == ("instant", "2025-01-17T09:00:00+00:00")


def test_a_meter_gives_its_share_as_a_number():
    data = as_data(saying(Meter(Fraction(572, 2500), Line("about 22.9 %"))))
    assert data["sections"][0]["blocks"] == [{"type": "meter", "share": 0.2288, "text": "about 22.9 %", "parts": []}]


def test_rows_give_head_and_cells():
    (block,) = as_data(saying(Rows(Line("Counts"), (Line("Party"),), ((quote("Kenya"),),))))["sections"][0]["blocks"]
    assert (block["type"], block["caption"]["text"]) == ("rows", "Counts")
    assert [[cell["text"] for cell in row] for row in block["rows"]] == [["Kenya"]]


def test_an_offer_is_a_line_that_can_be_typed():
    document = example("notice", "a choice")
    assert as_data(document)["offers"][0] == {"label": plain(document.offers[0].label), "line": "source S0-15"}


def test_a_section_without_a_label_says_so():
    data = as_data(in_english(Document("example", Line("Title"), sections=(section(None, Line("x")),))))
    assert data["sections"][0]["label"] is None


def _parts(document: Any) -> Iterator[dict[str, Any]]:
    def every(data: Any) -> Iterator[dict[str, Any]]:
        if isinstance(data, dict):
            yield from data.get("parts", ())
            for value in data.values():
                yield from every(value)
        elif isinstance(data, list):
            for value in data:
                yield from every(value)

    return every(as_data(document))
