"""Documents in finished words: sentences from the catalogue, numbers and days as the language writes them.

    words.say(document, words.language("en"))

English is in the code; other languages are gettext catalogues in `languages/<code>/LC_MESSAGES/mss.po`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import assert_never
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

from briefings.dates import Bound, Part, Precision, RecordedDate
from briefings.document import (
    Count,
    DayStyle,
    Document,
    Hole,
    Instant,
    Line,
    Link,
    Listing,
    Look,
    Mark,
    Person,
    Quoted,
    Said,
    Share,
    Span,
    Spans,
    Strong,
    Text,
    When,
    plain,
)
from briefings.document import mark as _
from briefings.values import Qualifier, Quantity

LANGUAGES = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Language:
    """A language to speak: its messages, and how it writes numbers and days."""

    code: str
    catalogue: NullTranslations
    locale: Locale


@cache
def language(code: str) -> Language:
    """The language of a code such as en or fr. Raises LookupError for one we have no catalogue of."""
    if code == "en":
        return Language(code, NullTranslations(), Locale.parse("en"))
    path = LANGUAGES / code / "LC_MESSAGES" / "mss.po"
    if not path.is_file():
        raise LookupError(code)
    return Language(code, catalogue(path), Locale.parse(code))


def catalogue(path: Path) -> NullTranslations:
    """The messages of a .po file; a message it lacks stays English."""
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)


def languages() -> Sequence[str]:
    """The codes of the languages that can be spoken."""
    return _languages_in(LANGUAGES)


@cache
def _languages_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted({"en", *(path.parts[-3] for path in folder.glob("*/LC_MESSAGES/mss.po"))}))


def say(document: Document[Line], speech: Language) -> Said:
    """The document in finished words of one language."""
    return document.over(lambda line: say_line(line, speech))


def say_line(line: Line, speech: Language) -> Spans:
    """One sentence in finished words."""
    return tuple(_joined(_line(line, speech)))


def text(line: Line, speech: Language | None = None) -> str:
    """One sentence as plain text, English unless told otherwise: for logs and errors on a terminal."""
    return plain(say_line(line, speech or language("en")))


def _line(line: Line, speech: Language) -> Iterator[Span]:
    if line.many:
        message = speech.catalogue.ngettext(line.message, line.many, line.number)
    else:
        message = speech.catalogue.gettext(line.message)
    for words, name, _spec, _conversion in Formatter().parse(message):
        if words:
            yield Span(words)
        if name:
            yield from _hole(line.holes[name], speech)


def _hole(hole: Hole, speech: Language) -> Iterator[Span]:
    match hole:
        case Text(words):
            yield Span(words, Look.NAME)
        case Quoted(words):
            yield Span(words, Look.QUOTED)
        case Strong(inner):
            yield from (replace(span, strong=True) for span in _hole(inner, speech))
        case When():
            yield from _day(hole, speech)
        case Instant(at, zone):
            yield Span(_moment(hole, speech), Look.INSTANT, target=zone, at=at)
        case Count():
            yield from _count(hole, speech)
        case Share():
            yield from _share(hole, speech)
        case Mark(source, claims):
            yield Span(f"[{source}]", Look.MARK, target=source, claims=claims)
        case Link(label, url):
            yield Span(label, Look.LINK, target=url)
        case Person(name):
            yield Span(name, Look.NAME)
        case Listing():
            yield from _listing(hole, speech)
        case Line():
            yield from _line(hole, speech)
        case _:
            assert_never(hole)


def _listing(listing: Listing, speech: Language) -> Iterator[Span]:
    """The parts in a row; Babel says where the commas and the "and" go."""
    numbered = [f"{{{number}}}" for number in range(len(listing.of))]
    pattern = format_list(numbered, style="unit" if listing.by_commas else "standard", locale=speech.locale)
    for words, number, _spec, _conversion in Formatter().parse(pattern):
        if words:
            yield Span(words, Look.NAME)
        if number:
            yield from _hole(listing.of[int(number)], speech)


# numbers

_HEDGES = {
    Qualifier.ABOUT: _("about {number}"),
    Qualifier.NEARLY: _("nearly {number}"),
    Qualifier.MORE_THAN: _("more than {number}"),
    Qualifier.LESS_THAN: _("less than {number}"),
    Qualifier.AT_LEAST: _("at least {number}"),
    Qualifier.UP_TO: _("up to {number}"),
}


def _count(count: Count, speech: Language) -> Iterator[Span]:
    quantity = count.number if isinstance(count.number, Quantity) else Quantity(Decimal(count.number))
    number = _number(quantity.low, speech)
    if quantity.high is not None:
        number = _range(number, _number(quantity.high, speech))
    if quantity.currency:
        number = f"{quantity.currency} {number}"
    figure = Line("{number}", number=Text(number))
    if quantity.qualifier in _HEDGES:
        figure = Line(_HEDGES[quantity.qualifier], number=Text(number))
    for span in _line(figure, speech):
        yield replace(span, look=Look.FIGURE if span.look is Look.NAME else span.look, target=count.of)
    if count.unit and quantity.unit:
        yield Span(f" {quantity.unit}", Look.QUOTED, target=count.of)


def _range(low: str, high: str) -> str:
    """2–3 million rather than 2 million–3 million."""
    (least, _, scale), (most, _, same) = low.partition(" "), high.partition(" ")
    return f"{least}–{most} {scale}" if scale and scale == same else f"{low}–{high}"


_MILLION = 1_000_000


def _number(number: Decimal, speech: Language) -> str:
    """2,500 and 85.5 million: millions are shortened only where nothing is lost."""
    if number >= _MILLION and number % ((_MILLION if number < 1_000 * _MILLION else 1_000 * _MILLION) // 100) == 0:
        return format_compact_decimal(number, format_type="long", locale=speech.locale, fraction_digits=2)
    return format_decimal(number, locale=speech.locale)


def _share(share: Share, speech: Language) -> Iterator[Span]:
    """A part in per cent; what is not quite all or not quite nothing is not rounded to it."""
    exact = Decimal(share.part.numerator * 100) / share.part.denominator
    rounded = round(exact, 1)
    message = _("about {number} %") if share.is_about else _("{number} %")
    if rounded == 100 and exact < 100:
        rounded, message = Decimal("99.9"), _("more than {number} %")
    if rounded == 0 and exact > 0:
        rounded, message = Decimal("0.1"), _("less than {number} %")
    for span in _line(Line(message, number=Text(format_decimal(rounded, locale=speech.locale))), speech):
        yield replace(span, look=Look.FIGURE) if span.look is Look.NAME else span


# days

_BOUNDS = {
    Bound.ABOUT: _("about {day}"),
    Bound.OR_LATER: _("{day} or later"),
    Bound.BETWEEN: _("{day} or later, {until} at the latest"),
    Bound.BY: _("by {day}"),
    Bound.BEFORE: _("before {day}"),
}
_DAYS = {DayStyle.PLAIN: _("d MMM y"), DayStyle.WEEKDAY: _("EEE d MMM y"), DayStyle.OF_YEAR: _("d MMM")}
_PARTS = {Part.EARLY: _("early {year}"), Part.MID: _("mid {year}"), Part.LATE: _("late {year}")}
_ORDINALS = {"one": _("the {n}st"), "two": _("the {n}nd"), "few": _("the {n}rd"), "other": _("the {n}th")}


def _day(when: When, speech: Language) -> Iterator[Span]:
    recorded = when.date if isinstance(when.date, RecordedDate) else RecordedDate(when.date)
    if recorded.start is None:
        yield from _line(Line(_("undated")), speech)
        return
    if when.style is DayStyle.OF_MONTH:
        message = _ORDINALS.get(speech.locale.ordinal_form(recorded.start.day), _ORDINALS["other"])
        yield from _line(Line(message, n=Text(str(recorded.start.day))), speech)
        return
    day = Line("{day}", day=Text(_period(recorded, when.style, speech)))
    if recorded.part is not Part.WHOLE:
        day = Line(_PARTS[recorded.part], year=Text(str(recorded.start.year)))
    if recorded.bound in _BOUNDS:
        until = Text(_period(RecordedDate(recorded.until), when.style, speech)) if recorded.until else Text("")
        day = Line(_BOUNDS[recorded.bound], day=day, until=until)
    for span in _line(day, speech):
        yield replace(span, look=Look.DAY) if span.look is Look.NAME else span


def _period(recorded: RecordedDate, style: DayStyle, speech: Language) -> str:
    if recorded.start is None:
        return ""
    pattern = {Precision.MONTH: _("MMM y"), Precision.YEAR: _("y")}.get(recorded.precision, _DAYS[style])
    return _format_day(recorded.start, speech.catalogue.gettext(pattern), speech)


def _format_day(day: date, pattern: str, speech: Language) -> str:
    return format_date(day, pattern, locale=speech.locale)


def _moment(instant: Instant, speech: Language) -> str:
    local = instant.at.astimezone(ZoneInfo(instant.zone))
    pattern = speech.catalogue.gettext(_("EEE d MMM y, HH:mm"))
    place = instant.zone.rpartition("/")[2].replace("_", " ")
    return f"{format_datetime(local, pattern, locale=speech.locale)} {place}"


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours that look the same become one span."""
    last: Span | None = None
    for span in spans:
        if last and replace(last, text="") == replace(span, text="") and last.look in (Look.PLAIN, Look.NAME):
            last = replace(last, text=last.text + span.text)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
