"""The program as a person runs it. A start takes more than a second, so most of it runs in this process."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from briefings.documents import EXAMPLES
from store.records import bundled
from store.work import Store

ROOT = Path(__file__).parents[2]
RECORD = ROOT / "store" / "records" / "haiti-mss.toml"
LONG = ROOT / "tests" / "records" / "long.toml"


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """An empty folder to be in, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("MSS_"):
            monkeypatch.delenv(name)


def mss(*words: str) -> Result:
    """The program in this process, with no terminal."""
    return CliRunner().invoke(app, words, env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> str:
    """The URL of a store that holds the bundled record."""
    url = f"sqlite:///{tmp_path_factory.mktemp('loaded')}/s.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MSS_STORE__URL", url)
        assert mss("record", "load", str(RECORD)).exit_code == 0
    return url


@pytest.fixture
def here(loaded, monkeypatch) -> Callable[..., Result]:
    """The program over the store that holds the bundled record."""
    monkeypatch.setenv("MSS_STORE__URL", loaded)
    return mss


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A bare environment: a home of its own, our code, and nothing else."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **more}


def started(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with nothing on standard input."""
    return subprocess.run([sys.executable, "-m", "bot", *words], cwd=folder, env=environment(folder, **more), text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)  # fmt: skip


# mss demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> tuple[Path, list[subprocess.CompletedProcess[str]]]:
    """A folder where the demo ran twice, with both runs."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, [started(folder, "demo"), started(folder, "demo")]


def test_the_demo_prints_status_and_due_and_ends(demo):
    _folder, (first, _second) = demo
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("MSS HAITI: mandate ended 2 Oct 2025, ")
    assert "78 facts from 3 news articles, kept in ./mss-demo.db. No account, nothing sent." in first.stdout
    assert "MSS HAITI: 2 overdue, nothing due in the next 90 days" in first.stdout


def test_the_demo_shows_no_prompt_where_nobody_types(demo):
    _folder, (first, _second) = demo
    assert "mss>" not in first.stdout


def test_a_second_demo_says_the_same(demo):
    _folder, (first, second) = demo
    assert second.stdout == first.stdout


def test_the_demo_leaves_its_own_store_and_nothing_else(demo):
    folder, _runs = demo
    assert [path.name for path in folder.iterdir()] == ["mss-demo.db"]


def test_what_goes_into_a_pipe_fits_80_columns_and_holds_no_escape_sequence(demo):
    _folder, (first, _second) = demo
    assert max(map(len, first.stdout.splitlines())) <= 80
    assert "\x1b" not in first.stdout


def test_a_screen_without_our_letters_loses_no_word(tmp_path):
    run = started(tmp_path, "demo", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert run.returncode == 0
    assert "about 22.9 % of 2,500, about 1,928 short" in run.stdout


def test_the_demo_keeps_off_the_store_of_serve(tmp_path, monkeypatch):
    monkeypatch.setenv("MSS_STORE__URL", f"sqlite:///{tmp_path}/mine.db")
    assert mss("demo").exit_code == 0
    assert not (tmp_path / "mine.db").exists()


def test_the_demo_can_keep_its_store_elsewhere(tmp_path):
    out = mss("demo", "--store", str(tmp_path / "other.db"))
    assert out.exit_code == 0
    assert "mss-demo.db" not in out.stdout


# mss say


def test_say_answers_a_line_as_typed_in_chat(here):
    out = here("say", "/mss status as-of 2024-11-10", "--today", "2025-01-17")
    assert (out.exit_code, out.stderr) == (0, "")
    assert "As of Sun 10 Nov 2024, asked 17 Jan 2025" in out.stdout


def test_say_loads_the_sample_where_nothing_is_recorded_and_says_so():
    out = mss("say", "status")
    assert out.exit_code == 0
    assert "was loaded as a sample" in out.stderr
    assert Path("mss.db").exists()


def test_a_refusal_has_exit_code_2_and_stands_on_standard_error(tmp_path, loaded):
    run = started(tmp_path, "say", "statsu", MSS_STORE__URL=loaded)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "There is no command “statsu”; did you mean “status”?\n\n→ status\n"


@pytest.mark.parametrize(
    "line", ["status as-of 2025-02-30", "status in Atlantis", "x" * 10_000, "status \x1b[31m", "status \u202e"]
)
def test_what_cannot_be_answered_gets_one_sentence_and_exit_code_2(here, line):
    out = here("say", line)
    assert (out.exit_code, out.stdout) == (2, "")
    assert len(out.stderr.strip().split("\n\n")[0]) < 300
    assert "Traceback" not in out.stderr


def test_today_may_be_any_day(here):
    assert "16 days before the target date" in here("say", "status", "--today", "15 Jan 2025").stdout


def test_a_today_that_is_no_day_is_refused(here):
    out = here("say", "status", "--today", "banana")
    assert (out.exit_code, out.stdout) == (2, "")
    assert "is not a day" in out.stderr


def test_as_answers_for_another_person_of_the_terminal(here):
    assert here("say", "status", "--as", "ben").exit_code == 0


def test_markdown_and_json_are_written_on_wish(here):
    assert here("say", "status", "--format", "markdown").stdout.startswith("# **MSS Haiti**: ")
    assert json.loads(here("say", "status", "--format", "json").stdout)["document"] == "status"


def test_a_refusal_as_json_is_a_document_too(here):
    out = here("say", "statsu", "--format", "json")
    assert out.exit_code == 2
    assert json.loads(out.stdout)["document"] == "notice"


def test_an_unknown_format_is_refused(here):
    out = here("say", "status", "--format", "pdf")
    assert out.exit_code == 2
    assert "markdown" in out.stderr


def test_a_long_line_of_json_or_markdown_is_not_wrapped(here):
    drawn = here("say", "status full", "--format", "markdown").stdout
    assert max(map(len, drawn.splitlines())) > 80


def test_say_shows_a_change_and_stores_it_only_with_yes():
    line = "fact correct S2-21 527 because misread"
    assert mss("say", line).stdout.startswith("Correct S2-21?")
    assert "about 572" in mss("say", "source S2-21").stdout
    assert mss("say", line, "--yes").stdout.startswith("Corrected S2-21")
    assert "527 personnel" in mss("say", "source S2-21").stdout


def test_say_refuses_to_choose_between_two_missions(tmp_path, monkeypatch):
    monkeypatch.setenv("MSS_STORE__URL", f"sqlite:///{tmp_path}/two.db")
    for record in (RECORD, LONG):
        mss("record", "load", str(record))
    out = mss("say", "status")
    assert out.exit_code == 2
    assert "Which mission?" in out.stderr


# settings and stores that cannot be had


@pytest.fixture
def _no_thread_left() -> Iterator[None]:
    """Wait for what a failed connection leaves running, so that its complaint belongs to the test that caused it."""
    before = threading.enumerate()
    yield
    for thread in threading.enumerate():
        if thread not in before:
            thread.join(5)


@pytest.mark.usefixtures("_no_thread_left")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("MSS_STORE__URI", "x", "There is no setting MSS_STORE__URI; the nearest is MSS_STORE__URL"),
    ("MSS_LOG__LEVEL", "loud", "The setting log.level is wrong"),
    ("MSS_CONFIG", "nope.toml", "There is no settings file nope.toml"),
    ("MSS_STORE__URL", "nonsense", "This is no database URL; write sqlite:///mss.db"),
    ("MSS_STORE__URL", "mysql://u:s3cret@host/x", "mysql"),
    ("MSS_STORE__URL", "sqlite:///no/such/folder/a.db", "no/such/folder"),
    ("MSS_STORE__URL", "sqlite:////proc/a.db", "/proc/a.db"),
    ("MSS_STORE__URL", "postgresql://u:s3cret@127.0.0.1:1/x", "127.0.0.1"),
])  # fmt: skip
def test_what_is_wrong_outside_is_one_sentence_and_exit_code_2(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)
    out = mss("say", "status")
    assert (out.exit_code, out.stdout) == (2, "")
    assert sentence in out.stderr
    assert "s3cret" not in out.stderr
    assert len(out.stderr.splitlines()) == 1


