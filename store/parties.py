"""Two names that turn out to be one party, or that are two after all: their facts follow, and history keeps what they said.

    merge(…)   the facts that name one party name the other from now on; both spellings find them
    split(…)   they name again what they named before

Each fact that follows gets a newer version of its own, so what was known before stays told as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import select

from briefings.claims import Claim, Party
from store.bodies import claim_of
from store.entries import PARTIES, entries_of, write_entries
from store.pictures import claim_in, claim_rows
from store.recording import Change, change, record
from store.rows import MissionRow, folded
from store.spells import is_newest
from store.tables import claim_parties, claims
from store.transaction import Transaction, in_parts


async def every_party(tx: Transaction, mission: MissionRow) -> tuple[Party, ...]:
    """All parties that were ever recorded, those that were merged into another too."""
    return await entries_of(tx, PARTIES, mission.ref)


async def naming(tx: Transaction, mission: MissionRow, names: Iterable[str]) -> list[Claim]:
    """The newest version of every claim that names a party by one of these names, whoever may see it."""
    wanted = [folded(name) for name in names]
    of_party = select(claim_parties.c.claim_id).where(
        claim_parties.c.mission_id == mission.ref, claim_parties.c.folded.in_(wanted)
    )
    query = claim_rows(tx).where(claims.c.mission_id == mission.ref, is_newest(), claims.c.id.in_(of_party))
    return [claim_in(row) for row in await tx.all(query.order_by(claims.c.ordinal))]


async def merge(tx: Transaction, mission: MissionRow, one: Party, into: Party) -> None:
    """Let one party be another from now on: its names are aliases of that one, and its facts name that one."""
    names = {folded(name) for name in one.names}
    known = {folded(name) for name in into.names}
    added = tuple(name for name in dict.fromkeys(one.names) if folded(name) not in known)
    await write_entries(tx, PARTIES, mission.ref, [
        replace(one, merged_into=into.name), replace(into, aliases=(*into.aliases, *added)),
    ])  # fmt: skip
    said = await naming(tx, mission, one.names)
    await _rename(
        tx, mission, [_named(claim, lambda name: into.name if folded(name) in names else name) for claim in said]
    )


async def split(tx: Transaction, mission: MissionRow, one: Party, into: Party) -> None:
    """Let a party that was merged into another be one of its own again, with the facts that named it."""
    names = {folded(name) for name in one.names}
    left = tuple(name for name in into.aliases if folded(name) not in names)
    await write_entries(tx, PARTIES, mission.ref, [replace(one, merged_into=""), replace(into, aliases=left)])
    said = await naming(tx, mission, [into.name])
    before = await _named_before(tx, mission, said, names)
    await _rename(
        tx, mission, [_back(claim, before[claim.name], names, into.name) for claim in said if claim.name in before]
    )


async def _named_before(
    tx: Transaction, mission: MissionRow, said: Iterable[Claim], names: set[str]
) -> dict[str, Claim]:
    """Of those claims that once bore one of the names, the last version that did."""
    found: dict[str, Claim] = {}
    for part in in_parts(claim.name for claim in said):
        query = select(claims.c.body).where(claims.c.mission_id == mission.ref, claims.c.name.in_(part))
        for row in await tx.all(query.order_by(claims.c.version)):
            claim = claim_of(row.body)
            if names.intersection(map(folded, _names(claim))):
                found[claim.name] = claim
    return found


def _names(claim: Claim) -> tuple[str, ...]:
    return (claim.subject, claim.scope, claim.said_by, *claim.actors)


def _named(claim: Claim, rename: Callable[[str], str]) -> Claim:
    """A claim with each of its parties under the name that it has then."""
    actors = tuple(dict.fromkeys(map(rename, claim.actors)))
    return replace(
        claim, subject=rename(claim.subject), scope=rename(claim.scope), said_by=rename(claim.said_by), actors=actors
    )


def _back(claim: Claim, before: Claim, names: set[str], into: str) -> Claim:
    """A claim that names one of the names again wherever an earlier version did; all else is as it is now."""
    parts = {part: getattr(before, part) for part in ("subject", "scope", "said_by")
             if getattr(claim, part) == into and folded(getattr(before, part)) in names}  # fmt: skip
    was = next((name for name in before.actors if folded(name) in names), "")
    actors = tuple(was if was and name == into else name for name in claim.actors)
    return replace(claim, actors=actors, **parts)


async def _rename(tx: Transaction, mission: MissionRow, said: list[Claim]) -> None:
    wrote = await record(tx, mission, said)
    for name in wrote.changed:
        await change(tx, mission, name, Change.CORRECT, "")
