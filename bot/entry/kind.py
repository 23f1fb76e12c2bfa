"""The word that “fact add” begins with: a kind of fact, with what the word already says of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import Ask, OneWord
from briefings.dates import Role
from briefings.document import UserError
from briefings.document import mark as _
from briefings.kinds import KINDS, FactKind, find_kind


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of fact with parts filled in.

    `day` is what the value says when it is a date; None where a value is no date. `money` is what the word means of
    a sum of money, where that is another kind.
    """

    kind: FactKind
    aspect: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    day: Role | None = None
    money: str = ""


_TERM = Sort(KINDS["mandate"], aspect="term", day=Role.VALID_TO)
_SORTS: dict[str, Sort] = {
    "mandate": _TERM,
    "mandate-end": _TERM,
    "expiry": _TERM,
    "renewal": replace(_TERM, details={"change": "renewal"}),
    "rollover": replace(_TERM, details={"change": "technical rollover"}),
    "closure": Sort(KINDS["mandate"], aspect="closure", day=Role.OCCURRED),
    "pledge": Sort(KINDS["pledge"], money="pledge"),
    **{stage: Sort(KINDS["contribution"], details={"stage": stage}) for stage in ("commitment", "paid", "frozen")},
    **{
        movement.replace(" ", "-"): Sort(KINDS["movement"], details={"movement": movement})
        for movement in ("arrived", "advance party", "rotated", "left home", "repatriated", "withdrew")
    },
}
"""Words that say more than the name of a kind."""
STAGES = ("pledge", "commitment", "paid", "frozen")


def sort_of(kind: FactKind) -> Sort:
    """A kind without anything filled in."""
    return _SORTS.get(kind.name, Sort(kind))


def find_sort(word: str) -> Sort | None:
    """What a word means; None for a word that names no kind of fact."""
    word = word.strip().casefold().replace(" ", "-").replace("_", "-")
    if word in _SORTS:
        return _SORTS[word]
    kind = find_kind(word)
    return sort_of(kind) if kind else None


def of_money(sort: Sort) -> Sort:
    """The same word said of a sum of money: a pledge of people becomes one of money."""
    return Sort(KINDS["contribution"], details={"stage": sort.money}) if sort.money else sort


class _SortWord(OneWord[Sort]):
    """A kind of fact by its own name, or another word for one."""

    typed = "KIND"
    what = _("strength, target, mandate-end, paid, note and others")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> Sort:
        found = find_sort(word)
        if found:
            return found
        known = [*_SORTS, *KINDS]
        near = difflib.get_close_matches(word.casefold(), known, 1)
        if near:
            raise UserError(
                _("There is no kind of fact “{word}”; did you mean “{near}”?"), word=shortened(word), near=near[0]
            )
        raise UserError(_("There is no kind of fact “{word}”; there is: {known}"), word=shortened(word),
                        known=", ".join(KINDS))  # fmt: skip

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        known = dict.fromkeys((*KINDS, *_SORTS))
        return [word for word in known if word.startswith(typed.strip().casefold())][:25]


SortWord = Annotated[Sort, _SortWord()]
