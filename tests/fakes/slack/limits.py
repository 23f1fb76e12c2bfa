"""What Slack accepts in a message or a view, written from its reference and independent of our renderer.

Every check yields sentences as Slack words them, “must be less than 3001 characters [json-pointer:/blocks/0/text/text]”,
seen in https://github.com/rtCamp/frappe-slack-connector/issues/54. Sources of the numbers: the page of each block and
element under https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/reference/views/modal-views.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.slack.elements import PLAIN, at_most, element, missing, short, text_object

Problems = Iterator[str]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT = 40_000
"""Characters of `text` that chat.postMessage keeps; the rest is cut off, with the warning message_truncated."""
UPDATED_TEXT = 4_000
"""Characters of `text` in chat.update: more is msg_too_long. https://docs.slack.dev/reference/methods/chat.update"""
ALL_BLOCKS = 11_000
"""Characters in the blocks of one posted message: not documented, 9,597 were accepted and 11,341 refused with
msg_blocks_too_long (https://github.com/slackapi/bolt-js/issues/2867). Answers through a response_url are spared."""
ALL_CELLS = 10_000
"""Characters in all cells of the tables of a message. https://docs.slack.dev/reference/block-kit/blocks/table-block"""
ALL_MARKDOWN = 12_000
"""Characters in all markdown blocks. https://docs.slack.dev/reference/block-kit/blocks/markdown-block"""
VIEW_BYTES = 250_000

IN_SECTION = ("image", "button", "checkboxes", "radio_buttons", "overflow", "datepicker", "timepicker")
IN_ACTIONS = ("button", "checkboxes", "radio_buttons", "overflow", "datepicker", "datetimepicker", "timepicker")
IN_INPUT = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "datepicker", "datetimepicker",
            "timepicker", "checkboxes", "radio_buttons", "file_input", "rich_text_input")  # fmt: skip


def message_problems(blocks: Any) -> list[str]:
    """What is wrong with the blocks of a message; nothing when Slack would take them."""
    return [*_blocks(blocks, MESSAGE_BLOCKS, "/blocks"), *_tables(blocks), *_charts(blocks), *_markdowns(blocks)]


