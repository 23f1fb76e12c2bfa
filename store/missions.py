"""Missions: which there are, how they are found by their names, and whole records in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select

from briefings.claims import Claim, Mission, Source, Standing
from briefings.record import Record
from store.audit import Audit
from store.bodies import entry_body, mission_of
from store.claims import Claims
from store.clashes import check_names
from store.entries import MISSIONS, PARTIES, REMARKS, SOURCES, entries_of, newest, version_row, write_entries
from store.recording import choose, index_remarks, touch
from store.recording import record as record_claims
from store.rows import MissionRef, MissionRow, folded
from store.tables import mission_names, mission_versions, missions
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a record did to the facts of its mission."""

    added: int
    changed: int
    unchanged: int


class Missions:
    """The missions of one space."""

    def __init__(self, tx: Transaction, audit: Audit, claims: Claims) -> None:
        self._tx = tx
        self._claims = claims
        self._audit = audit
        self._seen: frozenset[MissionRef] | None = None

    def see_only(self, refs: frozenset[MissionRef]) -> None:
        """Find no others from now on, as if this space had none but these."""
        self._seen = refs

    async def all(self) -> list[MissionRow]:
        """Every mission, archived ones too, in the order they were recorded."""
        known = self._tx.known
        if known and self._seen is None:
            return list(await known.lists.get("all", self._all))
        return await self._all()

    async def _all(self) -> list[MissionRow]:
        return [self._read(row) for row in await self._tx.all(self._newest().order_by(missions.c.id))]

    async def get(self, ref: MissionRef, known_at: datetime | None = None) -> MissionRow | None:
        """The mission of that reference as it stood; None when this space had none such."""
        if self._seen is not None and ref not in self._seen:
            return None
        known = self._tx.known
        if known and known_at is None:
            return await known.missions.get(ref, lambda: self._get(ref))
        return await self._get(ref, known_at)

    async def _get(self, ref: MissionRef, known_at: datetime | None = None) -> MissionRow | None:
        row = await self._tx.first(self._newest(known_at).where(missions.c.id == ref))
        return self._read(row, is_newest=known_at is None) if row else None

    async def find(self, words: str) -> list[MissionRow]:
        """The mission of that short name in any case, else those with that name or alias, else those with a name that
        begins so."""
        said = folded(words)
        named = await self._named(mission_names.c.folded == said)
        of_short = [row for row in named if folded(row.mission.short) == said]
        return of_short or named or await self._named(mission_names.c.folded.startswith(said, autoescape=True))

    async def bearing(self, name: str) -> list[Mission]:
        """What bears a name here, as short name, name or alias, whether it may be seen or not."""
        of_name = select(mission_names.c.mission_id).where(
            mission_names.c.space_id == self._tx.space, mission_names.c.folded == folded(name)
        )
        rows = await self._tx.all(self._versions().where(missions.c.id.in_(of_name)).order_by(missions.c.id))
        return [mission_of(row.body) for row in rows]

    async def revision(self) -> int:
        """A number that grows with every change to anything of any mission here."""
        query = select(func.coalesce(func.sum(missions.c.revision), 0)).where(missions.c.space_id == self._tx.space)
        return int(await self._tx.value(query))

    async def add(self, mission: Mission) -> MissionRow:
        """Open a mission of which nothing is recorded yet. Whether its names are free is for the caller to know."""
        row = MissionRow(await self._open(), mission, 0)
        await self._write(row.ref, mission)
        return await self._noted(row, "add mission")

    async def change(self, was: MissionRow, mission: Mission, action: str) -> MissionRow:
        """Let a mission say something else of itself from now on; a name that it gives up stays an alias.

        `action` is what the audit calls it.
        """
        now = with_former_names(was.mission, mission)
        await self._write(was.ref, now)
        return await self._noted(replace(was, mission=now), action)

    async def link(self, old: MissionRow, new: MissionRow) -> None:
        """Let one mission be the one before another from now on."""
        await self.change(old, replace(old.mission, succeeded_by=new.mission.short), "succeed")
        await self.change(new, replace(new.mission, preceded_by=old.mission.short), "succeed")

    async def _noted(self, row: MissionRow, action: str) -> MissionRow:
        await touch(self._tx, row)
        await self._audit.append(action, f"mission:{row.ref}")
        return replace(row, revision=row.revision + 1, is_sample=False)

    async def load(self, record: Record, is_sample: bool = False, action: str = "load") -> Loaded:
        """Bring the store to say what a record says; what the record leaves out stays as it is.

        A fact that says something else becomes a new version of its name. An equal record writes nothing.
        A mission first loaded as a sample is one until anything of it is changed or loaded otherwise. `action` is what
        the audit calls it. Raises UserError where a name of the record stands for something else here, which was
        recorded in chat.
        """
        row, is_new = await self._mission(record.mission, is_sample)
        if action == "load":  # an import shows beforehand what each row would change
            await check_names(self._tx, row, record)
        is_adopted = row.is_sample and not is_sample
        ref, tx = row.ref, self._tx
        parties_ = await write_entries(tx, PARTIES, ref, record.parties)
        sources_ = await write_entries(tx, SOURCES, ref, await self._as_marked(ref, record.sources))
        facts = await record_claims(tx, row, record.claims, sources_.changed)
        is_chosen = await choose(tx, row, record.choices)
        remarks = await write_entries(tx, REMARKS, ref, record.remarks)
        await index_remarks(tx, row, [remark for remark in record.remarks if remark.name in remarks.names])
        if is_new or is_adopted or parties_ or sources_ or facts or is_chosen or remarks:
            await touch(tx, row, is_sample=row.is_sample and is_sample)
            counts = {"added": len(facts.added), "changed": len(facts.changed)}
            await self._audit.append(action, f"mission:{ref}", counts)
        return Loaded(len(facts.added), len(facts.changed), len(record.claims) - len(facts.names))

    async def _as_marked(self, mission: MissionRef, said: Sequence[Source]) -> list[Source]:
        """Sources of a record, internal and retracted as they are here: a file that does not say so opens nothing."""
        known = {source.name: source for source in await entries_of(self._tx, SOURCES, mission)}
        return [
            replace(source, internal=source.internal or known[source.name].internal,
                    retracted=source.retracted or known[source.name].retracted)
            if source.name in known else source
            for source in said
        ]  # fmt: skip

    async def export(self, mission: MissionRow) -> Record:
        """The record of a mission as it stands: what is withdrawn or not seen is left out, with all that leans on it."""
        every = await self._claims.every(mission)
        claims = [claim for claim in every if claim.standing is not Standing.WITHDRAWN]
        kept = {claim.name for claim in claims}
        remarks = await self._claims.remarks(mission)
        left = [replace(remark, claims=tuple(name for name in remark.claims if name in kept)) for remark in remarks]
        return Record(
            mission=mission.mission,
            sources=await self._claims.sources(mission),
            parties=await self._claims.parties(mission),
            claims=tuple(_as_recorded(claim, kept) for claim in claims),
            choices=tuple(choice for choice in await self._claims.choices(mission) if choice.claim in kept),
            remarks=tuple(remark for remark in left if remark.claims),
        )

    def _newest(self, known_at: datetime | None = None) -> Select[Any]:
        found = self._versions(known_at)
        return found if self._seen is None else found.where(missions.c.id.in_(self._seen))

    def _versions(self, known_at: datetime | None = None) -> Select[Any]:
        return (
            select(missions, mission_versions.c.body, mission_versions.c.version)
            .join(mission_versions, mission_versions.c.entry_id == missions.c.id)
            .where(missions.c.space_id == self._tx.space, newest(MISSIONS, known_at))
        )

    async def _named(self, is_named: Any) -> list[MissionRow]:
        ids = select(mission_names.c.mission_id).where(mission_names.c.space_id == self._tx.space, is_named)
        rows = await self._tx.all(self._newest().where(missions.c.id.in_(ids)).order_by(missions.c.id))
        return [self._read(row) for row in rows]

    def _read(self, row: Any, *, is_newest: bool = True) -> MissionRow:
        found = _row(row)
        if is_newest:
            self._tx.revisions[found.ref] = found.revision
        return found

    async def _mission(self, mission: Mission, is_sample: bool) -> tuple[MissionRow, bool]:
        """The row of a mission that says what is given, and whether anything had to be written for it."""
        known = await self._same(mission)
        said = await self._brought_up_to_date(known, mission) if known else mission
        if known and known.mission == said:
            return known, False
        ref = known.ref if known else await self._open()
        await self._write(ref, said)
        return replace(known, mission=said) if known else MissionRow(ref, said, 0, is_sample), True

    async def _same(self, mission: Mission) -> MissionRow | None:
        """The mission that goes, or went, by the same short name, else by the same name; None when neither is known."""
        for name in (mission.short, mission.name):
            found = await self._named(mission_names.c.folded == folded(name))
            of_today = [row for row in found if folded(name) in _own_names(row.mission)]
            of_old = [row for row in found if folded(name) in await self._former_names(row.ref)]
            if of_today or of_old:
                return (of_today or of_old)[0]
        return None

    async def _brought_up_to_date(self, known: MissionRow, mission: Mission) -> Mission:
        """What a record says of a mission, with what it leaves out as it stands; a file older than a change of name
        brings the old name back as an alias only."""
        said = _with_what_is_left_out(mission, known.mission)
        former = await self._former_names(known.ref) - _own_names(known.mission)
        kept = {
            part: getattr(known.mission, part) for part in ("short", "name") if folded(getattr(said, part)) in former
        }
        return with_former_names(known.mission, replace(said, **kept))

    async def _former_names(self, ref: MissionRef) -> set[str]:
        """Every short name and name that a mission ever had, folded."""
        query = select(mission_versions.c.body).where(
            mission_versions.c.space_id == self._tx.space, mission_versions.c.entry_id == ref
        )
        return {name for row in await self._tx.all(query) for name in _own_names(mission_of(row.body))}

    async def _write(self, ref: MissionRef, mission: Mission) -> None:
        """Write what a mission says of itself as its next version, and the names by which it is found."""
        of_mission = mission_versions.c.entry_id == ref
        version = await self._tx.value(select(func.max(mission_versions.c.version)).where(of_mission))
        await self._tx.write(insert(mission_versions).values(
            version_row(self._tx, ref, (version or 0) + 1, entry_body(mission))
        ))  # fmt: skip
        await self._rename(ref, mission)

    async def _open(self) -> MissionRef:
        (ref,) = await self._tx.insert(insert(missions), [{"space_id": self._tx.space}])
        return MissionRef(ref)

    async def _rename(self, ref: MissionRef, mission: Mission) -> None:
        await self._tx.write(delete(mission_names).where(mission_names.c.mission_id == ref))
        names = dict.fromkeys(folded(name) for name in mission.names)
        await self._tx.write(insert(mission_names), [
            {"space_id": self._tx.space, "mission_id": ref, "folded": name} for name in names
        ])  # fmt: skip


