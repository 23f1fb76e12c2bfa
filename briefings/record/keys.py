"""The keys of each table of a record file: how each is read, and what to write instead of what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from briefings.claims import EVERY_KIND, MandateBasis, MissionKind, Relation
from briefings.dates import Basis, RecordedDate, Role, read_date
from briefings.deadlines import is_rule
from briefings.document import Line
from briefings.document import mark as _
from briefings.kinds import KINDS, FactKind, ValueType
from briefings.ladders import read_ladder
from briefings.values import read_duration, read_quantity

LONGEST_QUOTE = 12
"""Words of a quotation kept as evidence, at most."""
LONGEST_TEXT = 2_000
"""Characters in any one entry, at most."""
_UNKNOWN = "unknown"


class Unfit(ValueError):
    """A value that cannot stand where it stands: what is wrong with it, and how to mend it."""

    def __init__(self, what: Line, fix: Line) -> None:
        super().__init__(what.message)
        self.what = what
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table. `read` makes its value or raises ValueError; `example` shows a good one."""

    read: Callable[[Any], Any]
    example: str = '"…"'
    is_required: bool = False


Keys = dict[str, Key]


def text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError(raw)
    if len(raw) > LONGEST_TEXT:
        raise Unfit(Line(_("this text is too long.")), Line(_("Keep it to {n} characters."), n=LONGEST_TEXT))
    return raw


