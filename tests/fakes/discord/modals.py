"""A modal on a person's screen: its fields, what is entered, and what the submission tells.

https://docs.discord.com/developers/components/using-modal-components
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord.components import numbered, walk
from tests.fakes.discord.elements import SELECTS, Part
from tests.fakes.discord.kinds import Json

if TYPE_CHECKING:
    from tests.fakes.discord.interactions import Interaction

REQUIRED = "This field is required"
MANY = (*SELECTS, Part.CHECKBOXES, Part.UPLOAD)
"""Fields with several values."""


class NoSuchField(AssertionError):
    """There is no field, button or option of that name; the text lists those there are."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field with the label a person reads."""

    label: str
    part: Json
    description: str = ""

    @property
    def id(self) -> str:
        return str(self.part["custom_id"])

    @property
    def kind(self) -> Part:
        return Part(self.part["type"])

    @property
    def is_required(self) -> bool:
        return bool(self.part.get("required", self.kind is not Part.CHECKBOX))

    @property
    def options(self) -> list[Json]:
        return self.part.get("options") or []

    def initial(self) -> Any:
        """What stands in it when the modal opens."""
        chosen = [option["value"] for option in self.options if option.get("default")]
        if self.kind is Part.INPUT:
            return self.part.get("value") or ""
        if self.kind is Part.CHECKBOX:
            return bool(self.part.get("default"))
        if self.kind is Part.RADIO:
            return chosen[0] if chosen else None
        return chosen or [each["id"] for each in self.part.get("default_values") or []]

    def problem(self, value: Any) -> str:
        """What stands in red under it, else nothing. Discord's client checks before anything is sent."""
        if value in ("", None, []):
            return REQUIRED if self.is_required else ""
        size = len(value) if isinstance(value, (str, list)) else 0
        least, most = _bounds(self)
        if size < least:
            return f"Must be {least} or more in length."
        return f"Must be {most} or fewer in length." if size > most else ""


@dataclass(eq=False)
class ModalView:
    """A modal as it stands now. `opened_by` is the interaction that it answered."""

    opened_by: Interaction
    content: Json
    values: dict[str, Any] = field(default_factory=dict)
    files: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.content = {**self.content, "components": numbered(self.content["components"])}

    @property
    def fields(self) -> list[Field]:
        return [*_fields(self.content["components"])]

    def field_named(self, name: str) -> Field:
        """A field by its label or custom_id."""
        for each in self.fields:
            if plain(name) in (plain(each.label), plain(each.id)):
                return each
        raise NoSuchField(f"{name!r}; there are {[each.label for each in self.fields]}")

    def value(self, field: Field) -> Any:
        return self.values.get(field.id, field.initial())

    def submission(self) -> list[Json]:
        """…/components/reference, “… Interaction Response Structure” of each component."""
        return [self._answer(part) for part in self.content["components"]]

    def _answer(self, part: Json) -> Json:
        told = {"type": part["type"], "id": part["id"]}
        if part["type"] == Part.LABEL:
            return {**told, "component": self._answer(part["component"])}
        if part["type"] == Part.ROW:
            return {**told, "components": [self._answer(each) for each in part["components"]]}
        if part["type"] == Part.TEXT:
            return told
        value = self.value(Field("", part))
        return {**told, "custom_id": part["custom_id"], "values" if part["type"] in MANY else "value": value}


def entered(field: Field, value: Any) -> Any:
    """A value as it is sent; options go by their label or value."""
    if field.kind is Part.CHECKBOX:
        return bool(value)
    if field.kind is Part.INPUT:
        return "" if value is None else str(value)
    if field.kind is Part.RADIO:
        return None if value is None else option_named(field.options, str(value))
    values = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    return [option_named(field.options, str(each)) if field.options else each.id for each in values]


def option_named(options: list[Json], name: str) -> str:
    """The value of an option by its label or value."""
    for option in options:
        if name in (option["label"], option["value"]):
            return str(option["value"])
    raise NoSuchField(f"{name!r}; there are {[option['label'] for option in options]}")


def plain(name: str) -> str:
    """A name without case and without a difference between blanks, dashes and underscores."""
    return name.casefold().replace(" ", "_").replace("-", "_")


def _fields(components: list[Json]) -> Iterator[Field]:
    for part in components:
        if part["type"] == Part.LABEL:
            yield Field(part["label"], part["component"], part.get("description") or "")
        elif part["type"] == Part.ROW:
            yield from (Field(each["label"], each) for each in walk(part["components"]))


def _bounds(field: Field) -> tuple[int, int]:
    if field.kind is Part.INPUT:
        return field.part.get("min_length") or 0, field.part.get("max_length") or 4_000
    most = field.part.get("max_values") or (len(field.options) if field.kind is Part.CHECKBOXES else 1)
    return (field.part.get("min_values") or 0, most) if field.kind in MANY else (0, 4_000)
