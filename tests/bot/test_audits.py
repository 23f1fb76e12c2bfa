"""mss audit verify: any row that was changed behind the program's back is found."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app


@pytest.fixture(autouse=True)
def _recorded(tmp_path, monkeypatch):
    """A folder with a store in which something was changed."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MSS_")]:
        monkeypatch.delenv(name)
    assert run("say", "settings zone Nairobi").exit_code == 0


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def tamper(statement: str) -> None:
    (file,) = Path().glob("*.db")
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_what_nobody_touched_is_whole():
    out = run("audit", "verify")
    assert (out.exit_code, out.stdout.strip()) == (0, "The audit of 1 space is whole")


@pytest.mark.parametrize(("statement", "row"), [
    ("UPDATE audit SET person_id = NULL WHERE seq = 3", 3),
    ("UPDATE audit SET details = '{}' WHERE seq = 1", 1),
    ("DELETE FROM audit WHERE seq = 2", 2),
    ("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", 4),
])  # fmt: skip
def test_a_row_that_was_changed_or_removed_is_named(statement, row):
    tamper(statement)
    out = run("audit", "verify")
    assert out.exit_code == 1
    assert "1 audit was changed behind the program's back" in out.stdout
    assert f"row {row} is not as it was written" in " ".join(out.stdout.split())
