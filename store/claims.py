"""The claims of a mission: found by name, figure, source, words or day, and changed one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from briefings.claims import Choice, Claim, Party, Relation, Remark, Source, Standing
from briefings.kinds import series_of
from briefings.picture import Clocks, Picture
from store import histories, parties
from store.audit import Audit, AuditRow
from store.clearance import Hidden, hidden, is_open, open_remarks, sees_all
from store.entries import PARTIES, REMARKS, SOURCES, bodies, entries_of, write_entries
from store.histories import Event, Flag
from store.pictures import choices_of, claim_in, claim_rows, parties_of, picture
from store.queries import newest_claims, of_mission
from store.recording import Change, change, choose, next_name, next_of_source, next_source, record, touch
from store.rows import MissionRef, MissionRow, folded
from store.spells import STANDING_CHANGES, counting, is_newest, standing
from store.tables import (
    claim_links,
    claim_parties,
    claims,
    missions,
    sources,
    spells,
)
from store.transaction import Transaction

_NOW = Clocks(date.max, date.max)


class Claims:
    """The claims of the missions of one space."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def picture(self, mission: MissionRow, clocks: Clocks) -> Picture:
        """The situation of a mission under the clocks; to readers the one that was made last of the same revision."""

        async def made() -> Picture:
            return await picture(self._tx, mission, clocks)

        sees = sees_all(self._tx, mission.ref)
        if not sees:  # whoever gets a kept Picture is told what it lacks, too
            await hidden(self._tx, mission.ref, clocks.known_at)
        kept, key = self._tx.pictures, (mission.ref, mission.revision, clocks, sees)
        if kept is None or (kept.kept(key) is None and not await self._is_of(mission)):
            return await self._tx.once(("picture", key), made)
        return await kept.get(key, made)

    async def _is_of(self, mission: MissionRow) -> bool:
        """Whether the mission stands as it is given in the moment that this transaction sees."""
        if mission.ref not in self._tx.revisions:
            query = select(missions.c.revision).where(
                missions.c.space_id == self._tx.space, missions.c.id == mission.ref
            )
            self._tx.revisions[mission.ref] = await self._tx.value(query)
        return self._tx.revisions[mission.ref] == mission.revision

    # found

    async def find(self, mission: MissionRow, name: str) -> Claim | None:
        """The claim of that permanent name in any case, withdrawn or not; None when there is none."""
        found = await self._claims(newest_claims(self._tx, mission.ref).where(claims.c.name == name.strip().upper()))
        return found[0] if found else None

    async def every(self, mission: MissionRow) -> list[Claim]:
        """All claims, withdrawn ones too, in the order they were recorded."""
        return await self._claims(newest_claims(self._tx, mission.ref))

    async def with_figure(self, mission: MissionRow, number: Decimal, clocks: Clocks = _NOW) -> list[Claim]:
        """The standing claims that give that number, newest first, whatever the day."""
        query = self._standing(mission, clocks).where(claims.c.number == number)
        return await self._claims(query.order_by(None).order_by(*_NEWEST_FIRST))

    async def of_source(
        self, mission: MissionRow, source: str, offset: int = 0, limit: int = 20
    ) -> tuple[list[Claim], int]:
        """A page of what was recorded from a source, withdrawn claims too, and how many there are in all."""
        return await self._page(self._from(mission, source), offset, limit)

    async def all_of_source(self, mission: MissionRow, source: str) -> list[Claim]:
        """All that was recorded from a source and is not withdrawn, in the order it was recorded."""
        found = await self._claims(self._from(mission, source))
        return [claim for claim in found if claim.standing is not Standing.WITHDRAWN]

    async def counts_by_source(self, mission: MissionRow) -> dict[str, int]:
        """How many facts were recorded from each source, withdrawn ones too."""
        query = select(sources.c.name, func.count(claims.c.id).label("facts")).join(
            claims, claims.c.source_id == sources.c.id
        )
        mine = (
            of_mission(self._tx, mission.ref, query).where(claims.c.version == 1).group_by(sources.c.id, sources.c.name)
        )
        return {row.name: row.facts for row in await self._tx.all(mine.order_by(sources.c.id))}

    async def linked_to(self, mission: MissionRow, name: str) -> list[tuple[Relation, Claim]]:
        """The claims that this one leans on, then those that lean on it; the claim's own links tell which."""
        claim = await self.find(mission, name)
        if claim is None:
            return []
        leaned_on = await self._claims(
            newest_claims(self._tx, mission.ref).where(claims.c.name.in_(link.to for link in claim.links))
        )
        leans_on_it = exists().where(claim_links.c.claim_id == claims.c.id, claim_links.c.target == claim.name)
        leaning = await self._claims(newest_claims(self._tx, mission.ref).where(leans_on_it))
        return [(link.relation, other) for link in claim.links for other in leaned_on if other.name == link.to] + [
            (link.relation, other) for other in leaning for link in other.links if link.to == claim.name
        ]

    async def in_order(
        self, mission: MissionRow, kinds: Sequence[str] = (), *, clocks: Clocks, party: str = "",
        from_day: date | None = None, to_day: date | None = None,
        newest_first: bool = False, offset: int = 0, limit: int = 20,
    ) -> tuple[list[Claim], int]:  # fmt: skip
        """A page of the claims that count on the day, by the day they count from, and how many there are in all.

        No kinds are all kinds; a party goes by any of its names.
        """
        query = self._counting(mission, clocks, await hidden(self._tx, mission.ref, clocks.known_at))
        if kinds:
            query = query.where(claims.c.kind.in_(kinds))
        if party:
            query = query.where(_names_party(await self._names_of(mission, party)))
        if from_day:
            query = query.where(spells.c.counts_from >= from_day)
        if to_day:
            query = query.where(spells.c.counts_from <= to_day)
        return await self._page(
            query.order_by(None).order_by(*(_NEWEST_FIRST if newest_first else _OLDEST_FIRST)), offset, limit
        )

    async def search(
        self, mission: MissionRow, words: str, clocks: Clocks, offset: int = 0, limit: int = 20
    ) -> tuple[list[Claim], int]:
        """A page of the standing claims that say all these words, newest first, and how many there are in all.

        Words that are a name of a party find what names it by any other, too.
        """
        says = and_(*(claims.c.search.contains(word, autoescape=True) for word in folded(words).split()))
        names = await self._names_of(mission, words)
        if len(names) > 1:
            says = or_(says, _names_party(names))
        query = self._standing(mission, clocks).where(spells.c.counts_from <= clocks.as_of, says)
        return await self._page(query.order_by(None).order_by(*_NEWEST_FIRST), offset, limit)

    async def names(self, mission: MissionRow, prefix: str = "", limit: int = 25) -> list[str]:
        """The first names that begin so, in the order they were recorded."""
        query = of_mission(self._tx, mission.ref, select(claims.c.name)).where(claims.c.version == 1)
        if prefix:
            first = prefix.strip().upper()
            query = query.where(claims.c.name >= first, claims.c.name < first + "\U0010ffff")
        rows = await self._tx.all(query.order_by(claims.c.ordinal).limit(limit))
        return [row.name for row in rows]

    # what befell them

    async def history(self, mission: MissionRow, name: str) -> list[Event]:
        """All that befell a claim, oldest first; empty when there is no such claim. Flags are for editors only."""
        return await histories.history(self._tx, mission, name)

    async def histories(self, mission: MissionRow) -> dict[str, list[Event]]:
        """All that befell each claim itself, oldest first; not what befell its source."""
        return await histories.histories(self._tx, mission)

    async def flags(self, mission: MissionRow, limit: int = 25) -> list[Flag]:
        """What looks wrong to somebody and was neither corrected, withdrawn nor kept since, the newest first."""
        return await histories.flags(self._tx, mission, limit)

    async def changed_since(self, mission: MissionRow, moment: datetime) -> int:
        """How many claims were recorded, corrected, withdrawn, restored, held or released after a moment.

        So were all claims of a source of which something else is recorded since, such as that it is retracted.
        """
        names = histories.names_changed(self._tx, mission.ref, moment).subquery()
        return int(await self._tx.value(select(func.count()).select_from(names)))

    async def names_changed(self, mission: MissionRow, moment: datetime) -> set[str]:
        """The names of those claims."""
        return {row.name for row in await self._tx.all(histories.names_changed(self._tx, mission.ref, moment))}

    # what claims lean on

    async def sources(self, mission: MissionRow, clocks: Clocks = _NOW) -> tuple[Source, ...]:
        """The sources as they stood, without those that could not be read yet or may not be seen."""
        query = bodies(self._tx, SOURCES, mission.ref, clocks.known_at)
        not_seen = await hidden(self._tx, mission.ref, clocks.known_at)
        found = [SOURCES.read(row.body) for row in await self._tx.all(query) if row.id not in not_seen]
        by = clocks.published_by
        return tuple(source for source in found if not (by and source.readable_from and source.readable_from > by))

    async def source(self, mission: MissionRow, name: str) -> Source | None:
        """The source of that name in any case; None when there is none that may be seen."""
        query = bodies(self._tx, SOURCES, mission.ref).where(sources.c.name == name.strip().upper())
        row = await self._tx.first(query.where(*is_open(self._tx, mission.ref, sources.c.id)))
        return SOURCES.read(row.body) if row else None

    async def hides(self, mission: MissionRow) -> bool:
        """Whether the mission has internal sources that may not be seen."""
        return bool(await hidden(self._tx, mission.ref))

    async def is_hidden(self, mission: MissionRow, name: str) -> bool:
        """Whether the source of that name is internal, or the fact of that name rests on one, and may not be seen."""
        not_seen = await hidden(self._tx, mission.ref)
        if not not_seen:
            return False
        wanted = name.strip().upper()
        of_source = select(sources.c.id).where(sources.c.id.in_(not_seen), sources.c.name == wanted)
        of_fact = select(claims.c.source_id).where(
            claims.c.mission_id == mission.ref, claims.c.name == wanted, claims.c.source_id.in_(not_seen), is_newest()
        )
        return await self._tx.value(of_source.union_all(of_fact)) is not None

    async def withheld(self, clocks: Clocks) -> int:
        """How many facts of the missions that were asked for stand on the day and were left out, as they may not be seen."""
        found = 0
        for mission in sorted(self._tx.left_out):
            ids = await hidden(self._tx, MissionRef(mission), clocks.known_at)
            query = select(func.count()).where(spells.c.mission_id == mission, spells.c.source_id.in_(ids),
                                               spells.c.counts_from <= clocks.as_of, *standing(clocks))  # fmt: skip
            found += await self._tx.value(query.select_from(spells))
        return found

    async def parties(self, mission: MissionRow, clocks: Clocks = _NOW) -> tuple[Party, ...]:
        return await parties_of(self._tx, mission, clocks)

    async def merged(self, mission: MissionRow) -> tuple[Party, ...]:
        """The parties that are merged into another."""
        every = await entries_of(self._tx, PARTIES, mission.ref)
        shown = {party.name for party in await self.parties(mission)}
        return tuple(party for party in every if party.merged_into in shown)

    async def naming(self, mission: MissionRow, party: Party) -> list[Claim]:
        """The facts that name a party by any of its names and may be seen, in the order they were recorded."""
        names = {folded(name) for name in party.names}
        return await self._claims(newest_claims(self._tx, mission.ref).where(_names_party(names)))

    async def merge(self, mission: MissionRow, one: Party, into: Party) -> None:
        """Let one party be another from now on, with all facts that name it."""
        await parties.merge(self._tx, mission, one, into)
        await self._note(mission, "merge party", one.name, into=into.name)

    async def split(self, mission: MissionRow, one: Party, into: Party) -> None:
        """Let a party that was merged into another be one of its own again, with the facts that named it."""
        await parties.split(self._tx, mission, one, into)
        await self._note(mission, "split party", one.name, into=into.name)

    async def remarks(self, mission: MissionRow, clocks: Clocks = _NOW) -> tuple[Remark, ...]:
        found = await entries_of(self._tx, REMARKS, mission.ref, clocks.known_at)
        return await open_remarks(self._tx, mission.ref, found, await hidden(self._tx, mission.ref, clocks.known_at))

    async def choices(self, mission: MissionRow, clocks: Clocks = _NOW) -> tuple[Choice, ...]:
        return await choices_of(self._tx, mission, clocks)

    # changed

    async def record(self, mission: MissionRow, claim: Claim, reason: str = "") -> Claim:
        """Record a claim and give it back as recorded: a new fact, or a newer version of the name it bears, and why.

        A claim without a name gets the next one, such as F12. Its source must be recorded already.
        """
        claim = replace(claim, name=claim.name or await next_name(self._tx, mission))
        wrote = await record(self._tx, mission, [claim])
        if wrote.changed:
            await change(self._tx, mission, claim.name, Change.CORRECT, reason)
        if wrote:
            await self._note(mission, "record" if wrote.added else "correct", claim.name)
        return replace(claim, recorded_at=self._tx.moment)

    async def next_name(self, mission: MissionRow, source: str) -> str:
        """The name that the next fact from a source gets, such as S2-34."""
        return await next_of_source(self._tx, mission, source)

    async def next_source(self, mission: MissionRow) -> str:
        """The name that the next source gets, such as S3."""
        return await next_source(self._tx, mission)

    async def record_party(self, mission: MissionRow, party: Party) -> None:
        """Record a party, or a newer version of the name it bears."""
        if await write_entries(self._tx, PARTIES, mission.ref, [party]):
            await self._note(mission, "record party", party.name)

    async def record_source(self, mission: MissionRow, source: Source) -> None:
        """Record a source, or a newer version of the name it bears; its claims move to the day it now gives."""
        was = await self.source(mission, source.name)
        wrote = await write_entries(self._tx, SOURCES, mission.ref, [source])
        await record(self._tx, mission, [], wrote.changed)
        if wrote:
            await self._note(mission, _done_to(was, source), source.name)

    async def withdraw(self, mission: MissionRow, name: str, reason: str) -> None:
        """Let a claim count no longer, until it is restored."""
        await self._change(mission, name, Change.WITHDRAW, reason)

    async def restore(self, mission: MissionRow, name: str, reason: str) -> None:
        """Let a withdrawn claim count again."""
        await self._change(mission, name, Change.RESTORE, reason)

    async def hold(self, mission: MissionRow, name: str, reason: str) -> None:
        """Mark a claim as under review; it keeps counting."""
        await self._change(mission, name, Change.HOLD, reason)

    async def release(self, mission: MissionRow, name: str, reason: str) -> None:
        """End the review of a held claim."""
        await self._change(mission, name, Change.RELEASE, reason)

    async def flag(self, mission: MissionRow, name: str, reason: str) -> None:
        """Note that a claim looks wrong to whoever changes the store; it stands as it stood."""
        await change(self._tx, mission, name, Change.FLAG, reason)
        await self._audit.append("flag", f"mission:{mission.ref} {name}")

    async def keep(self, mission: MissionRow, name: str, reason: str) -> None:
        """Let a claim that looked wrong to somebody stand as it is."""
        await change(self._tx, mission, name, Change.KEEP, reason)
        await self._audit.append("keep", f"mission:{mission.ref} {name}")

    async def choose(self, mission: MissionRow, name: str, reason: str) -> None:
        """Let a claim lead among its rivals, instead of any that was chosen among them before."""
        instead = await self._chosen_beside(mission, name)
        for other in instead:
            await choose(self._tx, mission, [other], is_chosen=False)
        if await choose(self._tx, mission, [Choice(name, reason)]) or instead:
            await self._note(mission, "choose", name, instead=[other.claim for other in instead])

    async def unchoose(self, mission: MissionRow, name: str, reason: str) -> None:
        """Take back the choice of a claim."""
        if await choose(self._tx, mission, [Choice(name, reason)], is_chosen=False):
            await self._note(mission, "unchoose", name)

    async def undo(self, mission: MissionRow, name: str, reason: str) -> AuditRow | None:
        """Bring back what a claim was before its last change; gives that change, None where there was none.

        Undone is what was done to the claim by itself: what a record file brought stays as it is, and what it
        brought later hides what was done before.
        """
        last = await self.last_done(mission, name)
        if last is None:
            return None
        match last.action:
            case "record" | "restore":
                await self.withdraw(mission, name, reason)
            case "withdraw":
                await self.restore(mission, name, reason)
                if await self._was_held(mission, name):
                    await self.hold(mission, name, reason)
            case "hold":
                await self.release(mission, name, reason)
            case "release":
                await self.hold(mission, name, reason)
            case "choose":
                await self._unchoose(mission, name, reason, last.details.get("instead", ()))
            case "unchoose":
                await self.choose(mission, name, reason)
            case _:
                await self.record(mission, await self._before(mission, name), reason)
        return last

    async def last_done(self, mission: MissionRow, name: str = "", *, person: int | None = None) -> AuditRow | None:
        """The last change to a claim that can be undone, or the last of a person's in the mission; None for none."""
        subject = f"mission:{mission.ref} {name}".rstrip()
        last = await self._audit.last(_UNDOABLE, subject, person)
        if last is None:
            return None
        newest = await self.find(mission, last.subject.rpartition(" ")[2])
        is_loaded_since = newest is None or (newest.recorded_at is not None and newest.recorded_at > last.at)
        return None if is_loaded_since else last

    async def _was_held(self, mission: MissionRow, name: str) -> bool:
        """Whether a claim that was withdrawn and restored last was under review before."""
        done = [event.what for event in await self.history(mission, name) if event.what in STANDING_CHANGES]
        return done[-3:-2] == [Change.HOLD.value]

    async def _before(self, mission: MissionRow, name: str) -> Claim:
        """The version of a claim before the newest. Raises LookupError when there is only one."""
        versions = [event.claim for event in await self.history(mission, name) if event.claim]
        return versions[-2]

    async def _unchoose(self, mission: MissionRow, name: str, reason: str, instead: Sequence[str]) -> None:
        """Take back a choice, and let lead again what led by choice before it."""
        await self.unchoose(mission, name, reason)
        for other in instead:
            await self.choose(mission, other, reason)

    async def _chosen_beside(self, mission: MissionRow, name: str) -> list[Choice]:
        """The choices among the rivals of a claim, its own left out."""
        claim = await self.find(mission, name)
        chosen = [choice for choice in await self.choices(mission) if choice.claim != name]
        rivals = [(choice, await self.find(mission, choice.claim)) for choice in chosen]
        return [choice for choice, rival in rivals if claim and rival and series_of(rival) == series_of(claim)]

    async def _change(self, mission: MissionRow, name: str, what: Change, reason: str) -> None:
        await change(self._tx, mission, name, what, reason)
        await self._note(mission, what.value, name)

    async def _note(self, mission: MissionRow, action: str, name: str, **details: Any) -> None:
        await touch(self._tx, mission)
        await self._audit.append(
            action, f"mission:{mission.ref} {name}", {key: said for key, said in details.items() if said}
        )

    # queries

    def _from(self, mission: MissionRow, source: str) -> Select[Any]:
        """All that was recorded from a source."""
        named = select(sources.c.id).where(sources.c.mission_id == mission.ref, sources.c.name == source.upper())
        return newest_claims(self._tx, mission.ref).where(claims.c.source_id.in_(named))

    def _standing(self, mission: MissionRow, clocks: Clocks) -> Select[Any]:
        query = of_mission(self._tx, mission.ref, claim_rows(self._tx, clocks))
        return query.join(spells, spells.c.claim_id == claims.c.id).where(*standing(clocks))

    def _counting(self, mission: MissionRow, clocks: Clocks, not_seen: Hidden) -> Select[Any]:
        query = of_mission(self._tx, mission.ref, claim_rows(self._tx, clocks)).join(
            spells, spells.c.claim_id == claims.c.id
        )
        return query.where(spells.c.mission_id == mission.ref, spells.c.counts_from <= clocks.as_of,
                           *counting(clocks, hidden=not_seen))  # fmt: skip

    async def _claims(self, query: Select[Any]) -> list[Claim]:
        return [claim_in(row) for row in await self._tx.all(query)]

    async def _page(self, query: Select[Any], offset: int, limit: int) -> tuple[list[Claim], int]:
        counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return await self._claims(query.offset(offset).limit(limit)), await self._tx.value(counted)

    async def _names_of(self, mission: MissionRow, party: str) -> set[str]:
        """Every name of a party, folded; an undeclared party has the one."""
        said = folded(party)
        for known in await self.parties(mission):
            names = {folded(name) for name in known.names}
            if said in names:
                return names
        return {said}


def _done_to(was: Source | None, source: Source) -> str:
    """What a newer version does to a source, as the audit names it."""
    if was and bool(was.retracted) != bool(source.retracted):
        return "retract source" if source.retracted else "restore source"
    if was and was.internal != source.internal:
        return "mark source" if source.internal else "open source"
    return "record source"


_NEWEST_FIRST = (spells.c.counts_from.desc(), spells.c.ordinal.desc())
_OLDEST_FIRST = (spells.c.counts_from, spells.c.ordinal)


def _names_party(names: Iterable[str]) -> ColumnElement[bool]:
    return exists().where(claim_parties.c.claim_id == claims.c.id, claim_parties.c.folded.in_(names))


_UNDOABLE = ("record", "correct", "withdraw", "restore", "hold", "release", "choose", "unchoose")
"""What can befall a claim by itself, as the audit names it."""
