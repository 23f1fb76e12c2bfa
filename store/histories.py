"""What befell claims: each version, what was done between them, who flagged what, and which names changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, exists, func, select

from briefings.claims import Claim
from store.bodies import claim_of
from store.clearance import is_open, sees_all
from store.entries import SOURCES
from store.queries import is_named_openly, newest_claims, of_mission
from store.recording import Change
from store.rows import MissionRef, MissionRow
from store.spells import STANDING_CHANGES
from store.tables import claim_changes, claims, missions, people, source_versions, sources
from store.transaction import Transaction

_LATER = claim_changes.alias("later")
_SETTLING = ("correct", "withdraw", "keep")
"""What answers a flag."""


@dataclass(frozen=True, slots=True)
class Event:
    """What befell a claim: recorded (with the claim as it then read, and why it was corrected), or changed (and why)."""

    at: datetime
    person: str
    what: str
    claim: Claim | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """What somebody says looks wrong: the claim's name, who says so (by name and by id), when and why."""

    name: str
    at: datetime
    person: str
    reason: str
    by: int | None = None


async def history(tx: Transaction, mission: MissionRow, name: str) -> list[Event]:
    """All that befell a claim, oldest first; empty when there is no such claim. Flags are for editors only."""
    name = name.strip().upper()
    events = (await histories(tx, mission, name)).get(name, [])
    newest = next((event for event in reversed(events) if event.claim), None)
    of_source = await _retractions(tx, mission, newest) if newest else []
    return sorted([*events, *of_source], key=lambda event: event.at)


async def histories(tx: Transaction, mission: MissionRow, name: str = "") -> dict[str, list[Event]]:
    """All that befell each claim, or the one of a name, itself, oldest first; not what befell its source."""
    told = func.coalesce(people.c.name, "").label("person")
    versions = of_mission(tx, mission.ref, select(claims.c.name, claims.c.body, claims.c.recorded_at.label("at"), told))
    versions = versions.outerjoin(people, people.c.id == claims.c.person_id)
    changes = select(
        claim_changes.c.name, claim_changes.c.at, claim_changes.c.change, claim_changes.c.reason, told
    ).outerjoin(people, people.c.id == claim_changes.c.person_id)
    changes = changes.where(
        claim_changes.c.space_id == tx.space,
        claim_changes.c.mission_id == mission.ref,
        claim_changes.c.change != Change.FLAG.value,
    )
    if name:
        versions, changes = versions.where(claims.c.name == name), changes.where(claim_changes.c.name == name)
    said, done = defaultdict[str, list[Event]](list), defaultdict[str, list[Event]](list)
    for row in await tx.all(versions.order_by(claims.c.version)):
        said[row.name].append(_recorded(row))
    for row in await tx.all(changes.order_by(claim_changes.c.id)):
        done[row.name].append(Event(row.at, row.person, row.change, reason=row.reason))
    shown = await _shown(tx, mission, said)
    return {each: _in_order(events, done[each]) for each, events in said.items() if each in shown}


async def _shown(tx: Transaction, mission: MissionRow, names: Iterable[str]) -> set[str]:
    """Those of the names whose newest version may be seen: a fact that was opened once and is internal now is not."""
    if sees_all(tx, mission.ref):
        return set(names)
    return {row.name for row in await tx.all(newest_claims(tx, mission.ref))}


async def _retractions(tx: Transaction, mission: MissionRow, newest: Event) -> list[Event]:
    """When the source of a claim was retracted and restored, and why, since the claim said what it says."""
    query = (
        select(source_versions.c.body, source_versions.c.recorded_at.label("at"),
               func.coalesce(people.c.name, "").label("person"))
        .join(sources, sources.c.id == source_versions.c.entry_id)
        .outerjoin(people, people.c.id == source_versions.c.person_id)
        .where(sources.c.space_id == tx.space, sources.c.mission_id == mission.ref)
    )  # fmt: skip
    source = newest.claim.source if newest.claim else ""
    rows = await tx.all(query.where(sources.c.name == source).order_by(source_versions.c.version))
    said = [SOURCES.read(row.body).retracted for row in rows]
    return [Event(row.at, row.person, "retract source" if now else "restore source", reason=now)
            for row, was, now in zip(rows[1:], said, said[1:], strict=False)
            if bool(was) != bool(now) and row.at >= newest.at]  # fmt: skip


async def flags(tx: Transaction, mission: MissionRow, limit: int = 25) -> list[Flag]:
    """What looks wrong to somebody and was neither corrected, withdrawn nor kept since, the newest first."""
    settled = exists().where(
        _LATER.c.mission_id == claim_changes.c.mission_id, _LATER.c.name == claim_changes.c.name,
        _LATER.c.id > claim_changes.c.id, _LATER.c.change.in_(_SETTLING),
    )  # fmt: skip
    query = select(claim_changes, func.coalesce(people.c.name, "").label("person")).outerjoin(
        people, people.c.id == claim_changes.c.person_id
    )
    query = query.where(
        claim_changes.c.space_id == tx.space,
        claim_changes.c.mission_id == mission.ref,
        claim_changes.c.change == Change.FLAG.value,
        ~settled,
        *is_named_openly(tx, mission.ref, claim_changes.c.name),
    )
    rows = await tx.all(query.order_by(claim_changes.c.id.desc()).limit(limit))
    return [Flag(row.name, row.at, row.person, row.reason, row.person_id) for row in rows]


def names_changed(tx: Transaction, mission: MissionRef, moment: datetime) -> CompoundSelect[Any]:
    """The names of the claims of which something was recorded or done, or recorded of their source, after a moment."""
    ours = select(missions.c.id).where(missions.c.space_id == tx.space, missions.c.id == mission)
    # Each part is read from an index alone, so the mission is asked for the space.
    said = select(claims.c.name).where(claims.c.mission_id == ours.scalar_subquery(), claims.c.recorded_at > moment,
                                       *is_open(tx, mission, claims.c.source_id))  # fmt: skip
    done = select(claim_changes.c.name).where(
        claim_changes.c.mission_id == ours.scalar_subquery(), claim_changes.c.at > moment,
        claim_changes.c.change.in_(STANDING_CHANGES), *is_named_openly(tx, mission, claim_changes.c.name),
    )  # fmt: skip
    of_sources = (
        select(claims.c.name)
        .join(source_versions, source_versions.c.entry_id == claims.c.source_id)
        .where(claims.c.mission_id == ours.scalar_subquery(), source_versions.c.recorded_at > moment,
               source_versions.c.version > 1, *is_open(tx, mission, claims.c.source_id))
    )  # fmt: skip
    return said.union(done, of_sources)


def _in_order(said: Sequence[Event], done: Sequence[Event]) -> list[Event]:
    """The versions of a claim, each with the reason that was given for it, and what befell it between them."""
    reasons = [event for event in done if event.what == Change.CORRECT.value]
    told = [event for event in done if event not in reasons]
    return sorted([*_with_reasons(said, reasons), *told], key=lambda event: event.at)


def _with_reasons(said: Sequence[Event], reasons: Sequence[Event]) -> list[Event]:
    """Versions with the reasons that were given for them: each reason is of the first version of its moment without one."""
    left = list(reasons)
    told: list[Event] = []
    for number, event in enumerate(said):
        why = next((reason for reason in left if number and reason.at == event.at), None)
        if why:
            left.remove(why)
        told.append(replace(event, reason=why.reason) if why else event)
    return told


def _recorded(row: Any) -> Event:
    return Event(row.at, row.person, "record", claim_of(row.body, recorded_at=row.at))
