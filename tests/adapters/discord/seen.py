"""What people see and hear of a message, read back from its components as Discord reads them."""

from __future__ import annotations

import re

from adapters.discord.limits import BUTTON, GALLERY, SELECT, TEXT, Component, Message, every

MOMENT = re.compile(r"<t:-?\d+:F>")
LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(<([^<>()\s]*)>\)")
TOKEN = re.compile(rf"\\[^0-9A-Za-z\s]|{MOMENT.pattern}|{LINK.pattern}|\*\*")
START = re.compile(r"^(?:### |-# |(?:  )?- )", re.MULTILINE)
ZERO_WIDTH = "\u200b"


def read(markdown: str) -> str:
    """The words of some markdown, without the moments, which each reader sees in a zone of their own."""
    return TOKEN.sub(_read, START.sub("", markdown)).replace(ZERO_WIDTH, "")


def _read(found: re.Match[str]) -> str:
    if found[0].startswith("\\"):
        return found[0][1:]
    return read(found[1] or "") if found[0].startswith("[") else ""


def bare(markdown: str) -> str:
    """What is left of some markdown, with a dot for everything that we write in it on purpose: words that format nothing."""
    return TOKEN.sub("·", START.sub("", markdown))


def seen(message: Message) -> str:
    """Every word on a card but those on its buttons, in reading order."""
    return "\n".join(read(text) for text in texts_of(message))


def texts_of(message: Message) -> list[str]:
    """Every text of a message as it is sent."""
    return [component["content"] for component in every(message.components) if component["type"] == TEXT]


def heard(message: Message) -> list[str]:
    """What a screen reader says of each picture."""
    return [item["description"] for gallery in every(message.components) if gallery["type"] == GALLERY
            for item in gallery["items"]]  # fmt: skip


def buttons(message: Message) -> list[Component]:
    return [component for component in every(message.components) if component["type"] == BUTTON]


def menus(message: Message) -> list[Component]:
    return [component for component in every(message.components) if component["type"] == SELECT]