def names(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise ValueError(raw)
    return tuple(text(part) for part in raw)


def ladders(raw: Any) -> dict[str, tuple[int, ...]]:
    """Ladders of warnings, one text each: "mandate 90 60 30"."""
    return dict(read_ladder(line) for line in names(raw))


def flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(raw)
    return raw


def whole(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise ValueError(raw)
    return raw


def day(raw: Any) -> RecordedDate:
    """A recorded date, with or without quotation marks around a plain day."""
    return read_date(raw.isoformat() if isinstance(raw, date) else text(raw))


def day_text(raw: Any) -> str:
    return str(day(raw))


def _matching(pattern: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        if not re.fullmatch(pattern, text(raw)):
            raise ValueError(raw)
        return str(raw)

    return read


def _one_of(words: Iterable[str]) -> Callable[[Any], str]:
    known = list(words)

    def read(raw: Any) -> str:
        if raw not in known:
            raise Unfit(Line(_("“{value}” is none of the words that fit here."), value=str(raw)[:60]),
                        Line(_("Use one of: {known}."), known=", ".join(known)))  # fmt: skip
        return str(raw)

    return read


def _some_of(words: Iterable[str]) -> Callable[[Any], tuple[str, ...]]:
    read_word = _one_of(words)
    return lambda raw: tuple(read_word(word) for word in names(raw))


def _member(of: type[StrEnum]) -> Callable[[Any], StrEnum]:
    read_word = _one_of(member.value for member in of)
    return lambda raw: of(read_word(raw))


def quote(raw: Any) -> str:
    length = len(text(raw).split())
    if length > LONGEST_QUOTE:
        raise Unfit(Line(_("the quotation has {n} words."), n=length),
                    Line(_("Keep the {n} words that prove the fact."), n=LONGEST_QUOTE))  # fmt: skip
    return text(raw)


def basis(raw: Any) -> tuple[Basis, str]:
    """How a date is known, and the reason after the colon."""
    word, _colon, note = text(raw).partition(":")
    try:
        return Basis(word.strip().lower()), note.strip()
    except ValueError as error:
        raise Unfit(Line(_("“{word}” is not a basis."), word=word[:60]),
                    Line(_("Begin with stated, inferred or relative; a colon and the reason may follow."))) from error  # fmt: skip


def _rule(raw: Any) -> str:
    if not is_rule(text(raw)):
        raise ValueError(raw)
    return str(raw)


_NAME = Key(text, is_required=True)
_TEXT = Key(text)
_NAMES = Key(names, '["first", "second"]')
_GRADE = Key(_matching("[A-F][1-6]"), '"B2"')
_DATE = Key(day, '"2024-11-07", "2025-01", "by late 2024" or "unknown"')
_FACT = r"(?:S\d{1,6}-\d{2,6}|F\d{1,9})"

MISSION: Keys = {
    "name": _NAME, "short": _NAME, "kind": Key(_member(MissionKind)), "basis": Key(_member(MandateBasis)),
    "host_state": _TEXT, "aliases": _NAMES, "succeeded_by": _TEXT,
    "preceded_by": _TEXT, "ladders": Key(ladders, '["mandate 90 60 30", "target 30 7"]'), "archived": _TEXT,
    "two_for": Key(_some_of((EVERY_KIND, *KINDS)), '["strength", "mandate"] or ["all"]'),
}  # fmt: skip
SOURCE: Keys = {
    "name": Key(_matching(r"S\d{1,6}"), '"S3"', is_required=True), "title": _NAME, "kind": _TEXT, "publisher": _TEXT,
    "link": Key(_matching(r"https?://[^\s<>\"]+"), '"https://example.org/page"'), "published": _DATE,
    "published_basis": _TEXT, "grade": _GRADE, "note": _TEXT,
    "internal": Key(flag, "true"), "retracted": _TEXT,
}  # fmt: skip
PARTY: Keys = {"name": _NAME, "kind": _TEXT, "short": _TEXT, "aliases": _NAMES, "part_of": _TEXT, "merged_into": _TEXT}
HEADLINE: Keys = {"fact": _NAME, "reason": _NAME}
REMARK: Keys = {
    "name": _NAME,
    "kind": _NAME,
    "facts": Key(names, '["S1-23", "S2-21"]', is_required=True),
    "text": _NAME,
}
_ANY_FACT: Keys = {
    "name": Key(_matching(_FACT), '"S2-21" or "F12"', is_required=True),
    "kind": Key(_one_of(KINDS), is_required=True), "source": _NAME, "subject": _TEXT, "aspect": _TEXT, "scope": _TEXT,
    "text": _TEXT, **{role.value: _DATE for role in Role}, "basis": Key(basis, '"stated"'), "said_by": _TEXT,
    "actors": _NAMES, "quote": Key(quote), "doubt": _TEXT, "note": _TEXT, "grade": _GRADE,
    "beside": Key(flag, "true"), **{relation.value: _NAMES for relation in Relation},
}  # fmt: skip
_DETAILS = {
    str: _TEXT,
    date: Key(day_text, '"2024-10-02"'),
    int: Key(whole, "12"),
    bool: Key(flag, "true"),
    tuple: _NAMES,
}


def fact_keys(kind: FactKind | None) -> Keys:
    """The keys of a fact of a kind: those of every fact, the dates it may have, its value, its details.

    None stands for a kind nobody knows: then only what every fact has is checked.
    """
    if kind is None:
        details_of_all = (detail.name for known in KINDS.values() for detail in known.details)
        return {**dict.fromkeys(("value", *details_of_all), Key(lambda raw: raw)), **_ANY_FACT}
    unfit = [role.value for role in Role if role not in kind.roles]
    common = {name: key for name, key in _ANY_FACT.items() if name not in unfit}
    details = {detail.name: _DETAILS[detail.type] for detail in kind.details}
    if "rule" in details:
        details["rule"] = Key(_rule, '"report 30 days before end" or "report every 90 days from start"')
    return {**common, "value": value_key(kind), **details}


def value_key(kind: FactKind) -> Key:
    """How the value of a kind is read; "unknown" stands for a number that the source does not give."""
    match kind.value:
        case ValueType.COUNT | ValueType.MONEY:
            return Key(_or_unknown(read_quantity), '"about 572 personnel" or "USD 85.5 million"')
        case ValueType.DURATION:
            return Key(_or_unknown(read_duration), '"1 year" or "9 months"')
        case ValueType.CHOICE:
            return Key(_one_of(kind.choices), f'"{kind.choices[0]}"', is_required="value" in kind.needs)
        case ValueType.PARTY | ValueType.LIST | ValueType.WORDS:
            return Key(lambda raw: names(raw) if isinstance(raw, list) else text(raw))


def _or_unknown(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda raw: None if raw == _UNKNOWN else read(text(raw))
