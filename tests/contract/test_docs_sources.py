"""True of the page on sources: every line it tells people to type is one that the bot reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.line import read_line
from bot.commands import REGISTRY

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
SHAPES = [command.shape for command in REGISTRY.values()]
LINES = [line for line in re.findall(r"`([^`\n]+)`", PAGE) if re.match(r"(sources?|party)\b", line)]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_page_is_read(line: str):
    assert read_line(line.replace(" because …", " because wrong"), SHAPES).command.split()[0] in line


def test_the_page_tells_of_every_command_of_its_families():
    named = {read_line(line.replace(" because …", " because wrong"), SHAPES).command for line in LINES}
    assert named >= {name for name in REGISTRY if name.partition(" ")[0] in ("sources", "party")}
