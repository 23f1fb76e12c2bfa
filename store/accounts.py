"""Accounts: two that turn out to be one person, and a person whose data is removed.

A person who is linked keeps their own row, so that the history shows the name of the time; `same_people` tells whom
they turned out to be. What is removed is the name and the way to whoever bore it: the audit holds ids only.
"""

from __future__ import annotations

from sqlalchemy import Delete, Table, delete, insert, select, update

from store import grants
from store.audit import Audit
from store.people import People
from store.tables import codes, identities, people, preferences, same_people
from store.transaction import Transaction

_WISHES = ("language", "zone", "mission_id")


class Accounts:
    """The accounts of the people of one space."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit
        self._people = People(tx, audit)

    async def of(self, person: int) -> list[tuple[str, str]]:
        """The platforms and tenants on which somebody has an account."""
        query = select(identities.c.platform, identities.c.tenant).where(
            identities.c.space_id == self._tx.space, identities.c.person_id == person
        )
        return [(row.platform, row.tenant) for row in await self._tx.all(query.order_by(identities.c.id))]

    async def person_of(self, person: int) -> int:
        """Who somebody turned out to be; they themselves where they were never linked."""
        query = select(same_people.c.same_as_id).where(
            same_people.c.space_id == self._tx.space, same_people.c.person_id == person
        )
        return int(await self._tx.value(query) or person)

    async def link(self, person: int, other: int) -> int:
        """Let two people be one, the one who was met first: with the accounts, wishes and roles of both.

        Where both chose something, the choice of the first stays. Raises LookupError for a stranger.
        """
        first, second = sorted((person, other))
        if first == second or not all([await self._people.get(one) for one in (first, second)]):
            raise LookupError(second)
        tx = self._tx
        await tx.write(update(identities).where(identities.c.space_id == tx.space, identities.c.person_id == second)
                       .values(person_id=first))  # fmt: skip
        await self._merge_wishes(first, second)
        await grants.hand_over(tx, second, first)
        await self._drop_codes(second)
        await tx.write(update(same_people).where(same_people.c.space_id == tx.space, same_people.c.same_as_id == second)
                       .values(same_as_id=first))  # fmt: skip
        await tx.write(insert(same_people).values(
            person_id=second, space_id=tx.space, same_as_id=first, linked_at=tx.moment
        ))  # fmt: skip
        await self._audit.append("link", f"person:{first}", {"with": second})
        return first

    async def forget(self, person: int) -> None:
        """Remove a person's data, under every name they had here. Raises LookupError for a stranger."""
        if await self._people.get(person) is None:
            raise LookupError(person)
        tx = self._tx
        for one in await self._all_of(await self.person_of(person)):
            for table in (identities, preferences):
                await tx.write(_of_person(table, one, tx.space))
            await grants.drop(tx, one)
            await self._drop_codes(one)
            mine = update(people).where(people.c.space_id == tx.space, people.c.id == one)
            await tx.write(mine.values(name=f"removed person {one}"))
        await self._audit.append("forget", f"person:{person}")

    async def _all_of(self, person: int) -> list[int]:
        """A person and whoever turned out to be them."""
        query = select(same_people.c.person_id).where(
            same_people.c.space_id == self._tx.space, same_people.c.same_as_id == person
        )
        return [person, *(row.person_id for row in await self._tx.all(query))]

    async def _merge_wishes(self, first: int, second: int) -> None:
        tx = self._tx
        rows = {row.person_id: row for row in await tx.all(select(preferences).where(
            preferences.c.space_id == tx.space, preferences.c.person_id.in_((first, second))
        ))}  # fmt: skip
        if second not in rows:
            return
        kept = rows.get(first, rows[second])
        wishes = {name: getattr(kept, name) or getattr(rows[second], name) for name in _WISHES}
        for one in rows:
            await tx.write(_of_person(preferences, one, tx.space))
        await tx.write(insert(preferences).values(person_id=first, space_id=tx.space, **wishes))

    async def _drop_codes(self, person: int) -> None:
        await self._tx.write(_of_person(codes, person, self._tx.space))


def _of_person(table: Table, person: int, space: int) -> Delete:
    return delete(table).where(table.c.space_id == space, table.c.person_id == person)
