"""Spells: from when until when, in the time of our own knowledge, a claim stood with the same days.

A spell begins when a version of a claim is recorded or restored. It ends when the claim is withdrawn, says
something else in a newer version, is superseded or no longer so, or when its source is retracted or turns out to be
of another day. Spells are drawn from the claims and can be drawn again: they only make it quick to ask what counts on a day.
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
    Table,
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
from store.tables import (
    claim_changes,
    claim_links,
    claims,
    is_now,
    source_versions,
    sources,
    spells,
    tallies,
    tally_changes,
)
from store.transaction import AT_ONCE, Transaction, in_parts

_BY, _LATER = spells.alias("superseding"), claims.alias("later")
_SHORT_OF = (Qualifier.UP_TO, Qualifier.LESS_THAN, Qualifier.NEARLY)


def counting(clocks: Clocks, of: FromClause = spells, hidden: Sequence[int] = ()) -> list[ColumnElement[bool]]:
    """What must hold of a spell so that its claim counts under the clocks, whatever the day asked for.

    What rests on a hidden source is left out as if it had never been recorded.
    """
    if clocks.known_at is None and clocks.published_by is None and not hidden:
        return [of.c.until.is_(None), of.c.counts.is_(True)]
    # What is beside never counts; to say so opens the index of past spells.
    said = [*standing(clocks, of, hidden), of.c.beside.is_(False)]
    if clocks.published_by is None and not hidden:
        return [*said, of.c.counts.is_(True)]
    # Who supersedes may not have been readable yet, or may not be seen, so the mark does not help.
    return [*said, ~_is_superseded(of, clocks, hidden)]


def standing(clocks: Clocks, of: FromClause = spells, hidden: Sequence[int] = ()) -> list[ColumnElement[bool]]:
    """What must hold of a spell so that its claim stands: known, not withdrawn, and readable by then."""
    said: list[ColumnElement[bool]] = [of.c.until.is_(None)]
    if clocks.known_at:
        said = [of.c.since <= clocks.known_at, or_(of.c.until.is_(None), of.c.until > clocks.known_at)]
    if clocks.published_by:
        said.append(of.c.readable_from <= clocks.published_by)
    if hidden:
        said.append(of.c.source_id.not_in(hidden))
    return said


def superseded_names(mission: int, clocks: Clocks, hidden: Sequence[int] = ()) -> Select[Any]:
    """The names that standing claims of a mission supersede."""
    return select(claim_links.c.target).where(*_supersedes(literal(mission), clocks, hidden))


def _is_superseded(of: FromClause, clocks: Clocks, hidden: Sequence[int] = ()) -> ColumnElement[bool]:
    return exists().where(*_supersedes(of.c.mission_id, clocks, hidden), claim_links.c.target == of.c.name)


def _supersedes(mission: ColumnElement[int], clocks: Clocks, hidden: Sequence[int]) -> list[ColumnElement[bool]]:
    return [
        claim_links.c.mission_id == mission,
        claim_links.c.relation == Relation.SUPERSEDES.value,
        _BY.c.claim_id == claim_links.c.claim_id,
        *standing(clocks, _BY, hidden),
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
    begun = [spell for part in in_parts(names) for spell in await _replaced(tx, mission, part)]
    await tx.write(insert(spells), begun)
    if len(begun) > AT_ONCE:
        await tx.settle(spells)
    for part in in_parts(touched):
        await _supersede(tx, mission, part)
    await _tally(tx, mission, before, await _counts(tx, mission, touched))


async def _superseded_by(tx: Transaction, mission: int, names: Sequence[str]) -> list[str]:
    """What any version of these claims supersedes."""
    query = select(claim_links.c.target).join(claims, claims.c.id == claim_links.c.claim_id)
    query = query.where(claims.c.mission_id == mission, claim_links.c.relation == Relation.SUPERSEDES.value)
    found = [await tx.all(query.where(claims.c.name.in_(part))) for part in in_parts(names)]
    return [row.target for rows in found for row in rows]


async def _replaced(tx: Transaction, mission: int, names: Sequence[str]) -> list[dict[str, Any]]:
    """End the spells of these claims that no longer hold, and give those that begin instead."""
    rows = await tx.all(_newest_versions(tx, mission, names))
    open_ = {row.name: row for row in await tx.all(_open(mission, names))}
    wanted = {row.name: _spell(tx, row) for row in rows}
    changed = [name for name, spell in wanted.items() if not _holds(open_.get(name), spell)]
    await _end(tx, [open_[name].id for name in changed if name in open_])
    return [spell for name in changed if (spell := wanted[name])]


def _open(mission: int, names: Sequence[str]) -> Select[Any]:
    return select(spells).where(
        spells.c.mission_id == mission, spells.c.name.in_(names), spells.c.until.is_(None)
    )  # fmt: skip


def _newest_versions(tx: Transaction, mission: int, names: Sequence[str]) -> Select[Any]:
    """The newest version of each claim with its source and its last change."""
    return (
        select(claims, source_versions.c.body.label("source_body"), last_change(claims).label("change"))
        .select_from(claims)
        .join(source_versions, (source_versions.c.entry_id == claims.c.source_id) & newest(SOURCES))
        .where(claims.c.space_id == tx.space, claims.c.mission_id == mission, claims.c.name.in_(names), is_newest())
    )


def is_newest(known_at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a claim is the newest version of its name, among those recorded by a moment where one is given."""
    found = exists().where(
        _LATER.c.mission_id == claims.c.mission_id, _LATER.c.name == claims.c.name, _LATER.c.version > claims.c.version
    )
    if known_at is None:
        return ~found
    return (claims.c.recorded_at <= known_at) & ~found.where(_LATER.c.recorded_at <= known_at)


