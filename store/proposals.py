"""Proposals: changes that somebody filled in and that a second person has not decided yet.

A proposal is the command with its words, as it was typed; when it is accepted it is carried out anew. Its number is
never used again. `body` is the fact as it would become, to be shown in lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from briefings.claims import Claim
from store.audit import Audit
from store.bodies import claim_body, claim_of
from store.clearance import hidden
from store.rows import MissionRef, MissionRow
from store.tables import people, proposals, sources
from store.transaction import Transaction


class ProposalState(StrEnum):
    """What became of a proposal so far."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """A filled-in command that is to wait: what it does, to which fact (empty for a new one), and what that becomes.

    `day` is what “today” meant to whoever typed it, `platform` where they did.
    """

    command: str
    words: Mapping[str, str]
    act: str
    name: str
    becomes: Claim
    platform: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(NewProposal):
    """A proposal on record: by whom and when it was made, and how it was decided.

    `decider` is None, and `decided_at` too, while it waits; `reason` is why it was rejected.
    """

    number: int
    mission: MissionRef
    person: int
    by: str
    at: datetime
    state: ProposalState = ProposalState.WAITING
    decider: int | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.state is ProposalState.WAITING


class Proposals:
    """The proposals of one space."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def add(self, mission: MissionRow, new: NewProposal) -> Proposed:
        """Let a change wait, under the next number. Raises LookupError where nobody makes it."""
        tx = self._tx
        if tx.person is None:
            raise LookupError("nobody proposes this")
        ours = select(func.max(proposals.c.number)).where(proposals.c.space_id == tx.space)
        number = (await tx.value(ours) or 0) + 1
        await tx.write(insert(proposals).values(
            space_id=tx.space, mission_id=mission.ref, number=number, command=new.command, words=dict(new.words),
            act=new.act, name=new.name, body=claim_body(new.becomes), person_id=tx.person, platform=new.platform,
            day=new.day, proposed_at=tx.moment, state=ProposalState.WAITING.value,
        ))  # fmt: skip
        await self._note("propose", mission.ref, new.name, number)
        made = await self.get(number)
        if made is None:
            raise LookupError(number)
        return made

    async def get(self, number: int) -> Proposed | None:
        """The proposal of that number; None when there is none that may be seen."""
        row = await self._tx.first(self._proposals().where(proposals.c.number == number))
        seen = row and await self._tx.first(
            self._proposals().where(*await self._seen(row.mission_id, proposals.c.id == row.id))
        )
        return _proposed(seen) if seen else None

    async def waiting(self, mission: MissionRow, offset: int = 0, limit: int = 20) -> tuple[list[Proposed], int]:
        """A page of what waits in a mission, oldest first, and how much waits in all."""
        waits = await self._seen(mission.ref, *_waiting(mission))
        query = self._proposals().where(*waits)
        total = await self._tx.value(select(func.count()).select_from(proposals).where(
            proposals.c.space_id == self._tx.space, *waits
        ))  # fmt: skip
        rows = await self._tx.all(query.order_by(proposals.c.number).offset(offset).limit(limit))
        return [_proposed(row) for row in rows], int(total)

    async def of_fact(self, mission: MissionRow, name: str) -> list[Proposed]:
        """What waits to befall a fact, oldest first."""
        query = self._proposals().where(*await self._seen(mission.ref, *_waiting(mission), proposals.c.name == name))
        return [_proposed(row) for row in await self._tx.all(query.order_by(proposals.c.number))]

    async def accepted(self, proposal: Proposed) -> None:
        """Close a proposal that was carried out; the audit tells of it with what was changed."""
        await self._close(proposal, ProposalState.ACCEPTED, "")

    async def reject(self, proposal: Proposed, reason: str) -> None:
        """Close a proposal that is not to be carried out, and say why."""
        await self._close(proposal, ProposalState.REJECTED, reason)
        await self._note("reject", proposal.mission, proposal.name, proposal.number, proposer=proposal.person)

    async def take_back(self, proposal: Proposed) -> None:
        """Close a proposal that its maker does not want any more."""
        await self._close(proposal, ProposalState.TAKEN_BACK, "")
        await self._note("take back", proposal.mission, proposal.name, proposal.number)

    async def _seen(self, mission: MissionRef, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        """A condition with which nothing is found that rests on an internal source and may not be seen."""
        not_seen = await hidden(self._tx, mission)
        if not not_seen:
            return where
        names = select(sources.c.name).where(sources.c.id.in_(not_seen))
        return (*where, proposals.c.body["source"].as_string().not_in(names))

    async def _close(self, proposal: Proposed, state: ProposalState, reason: str) -> None:
        """Decide what waits. Raises LookupError for what is decided already."""
        tx = self._tx
        mine = (proposals.c.space_id == tx.space, proposals.c.number == proposal.number)
        closing = update(proposals).where(*mine, proposals.c.state == ProposalState.WAITING.value)
        decided = {"state": state.value, "decider_id": tx.person, "decided_at": tx.moment, "reason": reason}
        if not await tx.write(closing.values(decided)):
            raise LookupError(proposal.number)

    async def _note(self, action: str, mission: MissionRef, name: str, number: int, **details: Any) -> None:
        await self._audit.append(action, f"mission:{mission} {name}".rstrip(), {"proposal": number, **details})

    def _proposals(self) -> Select[Any]:
        joined = select(proposals, people.c.name.label("by")).join(people, people.c.id == proposals.c.person_id)
        return joined.where(proposals.c.space_id == self._tx.space)


def _waiting(mission: MissionRow) -> tuple[ColumnElement[bool], ...]:
    return proposals.c.mission_id == mission.ref, proposals.c.state == ProposalState.WAITING.value


def _proposed(row: Any) -> Proposed:
    return Proposed(
        number=row.number, mission=row.mission_id, command=row.command, words=row.words, act=row.act, name=row.name,
        becomes=claim_of({"name": "", **row.body}), platform=row.platform, day=row.day, person=row.person_id, by=row.by,
        at=row.proposed_at, state=ProposalState(row.state), decider=row.decider_id, decided_at=row.decided_at,
        reason=row.reason,
    )  # fmt: skip
