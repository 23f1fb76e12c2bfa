"""A typed slash command, as Discord's client reads it: only what is registered, every value of its type.

https://docs.discord.com/developers/interactions/application-commands#slash-commands. What the client would not send
is refused here, in its own words where they are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.commands import Option, leaves
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.resolved import resolved
from tests.fakes.discord.things import Channel
from tests.fakes.discord.world import World

BY_ID = (Option.USER, Option.ROLE, Option.CHANNEL, Option.MENTIONABLE, Option.ATTACHMENT)


class NotSent(Exception):
    """Discord's client does not send this; the text is what the person is told."""


@dataclass(frozen=True, slots=True)
class Found:
    """The command a line names, down to the subcommand, and what was typed after it."""

    command: Json
    path: tuple[str, ...]
    options: list[Json]
    rest: str


@dataclass(frozen=True, slots=True)
class Desktop:
    """Where something is typed, and with what at hand: files by name, choices that were offered by option."""

    world: World
    cdn: Cdn
    channel: Channel
    locale: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    offered: Mapping[tuple[str, ...], Mapping[str, Any]] = field(default_factory=dict)


def find(line: str, commands: list[Json], locale: str) -> Found:
    """The command that a line begins with. Raises NotSent when there is none of that name."""
    for command in commands:
        for path, options in leaves(command):
            for spelt in (_spelt(command, path, locale), path):
                if (rest := _after(line, spelt)) is not None:
                    return Found(command, path, options, rest.strip())
    known = sorted("/" + " ".join(path) for command in commands for path, _options in leaves(command))
    raise NotSent(f"No command is registered for “{line}”; there are: {', '.join(known) or 'none'}")


def filled_in(found: Found, at: Desktop) -> Json:
    """The interaction data of a command with all that was typed."""
    words = _by_option(found, at.locale)
    missing = [each["name"] for each in found.options if each.get("required") and each["name"] not in words]
    if missing:
        raise NotSent(f"{missing[0]}: This option is required. Specify a value")
    values = [{"name": each["name"], "type": each["type"], "value": _value(each, words[each["name"]], found, at)}
              for each in found.options if each["name"] in words]  # fmt: skip
    return _data(found, values, at)


def half_filled_in(found: Found, typed: str, at: Desktop) -> Json:
    """The interaction data while the last option is being typed.

    …/interactions/application-commands#autocomplete: what is filled in is sent along, required or not.
    """
    words = _by_option(Found(found.command, found.path, found.options, found.rest + " "), at.locale)
    name = _focused(found, at.locale)
    option = next(each for each in found.options if each["name"] == name)
    if not option.get("autocomplete"):
        raise NotSent(f"{name}: nothing is suggested here")
    others = [{"name": each["name"], "type": each["type"], "value": _value(each, words[each["name"]], found, at)}
              for each in found.options if words.get(each["name"]) and each["name"] != name]  # fmt: skip
    focused = {"name": name, "type": option["type"], "value": typed, "focused": True}
    return _data(found, [*others, focused], at)


def focused_option(found: Found, locale: str) -> tuple[str, ...]:
    return (*found.path, _focused(found, locale))


def _spelt(command: Json, path: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """A path in a person's language."""
    spelt, part = [_name(command, locale)], command
    for name in path[1:]:
        part = next(each for each in part["options"] if each["name"] == name)
        spelt.append(_name(part, locale))
    return tuple(spelt)


def _name(part: Json, locale: str) -> str:
    return str((part.get("name_localizations") or {}).get(locale) or part["name"])


def _after(line: str, path: tuple[str, ...]) -> str | None:
    """What stands after a path; None when the line does not begin with it."""
    spelt = r"\s+".join(map(re.escape, path))
    rest = re.fullmatch(rf"/{spelt}(?:\s+(.*))?\s*", line, re.DOTALL)
    return (rest[1] or "") if rest else None


def _pattern(found: Found, locale: str) -> re.Pattern[str]:
    names = {name for each in found.options for name in (each["name"], _name(each, locale))}
    return re.compile(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))}):", re.DOTALL)


def _by_option(found: Found, locale: str) -> dict[str, str]:
    """What was typed for each option; words without an option's name fill the first one, as in the client."""
    if not found.options:
        if found.rest.strip():
            raise NotSent(f"/{' '.join(found.path)} takes nothing more")
        return {}
    first, *parts = _pattern(found, locale).split(found.rest)
    words = {_default(found, name, locale): value.strip() for name, value in zip(parts[::2], parts[1::2], strict=True)}
    return {found.options[0]["name"]: first.strip(), **words} if first.strip() else words


