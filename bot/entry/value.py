"""The value of a fact as it is typed, read as its kind declares it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import Argument, Ask, OneWord
from bot.days import read_recorded
from bot.entry.kind import STAGES, Sort, find_sort, of_money
from briefings.claims import Value
from briefings.dates import RecordedDate, Role
from briefings.document import UserError
from briefings.document import mark as _
from briefings.kinds import FactKind, ValueType
from briefings.values import Quantity, read_duration, read_quantity

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Read:
    """A value that was read: what it makes of the word before it, the value itself, its words or its date."""

    sort: Sort
    value: Value = None
    text: str = ""
    dates: Mapping[Role, RecordedDate] = field(default_factory=dict)


def read_value(sort: Sort, text: str, today: date) -> Read:
    """The value that a text means for a kind of fact. Raises UserError with what would be one."""
    text = " ".join(text.split())
    if not text:
        return Read(sort)
    match sort.kind.value:
        case ValueType.COUNT:
            return _count(sort, text)
        case ValueType.MONEY:
            return _money(sort, text)
        case ValueType.DURATION:
            return _duration(sort, text, today)
        case ValueType.CHOICE:
            return Read(sort, _choice(sort.kind, text))
        case ValueType.PARTY | ValueType.LIST | ValueType.WORDS:
            return Read(sort, text) if sort.kind.name == "profile" else Read(sort, text=text)


def _count(sort: Sort, text: str) -> Read:
    if text.casefold() == _UNKNOWN:
        return Read(sort)
    quantity = _quantity(text)
    if quantity.currency and sort.money:
        return _money(of_money(sort), text)
    if quantity.currency:
        raise UserError(_("“{word}” is money, and this is {kind}: for money write “fact add paid {word}”"),
                        word=shortened(text), kind=sort.kind.value.value)  # fmt: skip
    return Read(sort, quantity if quantity.unit else replace(quantity, unit=sort.kind.unit))


def _money(sort: Sort, text: str) -> Read:
    if not sort.details.get("stage"):
        raise UserError(_("Is it promised or paid? Write “fact add” with one of: {stages}"), stages=", ".join(STAGES))
    if text.casefold() == _UNKNOWN:
        return Read(sort)
    quantity = _quantity(text)
    if not quantity.currency:
        raise UserError(_("In which currency is “{word}”? Write it like USD 15 million"), word=shortened(text))
    return Read(sort, quantity)


def _quantity(text: str) -> Quantity:
    try:
        return read_quantity(text)
    except ValueError as error:
        raise UserError(
            _("“{word}” is not a number; write it like 970, about 970, 900-1,000, up to 2,500 or “unknown”"),
            word=shortened(text),
        ) from error


def _duration(sort: Sort, text: str, today: date) -> Read:
    """The length of a mandate, or the day it ends or was closed."""
    try:
        return Read(sort, read_duration(text))
    except ValueError:
        return Read(sort, dates={sort.day or Role.VALID_TO: read_recorded(text, today)})


def _choice(kind: FactKind, text: str) -> str:
    said = text.casefold()
    if said in kind.choices:
        return said
    near = difflib.get_close_matches(said, kind.choices, 1)
    if near:
        raise UserError(
            _("“{word}” is none of the words for this; did you mean “{near}”?"), word=shortened(text), near=near[0]
        )
    raise UserError(_("“{word}” is none of the words for this; there is: {known}"), word=shortened(text),
                    known=", ".join(kind.choices))  # fmt: skip


class _EntryValue(Argument[Read]):
    """The value of the kind that is named before it."""

    typed = "VALUE"
    what = _("number, sum, date or words; “unknown” for no number")
    input = Input.SEARCH

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> Read | None:
        sort = find_sort(words.get("kind", ""))
        return read_value(sort, words[name], ask.today) if sort and name in words else None

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        sort = find_sort(ask.request.words.get("kind", ""))
        return [choice for choice in (sort.kind.choices if sort else ()) if choice.startswith(typed.casefold())]


class _NewValue(OneWord[str]):
    """What a fact on record should say instead; its kind tells how to read it."""

    typed = "VALUE"
    what = _("what it should say instead")

    async def one(self, word: str, ask: Ask) -> str:
        return word


EntryValue = Annotated[Read, _EntryValue()]
NewValue = Annotated[str, _NewValue()]