def view_problems(view: Any) -> list[str]:
    """What is wrong with a modal or a home view."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["must be a valid enum value [json-pointer:/view/type]"]
    return [*_blocks(view.get("blocks"), VIEW_BLOCKS, "/view/blocks"), *_frame(view)]


def view_is_too_large(view: Any) -> bool:
    return len(json.dumps(view).encode()) > VIEW_BYTES


def characters(part: Any) -> int:
    """Characters of every `text` in a tree of blocks, as the report of the undocumented limit counted them."""
    if isinstance(part, list):
        return sum(characters(each) for each in part)
    if not isinstance(part, dict):
        return 0
    own = part.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(characters(each) for each in part.values())


# the frame of a view


def _frame(view: dict[str, Any]) -> Problems:
    yield from short(view, "private_metadata", 3_000, "/view")
    yield from short(view, "callback_id", 255, "/view")
    yield from short(view, "external_id", 255, "/view")
    if view["type"] == "home":
        return
    yield from text_object(view.get("title"), "/view/title", 24, PLAIN)
    for name in ("submit", "close"):
        if name in view:
            yield from text_object(view[name], f"/view/{name}", 24, PLAIN)
    if "submit" not in view and any(block.get("type") == "input" for block in _dicts(view.get("blocks"))):
        yield missing("submit", "/view")


# blocks


def _blocks(blocks: Any, most: int, at: str) -> Problems:
    if not isinstance(blocks, list):
        yield f"must provide an array [json-pointer:{at}]"
        return
    yield from at_most(blocks, most, at)
    names = [block["block_id"] for block in _dicts(blocks) if block.get("block_id")]
    for twice in {name for name in names if names.count(name) > 1}:
        yield f"block_id already exists: {twice} [json-pointer:{at}]"
    for number, block in enumerate(blocks):
        yield from _block(block, f"{at}/{number}")


def _block(block: Any, at: str) -> Problems:
    rule = _RULES.get(block.get("type", "")) if isinstance(block, dict) else None
    if rule is None:
        kind = block.get("type") if isinstance(block, dict) else type(block).__name__
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    if block["type"] == "alert" and not at.startswith("/view"):
        yield f"unsupported type: {block['type']} [json-pointer:{at}/type]"
    yield from short(block, "block_id", 255, at)
    yield from rule(block, at)


def _header(block: dict[str, Any], at: str) -> Problems:
    yield from text_object(block.get("text"), f"{at}/text", 150, PLAIN)


def _divider(_block: dict[str, Any], _at: str) -> Problems:
    yield from ()


def _section(block: dict[str, Any], at: str) -> Problems:
    if "text" not in block and "fields" not in block:
        yield missing("text or fields", at)
    if "text" in block:
        yield from text_object(block["text"], f"{at}/text", 3_000)
    if "fields" in block:
        fields = block["fields"]
        yield from at_most(fields, 10, f"{at}/fields", least=1)
        for number, field in enumerate(fields):
            yield from text_object(field, f"{at}/fields/{number}", 2_000)
    if "accessory" in block:
        yield from element(block["accessory"], f"{at}/accessory", IN_SECTION)


def _context(block: dict[str, Any], at: str) -> Problems:
    elements = block.get("elements", [])
    yield from at_most(elements, 10, f"{at}/elements", least=1)
    for number, each in enumerate(elements):
        here = f"{at}/elements/{number}"
        is_image = isinstance(each, dict) and each.get("type") == "image"
        yield from element(each, here, ("image",)) if is_image else text_object(each, here, 3_000)


def _actions(block: dict[str, Any], at: str) -> Problems:
    elements = block.get("elements", [])
    yield from at_most(elements, 25, f"{at}/elements", least=1)
    for number, each in enumerate(elements):
        yield from element(each, f"{at}/elements/{number}", IN_ACTIONS)
    names = [each["action_id"] for each in _dicts(elements) if each.get("action_id")]
    for twice in {name for name in names if names.count(name) > 1}:
        yield f"`action_id` `{twice}` already exists [json-pointer:{at}/elements]"


def _input(block: dict[str, Any], at: str) -> Problems:
    yield from text_object(block.get("label"), f"{at}/label", 2_000, PLAIN)
    if "hint" in block:
        yield from text_object(block["hint"], f"{at}/hint", 2_000, PLAIN)
    yield from element(block.get("element"), f"{at}/element", IN_INPUT)


def _image(block: dict[str, Any], at: str) -> Problems:
    if "image_url" not in block and "slack_file" not in block:
        yield missing("image_url", at)
    yield from short(block, "image_url", 3_000, at)
    yield from short(block, "alt_text", 2_000, at, required=True)
    if "title" in block:
        yield from text_object(block["title"], f"{at}/title", 2_000, PLAIN)


def _markdown(block: dict[str, Any], at: str) -> Problems:
    yield from short(block, "text", ALL_MARKDOWN, at, required=True)


def _markdowns(blocks: Any) -> Problems:
    if characters([block for block in _dicts(blocks) if block.get("type") == "markdown"]) > ALL_MARKDOWN:
        yield f"must be less than {ALL_MARKDOWN + 1} characters in all markdown blocks [json-pointer:/blocks]"


def _rich_text(block: dict[str, Any], at: str) -> Problems:
    yield from at_most(block.get("elements"), 10_000, f"{at}/elements")


def _alert(block: dict[str, Any], at: str) -> Problems:
    """For modals only. https://docs.slack.dev/reference/block-kit/blocks/alert-block"""
    yield from text_object(block.get("text"), f"{at}/text", 200)


# tables and charts


def _table(block: dict[str, Any], at: str) -> Problems:
    rows = block.get("rows", [])
    yield from at_most(rows, 100, f"{at}/rows", least=1)
    yield from _cells(rows, at)