def _default(found: Found, name: str, locale: str) -> str:
    return next(str(each["name"]) for each in found.options if name in (each["name"], _name(each, locale)))


def _focused(found: Found, locale: str) -> str:
    """The option that is being typed: the last that is named, else the first."""
    named = _pattern(found, locale).findall(found.rest)
    return _default(found, named[-1], locale) if named else str(found.options[0]["name"])


def _data(found: Found, values: list[Json], at: Desktop) -> Json:
    """…/receiving-and-responding#interaction-object-application-command-data-structure"""
    options = values
    for depth in range(len(found.path) - 1, 0, -1):
        kind = Option.SUBCOMMAND if depth == len(found.path) - 1 else Option.GROUP
        options = [{"name": found.path[depth], "type": int(kind), "options": options}]
    command = found.command
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    if ids := [each["value"] for each in values if each["type"] in BY_ID]:
        data["resolved"] = resolved(at.world, at.channel, ids)
    return {**data, "guild_id": command["guild_id"]} if "guild_id" in command else data


# values


def _value(option: Json, words: str, found: Found, at: Desktop) -> Any:
    kind, name = Option(option["type"]), option["name"]
    offered = at.offered.get((*found.path, name), {})
    if words in offered:
        return offered[words]
    if option.get("choices"):
        return _choice(option, words, at.locale)
    match kind:
        case Option.STRING:
            return _string(option, words)
        case Option.INTEGER | Option.NUMBER:
            return _number(option, words)
        case Option.BOOLEAN:
            return _boolean(option, words)
        case Option.ATTACHMENT:
            return _file(option, words, at)
        case _:
            return _id(option, words, at)


def _choice(option: Json, words: str, locale: str) -> Any:
    for choice in option["choices"]:
        if words in (choice["name"], _name(choice, locale)):
            return choice["value"]
    raise NotSent(f"{option['name']}: Your input must be a valid choice")


def _string(option: Json, words: str) -> str:
    least, most = option.get("min_length", 0), option.get("max_length", 6_000)
    if not max(least, 1) <= len(words) <= most:
        raise NotSent(f"{option['name']}: Must be between {least} and {most} characters")
    return words


def _number(option: Json, words: str) -> int | float:
    try:
        value = int(words) if option["type"] == Option.INTEGER else float(words)
    except ValueError:
        raise NotSent(f"{option['name']}: Your input must be a number") from None
    if not option.get("min_value", -(2**53)) <= value <= option.get("max_value", 2**53):
        raise NotSent(f"{option['name']}: Your input is out of range")
    return value


def _boolean(option: Json, words: str) -> bool:
    if words.casefold() not in ("true", "false"):
        raise NotSent(f"{option['name']}: Your input must be True or False")
    return words.casefold() == "true"


def _file(option: Json, words: str, at: Desktop) -> str:
    if words not in at.files:
        raise NotSent(f"{option['name']}: There is no file “{words}”")
    content = at.files[words]
    kept = at.cdn.keep(words, "application/octet-stream", content, channel=at.channel.id, is_ephemeral=True)
    return kept.id


def _id(option: Json, words: str, at: Desktop) -> str:
    """Someone, a role or a room by name, “@Ada” and “#haiti-desk”, or as a mention."""
    for id, names in _named(Option(option["type"]), at.channel).items():
        if words.lstrip("@#").casefold() in names or re.fullmatch(rf"<(@|@!|@&|#){id}>", words):
            return id
    raise NotSent(f"{option['name']}: There is no “{words}” here")


def _named(kind: Option, channel: Channel) -> dict[str, tuple[str, ...]]:
    server = channel.server
    found: dict[str, tuple[str, ...]] = {}
    if kind in (Option.USER, Option.MENTIONABLE):
        found |= {id: (user.name.casefold(), user.handle) for id, user in channel.people.items()}
    if server and kind in (Option.ROLE, Option.MENTIONABLE):
        found |= {id: (role.name.casefold(),) for id, role in server.roles.items()}
    if server and kind is Option.CHANNEL:
        found |= {id: (room.name.casefold(),) for id, room in server.channels.items()}
    return found