STANDING_CHANGES = ("withdraw", "restore", "hold", "release")
"""The changes that decide how a claim stands."""


def last_change(of: FromClause, known_at: datetime | None = None) -> ScalarSelect[str]:
    """The word of the last change to how a claim stands, by a moment where one is given; NULL when there was none."""
    query = select(claim_changes.c.change).where(
        claim_changes.c.mission_id == of.c.mission_id, claim_changes.c.name == of.c.name,
        claim_changes.c.change.in_(STANDING_CHANGES),
    )  # fmt: skip
    if known_at:
        query = query.where(claim_changes.c.at <= known_at)
    return query.order_by(claim_changes.c.id.desc()).limit(1).scalar_subquery()


def _spell(tx: Transaction, row: Any) -> dict[str, Any] | None:
    """The spell that a claim should have now; None for one that is withdrawn, or whose source is retracted."""
    claim, source, recorded_on = claim_of(row.body), source_of(row.source_body), row.recorded_at.date()
    if row.change == "withdraw" or source.retracted:
        return None
    return {
        "space_id": tx.space, "mission_id": row.mission_id, "claim_id": row.id, "source_id": row.source_id,
        "name": row.name, "series": row.series, "ordinal": row.ordinal,
        "counts_from": counts_from(claim, source, recorded_on),
        "readable_from": source.readable_from or recorded_on,
        "reaches": _reaches(claim), "beside": row.beside, "counts": not row.beside, "since": tx.moment,
    }  # fmt: skip


def _reaches(claim: Claim) -> Decimal | None:
    """The number with which a count can reach a target; None when it can reach none."""
    if claim.kind != "strength" or not claim.quantity or claim.quantity.qualifier in _SHORT_OF:
        return None
    return claim.quantity.low


def _holds(spell: Any, wanted: Mapping[str, Any] | None) -> bool:
    """Whether the open spell, or there being none, is as it should be."""
    if wanted is None or spell is None:
        return wanted is None and spell is None
    return all(getattr(spell, said) == wanted[said] for said in ("claim_id", "counts_from", "readable_from"))


async def _supersede(tx: Transaction, mission: int, names: Sequence[str]) -> None:
    wrong = await tx.all(_miscounted(mission, names))
    await _end(tx, [row.id for row in wrong])
    await tx.write(insert(spells), [_turned(row, tx.moment) for row in wrong])


def _miscounted(mission: int, names: Sequence[str]) -> Select[Any]:
    """The open spells that count although they should not, or the other way round."""
    counts = spells.c.beside.is_(False) & ~_is_superseded(spells, _NOW)
    return _open(mission, names).where(spells.c.counts != counts)


