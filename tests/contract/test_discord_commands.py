"""True of every command in Discord: it fits there, with room for those to come, and everything of it can be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.discord.commands import commands, menu_of, read
from adapters.port import CONFIRM, CommandShape, Input
from bot.commands import REGISTRY
from bot.desk import Desk
from store import Store
from tests.fakes.discord.commands import problems, size
from tests.fakes.discord.kinds import Install

NAMES, CHARACTERS = 20, 6_000
"""What we allow ourselves, where Discord allows 25 names a level and 8,000 characters a command."""
DESK = Desk(Store("sqlite:///never-opened.db"), REGISTRY, for_rooms=True)
REGISTERED = commands(DESK.shapes, lambda message, _language: message)
INSTALLS = (Install.SERVER, Install.USER)


def levels(part: dict[str, Any]) -> Iterator[list[str]]:
    """The names of each level that holds others."""
    inner = [option for option in part.get("options") or () if option["type"] in (1, 2)]
    if inner:
        yield [option["name"] for option in inner]
    for option in inner:
        yield from levels(option)


def leaf(shape: CommandShape) -> dict[str, Any]:
    """What is registered for a command."""
    part = next(each for each in REGISTERED if each["name"] == menu_of(shape))
    for name in shape.name.split():
        part = next(option for option in part["options"] if option["name"] == name)
    return part


@pytest.mark.parametrize("command", REGISTERED, ids=lambda command: command["name"])
def test_discord_takes_it(command):
    assert problems(command, INSTALLS) == []


@pytest.mark.parametrize("command", REGISTERED, ids=lambda command: command["name"])
def test_there_is_room_for_more(command):
    assert size(command) <= CHARACTERS
    assert all(len(names) <= NAMES for names in levels(command))


@pytest.mark.parametrize("shape", DESK.shapes, ids=lambda shape: shape.name)
def test_each_option_but_the_code_of_a_button_can_be_given_and_is_read_back(shape):
    options = leaf(shape)["options"]
    names = {option.name for option in shape.options} - {CONFIRM}
    assert {option["name"] for option in options} == names
    given = [{"name": option["name"], "type": option["type"], "value": _value(option)} for option in options]
    data = {"options": given}
    for name in reversed(shape.name.split()):
        data = {"options": [{"name": name, "type": 1 if data["options"] is given else 2, **data}]}
    asked = read(data)
    assert asked.command == shape.name
    assert asked.words.keys() == names


def _value(option: dict[str, Any]) -> Any:
    if option.get("choices"):
        return option["choices"][0]["value"]
    return {3: "words", 4: 2, 5: True, 11: "123"}[option["type"]]


@pytest.mark.parametrize("shape", DESK.shapes, ids=lambda shape: shape.name)
def test_what_can_be_suggested_is_suggested_while_typing(shape):
    suggested = {option["name"] for option in leaf(shape)["options"] if option.get("autocomplete")}
    assert suggested == {option.name for option in shape.options if option.input in (Input.SEARCH, Input.DAY)}


@pytest.mark.parametrize("shape", DESK.shapes, ids=lambda shape: shape.name)
def test_what_is_required_comes_first_and_is_never_demanded(shape):
    """A form asks for what is missing, so Discord must not keep the command back."""
    options = leaf(shape)["options"]
    required = [option.name for option in shape.options if option.is_required]
    assert {option["name"] for option in options[: len(required)]} == set(required)
    assert not any(option.get("required") for option in options)


def test_another_language_gets_words_for_everything_that_is_translated():
    def french(message: str, language: str) -> str:
        words = {"status": "situation", "as-of": "Au jour", "the long form": "la forme longue"}
        return words.get(message, message) if language == "fr" else message

    (mss, *_rest) = commands(DESK.shapes, french)
    status = next(option for option in mss["options"] if option["name"] == "status")
    full = next(option for option in status["options"] if option["name"] == "full")
    day = next(option for option in status["options"] if option["name"] == "as-of")
    assert status["name_localizations"] == {"fr": "situation"}
    assert full["description_localizations"] == {"fr": "La forme longue"}
    assert "name_localizations" not in day, "“Au jour” cannot be typed as the name of an option"
    assert problems(mss, INSTALLS) == []
