"""What stands behind a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adapters.port import FORM
from bot.arguments import Ask, Clocks, MissionRef, PageNumber
from bot.command import command
from bot.facts import FactOrSource, find_facts, refuse_hidden
from bot.proposals import with_what_waits
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Relation, Standing
from briefings.document import Document, Line, Offer, UserError, When
from briefings.document import mark as _
from briefings.documents.entries import existing
from briefings.documents.page import SIZE, Page, offset
from store.rows import MissionRow


@command(
    "source", right=Right.READ, example="source 572", words=("sources", "sources list", "sources show", "evidence")
)
async def source(
    ask: Ask, mission: MissionRef, clocks: Clocks, what: FactOrSource = "", *, page: PageNumber = 1
) -> Document[Line]:
    """Show the quotation and the source behind a figure."""
    picture = await ask.work.claims.picture(mission, clocks)
    sources = {source.name: source for source in await ask.work.claims.sources(mission, clocks)}
    picture = replace(picture, sources=sources)
    if not what:
        counts = await ask.work.claims.counts_by_source(mission)
        return documents.sources(picture, {name: count for name, count in counts.items() if name in sources}, page)
    name = what.strip("[]").upper()
    if name in picture.sources:
        claims, total = await ask.work.claims.of_source(mission, name, offset(page), SIZE)
        return documents.source_page(picture, picture.sources[name], existing(Page(claims, total, page)))
    await refuse_hidden(ask, mission, name)
    unread = await ask.work.claims.source(mission, name) if clocks.published_by and name.isprintable() else None
    if unread and clocks.published_by:
        raise UserError(_("{name} could not be read yet by {day}; it was published {published}"), name=unread.name,
                        day=When(clocks.published_by), published=When(unread.published))  # fmt: skip
    found = await find_facts(ask, mission, picture, what)
    if len(found) > 1:
        return documents.which_fact(picture, what, found)
    answer = documents.source_of_fact(picture, found[0], await _related(ask, mission, found[0]))
    if clocks.is_past:
        return answer
    return await with_what_waits(answer.with_offers(*_corrections(ask, mission, found[0])), ask, mission, found[0].name)


def _corrections(ask: Ask, mission: MissionRow, claim: Claim) -> Iterator[Offer[Line]]:
    """What can be done about a figure that is not right: editors correct it, everybody can say so."""
    if claim.standing is Standing.WITHDRAWN:
        return
    if ask.held.may(Right.PROPOSE, mission.ref):
        shape = next(shape for shape in ask.shapes if shape.name == "fact correct")
        form = f" {FORM}" if shape.option(FORM) else ""
        yield Offer(Line(_("Correct")), f"fact correct {claim.name}{form}")
    yield Offer(Line(_("Looks wrong")), f"wrong {claim.name}")


async def _related(ask: Ask, mission: MissionRow, claim: Claim) -> list[tuple[Relation, bool, Claim]]:
    """The claims linked to one; those it leans on are marked as such."""
    linked = await ask.work.claims.linked_to(mission, claim.name)
    return [(relation, other.name in claim.linked(relation), other) for relation, other in linked]