async def _end(tx: Transaction, ids: Sequence[int]) -> None:
    if ids:
        await tx.write(update(spells).where(spells.c.id.in_(ids)).values(until=tx.moment))


def _turned(row: Any, moment: datetime) -> dict[str, Any]:
    """The same spell, counting if it did not, and the other way round."""
    same = {name: value for name, value in row._mapping.items() if name != "id"}
    return same | {"counts": not row.counts, "since": moment, "until": None}


# Tallies: how many claims begin to count on each day, and how many sources are heard for the first time


@dataclass(frozen=True, slots=True)
class _Counts:
    """The days of some claims that count now, and the first day of each of some sources."""

    days: Counter[date]
    first_days: Mapping[int, date]


async def _counts(tx: Transaction, mission: int, names: Sequence[str]) -> _Counts:
    days: Counter[date] = Counter()
    first_days: dict[int, date] = {}
    heard: set[int] = set()
    for part in in_parts(names):
        here = select(spells.c.counts_from).where(spells.c.mission_id == mission, spells.c.name.in_(part), is_now)
        days.update(row.counts_from for row in await tx.all(here))
        theirs = select(claims.c.source_id).where(claims.c.mission_id == mission, claims.c.name.in_(part)).distinct()
        heard.update(row.source_id for row in await tx.all(theirs))
    for ids in in_parts(heard):
        first = select(func.min(spells.c.counts_from)).where(
            spells.c.mission_id == mission, spells.c.source_id == sources.c.id, is_now
        )
        query = select(sources.c.id, first.scalar_subquery().label("day")).where(sources.c.id.in_(ids))
        first_days |= {row.id: row.day for row in await tx.all(query) if row.day}
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


# Whether all this is drawn right


async def misdrawn(tx: Transaction, mission: int) -> list[str]:
    """The names of the claims whose spell, and the days whose tally, is not what would be drawn now."""
    query = select(claims.c.name).where(claims.c.mission_id == mission).distinct().order_by(claims.c.name)
    names = [row.name for row in await tx.all(query)]
    wrong = [name for part in in_parts(names) for name in await _misdrawn(tx, mission, part)]
    return wrong + await _mistallied(tx, mission)


async def _misdrawn(tx: Transaction, mission: int, names: Sequence[str]) -> list[str]:
    wanted = {row.name: _spell(tx, row) for row in await tx.all(_newest_versions(tx, mission, names))}
    open_ = {row.name: row for row in await tx.all(_open(mission, names))}
    turned = {row.name for row in await tx.all(_miscounted(mission, names))}
    return [name for name in names if name in turned or not _holds(open_.get(name), wanted.get(name))]


async def _mistallied(tx: Transaction, mission: int) -> list[str]:
    """The days of which the tally, or all that was added to it over time, is not what counts from there."""
    here = (spells.c.mission_id == mission, is_now)
    number = func.count().label("number")
    days = select(spells.c.counts_from.label("day"), number).where(*here).group_by(spells.c.counts_from)
    first = select(func.min(spells.c.counts_from).label("day")).where(*here).group_by(spells.c.source_id).subquery()
    claims_from = await _numbers(tx, days)
    sources_from = await _numbers(tx, select(first.c.day, number).group_by(first.c.day))
    wanted = {day: (claims_from[day], sources_from[day]) for day in claims_from | sources_from}
    wrong = {
        day for found in (tallies, tally_changes) for day, _ in wanted.items() ^ await _tallied(tx, mission, found)
    }
    return sorted(map(str, wrong))


async def _numbers(tx: Transaction, query: Select[Any]) -> Counter[date]:
    """How many there are from each day."""
    return Counter({row.day: row.number for row in await tx.all(query)})


async def _tallied(tx: Transaction, mission: int, of: Table) -> set[tuple[date, tuple[int, int]]]:
    """The claims and the sources that a table counts from each day, where there are any."""
    sums = (func.sum(of.c.claims).label("more"), func.sum(of.c.sources).label("heard"))
    rows = await tx.all(select(of.c.day, *sums).where(of.c.mission_id == mission).group_by(of.c.day))
    return {(row.day, (int(row.more), int(row.heard))) for row in rows if row.more or row.heard}
