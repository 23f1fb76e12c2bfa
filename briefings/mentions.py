"""What a text names of a mission: figures as it gives them, facts and sources by name, parties, and words to look for.

Nothing is guessed: a party is named by one of its recorded names, a fact by its permanent name, and a number counts as
a figure only where it can be one: a year, a day of the month or a number of a paragraph is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefings.claims import Party
from briefings.picture import Picture
from briefings.values import Qualifier, Quantity, read_quantity

MOST_FIGURES = 5
MOST_PARTIES = 5
MOST_NAMES = 10
MOST_WORDS = 8
"""What is taken of each from a long text."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text: the words it stands in, and what they mean."""

    words: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text names. `names` may be names of facts or of sources, or of nothing; `words` are the longest others."""

    figures: tuple[Figure, ...] = ()
    names: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    words: tuple[str, ...] = ()


def mentions(text: str, picture: Picture) -> Mentions:
    """What a text names of a mission, each once, in the order of the text."""
    rest, _missions = _taken(text, picture.mission.names)
    rest, named = _taken(rest, [name for party in picture.parties for name in party.names])
    names = dict.fromkeys(found.upper() for found in _NAME.findall(rest))
    rest = _NAME.sub(_GAP, rest)
    units = _units(picture)
    return Mentions(
        figures=tuple(_once(_figures(rest, units, _currencies(picture)))[:MOST_FIGURES]),
        names=tuple(names)[:MOST_NAMES],
        parties=tuple(dict.fromkeys(picture.party(name) for name in named))[:MOST_PARTIES],
        words=tuple(_words(rest, units)),
    )


_NAME = re.compile(r"(?<![\w-])[A-Z]{1,3}\d{1,6}(?:-\d{1,4})?(?![\w-])", re.IGNORECASE)
"""The permanent name of a fact or a source: S2-21, F12, S0."""
_GAP = " | "
"""Stands for what was taken out of a text, so that the words around it do not meet."""


# names


def _taken(text: str, names: Iterable[str]) -> tuple[str, list[str]]:
    """The text without these names, and those that it held; a longer name goes before one that is a part of it."""
    held: dict[int, str] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        found = _as_name(name).search(text)
        if found:
            held[found.start()] = name
            # A name is blanked letter by letter, so that the places of the others stay as they are.
            text = _as_name(name).sub(lambda found: "|" * len(found[0]), text)
    return text.replace("|", " | ") if held else text, [held[place] for place in sorted(held)]


def _as_name(name: str) -> re.Pattern[str]:
    """A name as a whole word; a short one, or one of capitals, in its own letters only: US is not us."""
    is_sign = len(name) <= 3 or name.isupper()
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.NOFLAG if is_sign else re.IGNORECASE)


# figures

_PEOPLE = frozenset({"forces", "officers", "people", "personnel", "police", "soldiers", "troops"})
"""Words for people that follow a number, beside the units of the record itself."""
_CURRENCIES = frozenset({"USD", "EUR", "GBP"})
_SCALES = frozenset({"thousand", "million", "billion"})
_STOPS = ".,;:!?()[]{}…"
"""What ends a sentence or a part of it: a word behind it is no unit of a number before it."""
_EDGES = f"{_STOPS}\"'“”„‘’«»*_~`"
_YEARS = range(1900, 2101)
SMALL = 100
"""A bare number below this is no figure: it counts days, points or paragraphs more often than people."""


def _figures(text: str, units: frozenset[str], currencies: frozenset[str]) -> Iterator[Figure]:
    """Every number of a text with its hedge, its currency and its unit, as far as they are known."""
    written = text.split()
    bare = [word.strip(_EDGES) for word in written]
    done = 0
    for position, word in enumerate(bare):
        if position < done or not re.search(r"\d", word):
            continue
        end = _end(written, bare, position, units)
        for start in range(max(done, position - 2), position + 1):
            words = " ".join(bare[start:end])
            quantity = _quantity(words)
            if quantity and quantity.currency in ("", *currencies) and _is_figure(words, quantity):
                yield Figure(words, quantity)
                done = end
                break


def _end(written: Sequence[str], bare: Sequence[str], position: int, units: frozenset[str]) -> int:
    """Where a figure ends: after “million” and after its unit, unless a sign comes between."""
    end = position + 1
    while end < len(bare) and bare[end].casefold() in _SCALES | units:
        if written[end - 1][-1] in _STOPS or written[end][0] in _STOPS:
            break
        end += 1
    return end


def _quantity(words: str) -> Quantity | None:
    try:
        return read_quantity(words)
    except ValueError:
        return None


def _is_figure(words: str, quantity: Quantity) -> bool:
    if quantity.unit or quantity.currency or quantity.qualifier is not Qualifier.EXACT or "," in words:
        return True
    return quantity.low >= SMALL and not (quantity.low in _YEARS and (quantity.high or quantity.low) in _YEARS)


def _once(figures: Iterable[Figure]) -> list[Figure]:
    """Each number once, as it is given first."""
    first: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        first.setdefault((figure.quantity.low, figure.quantity.high, figure.quantity.currency), figure)
    return list(first.values())


def _quantities(picture: Picture) -> Iterator[Quantity]:
    return (claim.quantity for claims in picture.series.values() for claim in claims if claim.quantity)


def _units(picture: Picture) -> frozenset[str]:
    return _PEOPLE | {word.casefold() for quantity in _quantities(picture) for word in quantity.unit.split()}


def _currencies(picture: Picture) -> frozenset[str]:
    return _CURRENCIES | {quantity.currency for quantity in _quantities(picture) if quantity.currency}


# words

_EVERYWHERE = frozenset(
    [
        "about",
        "above",
        "after",
        "again",
        "also",
        "among",
        "been",
        "before",
        "being",
        "both",
        "could",
        "does",
        "during",
        "each",
        "even",
        "from",
        "have",
        "here",
        "into",
        "just",
        "last",
        "like",
        "many",
        "more",
        "most",
        "much",
        "must",
        "next",
        "only",
        "other",
        "over",
        "said",
        "same",
        "says",
        "should",
        "since",
        "some",
        "still",
        "such",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "told",
        "under",
        "until",
        "very",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "would",
        "your",
    ]
)
"""Words that stand in any text, and say nothing about it."""


def _words(text: str, units: frozenset[str]) -> list[str]:
    """The longest words, which say most; a unit alone says nothing, and what is very long is no word."""
    found = dict.fromkeys(word.casefold() for word in re.findall(r"[^\W\d_]+", text))
    telling = [word for word in found if 4 <= len(word) <= 40 and word not in _EVERYWHERE | units]
    return sorted(telling, key=len, reverse=True)[:MOST_WORDS]
