"""What Discord accepts as buttons, menus and fields: https://docs.discord.com/developers/components/reference"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from tests.fakes.discord.errors import Path, Problem, Problems, address, count, missing, number, one_of, text
from tests.fakes.discord.kinds import Json


class Part(IntEnum):
    """https://docs.discord.com/developers/components/reference#component-object-component-types"""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    INPUT = 4
    USERS = 5
    ROLES = 6
    MENTIONABLES = 7
    CHANNELS = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    UPLOAD = 19
    RADIO = 21
    CHECKBOXES = 22
    CHECKBOX = 23


class Style(IntEnum):
    """https://docs.discord.com/developers/components/reference#button-button-styles"""

    PRIMARY = 1
    SECONDARY = 2
    SUCCESS = 3
    DANGER = 4
    LINK = 5
    PREMIUM = 6


SELECTS = (Part.SELECT, Part.USERS, Part.ROLES, Part.MENTIONABLES, Part.CHANNELS)


def dicts(parts: Any) -> list[Json]:
    """What in a list can be looked at."""
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _button(part: Json, at: Path) -> Problems:
    style = part.get("style")
    yield from one_of(style, map(int, Style), (*at, "style"))
    yield from text(part, "label", 80, at)
    if style == Style.LINK:
        yield from address(part.get("url"), (*at, "url"), ("http", "https", "discord"), 512)
    elif style != Style.PREMIUM:
        yield from text(part, "custom_id", 100, at, least=1, required=True)
    exclusive = part.get("custom_id") if style == Style.LINK else part.get("url")
    if exclusive:
        words = "A custom id and url cannot both be specified"
        yield Problem(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)
    if style != Style.PREMIUM and not part.get("label") and not part.get("emoji"):
        yield missing((*at, "label"))


def _select(part: Json, at: Path) -> Problems:
    yield from text(part, "custom_id", 100, at, least=1, required=True)
    yield from text(part, "placeholder", 150, at)
    yield from number(part, "min_values", 0, 25, at)
    yield from number(part, "max_values", 1, 25, at)
    if part["type"] == Part.SELECT:
        yield from _options(part, at, 25, 1)


def _options(part: Json, at: Path, most: int, least: int) -> Problems:
    options = part.get("options")
    yield from count(options, most, (*at, "options"), least=least)
    values = [option.get("value") for option in dicts(options)]
    for index, option in enumerate(dicts(options)):
        here = (*at, "options", index)
        yield from text(option, "label", 100, here, least=1, required=True)
        yield from text(option, "value", 100, here, least=1, required=True)
        yield from text(option, "description", 100, here)
        if option.get("value") in values[:index]:
            words = "The specified option value is already used"
            yield Problem((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
    if part.get("min_values", 1) > len(values):
        yield Problem((*at, "min_values"), "NUMBER_TYPE_RANGE", f"Value must be between 0 and {len(values)}.")


def _input(part: Json, at: Path) -> Problems:
    yield from text(part, "custom_id", 100, at, least=1, required=True)
    yield from one_of(part.get("style"), (1, 2), (*at, "style"))
    yield from text(part, "value", 4_000, at)
    yield from text(part, "placeholder", 100, at)
    yield from number(part, "min_length", 0, 4_000, at)
    yield from number(part, "max_length", 1, 4_000, at)


def _upload(part: Json, at: Path) -> Problems:
    yield from text(part, "custom_id", 100, at, least=1, required=True)
    yield from number(part, "min_values", 0, 10, at)
    yield from number(part, "max_values", 1, 10, at)


def _radio(part: Json, at: Path) -> Problems:
    yield from text(part, "custom_id", 100, at, least=1, required=True)
    yield from _options(part, at, 10, 2)


def _checkboxes(part: Json, at: Path) -> Problems:
    yield from _upload(part, at)
    yield from _options(part, at, 10, 1)


def _checkbox(part: Json, at: Path) -> Problems:
    yield from text(part, "custom_id", 100, at, least=1, required=True)


Rule = Callable[[Json, Path], Problems]

RULES: dict[Part, Rule] = {
    Part.BUTTON: _button,
    Part.INPUT: _input,
    Part.UPLOAD: _upload,
    Part.RADIO: _radio,
    Part.CHECKBOXES: _checkboxes,
    Part.CHECKBOX: _checkbox,
    **dict.fromkeys(SELECTS, _select),
}
"""What is wrong with an element that is used where it may stand."""
