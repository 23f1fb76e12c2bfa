"""Documents as Discord messages: one card of Components V2, told in the order and words of every platform.

    ### Headline [S1]                        a heading, the header under it
    Sun 22 Nov 2026 · newest fact: Jan 2025

    **Overdue** 2,500 officers …             a label in bold and its lines; lists with bullets
    -# small print
    [Full brief] [Sources]                   rows of buttons, then the menu of figures

Components and not embeds, for every answer: a reader who has switched embeds off, or a room where the bot may post
none, still sees them; the text is as large as any message; a picture stands where it belongs, and the buttons on
the card; and an answer that was once made of components can never be an embed when it is edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.discord.chart import FEWEST_BARS, MOST_BARS, picture
from adapters.discord.escape import at_start, bold, bullet, heading, markdown, small
from adapters.discord.limits import (
    ACTION_ROW,
    ALT_TEXT,
    BUTTON,
    BUTTON_LABEL,
    CONTAINER,
    FILE,
    GALLERY,
    OPTION,
    OPTIONS,
    PAGE,
    ROW,
    SELECT,
    TEXT,
    Component,
    File,
    Message,
    check,
)
from adapters.drawings import with_buttons
from adapters.offers import offer_id, words_on
from adapters.pages import as_line, pages, point_line
from adapters.plain import one_line, shortened, size
from briefings.document import Chart, Menu, Meter, Offer, Rows, Said, Section, Spans, plain
from briefings.document import File as Sent

__all__ = ["EVIDENCE", "Message", "Pressed", "check", "draw", "pressed"]

EVIDENCE = "evidence"
"""The custom_id of the menu of figures; each of its values is an offer's line or its `offer_id`."""

MOST_SPACED = 8
"""Sections of a document up to which its lists stand apart from what is around them."""

_SECONDARY = 2
"""The style of every button: grey, so that no colour has to be understood."""

_Drawn = str | Component | None
"""What a section becomes: lines of markdown, components between them, and None where a little space is left."""


def draw(document: Said) -> list[Message]:
    """The document as one message, or as several where it is longer than one can be; the last has what can be asked."""
    whole = _message(document)
    if not check(whole):
        return [whole]
    return [_message(page) for page in pages(document, PAGE, _weigh)]


def redrawn(message: Message, before: Sequence[Offer[Spans]], after: Sequence[Offer[Spans]]) -> Message:
    """A message as it is where its buttons ask other lines."""
    known = (button["custom_id"] for button in _pressed(before))
    buttons = dict(zip(known, _pressed(after), strict=True))
    return replace(message, components=tuple(with_buttons(message.components, "custom_id", buttons)))


def _pressed(offers: Sequence[Offer[Spans]]) -> list[Component]:
    return [button for row in _buttons(offers) for button in row["components"]]


def _message(document: Said) -> Message:
    files: list[File] = []
    head = (heading(document.title), *(at_start(markdown(spans)) for spans in document.header))
    parts = (
        *_texts(head),
        *_texts(_body(document, files)),
        *_texts(small(markdown(spans)) for spans in document.small),
        *_file(document.file, files),
        *_buttons(document.offers),
        *_menu(document.evidence),
    )
    return Message(({"type": CONTAINER, "components": list(parts)},), tuple(files))


def _weigh(spans: Spans) -> int:
    """The characters of a line as drawn, with its bullet or stars, a sign kept from starting a list, and its end."""
    return size(markdown(spans)) + 12


# sections


def _body(document: Said, files: list[File]) -> Iterator[_Drawn]:
    """All sections; a list has a little space above and below. Pictures go into `files`."""
    name = "".join(span.text for span in document.title if span.strong)
    is_spaced = len(document.sections) <= MOST_SPACED
    after_list = False
    for section in document.sections:
        if is_spaced and (section.is_list or after_list):
            yield None
        yield from _section(section, name, files)
        after_list = section.is_list


def _section(section: Section[Spans], name: str, files: list[File]) -> Iterator[_Drawn]:
    """A label and its lines: the first beside it, or all below it where the section is a list."""
    label = section.label or ()
    title = " · ".join(filter(str.strip, (name, plain(label))))
    drawn = [part for block in section.blocks for part in _block(block, title, files, is_list=section.is_list)]
    if not label:
        yield from drawn
    elif drawn and isinstance(drawn[0], str) and not section.is_list:
        yield f"{bold(label)} {drawn[0]}"
        yield from drawn[1:]
    else:
        yield at_start(bold(label))
        yield from drawn


def _block(
    block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans], title: str, files: list[File], *, is_list: bool
) -> Iterator[str | Component]:
    match block:
        case Meter(_, words):
            # No bar: a screen reader would read out each of its cells, and the words say it all.
            yield _line(words, is_list=is_list)
        case Rows():
            yield from _table(block)
        case Chart():
            yield from _chart(block, title, files)
        case _:
            yield _line(block, is_list=is_list)


