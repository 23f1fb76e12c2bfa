"""Our commands as Discord registers them, and what somebody asked with one.

    commands(shapes, phrase)   /mss, /mss-posts, /mss-facts and /mss-admin with a subcommand for each, “Ask about this” on messages
    read(data)                 the command and its words, and which option is still being typed

A command of two words is a subcommand in a group: “mission list”. Nothing is demanded by Discord itself: what is
missing is asked for in a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from adapters.line import LONGEST
from adapters.plain import one_line, shortened
from adapters.port import CONFIRM, CommandShape, Input, OptionShape
from briefings.document import mark as _

Json = dict[str, Any]
Phrase = Callable[[str, str], str]
"""A message in a language, English where there is no other: `Desk.phrase`."""

READ, POSTS, FACTS, ADMIN = "mss", "mss-posts", "mss-facts", "mss-admin"
ASK_ABOUT = _("Ask about this")
ABOUT = "about"
"""The command that a message is asked about with."""
WHAT = {
    READ: _("Brief an international mission: every fact with its source and its dates"),
    POSTS: _("What is posted in this room by itself: digests, warnings and schedules"),
    FACTS: _("Change what is on record: with a source, a history and a way back"),
    ADMIN: _("What missions there are, and who may do what"),
}

OF_POSTS = ("follow", "unfollow", "schedule", "acknowledge", "snooze")
"""First words of what is about posts. Readers see them too: in a direct message of their own they are their own."""
OF_RECORD = ("fact", "sources", "party", "undo", "pending")
"""First words of what changes the record."""

# https://docs.discord.com/developers/interactions/application-commands#application-command-object
SLASH, ON_MESSAGE = 1, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, ATTACHMENT = 1, 2, 3, 4, 5, 11
EVERYWHERE: Json = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
"""In servers, in direct messages and elsewhere; installed by a server or by a person."""
MANAGE_SERVER = str(1 << 5)
"""Who sees /mss-facts and /mss-admin until a server's admins decide otherwise; our own rights decide besides."""
DESCRIPTION = 100
"""Characters of a description."""
LONGEST_VALUE = LONGEST - 100
"""Characters of an option's value: the line that asks for it again has room for them."""
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = ("id", "da", "de", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR", "ro", "fi",
           "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko")  # fmt: skip
"""What Discord speaks beside English. https://docs.discord.com/developers/reference#locales"""


def commands(shapes: Sequence[CommandShape], phrase: Phrase) -> list[Json]:
    """Everything to register, as Discord's JSON."""
    phrase = cache(phrase)  # most options are those of many commands
    families = {name: [shape for shape in shapes if menu_of(shape) == name] for name in WHAT}
    found = [_command(name, family, phrase) for name, family in families.items() if family]
    if any(shape.name == ABOUT for shape in shapes):
        found.append({"type": ON_MESSAGE, **_named(ASK_ABOUT, phrase, is_typed=False), **EVERYWHERE})
    return found


def menu_of(shape: CommandShape) -> str:
    """Under which of ours a command is found."""
    first = shape.name.partition(" ")[0]
    if first in OF_POSTS:
        return POSTS
    if not shape.is_admin:
        return READ
    return FACTS if first in OF_RECORD else ADMIN


def _command(name: str, shapes: Sequence[CommandShape], phrase: Phrase) -> Json:
    return {
        "type": SLASH,
        "name": name,
        **_described(WHAT[name], phrase),
        **EVERYWHERE,
        **({"default_member_permissions": MANAGE_SERVER} if name in (FACTS, ADMIN) else {}),
        "options": list(_entries(shapes, phrase)),
    }


def _entries(shapes: Sequence[CommandShape], phrase: Phrase) -> Iterator[Json]:
    """A subcommand for each command of one word, a group for those of two that begin alike."""
    families: dict[str, list[CommandShape]] = {}
    for shape in shapes:
        families.setdefault(shape.name.partition(" ")[0], []).append(shape)
    for first, family in families.items():
        if [shape.name for shape in family] == [first]:
            yield _subcommand(first, family[0], phrase)
        else:
            inner = [_subcommand(shape.name.partition(" ")[2], shape, phrase) for shape in family]
            yield {"type": GROUP, **_named(first, phrase), **_described(family[0].what, phrase), "options": inner}


def _subcommand(name: str, shape: CommandShape, phrase: Phrase) -> Json:
    # The code of a question is for its button: nobody types it, and every command has room for 8,000 characters only.
    shown = sorted((option for option in shape.options if option.name != CONFIRM), key=_order)
    options = [_option(option, phrase) for option in shown]
    return {"type": SUBCOMMAND, **_named(name, phrase), **_described(shape.what, phrase), "options": options}