def _row(row: Any) -> MissionRow:
    return MissionRow(MissionRef(row.id), mission_of(row.body), row.revision, row.is_sample)


def _own_names(mission: Mission) -> set[str]:
    return {folded(mission.short), folded(mission.name)}


def with_former_names(was: Mission, now: Mission) -> Mission:
    """A mission that can still be found by the names it gives up."""
    found_by = {folded(name) for name in now.names}
    given_up = (name for name in (was.short, was.name) if folded(name) not in found_by)
    return replace(now, aliases=(*now.aliases, *dict.fromkeys(given_up)))


def _with_what_is_left_out(record: Mission, known: Mission) -> Mission:
    """What a record says of a mission; what it says nothing of as it is known, and every alias."""
    left_out = (part.name for part in fields(Mission) if getattr(record, part.name) in ("", (), {}))
    kept = {name: getattr(known, name) for name in left_out}
    # What two people must agree on stays so: a file can ask for more of it, never for less.
    joined = {
        part: tuple(dict.fromkeys((*getattr(record, part), *getattr(known, part)))) for part in ("aliases", "two_for")
    }
    return replace(record, **{**kept, **joined})


def _as_recorded(claim: Claim, kept: set[str]) -> Claim:
    """The claim as it stands, without its links to what is left out."""
    links = tuple(link for link in claim.links if link.to in kept)
    return replace(claim, links=links, recorded_at=None)
