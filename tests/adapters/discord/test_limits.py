"""What Discord would refuse is found before it is sent."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.discord.limits import ACTION_ROW, BUTTON, CONTAINER, GALLERY, SELECT, TEXT, File, Message, check


def text(length: int) -> dict[str, Any]:
    return {"type": TEXT, "content": "x" * length}


def button(**fields: str) -> dict[str, Any]:
    return {"type": BUTTON, "style": 2, "label": "x", **fields}


def row(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": ACTION_ROW, "components": list(elements)}


def menu(count: int = 1, **fields: str) -> dict[str, Any]:
    return {"type": SELECT, "custom_id": "menu", "placeholder": fields.pop("placeholder", "x"),
            "options": [{"label": "x", "value": f"{number}", **fields} for number in range(count)]}  # fmt: skip


def gallery(count: int = 1, alt: str = "x") -> dict[str, Any]:
    return {"type": GALLERY, "items": [{"media": {"url": "attachment://a.png"}, "description": alt}] * count}


BROKEN = [
    ([text(1)] * 40, "components: 41, 40 at most"),
    ([text(2_000), text(2_001)], "characters of all texts: 4,001, 4,000 at most"),
    ([{"type": TEXT, "content": "𝔐" * 2_001}], "characters of all texts: 4,002, 4,000 at most"),
    ([{"type": TEXT, "content": " "}], "blank texts: 1, 0 at most"),
    ([row(*[button()] * 6)], "buttons in a row: 6, 5 at most"),
    ([row(button(label="x" * 81))], "characters on a button: 81, 80 at most"),
    ([row(button(custom_id="x" * 101))], "characters of a custom_id: 101, 100 at most"),
    ([row(button(custom_id="a")), row(button(custom_id="a"))], "components of one custom_id: 2, 1 at most"),
    ([row(menu(), {**menu(), "custom_id": "other"})], "menus in a row: 2, 1 at most"),
    ([row(menu(26))], "options of a menu: 26, 25 at most"),
    ([row(menu(2, value="a"))], "options of one value: 2, 1 at most"),
    ([row(menu(label="x" * 101))], "characters of an option: 101, 100 at most"),
    ([row(menu(value="x" * 101))], "characters of an option: 101, 100 at most"),
    ([row(menu(placeholder="x" * 151))], "characters on a menu: 151, 150 at most"),
    ([gallery(11)], "pictures of a gallery: 11, 10 at most"),
    ([gallery(alt="x" * 1_025)], "characters of an alt text: 1,025, 1,024 at most"),
]


def card(*components: dict[str, Any]) -> Message:
    return Message(({"type": CONTAINER, "components": list(components)},))


@pytest.mark.parametrize(("components", "named"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_limit_is_named(components, named):
    assert check(card(*components)) == (named,)


def test_more_files_than_a_message_carries_are_named():
    assert check(Message((), (File("a.png", b"", ""),) * 11)) == ("files: 11, 10 at most",)


def test_a_message_within_every_limit_breaks_none():
    full = card(text(4_000), gallery(10), row(*(button(custom_id=f"{number}") for number in range(5))), row(menu(25)))
    assert check(full) == ()
