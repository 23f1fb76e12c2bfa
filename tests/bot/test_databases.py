"""mss db, as an operator types it: backed up while others write, restored elsewhere, moved, checked; no doubt is let through."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from store.engine import read_url
from tests.postgres import new_database

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "store" / "records" / "haiti-mss.toml"
LIMIT = 60
"""Seconds a process may take, on a busy machine."""
WRITER = """
import asyncio, itertools, sys
from bot.app import now
from store.work import Store

async def write():
    async with Store(sys.argv[1]) as store:
        space = await store.space_of("terminal", "local")
        for number in itertools.count():
            async with store.changing(space, None, now()) as work:
                await work.rooms.open("slack", "T1", f"C{number}", "desk")
                await work.audit.append("open room", f"room:{number}")
            if number == 0:
                print("writing", flush=True)

asyncio.run(write())
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """An empty folder to be in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MSS_")]:
        monkeypatch.delenv(name)


def mss(*words: str, store: str = "sqlite:///mss.db") -> Result:
    """The program in this process, over a store."""
    return CliRunner().invoke(app, words, env={"COLUMNS": "200", "MSS_STORE__URL": store})


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with a store that holds the bundled record."""
    assert mss("record", "load", str(RECORD)).exit_code == 0
    return tmp_path


def answers(store: str) -> list[str]:
    """What a store says of its mission: today, in the past, and in full."""
    asked = (["say", "status full"], ["say", "status as-of 2024-11-07"], ["say", "history S2-21"], ["record", "export"])
    said = [mss(*words, store=store) for words in asked]
    assert [one.exit_code for one in said] == [0] * len(asked)
    return [one.stdout for one in said]


@pytest.fixture
def writer(filled: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that writes into the store without a pause."""
    command = [sys.executable, "-c", WRITER, "sqlite:///mss.db"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=filled, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def rooms(file: str) -> int:
    connection = sqlite3.connect(file)
    (number,) = connection.execute("SELECT count(*) FROM rooms").fetchone()
    connection.close()
    return int(number)


def test_a_backup_of_a_store_that_is_written_is_restored_to_equal_answers(filled, writer):
    before = rooms("mss.db")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "MSS_STORE__URL": "sqlite:///mss.db"}
    run = subprocess.run([sys.executable, "-m", "bot", "db", "backup", "kept.zip"], cwd=filled, env=environment, text=True,
                         capture_output=True, timeout=LIMIT, check=False)  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("KEPT.ZIP HOLDS ALL OF IT: ") or run.stdout.startswith("kept.zip holds all of it: ")
    assert writer.poll() is None
    writer.kill()
    writer.wait()

    out = mss("db", "restore", "kept.zip", store="sqlite:///other.db")
    assert (out.exit_code, out.stderr) == (0, "")
    assert "Every audit is whole, and every fact is found by its days" in out.stdout
    assert before <= rooms("other.db") < rooms("mss.db")
    assert answers("sqlite:///other.db") == answers("sqlite:///mss.db")


def test_a_store_moves_to_postgresql_with_equal_answers(filled, postgres):
    there = read_url(new_database(postgres)).set(drivername="postgresql").render_as_string(hide_password=False)
    out = mss("db", "move", "--to", there)
    assert (out.exit_code, out.stderr) == (0, "")
    assert "each table compared" in out.stdout
    assert answers(there) == answers("sqlite:///mss.db")
    again = mss("db", "move", "--to", there)
    assert again.exit_code == 2
    assert "The database is not empty" in again.stderr


def test_what_cannot_be_trusted_is_refused_with_what_to_do(filled):
    assert mss("db", "backup", "kept.zip").exit_code == 0
    for archive, store, told in (
        ("kept.zip", "sqlite:///mss.db", "name another in store.url"),
        ("none.zip", "sqlite:///other.db", "none.zip cannot be read: No such file or directory"),
        ("mss.db", "sqlite:///other.db", "mss.db is no whole archive of ours; take another one."),
    ):
        out = mss("db", "restore", archive, store=store)
        assert (out.exit_code, out.stdout, told in out.stderr) == (2, "", True), out.stderr
        assert not Path("other.db").exists()


def test_a_backup_is_named_after_its_moment_when_no_name_is_given(filled):
    assert mss("db", "backup").exit_code == 0
    assert [path.match("mss-20??-??-??-??????.zip") for path in filled.glob("*.zip")] == [True]


def test_a_check_tells_what_to_mend_by_its_exit_code_and_to_programs(filled):
    new = mss("db", "check", store="sqlite:///new.db")
    assert (new.exit_code, "`mss db upgrade` brings it up to date" in new.stdout) == (1, True)
    assert mss("db", "upgrade", store="sqlite:///new.db").stdout.startswith(
        "The database was upgraded from migration – to 0"
    )
    assert mss("db", "upgrade", store="sqlite:///new.db").stdout.startswith("Nothing to do: ")
    assert mss("db", "check").exit_code == 0
    with sqlite3.connect("mss.db", isolation_level=None) as connection:
        connection.execute("UPDATE audit SET subject = 'nothing of the kind' WHERE seq = 1")
        connection.execute("DELETE FROM spells WHERE name = 'S2-21'")
    connection.close()
    told = json.loads(mss("db", "check", "--json").stdout)
    assert (told["document"], told["title"]["text"]) == ("db-check", "2 things need you")
    out = mss("db", "check", store="sqlite:////no/such/folder/mss.db")
    assert (out.exit_code, "cannot be reached" in out.stdout) == (1, True)
    out = mss("db", "check", store="mss.db")
    assert (out.exit_code, "host/name. Look at store.url." in out.stdout) == (1, True)


def test_a_database_of_a_newer_program_is_not_said_to_need_an_upgrade(filled):
    with sqlite3.connect("mss.db", isolation_level=None) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE notes SET value = '9998' WHERE key = 'oldest program'")
    connection.close()
    for words, code in ((["db", "check"], 1), (["doctor"], 1), (["db", "upgrade"], 2), (["keys", "rotate"], 2)):
        out = mss(*words)
        assert out.exit_code == code
        assert "is of a newer program than this one (migration 9999); use that program." in out.output
        assert "up to date" not in out.output
