"""The facts that a word fits: a permanent name, a kind, or a printed figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import MISSION, Ask, OneWord
from briefings.claims import Claim
from briefings.document import Line, UserError
from briefings.document import mark as _
from briefings.documents.sentences import KIND_IN_A_SENTENCE
from briefings.kinds import find_kind, kinds_like
from briefings.picture import Clocks, Picture
from briefings.values import Quantity
from store.rows import MissionRow

MOST_SUGGESTED = 25
"""What a menu of Discord holds: https://discord.com/developers/docs/interactions/application-commands#autocomplete"""
_FIGURE = re.compile(r"(?:about|nearly|up to|at least)?\s*([\d,]{1,20}(?:\.\d{1,4})?)")


class _Fact(OneWord[str]):
    """A fact's name, a kind of fact or a printed figure; `find_facts` finds out which."""

    typed = "FACT"
    what = _("a fact: S2-21, 572, strength")

    async def one(self, word: str, ask: Ask) -> str:
        return word

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        if not typed.isprintable():
            return []
        kinds = kinds_like(typed)
        try:
            mission = await MISSION.read("mission", ask.request.words, ask)
        except UserError:  # which of several missions is not said yet: kinds are the same in all
            return kinds[:MOST_SUGGESTED]
        names = await ask.work.claims.names(mission, typed, MOST_SUGGESTED)
        return _some_of_each(await self._beside(mission, typed, ask), kinds, names)

    async def _beside(self, mission: MissionRow, typed: str, ask: Ask) -> list[str]:
        """What fits beside kinds and names: printed figures that begin so."""
        if not typed[:1].isdecimal():
            return []
        picture = await ask.work.claims.picture(mission, Clocks(ask.today, ask.today))
        values = (claim.value for claims in picture.series.values() for claim in claims)
        figures = (f"{value.low:f}" for value in values if isinstance(value, Quantity))
        return sorted({figure for figure in figures if figure.startswith(typed)}, key=Decimal)


class _FactOrSource(_Fact):
    """A fact, or the name of a source; the command finds out which."""

    typed = "FACT|SOURCE"
    what = _("a fact (S2-21), a figure (572), a kind (strength) or a source (S2)")
    input = Input.SEARCH

    async def _beside(self, mission: MissionRow, typed: str, ask: Ask) -> list[str]:
        sources = [source.name for source in await ask.work.claims.sources(mission)]
        fitting = [name for name in sources if name.startswith(typed.upper())]
        return [*fitting, *await super()._beside(mission, typed, ask)]


def _some_of_each(*groups: Sequence[str]) -> list[str]:
    """As many as a menu holds, of which no group takes so many that another is not seen."""
    left, found = MOST_SUGGESTED, list[str]()
    for number, group in enumerate(groups):
        found += group[: left // (len(groups) - number)]
        left = MOST_SUGGESTED - len(found)
    return found


FactWord = Annotated[str, _Fact()]
FactOrSource = Annotated[str, _FactOrSource()]


async def find_facts(ask: Ask, mission: MissionRow, picture: Picture, what: str) -> list[Claim]:
    """The facts that a name, a kind or a printed figure fits; at least one, else UserError.

    A kind stands for its headline, or for all of its facts where they are no rivals or none leads for the whole.
    """
    named = await ask.work.claims.find(mission, what.strip("[]")) if what.isprintable() else None
    if named:
        return [named]
    await refuse_hidden(ask, mission, what)
    kind = find_kind(what)
    if kind is None:
        return await _with_figure(ask, mission, picture, what)
    leading = picture.headline(kind.name)
    found = [leading] if leading and kind.series else list(picture.of_kind(kind.name))
    if not found:
        raise UserError(_("No {kind} is recorded for that day"), kind=Line(KIND_IN_A_SENTENCE[kind.name]))
    return found


async def refuse_hidden(ask: Ask, mission: MissionRow, what: str) -> None:
    """Raise UserError where a word names a source, or a fact, that may not be seen here."""
    name = what.strip("[] ").upper()
    if not what.isprintable() or not await ask.work.claims.is_hidden(mission, name):
        return
    message = _("{name} is internal: ask in a room that is cleared for it, or, as an editor, in a direct message")
    if "-" in name or name.startswith("F"):
        message = _("{name} rests on an internal source: ask in a room that is cleared for it, or, as an editor, in a direct "
                    "message")  # fmt: skip
    raise UserError(message, name=name)


async def _with_figure(ask: Ask, mission: MissionRow, picture: Picture, what: str) -> list[Claim]:
    figure = _FIGURE.fullmatch(what.casefold())
    digits = figure[1].replace(",", "") if figure else ""
    found = await ask.work.claims.with_figure(mission, Decimal(digits), picture.clocks) if digits else []
    if not found:
        raise UserError(
            _("No fact, source or figure “{word}” is on record; “source” lists the sources"), word=shortened(what)
        )
    return found
