"""Proposals: which one is meant, who can decide it, how one comes to wait, and how what waits is shown.

needs_second(…)       whether a change waits for a second person
second_of(…)          who that can be
put_aside(…)          let a change wait instead of storing it
as_pending(…)         a proposal for people to read
with_what_waits(…)    a document about a fact, with what waits to befall it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from adapters.line import shortened
from adapters.port import CONFIRM, FORM, Input
from bot.arguments import Ask, OneWord
from bot.confirming import BECAUSE
from bot.rights import RIGHTS, Right, Role, owners
from bot.whom import bearer, holder_names
from briefings import documents
from briefings.claims import EVERY_KIND, Claim
from briefings.document import Document, Line, Listing, UserError
from briefings.document import mark as _
from briefings.documents.confirmation import Act
from briefings.documents.pending import Decided, Pending, Second
from briefings.documents.rights import Bearer
from briefings.documents.sentences import KIND_IN_A_SENTENCE
from store.grants import Grant
from store.proposals import NewProposal, Proposed
from store.rows import MissionRow
from store.work import Work

REMINDS_AFTER = timedelta(days=1)
"""How long after it was proposed those who can decide are told once more."""
MOST_OFFERED = 2
"""Proposals of one fact that get a button."""


# which one


@dataclass(frozen=True, slots=True)
class Found:
    """The proposal of a number with its mission; None for both where the asker knows of none such."""

    number: int
    proposed: Proposed | None = None
    mission: MissionRow | None = None

    @property
    def known(self) -> tuple[Proposed, MissionRow]:
        """Both. Raises LookupError where there is none."""
        if self.proposed is None or self.mission is None:
            raise LookupError(self.number)
        return self.proposed, self.mission


class _Proposal(OneWord[Found]):
    """P3, or 3."""

    typed = "P3"
    what = _("a proposal, like P3")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> Found:
        number = re.fullmatch(r"[pP]?([1-9]\d{0,8})", word.strip())
        if number is None:
            raise UserError(_("“{word}” is no proposal; it is written like P3"), word=shortened(word))
        proposed = await ask.work.proposals.get(int(number[1]))
        mission = await ask.work.missions.get(proposed.mission) if proposed else None
        return Found(int(number[1]), proposed, mission) if mission else Found(int(number[1]))

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        found: list[Proposed] = []
        for mission in await ask.work.missions.all():
            found += (await ask.work.proposals.waiting(mission, limit=25))[0]
        return [f"P{one.number}" for one in found][:25]


ProposalRef = Annotated[Found, _Proposal()]


# who decides


def needs_second(ask: Ask, mission: MissionRow, kind: str, act: Act) -> bool:
    """Whether a change to a fact of a kind waits: the asker may only propose it, or two must agree.

    Putting a fact under review never waits for an editor: it warns readers, and changes no figure.
    """
    if not ask.held.may(Right.EDIT, mission.ref):
        return True
    return act is not Act.HOLD and mission.mission.wants_two(kind)


def refuse_where_two_agree(ask: Ask, mission: MissionRow, kinds: Iterable[str]) -> None:
    """Raise UserError for a change to many facts at once where one to any of these kinds waits: it cannot be put aside."""
    wanted = sorted({kind for kind in kinds if mission.mission.wants_two(kind)})
    if wanted:
        names = Listing(tuple(Line(KIND_IN_A_SENTENCE[kind]) for kind in wanted), by_commas=True)
        raise UserError(_("In {mission} a second person sees every change to: {kinds}. This would change such facts at once: "
                          "change them one by one, or let an owner type first: {line}"), mission=mission.mission.short,
                        kinds=names, line=f"{ask.prefix}mission approval all off")  # fmt: skip


async def second_of(ask: Ask, mission: MissionRow, kind: str = EVERY_KIND) -> Second:
    """Who can accept what the asker proposes; and what to type, by whom, where that is nobody."""
    me = await ask.work.accounts.person_of(ask.person.id)
    others = {id: name for id, name in (await approvers(ask.work, mission)).items() if id != me}
    grants = [grant for grant in await _giving(Right.APPROVE, ask.work, mission) if grant.holder.person_id is None]
    names = await holder_names(ask, grants)
    people = [Bearer("person", name) for name in others.values()]
    is_owner = ask.held.may(Right.OWN, mission.ref)
    rule = kind if kind in mission.mission.two_for else EVERY_KIND
    return Second(
        bearers=(*people, *(bearer(grant.holder, names[grant.holder]) for grant in grants)),
        owners=tuple(person.name for person in await owners(ask.work, mission.ref)),
        grant=f"{ask.prefix}rights grant approver to @NAME",
        alone=f"{ask.prefix}mission approval {rule} off" if is_owner else "",
    )


async def approvers(work: Work, mission: MissionRow) -> dict[int, str]:
    """The people who may decide in a mission by a right of their own, by their ids: what they are called."""
    return await _people_with(Right.APPROVE, work, mission)


async def editors(work: Work, mission: MissionRow) -> dict[int, str]:
    """The people who may change facts of a mission by a right of their own, by their ids: what they are called."""
    return await _people_with(Right.EDIT, work, mission)


async def proposers(work: Work, mission: MissionRow) -> dict[int, str]:
    """The people who may propose changes to a mission by a right of their own, by their ids: what they are called."""
    return await _people_with(Right.PROPOSE, work, mission)


async def _people_with(right: Right, work: Work, mission: MissionRow) -> dict[int, str]:
    ids = [grant.holder.person_id for grant in await _giving(right, work, mission)]
    people = [*await work.people.these([id for id in ids if id is not None]), *await owners(work, mission.ref)]
    return {person.id: person.name for person in people}


async def _giving(right: Right, work: Work, mission: MissionRow) -> list[Grant]:
    """The grants that give a right in a mission, one for each holder."""
    giving = (grant for grant in await work.grants.all()
              if grant.mission in (None, mission.ref) and right in RIGHTS[Role(grant.role)])  # fmt: skip
    return list({grant.holder: grant for grant in giving}.values())


async def is_own(ask: Ask, proposed: Proposed) -> bool:
    """Whether whoever asks proposed it themselves, under whatever account."""
    person_of = ask.work.accounts.person_of
    return await person_of(proposed.person) == await person_of(ask.person.id)


# how it waits


async def put_aside(ask: Ask, mission: MissionRow, act: Act, was: Claim | None, becomes: Claim) -> Proposed:
    """Let a change wait: its words as they were typed, with the fact that they meant."""
    left_out = (CONFIRM, FORM, "in")
    words = {name: word for name, word in ask.request.words.items() if name not in left_out}
    if was:
        words["fact"] = was.name
    new = NewProposal(
        command=ask.request.command,
        words=words,
        act=act.value,
        name=was.name if was else "",
        becomes=becomes,
        platform=ask.request.actor.platform,
        day=ask.today,
    )
    return await ask.work.proposals.add(mission, new)


async def as_pending(work: Work, mission: MissionRow, proposed: Proposed) -> Pending:
    """A proposal for people to read, beside its fact as that stands now."""
    return Pending(
        number=proposed.number,
        act=Act(proposed.act),
        becomes=proposed.becomes,
        was=await work.claims.find(mission, proposed.name) if proposed.name and proposed.is_waiting else None,
        person=proposed.by,
        place=proposed.platform,
        at=proposed.at,
        because=proposed.words.get(BECAUSE, ""),
        reminded_at=proposed.at + REMINDS_AFTER if proposed.is_waiting else None,
    )


async def with_what_waits(told: Document[Line], ask: Ask, mission: MissionRow, name: str) -> Document[Line]:
    """A document about a fact, with what waits to befall it; what that says is for those who may propose."""
    found = await ask.work.proposals.of_fact(mission, name)
    if not found:
        return told
    waiting = [await as_pending(ask.work, mission, one) for one in found]
    told = replace(told, sections=(documents.waiting_here(waiting, ask.zone), *told.sections))
    if not ask.held.may(Right.PROPOSE, mission.ref):
        return told
    return told.with_offers(*(documents.see_pending(one) for one in waiting[:MOST_OFFERED]))


async def decision(work: Work, proposed: Proposed) -> Decided:
    """How a proposal was decided. Raises LookupError while it waits."""
    if proposed.decider is None or proposed.decided_at is None:
        raise LookupError(proposed.number)
    person = await work.people.get(proposed.decider)
    return Decided(proposed.state.value, person.name if person else "–", proposed.decided_at, proposed.reason)


def told_in_audit(ask: Ask, proposed: Proposed) -> dict[str, object]:
    """What the audit tells of a change that two made: who agreed, and where each of them was."""
    here = ask.request.actor.platform
    return {
        "proposal": proposed.number,
        "proposed_on": proposed.platform,
        "approver": ask.person.id,
        "approved_on": here,
    }