def _order(option: OptionShape) -> tuple[bool, bool]:
    """What is required first, then what is typed without a keyword."""
    return not option.is_required, not option.is_positional


def _option(option: OptionShape, phrase: Phrase) -> Json:
    told = {**_named(option.name, phrase), **_described(option.what, phrase)}
    match option.input:
        case Input.NUMBER:
            return {"type": INTEGER, **told}
        case Input.FLAG:
            return {"type": BOOLEAN, **told}
        case Input.FILE:
            return {"type": ATTACHMENT, **told}
        case Input.CHOICE:
            return {"type": STRING, **told, "choices": [{"name": each, "value": each} for each in option.choices]}
        case Input.SEARCH | Input.DAY:
            return {"type": STRING, **told, "autocomplete": True, "max_length": LONGEST_VALUE}
    return {"type": STRING, **told, "max_length": LONGEST_VALUE}


# in every language


def _named(name: str, phrase: Phrase, *, is_typed: bool = True) -> Json:
    """A name, and what it is called where the catalogue has a word that Discord takes for one."""
    found = _in_other_languages(name, phrase)
    if is_typed:
        found = {locale: word for locale, word in found.items() if NAME.fullmatch(word) and word == word.lower()}
    return {"name": name, **({"name_localizations": found} if found else {})}


def _described(what: str, phrase: Phrase) -> Json:
    found = {locale: _sentence(words) for locale, words in _in_other_languages(what, phrase).items()}
    return {"description": _sentence(phrase(what, "en")), **({"description_localizations": found} if found else {})}


def _in_other_languages(words: str, phrase: Phrase) -> dict[str, str]:
    """Some words in those of Discord's languages that are ours too, by Discord's name of the language."""
    english = phrase(words, "en")
    said = {locale: phrase(words, locale.partition("-")[0]) for locale in LOCALES}
    return {locale: found for locale, found in said.items() if found != english}


def _sentence(words: str) -> str:
    return shortened(one_line(f"{words[:1].upper()}{words[1:]}"), DESCRIPTION)


# what was asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with the words of its options; `focused` is the option that is still being typed, `typed` its value.

    `files` are the ids of the files that came along, by option name.
    """

    command: str
    words: Mapping[str, str]
    focused: str = ""
    typed: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def read(data: Mapping[str, Any]) -> Asked:
    """What somebody asked.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-data-structure
    """
    path, options = [], data.get("options") or []
    while options and options[0]["type"] in (SUBCOMMAND, GROUP):
        path.append(options[0]["name"])
        options = options[0].get("options") or []
    focused = next((option for option in options if option.get("focused")), None)
    words = {option["name"]: _word(option["value"]) for option in options if option is not focused}
    given = {name: word for name, word in words.items() if word}
    files = {option["name"]: str(option["value"]) for option in options if option["type"] == ATTACHMENT}
    if focused is None:
        return Asked(" ".join(path), given, files=files)
    return Asked(" ".join(path), given, focused["name"], str(focused["value"]))


def _word(value: Any) -> str:
    """A value as it is typed: “yes” for a flag that is given, nothing for one that is not."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return typed(str(value)).strip()


def typed_here(shapes: Sequence[CommandShape]) -> Callable[[str], str]:
    """Makes of “/mss fact add …” in a text “/mss-facts fact add …”: each command is named where it is registered."""
    menus = {shape.name: menu_of(shape) for shape in shapes if menu_of(shape) != READ}
    if not menus:
        return lambda text: text
    longest_first = sorted(menus, key=len, reverse=True)
    line = re.compile(rf"/{READ} (?=({'|'.join(map(re.escape, longest_first))})\b)")
    return lambda text: line.sub(lambda found: f"/{menus[found[1]]} ", text)


_MENTION = re.compile(r"<(@!?|@&|#)([0-9]+)>")
_SIGNS = {"@&": "role:", "#": "#"}


def typed(text: str) -> str:
    """What a person typed, with their mentions as ids: @123 for somebody, role:123 for a role.

    https://docs.discord.com/developers/reference#message-formatting
    """
    return _MENTION.sub(lambda found: f"{_SIGNS.get(found[1], '@')}{found[2]}", text)


def text_of(message: Mapping[str, Any]) -> str:
    """All that a message says: its text, its embeds and its text displays."""
    embeds = (embed.get(name) or "" for embed in message.get("embeds") or () for name in ("title", "description"))
    return "\n".join(filter(None, (message.get("content") or "", *embeds, *_texts(message.get("components") or ()))))


def _texts(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for component in components:
        if isinstance(component.get("content"), str):
            yield component["content"]
        yield from _texts(component.get("components") or ())
