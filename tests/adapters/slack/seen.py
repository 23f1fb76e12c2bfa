"""What people see and hear of a message, read back from its blocks as Slack reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from adapters.slack.limits import Message

UNSEEN = re.compile("[\u2060\u200b\u00ad]")
TOKEN = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>|<https?:[^|>]*\|([^>]*)>")


def read(mrkdwn: str) -> str:
    """The words of some mrkdwn: its only stars are ours, around what is bold."""
    parts: list[str] = []
    done = 0
    for token in TOKEN.finditer(mrkdwn):
        parts += [mrkdwn[done : token.start()].replace("*", ""), token[1] or token[2]]
        done = token.end()
    parts.append(mrkdwn[done:].replace("*", ""))
    return UNSEEN.sub("", unescape("".join(parts)))


def heard(message: Message) -> str:
    """What a screen reader says of a message."""
    return UNSEEN.sub("", unescape(message.text))


def seen(message: Message) -> str:
    """Every word in the blocks but those on buttons, in reading order."""
    return "\n".join(text for block in message.blocks for text in _texts(block))


def _texts(block: Any) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"]
        case "section":
            yield from (read(text["text"]) for text in section_texts(block))
        case "context":
            yield from (read(element["text"]) for element in block["elements"])
        case "data_table":
            yield block["caption"]
            yield from (_cell(cell) for row in block["rows"] for cell in row)
        case "data_visualization":
            yield block["title"]


def section_texts(block: Any) -> list[Any]:
    """The text of a section, and those that stand side by side in it."""
    return [block["text"], *block.get("fields", ())] if "text" in block else list(block["fields"])


def _cell(cell: Any) -> str:
    if cell["type"] == "raw_text":
        return str(cell["text"])
    return "".join(
        part.get("text") or part.get("fallback") for section in cell["elements"] for part in section["elements"]
    )


def mrkdwn_of(message: Message) -> list[str]:
    """Every mrkdwn text of a message as it is sent."""
    texts = [text for block in message.blocks if block["type"] == "section" for text in section_texts(block)]
    texts += [element for block in message.blocks if block["type"] == "context" for element in block["elements"]]
    return [text["text"] for text in texts]


def buttons(message: Message) -> list[Any]:
    return [button for block in message.blocks if block["type"] == "actions" for button in block["elements"]]


def words(text: str) -> list[str]:
    """The words of a text in their order; signs and capitals are no words."""
    return re.findall(r"\w+", text.casefold())
