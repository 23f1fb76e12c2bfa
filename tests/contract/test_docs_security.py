"""The threat model against the tests: whatever is said to stop somebody is held by a test that is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in row.strip("|").split(" | ")]
    for row in PAGE.partition("| what stops them |")[2].partition("\n\n")[0].splitlines()[2:]
]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


@cache
def stories_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_is_named_is_there(file, name):
    assert name in stories_in(file)


def test_whatever_stops_somebody_names_its_test():
    assert len(ROWS) > 10
    assert [who for who, _what, held in ROWS if not re.search(r"`tests/", held)] == []


def test_the_page_says_what_we_hold_who_wants_it_what_stops_them_and_what_remains():
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == [
        "What we hold", "Who could want it, and what stops them", "What remains",
    ]  # fmt: skip
