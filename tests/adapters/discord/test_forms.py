"""Forms as Discord modals: five fields on a page, nothing lost, and read back as they were filled in."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.discord.commands import LONGEST_VALUE
from adapters.discord.forms import carried, carrying, modal, steps, words_of
from adapters.port import Field, Form, Input, OptionShape
from briefings.document import Document, Span
from tests.fakes.discord.components import modal_problems

INSTEAD: Any = Document("notice", (Span("Type it."),))
KINDS = (Input.TEXT, Input.LONG_TEXT, Input.NUMBER, Input.DAY, Input.SEARCH)


def field(name: str, input: Input = Input.TEXT, value: str = "", **more: Any) -> Field:
    return Field(OptionShape(name, "X", "what it is", input, **more), name.capitalize(), "what it is", value)


def form(*fields: Field, title: str = "Fact add") -> Form:
    return Form("fact add", title, "Add a fact.", fields, INSTEAD)


def flags(number: int) -> tuple[Field, ...]:
    return tuple(field(f"flag-{each}", Input.FLAG) for each in range(number))


def pages(of: Form) -> list[dict[str, Any]]:
    return [modal(of, f"form:draft:{number}", number, "Also") for number in range(len(steps(of)))]


def submitted(page: dict[str, Any]) -> dict[str, Any]:
    """A page sent as it was opened."""
    return {"components": [{"type": 18, "component": _entered(label["component"])} for label in page["components"]]}


def _entered(element: dict[str, Any]) -> dict[str, Any]:
    chosen = [option["value"] for option in element.get("options", ()) if option["default"]]
    more = {"values": chosen} if "options" in element else {"value": element.get("value", "")}
    return {"type": element["type"], "custom_id": element["custom_id"], **more}


@pytest.mark.parametrize("number", [1, 5, 6, 13])
def test_pages_hold_five_fields_and_lose_none(number: int):
    whole = form(*(field(f"option-{each}") for each in range(number)))
    assert [problem for page in pages(whole) for problem in modal_problems(page)] == []
    asked = [label["component"]["custom_id"] for page in pages(whole) for label in page["components"]]
    assert asked == [f"option-{each}" for each in range(number)]


@pytest.mark.parametrize("number", [1, 4, 12])
def test_flags_stand_together_as_boxes(number: int):
    whole = form(field("what"), *flags(number))
    assert [problem for page in pages(whole) for problem in modal_problems(page)] == []
    boxes = [label["component"] for page in pages(whole) for label in page["components"][1:]]
    assert [option["value"] for box in boxes for option in box["options"]] == [f"flag-{each}" for each in range(number)]


def test_the_page_is_named_where_there_are_several():
    assert [page["title"] for page in pages(form(*(field(f"o{each}") for each in range(6))))] == [
        "Fact add (1/2)", "Fact add (2/2)",
    ]  # fmt: skip
    assert pages(form(field("what")))[0]["title"] == "Fact add"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_filled_in_comes_back(kind: Input):
    (page,) = pages(form(field("what", kind, "2024-11-07"), field("share", Input.FLAG, "yes"), field("empty")))
    assert words_of(submitted(page)) == {"what": "2024-11-07", "share": "yes"}


def test_a_choice_is_a_menu_and_any_other_word_is_kept_as_text():
    known = field("name", Input.CHOICE, "zone", choices=("zone", "language"))
    other = field("other", Input.CHOICE, "tz", choices=("zone", "language"))
    (page,) = pages(form(known, other))
    assert [label["component"]["type"] for label in page["components"]] == [3, 4]
    assert words_of(submitted(page)) == {"name": "zone", "other": "tz"}


def test_long_and_hostile_words_break_no_limit():
    hostile = Field(OptionShape("what", "X", "y" * 300, is_required=True), "l\n" * 80, "h" * 300, "v" * 5_000)
    for page in pages(form(hostile, *flags(3), title="t" * 90)):
        assert modal_problems(page) == []
    (page,) = pages(form(hostile))
    assert len(words_of(submitted(page))["what"]) == LONGEST_VALUE


def test_lines_that_were_typed_into_a_paragraph_become_one():
    data = {"components": [{"type": 18, "component": {"type": 4, "custom_id": "text", "value": "one\ntwo\n"}}]}
    assert words_of(data) == {"text": "one two"}


def test_what_belongs_to_a_draft_is_told_from_what_does_not():
    assert carried(carrying("form", "a-b_c", 2)) == ("form", "a-b_c", 2)
    assert [carried(id) for id in ("status full", "form", "form:x", "form:x:y", "offer:x:1", "#abc")] == [None] * 6
