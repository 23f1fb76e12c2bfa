"""Documents as Slack views: an answer in a modal, a modal that waits for one, the App Home.

    answer(said, place)     a modal that carries its place along; it is closed by Slack's own button
    loading(title)          what stands there until the answer is known
    home(said)              the home tab

A document longer than one view comes in parts, each with buttons to the ones beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from adapters.pages import pages
from adapters.plain import one_line, size
from adapters.port import Limits
from adapters.slack.blocks import Block, blocks, sheet, weigh
from adapters.slack.limits import ACTIONS, MRKDWN
from briefings.document import Said
from briefings.document import mark as _

PART = "part:"
"""The button to another part of a long document has an action_id that begins so; its value is the part's number."""
LOOKING_UP = _("Looking it up…")

VIEW_BLOCKS = 100
"""Blocks in a view. https://docs.slack.dev/reference/views/modal-views"""
TITLE = 24
"""Characters of a modal's title, and of the words on its buttons."""
VIEW = Limits(characters=20_000, line=2_700, title=250, rows=100, figures=VIEW_BLOCKS, offers=ACTIONS)
"""A part of a document in a view: its blocks stay well below 100, and its size far below the 250 kB that Slack takes."""


def answer(said: Said, place: str, part: int = 1) -> Block:
    """A document as a modal. `place` goes with it as its private_metadata, at most 3,000 characters."""
    title = plain_text(_title(said), TITLE)
    return {"type": "modal", "title": title, "private_metadata": place, "blocks": _part(said, part, _in_modal)}


def loading(title: str, words: str = LOOKING_UP) -> Block:
    """A modal to be opened at once, since a trigger lives for three seconds, and updated with the answer."""
    section = {"type": "section", "text": plain_text(words, MRKDWN)}
    return {"type": "modal", "title": plain_text(title, TITLE), "blocks": [section]}


def home(said: Said, part: int = 1) -> Block:
    """A document as somebody's App Home."""
    return {"type": "home", "blocks": _part(said, part, sheet)}


def _title(said: Said) -> str:
    """What a document is about in a word or two: what is strong in its headline, such as the mission, else its name."""
    strong = "".join(span.text for span in said.title if span.strong)
    return strong.strip() or said.name.replace("-", " ").capitalize()


def _in_modal(said: Said) -> tuple[Block, ...]:
    return blocks(said, plainly=True)


def _part(said: Said, part: int, drawn: Callable[[Said], tuple[Block, ...]]) -> list[Block]:
    """The blocks of a part of a document; of the nearest one where there is none of that number."""
    parts = pages(said, VIEW, weigh)
    number = min(max(part, 1), len(parts))
    return [*drawn(parts[number - 1]), *_turns(number, len(parts))]


def _turns(number: int, count: int) -> Iterator[Block]:
    """Buttons to the parts before and after one, in digits since they need no language: “← 1/3” and “3/3 →”."""
    before = [_turn(f"← {number - 1}/{count}", number - 1)] if number > 1 else []
    after = [_turn(f"{number + 1}/{count} →", number + 1)] if number < count else []
    if before or after:
        yield {"type": "actions", "elements": [*before, *after]}


def _turn(label: str, number: int) -> Block:
    return {"type": "button", "text": plain_text(label, TITLE), "action_id": f"{PART}{number}", "value": str(number)}


# texts that Slack formats in no way


def plain_text(text: str, most: int) -> Block:
    """A plain text object; a text longer than it may be ends in an ellipsis, after a whole word where there is one."""
    return {"type": "plain_text", "text": _shortened(one_line(text).strip(), most), "emoji": False}


def _shortened(text: str, most: int) -> str:
    if size(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    whole = kept.rpartition(" ")[0].rstrip(" ,;:")
    return f"{whole if 2 * size(whole) > most else kept}…"
