"""What waits for a second person: seen, accepted, rejected, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from adapters.line import write_line
from bot.arguments import Ask, Deciding, MissionRef, PageNumber
from bot.changing import now
from bot.command import REGISTRY, command, read_arguments
from bot.confirming import Answers, Confirm, Unconfirmed, once_seen
from bot.entry.stated import Because
from bot.notices import tell_proposer
from bot.offers import of_mission
from bot.proposals import Found, ProposalRef, as_pending, decision, is_own, second_of, told_in_audit
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line, Listing, Offer, Person, UserError
from briefings.document import mark as _
from briefings.documents.pending import SIZE
from briefings.documents.rights import bearer_words
from store.proposals import Proposed
from store.rows import MissionRow

LIST = Offer(Line(_("What waits")), "pending list")
REJECTED_BECAUSE = (_("the source does not say so"), _("a better source says otherwise"), _("already recorded"))
REJECT = Answers(yes=_("Reject"), no=_("Not now"), instead="pending list", by_form=False)


@command("pending list", right=Right.PROPOSE, example="pending list", words=("pending",))
async def pending_list(ask: Ask, mission: MissionRef, *, page: PageNumber = 1) -> Document[Line]:
    """List the changes that wait for a second person."""
    found, total = await ask.work.proposals.waiting(mission, (page - 1) * SIZE, SIZE)
    if total and not found:
        raise UserError(
            _("There is no page {page} of what waits; the last is {last}"), page=page, last=-(-total // SIZE)
        )
    waiting = [replace(await as_pending(ask.work, mission, one), is_mine=await is_own(ask, one)) for one in found]
    decides = ask.held.may(Right.APPROVE, mission.ref)
    return documents.pending(await now(ask, mission), waiting, total, zone=ask.zone, page=page, decides=decides)


@command("pending show", right=Right.PROPOSE, changes=True, example="pending show P1")
async def pending_show(ask: Ask, proposal: ProposalRef) -> Document[Line]:
    """Show what a waiting change would do now, and who proposed it."""
    settled = await _settled(ask, proposal)
    if settled:
        return settled
    proposed, mission = proposal.known
    trial = await ask.work.trial()
    try:
        await _carried_out(ask, mission, proposed, "")
    except Unconfirmed as question:
        await trial.undo()
        offers = tuple([offer async for offer in _ways(ask, mission, proposed)])
        return await of_mission(replace(question.document, offers=offers), mission, ask)
    raise LookupError(proposed.number)


@command("pending accept", right=Right.APPROVE, changes=True, example="pending accept P1", words=("accept", "approve"))
async def pending_accept(ask: Ask, proposal: ProposalRef, *, confirm: Confirm = "") -> Document[Line]:
    """Carry out a change that somebody else proposed."""
    settled = await _settled(ask, proposal)
    if settled:
        return settled
    proposed, mission = proposal.known
    if await is_own(ask, proposed):
        raise await _own(ask, mission, proposed)
    recorded = await _carried_out(ask, mission, proposed, confirm)
    await ask.work.proposals.accepted(proposed)
    await tell_proposer(ask, mission, proposed)
    waiting = await as_pending(ask.work, mission, proposed)
    told = documents.accepted(recorded, waiting, ask.person.name, ask.request.actor.platform)
    return await of_mission(told.with_offers(LIST), mission, ask)


@command("pending reject", right=Right.APPROVE, changes=True, words=("reject", "decline"),
         example="pending reject P1 because the source does not say so")  # fmt: skip
async def pending_reject(
    ask: Ask, proposal: ProposalRef, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Leave a change that somebody proposed undone, and tell them why."""
    settled = await _settled(ask, proposal)
    if settled:
        return settled
    proposed, mission = proposal.known
    if await is_own(ask, proposed):
        raise await _own(ask, mission, proposed)
    waiting = await as_pending(ask.work, mission, proposed)
    question = documents.to_reject(await now(ask, mission), waiting, because, ask.zone)
    once_seen(ask, question, confirm, REJECTED_BECAUSE, REJECT)
    await ask.work.proposals.reject(proposed, because)
    is_told = bool(await tell_proposer(ask, mission, proposed))
    return await of_mission(documents.rejected(waiting, because, is_told=is_told), mission, ask)


