"""Recording: every way in which claims, choices and remarks are written. Rows are added, none is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import func, insert, select, update

from briefings.claims import Choice, Claim, Remark, Standing
from briefings.document import UserError
from briefings.document import mark as _
from briefings.kinds import series_of
from store.bodies import claim_body
from store.entries import Written, ids_of
from store.pictures import claim_in, claim_rows
from store.rows import MissionRow, folded
from store.spells import STANDING_CHANGES, draw, is_newest
from store.tables import (
    choices,
    claim_changes,
    claim_links,
    claim_parties,
    claims,
    missions,
    remark_claims,
    remarks,
    series,
    sources,
)
from store.transaction import AT_ONCE, Transaction, in_parts


class Change(StrEnum):
    """What can befall a claim after it was recorded.

    `CORRECT` gives the reason of a newer version, `FLAG` says that the claim looks wrong, `KEEP` that somebody
    looked at it and lets it stand; these leave the claim standing as it stood.
    """

    WITHDRAW = "withdraw"
    RESTORE = "restore"
    HOLD = "hold"
    RELEASE = "release"
    CORRECT = "correct"
    FLAG = "flag"
    KEEP = "keep"


_ALLOWED = {
    Change.WITHDRAW: (Standing.LIVE, Standing.HELD),
    Change.RESTORE: (Standing.WITHDRAWN,),
    Change.HOLD: (Standing.LIVE,),
    Change.RELEASE: (Standing.HELD,),
    Change.CORRECT: tuple(Standing),
    Change.FLAG: (Standing.LIVE, Standing.HELD),
    Change.KEEP: (Standing.LIVE, Standing.HELD),
}


async def record(tx: Transaction, mission: MissionRow, said: Sequence[Claim], redated: Iterable[str] = ()) -> Written:
    """Record claims in their order: a new name is added, a changed claim gets a version, an equal one nothing.

    `redated` names sources that now say something else of themselves: their claims may count from another day.
    """
    known = await _known(tx, mission, [claim.name for claim in said])
    added = [claim for claim in said if claim.name not in known]
    changed = [
        claim for claim in said if claim.name in known and claim_in(known[claim.name]) != _as_known(claim, known)
    ]
    await _insert(tx, mission, [*added, *changed], known)
    moved = await _of_sources(tx, mission, redated)
    if added or changed or moved:
        await draw(tx, mission.ref, [*(claim.name for claim in (*added, *changed)), *moved])
    return Written(tuple(claim.name for claim in added), tuple(claim.name for claim in changed))


async def known_claims(tx: Transaction, mission: MissionRow, names: Sequence[str]) -> dict[str, Claim]:
    """Those of these claims that are there, by their names, as they read now."""
    return {name: claim_in(row) for name, row in (await _known(tx, mission, names)).items()}


async def _known(tx: Transaction, mission: MissionRow, names: Sequence[str]) -> dict[str, Any]:
    """The newest version of each of these claims that is there."""
    query = claim_rows(tx).add_columns(claims.c.ordinal).where(claims.c.mission_id == mission.ref, is_newest())
    return {row.name: row for part in in_parts(names) for row in await tx.all(query.where(claims.c.name.in_(part)))}


def _as_known(claim: Claim, known: dict[str, Any]) -> Claim:
    there = claim_in(known[claim.name])
    return replace(claim, standing=there.standing, recorded_at=there.recorded_at)


async def _of_sources(tx: Transaction, mission: MissionRow, names: Iterable[str]) -> list[str]:
    """The names of all claims read in these sources."""
    ids = list((await ids_of(tx, sources, mission.ref, names)).values())
    found = [await tx.all(select(claims.c.name).where(claims.c.source_id.in_(part))) for part in in_parts(ids)]
    return [row.name for rows in found for row in rows]


async def _insert(tx: Transaction, mission: MissionRow, said: Sequence[Claim], known: Mapping[str, Any]) -> None:
    if not said:
        return
    source_ids = await ids_of(tx, sources, mission.ref, (claim.source for claim in said))
    ordinals = await _ordinals(tx, mission, said, known)
    ids = await tx.insert(insert(claims), [
        _claim_row(claim) | {
            "space_id": tx.space, "mission_id": mission.ref, "source_id": source_ids[claim.source],
            "version": known[claim.name].version + 1 if claim.name in known else 1,
            "ordinal": ordinals[claim.name], "recorded_at": tx.moment, "person_id": tx.person,
        }
        for claim in said
    ])  # fmt: skip
    await _insert_around(tx, mission, dict(zip(ids, said, strict=True)))
    if len(said) > AT_ONCE:
        await tx.settle(claims, claim_links)


async def _insert_around(tx: Transaction, mission: MissionRow, said: Mapping[int, Claim]) -> None:
    """Record, for claims by their ids, their links, their parties and what else they open."""
    ours = {"space_id": tx.space, "mission_id": mission.ref}
    await tx.write(insert(claim_links), [
        ours | {"claim_id": id_, "relation": link.relation.value, "target": link.to}
        for id_, claim in said.items() for link in claim.links
    ])  # fmt: skip
    await tx.write(insert(claim_parties), [
        ours | {"claim_id": id_, "folded": name} for id_, claim in said.items() for name in _parties(claim)
    ])  # fmt: skip
    await _open_series(tx, mission, {series_of(claim) for claim in said.values()})
    await _count_facts(tx, mission, said.values())


def _claim_row(claim: Claim) -> dict[str, Any]:
    return {
        "name": claim.name, "kind": claim.kind, "series": series_of(claim), "scope": claim.scope,
        "number": claim.quantity.low if claim.quantity else None, "beside": claim.beside,
        "search": _search_text(claim), "body": claim_body(claim),
    }  # fmt: skip


def _search_text(claim: Claim) -> str:
    """Every word of a claim by which people may look for it."""
    value = claim.value if isinstance(claim.value, tuple) else (str(claim.value or ""),)
    said = (claim.name, claim.kind, claim.subject, claim.aspect, claim.scope, claim.text, claim.quote, claim.said_by,
            *claim.actors, claim.doubt, claim.note, *value, *(str(detail) for detail in claim.details.values()))  # fmt: skip
    return folded(" ".join(said))


def _parties(claim: Claim) -> set[str]:
    return {folded(name) for name in (claim.subject, claim.scope, claim.said_by, *claim.actors) if name}


async def _ordinals(
    tx: Transaction, mission: MissionRow, said: Sequence[Claim], known: Mapping[str, Any]
) -> dict[str, int]:
    """The place of each claim in the order of recording; a newer version keeps the place of its name."""
    last = await tx.value(select(func.max(claims.c.ordinal)).where(claims.c.mission_id == mission.ref))
    new = [claim.name for claim in said if claim.name not in known]
    return {name: row.ordinal for name, row in known.items()} | {
        name: ordinal for ordinal, name in enumerate(new, (last or 0) + 1)
    }


async def _open_series(tx: Transaction, mission: MissionRow, keys: set[str]) -> None:
    there = await tx.all(select(series.c.key).where(series.c.mission_id == mission.ref))
    new = keys.difference(row.key for row in there)
    await tx.write(insert(series), [
        {"space_id": tx.space, "mission_id": mission.ref, "key": key} for key in sorted(new)
    ])  # fmt: skip


async def _count_facts(tx: Transaction, mission: MissionRow, said: Iterable[Claim]) -> None:
    """Remember the highest number of an F-name, so that the next fact gets a name nobody ever had."""
    numbers = [int(claim.name[1:]) for claim in said if re.fullmatch(r"F\d+", claim.name)]
    if numbers:
        last = update(missions).where(missions.c.id == mission.ref, missions.c.last_fact < max(numbers))
        await tx.write(last.values(last_fact=max(numbers)))


async def next_name(tx: Transaction, mission: MissionRow) -> str:
    """The name of the next fact that is recorded in chat, such as F12."""
    last = await tx.value(select(missions.c.last_fact).where(missions.c.id == mission.ref))
    return f"F{last + 1}"


async def next_of_source(tx: Transaction, mission: MissionRow, source: str) -> str:
    """The name of the next fact from a source, such as S2-34: one more than the highest that any of its facts had."""
    mine = (claims.c.name >= f"{source}-", claims.c.name < f"{source}-\U0010ffff")
    rows = await tx.all(select(claims.c.name).where(claims.c.mission_id == mission.ref, claims.c.version == 1, *mine))
    numbers = [int(found[1]) for row in rows if (found := re.fullmatch(r"S\d+-(\d+)", row.name))]
    return f"{source}-{max(numbers, default=0) + 1:02}"


async def next_source(tx: Transaction, mission: MissionRow) -> str:
    """The name of the next source, such as S3."""
    rows = await tx.all(select(sources.c.name).where(sources.c.mission_id == mission.ref))
    numbers = [int(row.name[1:]) for row in rows if re.fullmatch(r"S\d+", row.name)]
    return f"S{max(numbers, default=-1) + 1}"


async def touch(tx: Transaction, mission: MissionRow, *, is_sample: bool = False) -> None:
    """Let the mission's revision grow: something of it has changed, and it is a sample no longer unless told so.

    Raises LookupError for another space's.
    """
    mine = (missions.c.space_id == tx.space, missions.c.id == mission.ref)
    touched = update(missions).where(*mine).values(revision=missions.c.revision + 1, is_sample=is_sample)
    if not await tx.write(touched):
        raise LookupError(mission.ref)


async def change(tx: Transaction, mission: MissionRow, name: str, what: Change, reason: str) -> None:
    """Withdraw, restore, hold or release a claim, or note something of it.

    Raises UserError when there is no such claim, or when it does not stand as the change needs it.
    """
    there = (await _known(tx, mission, [name])).get(name)
    if there is None:
        raise UserError(_("There is no fact {name} in {mission}."), name=name, mission=mission.mission.short)
    stands = claim_in(there).standing
    if stands not in _ALLOWED[what]:
        raise UserError(_REFUSALS[stands], name=name)
    await tx.write(insert(claim_changes).values(
        space_id=tx.space, mission_id=mission.ref, name=name, change=what.value, reason=reason,
        person_id=tx.person, at=tx.moment,
    ))  # fmt: skip
    if what.value in STANDING_CHANGES:
        await draw(tx, mission.ref, [name])


_REFUSALS = {
    Standing.LIVE: _("{name} is neither withdrawn nor held."),
    Standing.HELD: _("{name} is held already."),
    Standing.WITHDRAWN: _("{name} is withdrawn; restore it first."),
}


async def choose(tx: Transaction, mission: MissionRow, said: Sequence[Choice], *, is_chosen: bool = True) -> bool:
    """Record editors' choices, or with `is_chosen` false that they are taken back; whether any was new."""
    query = select(choices).where(choices.c.space_id == tx.space, choices.c.mission_id == mission.ref)
    last = {row.name: (row.is_chosen, row.reason) for row in await tx.all(query.order_by(choices.c.id))}
    new = [choice for choice in said if last.get(choice.claim, (False,))[0] != is_chosen
           or (is_chosen and last[choice.claim][1] != choice.reason)]  # fmt: skip
    await tx.write(insert(choices), [
        {"space_id": tx.space, "mission_id": mission.ref, "name": choice.claim, "is_chosen": is_chosen,
         "reason": choice.reason, "person_id": tx.person, "at": tx.moment} for choice in new
    ])  # fmt: skip
    return bool(new)


async def index_remarks(tx: Transaction, mission: MissionRow, said: Iterable[Remark]) -> None:
    """Make remarks be found by the claims they are about."""
    wanted = {remark.name: remark for remark in said}
    ids = await ids_of(tx, remarks, mission.ref, wanted)
    pairs = [(ids[name], claim) for name, remark in wanted.items() for claim in dict.fromkeys(remark.claims)]
    there = await tx.all(select(remark_claims).where(remark_claims.c.remark_id.in_(ids.values())))
    known = {(row.remark_id, row.name) for row in there}
    await tx.write(insert(remark_claims), [
        {"space_id": tx.space, "mission_id": mission.ref, "remark_id": remark, "name": name}
        for remark, name in pairs if (remark, name) not in known
    ])  # fmt: skip
