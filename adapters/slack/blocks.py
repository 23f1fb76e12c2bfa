"""Documents as Slack messages: blocks for the eye, one text that tells all of it to the ear.

    *Headline* [S1]                          a section: the headline in bold, the header under it
    Sun 22 Nov 2026 · newest fact: Jan 2025

    *Overdue* 2,500 officers …               sections: a label in bold and its lines; lists with •
    small print                              context
    [Full brief] [Sources]                   actions

A `sheet` has a page to itself, the App Home: a large headline, then sections apart from each other, what is short
side by side. Tables and charts are blocks of their own, which Slack knows in messages only: `plainly` tells them in lines, for
the App Home, for forms, and for a workspace that refuses such blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from adapters.drawings import with_buttons
from adapters.offers import offer_id, words_on
from adapters.pages import as_line, pages, point_line
from adapters.plain import one_line, size
from adapters.slack.escape import bold, escaped, mrkdwn, rich, unquoted
from adapters.slack.limits import (
    ACTIONS,
    BUTTON,
    CHART_LABEL,
    CHART_POINTS,
    CHART_TITLE,
    FIELD,
    FIELDS,
    HEADER,
    MRKDWN,
    OPTION,
    PAGE,
    TABLE_COLUMNS,
    VALUE,
    Block,
    Message,
    check,
)
from briefings.document import Chart, Look, Menu, Meter, Offer, Rows, Said, Section, Spans, plain

__all__ = ["OFFER", "TURN", "Block", "Message", "blocks", "check", "draw", "redrawn", "sheet", "spoken", "weigh"]

OFFER = "offer:"
"""Every button of ours has an action_id that begins so; its value is the line to ask, or the line's `offer_id`."""
TURN = "turn:"
"""So begins that of a button whose answer takes the place of the message it stands under."""
EVIDENCE = "evidence"
"""The action_id of the menu of figures; the value of an option is like that of a button."""

MOST_SPACED = 20
"""Sections of a document up to which its lists stand apart from what is around them."""

_Drawn = str | Block | None
"""What a section becomes: lines of mrkdwn, blocks between them, and None where a little space is left."""


def draw(document: Said, *, plainly: bool = False) -> list[Message]:
    """The document as one message, or as several where it is longer than one can be."""
    whole = _message(document, plainly=plainly)
    if not check(whole):
        return [whole]
    return [_message(page, plainly=plainly) for page in pages(document, PAGE, weigh)]


def redrawn(message: Message, before: Sequence[Offer[Spans]], after: Sequence[Offer[Spans]]) -> Message:
    """A message as it is where its buttons ask other lines."""
    known = (button["action_id"] for button in _pressed(before))
    buttons = dict(zip(known, _pressed(after), strict=True))
    return Message(message.text, tuple(with_buttons(message.blocks, "action_id", buttons)))


def _pressed(offers: Sequence[Offer[Spans]]) -> list[Block]:
    return [button for row in _actions([*map(_button, offers)]) for button in row["elements"]]


def blocks(document: Said, *, plainly: bool = False) -> tuple[Block, ...]:
    """The blocks of a document that is known to fit."""
    body = _body(document, plainly=plainly)
    head = (bold(document.title), *(mrkdwn(spans) for spans in document.header))
    pressed = _actions([*map(_button, document.offers), *_menu(document.evidence)])
    return (*_sections(head), *_sections(body), *_small(document.small), *pressed)


def sheet(document: Said) -> tuple[Block, ...]:
    """The blocks of a document on a page of its own, known to fit, with its buttons before its small print."""
    pressed = _actions([*map(_button, document.offers), *_menu(document.evidence)])
    return (
        *_headline(document.title),
        *_small(document.header),
        *_apart(document),
        *pressed,
        *_small(document.small),
    )


def _message(document: Said, *, plainly: bool) -> Message:
    text = "\n".join(escaped(sentence) for sentence in spoken(document))
    return Message(text, blocks(document, plainly=plainly))


def weigh(spans: Spans) -> int:
    """The characters of a line as drawn, with its bullet, its end and the full stop it has when it is read out."""
    return size(mrkdwn(spans)) + 4


# the text


def spoken(document: Said) -> Iterator[str]:
    """The whole document in sentences, as a screen reader tells it; offers are told as buttons."""
    yield from (_sentence([plain(spans)]) for spans in (document.title, *document.header))
    for section in document.sections:
        words = _sentence([plain(spans) for block in section.blocks for spans in _told(block)])
        label = plain(section.label or ()).strip()
        yield f"{label}{'' if label.endswith(('?', ':')) else ':'} {words}" if label else words
    yield from (_sentence([plain(spans)]) for spans in document.small)


def _told(block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans]) -> Iterator[Spans]:
    """A block line by line."""
    match block:
        case Meter(_, words):
            yield words
        case Rows(caption, head, rows):
            yield from (caption, *(as_line(row) for row in (head, *rows) if row))
        case Chart(caption, points):
            yield from (caption, *(point_line(point) for point in points))
        case _:
            yield block


