"""The Picture of a mission from a few indexed queries, whatever the length of its history.

It equals `briefings.picture.picture` over the same claims, but holds only the sources of its own claims, the
remarks that touch them, and what reached the targets it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, case, cast, exists, func, select

from briefings.claims import Choice, Claim, Mission, Party, Remark, Source, Standing
from briefings.kinds import KINDS
from briefings.picture import Clocks, Picture, Tally
from store.bodies import claim_of, mission_of
from store.clearance import Hidden, hidden, open_choices, open_parties, open_remarks
from store.entries import MISSIONS, PARTIES, REMARKS, SOURCES, bodies, entries_of, newest
from store.rows import MissionRow
from store.spells import counting, last_change, standing, superseded_names
from store.tables import (
    choices,
    claims,
    mission_versions,
    remark_claims,
    series,
    sources,
    spells,
    tallies,
    tally_changes,
)
from store.transaction import Transaction, in_parts

_MOST = max(kind.keeps for kind in KINDS.values())
_TARGET, _COUNT = claims.alias("target"), claims.alias("count")
"""Made once: to make an alias takes longer than to ask the query it stands in."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Which claims a Picture holds, by their ids: each series newest first, and what is awaited."""

    series: Mapping[str, Sequence[int]]
    awaited: Mapping[str, int]

    @property
    def ids(self) -> Iterator[int]:
        for found in self.series.values():
            yield from found
        yield from self.awaited.values()

    @property
    def targets(self) -> list[int]:
        return [id_ for key, found in self.series.items() if _kind(key) == "target" for id_ in found]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is looked at: under which clocks, and without which sources."""

    clocks: Clocks
    hidden: Hidden

    @property
    def counting(self) -> list[ColumnElement[bool]]:
        return counting(self.clocks, hidden=self.hidden)


async def picture(tx: Transaction, mission: MissionRow, clocks: Clocks) -> Picture:
    """The Picture of a mission under the clocks."""
    sight = _Sight(clocks, await hidden(tx, mission.ref, clocks.known_at))
    held = await _held(tx, mission, sight)
    reached = await _reached(tx, held.targets, sight)
    claims_ = await claims_by_id(tx, [*held.ids, *reached.values()], clocks)
    return Picture(
        mission=await _mission_then(tx, mission, clocks),
        clocks=clocks,
        series={key: tuple(claims_[id_] for id_ in found) for key, found in held.series.items()},
        awaited={key: claims_[id_] for key, id_ in held.awaited.items()},
        reached={claims_[target].name: claims_[count] for target, count in reached.items()},
        sources=await _sources(tx, mission, claims_.values(), clocks),
        parties=await parties_of(tx, mission, clocks),
        choices=await choices_of(tx, mission, clocks),
        remarks=await _remarks(tx, mission, claims_.values(), sight),
        tally=await _tally(tx, mission, sight),
    )


async def _mission_then(tx: Transaction, mission: MissionRow, clocks: Clocks) -> Mission:
    """What was known of a mission itself; before anything was known of it, what is known now."""
    if clocks.known_at is None:
        return mission.mission
    of_mission = (mission_versions.c.space_id == tx.space, mission_versions.c.entry_id == mission.ref)
    query = select(mission_versions.c.body).where(*of_mission, newest(MISSIONS, clocks.known_at))
    row = await tx.first(query)
    return mission_of(row.body) if row else mission.mission


async def _held(tx: Transaction, mission: MissionRow, sight: _Sight) -> _Held:
    query = select(series.c.key, _newest_in_series(sight), _next_in_series(sight)).where(
        series.c.space_id == tx.space, series.c.mission_id == mission.ref
    )
    rows = [row for row in await tx.all(query.order_by(series.c.id)) if _kind(row.key) in KINDS]
    return _Held(
        series={row.key: [int(id_) for id_ in row.newest.split()][: KINDS[_kind(row.key)].keeps]
                for row in rows if row.newest},
        awaited={row.key: row.next for row in rows if row.next and not row.newest},
    )  # fmt: skip


def _kind(key: str) -> str:
    return key.split("\x1f")[0]


def _of_series(sight: _Sight) -> Select[Any]:
    of_series = (spells.c.mission_id == series.c.mission_id, spells.c.series == series.c.key, *sight.counting)
    return select(spells.c.claim_id).where(*of_series).correlate(series)


def _newest_in_series(sight: _Sight) -> Any:
    """The ids of the newest claims of a series that count on the day, as one text; NULL when none does."""
    # One walk down an index per series on both engines; SQLite has no lateral joins.
    newest = (
        _of_series(sight).where(spells.c.counts_from <= sight.clocks.as_of)
        .order_by(spells.c.counts_from.desc(), spells.c.ordinal.desc()).limit(_MOST).subquery()
    )  # fmt: skip
    ids = func.aggregate_strings(cast(newest.c.claim_id, String), " ")
    return select(ids).select_from(newest).scalar_subquery().label("newest")


def _next_in_series(sight: _Sight) -> Any:
    """The id of the first claim of a series that counts after the day; NULL when none does."""
    after = _of_series(sight).where(spells.c.counts_from > sight.clocks.as_of)
    return after.order_by(spells.c.counts_from, spells.c.ordinal).limit(1).scalar_subquery().label("next")


async def _reached(tx: Transaction, targets: Sequence[int], sight: _Sight) -> dict[int, int]:
    """For each target, the first count of the same scope at or above it."""
    if not targets:
        return {}
    first = case((_is_ever_reached(), _first_reaching(sight))).label("reached_by")
    query = select(_TARGET.c.id, first).where(_TARGET.c.space_id == tx.space, _TARGET.c.id.in_(targets))
    return {row.id: row.reached_by for row in await tx.all(query) if row.reached_by}


def _first_reaching(sight: _Sight) -> ScalarSelect[int]:
    return (
        select(spells.c.claim_id)
        .join(_COUNT, _COUNT.c.id == spells.c.claim_id)
        .where(*_reach(), spells.c.counts_from <= sight.clocks.as_of, _COUNT.c.scope == _TARGET.c.scope)
        .where(*sight.counting)
        .order_by(spells.c.counts_from, spells.c.ordinal.desc())
        .limit(1)
        .correlate(_TARGET)
        .scalar_subquery()
    )


def _is_ever_reached() -> ColumnElement[bool]:
    # Most targets are never reached: by number that is told at once, by day only after the last count.
    return exists().where(*_reach()).correlate(_TARGET)


def _reach() -> list[ColumnElement[bool]]:
    return [
        spells.c.mission_id == _TARGET.c.mission_id,
        spells.c.series == "strength" + func.substr(_TARGET.c.series, len("target") + 1),
        spells.c.reaches >= _TARGET.c.number,
    ]


async def claims_by_id(tx: Transaction, ids: Iterable[int], clocks: Clocks) -> dict[int, Claim]:
    """The claims with those ids, standing as they did under the clocks."""
    found: dict[int, Claim] = {}
    for part in in_parts(dict.fromkeys(ids)):
        query = claim_rows(tx, clocks).where(claims.c.id.in_(part))
        found |= {row.id: claim_in(row) for row in await tx.all(query)}
    return found


def claim_rows(tx: Transaction, clocks: Clocks | None = None) -> Select[Any]:
    """All that is needed to make claims again; without clocks as they stand now."""
    change = last_change(claims, clocks.known_at if clocks else None)
    columns = (claims.c.id, claims.c.name, claims.c.version, claims.c.body, claims.c.recorded_at)
    return select(*columns, change.label("change")).where(claims.c.space_id == tx.space)


def claim_in(row: Any) -> Claim:
    """The claim of such a row."""
    return claim_of(row.body, _STANDINGS.get(row.change, Standing.LIVE), row.recorded_at)


_STANDINGS = {"withdraw": Standing.WITHDRAWN, "hold": Standing.HELD}


async def _sources(tx: Transaction, mission: MissionRow, held: Iterable[Claim], clocks: Clocks) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for part in in_parts(dict.fromkeys(claim.source for claim in held)):
        query = bodies(tx, SOURCES, mission.ref, clocks.known_at).where(sources.c.name.in_(part))
        found |= {row.name: SOURCES.read(row.body) for row in await tx.all(query)}
    return found


async def choices_of(tx: Transaction, mission: MissionRow, clocks: Clocks) -> tuple[Choice, ...]:
    """The editors' choices as they stood, in the order they were first made."""
    query = select(choices).where(choices.c.space_id == tx.space, choices.c.mission_id == mission.ref)
    if clocks.known_at:
        query = query.where(choices.c.at <= clocks.known_at)
    last = {row.name: row for row in await tx.all(query.order_by(choices.c.id))}
    found = [Choice(row.name, row.reason) for row in last.values() if row.is_chosen]
    return await open_choices(tx, mission.ref, found, await hidden(tx, mission.ref, clocks.known_at))


