"""People: who they are on each platform, and how they like to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, insert, select, update

from store.audit import Audit
from store.rows import MissionRef, folded
from store.tables import identities, people, preferences
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a space. An empty language or zone, or a mission of None, means no preference."""

    id: int
    name: str
    language: str = ""
    zone: str = ""
    mission: MissionRef | None = None


class People:
    """The people of one space."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def get(self, person: int) -> Person | None:
        """The person of that id; None when this space knows none such."""
        row = await self._tx.first(self._people().where(people.c.id == person))
        return _person(row) if row else None

    async def find(self, platform: str, tenant: str, external_id: str) -> Person | None:
        """The person who goes by that id on a platform; None for a stranger."""
        query = self._people().join(identities, identities.c.person_id == people.c.id)
        row = await self._tx.first(query.where(
            identities.c.platform == platform, identities.c.tenant == tenant, identities.c.external_id == external_id
        ))  # fmt: skip
        return _person(row) if row else None

    async def account(self, person: int, platform: str, tenant: str) -> str | None:
        """By what id a person goes in a workspace or server; None where they have no account there."""
        found: str | None = await self._tx.value(select(identities.c.external_id).where(
            identities.c.space_id == self._tx.space, identities.c.person_id == person,
            identities.c.platform == platform, identities.c.tenant == tenant,
        ))  # fmt: skip
        return found

    async def these(self, ids: Sequence[int]) -> list[Person]:
        """The people of those ids whom this space knows, those met first before the others."""
        return await self._all(people.c.id.in_(ids)) if ids else []

    async def on_platform(self, platform: str) -> list[Person]:
        """Everybody who has an account on a platform."""
        return await self._all(_has_account(identities.c.platform == platform))

    async def named(self, words: str) -> list[Person]:
        """The people who have an account here and go by that name in any case, else those whose name holds it."""
        there = await self._all(_has_account(), people.c.name.icontains(words, autoescape=True))
        exactly = [person for person in there if folded(person.name) == folded(words)]
        return exactly or there

    async def beginning(self, letters: str, limit: int = 25) -> list[Person]:
        """The first people who have an account here and whose name begins so."""
        return await self._all(_has_account(), people.c.name.istartswith(letters, autoescape=True), limit=limit)

    async def identify(self, platform: str, tenant: str, external_id: str, name: str) -> Person:
        """The person who goes by that id on a platform, made known at first sight; who had no name but it gets one."""
        known = await self.find(platform, tenant, external_id)
        if known and lacks_name(known, external_id, name):
            return await self._name(known, name)
        return known or await self._meet(platform, tenant, external_id, name)

    async def prefer(self, person: int, **wishes: Any) -> None:
        """Set a person's language, zone or mission; what is not named stays. Raises LookupError for a stranger."""
        if await self.get(person) is None:
            raise LookupError(person)
        there = await self._tx.value(select(preferences.c.person_id).where(
            preferences.c.space_id == self._tx.space, preferences.c.person_id == person))  # fmt: skip
        if there is None:
            await self._tx.write(insert(preferences).values(space_id=self._tx.space, person_id=person))
        mine = (preferences.c.space_id == self._tx.space, preferences.c.person_id == person)
        await self._tx.write(update(preferences).where(*mine).values(**_columns(wishes)))
        await self._audit.append("prefer", f"person:{person}", {"settings": sorted(wishes)})

    async def _meet(self, platform: str, tenant: str, external_id: str, name: str) -> Person:
        tx = self._tx
        (person,) = await tx.insert(insert(people), [{"space_id": tx.space, "name": name, "met_at": tx.moment}])
        await tx.write(insert(identities).values(
            space_id=tx.space, person_id=person, platform=platform, tenant=tenant, external_id=external_id
        ))  # fmt: skip
        await self._audit.append("meet", f"person:{person}", {"platform": platform})
        return Person(person, name)

    async def _name(self, person: Person, name: str) -> Person:
        mine = (people.c.space_id == self._tx.space, people.c.id == person.id)
        await self._tx.write(update(people).where(*mine).values(name=name))
        await self._audit.append("name", f"person:{person.id}")
        return replace(person, name=name)

    async def _all(self, *where: ColumnElement[bool], limit: int | None = None) -> list[Person]:
        rows = await self._tx.all(self._people().where(*where).order_by(people.c.id).limit(limit))
        return [_person(row) for row in rows]

    def _people(self) -> Select[Any]:
        return (
            select(people.c.id, people.c.name, preferences.c.language, preferences.c.zone, preferences.c.mission_id)
            .outerjoin(preferences, preferences.c.person_id == people.c.id)
            .where(people.c.space_id == self._tx.space)
        )


def lacks_name(person: Person, external_id: str, name: str) -> bool:
    """Whether somebody was known by their id only, and is known better now."""
    return person.name == external_id and name not in ("", external_id)


def _has_account(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = (identities.c.space_id == people.c.space_id, identities.c.person_id == people.c.id)
    return exists().where(*mine, *where)


def _columns(wishes: dict[str, Any]) -> dict[str, Any]:
    return {"mission_id" if name == "mission" else name: wish for name, wish in wishes.items()}


def _person(row: Any) -> Person:
    return Person(row.id, row.name, row.language or "", row.zone or "", row.mission_id)
