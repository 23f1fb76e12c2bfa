"""What is true of every setting: an example, a comment, a variable, and no word of it anywhere else that is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import FILE_VARIABLE, Settings, file_keys, keys, read_settings, secret_keys, sections, variable
from bot.tokens import WHERE

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
TOLD = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))) if path.is_file()]
"""Every page that may speak of settings."""
KEY = "k3y" * 14 + "0="
COMPLETE = {"MSS_SLACK__CLIENT_ID": "1.2", "MSS_SLACK__CLIENT_SECRET": "known", "MSS_SLACK__APP_TOKEN": "xapp-1",
            "MSS_SECRETS__KEYS": KEY, "MSS_DISCORD__TOKEN": "token"}  # fmt: skip
"""With these every section is there, and lacks nothing."""
ANOTHER = {"secrets.keys": KEY, "slack.mode": "socket", "log.level": "error",
           "log.format": "json", "http.bind": "[::1]:99", "http.drain": "7", "slack.app_token": "xapp-2", "slack.bot_token": "xoxb-2",
           "slack.base_url": "http://there/"}  # fmt: skip
"""A value for the settings that do not take any text."""

each_key = pytest.mark.parametrize("key", keys())
each_page = pytest.mark.parametrize("page", TOLD, ids=lambda page: page.name)


def example() -> str:
    """The example with what is commented out in it."""
    return re.sub(r"^#(?=[\[a-z])", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def value(settings: Settings, key: str) -> str:
    section, _dot, name = key.partition(".")
    found = getattr(getattr(settings, section), name)
    found = found[0] if isinstance(found, tuple) else found
    return found.get_secret_value() if isinstance(found, SecretStr) else str(found)


def test_the_example_names_every_setting_and_no_other():
    named = [f"{section}.{key}" for section, values in tomllib.loads(example()).items() for key in values]
    assert sorted(named) == sorted(keys())


def test_the_example_as_it_is_holds_the_defaults():
    assert read_settings(EXAMPLE, {}).model_dump() == Settings.model_construct().model_dump()


@each_key
def test_what_is_commented_out_in_the_example_is_a_default_too(key):
    section, _dot, name = key.partition(".")
    default = sections()[section].model_fields[name].default
    shown = tomllib.loads(example())[section][name]
    assert shown == (default.get_secret_value() if isinstance(default, SecretStr) else default) or (shown, default) == (
        [],
        (),
    )


@each_key
def test_a_comment_stands_above_each_setting_of_the_example(key):
    lines = example().splitlines()
    section, _dot, name = key.partition(".")
    start = lines.index(f"[{section}]")
    found = next(number for number, line in enumerate(lines) if number > start and line.startswith(f"{name} ="))
    assert lines[found - 1].startswith("# ")
    assert f"[{section}]" == next(line for line in reversed(lines[:found]) if line.startswith("["))


def test_the_example_names_every_secret():
    told = EXAMPLE.read_text(encoding="utf-8").partition("Secrets are:")[2].partition("\n\n")[0]
    assert set(re.findall(r"[a-z]+\.[a-z_]+", told)) - {"config.toml"} == set(secret_keys())


@each_key
def test_each_setting_can_come_from_the_environment(key, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    wanted = ANOTHER.get(key, "http://there/x")
    assert value(read_settings(environment={**COMPLETE, variable(key): wanted}), key) == wanted


@pytest.mark.parametrize("key", secret_keys())
def test_each_secret_can_come_from_a_file_that_the_environment_names(key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wanted = ANOTHER.get(key, "hidden")
    (tmp_path / "secret").write_text(f"{wanted}\n", encoding="utf-8")
    environment = {name: known for name, known in COMPLETE.items() if name != variable(key)}
    assert value(read_settings(environment={**environment, variable(f"{key}_file"): "secret"}), key) == wanted


@each_key
def test_each_setting_says_what_it_is(key):
    section, _dot, name = key.partition(".")
    assert sections()[section].model_fields[name].description


def test_what_is_needed_is_a_setting_that_says_where_it_is_found():
    assert set(WHERE) <= set(keys())


@each_page
def test_no_page_names_a_variable_that_does_not_exist(page):
    known = {FILE_VARIABLE, *map(variable, (*keys(), *file_keys()))}
    assert set(re.findall(r"\bMSS_[A-Z_]+\b", page.read_text(encoding="utf-8"))) <= known


@each_page
def test_no_page_names_a_setting_that_does_not_exist(page):
    names = "|".join(sorted({key.partition(".")[0] for key in keys()}))
    told = set(re.findall(rf"`((?:{names})\.[a-z_]+)`", page.read_text(encoding="utf-8")))
    assert told <= {*keys(), *file_keys()}