def _line(spans: Spans, *, is_list: bool) -> str:
    return bullet(spans) if is_list else at_start(markdown(spans))


def _texts(drawn: Iterable[_Drawn]) -> Iterator[Component]:
    """Lines gathered into as few texts as hold them, in the order of the components between them."""
    lines: list[str] = []
    for part in drawn:
        if isinstance(part, str):
            lines.append(part)
            continue
        yield from _text(lines)
        lines = []
        if part is not None:
            yield part
    yield from _text(lines)


def _text(lines: list[str]) -> Iterator[Component]:
    text = "\n".join(filter(str.strip, lines))
    if text:
        yield {"type": TEXT, "content": text}


# tables and charts


def _table(rows: Rows[Spans]) -> Iterator[str]:
    """A table as a list, since Discord has none and columns break on a phone: "Kenya · about 400".

    Where a row has more than two cells they stand below the first, so that they do not run into each other.
    """
    yield at_start(markdown(rows.caption))
    yield small(markdown(as_line([cell for cell in rows.head if plain(cell).strip()])))
    for first, *rest in rows.rows:
        if len(rest) < 2:
            yield f"- {' · '.join((at_start(bold(first)), *(markdown(cell) for cell in rest)))}"
        else:
            yield f"- {at_start(bold(first))}"
            yield from (f"  {bullet(cell)}" for cell in rest)


def _chart(chart: Chart[Spans], title: str, files: list[File]) -> Iterator[str | Component]:
    """What the chart shows in a sentence, the picture where one helps, and each count in words."""
    yield at_start(markdown(chart.caption))
    if FEWEST_BARS <= len(chart.points) <= MOST_BARS:
        file = File(f"chart-{len(files) + 1}.png", picture(chart, title), _alt_text(chart))
        files.append(file)
        item = {"media": {"url": f"attachment://{file.name}"}, "description": file.description}
        yield {"type": GALLERY, "items": [item]}
        yield small(" · ".join(markdown(point_line(point)) for point in chart.points))
    else:
        yield from (bullet(point_line(point)) for point in chart.points)


def _alt_text(chart: Chart[Spans]) -> str:
    """The chart in words; what is too long for an alt text stands in the message all the same."""
    counts = "; ".join(plain(point_line(point)) for point in chart.points)
    return shortened(one_line(f"{plain(chart.caption)} {counts}").strip(), ALT_TEXT)


def _file(file: Sent | None, files: list[File]) -> Iterator[Component]:
    """A file that goes with the document, where its readers can take it. https://docs.discord.com/developers/components/reference#file"""
    if file:
        files.append(File(file.name, file.content, ""))
        yield {"type": FILE, "file": {"url": f"attachment://{file.name}"}}


# offers


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button or a choice in the menu asks: an offer's line or its `offer_id`, and where its answer goes."""

    id: str
    in_place: bool = False


def pressed(custom_id: str, values: Sequence[str] = ()) -> Pressed | None:
    """What was pressed, from what Discord sends; None for a component that is not one of ours."""
    if custom_id == EVIDENCE and values:
        return Pressed(values[0])
    found = _CUSTOM_ID.fullmatch(custom_id)
    return Pressed(found["id"], found["kind"] == "turn") if found else None


_CUSTOM_ID = re.compile(r"(?P<kind>offer|turn)(?:\.\d+)?:(?P<id>.+)", re.DOTALL)


def _buttons(offers: Sequence[Offer[Spans]]) -> Iterator[Component]:
    ids: set[str] = set()
    buttons = [_button(offer, ids) for offer in offers]
    for first in range(0, len(buttons), ROW):
        yield {"type": ACTION_ROW, "components": buttons[first : first + ROW]}


def _button(offer: Offer[Spans], ids: set[str]) -> Component:
    """A button that asks its line; the same line under a second label has a number, since ids stand once a message."""
    kind, line = "turn" if offer.in_place else "offer", offer_id(offer.line)
    custom_id = f"{kind}:{line}"
    if custom_id in ids:
        custom_id = f"{kind}.{len(ids)}:{line}"
    ids.add(custom_id)
    return {"type": BUTTON, "style": _SECONDARY, "label": words_on(offer, BUTTON_LABEL), "custom_id": custom_id}


def _menu(evidence: Menu[Spans] | None) -> Iterator[Component]:
    """The figures of an answer in a menu: each shows where it comes from."""
    if evidence:
        options = {offer_id(offer.line): words_on(offer, OPTION) for offer in evidence.offers}
        menu = {
            "type": SELECT,
            "custom_id": EVIDENCE,
            "placeholder": plain(evidence.label),
            "options": [{"label": label, "value": line} for line, label in list(options.items())[:OPTIONS]],
        }
        yield {"type": ACTION_ROW, "components": [menu]}