def _data_table(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-table-block"""
    rows = block.get("rows", [])
    yield from short(block, "caption", ALL_CELLS, at, required=True)
    yield from at_most(rows, 101, f"{at}/rows", least=2)
    if not 1 <= block.get("page_size", 5) <= 100:
        yield f"must be between 1 and 100 [json-pointer:{at}/page_size]"
    if rows and not 0 <= block.get("row_header_column_index", 0) < len(rows[0]):
        yield f"must be the index of a column [json-pointer:{at}/row_header_column_index]"
    if any(cell.get("type") == "rich_text" for cell in _dicts(rows[0] if rows else [])):
        yield f"rich_text is not allowed in a header [json-pointer:{at}/rows/0]"
    if len({len(row) for row in rows}) > 1:
        yield f"all rows must have the same number of cells [json-pointer:{at}/rows]"
    yield from _cells(rows, at)


def _cells(rows: list[Any], at: str) -> Problems:
    for number, row in enumerate(rows):
        yield from at_most(row, 20, f"{at}/rows/{number}", least=1)
        for column, cell in enumerate(row):
            yield from _cell(cell, f"{at}/rows/{number}/{column}")


def _cell(cell: Any, at: str) -> Problems:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text" and not cell.get("text"):
        yield f"must be more than 0 characters [json-pointer:{at}/text]"
    elif kind == "raw_number" and not isinstance(cell.get("value"), (int, float)):
        yield missing("value", at)
    elif kind not in ("raw_text", "raw_number", "rich_text"):
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"


def _tables(blocks: Any) -> Problems:
    tables = [block.get("rows", []) for block in _dicts(blocks) if block.get("type") in ("table", "data_table")]
    if characters(tables) > ALL_CELLS:
        yield f"must be less than {ALL_CELLS + 1} characters in all table cells [json-pointer:/blocks]"


def _data_visualization(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block"""
    yield from short(block, "title", 50, at, required=True)
    chart = block.get("chart")
    if not isinstance(chart, dict) or chart.get("type") not in ("pie", "bar", "area", "line"):
        yield f"unsupported type [json-pointer:{at}/chart/type]"
    elif chart["type"] == "pie":
        yield from _points(chart.get("segments", []), 6, f"{at}/chart/segments")
    else:
        yield from _series(chart, f"{at}/chart")


def _series(chart: dict[str, Any], at: str) -> Problems:
    axis = chart.get("axis_config") or {}
    categories, series = axis.get("categories", []), chart.get("series", [])
    yield from at_most(series, 6, f"{at}/series", least=1)
    yield from at_most(categories, 20, f"{at}/axis_config/categories", least=1)
    yield from short(axis, "x_label", 50, f"{at}/axis_config")
    yield from short(axis, "y_label", 50, f"{at}/axis_config")
    if len({one.get("name") for one in series}) < len(series):
        yield f"series names must be unique [json-pointer:{at}/series]"
    for number, one in enumerate(series):
        here = f"{at}/series/{number}"
        yield from short(one, "name", 20, here, required=True)
        yield from _points(one.get("data", []), 20, f"{here}/data")
        if [point.get("label") for point in one.get("data", [])] != categories:
            yield f"labels must match the categories [json-pointer:{here}/data]"


def _points(points: list[Any], most: int, at: str) -> Problems:
    yield from at_most(points, most, at, least=1)
    for number, point in enumerate(points):
        yield from short(point, "label", 20, f"{at}/{number}", required=True)
        if not isinstance(point.get("value"), (int, float)):
            yield missing("value", f"{at}/{number}")


def _charts(blocks: Any) -> Problems:
    """Two charts a message at most, as https://docs.rs/slack-morphism/2.30.0 tells of Slack's reference."""
    if sum(block.get("type") == "data_visualization" for block in _dicts(blocks)) > 2:
        yield "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"


def _dicts(parts: Any) -> list[dict[str, Any]]:
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


_RULES: dict[str, Callable[[dict[str, Any], str], Problems]] = {
    "actions": _actions,
    "alert": _alert,
    "context": _context,
    "data_table": _data_table,
    "data_visualization": _data_visualization,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
