"""The README against the program: its excerpt is what the demo prints, its lines are lines the bot understands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from adapters.line import read_line
from adapters.terminal.text import draw
from bot.commands import REGISTRY
from briefings import documents, words
from briefings.picture import Clocks, picture
from store.records import bundled

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
TABLE = [row.split("|")[1] for row in README.splitlines() if row.startswith("| `")]
LINES = [line for cell in TABLE for line in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_readme_is_understood(line):
    assert read_line(line, [command.shape for command in REGISTRY.values()]).command in REGISTRY


def test_every_command_stands_in_the_readme():
    told = {read_line(line, [command.shape for command in REGISTRY.values()]).command for line in LINES}
    assert set(REGISTRY) <= told


def test_the_excerpt_is_what_the_demo_prints():
    held = bundled()
    day = date(2026, 11, 22)
    found = picture(held.mission, Clocks(day, day), held.claims, held.sources, held.parties, held.choices, held.remarks)
    first = documents.demo(found, len(held.claims), "./mss-demo.db")
    printed = draw(words.say(first, words.language("en"))).split("\n\n78 facts")[0]
    assert printed in README


def test_both_commands_stand_on_its_first_lines():
    assert [line.strip() for line in README.splitlines()[2:4]] == [
        "python3 -m pip install --target .uv uv && .uv/bin/uv run mss demo",
        "python3 -m pip install --target .uv uv && .uv/bin/uv run pytest",
    ]
