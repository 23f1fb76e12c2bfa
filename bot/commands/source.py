"""What stands behind a figure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from adapters.line import shortened
from bot.arguments import Ask, Clocks, FactOrSource, MissionRef, PageNumber
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Relation
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.page import SIZE, Page, offset
from briefings.kinds import find_kind
from briefings.picture import Picture
from store.rows import MissionRow


@command("source", right=Right.READ, example="source 572", words=("sources", "evidence"))
async def source(
    ask: Ask, mission: MissionRef, clocks: Clocks, what: FactOrSource = "", *, page: PageNumber = 1
) -> Document[Line]:
    """Show the quotation and the source behind a figure."""
    picture = await ask.work.claims.picture(mission, clocks)
    sources = {source.name: source for source in await ask.work.claims.sources(mission, clocks)}
    picture = replace(picture, sources=sources)
    if not what:
        return documents.sources(picture, await ask.work.claims.counts_by_source(mission))
    name = what.strip("[]").upper()
    if name in picture.sources:
        claims, total = await ask.work.claims.of_source(mission, name, offset(page), SIZE)
        return documents.source_page(picture, picture.sources[name], Page(claims, total, page))
    found = await _facts(ask, mission, picture, what)
    if len(found) > 1:
        return documents.which_fact(picture, what, found)
    return documents.source_of_fact(picture, found[0], await _related(ask, mission, found[0]))


async def _related(ask: Ask, mission: MissionRow, claim: Claim) -> list[tuple[Relation, bool, Claim]]:
    """The claims linked to one; those it leans on are marked as such."""
    linked = await ask.work.claims.linked_to(mission, claim.name)
    return [(relation, other.name in claim.linked(relation), other) for relation, other in linked]


async def _facts(ask: Ask, mission: MissionRow, picture: Picture, what: str) -> list[Claim]:
    """The facts that a name, a kind or a printed figure fits; at least one, else UserError."""
    claim = await ask.work.claims.find(mission, what.strip("[]").upper())
    if claim:
        return [claim]
    kind = find_kind(what)
    leading = picture.headline(kind.name) if kind else None
    if kind:
        of_kind = [leading] if leading else list(picture.of_kind(kind.name))
        if of_kind:
            return of_kind
        raise UserError(_("No {kind} is recorded for that day"), kind=Line(kind.label))
    figure = re.fullmatch(r"(?:about|nearly|up to|at least)?\s*([\d,]{1,20}(?:\.\d{1,4})?)", what.casefold())
    digits = figure[1].replace(",", "") if figure else ""
    found = await ask.work.claims.with_figure(mission, Decimal(digits), picture.clocks) if digits else []
    if not found:
        raise UserError(
            _("No fact, source or figure “{word}” is on record; “source” lists the sources"), word=shortened(what)
        )
    return found
