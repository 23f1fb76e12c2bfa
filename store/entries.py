"""Entries that keep their name while what they say comes in versions: missions, sources, parties, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, Table, func, insert, select
from sqlalchemy.sql.selectable import FromClause

from briefings.claims import Mission, Party, Remark, Source
from store.bodies import Body, entry_body, mission_of, party_of, remark_of, source_of
from store.tables import (
    mission_versions,
    missions,
    parties,
    party_versions,
    remark_versions,
    remarks,
    source_versions,
    sources,
)
from store.transaction import Transaction, in_parts

E = TypeVar("E", bound=Mission | Source | Party | Remark)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[E]):
    """Where one sort of entry is kept, and how to read it."""

    entries: Table
    versions: Table
    read: Callable[[Body], E]


MISSIONS = Shelf(missions, mission_versions, mission_of)
SOURCES = Shelf(sources, source_versions, source_of)
PARTIES = Shelf(parties, party_versions, party_of)
REMARKS = Shelf(remarks, remark_versions, remark_of)


@dataclass(frozen=True, slots=True)
class Written:
    """What writing entries did: the names of those added and of those that now say something else."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.added, *self.changed)


def newest(shelf: Shelf[Any], known_at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a version is the newest of its entry, among those recorded by a moment where one is given."""
    of_entry = _beside(shelf.versions)
    latest = select(func.max(of_entry.c.version)).where(of_entry.c.entry_id == shelf.versions.c.entry_id)
    if known_at:
        latest = latest.where(of_entry.c.recorded_at <= known_at)
    return shelf.versions.c.version == latest.scalar_subquery()


@cache
def _beside(versions: Table) -> FromClause:
    """The versions once more, to be compared with; to make them anew takes longer than the query."""
    return versions.alias()


def bodies(tx: Transaction, shelf: Shelf[Any], mission: int, known_at: datetime | None = None) -> Select[Any]:
    """The entries of a mission as they stand: id, name and body, in the order they were recorded."""
    entries, versions = shelf.entries, shelf.versions
    return (
        select(entries.c.id, entries.c.name, versions.c.version, versions.c.body)
        .join(versions, versions.c.entry_id == entries.c.id)
        .where(entries.c.space_id == tx.space, entries.c.mission_id == mission, newest(shelf, known_at))
        .order_by(entries.c.ordinal)
    )


async def entries_of(tx: Transaction, shelf: Shelf[E], mission: int, known_at: datetime | None = None) -> tuple[E, ...]:
    """The entries of a mission as they stood."""
    return tuple(shelf.read(row.body) for row in await tx.all(bodies(tx, shelf, mission, known_at)))


async def write_entries(tx: Transaction, shelf: Shelf[E], mission: int, said: Iterable[E]) -> Written:
    """Record entries: a new name is added, a changed one gets a version, an equal one is left alone."""
    known = {row.name: row for row in await tx.all(bodies(tx, shelf, mission))}
    wanted: Mapping[str, E] = {entry.name: entry for entry in said}
    added = [name for name in wanted if name not in known]
    changed = [name for name in wanted if name in known and shelf.read(known[name].body) != wanted[name]]
    ids = {name: row.id for name, row in known.items()} | await _add(tx, shelf, mission, added)
    await tx.write(insert(shelf.versions), [
        version_row(tx, ids[name], known[name].version + 1 if name in known else 1, entry_body(wanted[name]))
        for name in (*added, *changed)
    ])  # fmt: skip
    return Written(tuple(added), tuple(changed))


async def _add(tx: Transaction, shelf: Shelf[Any], mission: int, names: list[str]) -> dict[str, int]:
    if not names:
        return {}
    table = shelf.entries
    last = await tx.value(select(func.max(table.c.ordinal)).where(table.c.mission_id == mission))
    made = await tx.insert(insert(table), [
        {"space_id": tx.space, "mission_id": mission, "name": name, "ordinal": ordinal}
        for ordinal, name in enumerate(names, (last or 0) + 1)
    ])  # fmt: skip
    return dict(zip(names, made, strict=True))


def version_row(tx: Transaction, entry: int, version: int, body: Body) -> dict[str, Any]:
    """A version of an entry, said now by whoever changes the store."""
    return {"space_id": tx.space, "entry_id": entry, "version": version, "recorded_at": tx.moment,
            "person_id": tx.person, "body": body}  # fmt: skip


async def ids_of(tx: Transaction, table: Table, mission: int, names: Iterable[str]) -> dict[str, int]:
    """The ids of a mission's entries by their names; names it does not have are left out."""
    found: dict[str, int] = {}
    for part in in_parts(dict.fromkeys(names)):
        query = select(table.c.name, table.c.id).where(
            table.c.space_id == tx.space, table.c.mission_id == mission, table.c.name.in_(part)
        )
        found |= {row.name: row.id for row in await tx.all(query)}
    return found
