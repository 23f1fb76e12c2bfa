"""What Discord takes in one message, from https://docs.discord.com/developers/components/reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.plain import size
from adapters.port import Limits

Component = Mapping[str, Any]
"""A component as Discord's JSON has it."""

ACTION_ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, CONTAINER = 1, 2, 3, 10, 12, 13, 17
"""The types of component that we use."""

COMPONENTS = 40
"""Components of a message, those inside others counted too."""
CHARACTERS = 4_000
"""Characters of all text displays of a message. The reference does not say it; Discord refuses more
(https://docs.jda.wiki/net/dv8tion/jda/api/components/textdisplay/TextDisplay.html)."""
FILES = 10
GALLERY_ITEMS = 10
ALT_TEXT = 1_024
"""Characters of what a screen reader says of a picture."""
ROW = 5
"""Buttons in an action row."""
BUTTON_LABEL = 80
CUSTOM_ID = 100
OPTIONS = 25
"""Options of a select menu."""
OPTION = 100
"""Characters of an option's label and of its value."""
PLACEHOLDER = 150

PAGE = Limits(characters=3_700, line=2_700, title=250, rows=100, figures=4, offers=3 * ROW)
"""A page of a long document; its figures and offers leave room for the texts between them."""


@dataclass(frozen=True, slots=True)
class File:
    """A picture or another file that goes with a message; `description` is what a screen reader says of it."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message of Components V2: it has no other text, and its files are shown where a component names them."""

    components: tuple[Component, ...]
    files: tuple[File, ...] = ()


def check(message: Message) -> tuple[str, ...]:
    """The limits that a message breaks, each in words such as "buttons in a row: 6, 5 at most"."""
    return tuple(f"{what}: {size:,}, {most:,} at most" for what, size, most in _sizes(message) if size > most)


def every(components: tuple[Component, ...]) -> Iterator[Component]:
    """Components with all those inside them, in reading order."""
    for component in components:
        yield component
        yield from every(tuple(component.get("components", ())))


_Sizes = Iterator[tuple[str, int, int]]


def _sizes(message: Message) -> _Sizes:
    """Everything that is limited: what it is, its size and how large it may be."""
    components = tuple(every(message.components))
    ids = Counter(component["custom_id"] for component in components if "custom_id" in component)
    texts = [component["content"] for component in components if component["type"] == TEXT]
    yield "components", len(components), COMPONENTS
    yield "characters of all texts", sum(size(text) for text in texts), CHARACTERS
    yield "blank texts", sum(not text.strip() for text in texts), 0
    yield "files", len(message.files), FILES
    yield "components of one custom_id", max(ids.values(), default=0), 1
    for custom_id in ids:
        yield "characters of a custom_id", size(custom_id), CUSTOM_ID
    for component in components:
        if component["type"] in _OF_COMPONENT:
            yield from _OF_COMPONENT[component["type"]](component)


def _row(row: Component) -> _Sizes:
    yield "buttons in a row", sum(one["type"] == BUTTON for one in row["components"]), ROW
    yield "menus in a row", sum(one["type"] == SELECT for one in row["components"]), 1


def _button(button: Component) -> _Sizes:
    yield "characters on a button", size(button["label"]), BUTTON_LABEL


def _select(select: Component) -> _Sizes:
    options = select["options"]
    yield "options of a menu", len(options), OPTIONS
    yield "options of one value", max(Counter(option["value"] for option in options).values()), 1
    yield "characters on a menu", size(select.get("placeholder", "")), PLACEHOLDER
    for option in options:
        yield "characters of an option", max(size(option["label"]), size(option["value"])), OPTION


def _gallery(gallery: Component) -> _Sizes:
    yield "pictures of a gallery", len(gallery["items"]), GALLERY_ITEMS
    for item in gallery["items"]:
        yield "characters of an alt text", size(item.get("description", "")), ALT_TEXT


_OF_COMPONENT: Mapping[int, Callable[[Component], _Sizes]] = {
    ACTION_ROW: _row,
    BUTTON: _button,
    SELECT: _select,
    GALLERY: _gallery,
}
