"""The commands of the app as Discord keeps them, and what it accepts as one.

https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.fakes.discord.errors import DAILY_CREATES, Path, Problem, Problems, Refusal, count, number, one_of, text
from tests.fakes.discord.kinds import Install, Json

CHARACTERS = 8_000
"""Of a command: names, descriptions and values of all that is in it, each in its longest language."""
MOST_OPTIONS = 25
CREATES_A_DAY = 200
MOST = {1: 100, 2: 15, 3: 15}
"""Commands of each type: https://docs.discord.com/developers/interactions/application-commands#registering-a-command"""
LOCALES = ("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
           "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW",
           "ko")  # fmt: skip
"""https://docs.discord.com/developers/reference#locales"""
SETTABLE = ("name", "name_localizations", "description", "description_localizations", "options", "contexts",
            "default_member_permissions", "integration_types", "nsfw", "dm_permission")  # fmt: skip
SLASH, ON_USER, ON_MESSAGE = 1, 2, 3


class Option(IntEnum):
    """…/interactions/application-commands#application-command-object-application-command-option-type"""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


WITH_CHOICES = (Option.STRING, Option.INTEGER, Option.NUMBER)
FOLDERS = (Option.SUBCOMMAND, Option.GROUP)


@dataclass
class Commands:
    """The registered commands of one place, a server or everywhere (""), with the days on which some were created."""

    registered: dict[str, list[Json]] = field(default_factory=dict)
    permissions: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    _created: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, server: str) -> list[Json]:
        return self.registered.setdefault(server, [])

    def named(self, server: str, kind: int, name: str) -> Json | None:
        return next((one for one in self.of(server) if (one["type"], one["name"]) == (kind, name)), None)

    def usable(self, server: str) -> list[Json]:
        """Those of a server and those of everywhere; the server's come first."""
        return [*(self.of(server) if server else []), *self.of("")]

    def count_creation(self, server: str, day: str) -> None:
        """One more created today. Raises Refusal after 200."""
        made = self._created.get((server, day), 0)
        if made >= CREATES_A_DAY:
            raise Refusal(*DAILY_CREATES)
        self._created[server, day] = made + 1


def complete(told: Json, *, app: str, server: str, installs: tuple[Install, ...]) -> Json:
    """A command as Discord hands it back: with everything that was left out."""
    given = {name: told[name] for name in SETTABLE if told.get(name) is not None}
    whole = {"type": told.get("type", SLASH), "application_id": app, "description": "", "name_localizations": None,
             "description_localizations": None, "default_member_permissions": None, "nsfw": False,
             "contexts": None, "integration_types": [int(each) for each in installs], **given}  # fmt: skip
    if server:
        whole["guild_id"] = server
    return whole if whole["type"] == SLASH else {**whole, "description": ""}


def problems(command: Json, installs: tuple[Install, ...]) -> list[Problem]:
    """What is wrong with a command; nothing when Discord would take it."""
    found = [*_frame(command, installs), *_options(command.get("options") or [], ("options",), depth=0)]
    if size(command) > CHARACTERS:
        found.append(Problem((), "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS})"))
    return found


def size(part: Json) -> int:
    """Characters of a command or an option with all that is in it."""
    own = sum(_longest(part, name) for name in ("name", "description"))
    value = part.get("value")
    inner = sum(size(each) for each in [*(part.get("options") or []), *(part.get("choices") or [])])
    return own + (len(value) if isinstance(value, str) else 0) + inner


def _longest(part: Json, name: str) -> int:
    translated = (part.get(f"{name}_localizations") or {}).values()
    return max(len(words or "") for words in [part.get(name), *translated])


def _frame(command: Json, installs: tuple[Install, ...]) -> Problems:
    kind = command.get("type", SLASH)
    yield from one_of(kind, (SLASH, ON_USER, ON_MESSAGE), ("type",))
    if kind == SLASH:
        yield from _words(command, ())
    else:
        yield from text(command, "name", 32, (), least=1, required=True)
        if command.get("description") or command.get("options"):
            words = "Context menu commands cannot have description or options"
            yield Problem((), "APPLICATION_COMMAND_CONTEXT_MENU_FIELDS", words)
    for name, allowed in (("contexts", (0, 1, 2)), ("integration_types", tuple(map(int, installs)))):
        for index, each in enumerate(command.get(name) or []):
            yield from one_of(each, allowed, (name, index))
    granted = command.get("default_member_permissions")
    if granted is not None and not str(granted).isdigit():
        yield Problem(("default_member_permissions",), "BITFIELD_TYPE_CONVERT", "Could not interpret as a bit set.")


