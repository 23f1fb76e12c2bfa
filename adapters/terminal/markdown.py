"""Documents as markdown, to paste into a note or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from briefings.document import Chart, Look, Meter, Rows, Said, Section, Span, Spans


def draw(document: Said) -> str:
    """The document as CommonMark with pipe tables; whatever a fact says is escaped."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(document))).rstrip() + "\n"


def _lines(document: Said) -> Iterator[str]:
    yield f"# {_text(document.title)}"
    yield ""
    for line in document.header:
        yield _text(line) + "  "
    for section in document.sections:
        yield ""
        yield from _section(section)
    if document.small:
        yield ""
        yield from (_text(line) + "  " for line in document.small)


def _section(section: Section[Spans]) -> Iterator[str]:
    label = f"**{_text(section.label)}**" if section.label else ""
    blocks = [list(_block(block)) for block in section.blocks]
    if section.is_list or any(isinstance(block, Rows | Chart) for block in section.blocks):
        yield from (label, "") if label else ()
        for lines in blocks:
            yield from (f"- {line}" for line in lines) if section.is_list else lines
        return
    yield "  \n".join(part for part in (label, *(line for lines in blocks for line in lines)) if part)


def _block(block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans]) -> Iterator[str]:
    if isinstance(block, Meter):
        yield _text(block.words)
    elif isinstance(block, Rows):
        yield from (_text(block.caption), "", _row(block.head), "|" + " --- |" * len(block.head))
        yield from (_row(row) for row in block.rows)
    elif isinstance(block, Chart):
        yield from (_text(block.caption), "")
        yield from (f"- {_text(point.label)}: {_text(point.words)}" for point in block.points)
    else:
        yield _text(block)


def _row(cells: tuple[Spans, ...]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _text(spans: Spans) -> str:
    """A line of markdown that shows the words as they were said, wherever on the page it stands."""
    return _START.sub(r"\1\\\2", "".join(_span(span) for span in spans).strip())


_START = re.compile(r"^(\d*)([-+=.)])")
"""What at the start of a line would make a list, a rule or a heading of it."""


def _span(span: Span) -> str:
    words = _escaped(span.text)
    if span.look is Look.LINK and span.target:
        return f"[{words}](<{_UNSAFE.sub(lambda found: quote(found[0]), span.target)}>)"
    return f"**{words}**" if span.strong and words.strip() == words else words


_UNSAFE = re.compile(r"[<>\\\s]")


def _escaped(text: str) -> str:
    """The words with every character that markdown would take for its own; blanks of any kind are one blank."""
    return re.sub(r"([\\`*_{}\[\]<>#|~@&])", r"\\\1", re.sub(r"\s+", " ", text))
