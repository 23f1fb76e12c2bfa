"""A change to one fact, from the fact that is meant to the answer that it is stored.

meant(ask, …)       the one fact that a name, a kind or a figure fits
carried_out(…)      before, the change, after; the question; and, once it was seen, that it is stored
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from adapters.line import shortened, write_line
from bot.arguments import Ask
from bot.confirming import once_seen
from bot.facts import find_facts
from bot.hearing import told_to
from briefings import documents
from briefings.claims import Claim
from briefings.considering import consider
from briefings.document import Document, Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents.confirmation import Act, Done, Proposal
from briefings.picture import Clocks, Picture
from store.rows import MissionRow

MOST_OFFERED = 5


async def now(ask: Ask, mission: MissionRow) -> Picture:
    """The situation of a mission today, within the change that is being made."""
    return await ask.work.claims.picture(mission, Clocks(ask.today, ask.today))


async def meant(ask: Ask, mission: MissionRow, word: str) -> Claim:
    """The one fact that a word fits. Raises UserError when there is none, or several to choose from."""
    found = await find_facts(ask, mission, await now(ask, mission), word)
    if len(found) == 1:
        return found[0]
    offers = tuple(
        Offer(Line("{name}", name=claim.name), _with_fact(ask, claim.name)) for claim in found[:MOST_OFFERED]
    )
    raise UserError(_("“{word}” fits {n} facts; name the one you mean: {names}"), word=shortened(word), n=len(found),
                    names=", ".join(claim.name for claim in found[:MOST_OFFERED]), offers=offers)  # fmt: skip


def _with_fact(ask: Ask, name: str) -> str:
    return write_line(ask.request.command, {**ask.request.words, "fact": name}, ask.shapes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be done: the act, the fact as it stands (None for a new one), and what does it.

    `do` writes the change and gives the name of the fact. `last` is the newest change to it, as the person should
    see it; `quote` the quotation at full length.
    """

    act: Act
    do: Callable[[], Awaitable[str]]
    was: Claim | None = None
    reason: str = ""
    reasons: Sequence[str] = ()
    quote: str = ""
    is_new_source: bool = False
    new_parties: tuple[str, ...] = ()
    last: Done | None = None


async def carried_out(ask: Ask, mission: MissionRow, deed: Deed, confirm: str) -> Document[Line]:
    """Do it, and say so. Raises Unconfirmed with the question when the person has not seen what it does."""
    before = await now(ask, mission)
    name = await deed.do()
    after = await now(ask, mission)
    claim = await ask.work.claims.find(mission, name)
    if claim is None:
        raise LookupError(name)
    source = after.sources.get(claim.source) or await ask.work.claims.source(mission, claim.source)
    if source is None:
        raise LookupError(claim.source)
    considered = consider(before, after, claim, source, was=deed.was, quote=deed.quote)
    proposal = Proposal(
        act=deed.act,
        considered=considered,
        reason=deed.reason,
        is_new_source=deed.is_new_source,
        new_parties=deed.new_parties,
        last=deed.last,
        told_to=await told_to(ask.work, mission, ask.now),
    )
    once_seen(ask, documents.confirmation(proposal), confirm, deed.reasons)
    return documents.recorded(after, claim, deed.act, ask.now, ask.zone, deed.reason)


async def last_change(ask: Ask, mission: MissionRow, name: str) -> Done | None:
    """The newest change to a fact that somebody made by itself; None where it is as it was loaded."""
    row = await ask.work.claims.last_done(mission, name)
    if row is None:
        return None
    person = await ask.work.people.get(row.person) if row.person else None
    return Done(row.action, person.name if person else "", row.at, ask.zone)
