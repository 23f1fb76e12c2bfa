"""What Discord refuses in messages and modals, each with its code and its path."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord.components import message_problems, modal_problems, numbered, overflows, walk
from tests.fakes.discord.elements import Part
from tests.fakes.discord.errors import Problem
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.limits import message_problems as plain_problems


def text(words: str = "572") -> Json:
    return {"type": Part.TEXT, "content": words}


def button(custom_id: str = "full", label: str = "Full brief", **more: Any) -> Json:
    return {"type": Part.BUTTON, "style": 1, "custom_id": custom_id, "label": label, **more}


def link(url: str) -> Json:
    return {"type": Part.BUTTON, "style": 5, "label": "Source", "url": url}


def row(*parts: Json) -> Json:
    return {"type": Part.ROW, "components": list(parts)}


def option(label: str = "MSS", **more: Any) -> Json:
    return {"label": label, "value": label, **more}


def menu(*options: Json, custom_id: str = "mission", **more: Any) -> Json:
    return {"type": Part.SELECT, "custom_id": custom_id, "options": list(options) or [option()], **more}


def section(*parts: Json, accessory: Json | None = None) -> Json:
    return {"type": Part.SECTION, "components": list(parts), "accessory": accessory or button()}


def container(*parts: Json, **more: Any) -> Json:
    return {"type": Part.CONTAINER, "components": list(parts), **more}


def gallery(*urls: str, description: str = "a chart") -> Json:
    return {"type": Part.GALLERY, "items": [{"media": {"url": url}, "description": description} for url in urls]}


def label(child: Json, words: str = "Strength") -> Json:
    return {"type": Part.LABEL, "label": words, "component": child}


def field(custom_id: str = "strength", **more: Any) -> Json:
    return {"type": Part.INPUT, "custom_id": custom_id, "style": 1, **more}


def modal(*parts: Json, title: str = "Figure", custom_id: str = "form") -> Json:
    return {"title": title, "custom_id": custom_id, "components": list(parts)}


def found(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(".".join(map(str, problem.path)), problem.code) for problem in problems]


def test_a_rich_brief_passes():
    brief = [
        container(text("# MSS Haiti"), section(text("*Deployed* about 572")), gallery("attachment://chart.png")),
        {"type": Part.SEPARATOR, "spacing": 2},
        {"type": Part.FILE, "file": {"url": "attachment://record.toml"}},
        row(button("a"), button("b"), link("https://example.org")),
        row(menu()),
    ]
    assert message_problems(brief, is_v2=True, files=["chart.png", "record.toml"]) == []
    assert len(list(walk(brief))) == 14


@pytest.mark.parametrize(
    ("component", "path", "code"),
    [
        (button(), "components.0.type", "UNION_TYPE_CHOICES"),
        (row(), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (row(*(button(str(number)) for number in range(6))), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (row(menu(), button()), "components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        (row(button(label="x" * 81)), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
        (row(button(label="")), "components.0.components.0.label", "BASE_TYPE_REQUIRED"),
        (row(button("x" * 101)), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
        (row(button("")), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"),
        (row(button("a"), button("a")), "components", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (row(link("ftp://example.org")), "components.0.components.0.url", "URL_TYPE_INVALID_SCHEME"),
        (row(link("https://e.org/" + "x" * 500)), "components.0.components.0.url", "BASE_TYPE_MAX_LENGTH"),
        (row(button(style=7)), "components.0.components.0.style", "BASE_TYPE_CHOICES"),
        (row(menu(*(option(str(n)) for n in range(26)))), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
        (row(menu(option("x" * 101))), "components.0.components.0.options.0.label", "BASE_TYPE_BAD_LENGTH"),
        (
            row(menu(option(description="x" * 101))),
            "components.0.components.0.options.0.description",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            row(menu(option(), option())),
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (row(menu(placeholder="x" * 151)), "components.0.components.0.placeholder", "BASE_TYPE_MAX_LENGTH"),
        (row(text()), "components.0.components.0.type", "UNION_TYPE_CHOICES"),
        (section(), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (section(*[text()] * 4), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (section(row(button())), "components.0.components.0.type", "UNION_TYPE_CHOICES"),
        (section(text(), accessory=menu()), "components.0.accessory.type", "UNION_TYPE_CHOICES"),
        (container(container(text())), "components.0.components.0.type", "UNION_TYPE_CHOICES"),
        (container(button()), "components.0.components.0.type", "UNION_TYPE_CHOICES"),
        (container(text(), accent_color=0x1000000), "components.0.accent_color", "NUMBER_TYPE_RANGE"),
        (gallery(), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        (gallery(*["https://e.org/x.png"] * 11), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        (
            gallery("https://e.org/x.png", description="x" * 1_025),
            "components.0.items.0.description",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            gallery("attachment://chart.png"),
            "components.0.items.0.media.url",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        ),
        (
            {"type": Part.FILE, "file": {"url": "https://example.org/x"}},
            "components.0.file.url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        (text(""), "components.0.content", "BASE_TYPE_REQUIRED"),
        (label(field()), "components.0.type", "UNION_TYPE_CHOICES"),
        ({"type": Part.SEPARATOR, "spacing": 3}, "components.0.spacing", "BASE_TYPE_CHOICES"),
    ],
)
def test_a_component_that_discord_refuses(component, path, code):
    assert (path, code) in found(message_problems([component], is_v2=True))


def test_forty_components_are_counted_with_all_that_is_in_them():
    rows = [row(*(button(f"{number}.{each}") for each in range(5))) for number in range(6)]
    fits = [*rows, *[text()] * 4]
    assert message_problems(fits, is_v2=True) == []
    assert found(message_problems([*fits, text()], is_v2=True)) == [
        ("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED")
    ]


def test_four_thousand_characters_are_counted_over_all_texts():
    assert message_problems([text("x" * 2_000), container(text("x" * 2_000))], is_v2=True) == []
    assert found(message_problems([text("x" * 2_000), container(text("x" * 2_001))], is_v2=True)) == [
        ("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")
    ]
    assert overflows([text("海" * 3_387)])
    assert not overflows([text("海" * 3_386)])


def test_a_message_of_the_older_kind_takes_five_rows_only():
    assert message_problems([row(button())], is_v2=False) == []
    assert found(message_problems([text()], is_v2=False)) == [("components.0.type", "UNION_TYPE_CHOICES")]
    rows = [row(button(str(number))) for number in range(6)]
    assert found(message_problems(rows, is_v2=False)) == [("components", "BASE_TYPE_MAX_LENGTH")]


def test_every_component_gets_an_id_that_no_other_has():
    ids = [part["id"] for part in walk(numbered([container(text(), {**text(), "id": 1}), text()]))]
    assert ids == [2, 3, 1, 4]


@pytest.mark.parametrize(
    ("form", "path", "code"),
    [
        (modal(label(field()), title="x" * 46), "title", "BASE_TYPE_BAD_LENGTH"),
        (modal(label(field()), custom_id="x" * 101), "custom_id", "BASE_TYPE_BAD_LENGTH"),
        (modal(), "components", "BASE_TYPE_BAD_LENGTH"),
        (modal(*(label(field(str(number))) for number in range(6))), "components", "BASE_TYPE_BAD_LENGTH"),
        (modal(label(field(), "x" * 46)), "components.0.label", "BASE_TYPE_BAD_LENGTH"),
        (modal(label(field()), label(field())), "components", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (modal(label(field(value="x" * 4_001))), "components.0.component.value", "BASE_TYPE_MAX_LENGTH"),
        (modal(label(field(max_length=4_001))), "components.0.component.max_length", "NUMBER_TYPE_RANGE"),
        (modal(label(field(style=3))), "components.0.component.style", "BASE_TYPE_CHOICES"),
        (modal(label(button())), "components.0.component.type", "UNION_TYPE_CHOICES"),
        (modal(button()), "components.0.type", "UNION_TYPE_CHOICES"),
        (modal(row(field())), "components.0.components.0.label", "BASE_TYPE_REQUIRED"),
        (modal(label(menu(disabled=True))), "components.0.component.disabled", "COMPONENT_DISABLED_IN_MODAL"),
        (modal(label(menu(min_values=0))), "components.0.component.min_values", "COMPONENT_REQUIRED_MIN_VALUES"),
        (
            modal(label({"type": Part.RADIO, "custom_id": "grade", "options": [option()]})),
            "components.0.component.options",
            "BASE_TYPE_BAD_LENGTH",
        ),
    ],
)
def test_a_modal_that_discord_refuses(form, path, code):
    assert (path, code) in found(modal_problems(form))


def test_a_modal_of_all_kinds_of_fields_passes():
    radio = {"type": Part.RADIO, "custom_id": "grade", "options": [option("A"), option("B")]}
    upload = {"type": Part.UPLOAD, "custom_id": "quote", "required": False, "min_values": 0}
    older = row(field("note", label="Note"))
    assert (
        modal_problems(modal(text("Nothing is stored yet."), label(menu()), label(radio), label(upload), older)) == []
    )


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"content": "x" * 2_001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": "x", "nonce": "x" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 4_097}]}, "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, "embeds.0.fields.0.name", "BASE_TYPE_REQUIRED"),
        (
            {"embeds": [{"fields": [{"name": "x", "value": "x" * 1_025}]}]},
            "embeds.0.fields.0.value",
            "BASE_TYPE_MAX_LENGTH",
        ),
        ({"embeds": [{"footer": {"text": "x" * 2_049}}]}, "embeds.0.footer.text", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"url": "mss://brief"}]}, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        ({"embeds": [{"description": "x" * 3_001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"attachments": [{"id": 0, "description": "x" * 1_025}]}, "attachments.0.description", "BASE_TYPE_MAX_LENGTH"),
        ({"allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"),
        (
            {"allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
    ],
)
def test_a_message_that_discord_refuses(body, path, code):
    assert found([*plain_problems(body, is_v2=False)]) == [(path, code)]


@pytest.mark.parametrize(
    "body", [{"content": "x"}, {"embeds": [{"title": "x"}]}, {"poll": {}} | {"sticker_ids": ["1"]}]
)
def test_a_message_of_components_has_nothing_else(body):
    codes = [problem.code for problem in plain_problems(body, is_v2=True)]
    assert codes == ["MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"]


def test_six_thousand_characters_are_counted_over_all_embeds_without_the_blanks_around():
    last: Json = {"description": "x" * 744}
    field = {"name": "x" * 100, "value": "x" * 900}
    half = {"description": "x" * 2_000 + " "}
    embeds = [half, half, {"title": "x" * 256}, {"fields": [field]}, last]
    assert [*plain_problems({"embeds": embeds}, is_v2=False)] == []
    last["description"] += "x"
    assert found([*plain_problems({"embeds": embeds}, is_v2=False)]) == [("embeds", "MAX_EMBED_SIZE_EXCEEDED")]
