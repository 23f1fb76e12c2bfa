"""What Slack accepts in text objects and interactive elements: https://docs.slack.dev/reference/block-kit/block-elements"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Problems = Iterator[str]

PLAIN = ("plain_text",)
TEXTS = ("plain_text", "mrkdwn")
_SELECT = re.compile(r"(multi_)?(static|external|users|conversations|channels)_select")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10, "static_select": 100, "multi_static_select": 100}
"""How many options an element may offer."""


def missing(name: str, at: str) -> str:
    return f"missing required field: {name} [json-pointer:{at}]"


def at_most(items: Any, most: int, at: str, *, least: int = 0) -> Problems:
    """A list of an allowed length."""
    if not isinstance(items, list):
        yield f"must provide an array [json-pointer:{at}]"
    elif len(items) > most:
        yield f"no more than {most} items allowed [json-pointer:{at}]"
    elif len(items) < least:
        yield f"no fewer than {least} items allowed [json-pointer:{at}]"


def short(part: dict[str, Any], name: str, most: int, at: str, *, required: bool = False) -> Problems:
    """A string of an allowed length; one that is required may not be empty."""
    value = part.get(name)
    if value is None:
        yield from [missing(name, at)] if required else []
    elif not isinstance(value, str):
        yield f"must provide a string [json-pointer:{at}/{name}]"
    elif len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{at}/{name}]"
    elif required and not value:
        yield f"must be more than 0 characters [json-pointer:{at}/{name}]"


def text_object(value: Any, at: str, most: int, kinds: tuple[str, ...] = TEXTS) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object: at least one character."""
    if not isinstance(value, dict):
        yield f"must provide an object [json-pointer:{at}]"
        return
    if value.get("type") not in kinds:
        yield f"must be a valid enum value [json-pointer:{at}/type]"
    if value.get("type") == "mrkdwn" and "emoji" in value:
        yield f"additional property: emoji [json-pointer:{at}]"
    yield from short(value, "text", most, at, required=True)


def element(part: Any, at: str, allowed: tuple[str, ...]) -> Problems:
    """An interactive element, or an image beside a section, of a kind that is allowed where it stands."""
    kind = part.get("type", "") if isinstance(part, dict) else ""
    is_select = _SELECT.fullmatch(kind) and "radio_buttons" in allowed
    if kind not in allowed and not is_select:
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    if kind == "image":
        yield from short(part, "image_url", 3_000, at, required=True)
        yield from short(part, "alt_text", 2_000, at, required=True)
        return
    yield from short(part, "action_id", 255, at)
    if "confirm" in part:
        yield from _confirm(part["confirm"], f"{at}/confirm")
    if "placeholder" in part:
        yield from text_object(part["placeholder"], f"{at}/placeholder", 150, PLAIN)
    yield from _button(part, at) if kind == "button" else _entry(part, at)


def options_in(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Every option of an element, those inside groups too."""
    grouped = [option for group in part.get("option_groups") or [] for option in group.get("options", [])]
    return [*(part.get("options") or []), *grouped]


def _button(part: dict[str, Any], at: str) -> Problems:
    yield from text_object(part.get("text"), f"{at}/text", 75, PLAIN)
    yield from short(part, "value", 2_000, at)
    yield from short(part, "url", 3_000, at)
    yield from short(part, "accessibility_label", 75, at)
    if part.get("style", "primary") not in ("primary", "danger"):
        yield f"must be a valid enum value [json-pointer:{at}/style]"


def _confirm(part: Any, at: str) -> Problems:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from text_object(part.get(name), f"{at}/{name}", most, PLAIN if name != "text" else TEXTS)


def _entry(part: dict[str, Any], at: str) -> Problems:
    kind = part["type"]
    if kind in _OPTIONS:
        yield from _options(part, at, _OPTIONS[kind])
    if kind in ("plain_text_input", "email_text_input", "url_text_input"):
        yield from short(part, "initial_value", 3_000, at)
    if kind == "plain_text_input" and not 1 <= part.get("max_length", 3_000) <= 3_000:
        yield f"must be between 1 and 3000 [json-pointer:{at}/max_length]"
    if kind == "number_input" and "is_decimal_allowed" not in part:
        yield missing("is_decimal_allowed", at)
    if kind == "datepicker" and not _DAY.fullmatch(part.get("initial_date", "2025-01-17")):
        yield f"must be a date [json-pointer:{at}/initial_date]"


def _options(part: dict[str, Any], at: str, most: int) -> Problems:
    offered = options_in(part)
    yield from at_most(offered, most * 100 if part.get("option_groups") else most, f"{at}/options", least=1)
    yield from at_most(part.get("option_groups") or [], 100, f"{at}/option_groups")
    for number, option in enumerate(offered):
        yield from option_problems(option, f"{at}/options/{number}")
    chosen = part.get("initial_options") or [option for option in [part.get("initial_option")] if option]
    if any(option not in offered for option in chosen):
        yield f"must match one of the options [json-pointer:{at}/initial_option]"


def option_problems(option: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
    yield from text_object(option.get("text"), f"{at}/text", 75)
    yield from short(option, "value", 150, at, required=True)
    if "description" in option:
        yield from text_object(option["description"], f"{at}/description", 75, TEXTS)