async def parties_of(tx: Transaction, mission: MissionRow, clocks: Clocks) -> tuple[Party, ...]:
    """The parties as they stood, without those that are merged into another."""
    every = await entries_of(tx, PARTIES, mission.ref, clocks.known_at)
    found = [party for party in every if not party.merged_into]
    return await open_parties(tx, mission.ref, found, await hidden(tx, mission.ref, clocks.known_at))


async def _remarks(tx: Transaction, mission: MissionRow, held: Iterable[Claim], sight: _Sight) -> tuple[Remark, ...]:
    names = {claim.name for claim in held}
    mine = select(remark_claims.c.remark_id).where(
        remark_claims.c.mission_id == mission.ref, remark_claims.c.name.in_(names)
    )
    rows = await tx.all(bodies(tx, REMARKS, mission.ref, sight.clocks.known_at).where(REMARKS.entries.c.id.in_(mine)))
    remarks = [REMARKS.read(row.body) for row in rows]
    return await open_remarks(
        tx, mission.ref, [remark for remark in remarks if names.intersection(remark.claims)], sight.hidden
    )


async def _tally(tx: Transaction, mission: MissionRow, sight: _Sight) -> Tally:
    """How many claims and sources count on the day."""
    must_count = sight.clocks.published_by or sight.hidden
    row = await tx.first(_count(tx, mission, sight) if must_count else _sum(tx, mission, sight.clocks))
    return Tally(row.claims or 0, row.sources or 0) if row else Tally()


def _sum(tx: Transaction, mission: MissionRow, clocks: Clocks) -> Select[Any]:
    """The sum of the days' tallies, or of the changes to them that were known."""
    of = tally_changes if clocks.known_at else tallies
    query = select(func.sum(of.c.claims).label("claims"), func.sum(of.c.sources).label("sources")).where(
        of.c.space_id == tx.space, of.c.mission_id == mission.ref, of.c.day <= clocks.as_of
    )
    return query.where(of.c.since <= clocks.known_at) if clocks.known_at else query


def _count(tx: Transaction, mission: MissionRow, sight: _Sight) -> Select[int, int]:
    """One pass over all spells: what was readable on a day, or may be seen, can only be counted."""
    heard = func.count(spells.c.source_id.distinct()).label("sources")
    return select(func.count().label("claims"), heard).where(
        spells.c.mission_id == mission.ref,
        spells.c.space_id == tx.space,
        spells.c.counts_from <= sight.clocks.as_of,
        *standing(sight.clocks, hidden=sight.hidden),
        spells.c.beside.is_(False),
        spells.c.name.not_in(superseded_names(mission.ref, sight.clocks, sight.hidden)),
    )
