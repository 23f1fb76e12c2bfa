"""The guide to Slack against the program: what it names is there, and what is there it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from adapters.line import read_line
from adapters.slack.installing import INSTALL_PATH
from adapters.slack.manifest import COMMAND, EVENTS, EVENTS_PATH, REDIRECT_PATH, SCOPES, manifest
from bot.__main__ import app
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.tokens import BEGINNINGS, WHERE
from store.work import Store
from tests.contract.catalogue import messages

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "slack.md").read_text(encoding="utf-8")
NAMES = re.findall(r"`([^`\n]+)`", GUIDE)
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", GUIDE)
PROGRAM = sorted(
    {*re.findall(r"^ +(mss .+)$", GUIDE, re.MULTILINE), *(name for name in NAMES if name.startswith("mss "))}
)
LINES = sorted({name.removeprefix(COMMAND) for name in NAMES if name.startswith(f"{COMMAND} ")})


def table(head: str) -> list[list[str]]:
    """The rows of the table whose first column is headed so."""
    _before, _head, rest = GUIDE.partition(f"\n| {head} |")
    rows = rest.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def named(head: str) -> set[str]:
    return {name for row in table(head) for name in re.findall(r"`([^`]+)`", row[0])}


# what the app may do


def test_the_scopes_are_those_of_the_manifest():
    assert named("scope") == set(SCOPES)


def test_the_events_are_those_of_the_manifest():
    assert named("event") == set(EVENTS)


def test_the_addresses_are_those_that_are_answered():
    assert set(re.findall(r"/slack/\w+", GUIDE)) == {EVENTS_PATH, REDIRECT_PATH, INSTALL_PATH}


def test_the_app_is_called_as_in_the_manifest():
    features = manifest()["features"]
    assert f"`/invite @{features['bot_user']['display_name']}`" in GUIDE
    assert f"**{features['shortcuts'][0]['name']}**" in GUIDE


# what is typed


@pytest.mark.parametrize("line", PROGRAM)
def test_a_command_of_the_program_is_one_with_all_its_options(line):
    command = get_command(app)
    for word in line.split()[1:]:
        if word.startswith("--"):
            assert word in {name for option in command.params for name in option.opts}, word
        elif hasattr(command, "commands"):
            command = command.commands[word]


@pytest.mark.parametrize("line", LINES)
async def test_a_line_for_slack_is_understood(line, tmp_path):
    async with Store(f"sqlite:///{tmp_path}/mss.db") as store:
        assert read_line(line, Desk(store, REGISTRY, for_rooms=True).shapes).command in REGISTRY


def test_the_ten_minutes_have_every_command_they_need():
    minutes = GUIDE.partition("## Ten minutes")[2].partition("\n## ")[0]
    for command in ("mss slack manifest", "mss init", "mss doctor", "mss serve", "/mss status"):
        assert command in minutes


# what Slack's pages are called, and what tokens look like


def test_the_tokens_begin_as_they_do():
    assert all(f"`{beginnings[0]}`" in GUIDE for beginnings in BEGINNINGS.values())


@pytest.mark.parametrize("setting", [setting for setting in WHERE if setting.startswith("slack.")])
def test_what_the_program_says_of_a_token_the_guide_says_too(setting):
    names = re.findall(r"“([^”]+)”", WHERE[setting])
    assert names
    assert all(f"**{name}**" in GUIDE for name in names)


# what goes wrong


@pytest.mark.parametrize("sentence", [row[0] for row in table("what it says")])
def test_a_sentence_to_look_up_is_one_that_is_said(sentence):
    said = {re.sub(r"\{\w+\}", "…", message) for message in messages() if isinstance(message, str)}
    assert [one for one in said if one.startswith(sentence)]


# pictures


@pytest.mark.parametrize(("told", "file"), PICTURES)
def test_a_picture_is_there_and_small_and_is_told_in_words(told, file):
    assert len(told.split()) >= 10
    assert (DOCS / file).stat().st_size <= 80_000


def test_every_picture_is_shown():
    assert {file for _told, file in PICTURES} == {
        f"pictures/{path.name}" for path in (DOCS / "pictures").glob("slack-*")
    }
