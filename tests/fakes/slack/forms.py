"""What a person enters into the fields of a modal, as the payload tells of it.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload, “state”
"""

from __future__ import annotations

from typing import Any

_SIMPLE = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}


class NoSuchField(AssertionError):
    """There is no field, button or option of that name; the text lists those there are."""


def inputs(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def field_named(view: dict[str, Any], name: str) -> dict[str, Any]:
    """The input block of a label, block_id or action_id."""
    for block in inputs(view):
        names = (block["label"]["text"], block["block_id"], block["element"]["action_id"])
        if _plain(name) in map(_plain, names):
            return block
    raise NoSuchField(f"{name!r}; there are {[block['label']['text'] for block in inputs(view)]}")


def entered(element: dict[str, Any], value: Any, options: list[dict[str, Any]]) -> dict[str, Any]:
    """The state of an element after a value was entered; None empties it."""
    kind = element["type"]
    if kind in _SIMPLE:
        return {"type": kind, _SIMPLE[kind]: None if value is None else str(value)}
    if kind == "file_input":
        return {"type": kind, "files": value or []}
    if kind in ("checkboxes", "multi_static_select", "multi_external_select"):
        return {"type": kind, "selected_options": [option_named(options, one) for one in value or []]}
    return {"type": kind, "selected_option": None if value is None else option_named(options, value)}


def option_named(options: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """An option by its text or its value."""
    for option in options:
        if name in (option["text"]["text"], option["value"]):
            return option
    raise NoSuchField(f"{name!r}; there are {[option['text']['text'] for option in options]}")


def state_of(view: dict[str, Any], filled_in: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The state of a view, by block_id and action_id: what was filled in, else what it began with."""
    state = {}
    for block in inputs(view):
        id, action = block["block_id"], block["element"]["action_id"]
        state[id] = {action: filled_in.get(id, {}).get(action) or _initial(block["element"])}
    return state


def _plain(name: str) -> str:
    """A name without case and without a difference between blanks, dashes and underscores."""
    return name.casefold().replace(" ", "_").replace("-", "_")


def is_empty(state: dict[str, Any]) -> bool:
    return not any(value for name, value in state.items() if name != "type")


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    given = {name.removeprefix("initial_"): value for name, value in element.items() if name.startswith("initial_")}
    if kind in _SIMPLE:
        return {"type": kind, _SIMPLE[kind]: next(iter(given.values()), None)}
    if kind == "file_input":
        return {"type": kind, "files": []}
    if kind in ("checkboxes", "multi_static_select", "multi_external_select"):
        return {"type": kind, "selected_options": given.get("options", [])}
    return {"type": kind, "selected_option": given.get("option")}
