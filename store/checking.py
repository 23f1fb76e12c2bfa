"""Checking a store: whether what is in it is whole, and what is drawn from it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.audit import Audit
from store.spaces import every_space
from store.spells import misdrawn
from store.tables import missions
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Faults:
    """What is not as it should be; all of it is empty in a store that is whole.

    `file` is what SQLite says of its own file. `audits` names each space with a broken chain, and the first row that
    is not as it was written. `drawn` tells for missions, by space and id, whose claims are not found as they should be.
    """

    file: tuple[str, ...]
    audits: Mapping[str, int]
    drawn: Mapping[tuple[int, int], tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.file or self.audits or self.drawn)


async def faults(connection: AsyncConnection, at: datetime) -> Faults:
    """Look at everything, within one transaction of the connection."""
    audits: dict[str, int] = {}
    drawn: dict[tuple[int, int], tuple[str, ...]] = {}
    for space, name in await every_space(connection):
        tx = Transaction(connection, space, at=at)
        if row := await Audit(tx).verify():
            audits[f"{space} ({name})"] = row
        for mission in await tx.all(select(missions.c.id).where(missions.c.space_id == space)):
            if wrong := await misdrawn(tx, mission.id):
                drawn[space, mission.id] = tuple(wrong)
    return Faults(await _of_the_file(connection), audits, drawn)


async def _of_the_file(connection: AsyncConnection) -> tuple[str, ...]:
    """PostgreSQL looks after its own."""
    if connection.dialect.name != "sqlite":
        return ()
    said = [str(row[0]) for row in await connection.execute(text("PRAGMA integrity_check(5)"))]
    strangers = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    tables = sorted({f"rows of {row[0]} belong to nothing in {row[2]}" for row in strangers})
    return (*(each for each in said if each != "ok"), *tables)