def _words(part: Json, at: Path) -> Problems:
    """Name and description, in every language."""
    yield from text(part, "name", 32, at, least=1, required=True)
    yield from text(part, "description", 100, at, least=1, required=True)
    if part.get("name") and not is_name(str(part["name"])):
        yield Problem((*at, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    for field_name, most in (("name_localizations", 32), ("description_localizations", 100)):
        for locale, words in (part.get(field_name) or {}).items():
            here = (*at, field_name)
            yield from one_of(locale, LOCALES, (*here, locale))
            yield from text({locale: words}, locale, most, here, least=1, required=True)
            if field_name == "name_localizations" and not is_name(str(words)):
                yield Problem((*here, locale), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def is_name(name: str) -> bool:
    """Whether a name may be typed: letters, digits, “-”, “_” and “'”, in lower case where there is one.

    …/interactions/application-commands#application-command-object-application-command-naming
    """
    letters = all(unicodedata.category(each)[0] in "LN" or each in "-_'" or _is_mark(each) for each in name)
    return 1 <= len(name) <= 32 and letters and name == name.lower()


def _is_mark(letter: str) -> bool:
    """Marks of the two scripts that the rule names: they belong to their letters."""
    return bool(re.match(r"[\u0900-\u097f\u0e00-\u0e7f]", letter))


def _options(options: list[Json], at: Path, depth: int) -> Problems:
    yield from count(options, MOST_OPTIONS, at)
    names = [each.get("name") for each in options]
    for index, option in enumerate(options):
        here = (*at, index)
        yield from _option(option, here, depth)
        if option.get("name") in names[:index]:
            words = "Option name must be unique"
            yield Problem((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)
        if option.get("required") and any(not each.get("required") for each in options[:index]):
            words = "Required options must be placed before non-required options"
            yield Problem(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
    kinds = {each.get("type") in FOLDERS for each in options}
    if len(kinds) > 1:
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        yield Problem(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)


def _option(option: Json, at: Path, depth: int) -> Problems:
    kind = option.get("type")
    yield from one_of(kind, map(int, Option), (*at, "type"))
    yield from _words(option, at)
    if kind in FOLDERS:
        if (kind == Option.GROUP and depth) or depth > 1:
            words = "Sub-commands and groups nest one level deep within a group"
            yield Problem((*at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
        yield from _options(option.get("options") or [], (*at, "options"), depth + 1)
    else:
        yield from _value_rules(option, at)
    if kind == Option.SUBCOMMAND and any(each.get("type") in FOLDERS for each in option.get("options") or []):
        words = "Sub-command option type is invalid here"
        yield Problem((*at, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)


def _value_rules(option: Json, at: Path) -> Problems:
    choices = option.get("choices") or []
    yield from choice_problems(choices, (*at, "choices"))
    yield from number(option, "min_length", 0, 6_000, at)
    yield from number(option, "max_length", 1, 6_000, at)
    if (choices or option.get("autocomplete")) and option.get("type") not in WITH_CHOICES:
        words = "Choices and autocomplete are for strings and numbers only"
        yield Problem(at, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", words)
    if choices and option.get("autocomplete"):
        words = "Autocomplete cannot be used with choices"
        yield Problem((*at, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", words)


def choice_problems(choices: Any, at: Path) -> Problems:
    """Of an option, and of the answer to autocomplete: at most 25, names and values of at most 100 characters."""
    yield from count(choices, 25, at)
    for index, choice in enumerate(choices if isinstance(choices, list) else []):
        yield from text(choice, "name", 100, (*at, index), least=1, required=True)
        if isinstance(choice.get("value"), str) or choice.get("value") is None:
            yield from text(choice, "value", 100, (*at, index), least=1, required=True)


def leaves(command: Json) -> Iterator[tuple[tuple[str, ...], list[Json]]]:
    """What can be typed: each path of names and the options at its end."""
    for path, options in _leaves(command.get("options") or []):
        yield (command["name"], *path), options


def _leaves(options: list[Json]) -> Iterator[tuple[tuple[str, ...], list[Json]]]:
    folders = [each for each in options if each["type"] in FOLDERS]
    if not folders:
        yield (), options
    for each in folders:
        for path, inner in _leaves(each.get("options") or []):
            yield (each["name"], *path), inner
