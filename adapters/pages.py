"""A document in pages: each within a platform's limits, every word kept, every page named by its number.

A page begins with the headline; a section that goes on from the page before repeats its label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from adapters.port import Limits
from briefings.document import Chart, Document, Look, Meter, Offer, Point, Rows, Said, Section, Span, Spans, plain

Weigh = Callable[[Spans], int]
"""How many characters some words take as a platform draws them."""
Block = Spans | Meter[Spans] | Rows[Spans] | Chart[Spans]


def length(spans: Spans) -> int:
    """The characters of the words alone."""
    return len(plain(spans))


def pages(document: Said, limits: Limits, weigh: Weigh = length) -> tuple[Said, ...]:
    """The document itself where it fits, else its pages; the last page has what can be asked.

    A page can hold a headline, a label and the longest line together: `limits.characters` must allow that.
    """
    drafts = [_Draft()]
    title, *beyond = _cut(document.title, limits.title, weigh)
    for part in _parts(document, beyond, limits, weigh):
        if not drafts[-1].has_room_for(part, limits, weigh(title)):
            drafts.append(_Draft())
        drafts[-1].add(part)
    count = len(drafts)
    made = [draft.page(document.name, _numbered(title, number, count) if count > 1 else title)
            for number, draft in enumerate(drafts, start=1)]  # fmt: skip
    return (*made[:-1], replace(made[-1], evidence=document.evidence, file=document.file))


NUMBER = 12
"""Characters that a page's number may take."""


def _numbered(title: Spans, number: int, count: int) -> Spans:
    """A headline that names its page, in digits since they need no language: "… (2/3)"."""
    return (*title, Span(f" ({number}/{count})"))


