"""Two days side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input, OptionShape
from bot.arguments import Argument, Ask, Limits, MissionRef
from bot.command import command
from bot.days import read_day
from bot.rights import Right
from bot.succession import picture_on
from briefings import documents
from briefings.document import Document, Line, Offer, UserError, When
from briefings.document import mark as _

_BETWEEN = ("and", "with", "to", "vs", "vs.", "versus", "against", "between", "from", "or", "-", ",")
_MOST_WORDS = 12


class _TwoDays(Argument[tuple[date, date]]):
    """Two days in one line, the earlier first whatever their order; the second is today when left out."""

    typed = "DAY"
    input = Input.DAY

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        first = OptionShape("day", self.typed, _("a day, like 2024-11-07"), self.input, True, is_required)
        other = OptionShape("other", self.typed, _("another day; today when left out"), self.input, True)
        return first, other

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> tuple[date, date] | None:
        typed = " ".join(words[option] for option in ("day", "other") if option in words).split()
        said = [word for word in typed if word.casefold() not in _BETWEEN]
        if not said:
            return None
        found = _one_day(said, ask.today) or _two_days(said, ask.today)
        if found is None:
            raise UserError(_("“{words}” are not two days; write them like 2024-11-10 2025-01-17"),
                            words=shortened(" ".join(typed)))  # fmt: skip
        return min(found), max(found)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [str(ask.today), "yesterday", f"{ask.today:%Y-%m}"]


def _one_day(words: list[str], today: date) -> tuple[date, date] | None:
    day = _day(words, today)
    return (day, today) if day else None


def _two_days(words: list[str], today: date) -> tuple[date, date] | None:
    """The two days that words mean, wherever the first one ends."""
    if len(words) > _MOST_WORDS:
        return None
    for end in range(1, len(words)):
        one, other = _day(words[:end], today), _day(words[end:], today)
        if one and other:
            return one, other
    return None


def _day(words: list[str], today: date) -> date | None:
    """The day that words mean; None when they mean none. Raises UserError for a day that cannot be."""
    text = " ".join(words)
    try:
        return read_day(text, today)
    except UserError:
        if re.fullmatch(r"\d{4}-\d{1,2}(-\d{1,2})?|[\d./]+", text) and len(text) > 4:
            raise
        return None


TwoDays = Annotated[tuple[date, date], _TwoDays()]


@command("compare", right=Right.READ, example="compare 2024-11-10 2025-01-17", words=("versus", "diff"))
async def compare(ask: Ask, mission: MissionRef, limits: Limits, days: TwoDays) -> Document[Line]:
    """Put two days side by side: strength, target, mandate, deadlines, countries, positions."""
    one, other = days
    if one == other:
        return documents.notice(
            Line(_("Both days are {day}, so nothing differs; name another day to compare it with"), day=When(one)),
            Offer(Line(_("Brief")), f"status as-of {one}"),
            *((Offer(Line(_("With today")), f"compare {one} {ask.today}"),) if one != ask.today else ()),
        )
    pictures = [await picture_on(ask, mission, replace(limits, as_of=day)) for day in days]
    return documents.compare(*pictures)
