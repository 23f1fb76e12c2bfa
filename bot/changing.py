"""A change to one fact, from the fact that is meant to the answer that it is stored.

meant(ask, …)       the one fact that a name, a kind or a figure fits
carried_out(…)      before, the change, after; the question; and, once it was seen, that it is stored

What one person alone may not change is undone again and waits as a proposal; when that is accepted, the same command
comes here once more, and whoever accepts it sees what it does then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from adapters.line import shortened, write_line
from bot.arguments import Ask, Deciding
from bot.confirming import Answers, once_seen
from bot.facts import find_facts
from bot.hearing import told_to
from bot.notices import tell_approvers
from bot.proposals import as_pending, needs_second, put_aside, second_of
from briefings import documents
from briefings.claims import Claim
from briefings.considering import consider
from briefings.document import Document, Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents.confirmation import Act, Done, Proposal
from briefings.documents.pending import Second
from briefings.picture import Clocks, Picture
from store.rows import MissionRow

MOST_OFFERED = 5


async def now(ask: Ask, mission: MissionRow) -> Picture:
    """The situation of a mission today, within the change that is being made."""
    today = ask.decides.by.today if ask.decides else ask.today
    return await ask.work.claims.picture(mission, Clocks(today, today))


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


@dataclass(frozen=True, slots=True)
class _Tried:
    """A change that was made, to be seen: the situation after it, the fact as it then stands, and what it does."""

    after: Picture
    claim: Claim
    question: Document[Line]


async def carried_out(ask: Ask, mission: MissionRow, deed: Deed, confirm: str) -> Document[Line]:
    """Do it, or let it wait for a second person, and say so.

    Raises Unconfirmed with the question when the person has not seen what it does.
    """
    if ask.decides:
        tried = await _try(ask, mission, deed)
        await _seen_by_second(ask.decides, mission, deed, tried.question)
        return _recorded(ask, deed, tried)
    trial = await ask.work.trial()
    tried = await _try(ask, mission, deed)
    if needs_second(ask, mission, tried.claim.kind, deed.act):
        second = await second_of(ask, mission, tried.claim.kind)
        once_seen(ask, documents.will_wait(tried.question, second), confirm, deed.reasons, PROPOSE)
        await trial.undo()
        return await _waiting(ask, mission, deed, tried, second)
    once_seen(ask, tried.question, confirm, deed.reasons)
    return _recorded(ask, deed, tried)


def _recorded(ask: Ask, deed: Deed, tried: _Tried) -> Document[Line]:
    return documents.recorded(tried.after, tried.claim, deed.act, ask.now, ask.zone, deed.reason)


async def _try(ask: Ask, mission: MissionRow, deed: Deed) -> _Tried:
    before = await now(ask, mission)
    name = await deed.do()
    after = await now(ask, mission)
    claim = await ask.work.claims.find(mission, name)
    if claim is None:
        raise LookupError(name)
    source = after.sources.get(claim.source) or await ask.work.claims.source(mission, claim.source)
    if source is None:
        raise LookupError(claim.source)
    proposal = Proposal(
        act=deed.act,
        considered=consider(before, after, claim, source, was=deed.was, quote=deed.quote),
        reason=deed.reason,
        is_new_source=deed.is_new_source,
        new_parties=deed.new_parties,
        last=deed.last,
        told_to=await told_to(ask.work, mission, ask.now),
    )
    return _Tried(after, claim, documents.confirmation(proposal))


PROPOSE = Answers(yes=_("Propose"))
ACCEPT = Answers(yes=_("Accept"), no=_("Not now"), instead="pending list", by_form=False)


async def _seen_by_second(deciding: Deciding, mission: MissionRow, deed: Deed, question: Document[Line]) -> None:
    """Go on when whoever decides has seen what it does now. Raises Unconfirmed otherwise."""
    by, proposed = deciding.by, deciding.proposed
    is_changed = deed.last is not None and deed.last.at > proposed.at
    waiting = await as_pending(by.work, mission, proposed)
    question = documents.to_decide(question, waiting, by.zone, is_changed=is_changed)
    once_seen(by, question, deciding.confirm, answers=ACCEPT)


async def _waiting(ask: Ask, mission: MissionRow, deed: Deed, tried: _Tried, second: Second) -> Document[Line]:
    becomes = tried.claim if deed.was else replace(tried.claim, name="")
    proposed = await put_aside(ask, mission, deed.act, deed.was, becomes)
    await tell_approvers(ask, mission, proposed)
    return documents.proposed(await now(ask, mission), await as_pending(ask.work, mission, proposed), second)


async def last_change(ask: Ask, mission: MissionRow, name: str) -> Done | None:
    """The newest change to a fact that somebody made by itself; None where it is as it was loaded."""
    row = await ask.work.claims.last_done(mission, name)
    if row is None:
        return None
    person = await ask.work.people.get(row.person) if row.person else None
    return Done(row.action, person.name if person else "", row.at, ask.zone)
