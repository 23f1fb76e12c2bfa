"""Spells: from when until when, in the time of our own knowledge, a claim stood with the same days.

A spell begins when a version of a claim is recorded or restored. It ends when the claim is withdrawn, says
something else in a newer version, is superseded or is so no longer, or when its source turns out to be of another
day. Spells are drawn from the claims and can be drawn again: they only make it quick to ask what counts on a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql.selectable import FromClause

from briefings.claims import Claim, Relation, counts_from
from briefings.picture import Clocks
from briefings.values import Qualifier
from store.bodies import claim_of, source_of
from store.entries import SOURCES, newest
from store.tables import claim_changes, claim_links, claims, is_now, source_versions, spells, tallies, tally_changes
from store.transaction import Transaction, in_parts

_SHORT_OF = (Qualifier.UP_TO, Qualifier.LESS_THAN, Qualifier.NEARLY)


def counting(clocks: Clocks, of: FromClause = spells) -> list[ColumnElement[bool]]:
    """What must hold of a spell so that its claim counts under the clocks, whatever the day asked for."""
    said = [*standing(clocks, of), of.c.beside.is_(False)]
    if clocks.published_by is None:
        return [*said, of.c.superseded.is_(False)]
    # Who supersedes may not have been readable yet, so the mark does not help.
    by = spells.alias("superseding")
    superseded = exists().where(*_supersedes(by, of.c.mission_id, clocks), claim_links.c.target == of.c.name)
    return [*said, ~superseded]


def standing(clocks: Clocks, of: FromClause = spells) -> list[ColumnElement[bool]]:
    """What must hold of a spell so that its claim stands: known, not withdrawn, and readable by then."""
    said: list[ColumnElement[bool]] = [of.c.until.is_(None)]
    if clocks.known_at:
        said = [of.c.since <= clocks.known_at, or_(of.c.until.is_(None), of.c.until > clocks.known_at)]
    if clocks.published_by:
        said.append(of.c.readable_from <= clocks.published_by)
    return said


def superseded_names(mission: int, clocks: Clocks) -> Select[Any]:
    """The names that standing claims of a mission supersede."""
    by = spells.alias("superseding")
    return select(claim_links.c.target).where(*_supersedes(by, literal(mission), clocks))


def _supersedes(by: FromClause, mission: ColumnElement[int], clocks: Clocks) -> list[ColumnElement[bool]]:
    return [
        claim_links.c.mission_id == mission,
        claim_links.c.relation == Relation.SUPERSEDES.value,
        by.c.claim_id == claim_links.c.claim_id,
        *standing(clocks, by),
    ]


_NOW = Clocks(date.min, date.min)


async def draw(tx: Transaction, mission: int, names: Iterable[str]) -> None:
    """Draw the spells of claims after anything that concerns them was written.

    1. End the spells that no longer hold and begin those that do.
    2. Likewise for what is superseded now or no longer, among the claims and those they supersede.
    3. Note how many claims and sources more or fewer count from each day.
    """
    names = list(dict.fromkeys(names))
    touched = list(dict.fromkeys([*names, *await _superseded_by(tx, mission, names)]))
    before = await _counts(tx, mission, touched)
    for part in in_parts(names):
        await _end_and_begin(tx, mission, part)
    for part in in_parts(touched):
        await _supersede(tx, mission, part)
    await _tally(tx, mission, before, await _counts(tx, mission, touched))


async def _superseded_by(tx: Transaction, mission: int, names: Sequence[str]) -> list[str]:
    """What any version of these claims supersedes."""
    query = select(claim_links.c.target).join(claims, claims.c.id == claim_links.c.claim_id)
    query = query.where(claims.c.mission_id == mission, claim_links.c.relation == Relation.SUPERSEDES.value)
    found = [await tx.all(query.where(claims.c.name.in_(part))) for part in in_parts(names)]
    return [row.target for rows in found for row in rows]


async def _end_and_begin(tx: Transaction, mission: int, names: Sequence[str]) -> None:
    rows = await tx.all(_newest_versions(tx, mission, names))
    wanted = {row.id: _spell(tx, row) for row in rows}
    changed = [row for row in rows if not _holds(row, wanted[row.id])]
    ended = [row.spell_id for row in changed if row.spell_id]
    await _end(tx, ended)
    begun = [spell for row in changed if (spell := wanted[row.id])]
    await tx.write(insert(spells), begun)


def _newest_versions(tx: Transaction, mission: int, names: Sequence[str]) -> Select[Any]:
    """The newest version of each claim, its source, its last change, and its open spell if it has one."""
    return (
        select(
            claims, source_versions.c.body.label("source_body"), last_change(claims).label("change"),
            spells.c.id.label("spell_id"), spells.c.claim_id.label("spell_of"),
            spells.c.counts_from, spells.c.readable_from,
        )
        .select_from(claims)
        .join(source_versions, (source_versions.c.entry_id == claims.c.source_id) & newest(SOURCES))
        .outerjoin(spells, (spells.c.mission_id == claims.c.mission_id) & (spells.c.name == claims.c.name)
                   & spells.c.until.is_(None))
        .where(claims.c.space_id == tx.space, claims.c.mission_id == mission, claims.c.name.in_(names), is_newest())
    )  # fmt: skip


def is_newest(known_at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a claim is the newest version of its name, among those recorded by a moment where one is given."""
    later = claims.alias("later")
    found = exists().where(
        later.c.mission_id == claims.c.mission_id, later.c.name == claims.c.name, later.c.version > claims.c.version
    )
    if known_at is None:
        return ~found
    return (claims.c.recorded_at <= known_at) & ~found.where(later.c.recorded_at <= known_at)


