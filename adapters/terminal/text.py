"""Documents as text for a terminal: two columns where there is room, one on a narrow screen."""

from __future__ import annotations

import re
from fractions import Fraction
from io import StringIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from briefings.document import Chart, Look, Meter, Rows, Said, Section, Span, Spans

NARROW = 60
"""Columns below which labels stand above their lines instead of beside them."""
LONG_LABEL = 16
"""Characters from which a label stands above its lines on any screen."""
BAR = 20
"""Cells of a meter."""

_STYLES = {
    Look.MARK: "cyan",
    Look.QUOTED: "",
    Look.FIGURE: "",
    Look.DAY: "",
    Look.LINK: "underline",
}


def draw(document: Said, width: int = 80) -> str:
    """The document as plain text of so many columns."""
    screen = StringIO()
    show(document, Console(file=screen, width=width, color_system=None, highlight=False, emoji=False, markup=False))
    return screen.getvalue().rstrip("\n")


def show(document: Said, console: Console) -> None:
    """Print the document on a console, in its colours where it has any; no line ends in blanks."""
    with console.capture() as captured:
        console.print(_page(document, console.width), crop=False)
    console.file.write(_TRAILING.sub(r"\1", captured.get()))
    console.file.flush()


_TRAILING = re.compile(r" +((?:\x1b\[\d*m)*)$", re.MULTILINE)


def _page(document: Said, width: int) -> RenderableType:
    stacked = width < NARROW or any(len(_label(section)) > LONG_LABEL for section in document.sections)
    parts: list[RenderableType] = [_title(document.title), *(_text(line, "dim") for line in document.header)]
    if document.sections:
        parts += ["", _stacked(document.sections) if stacked else _columns(document.sections)]
    if document.small:
        parts += ["", *(_text(line) for line in document.small)]
    if document.offers:
        parts += ["", *_offers([offer.line for offer in document.offers], width)]
    return Group(*parts)


def _offers(lines: list[str], width: int) -> list[Text]:
    """What to type next, as many to a row as fit; no command is broken in two."""
    rows: list[str] = []
    for line in lines:
        if rows and len(rows[-1]) + len(line) + 5 <= width:
            rows[-1] += f" · {line}"
        else:
            rows.append(line)
    return [Text(f"→ {row}", style="dim", no_wrap=True, overflow="ignore") for row in rows]


def _title(spans: Spans) -> Text:
    """The bottom line; what is strong in it stands out even without colour."""
    words = (Text(_shown(span.text.upper() if span.strong else span.text), _style(span)) for span in spans)
    return Text("", style="bold").join(words)


def _text(spans: Spans, style: str = "") -> Text:
    return Text("", style=style).join(Text(_shown(span.text), _style(span)) for span in spans)


def _shown(text: str) -> str:
    """The words without anything that could steer a terminal."""
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _style(span: Span) -> str:
    return " ".join(part for part in (_STYLES.get(span.look, ""), "bold" if span.strong else "") if part)


# sections


def _columns(sections: tuple[Section[Spans], ...]) -> RenderableType:
    """Labels in a column of their own; sections without a label run over the whole width."""
    if all(section.label is None for section in sections):
        return Group(*(_blocks(section) for section in sections))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, min_width=9)
    table.add_column()
    for section in sections:
        table.add_row(_label(section), _blocks(section))
    return table


def _stacked(sections: tuple[Section[Spans], ...]) -> RenderableType:
    parts: list[RenderableType] = []
    for section in sections:
        parts += [_label(section)] if section.label else []
        parts.append(Padding(_blocks(section), (0, 0, 0, 2 if section.label else 0)))
    return Group(*parts)


def _label(section: Section[Spans]) -> Text:
    return _text(section.label or (), "bold")


def _blocks(section: Section[Spans]) -> RenderableType:
    return Group(*(_block(block, is_list=section.is_list) for block in section.blocks))


def _block(block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans], *, is_list: bool) -> RenderableType:
    if isinstance(block, Meter):
        return _meter(block)
    if isinstance(block, Rows):
        return _rows(block)
    if isinstance(block, Chart):
        return _chart(block)
    return _bullet(_text(block)) if is_list else _text(block)


def _bullet(text: Text) -> RenderableType:
    item = Table.grid(padding=(0, 1))
    item.add_column(width=1)
    item.add_column()
    item.add_row("•", text)
    return item


def _meter(meter: Meter[Spans]) -> RenderableType:
    """A bar and its words; the words stand below where they do not fit beside."""
    line = Text.assemble(bar(meter.share), "  ", _text(meter.words))
    return _Fitting(line, Group(bar(meter.share), _text(meter.words)))


def bar(share: Fraction) -> str:
    """A share of a whole as a bar; more than the whole is a full bar."""
    filled = min(BAR, max(0, round(share * BAR)))
    return "█" * filled + "░" * (BAR - filled)


def _chart(chart: Chart[Spans]) -> RenderableType:
    """The spoken equivalent, then a bar for each count."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column()
    for point in chart.points:
        table.add_row(_text(point.label), bar(Fraction(point.number) / Fraction(chart.top or 1)), _text(point.words))
    return Group(_text(chart.caption), table)


class _Fitting:
    """A line where it fits, else what stands in for it."""

    def __init__(self, line: Text, otherwise: RenderableType) -> None:
        self._line = line
        self._otherwise = otherwise

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._line if self._line.cell_len <= options.max_width else self._otherwise

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(BAR, self._line.cell_len)


def _rows(rows: Rows[Spans]) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=bool(rows.head), header_style="bold")
    for head in rows.head or rows.rows[0]:
        table.add_column(_text(head) if rows.head else "")
    for row in rows.rows:
        table.add_row(*(_text(cell) for cell in row))
    return Group(_text(rows.caption), table)
