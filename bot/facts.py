"""The facts that a word fits: a permanent name, a kind, or a printed figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from adapters.line import shortened
from bot.arguments import MISSION, Ask, OneWord
from briefings.claims import Claim
from briefings.document import Line, UserError
from briefings.document import mark as _
from briefings.documents.sentences import KIND_IN_A_SENTENCE
from briefings.kinds import find_kind, kind_words
from briefings.picture import Picture
from store.rows import MissionRow

_FIGURE = re.compile(r"(?:about|nearly|up to|at least)?\s*([\d,]{1,20}(?:\.\d{1,4})?)")


class _Fact(OneWord[str]):
    """A fact's name, a kind of fact or a printed figure; `find_facts` finds out which."""

    typed = "FACT"
    what = _("a fact (S2-21), a figure (572) or a kind (strength)")

    async def one(self, word: str, ask: Ask) -> str:
        return word

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        if not typed.isprintable():
            return []
        mission = await MISSION.read("mission", {}, ask)
        names = await ask.work.claims.names(mission, typed, 25)
        return [*names, *(word for word in kind_words() if word.startswith(typed.casefold()))][:25]


FactWord = Annotated[str, _Fact()]


async def find_facts(ask: Ask, mission: MissionRow, picture: Picture, what: str) -> list[Claim]:
    """The facts that a name, a kind or a printed figure fits; at least one, else UserError.

    A kind stands for its headline, or for all of its facts where they are no rivals or none leads for the whole.
    """
    named = await ask.work.claims.find(mission, what.strip("[]")) if what.isprintable() else None
    if named:
        return [named]
    kind = find_kind(what)
    if kind is None:
        return await _with_figure(ask, mission, picture, what)
    leading = picture.headline(kind.name)
    found = [leading] if leading and kind.series else list(picture.of_kind(kind.name))
    if not found:
        raise UserError(_("No {kind} is recorded for that day"), kind=Line(KIND_IN_A_SENTENCE[kind.name]))
    return found


async def _with_figure(ask: Ask, mission: MissionRow, picture: Picture, what: str) -> list[Claim]:
    figure = _FIGURE.fullmatch(what.casefold())
    digits = figure[1].replace(",", "") if figure else ""
    found = await ask.work.claims.with_figure(mission, Decimal(digits), picture.clocks) if digits else []
    if not found:
        raise UserError(
            _("No fact, source or figure “{word}” is on record; “source” lists the sources"), word=shortened(what)
        )
    return found