def last_change(of: FromClause, known_at: datetime | None = None) -> ScalarSelect[str]:
    """The word of the last change to a claim, by a moment where one is given; NULL when there was none."""
    query = select(claim_changes.c.change).where(
        claim_changes.c.mission_id == of.c.mission_id, claim_changes.c.name == of.c.name
    )
    if known_at:
        query = query.where(claim_changes.c.at <= known_at)
    return query.order_by(claim_changes.c.id.desc()).limit(1).scalar_subquery()


def _spell(tx: Transaction, row: Any) -> dict[str, Any] | None:
    """The spell that a claim should have now; None for one that is withdrawn."""
    if row.change == "withdraw":
        return None
    claim, source, recorded_on = claim_of(row.body), source_of(row.source_body), row.recorded_at.date()
    return {
        "space_id": tx.space, "mission_id": row.mission_id, "claim_id": row.id, "source_id": row.source_id,
        "name": row.name, "series": row.series, "ordinal": row.ordinal,
        "counts_from": counts_from(claim, source, recorded_on),
        "readable_from": source.readable_from or recorded_on,
        "reaches": _reaches(claim), "beside": row.beside, "superseded": False, "since": tx.moment,
    }  # fmt: skip


def _reaches(claim: Claim) -> Decimal | None:
    """The number with which a count can reach a target; None when it can reach none."""
    if claim.kind != "strength" or not claim.quantity or claim.quantity.qualifier in _SHORT_OF:
        return None
    return claim.quantity.low


def _holds(row: Any, wanted: Mapping[str, Any] | None) -> bool:
    """Whether the open spell, or there being none, is as it should be."""
    if wanted is None or row.spell_id is None:
        return wanted is None and row.spell_id is None
    return all(
        (row.spell_of == wanted["claim_id"], row.counts_from == wanted["counts_from"],
         row.readable_from == wanted["readable_from"])
    )  # fmt: skip


async def _supersede(tx: Transaction, mission: int, names: Sequence[str]) -> None:
    by = spells.alias("superseding")
    is_superseded = exists().where(*_supersedes(by, spells.c.mission_id, _NOW), claim_links.c.target == spells.c.name)
    wrong = await tx.all(select(spells).where(
        spells.c.mission_id == mission, spells.c.name.in_(names), spells.c.until.is_(None),
        spells.c.superseded != is_superseded,
    ))  # fmt: skip
    await _end(tx, [row.id for row in wrong])
    await tx.write(insert(spells), [_turned(row, tx.moment) for row in wrong])


async def _end(tx: Transaction, ids: Sequence[int]) -> None:
    if ids:
        await tx.write(update(spells).where(spells.c.id.in_(ids)).values(until=tx.moment))


def _turned(row: Any, moment: datetime) -> dict[str, Any]:
    """The same spell, superseded if it was not, and the other way round."""
    same = {name: value for name, value in row._mapping.items() if name != "id"}
    return same | {"superseded": not row.superseded, "since": moment, "until": None}


# Tallies: how many claims begin to count on each day, and how many sources are heard for the first time


@dataclass(frozen=True, slots=True)
class _Counts:
    """The days of some claims that count now, and the first day of each of some sources."""

    days: Counter[date]
    first_days: Mapping[int, date]


async def _counts(tx: Transaction, mission: int, names: Sequence[str]) -> _Counts:
    days: Counter[date] = Counter()
    first_days: dict[int, date] = {}
    for part in in_parts(names):
        here = select(spells.c.counts_from).where(spells.c.mission_id == mission, spells.c.name.in_(part), is_now)
        days.update(row.counts_from for row in await tx.all(here))
        theirs = select(claims.c.source_id).where(claims.c.mission_id == mission, claims.c.name.in_(part))
        query = select(spells.c.source_id, func.min(spells.c.counts_from).label("first")).where(
            spells.c.mission_id == mission, spells.c.source_id.in_(theirs), is_now
        )
        first_days |= {row.source_id: row.first for row in await tx.all(query.group_by(spells.c.source_id))}
    return _Counts(days, first_days)


async def _tally(tx: Transaction, mission: int, before: _Counts, after: _Counts) -> None:
    """Add to the days' tallies what is more after a change than before it, and keep the difference itself."""
    claims_more, sources_more = Counter(after.days), Counter(after.first_days.values())
    claims_more.subtract(before.days)
    sources_more.subtract(Counter(before.first_days.values()))
    days = sorted(day for day in claims_more | sources_more | -claims_more | -sources_more)
    more = [{"day": day, "claims": claims_more[day], "sources": sources_more[day]} for day in days]
    ours = {"space_id": tx.space, "mission_id": mission}
    await tx.write(insert(tally_changes), [ours | row | {"since": tx.moment} for row in more])
    held = await _held(tx, mission, days)
    await tx.write(insert(tallies), [ours | row for row in more if row["day"] not in held])
    await tx.write(
        update(tallies).where(tallies.c.mission_id == mission, tallies.c.day == bindparam("on")).values(
            claims=tallies.c.claims + bindparam("claims_more"), sources=tallies.c.sources + bindparam("sources_more")
        ),
        [{"on": row["day"], "claims_more": row["claims"], "sources_more": row["sources"]}
         for row in more if row["day"] in held],
    )  # fmt: skip


async def _held(tx: Transaction, mission: int, days: Iterable[date]) -> set[date]:
    """Those of the days that have a tally already."""
    query = select(tallies.c.day).where(tallies.c.mission_id == mission)
    return {row.day for part in in_parts(days) for row in await tx.all(query.where(tallies.c.day.in_(part)))}
