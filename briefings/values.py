"""Counts, sums of money and durations as sources give them, and how they are written.

A quantity is written the same way in a record file and in chat:

    572 personnel            2,500 officers           about 400 police officers
    nearly 1,000             more than 600            less than 50
    at least 12              up to 5,500 uniformed    900-1,000 personnel
    USD 85.5 million         about EUR 10,000         unknown
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """How a source hedges a number."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more than"
    LESS_THAN = "less than"
    AT_LEAST = "at least"
    UP_TO = "up to"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as its source gives it, with the unit in the source's own word.

    `high` makes it a range; `currency` (ISO 4217, the currency meant) makes it money.
    """

    low: Decimal
    high: Decimal | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str = ""
    currency: str = ""

    @property
    def is_exact(self) -> bool:
        return self.qualifier is Qualifier.EXACT and self.high is None

    @property
    def middle(self) -> Decimal:
        """The number to reckon with: the number itself, or the middle of a range."""
        return self.low if self.high is None else (self.low + self.high) / 2

    def __str__(self) -> str:
        """The quantity as a record file writes it; `read_quantity` gives back an equal one."""
        hedge = "" if self.qualifier is Qualifier.EXACT else self.qualifier.value
        number = _plain(self.low) if self.high is None else f"{_plain(self.low)}-{_plain(self.high)}"
        return " ".join(part for part in (hedge, self.currency, number, self.unit) if part)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in one unit: days, months or years."""

    number: int
    unit: str

    @property
    def months(self) -> int:
        """Its length in months; 0 for a duration in days."""
        return {"year": 12, "month": 1}.get(self.unit, 0) * self.number

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


_HEDGES = {
    "about": Qualifier.ABOUT, "approximately": Qualifier.ABOUT, "approx": Qualifier.ABOUT,
    "approx.": Qualifier.ABOUT, "around": Qualifier.ABOUT, "some": Qualifier.ABOUT, "~": Qualifier.ABOUT,
    "nearly": Qualifier.NEARLY, "almost": Qualifier.NEARLY,
    "more than": Qualifier.MORE_THAN, "over": Qualifier.MORE_THAN, ">": Qualifier.MORE_THAN,
    "less than": Qualifier.LESS_THAN, "fewer than": Qualifier.LESS_THAN, "under": Qualifier.LESS_THAN,
    "<": Qualifier.LESS_THAN, "at least": Qualifier.AT_LEAST, "up to": Qualifier.UP_TO,
    "exactly": Qualifier.EXACT,
}  # fmt: skip
_SCALES = {"thousand": 3, "million": 6, "billion": 9}
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP"}
_HEDGE = "|".join(re.escape(word) for word in sorted(_HEDGES, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?:({_HEDGE})\s*)?(?:([A-Z]{{3}})\s+|([$€£])\s*)?({_NUMBER})(?:\s*(?:-|–|to)\s*({_NUMBER}))?"
    rf"(?:\s+({'|'.join(_SCALES)}))?(?:\s+(\D.*))?"
)
_THOUSANDS_DOT = re.compile(r"\.\d{3}$")
"""2.500 is two and a half to one reader and 2,500 to another, so it is refused."""
_DURATION = re.compile(r"(\d{1,4})\s*(day|month|year)s?", re.IGNORECASE)
LARGEST = Decimal(10) ** 15
"""Numbers from here on are refused: no mission's people or money needs them."""


def read_quantity(text: str) -> Quantity:
    """The quantity that a text in the notation above means.

    Raises ValueError when there is no number in it, the range runs backwards or the number is too large.
    """
    written = _QUANTITY.fullmatch(_small_words(" ".join(text.split())))
    if not written or (not written[6] and any(_THOUSANDS_DOT.search(part or "") for part in (written[4], written[5]))):
        raise ValueError(text)
    hedge, code, symbol, low, high, scale, unit = written.groups()
    shift = Decimal(10) ** _SCALES.get(scale or "", 0)
    quantity = Quantity(
        low=_number(low) * shift,
        high=_number(high) * shift if high else None,
        qualifier=_HEDGES[hedge] if hedge else Qualifier.EXACT,
        unit=unit or "",
        currency=code or _SYMBOLS.get(symbol or "", ""),
    )
    if max(quantity.low, quantity.high or 0) >= LARGEST or (quantity.high or quantity.low) < quantity.low:
        raise ValueError(text)
    return quantity


def read_duration(text: str) -> Duration:
    """The duration that "1 year" or "9 months" means; ValueError for anything else."""
    written = _DURATION.fullmatch(" ".join(text.split()))
    if not written:
        raise ValueError(text)
    return Duration(int(written[1]), written[2].lower())


def difference(whole: Quantity, part: Quantity) -> Quantity:
    """What is missing from a part to the whole; approximate as soon as either side is."""
    exact = whole.is_exact and part.is_exact
    return replace(
        whole,
        low=abs(whole.middle - part.middle),
        high=None,
        qualifier=Qualifier.EXACT if exact else Qualifier.ABOUT,
        unit="",
    )


def _small_words(text: str) -> str:
    """Hedges and scales in any case read alike; the unit keeps its own."""
    hedge = re.match(rf"({_HEDGE})(?=[\s\d$€£])", text, re.IGNORECASE)
    text = hedge[1].lower() + text[hedge.end() :] if hedge else text
    return re.sub(
        rf"(?<=\d)\s+({'|'.join(_SCALES)})\b", lambda found: found[0].lower(), text, count=1, flags=re.IGNORECASE
    )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _plain(number: Decimal) -> str:
    """A number as it is written; a fourth decimal keeps 1.234 from being read as a thousand."""
    text = f"{number.normalize():,f}"
    return f"{text}0" if _THOUSANDS_DOT.search(text) else text