def _sentence(lines: Sequence[str]) -> str:
    """Lines as one sentence: "about 572, Jan 2025 [S2]; about 22.9 % of 2,500."; one that ends stays as it is."""
    sentence = ""
    for words in filter(None, (words.strip() for words in lines)):
        sentence += f"{_between(sentence)}{words}"
    return f"{sentence}." if sentence and not sentence.endswith(_ENDS) else sentence


_ENDS = (".", "!", "?", "…", ":")


def _between(sentence: str) -> str:
    if not sentence:
        return ""
    return " " if sentence.endswith(_ENDS) else "; "


# sections


def _body(document: Said, *, plainly: bool) -> Iterator[_Drawn]:
    """All sections; a list has a little space above and below."""
    name = "".join(span.text for span in document.title if span.strong)
    is_spaced = len(document.sections) <= MOST_SPACED
    after_list = False
    for section in document.sections:
        if is_spaced and (section.is_list or after_list):
            yield None
        yield from _section(section, name, plainly=plainly)
        after_list = section.is_list


def _section(section: Section[Spans], name: str, *, plainly: bool) -> Iterator[_Drawn]:
    """A label and its lines: the first beside it, or all below it where the section is a list."""
    label = section.label or ()
    drawn: list[str | Block] = [part for block in section.blocks
             for part in _block(block, label, name, is_list=section.is_list, plainly=plainly)]  # fmt: skip
    if not label or (drawn and not isinstance(drawn[0], str) and drawn[0].get("title") == plain(label)):
        yield from drawn
    elif drawn and isinstance(drawn[0], str) and not section.is_list:
        yield f"{bold(label)} {drawn[0]}"
        yield from drawn[1:]
    else:
        yield bold(label)
        yield from drawn


def _block(
    block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans], label: Spans, name: str, *, is_list: bool, plainly: bool
) -> Iterator[str | Block]:
    match block:
        case Meter(_, words):
            # No bar: a screen reader would read out each of its cells, and the words say it all.
            yield _bulleted(words) if is_list else mrkdwn(words)
        case Rows():
            yield from (_table(block),) if not plainly and _can_tabulate(block) else _table_in_lines(block)
        case Chart():
            can_chart = not plainly and _can_chart(block, label, name)
            yield from _chart(block, label, name) if can_chart else _chart_in_lines(block)
        case _:
            yield _bulleted(block) if is_list else mrkdwn(block)


def _bulleted(spans: Spans) -> str:
    return f"• {mrkdwn(spans)}"


def _sections(drawn: Iterable[_Drawn]) -> Iterator[Block]:
    """Lines gathered into as few sections as hold them, in the order of the blocks between them."""
    lines: list[str] = []
    length = 0
    for part in drawn:
        more = size(part) + 2 if isinstance(part, str) else 0
        if not isinstance(part, str) or length + more > MRKDWN:
            yield from _text_section(lines)
            lines, length = [], 0
        if isinstance(part, str):
            lines.append(unquoted(part))
            length += more
        elif part is not None:
            yield part
    yield from _text_section(lines)


def _text_section(lines: list[str]) -> Iterator[Block]:
    """`expand` keeps Slack from hiding the end behind "see more" (blocks/section-block)."""
    text = "\n".join(lines)
    if text.strip():
        yield {"type": "section", "text": _mrkdwn_text(text), "expand": True}


