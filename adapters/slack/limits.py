"""What Slack takes in one message, from https://docs.slack.dev/reference/block-kit/ unless another source is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.plain import size
from adapters.port import Limits

Block = Mapping[str, Any]
"""A block, an element or a text as Slack's JSON has it."""

TEXT = 4_000
"""Characters of the top-level text: chat.update refuses more, chat.postMessage advises against more."""
BLOCKS = 50
ALL_BLOCKS = 11_000
"""Characters of all blocks together. Not documented; Slack refused 11,341 with msg_blocks_too_long
(https://github.com/slackapi/bolt-js/issues/2867)."""
MRKDWN = 3_000
"""Characters of a text object (composition-objects/text-object)."""
HEADER = 150
FIELDS = 10
FIELD = 2_000
CONTEXT_ELEMENTS = 10
ACTIONS = 25
"""Elements of an actions block."""
BUTTON = 75
"""Characters on a button."""
VALUE = 2_000
"""Characters of a button's value."""
OPTION = 75
"""Characters of an option of a menu as shown (composition-objects/option-object)."""
ACTION_ID = 255
TABLE_ROWS = 100
"""Rows of a data table beside its head (blocks/data-table-block)."""
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000
"""Characters in the cells of all tables of a message."""
CHARTS = 2
"""Charts in a message (blocks/data-visualization-block)."""
CHART_TITLE = 50
CHART_LABEL = 20
"""Characters of a category and of a series' name."""
CHART_POINTS = 20
CHART_SERIES = 6

PAGE = Limits(characters=3_700, line=2_700, title=250, rows=TABLE_ROWS, figures=CHARTS, offers=ACTIONS)
"""A page of a long document: its text stays below `TEXT`, so that it can be updated, and far below `ALL_BLOCKS`."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: blocks for the eye, and a text that alone tells all of it.

    The text is what screen readers and notifications use.
    """

    text: str
    blocks: tuple[Block, ...]

    def as_call(self) -> dict[str, Any]:
        """The arguments that every way of posting takes: chat.*, an acknowledgement, a response URL."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}


def check(message: Message) -> tuple[str, ...]:
    """The limits that a message breaks, each in words such as "section: 3,120 characters, 3,000 at most"."""
    return tuple(f"{what}: {size:,}, {most:,} at most" for what, size, most in _sizes(message) if size > most)


def _sizes(message: Message) -> Iterator[tuple[str, int, int]]:
    """Everything that is limited: what it is, its size and how large it may be."""
    tables = [block for block in message.blocks if block["type"] == "data_table"]
    charts = [block for block in message.blocks if block["type"] == "data_visualization"]
    yield "characters of text", size(message.text), TEXT
    yield "blocks", len(message.blocks), BLOCKS
    yield "characters of all blocks", sum(_characters(block) for block in message.blocks), ALL_BLOCKS
    yield "characters of all tables", sum(_characters(block["rows"]) for block in tables), TABLE_CHARACTERS
    yield "charts", len(charts), CHARTS
    for block in message.blocks:
        if block["type"] in _OF_BLOCK:
            yield from _OF_BLOCK[block["type"]](block)


def _characters(part: Any) -> int:
    """The characters of every text in a part of a message."""
    if isinstance(part, Mapping):
        return sum(_characters(value) for name, value in part.items() if name not in ("type", "action_id", "block_id"))
    if isinstance(part, list | tuple):
        return sum(_characters(value) for value in part)
    return size(part) if isinstance(part, str) else 0


_Sizes = Iterator[tuple[str, int, int]]


def _section(block: Block) -> _Sizes:
    yield "characters of a section", size(block["text"]["text"]) if "text" in block else 0, MRKDWN
    fields = block.get("fields", ())
    yield "fields of a section", len(fields), FIELDS
    for text in fields:
        yield "characters of a field", size(text["text"]), FIELD


def _header(block: Block) -> _Sizes:
    yield "characters of a header", size(block["text"]["text"]), HEADER


def _context(block: Block) -> _Sizes:
    yield "elements of a context", len(block["elements"]), CONTEXT_ELEMENTS
    for element in block["elements"]:
        yield "characters of a context", size(element.get("text", "")), MRKDWN


def _actions(block: Block) -> _Sizes:
    yield "elements of actions", len(block["elements"]), ACTIONS
    for element in block["elements"]:
        yield "characters of an action_id", size(element.get("action_id", "")), ACTION_ID
        if element["type"] == "button":
            yield "characters on a button", size(element["text"]["text"]), BUTTON
            yield "characters of a button's value", size(element.get("value", "")), VALUE


def _table(block: Block) -> _Sizes:
    yield "rows of a table", len(block["rows"]) - 1, TABLE_ROWS
    yield "columns of a table", max(len(row) for row in block["rows"]), TABLE_COLUMNS


def _chart(block: Block) -> _Sizes:
    chart = block["chart"]
    yield "characters of a chart's title", size(block["title"]), CHART_TITLE
    yield "series of a chart", len(chart["series"]), CHART_SERIES
    yield "points of a chart", len(chart["axis_config"]["categories"]), CHART_POINTS
    for name in (*chart["axis_config"]["categories"], *(series["name"] for series in chart["series"])):
        yield "characters of a chart's label", size(name), CHART_LABEL


_OF_BLOCK: Mapping[str, Callable[[Block], _Sizes]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "data_table": _table,
    "data_visualization": _chart,
}
