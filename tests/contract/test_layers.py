"""Which folder may know which: the arrows of the house, and the one room of each outside library."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_KNOW = {
    "briefings": {"briefings"},
    "store": {"store", "briefings"},
    "adapters": {"adapters", "briefings.document"},
    "bot": {"bot", "adapters", "store", "briefings"},
}
ROOMS = {
    "slack_bolt": "adapters/slack", "slack_sdk": "adapters/slack", "discord": "adapters/discord", "sqlalchemy": "store",
    "alembic": "store", "apscheduler": "bot/clock.py", "pydantic_settings": "bot/config.py", "prompt_toolkit": "adapters/terminal",
    "typer": "bot", "dateparser": "bot/days.py", "structlog": "bot/logs.py", "cryptography": "store/secrets.py", "cronsim": "bot", "prometheus_client": "bot/metrics.py", "resvg_py": "adapters/discord",
}  # fmt: skip


@cache
def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    names = [name for node in tree for name in _names(node)]
    return {name for name in names if name}


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module, names, 0):
            return [f"{module}.{alias.name}" for alias in names]
    return []


FILES = sorted(path.relative_to(ROOT) for folder in MAY_KNOW for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", MAY_KNOW)
def test_a_folder_knows_only_what_it_may(folder):
    known = tuple(f"{name}." for name in MAY_KNOW[folder])
    strangers = {
        (str(path), name)
        for path in FILES
        if path.parts[0] == folder
        for name in imports(ROOT / path)
        if name.split(".")[0] in MAY_KNOW and not f"{name}.".startswith(known)
    }
    assert strangers == set()


@pytest.mark.parametrize("library", ROOMS)
def test_each_library_stays_in_its_room(library):
    outside = {
        str(path) for path in FILES
        if any(name.split(".")[0] == library for name in imports(ROOT / path)) and not str(path).startswith(ROOMS[library])
    }  # fmt: skip
    assert outside == set()


def test_the_engine_reads_no_clock():
    """Today comes from outside; the system's clock has one room."""
    readers = {str(path) for path in FILES if str(path) != "bot/app.py"
               for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
               if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
               and isinstance(node.value, ast.Name) and node.value.id in ("date", "datetime")}  # fmt: skip
    assert readers == set()