@pytest.mark.usefixtures("_no_thread_left")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("command", [("demo", "--store", "no/such/folder/a.db"), ("demo", "--store", "."),
                                     ("demo", "--store", "garbage.db"), ("demo", "--store", "newer.db")])  # fmt: skip
def test_a_demo_that_cannot_have_its_store_says_why_in_one_sentence(command):
    Path("garbage.db").write_text("this is no database at all, but a text\n" * 10, encoding="utf-8")
    with sqlite3.connect("newer.db") as newer:
        newer.execute("create table alembic_version (version_num varchar(32) primary key)")
        newer.execute("insert into alembic_version values ('9999')")
    newer.close()
    out = mss(*command)
    assert (out.exit_code, out.stdout) == (2, "")
    assert len(out.stderr.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where it likes")
def test_a_folder_that_must_not_be_written_is_named(tmp_path):
    tmp_path.chmod(0o555)
    out = mss("demo")
    tmp_path.chmod(0o755)
    assert out.exit_code == 2
    assert "mss-demo.db" in out.stderr


def test_a_fault_outside_leaves_no_traceback_behind(tmp_path):
    run = started(tmp_path, "say", "status", MSS_STORE__URL="sqlite:///no/such/folder/a.db")
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr


# mss record


def test_a_sound_record_is_checked_with_its_size():
    out = mss("record", "check", str(RECORD))
    assert (out.exit_code, out.stderr) == (0, "no fault: 78 facts from 3 sources\n")


def test_every_fault_of_a_record_is_named_with_its_line():
    Path("bad.toml").write_text(
        'format = 1\n[mission]\nname = 3\n[[fact]]\nname = "x"\nkind = "strengh"\n', encoding="utf-8"
    )
    out = mss("record", "check", "bad.toml")
    assert out.exit_code == 2
    assert [line.split(":")[1] for line in out.stdout.splitlines()] == sorted(
        re.findall(r":(\d+): ", out.stdout), key=int
    )
    assert "bad.toml:6: “strengh” is none of the words that fit here." in out.stdout


@pytest.mark.parametrize("file", ["nope.toml", "."])
def test_a_record_that_cannot_be_read_is_named(file):
    out = mss("record", "check", file)
    assert out.exit_code == 2
    assert out.stderr.startswith(f"{file} cannot be read: ")


def test_a_record_with_a_fault_is_not_loaded_at_all():
    Path("bad.toml").write_text(
        RECORD.read_text(encoding="utf-8").replace('kind = "vote"', 'kind = "vot"'), encoding="utf-8"
    )
    assert mss("record", "load", "bad.toml").exit_code == 2
    assert not Path("mss.db").exists()


def test_a_record_loaded_again_changes_nothing(here):
    out = here("record", "load", str(RECORD))
    assert out.exit_code == 0
    assert re.search(r"\b0 added, 0 changed, \d+ as before", out.stderr)


def test_a_record_is_loaded_for_a_workspace_that_is_named_and_the_only_one_is_offered():
    assert mss("record", "load", str(RECORD)).exit_code == 0
    store = Store("sqlite:///mss.db")
    asyncio.run(store.open_space("slack", "T1", "Acme", datetime(2025, 1, 17, tzinfo=UTC)))
    asyncio.run(store.close())
    assert "for Acme load it with “--space 2”" in mss("record", "load", str(RECORD)).stderr
    assert "78 added" in mss("record", "load", str(RECORD), "--space", "acme").stderr
    refused = mss("record", "load", str(RECORD), "--space", "Acne")
    assert refused.exit_code == 2
    assert "there is: 2 (Acme)" in refused.stderr


def test_an_exported_record_is_sound_and_equal(here):
    Path("out.toml").write_text(here("record", "export").stdout, encoding="utf-8")
    assert "no fault" in mss("record", "check", "out.toml").stderr
    assert re.search(r"\b0 added, 0 changed", here("record", "load", "out.toml").stderr)


def test_facts_are_exported_as_csv_and_json(here):
    as_csv = list(csv.DictReader(io.StringIO(here("record", "export", "--format", "csv").stdout.lstrip("\ufeff"))))
    as_json = json.loads(here("record", "export", "--format", "json").stdout)
    names = {claim.name for claim in bundled().claims}
    assert names <= {row["name"] for row in as_csv}
    assert [row["name"] for row in as_csv if row["name"]] == [row["name"] for row in as_json if "name" in row]


def test_a_file_of_facts_is_shown_first_and_stored_with_yes(here):
    Path("facts.csv").write_text("kind,value,as-of,source\nstrength,970,2025-03,S2\n", encoding="utf-8")
    assert "1 row: 1 new" in here("record", "import", "facts.csv").stdout
    assert "facts.csv is imported into MSS Haiti" in here("record", "import", "facts.csv", "--yes").stdout
    assert "nothing was changed" in here("record", "import", "facts.csv", "--yes").stdout
    Path("bad.csv").write_text("kind,value\nstrength,lots\n", encoding="utf-8")
    out = here("record", "import", "bad.csv", "--yes")
    assert (out.exit_code, "Row 2, value" in out.stdout) == (2, True)
    assert here("record", "import", "gone.csv").exit_code == 2


def test_an_export_into_a_folder_overwrites_nothing(here):
    names = [Path(here("record", "export", "--out", ".").stderr.strip()).name for _time in range(2)]
    assert names[0].startswith("mss-haiti-")
    assert names[1] == names[0].replace(".toml", "-2.toml")


def test_a_mission_is_named_by_any_of_its_names(here):
    assert here("record", "export", "MSSM").exit_code == 0


def test_an_unknown_mission_is_refused_with_those_that_are_known(here):
    out = here("record", "export", "Atlantis")
    assert (out.exit_code, out.stdout) == (2, "")
    assert "MSS Haiti" in out.stderr


# mss preview


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_preview_shows_every_document_with_its_examples(form):
    out = mss("preview", "--format", form)
    assert out.exit_code == 0
    for name, examples in EXAMPLES.items():
        for title in examples:
            assert f"── {name}: {title} ──" in out.stdout


def test_preview_shows_one_document():
    out = mss("preview", "due")
    assert "── due: today ──" in out.stdout
    assert "── status" not in out.stdout


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_preview_as_a_chat_platform_is_one_page_of_html(platform):
    out = mss("preview", "due", "--as", platform)
    assert out.exit_code == 0
    assert out.stdout.startswith("<!doctype html>")
    assert "<h2>due: today</h2>" in out.stdout


def test_preview_of_an_unknown_document_names_those_there_are():
    out = mss("preview", "nonsense")
    assert out.exit_code == 2
    assert "status, due" in out.stderr


# help of the program


@pytest.mark.parametrize(
    "command", [(), ("demo",), ("say",), ("preview",), ("record",), ("record", "check"), ("record", "load")]
)
def test_every_command_explains_itself(command):
    out = mss(*command, "--help")
    assert out.exit_code == 0
    assert "Usage" in out.stdout


def test_the_program_by_itself_shows_what_it_can_do():
    shown = mss().output
    assert [name for name in ("demo", "say", "record", "preview") if name not in shown] == []
