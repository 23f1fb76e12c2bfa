"""The history of a fact."""

from __future__ import annotations

from bot.arguments import Ask, Clocks, MissionRef, PageNumber
from bot.command import command
from bot.facts import FactWord, find_facts
from bot.proposals import with_what_waits
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Relation
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.history import Change
from briefings.picture import Clocks as SetClocks
from store.rows import MissionRow


@command("history", right=Right.READ, example="history S2-21", words=("log",))
async def history(
    ask: Ask, mission: MissionRef, clocks: Clocks, fact: FactWord, *, page: PageNumber = 1
) -> Document[Line]:
    """Show every version and change of a fact, with person and moment."""
    picture = await ask.work.claims.picture(mission, clocks)
    found = await find_facts(ask, mission, picture, fact)
    if len(found) > 1:
        return documents.which_fact(picture, fact, found, "history")
    changes = await _changes(ask, mission, found[0], clocks)
    if not changes:
        raise UserError(_("{name} was not recorded here yet at that moment"), name=found[0].name)
    related = await _related(ask, mission, found[0])
    told = documents.history(picture, found[0], changes, related, number=page)
    return told if clocks.is_past else await with_what_waits(told, ask, mission, found[0].name)


async def _changes(ask: Ask, mission: MissionRow, claim: Claim, clocks: SetClocks) -> list[Change]:
    """All that befell a fact, by the moment asked for where one is."""
    events = await ask.work.claims.history(mission, claim.name)
    return [Change(event.at, event.person, event.what, event.claim, event.reason)
            for event in events if not (clocks.known_at and event.at > clocks.known_at)]  # fmt: skip


async def _related(ask: Ask, mission: MissionRow, claim: Claim) -> list[tuple[Relation, bool, Claim]]:
    """The facts linked to one; those it leans on are marked as such."""
    linked = await ask.work.claims.linked_to(mission, claim.name)
    return [(relation, other.name in claim.linked(relation), other) for relation, other in linked]
