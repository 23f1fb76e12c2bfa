"""What rests on internal sources, left out where a transaction may not see it.

A source is internal when it is marked so now. Under `known_at` also what was internal at that moment is left out: what
was opened since is news to a room that is not cleared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from briefings.claims import Choice, Party, Remark
from store.entries import SOURCES, newest
from store.rows import MissionRef, folded
from store.tables import claim_parties, claims, source_versions, sources
from store.transaction import Transaction, in_parts

Hidden = Sequence[int]
"""The ids of the sources that may not be seen; none where everything may."""


def sees_all(tx: Transaction, mission: MissionRef) -> bool:
    """Whether a transaction may see the internal sources of a mission."""
    return tx.clearance is None or mission in tx.clearance


async def hidden(tx: Transaction, mission: MissionRef, known_at: datetime | None = None) -> Hidden:
    """The internal sources of a mission that a transaction may not see; it remembers that it left something out."""
    if sees_all(tx, mission):
        return ()

    async def asked() -> Hidden:
        return tuple(row.entry_id for row in await tx.all(_internal(mission, known_at)))

    found = await tx.once(("internal", mission, known_at), asked)
    if found:
        tx.left_out.add(mission)
    return found


def is_open(tx: Transaction, mission: MissionRef, source: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """What must hold of the source of a row so that the row may be seen."""
    return [] if sees_all(tx, mission) else [source.not_in(_internal(mission, None))]


def _internal(mission: MissionRef, known_at: datetime | None) -> Select[Any]:
    is_so = newest(SOURCES)
    if known_at:
        is_so = or_(is_so, newest(SOURCES, known_at))
    return (
        select(source_versions.c.entry_id)
        .join(sources, sources.c.id == source_versions.c.entry_id)
        .where(sources.c.mission_id == mission, source_versions.c.is_internal.is_(True), is_so)
        .distinct()
    )


# what is said beside claims


async def open_choices(tx: Transaction, mission: MissionRef, said: Sequence[Choice], of: Hidden) -> tuple[Choice, ...]:
    """The choices of claims that may be seen."""
    kept = await _open_names(tx, mission, [choice.claim for choice in said], of) if of else None
    return tuple(choice for choice in said if kept is None or choice.claim in kept)


async def open_remarks(tx: Transaction, mission: MissionRef, said: Sequence[Remark], of: Hidden) -> tuple[Remark, ...]:
    """The remarks of which every claim may be seen: their words tell of all of them."""
    names = [name for remark in said for name in remark.claims]
    kept = await _open_names(tx, mission, names, of) if of else None
    return tuple(remark for remark in said if kept is None or kept.issuperset(remark.claims))


async def open_parties(tx: Transaction, mission: MissionRef, said: Sequence[Party], of: Hidden) -> tuple[Party, ...]:
    """The parties but for those that nothing names except claims that may not be seen."""
    if not of:
        return tuple(said)
    names = select(claim_parties.c.folded).join(claims, claims.c.id == claim_parties.c.claim_id)
    names = names.where(claims.c.mission_id == mission).distinct()
    internal = {row.folded for row in await tx.all(names.where(claims.c.source_id.in_(of)))}
    named = {
        row.folded for part in in_parts(internal)
        for row in await tx.all(names.where(claims.c.source_id.not_in(of), claim_parties.c.folded.in_(part)))
    }  # fmt: skip
    return tuple(party for party in said if _is_open(party, internal, named))


def _is_open(party: Party, internal: set[str], named: set[str]) -> bool:
    names = {folded(name) for name in party.names}
    return not names & internal or bool(names & named)


async def _open_names(tx: Transaction, mission: MissionRef, names: Sequence[str], of: Hidden) -> set[str]:
    """Those of the names that bear no claim which may not be seen, in any of its versions."""
    query = select(claims.c.name).where(claims.c.mission_id == mission, claims.c.source_id.in_(of))
    found = [
        row.name
        for part in in_parts(dict.fromkeys(names))
        for row in await tx.all(query.where(claims.c.name.in_(part)))
    ]
    return set(names).difference(found)