# parts: what is never divided


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of the header, a block of a section, a line of small print or an offer, and its weight."""

    what: Spans | Block | Offer[Spans] | None
    weight: int
    section: Section[Spans] | None = None
    label: int = 0
    is_small: bool = False

    @property
    def is_figure(self) -> bool:
        return isinstance(self.what, Rows | Chart)


def _parts(document: Said, beyond: list[Spans], limits: Limits, weigh: Weigh) -> Iterator[_Part]:
    """Everything of a document but its headline, in reading order."""
    for line in _cut_all((*beyond, *document.header), limits, weigh):
        yield _Part(line, weigh(line))
    for section in document.sections:
        yield from _section_parts(section, limits, weigh)
    for line in _cut_all(document.small, limits, weigh):
        yield _Part(line, weigh(line), is_small=True)
    for offer in document.offers:
        yield _Part(offer, min(weigh(offer.label) + len(offer.line), limits.line))


def _section_parts(section: Section[Spans], limits: Limits, weigh: Weigh) -> Iterator[_Part]:
    """The blocks of a section; a label that is longer than labels may be becomes a line above them."""
    label = section.label
    if label and weigh(label) > limits.title:
        section = replace(section, label=None, blocks=(label, *section.blocks))
        label = None
    weight = weigh(label) if label else 0
    blocks = [piece for block in section.blocks for piece in _pieces(block, limits, weigh)]
    for piece in blocks:
        yield _Part(piece, _weight(piece, weigh), section, weight)
    if not blocks:
        yield _Part(None, 0, section, weight)


def _pieces(block: Block, limits: Limits, weigh: Weigh) -> Iterator[Block]:
    """A block as it is, or divided into pieces none of which is heavier than a line may be."""
    match block:
        case Meter(share, words):
            first, *rest = _cut(words, limits.line, weigh)
            yield Meter(share, first)
            yield from rest
        case Rows():
            yield from _tables(block, limits, weigh)
        case Chart() if _weight(block, weigh) > limits.line:
            lines = (block.caption, *(point_line(point) for point in block.points))
            yield from _cut_all(lines, limits, weigh)
        case Chart():
            yield block
        case _:
            yield from _cut(block, limits.line, weigh)


def _weight(block: Block, weigh: Weigh) -> int:
    return sum(weigh(spans) for spans in _words(block))


def _words(block: Block) -> Iterator[Spans]:
    match block:
        case Meter():
            yield block.words
        case Rows():
            yield from (block.caption, *block.head, *(cell for row in block.rows for cell in row))
        case Chart():
            yield block.caption
            yield from (words for point in block.points for words in (point.label, point.words))
        case _:
            yield block


# tables


def _tables(rows: Rows[Spans], limits: Limits, weigh: Weigh) -> Iterator[Block]:
    """A table in tables of fewer rows, each with the caption and the head; as lines where a row is too heavy."""
    above = _weight(replace(rows, rows=()), weigh)
    weights = [sum(weigh(cell) for cell in row) for row in rows.rows]
    if above + max(weights, default=0) > limits.line:
        lines = (rows.caption, *(as_line(row) for row in (rows.head, *rows.rows) if row))
        yield from _cut_all(lines, limits, weigh)
        return
    taken: list[tuple[Spans, ...]] = []
    weight = above
    for row, heavy in zip(rows.rows, weights, strict=True):
        if taken and (len(taken) == limits.rows or weight + heavy > limits.line):
            yield replace(rows, rows=tuple(taken))
            taken, weight = [], above
        taken.append(row)
        weight += heavy
    yield replace(rows, rows=tuple(taken))


def as_line(cells: Sequence[Spans]) -> Spans:
    """A row told as a line: "Kenya · about 400 · Nov 2024"."""
    return tuple(span for cell in cells for span in (Span(" · "), *cell))[1:]


def point_line(point: Point[Spans]) -> Spans:
    """A count of a chart told as a line: "Nov 2024: about 400"."""
    return (*point.label, Span(": "), *point.words)


# lines


def _cut_all(lines: Iterable[Spans], limits: Limits, weigh: Weigh) -> Iterator[Spans]:
    for line in lines:
        yield from _cut(line, limits.line, weigh)


def _cut(line: Spans, most: int, weigh: Weigh) -> list[Spans]:
    """A line in as many as it needs, divided between words, and inside a word only where it alone is too long."""
    if weigh(line) <= most:
        return [line]
    lines: list[list[Span]] = [[]]
    weight = 0
    for word in _split(line, most, weigh):
        heavy = weigh((word,))
        if lines[-1] and weight + heavy > most:
            lines.append([])
            weight = 0
        lines[-1].append(word)
        weight += heavy
    return [_joined(words) for words in lines]


def _split(line: Spans, most: int, weigh: Weigh) -> Iterator[Span]:
    """The words of a line, each with the blank after it; marks, links and moments stay whole where they can."""
    for span in line:
        if span.look in (Look.MARK, Look.LINK, Look.INSTANT) and weigh((span,)) <= most:
            yield span
            continue
        for word in re.findall(r"\s*\S+\s*|\s+", span.text):
            yield from _halved(replace(span, text=word), most, weigh)


def _halved(word: Span, most: int, weigh: Weigh) -> Iterator[Span]:
    middle = len(word.text) // 2
    if middle == 0 or weigh((word,)) <= most:
        yield word
        return
    for half in (word.text[:middle], word.text[middle:]):
        yield from _halved(replace(word, text=half), most, weigh)


def _joined(words: list[Span]) -> Spans:
    """Words that look the same become one span again."""
    alike = groupby(words, key=lambda word: replace(word, text=""))
    return tuple(replace(look, text="".join(word.text for word in same)) for look, same in alike)


# filling pages


@dataclass(slots=True)
class _Draft:
    """A page while it is being filled."""

    header: list[Spans] = field(default_factory=list)
    sections: list[tuple[Section[Spans], list[Block]]] = field(default_factory=list)
    small: list[Spans] = field(default_factory=list)
    offers: list[Offer[Spans]] = field(default_factory=list)
    weight: int = 0
    figures: int = 0

    def has_room_for(self, part: _Part, limits: Limits, title: int) -> bool:
        """Whether a part still fits; an empty page takes anything."""
        if not (self.header or self.sections or self.small or self.offers):
            return True
        label = 0 if self._goes_on(part) else part.label
        return (
            title + NUMBER + self.weight + label + part.weight <= limits.characters
            and self.figures + part.is_figure <= limits.figures
            and len(self.offers) + isinstance(part.what, Offer) <= limits.offers
        )

    def add(self, part: _Part) -> None:
        if part.section:
            self._add_block(part.section, part)
        elif isinstance(part.what, Offer):
            self.offers.append(part.what)
        elif isinstance(part.what, tuple):
            (self.small if part.is_small else self.header).append(part.what)
        self.weight += part.weight
        self.figures += part.is_figure

    def _add_block(self, section: Section[Spans], part: _Part) -> None:
        if not self._goes_on(part):
            self.sections.append((section, []))
            self.weight += part.label
        if part.what is not None and not isinstance(part.what, Offer):
            self.sections[-1][1].append(part.what)

    def _goes_on(self, part: _Part) -> bool:
        """Whether the section of a part stands last on this page already."""
        return bool(self.sections) and self.sections[-1][0] is part.section

    def page(self, name: str, title: Spans) -> Said:
        return Document(
            name=name,
            title=title,
            header=tuple(self.header),
            sections=tuple(replace(section, blocks=tuple(blocks)) for section, blocks in self.sections),
            small=tuple(self.small),
            offers=tuple(self.offers),
        )
