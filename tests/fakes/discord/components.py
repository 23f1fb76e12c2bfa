"""What Discord accepts as components, written from its reference and independent of our renderer.

https://docs.discord.com/developers/components/reference: messages of both kinds and modals. The limit of 4,000
characters is told at https://github.com/discord/discord-api-docs/pull/8562.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.fakes.discord.elements import RULES, SELECTS, Part, Rule, dicts
from tests.fakes.discord.errors import Path, Problem, Problems, address, count, missing, number, one_of, text
from tests.fakes.discord.kinds import Json

MOST = 40
"""Components in a message, the nested ones counted."""
MOST_LEGACY_ROWS = 5
MOST_IN_MODAL = 5
CHARACTERS = 4_000
"""In all text displays of a message."""
PROCESSED_BYTES = 10_170
"""UTF-8 bytes of all text displays and twelve for each: above it Discord fails with 500, which is not documented
(https://github.com/discord/discord-api-docs/issues/8554)."""


IN_ROW = (Part.BUTTON, *SELECTS)
IN_CONTAINER = (Part.ROW, Part.SECTION, Part.TEXT, Part.GALLERY, Part.FILE, Part.SEPARATOR)
IN_MESSAGE = (*IN_CONTAINER, Part.CONTAINER)
IN_LABEL = (Part.INPUT, *SELECTS, Part.UPLOAD, Part.RADIO, Part.CHECKBOXES, Part.CHECKBOX)
IN_MODAL = (Part.ROW, Part.TEXT, Part.LABEL)


def message_problems(components: Any, *, is_v2: bool, files: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with the components of a message that has these files; nothing when Discord would take them."""
    at: Path = ("components",)
    if not is_v2:
        rows = [*count(components, MOST_LEGACY_ROWS, at), *_children(components, (Part.ROW,), at, set())]
        return [*rows, *_repeated_ids(components, at)]
    found = [*_children(components, IN_MESSAGE, at, set(files)), *_repeated_ids(components, at)]
    if len(list(walk(components))) > MOST:
        words = f"The total number of components exceeds the maximum of {MOST}"
        found.append(Problem(at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words))
    if sum(len(words) for words in texts(components)) > CHARACTERS:
        words = f"Components displayable text size exceeds maximum size of {CHARACTERS}"
        found.append(Problem(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words))
    return found


def overflows(components: Any) -> bool:
    """Whether Discord would fail with 500 on the size of the texts."""
    return sum(len(words.encode()) + 12 for words in texts(components)) > PROCESSED_BYTES


def modal_problems(modal: Json) -> list[Problem]:
    """What is wrong with a modal."""
    components, at = modal.get("components"), ("components",)
    found = [*text(modal, "custom_id", 100, (), least=1, required=True),
             *text(modal, "title", 45, (), least=1, required=True),
             *count(components, MOST_IN_MODAL, at, least=1)]  # fmt: skip
    return [*found, *_modal_children(components, at), *_repeated_ids(components, at)]


def walk(components: Any) -> Iterator[Json]:
    """Every component, outer ones first, in reading order."""
    for part in dicts(components):
        yield part
        yield from walk(part.get("components"))
        yield from walk([part[name] for name in ("accessory", "component") if name in part])


def texts(components: Any) -> list[str]:
    """The words of all text displays."""
    return [str(part.get("content", "")) for part in walk(components) if part.get("type") == Part.TEXT]


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which every component has an id of its own, as Discord hands it out."""
    fresh = copy.deepcopy(components)
    taken = {part["id"] for part in walk(fresh) if part.get("id")}
    free = (id for id in range(1, 10_000) if id not in taken)
    for part in walk(fresh):
        part["id"] = part.get("id") or next(free)
    return fresh


def _repeated_ids(components: Any, at: Path) -> Problems:
    named = Counter(part["custom_id"] for part in walk(components) if part.get("custom_id"))
    if any(times > 1 for times in named.values()):
        yield Problem(at, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    numbers = Counter(part["id"] for part in walk(components) if part.get("id"))
    if any(times > 1 for times in numbers.values()):
        yield Problem(at, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")


# in messages


def _children(parts: Any, allowed: tuple[Part, ...], at: Path, files: set[str]) -> Problems:
    if not isinstance(parts, list):
        yield from count(parts, 0, at)
        return
    for index, part in enumerate(parts):
        yield from _component(part, allowed, (*at, index), files)


def _component(part: Any, allowed: tuple[Part, ...], at: Path, files: set[str]) -> Problems:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in allowed:
        choices = tuple(int(each) for each in sorted(allowed))
        yield Problem((*at, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {choices}.')
        return
    if kind in (Part.THUMBNAIL, Part.GALLERY, Part.FILE):
        yield from _MEDIA[Part(kind)](part, at, files)
    elif kind in (Part.SECTION, Part.CONTAINER):
        yield from _NESTING[Part(kind)](part, at, files)
    else:
        yield from _RULES[Part(kind)](part, at)


def _row(part: Json, at: Path) -> Problems:
    children = part.get("components")
    yield from count(children, 5, (*at, "components"), least=1)
    yield from _children(children, IN_ROW, (*at, "components"), set())
    kinds = [child.get("type") for child in dicts(children)]
    if len(kinds) > 1 and any(kind in SELECTS for kind in kinds):
        words = "The specified component exceeds the maximum width"
        yield Problem((*at, "components", 1), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)


def _text_display(part: Json, at: Path) -> Problems:
    yield from text(part, "content", CHARACTERS, at, least=1, required=True)


def _separator(part: Json, at: Path) -> Problems:
    yield from one_of(part.get("spacing", 1), (1, 2), (*at, "spacing"))


def _section(part: Json, at: Path, files: set[str]) -> Problems:
    children = part.get("components")
    yield from count(children, 3, (*at, "components"), least=1)
    yield from _children(children, (Part.TEXT,), (*at, "components"), files)
    if "accessory" not in part:
        yield missing((*at, "accessory"))
    else:
        yield from _component(part["accessory"], (Part.BUTTON, Part.THUMBNAIL), (*at, "accessory"), files)


def _container(part: Json, at: Path, files: set[str]) -> Problems:
    yield from number(part, "accent_color", 0, 0xFFFFFF, at)
    yield from count(part.get("components"), MOST, (*at, "components"), least=1)
    yield from _children(part.get("components"), IN_CONTAINER, (*at, "components"), files)


def _thumbnail(part: Json, at: Path, files: set[str]) -> Problems:
    yield from text(part, "description", 1_024, at)
    yield from _media(part.get("media"), (*at, "media"), files)


def _gallery(part: Json, at: Path, files: set[str]) -> Problems:
    items = part.get("items")
    yield from count(items, 10, (*at, "items"), least=1)
    for index, item in enumerate(dicts(items)):
        yield from _thumbnail(item, (*at, "items", index), files)


def _file(part: Json, at: Path, files: set[str]) -> Problems:
    yield from _media(part.get("file"), (*at, "file"), files, ("attachment",))


def _media(
    media: Any, at: Path, files: set[str], schemes: tuple[str, ...] = ("http", "https", "attachment")
) -> Problems:
    url = media.get("url") if isinstance(media, dict) else None
    yield from address(url, (*at, "url"), schemes)
    if isinstance(url, str) and url.startswith("attachment://") and url.removeprefix("attachment://") not in files:
        words = "The referenced attachment was not found"
        yield Problem((*at, "url"), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", words)


# in modals


def _modal_children(parts: Any, at: Path) -> Problems:
    for index, part in enumerate(dicts(parts)):
        here = (*at, index)
        if part.get("type") == Part.LABEL:
            yield from _label(part, here)
        elif part.get("type") == Part.ROW:
            yield from _row_of_input(part, here)
        else:
            yield from _component(part, IN_MODAL, here, set())


def _label(part: Json, at: Path) -> Problems:
    yield from text(part, "label", 45, at, least=1, required=True)
    yield from text(part, "description", 100, at)
    child = part.get("component")
    yield from _component(child, IN_LABEL, (*at, "component"), set())
    if isinstance(child, dict):
        yield from _modal_rules(child, (*at, "component"))


def _row_of_input(part: Json, at: Path) -> Problems:
    """The older way, with the label on the input itself."""
    inputs = part.get("components")
    yield from count(inputs, 1, (*at, "components"), least=1)
    yield from _children(inputs, (Part.INPUT,), (*at, "components"), set())
    for index, each in enumerate(dicts(inputs)):
        yield from text(each, "label", 45, (*at, "components", index), least=1, required=True)


def _modal_rules(child: Json, at: Path) -> Problems:
    if child.get("disabled"):
        yield Problem((*at, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Modals cannot have disabled components")
    if child.get("required", True) and child.get("min_values") == 0:
        words = "min_values must be at least 1 if required"
        yield Problem((*at, "min_values"), "COMPONENT_REQUIRED_MIN_VALUES", words)


MediaRule = Callable[[Json, Path, set[str]], Problems]

_RULES: dict[Part, Rule] = {**RULES, Part.ROW: _row, Part.TEXT: _text_display, Part.SEPARATOR: _separator}
_MEDIA: dict[Part, MediaRule] = {Part.THUMBNAIL: _thumbnail, Part.GALLERY: _gallery, Part.FILE: _file}
_NESTING: dict[Part, MediaRule] = {Part.SECTION: _section, Part.CONTAINER: _container}
