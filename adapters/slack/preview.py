"""A page that draws messages about as Slack does, to be looked at before anything is sent.

It reads the blocks, not the document: what is missing here would be missing in Slack. One file, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

from adapters.slack.blocks import draw
from adapters.slack.limits import Block, Message
from briefings.document import Said


def page(documents: Iterable[tuple[str, Said]]) -> str:
    """An HTML page of documents, each under its name."""
    drawn = "".join(f"<h2>{escape(name)}</h2>{''.join(map(_message, draw(said)))}" for name, said in documents)
    return _PAGE.replace("{style}", _STYLE).replace("{drawn}", drawn)


def _message(message: Message) -> str:
    blocks = "".join(_BLOCKS[block["type"]](block) for block in message.blocks)
    heard = escape(unescape(message.text)).replace("\n", "<br>")
    return (f'<article><div class="face" aria-hidden="true">M</div><div><p class="who"><b>Mission briefing</b> '
            f"<i>APP</i></p>{blocks}<details><summary>Read out</summary>{heard}</details></div></article>")  # fmt: skip


# blocks


def _section(block: Block) -> str:
    return f'<div class="section">{_text(block["text"])}</div>'


def _context(block: Block) -> str:
    return f'<div class="context">{"".join(_text(element) for element in block["elements"])}</div>'


def _actions(block: Block) -> str:
    buttons = (
        f'<button type="button" title="{escape(button["value"])}">{escape(button["text"]["text"])}</button>'
        for button in block["elements"]
    )
    return f'<div class="actions">{"".join(buttons)}</div>'


def _table(block: Block) -> str:
    head, *rows = (_row(row, "th" if number == 0 else "td") for number, row in enumerate(block["rows"]))
    caption = escape(block["caption"])
    return f'<div class="table"><table><caption>{caption}</caption><thead>{head}</thead>{"".join(rows)}</table></div>'


def _row(cells: list[Block], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_cell(cell)}</{tag}>' for cell in cells)}</tr>"


def _cell(cell: Block) -> str:
    if cell["type"] == "raw_text":
        return escape(cell["text"])
    return "".join(_element(element) for section in cell["elements"] for element in section["elements"])


def _element(element: Block) -> str:
    text = escape(element.get("text", element.get("fallback", "")))
    if element["type"] == "link":
        text = f'<a href="{escape(element["url"])}">{text}</a>'
    return f"<b>{text}</b>" if element.get("style", {}).get("bold") else text


# charts

_WIDE, _HIGH = 560, 160
_COLOURS = ("#1264a3", "#a36a12")


def _chart(block: Block) -> str:
    series = block["chart"]["series"]
    top = max((point["value"] for one in series for point in one["data"]), default=0) or 1
    lines = "".join(_line(one, top, colour) for one, colour in zip(series, _COLOURS, strict=False))
    names = " ".join(f'<b style="color:{colour}">━</b> {escape(one["name"])}'
                     for one, colour in zip(series, _COLOURS, strict=False))  # fmt: skip
    days = "".join(f"<span>{escape(day)}</span>" for day in block["chart"]["axis_config"]["categories"])
    return (f'<figure><figcaption>{escape(block["title"])}</figcaption><svg viewBox="0 0 {_WIDE} {_HIGH}">{lines}</svg>'
            f'<div class="days">{days}</div><small>{names}</small></figure>')  # fmt: skip


def _line(series: Mapping[str, Any], top: float, colour: str) -> str:
    step = _WIDE / max(1, len(series["data"]))
    heights = (_HIGH - 8 - point["value"] / top * (_HIGH - 16) for point in series["data"])
    points = " ".join(f"{step * (number + 0.5):.0f},{height:.0f}" for number, height in enumerate(heights))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


_BLOCKS = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "data_table": _table,
    "data_visualization": _chart,
}


# mrkdwn

_MARKUP = re.compile(r"<!date\^(\d+)\^([^|]*)\|([^>]*)>|<(https?:[^|>]*)\|([^>]*)>|\*([^\n]*?[^\n*])\*|\n")


def _text(text: Block) -> str:
    return "".join(_html(text["text"]))


def _html(text: str) -> Iterator[str]:
    """The little of mrkdwn that the renderer writes: bold, links, moments and line ends."""
    done = 0
    for found in _MARKUP.finditer(text):
        yield escape(unescape(text[done : found.start()]))
        yield _markup(found)
        done = found.end()
    yield escape(unescape(text[done:]))


def _markup(found: re.Match[str]) -> str:
    stamp, form, fallback, address, label, strong = found.groups()
    if strong:
        return f"<b>{''.join(_html(strong))}</b>"
    if address:
        return f'<a href="{escape(unescape(address))}">{escape(unescape(label))}</a>'
    if stamp is None:
        return "<br>"
    return (
        f'<time title="{escape(fallback)}">{escape(_moment(int(stamp), form))}</time>'
        if int(stamp)
        else escape(fallback)
    )


def _moment(stamp: int, form: str) -> str:
    """A moment as a reader in UTC sees it."""
    moment = datetime.fromtimestamp(stamp, UTC)
    return form.format(date_short=f"{moment:%b} {moment.day}, {moment.year}", time=f"{moment:%I:%M %p}".lstrip("0"))


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Documents as Slack draws them</title>
<style>{style}</style>
{drawn}
</html>
"""
_STYLE = """
body { font: 15px/1.46668 Lato, "Slack-Lato", "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1d1c1d; background: #fff;
  max-width: 720px; margin: 0 auto; padding: 8px 12px }
h2 { font-size: 13px; color: #616061; border-bottom: 1px solid #ddd; margin: 28px 0 8px; font-weight: 400 }
article { display: flex; gap: 8px; margin: 8px 0 16px; overflow-wrap: anywhere }
article > div:last-child { min-width: 0; flex: 1 }
.face { flex: 0 0 36px; height: 36px; border-radius: 8px; background: #1f4e79; color: #fff; font-weight: 700; text-align: center;
  line-height: 36px }
.who { margin: 0 } .who i { font: 10px sans-serif; background: #e8e8e8; border-radius: 2px; padding: 1px 3px; color: #616061 }
.section { margin: 0 0 8px } .context { font-size: 12px; line-height: 1.5; color: #616061; margin: 0 0 8px }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 4px 0 }
button { font: 700 13px/26px inherit; font-family: inherit; color: #1d1c1d; background: #fff; border: 1px solid #b8b8b8;
  border-radius: 8px; padding: 0 12px; height: 28px }
a { color: #1264a3; text-decoration: none } a:hover { text-decoration: underline }
.table { overflow-x: auto; margin: 4px 0 8px } table { border-collapse: collapse; font-size: 13px }
caption { text-align: left; font-weight: 700; padding: 4px 0 } th, td { border: 1px solid #ddd; padding: 4px 8px; text-align: left }
figure { border: 1px solid #ddd; border-radius: 8px; margin: 4px 0 8px; padding: 8px 12px } figcaption { font-weight: 700 }
.days { display: flex; font-size: 11px; color: #616061 } .days span { flex: 1; text-align: center }
details { font-size: 12px; color: #616061 } summary { cursor: pointer; width: max-content }
"""
