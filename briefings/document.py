"""What is said, before it is put into words and before it is drawn.

    Document › Section › Line, Rows, Meter, Chart › Text, Quoted, Strong, When, Instant, Count, Share, Mark, Link, Person

A builder makes a `Document[Line]`: whole sentences with named holes, values still values.
`words.say` makes a `Document[Spans]` of it: finished words, ready to be drawn. Nothing here knows a platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import blake2b
from typing import Generic, TypeVar

from briefings.dates import RecordedDate
from briefings.values import Quantity

L = TypeVar("L")
M = TypeVar("M")


def mark(message: str) -> str:
    """The message itself: marks a sentence for the catalogue. Modules import it as `_`."""
    return message


# What a hole can hold


@dataclass(frozen=True, slots=True)
class Text:
    """A proper name, printed as it is in every language."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A fact's own words: never translated, always shown as plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """What the eye should find first."""

    inner: Hole


class DayStyle(StrEnum):
    """How a day is written: 2 Oct 2025 · Thu 2 Oct 2025 · 2 Oct · the 2nd."""

    PLAIN = "plain"
    WEEKDAY = "weekday"
    OF_YEAR = "of year"
    OF_MONTH = "of month"


@dataclass(frozen=True, slots=True)
class When:
    """A recorded date or a calendar day. It is the same for every reader: no zone moves it."""

    date: RecordedDate | date
    style: DayStyle = DayStyle.PLAIN


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, shown in the zone it names, or as the platform's own local time."""

    at: datetime
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Count:
    """A number. `of` names the claim it stands in, so that a press can show its source."""

    number: int | Decimal | Quantity
    of: str = ""
    unit: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in per cent with one decimal at most."""

    part: Fraction
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of the source behind a sentence, such as [S1]; `claims` are the facts that the sentence takes from it."""

    source: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads somewhere; the address is shown where it cannot be hidden behind the label."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone by name; never a ping."""

    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things in a row: joined with an "and" as the language joins them, or by commas alone."""

    of: tuple[Hole, ...]
    by_commas: bool = False


@dataclass(frozen=True, slots=True, init=False)
class Line:
    """A sentence: a message of the catalogue and what fills its holes.

    `many` and `number` choose the plural; both are set by `plural`.
    """

    message: str
    holes: Mapping[str, Hole]
    many: str
    number: int

    def __init__(self, message: str, /, **holes: Hole | str | int) -> None:
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "holes", {name: _hole(value) for name, value in holes.items()})
        object.__setattr__(self, "many", "")
        object.__setattr__(self, "number", 0)


Hole = (
    Text | Quoted | Strong | When | Instant | Count | Share | Mark | Link | Person | Listing | Line
)  # fmt: skip


def plural(one: str, many: str, number: int, **holes: Hole | str | int) -> Line:
    """A sentence that depends on a number; the hole {n} holds it."""
    line = Line(one, n=number, **holes)
    object.__setattr__(line, "many", many)
    object.__setattr__(line, "number", number)
    return line


def _hole(value: Hole | str | int) -> Hole:
    if isinstance(value, str):
        return Text(value)
    return Count(value) if isinstance(value, int) else value


# Finished words


class Look(StrEnum):
    """What a span is, for a renderer to draw as its platform draws such things."""

    PLAIN = "plain"
    NAME = "name"
    QUOTED = "quoted"
    FIGURE = "figure"
    DAY = "day"
    INSTANT = "instant"
    MARK = "mark"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of one look. `target` is the source of a mark, the claim of a figure and of the words that belong
    to it, or the address of a link; `at` the moment of an instant; `claims` are those for which a mark stands."""

    text: str
    look: Look = Look.PLAIN
    strong: bool = False
    target: str = ""
    at: datetime | None = None
    claims: tuple[str, ...] = ()


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The words alone, as a screen reader hears them."""
    return "".join(span.text for span in spans)


# The document


@dataclass(frozen=True, slots=True)
class Meter(Generic[L]):
    """How far along something is, drawn as a bar where that helps; the words say it all."""

    share: Fraction
    words: L


@dataclass(frozen=True, slots=True)
class Rows(Generic[L]):
    """A small table; the caption is its spoken equivalent."""

    caption: L
    head: tuple[L, ...]
    rows: tuple[tuple[L, ...], ...]


@dataclass(frozen=True, slots=True)
class Point(Generic[L]):
    """One count of a chart: its day, its number, and both in words."""

    day: date
    number: Decimal
    label: L
    words: L


@dataclass(frozen=True, slots=True)
class Chart(Generic[L]):
    """Counts over time against a target, the earliest first; the caption is its spoken equivalent."""

    caption: L
    points: tuple[Point[L], ...]
    target: Decimal | None = None

    @property
    def top(self) -> Decimal:
        """The number at the far end of the scale: the target or the highest count."""
        return max(point.number for point in self.points) if self.target is None else max(
            self.target, *(point.number for point in self.points))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section(Generic[L]):
    """A labelled part of a document. `is_list` gives each of its lines a bullet."""

    label: L | None
    blocks: tuple[L | Meter[L] | Rows[L] | Chart[L], ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Offer(Generic[L]):
    """A button: a command already filled in, as the line a person would type.

    With `in_place` its answer takes the place of the message it stands under, where only its reader sees that.
    """

    label: L
    line: str
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Menu(Generic[L]):
    """Offers to choose one from, under a label; platforms without menus leave it out."""

    label: L
    offers: tuple[Offer[L], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file, sent to us or by us. `media_type` is such as text/csv; `name` has no folder in it."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """A short hash of what it holds: equal files have one, whatever they are called."""
        return blake2b(self.content, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Document(Generic[L]):
    """An answer: the bottom line, the header under it, the sections, small print and what can be asked next.

    `name` is the document's own in the catalogue of documents and in its JSON. `evidence` asks for the source of
    each of its figures. `file` goes with it, for its readers alone.
    """

    name: str
    title: L
    header: tuple[L, ...] = ()
    sections: tuple[Section[L], ...] = ()
    small: tuple[L, ...] = ()
    offers: tuple[Offer[L], ...] = ()
    evidence: Menu[L] | None = None
    file: File | None = None

    def over(self, say: Callable[[L], M]) -> Document[M]:
        """The same document with every sentence passed through `say`."""
        return Document(
            name=self.name,
            title=say(self.title),
            header=tuple(say(line) for line in self.header),
            sections=tuple(
                Section(
                    label=None if section.label is None else say(section.label),
                    blocks=tuple(_over(block, say) for block in section.blocks),
                    is_list=section.is_list,
                )
                for section in self.sections
            ),
            small=tuple(say(line) for line in self.small),
            offers=_offers(self.offers, say),
            evidence=Menu(say(self.evidence.label), _offers(self.evidence.offers, say)) if self.evidence else None,
            file=self.file,
        )

    def with_offers(self, *offers: Offer[L]) -> Document[L]:
        return replace(self, offers=(*self.offers, *offers))


def _offers(offers: tuple[Offer[L], ...], say: Callable[[L], M]) -> tuple[Offer[M], ...]:
    return tuple(Offer(say(offer.label), offer.line, offer.in_place) for offer in offers)


def _over(block: L | Meter[L] | Rows[L] | Chart[L], say: Callable[[L], M]) -> M | Meter[M] | Rows[M] | Chart[M]:
    if isinstance(block, Meter):
        return Meter(block.share, say(block.words))
    if isinstance(block, Chart):
        points = (Point(point.day, point.number, say(point.label), say(point.words)) for point in block.points)
        return Chart(say(block.caption), tuple(points), block.target)
    if isinstance(block, Rows):
        return Rows(
            caption=say(block.caption),
            head=tuple(say(cell) for cell in block.head),
            rows=tuple(tuple(say(cell) for cell in row) for row in block.rows),
        )
    return say(block)


def section(
    label: Line | None, *blocks: Line | Meter[Line] | Rows[Line] | Chart[Line], is_list: bool = False
) -> Section[Line]:
    """A section from its blocks, for builders."""
    return Section(label, blocks, is_list)


def cited(*parts: Line | Section[Line]) -> set[str]:
    """The sources whose marks stand in lines and sections of a document that is not yet said."""
    return {mark.source for part in parts for line in _lines(part) for mark in _marks(line)}


def _lines(part: Line | Section[Line]) -> list[Line]:
    if isinstance(part, Line):
        return [part]
    found: list[Line] = []
    for block in part.blocks:
        _over(block, found.append)
    return found


def _marks(hole: Hole) -> list[Mark]:
    match hole:
        case Mark():
            return [hole]
        case Line():
            return [mark for inner in hole.holes.values() for mark in _marks(inner)]
        case Listing():
            return [mark for inner in hole.of for mark in _marks(inner)]
        case Strong(inner):
            return _marks(inner)
        case _:
            return []


Said = Document[Spans]
"""A document in finished words: what renderers draw."""


class UserError(Exception):
    """What was wrong and what is possible, in one sentence for the person who asked.

    It changes nothing and loses nothing; the desk answers with its words, privately. `offers` are next steps;
    `option` names the option of the command that holds what was wrong, or nothing.
    """

    def __init__(self, message: str, /, *, offers: tuple[Offer[Line], ...] = (), **holes: Hole | str | int) -> None:
        super().__init__(message)
        self.line = Line(message, **holes)
        self.offers = offers
        self.option = ""
