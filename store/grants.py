"""Grants: which role was given to whom, in the whole space or in one mission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, false, insert, or_, select, update

from store.audit import Audit
from store.people import People, Person
from store.rows import MissionRef
from store.tables import grants, people
from store.transaction import Transaction


class Holder(str):
    """Who holds a role, as the store names them: person:12, group:slack:T1:S1, room:slack:T1:C1, standing:guest."""

    __slots__ = ()

    @classmethod
    def person(cls, id: int) -> Holder:
        return cls(f"person:{id}")

    @classmethod
    def group(cls, platform: str, tenant: str, id: str) -> Holder:
        """A user group of Slack or a role of Discord."""
        return cls(f"group:{platform}:{tenant}:{id}")

    @classmethod
    def room(cls, platform: str, tenant: str, id: str) -> Holder:
        """Whoever asks in a room."""
        return cls(f"room:{platform}:{tenant}:{id}")

    @classmethod
    def standing(cls, name: str) -> Holder:
        """All members, guests or strangers."""
        return cls(f"standing:{name}")

    @property
    def sort(self) -> str:
        """person, group, room or standing."""
        return self.partition(":")[0]

    @property
    def person_id(self) -> int | None:
        """The person it names; None where it names no single one."""
        sort, _colon, id = self.partition(":")
        return int(id) if sort == "person" else None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a holder was given, in the whole space where `mission` is None.

    `label` is what a group or room is called, `by` the name of whoever gave it; it is empty where the program did.
    """

    holder: Holder
    role: str
    mission: MissionRef | None
    label: str
    by: str
    at: datetime


class Grants:
    """The grants of one space."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def of(self, holders: Iterable[Holder]) -> list[Grant]:
        """What any of these holders was given."""
        rows = await self._tx.all(self._grants().where(grants.c.holder.in_([str(holder) for holder in holders])))
        return [_grant(row) for row in rows]

    async def all(self) -> list[Grant]:
        """Every grant, in the order they were given."""
        return [_grant(row) for row in await self._tx.all(self._grants())]

    async def people_with(self, role: str, mission: MissionRef | None = None) -> list[Person]:
        """The people who were given a role themselves, in the whole space or in the mission."""
        query = self._grants().where(
            grants.c.role == role, grants.c.holder.startswith("person:"), _in(mission, or_else=True)
        )
        ids = dict.fromkeys(Holder(row.holder).person_id for row in await self._tx.all(query))
        return await People(self._tx, self._audit).these([id for id in ids if id is not None])

    async def give(self, holder: Holder, role: str, mission: MissionRef | None = None, label: str = "") -> bool:
        """Give a role; False when the holder has it there already."""
        tx = self._tx
        if await self._has(holder, role, mission):
            return False
        await tx.write(insert(grants).values(
            space_id=tx.space, mission_id=mission, holder=str(holder), role=role, label=label, person_id=tx.person,
            given_at=tx.moment,
        ))  # fmt: skip
        await self._audit.append("grant", str(holder), _details(role, mission))
        return True

    async def take(self, holder: Holder, role: str, mission: MissionRef | None = None) -> bool:
        """Take a role back; False when the holder has none such."""
        if not await self._has(holder, role, mission):
            return False
        await self._tx.write(delete(grants).where(*self._that(holder, role, mission)))
        await self._audit.append("revoke", str(holder), _details(role, mission))
        return True

    async def _has(self, holder: Holder, role: str, mission: MissionRef | None) -> bool:
        return await self._tx.value(select(grants.c.id).where(*self._that(holder, role, mission))) is not None

    def _grants(self) -> Select[Any]:
        giver = people.c.name.label("giver")
        query = select(grants, giver).outerjoin(people, people.c.id == grants.c.person_id)
        return query.where(grants.c.space_id == self._tx.space).order_by(grants.c.id)

    def _that(self, holder: Holder, role: str, mission: MissionRef | None) -> tuple[ColumnElement[bool], ...]:
        return (
            grants.c.space_id == self._tx.space,
            grants.c.holder == str(holder),
            grants.c.role == role,
            _in(mission),
        )


def _in(mission: MissionRef | None, *, or_else: bool = False) -> ColumnElement[bool]:
    """Whether a grant is for the mission; with `or_else`, or for the whole space."""
    space = grants.c.mission_id.is_(None)
    if mission is None:
        return space
    return or_(grants.c.mission_id == mission, space if or_else else false())


def _details(role: str, mission: MissionRef | None) -> dict[str, Any]:
    return {"role": role} | ({} if mission is None else {"mission": mission})


def _grant(row: Any) -> Grant:
    return Grant(Holder(row.holder), row.role, row.mission_id, row.label, row.giver or "", row.given_at)


async def hand_over(tx: Transaction, person: int, to: int) -> None:
    """Let one person have what another was given; what both have is theirs once."""
    mine, theirs = str(Holder.person(to)), str(Holder.person(person))
    ours = grants.c.space_id == tx.space
    has = {(row.role, row.mission_id) for row in await tx.all(select(grants).where(ours, grants.c.holder == mine))}
    for row in await tx.all(select(grants).where(ours, grants.c.holder == theirs)):
        this = (ours, grants.c.id == row.id)
        await tx.write(delete(grants).where(*this) if (row.role, row.mission_id) in has
                       else update(grants).where(*this).values(holder=mine))  # fmt: skip


async def drop(tx: Transaction, person: int) -> None:
    """Forget what a person was given."""
    await tx.write(delete(grants).where(grants.c.space_id == tx.space, grants.c.holder == str(Holder.person(person))))