@command("pending withdraw", right=Right.PROPOSE, changes=True, example="pending withdraw P1", words=("take back",))
async def pending_withdraw(ask: Ask, proposal: ProposalRef) -> Document[Line]:
    """Take back what you proposed."""
    settled = await _settled(ask, proposal)
    if settled:
        return settled
    proposed, mission = proposal.known
    if not await is_own(ask, proposed):
        line = Line(_("{number} is {person}'s: only they take it back; who approves changes rejects it"),
                    number=f"P{proposed.number}", person=Person(proposed.by))  # fmt: skip
        return documents.notice(line, LIST)
    await ask.work.proposals.take_back(proposed)
    again = write_line(proposed.command, proposed.words, ask.shapes)
    waiting = await as_pending(ask.work, mission, proposed)
    return await of_mission(documents.taken_back(waiting, again), mission, ask)


# carried out anew


async def _carried_out(ask: Ask, mission: MissionRow, proposed: Proposed, confirm: str) -> Document[Line]:
    """The very same command once more, under the name of whoever proposed it.

    Raises Unconfirmed with what it would do now, and UserError where it fits no longer.
    """
    command = REGISTRY.get(proposed.command)
    if command is None:
        raise _unfit(proposed, Line(_("There is no command “{word}” any more"), word=proposed.command))
    words = {**proposed.words, "in": mission.mission.short}
    then = replace(ask, request=replace(ask.request, command=command.name, words=words), today=proposed.day,
                   decides=Deciding(proposed, ask, confirm))  # fmt: skip
    with ask.work.on_behalf(proposed.person, told_in_audit(ask, proposed)):
        try:
            document = await command.handler(then, **await read_arguments(command, then))
        except UserError as error:
            raise _unfit(proposed, error.line) from error
    if not isinstance(document, Document):
        raise TypeError(f"{command.name} changes no fact")
    if document.name != "recorded":
        raise _unfit(proposed, document.title)
    return document


def _unfit(proposed: Proposed, why: Line) -> UserError:
    number = f"P{proposed.number}"
    reject = Offer(Line(_("Reject {number}"), number=number), f"pending reject {number}")
    return UserError(_("{number} of {person} no longer fits: {why}"), number=number, person=Person(proposed.by),
                     why=why, offers=(reject, LIST))  # fmt: skip


# what else there is to say


async def _settled(ask: Ask, found: Found) -> Document[Line] | None:
    """That there is no such proposal, or how it was decided; None for one that waits."""
    if found.proposed is None:
        return documents.notice(Line(_("There is no proposal P{n} here"), n=str(found.number)), LIST)
    proposed, mission = found.known
    if proposed.is_waiting:
        return None
    waiting, how = await as_pending(ask.work, mission, proposed), await decision(ask.work, proposed)
    return await of_mission(documents.decided(await now(ask, mission), waiting, how, ask.zone), mission, ask)


async def _own(ask: Ask, mission: MissionRow, proposed: Proposed) -> UserError:
    """That nobody decides what they proposed themselves, and who can."""
    second = await second_of(ask, mission, proposed.becomes.kind)
    number = f"P{proposed.number}"
    back = Offer(Line(_("Take back")), f"pending withdraw {number}")
    if second.bearers:
        who = Listing(tuple(bearer_words(one) for one in second.bearers))
        return UserError(_("You proposed {number} yourself: somebody else has to decide it. Those who can: {who}"),
                         number=number, who=who, offers=(back, LIST))  # fmt: skip
    return UserError(_("You proposed {number} yourself, and nobody else can decide it yet; an owner types: {line}"),
                     number=number, line=second.grant, offers=(back, LIST))  # fmt: skip


async def _ways(ask: Ask, mission: MissionRow, proposed: Proposed) -> AsyncIterator[Offer[Line]]:
    """What can be done about a proposal by whoever looks at it."""
    number = f"P{proposed.number}"
    if await is_own(ask, proposed):
        yield Offer(Line(_("Take back")), f"pending withdraw {number}")
    elif ask.held.may(Right.APPROVE, mission.ref):
        yield Offer(Line(_("Accept {number}"), number=number), f"pending accept {number}")
        yield Offer(Line(_("Reject {number}"), number=number), f"pending reject {number}")
    yield LIST
