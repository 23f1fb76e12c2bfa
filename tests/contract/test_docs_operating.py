"""The program against its pages: every command and option that a page names is there, and all that is there is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.__main__ import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
TABLE = OPERATING.partition("| command |")[2].partition("\n\n")[0]


def commands(of: Any, *path: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Every command of the program with its options."""
    if not hasattr(of, "commands"):
        yield " ".join(path), frozenset(name for option in of.params for name in option.opts if name.startswith("--"))
    for name, below in getattr(of, "commands", {}).items():
        yield from commands(below, *path, name)


PROGRAM = dict(commands(get_command(app), "mss"))


def named(page: str) -> list[str]:
    """What a page writes as a command of the program: in backquotes, or in a line that is set apart."""
    apart = [line for block in re.findall(r"(?m)^    .+$", page) for line in re.split(r" && | {2,}", block)]
    found = [re.search(r"(?:^|(?<=\s)|(?<=/bin/))mss [a-z].*", line) for line in apart]
    return [*re.findall(r"`(mss [a-z][^`\n]*)`", page), *(line[0] for line in found if line)]


def command_in(line: str) -> str | None:
    """The command that a line begins with; None when it begins with none."""
    return next((path for path in sorted(PROGRAM, key=len, reverse=True) if f"{line} ".startswith(f"{path} ")), None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_command_that_a_page_names_is_there_with_its_options(page):
    for line in named(page.read_text(encoding="utf-8")):
        command = command_in(line)
        assert command or any(path.startswith(f"{line} ") for path in PROGRAM) or "…" in line, line
        assert set(re.findall(r"(?<= )--[a-z-]+", line)) <= (PROGRAM[command] if command else set()), line


@pytest.mark.parametrize("command", PROGRAM)
def test_every_command_stands_in_the_table_with_all_its_options(command):
    lines = [line for line in re.findall(r"`(mss [^`]+)`", TABLE) if command_in(line) == command]
    assert len(lines) == 1
    assert set(re.findall(r"--[a-z-]+", lines[0])) == PROGRAM[command]


def test_the_reader_of_pages_finds_commands():
    page = (
        "Type `mss db backup` or `/mss status`:\n\n    sudo /opt/mss/bin/mss init --force && mss say status   a note\n"
    )
    assert named(page) == ["mss db backup", "mss init --force", "mss say status"]
    assert command_in("mss db backup FILE") == "mss db backup"
    assert command_in("mss dbx") is None


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!http)[^)#]+)\)", OPERATING))
def test_what_the_page_leads_to_is_there(link):
    assert (ROOT / "docs" / link).exists()
