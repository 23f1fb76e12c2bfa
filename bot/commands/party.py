"""Parties by their names: who is whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from adapters.line import quoted, shortened
from adapters.port import Input, OptionShape
from bot.arguments import MISSION, Ask, MissionRef, OneWord, PageNumber
from bot.changing import now
from bot.command import command
from bot.confirming import Confirm, once_seen
from bot.rights import Right
from briefings import documents
from briefings.claims import Party
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.parties import PartyChange
from store.rows import folded


class _PartyName(OneWord[str]):
    """A party by any of its names, or a name that facts bear."""

    typed = "PARTY"
    what = _("a party, by any name")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        name = " ".join(word.split())
        if not name or not name.isprintable():
            raise UserError(_("“{word}” is no name of a party"), word=shortened(word))
        return name

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        try:
            mission = await MISSION.read("mission", ask.request.words, ask)
        except UserError:
            return []
        every = [party.name for party in await ask.work.claims.parties(mission)]
        return [each for each in every if each.casefold().startswith(typed.casefold())][:25]


class _Into(_PartyName):
    """The party that it is."""

    what = _("who it is")

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, is_required=is_required, words=("to", "of")),)


PartyName = Annotated[str, _PartyName()]
Into = Annotated[str, _Into()]


@command("party merge", right=Right.EDIT, changes=True, words=("party alias", "party rename"),
         example='party merge "Republic of Kenya" into Kenya')  # fmt: skip
async def merge(ask: Ask, mission: MissionRef, name: PartyName, *, into: Into, confirm: Confirm = "") -> Document[Line]:
    """Let two names be one party; a new name is its alias or renames it."""
    known = await ask.work.claims.parties(mission)
    one, other = _found(known, name), _found(known, into)
    if one is not None and one == other and folded(one.name) != folded(into):
        raise UserError(_("{name} is {party} already; “party show” tells its names"), name=name, party=one.name)
    if one is None and other is None:
        raise UserError(_("Neither “{name}” nor “{into}” is a party here; “party list” shows them"), name=shortened(name),
                        into=shortened(into))  # fmt: skip
    if one == other:
        raise UserError(_("{name} is {party} already; “party show” tells its names"), name=name, party=into)
    is_new = other is None
    before_one = one or Party(name=name)
    target = other or replace(before_one, name=into, short="", aliases=())
    claims = await ask.work.claims.naming(mission, before_one)
    before = await now(ask, mission)
    await ask.work.claims.merge(mission, before_one, target)
    change = PartyChange(
        one=before_one, into=target, claims=claims, before=before, after=await now(ask, mission),
        again=f"party split {quoted(before_one.name)}", is_new=is_new,
    )  # fmt: skip
    once_seen(ask, documents.party_question(change), confirm)
    return documents.party_changed(change, ask.now, ask.zone)


@command("party split", right=Right.EDIT, changes=True, example="party split Guatemala")
async def split(ask: Ask, mission: MissionRef, name: PartyName, *, confirm: Confirm = "") -> Document[Line]:
    """Take apart what was merged; facts go back with their names."""
    one = _found(await ask.work.claims.merged(mission), name)
    if one is None:
        return documents.notice(
            Line(_("{name} was not merged into another: there is nothing to take apart"), name=name)
        )
    into = _found(await ask.work.claims.parties(mission), one.merged_into)
    if into is None:
        raise LookupError(one.merged_into)
    before = await now(ask, mission)
    merged = {claim.name: claim for claim in await ask.work.claims.naming(mission, into)}
    await ask.work.claims.split(mission, one, into)
    claims = [claim for claim in await ask.work.claims.naming(mission, one) if claim != merged.get(claim.name)]
    change = PartyChange(
        one=one, into=into, claims=claims, before=before, after=await now(ask, mission), is_split=True,
        again=f"party merge {quoted(one.name)} into {quoted(into.name)}",
    )  # fmt: skip
    once_seen(ask, documents.party_question(change), confirm)
    return documents.party_changed(change, ask.now, ask.zone)


@command("party show", right=Right.EDIT, words=("party list", "party", "parties"), example="party show Kenya")
async def show(ask: Ask, mission: MissionRef, name: PartyName = "", *, page: PageNumber = 1) -> Document[Line]:
    """Show a party and its names, or list all of them."""
    known, merged = await ask.work.claims.parties(mission), await ask.work.claims.merged(mission)
    if not name:
        return documents.parties(await now(ask, mission), known, merged, page)
    one = _found(known, name)
    if one is None:
        raise UserError(_("There is no party “{name}” here; “party list” shows them"), name=shortened(name))
    of_it = [each for each in merged if each.merged_into == one.name]
    return documents.party(one, of_it, await ask.work.claims.naming(mission, one))


def _found(known: Iterable[Party], name: str) -> Party | None:
    """The party of that name in any spelling of case; None where there is none."""
    wanted = folded(name)
    return next((party for party in known if wanted in map(folded, party.names)), None)
