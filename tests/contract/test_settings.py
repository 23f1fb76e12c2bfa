"""What is true of every setting: an example, a comment, a variable, and no word of it anywhere else that is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.config import FILE_VARIABLE, Settings, keys, read_settings, variable

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
TOLD = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))) if path.is_file()]
"""Every page that may speak of settings."""

each_key = pytest.mark.parametrize("key", keys())
each_page = pytest.mark.parametrize("page", TOLD, ids=lambda page: page.name)


def named_in(text: str) -> list[str]:
    """The settings that a TOML text names."""
    return [f"{section}.{key}" for section, values in tomllib.loads(text).items() for key in values]


def test_the_example_names_every_setting_and_no_other():
    assert sorted(named_in(EXAMPLE.read_text(encoding="utf-8"))) == sorted(keys())


def test_the_example_holds_the_defaults():
    assert read_settings(EXAMPLE, {}).model_dump() == Settings.model_construct().model_dump()


@each_key
def test_a_comment_stands_above_each_setting_of_the_example(key):
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    section, _dot, name = key.partition(".")
    start = lines.index(f"[{section}]")
    (found,) = (number for number, line in enumerate(lines) if number > start and line.startswith(f"{name} ="))
    assert lines[found - 1].startswith("# ")
    assert f"[{section}]" == next(line for line in reversed(lines[:found]) if line.startswith("["))


@each_key
def test_each_setting_can_come_from_the_environment(key, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    section, _dot, name = key.partition(".")
    default = getattr(getattr(Settings.model_construct(), section), name)
    monkeypatch.setenv(variable(key), str(default))
    assert getattr(getattr(read_settings(), section), name) == default


@each_key
def test_each_setting_says_what_it_is(key):
    section, _dot, name = key.partition(".")
    annotation = Settings.model_fields[section].annotation
    assert annotation is not None
    assert annotation.model_fields[name].description


@each_page
def test_no_page_names_a_variable_that_does_not_exist(page):
    known = {FILE_VARIABLE, *map(variable, keys())}
    assert set(re.findall(r"\bMSS_[A-Z_]+\b", page.read_text(encoding="utf-8"))) <= known


@each_page
def test_no_page_names_a_setting_that_does_not_exist(page):
    sections = "|".join(sorted({key.partition(".")[0] for key in keys()}))
    assert set(re.findall(rf"`((?:{sections})\.[a-z_]+)`", page.read_text(encoding="utf-8"))) <= set(keys())
