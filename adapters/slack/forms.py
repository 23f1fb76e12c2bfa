"""Forms as Slack modals, and what was filled in read back from them.

    view(form, place)               an input block a question; its block_id is the name of the option it fills
    command_of, place_of, words_of  what a submitted view asks
    files_of(view)                  the files that were put into it
    errors(view, refused)           what was wrong, under the field that holds it
    options(found, typed)           what a menu that searches offers

The command travels in the view's callback_id, as “form:status”; the place in its private_metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from adapters.plain import one_line, size
from adapters.port import Field, Form, Input, Refused
from adapters.slack.limits import MRKDWN, Block
from adapters.slack.views import TITLE, VIEW_BLOCKS, plain_text
from briefings.document import plain

View = Mapping[str, Any]
"""A view as Slack's payloads tell of it."""

FORM = "form:"
"""The callback_id of every form begins so; the command follows."""
VALUE = "value"
"""The action_id of every field: an action_id needs to be unique in its block only (blocks/input-block)."""
YES = "yes"
"""What a flag says when it is given."""

LABEL = 2_000
"""Characters of a field's label, and of the hint below it (blocks/input-block)."""
INITIAL = 3_000
"""Characters that a text field can hold to begin with (block-elements/plain-text-input-element)."""
OPTIONS = 100
"""Options of a menu, fixed ones and those it finds (block-elements/select-menu-element)."""
OPTION = 75
"""Characters of an option as shown (composition-objects/option-object)."""
OPTION_VALUE = 150
"""Characters of what an option stands for."""


def view(form: Form, place: str) -> Block:
    """A form as a modal. `place` goes with it, at most 3,000 characters; Slack's own button closes it.

    A field that its menu or calendar could not show as it was filled in is a text field, so that nothing is lost.
    """
    what = {"type": "context", "elements": [plain_text(form.what, MRKDWN)]}
    return {
        "type": "modal",
        "callback_id": f"{FORM}{form.command}",
        "private_metadata": place,
        "title": plain_text(form.title, TITLE),
        "submit": plain_text(form.submit, TITLE),
        "blocks": [what, *(_input(field) for field in form.fields)][:VIEW_BLOCKS],
    }


# fields


def _input(field: Field) -> Block:
    """A question with its hint; a flag has its hint beside its box."""
    is_beside = field.option.is_flag and size(field.hint) <= OPTION
    hint = {"hint": plain_text(_sentence(field.hint), LABEL)} if field.hint and not is_beside else {}
    return {
        "type": "input",
        "block_id": field.option.name,
        "label": plain_text(field.label, LABEL),
        "element": {**_element(field), "action_id": VALUE},
        "optional": not field.option.is_required,
        **hint,
    }


def _sentence(words: str) -> str:
    """Some words with a capital, as they stand alone."""
    return f"{words[:1].upper()}{words[1:]}"


def _element(field: Field) -> Block:
    value = field.value.strip()
    match field.option.input:
        case Input.DAY if not value or _is_day(value):
            return {"type": "datepicker", **_initially("date", value)}
        case Input.NUMBER if not value or re.fullmatch(r"[0-9]{1,15}", value):
            return {"type": "number_input", "is_decimal_allowed": False, **_initially("value", value)}
        case Input.CHOICE if 0 < len(field.option.choices) < OPTIONS and _can_be_offered(value):
            return _menu(value, field.option.choices)
        case Input.CHOICE | Input.SEARCH if _can_be_offered(value):
            option = {"initial_option": _option(value)} if value else {}
            return {"type": "external_select", "min_query_length": 0, **option}
        case Input.FLAG:
            return _box(field)
        case Input.FILE:
            return {"type": "file_input", "max_files": 1}
    return _text(field)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _initially(what: str, value: str) -> dict[str, str]:
    return {f"initial_{what}": value} if value else {}


def _menu(value: str, choices: Sequence[str]) -> Block:
    """The choices there are, and before them what was filled in where it is another word for one."""
    offered = [_option(choice) for choice in dict.fromkeys((value, *choices)) if choice]
    return {"type": "static_select", "options": offered, **({"initial_option": _option(value)} if value else {})}


def _box(field: Field) -> Block:
    box = {"text": plain_text(_sentence(field.hint) or field.label, OPTION), "value": YES}
    return {"type": "checkboxes", "options": [box], **({"initial_options": [box]} if field.value else {})}


def _text(field: Field) -> Block:
    """A line to type in, or several."""
    is_long = field.option.input is Input.LONG_TEXT
    value = plain_text(field.value, INITIAL)["text"]
    return {"type": "plain_text_input", "multiline": is_long, **_initially("value", value)}


# options


def options(found: Sequence[str], typed: str) -> dict[str, list[Block]]:
    """The answer to a menu that searches: what was typed, so that any words can be chosen, then what was found.

    What is longer than an option can stand for is left out. https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    offered = dict.fromkeys(value.strip() for value in (typed, *found))
    return {"options": [_option(value) for value in offered if value and _can_be_offered(value)][:OPTIONS]}


def _can_be_offered(value: str) -> bool:
    return size(value) <= OPTION_VALUE and value == one_line(value)


def _option(value: str) -> Block:
    return {"text": plain_text(value, OPTION), "value": value}


# read back


def command_of(view: View) -> str:
    """The command that a form fills in."""
    return str(view["callback_id"]).removeprefix(FORM)


def place_of(view: View) -> str:
    """The place that a form carries."""
    return str(view["private_metadata"])


def words_of(view: View) -> dict[str, str]:
    """What was filled in, by option name; what was left empty is left out, and line ends become blanks.

    https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload, “state”
    """
    entered = {name: _entered(block.get(VALUE) or {}) for name, block in view["state"]["values"].items()}
    return {name: value for name, value in entered.items() if value}


def files_of(view: View) -> dict[str, str]:
    """The ids of the files that were put into a form, by option name."""
    entered = {name: (block.get(VALUE) or {}).get("files") or () for name, block in view["state"]["values"].items()}
    return {name: str(files[0]["id"]) for name, files in entered.items() if files}


def _entered(state: View) -> str:
    """What one field says: its text, its number, its day, its option, or that its box is ticked."""
    if state.get("selected_options"):
        return YES
    said = state.get("value") or state.get("selected_date") or (state.get("selected_option") or {}).get("value")
    return one_line(str(said or "")).strip()


def errors(view: View, refused: Refused) -> dict[str, str]:
    """The sentence of a refusal at the field that holds what was wrong, or at the first where none is known to.

    Slack takes errors for input blocks only (https://docs.slack.dev/surfaces/modals, “Displaying errors in views”).
    """
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    wrong = [refused.option] if refused.option in fields else fields[:1]
    sentence = str(plain_text(plain(refused.document.title), LABEL)["text"])
    return dict.fromkeys(wrong, sentence)