def _mrkdwn_text(text: str) -> Block:
    """`verbatim` keeps Slack from making links and mentions of plain words (composition-objects/text-object)."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _small(lines: Sequence[Spans]) -> Iterator[Block]:
    for block in _sections(mrkdwn(spans) for spans in lines):
        yield {"type": "context", "elements": [block["text"]]}


# sheets


def _headline(title: Spans) -> Iterator[Block]:
    """The title in large letters, or in bold where it is too long for them or leads somewhere."""
    words = one_line(plain(title)).strip()
    is_bare = not any(span.look in (Look.LINK, Look.INSTANT) for span in title)
    if is_bare and 0 < size(words) <= HEADER:
        yield {"type": "header", "text": _plain_text(words)}
    else:
        yield from _sections([bold(title)])


def _apart(document: Said) -> Iterator[Block]:
    """Every section by itself; short ones beside each other, which Slack sets below each other on a phone."""
    for is_short, neighbours in groupby(document.sections, key=_is_short):
        sections = list(neighbours)
        if is_short and len(sections) > 1:
            yield from _side_by_side([_field(section) for section in sections])
        else:
            for section in sections:
                yield from _sections(_section(section, "", plainly=True))


def _is_short(section: Section[Spans]) -> bool:
    return not section.is_list and 0 < size(_field(section)) <= FIELD


def _side_by_side(texts: list[str]) -> Iterator[Block]:
    for first in range(0, len(texts), FIELDS):
        yield {"type": "section", "fields": [_mrkdwn_text(text) for text in texts[first : first + FIELDS]]}


def _field(section: Section[Spans]) -> str:
    """A section with its label above its lines."""
    lines = (part for block in section.blocks for part in _block(block, (), "", is_list=False, plainly=True))
    return "\n".join(unquoted(line) for line in (bold(section.label or ()), *lines) if isinstance(line, str) and line)


# tables


def _can_tabulate(rows: Rows[Spans]) -> bool:
    """Whether a table is easier to read than lines, and one that Slack takes."""
    is_even = all(len(row) == len(rows.head) for row in rows.rows)
    return (
        is_even and 2 <= len(rows.head) <= TABLE_COLUMNS and len(rows.rows) >= 2 and bool(plain(rows.caption).strip())
    )


def _table(rows: Rows[Spans]) -> Block:
    """A data table that shows all its rows at once (blocks/data-table-block); its first row is the head."""
    head = [_raw(cell) for cell in rows.head]
    return {
        "type": "data_table",
        "caption": one_line(plain(rows.caption)),
        "page_size": min(100, len(rows.rows)),
        "rows": [head, *([_cell(cell) for cell in row] for row in rows.rows)],
    }


def _cell(cell: Spans) -> Block:
    if any(span.strong or span.look in (Look.LINK, Look.INSTANT) for span in cell):
        return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": rich(cell)}]}
    return _raw(cell)


def _raw(cell: Spans) -> Block:
    return {"type": "raw_text", "text": one_line(plain(cell)).strip() or "–"}


def _table_in_lines(rows: Rows[Spans]) -> Iterator[str]:
    yield mrkdwn(rows.caption)
    if rows.head:
        yield bold(as_line(rows.head))
    yield from (_bulleted(as_line(row)) for row in rows.rows)


# charts


def _can_chart(chart: Chart[Spans], label: Spans, name: str) -> bool:
    """Whether Slack can draw a chart with every day named in full."""
    days = [plain(point.label) for point in chart.points]
    return (
        0 < size(plain(label)) <= CHART_TITLE
        and 0 < size(name) <= CHART_LABEL
        and 2 <= len(days) <= CHART_POINTS
        and len(set(days)) == len(days)
        and all(0 < size(day) <= CHART_LABEL for day in days)
    )


def _chart(chart: Chart[Spans], label: Spans, name: str) -> Iterator[str | Block]:
    """The chart under the section's label, what it shows in a sentence, and each count in words as small print."""
    days = [plain(point.label) for point in chart.points]
    series = [_series(name, days, [point.number for point in chart.points]), *_target(chart, days)]
    yield {
        "type": "data_visualization",
        "title": plain(label),
        "chart": {"type": "line", "series": series, "axis_config": {"categories": days}},
    }
    yield mrkdwn(chart.caption)
    counts = " · ".join(mrkdwn(point_line(point)) for point in chart.points)
    yield {"type": "context", "elements": [_mrkdwn_text(counts)]}


def _target(chart: Chart[Spans], days: list[str]) -> Iterator[Block]:
    """The target as a level line, named by its figure in the caption."""
    figures = [span.text for span in chart.caption if span.look is Look.FIGURE]
    named = [text for text in figures if "".join(filter(str.isdigit, text)) == str(chart.target)]
    if chart.target is not None and named and size(named[0]) <= CHART_LABEL:
        yield _series(named[0], days, [chart.target] * len(days))


def _series(name: str, days: list[str], numbers: list[Decimal]) -> Block:
    data = [{"label": day, "value": _number(number)} for day, number in zip(days, numbers, strict=True)]
    return {"name": name, "data": data}


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _chart_in_lines(chart: Chart[Spans]) -> Iterator[str]:
    yield mrkdwn(chart.caption)
    yield from (_bulleted(point_line(point)) for point in chart.points)


# offers


def _actions(buttons: list[Block]) -> Iterator[Block]:
    for first in range(0, len(buttons), ACTIONS):
        yield {"type": "actions", "elements": _told_apart(buttons[first : first + ACTIONS])}


def _menu(evidence: Menu[Spans] | None) -> Iterator[Block]:
    """A menu of the figures whose source can be asked for."""
    if evidence:
        yield {
            "type": "static_select",
            "action_id": EVIDENCE,
            "placeholder": _plain_text(plain(evidence.label)),
            "options": [
                {"text": _plain_text(words_on(offer, OPTION)), "value": offer_id(offer.line)}
                for offer in evidence.offers
            ],
        }


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _told_apart(buttons: list[Block]) -> list[Block]:
    """An action_id stands once in a block: the same line under a second label is numbered."""
    seen: set[str] = set()
    for number, button in enumerate(buttons):
        if button["action_id"] in seen:
            buttons[number] = {**button, "action_id": f"{button['action_id']}#{number}"}
        seen.add(button["action_id"])
    return buttons


def _button(offer: Offer[Spans]) -> Block:
    """A button that asks its line; a longer label than Slack shows ends in an ellipsis."""
    return {
        "type": "button",
        "text": _plain_text(words_on(offer, BUTTON)),
        "action_id": (TURN if offer.in_place else OFFER) + offer_id(offer.line),
        "value": offer.line if size(offer.line) <= VALUE else offer_id(offer.line),
    }
