"""Forms as Discord modals, in steps, and what was filled in read back from them.

    steps(form)                  the fields of each step; a modal holds five
    modal(form, id, number)      one step as a modal; what a field fills is its custom_id
    words_of(data), files_of     what was filled in

Flags share one field of boxes. Discord's own menus cannot search, so what is searched for elsewhere is typed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from adapters.discord.commands import LONGEST_VALUE
from adapters.discord.limits import Component
from adapters.plain import one_line, shortened
from adapters.port import Field, Form, Input

FORM, ASK, RENEWED = "form", "ask", "renewed"
"""What belongs to a draft does: open a step of its form, or ask with what is filled in so far.

A form that is opened anew from a message of its own is renewed: what comes of it takes the place of that message.
"""
FLAGS = "flags:"
"""The custom_id of a field that holds flags begins so; a number follows."""
YES = "yes"
"""What a flag says when it is given."""

# https://docs.discord.com/developers/components/reference
INPUT, SELECT, LABEL, UPLOAD, CHECKBOXES = 4, 3, 18, 19, 22
SHORT, PARAGRAPH = 1, 2
MOST = 5
"""Fields of a modal."""
TITLE = 45
"""Characters of a modal's title, and of a field's label."""
HINT = 100
"""Characters of what stands below a label, and of an option."""
OPTIONS = 25
BOXES = 10

Step = tuple[Field, ...]
"""The fields of one modal; several flags count as one."""
T = TypeVar("T")


def steps(form: Form) -> tuple[Step, ...]:
    """The fields of each step, in their order; flags come last, together."""
    flags = tuple(field for field in form.fields if field.option.is_flag)
    parts = [*((field,) for field in form.fields if not field.option.is_flag), *_by(BOXES, flags)]
    return tuple(tuple(field for part in step for field in part) for step in _by(MOST, parts))


def _by(number: int, things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Things in portions of so many."""
    return (things[first : first + number] for first in range(0, len(things), number))


def modal(form: Form, id: str, number: int, also: str) -> dict[str, Any]:
    """A step of a form as a modal of that custom_id; `also` stands above the flags."""
    all_steps = steps(form)
    place = f" ({number + 1}/{len(all_steps)})" if len(all_steps) > 1 else ""
    fields = all_steps[number]
    flags = [field for field in fields if field.option.is_flag]
    components = [_label(field.label, field.hint, _element(field)) for field in fields if not field.option.is_flag]
    boxes = [_label(also, "", _boxes(some, row)) for row, some in enumerate(_by(BOXES, flags))]
    return {
        "custom_id": id,
        "title": f"{shortened(form.title, TITLE - len(place))}{place}",
        "components": [*components, *boxes],
    }


def carrying(does: str, draft: str, number: int) -> str:
    """What a button or a modal carries that belongs to a draft."""
    return f"{does}:{draft}:{number}"


def carried(id: str) -> tuple[str, str, int] | None:
    """What a button or a modal does, its draft and its step; None for one that belongs to no draft."""
    does, _colon, rest = id.partition(":")
    draft, _colon, number = rest.partition(":")
    return (does, draft, int(number)) if does in (FORM, ASK, RENEWED) and number.isdecimal() else None


# fields


def _label(words: str, hint: str, element: Component) -> Component:
    description = {"description": shortened(one_line(_sentence(hint)), HINT)} if hint else {}
    return {"type": LABEL, "label": shortened(one_line(words), TITLE), **description, "component": element}


def _sentence(words: str) -> str:
    """Some words with a capital, as they stand alone."""
    return f"{words[:1].upper()}{words[1:]}"


def _element(field: Field) -> Component:
    option = field.option
    is_known = field.value in ("", *option.choices)
    if option.input is Input.FILE:
        return {"type": UPLOAD, "custom_id": option.name, "required": option.is_required}
    if option.input is Input.CHOICE and is_known and 0 < len(option.choices) <= OPTIONS:
        return _menu(field)
    style = PARAGRAPH if option.input is Input.LONG_TEXT else SHORT
    value = {"value": shortened(field.value, LONGEST_VALUE)} if field.value else {}
    return {"type": INPUT, "custom_id": option.name, "style": style, "required": option.is_required,
            "max_length": LONGEST_VALUE, **value}  # fmt: skip


def _menu(field: Field) -> Component:
    offered = [{"label": shortened(each, HINT), "value": each, "default": each == field.value}
               for each in field.option.choices]  # fmt: skip
    least = 1 if field.option.is_required else 0
    return {"type": SELECT, "custom_id": field.option.name, "options": offered, "required": bool(least),
            "min_values": least, "max_values": 1}  # fmt: skip


def _boxes(flags: Sequence[Field], row: int) -> Component:
    options = [{"label": shortened(one_line(_sentence(flag.hint) or flag.label), HINT), "value": flag.option.name,
                "default": bool(flag.value)} for flag in flags]  # fmt: skip
    return {"type": CHECKBOXES, "custom_id": f"{FLAGS}{row}", "options": options, "required": False, "min_values": 0,
            "max_values": len(options)}  # fmt: skip


# read back


def words_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by option name; what was left empty is left out, and line ends become blanks.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
    """
    words: dict[str, str] = {}
    for element in _elements(data.get("components") or ()):
        name, values = element["custom_id"], element.get("values") or ()
        if name.startswith(FLAGS):
            words |= dict.fromkeys(values, YES)
        elif said := one_line(str(element.get("value") or next(iter(values), ""))).strip():
            words[name] = said
    return words


def files_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The ids of the files that were put into a form, by option name."""
    uploads = [element for element in _elements(data.get("components") or ()) if element["type"] == UPLOAD]
    return {element["custom_id"]: str(element["values"][0]) for element in uploads if element.get("values")}


def _elements(components: Sequence[Component]) -> Iterator[Component]:
    return (component["component"] for component in components if component["type"] == LABEL)
