"""The guide to Discord against the program: what it names is there, and what is there it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from adapters.discord.commands import ADMIN, ASK_ABOUT, FACTS, POSTS, READ, SUBCOMMAND, commands
from adapters.discord.drafts import ASK_NOW, GO_ON, TRY_AGAIN
from adapters.discord.troubles import ATTACH, READ_HISTORY, SEE, SEND, SEND_IN_THREADS
from bot.__main__ import app
from bot.commands import REGISTRY
from bot.config import DiscordSettings, StoreSettings
from bot.desk import Desk
from bot.serve import PLATFORMS
from bot.tokens import WHERE
from store.work import Store
from tests.contract.catalogue import messages

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "discord.md").read_text(encoding="utf-8")
MINUTES = GUIDE.partition("## Ten minutes")[2].partition("\n## ")[0]
NAMES = re.findall(r"`([^`\n]+)`", GUIDE)
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", GUIDE)
PROGRAM = sorted(
    {*re.findall(r"^ +(mss .+)$", GUIDE, re.MULTILINE), *(name for name in NAMES if name.startswith("mss "))}
)
LINES = sorted({name for name in NAMES if re.match(rf"/({READ}|{POSTS}|{FACTS}|{ADMIN}) ", name)})
DESK = Desk(Store("sqlite:///never-opened.db"), REGISTRY, for_rooms=True)
REGISTERED = commands(DESK.shapes, lambda message, _language: message)
PERMISSIONS = {f"{SEE}s", SEND, SEND_IN_THREADS, ATTACH, READ_HISTORY}
"""As the application's page calls them: there it is “View Channels”, in a channel's settings “View Channel”."""


def rows(head: str) -> list[str]:
    """The first column of the table that is headed so."""
    _before, _head, rest = GUIDE.partition(f"\n| {head} |")
    return [row.strip("|").split(" | ")[0].strip() for row in rest.partition("\n\n")[0].splitlines()[2:]]


def part_named(name: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    found = [part for part in parts if part["name"] == name]
    assert found, f"{name} is none of {[part['name'] for part in parts]}"
    return found[0]


# what the app may do


def test_the_permissions_are_those_that_a_post_may_lack():
    assert set(rows("permission")) == PERMISSIONS


def test_the_ten_minutes_ask_for_these_permissions_and_scopes():
    assert all(f"**{permission}**" in MINUTES for permission in PERMISSIONS)
    assert all(scope in MINUTES for scope in rows("scope"))


def test_the_names_of_commands_are_those_that_are_registered():
    assert {command["name"] for command in REGISTERED} == {READ, POSTS, FACTS, ADMIN, ASK_ABOUT}
    assert all(f"`/{name}`" in GUIDE for name in (POSTS, FACTS, ADMIN))
    assert f"**{ASK_ABOUT}**" in GUIDE


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
def test_a_line_for_discord_is_a_command_with_all_its_options(line):
    name, *words = line.removeprefix("/").split()
    part = part_named(name, REGISTERED)
    for word in words:
        option, colon, value = word.partition(":")
        if not colon:
            part = part_named(option, part["options"])
            continue
        choices = part_named(option, part["options"]).get("choices", [])
        assert value
        assert not choices or value in {choice["value"] for choice in choices}
    assert part["type"] == SUBCOMMAND, f"{line} is no whole command"


def test_the_ten_minutes_have_every_command_they_need():
    needed = ["mss init", "mss discord sync", "mss doctor", "mss serve", "/mss status", "/mss setup"]
    assert sorted(needed, key=MINUTES.index) == needed, "in this order"


def test_it_says_by_which_words_the_start_is_known():
    assert "discord" in PLATFORMS
    assert "`connected to discord`" in MINUTES


def test_the_settings_it_names_are_there():
    named = {name for name in NAMES if re.fullmatch(r"(discord|store)\.\w+", name)}
    known = {f"discord.{name}" for name in DiscordSettings.model_fields} | {
        f"store.{name}" for name in StoreSettings.model_fields
    }
    assert {"discord.token", "store.url"} <= named <= known


# what Discord's pages and our buttons are called


def test_what_the_program_says_of_the_token_the_guide_says_too():
    names = re.findall(r"“([^”]+)”", WHERE["discord.token"])
    assert names
    assert all(f"**{name}**" in GUIDE for name in names)
    assert "https://discord.com/developers/applications" in WHERE["discord.token"]
    assert "<https://discord.com/developers/applications>" in MINUTES


@pytest.mark.parametrize("label", [GO_ON, ASK_NOW, TRY_AGAIN])
def test_the_buttons_of_a_form_are_named(label):
    assert f"**{label}**" in GUIDE


# what goes wrong


@pytest.mark.parametrize("sentence", rows("what it says"))
def test_a_sentence_to_look_up_is_one_that_is_said(sentence):
    pattern = re.compile(".*".join(map(re.escape, sentence.split("…"))))
    said = {re.sub(r"\{\w+\}", "", message) for message in messages() if isinstance(message, str)}
    assert [one for one in said if pattern.match(one)]


# pictures


@pytest.mark.parametrize(("told", "file"), PICTURES)
def test_a_picture_is_there_and_small_and_is_told_in_words(told, file):
    assert len(told.split()) >= 10
    assert (DOCS / file).stat().st_size <= 80_000


def test_every_picture_is_shown():
    assert {file for _told, file in PICTURES} == {
        f"pictures/{path.name}" for path in (DOCS / "pictures").glob("discord-*")
    }
