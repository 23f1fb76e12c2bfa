"""The verdict of every row, and what there is to record."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from adapters.line import shortened
from bot.entry.claim import check_whole
from bot.entry.kind import Sort, find_sort
from bot.importing.cells import differences, fingerprint, merged, with_defaults
from bot.importing.found import Found
from bot.importing.reading import kind_of
from bot.importing.sources import Sources
from briefings.claims import Choice, Claim, Mission, Party, Relation, Remark, Source, Standing
from briefings.document import Line, UserError
from briefings.document import mark as _
from briefings.documents.bulk import Fate, Verdict
from briefings.kinds import KINDS
from briefings.ladders import read_ladder
from briefings.record import Record
from briefings.table import Row, Table, read_parts, read_row
from briefings.table.cells import divided, names_in
from briefings.table.columns import MISSION, OTHERS, PARTY, REMARK, SOURCE
from briefings.table.facts import MISSION_PARTS, PARTY_PARTS, REMARK_PARTS
from store.rows import folded


@dataclass(frozen=True, slots=True)
class Held:
    """What is on record of a mission; `mission` is None for one that begins with the file."""

    mission: Mission | None
    sources: tuple[Source, ...] = ()
    parties: tuple[Party, ...] = ()
    claims: tuple[Claim, ...] = ()
    choices: tuple[Choice, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class SortedOut:
    """The verdicts in the order of the rows, what there is to record, and which facts stand otherwise then, and why."""

    verdicts: tuple[Verdict, ...]
    record: Record
    standings: tuple[tuple[str, Standing, Standing, str], ...] = ()
    new_names: tuple[str, ...] = ()

    @property
    def check(self) -> str:
        """A short hash of every verdict."""
        return blake2b(repr(self.verdicts).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def sorted_out(table: Table, held: Held) -> SortedOut:
    """What each row of a file would do. Raises UserError for a file that is of another mission."""
    return _Sorter(table, held).result()


class _Sorter:
    """Goes through the rows: what facts lean on first, then the facts, then how they lean on each other."""

    def __init__(self, table: Table, held: Held) -> None:
        self._held = held
        self._rows = table.rows
        self._found = {row.number: Found(row.number) for row in table.rows}
        for number, fault in table.faults:
            self._found[number].faults.append(fault)
        self._mission = held.mission
        self._sources = Sources(held.sources)
        self._parties = {party.name: party for party in held.parties}
        self._remarks = {remark.name: remark for remark in held.remarks}
        self._claims = {claim.name: claim for claim in held.claims}
        self._reasons = {choice.claim: choice.reason for choice in held.choices}
        self._said = {fingerprint(claim): claim.name for claim in held.claims}
        self._numbers = Counter[str]()
        for claim in held.claims:
            self._count(claim.name)
        self._new_claims: dict[str, Claim] = {}
        self._rows_of: dict[str, int] = {}
        self._choices: list[Choice] = []
        self._standings: list[tuple[str, Standing, Standing, str]] = []

    def result(self) -> SortedOut:
        for kind, sort in ((MISSION, self._sort_mission), (SOURCE, self._sort_source), (PARTY, self._sort_party)):
            for row in self._of(kind):
                sort(row, self._found[row.number])
        known = [*self._parties.values(), *_itself(self._mission)]
        self._exact = {name: name for party in known for name in party.names}
        self._alike = {folded(name): party.name for party in reversed(known) for name in party.names}
        facts = [row for row in self._rows if kind_of(row) not in OTHERS and not self._found[row.number].faults]
        for row in facts:
            self._count((row.cells.get("name") or "").upper())
        for row in facts:
            self._sort_fact(row, self._found[row.number])
        for row in self._of(REMARK):
            self._sort_remark(row, self._found[row.number])
        self._check_links()
        new_names = self._new_names()
        record = Record(
            mission=self._mission or Mission(name="–", short="–"),
            sources=tuple(self._sources.changed.values()),
            parties=(*_others(self._parties, self._held.parties), *new_names.values()),
            claims=tuple(self._new_claims.values()),
            choices=tuple(self._choices),
            remarks=_others(self._remarks, self._held.remarks),
        )
        verdicts = tuple(found.verdict() for found in self._found.values())
        return SortedOut(verdicts, record, tuple(self._standings), tuple(new_names))

    def _of(self, kind: str) -> Iterator[Row]:
        return (row for row in self._rows if kind_of(row) == kind and not self._found[row.number].faults)

    # what facts lean on

    def _sort_mission(self, row: Row, found: Found) -> None:
        found.sort = MISSION
        parts = read_parts(row.cells, MISSION_PARTS)
        found.faults += parts.faults
        more = _more_of_mission(row.cells.get("details", ""), found)
        if found.faults:
            return
        mission = Mission(**parts.read, **more)
        found.name = mission.short
        if self._mission is None:
            self._mission, found.fate = mission, Fate.NEW
        elif not {folded(mission.short), folded(mission.name)} & set(map(folded, self._mission.names)):
            raise UserError(_("This file is of {other}, not of {mission}; name that mission with “in”, or take its row out"),
                            other=mission.short, mission=self._mission.short)  # fmt: skip

    def _sort_source(self, row: Row, found: Found) -> None:
        found.sort, found.name = SOURCE, row.cells.get("source", "")
        before = dict(self._sources.changed)
        name = self._sources.of(row, found)
        found.fate = self._fate(name not in self._sources.held, self._sources.changed != before)

    def _sort_party(self, row: Row, found: Found) -> None:
        found.sort, found.name = PARTY, row.cells.get("name", "")
        parts = read_parts(row.cells, PARTY_PARTS)
        found.faults += parts.faults
        if parts.faults:
            return
        there = self._parties.get(found.name)
        party = replace(there, **parts.read) if there else Party(**{"kind": "", **parts.read})
        found.fate = self._fate(there is None, party != there)
        self._parties[party.name] = party

    def _sort_remark(self, row: Row, found: Found) -> None:
        found.sort, found.name = REMARK, row.cells.get("name", "")
        parts = read_parts(row.cells, REMARK_PARTS)
        found.faults += parts.faults
        if parts.faults:
            return
        there = self._remarks.get(found.name)
        remark = Remark(**parts.read)
        found.fate = self._fate(there is None, remark != there)
        self._remarks[remark.name] = remark
        for name in remark.claims:
            self._must_know("with", name, found)

    @staticmethod
    def _fate(is_new: bool, is_other: bool) -> Fate:
        return Fate.NEW if is_new else Fate.CHANGES if is_other else Fate.SAME

    # facts

    def _sort_fact(self, row: Row, found: Found) -> None:
        name = (row.cells.get("name") or "").upper()
        there = self._claims.get(name)
        sort = self._sort_of(row, there, found)
        if name and name in self._rows_of:
            found.wrong("name", Line(_("{name} is in this file twice."), name=name), Line(_("Keep one of the rows.")))
        self._rows_of.setdefault(name, row.number)
        if sort is None or found.faults:
            return
        source = self._sources.of(row, found, there, is_note=sort.kind.name == "note")
        cells = merged(row.cells, there, self._reasons.get(name, "")) if there else with_defaults(row.cells, sort)
        read = read_row({**cells, "source": source}, sort.kind)
        found.faults += read.faults
        if found.faults:
            return
        claim = self._named_well(read.claim)
        if not name:
            claim = self._as_new(claim, sort, found)
        found.claim, found.name = claim, name
        if not found.faults:
            self._weigh(claim, there, found)
            self._lead(found, read.headline)
            self._stand(found, there, read.standing, read.why)

    def _sort_of(self, row: Row, there: Claim | None, found: Found) -> Sort | None:
        """What kind of fact a row makes; None where that cannot be told."""
        word = row.cells.get("kind", "").strip()
        if there and not word:
            return Sort(KINDS[there.kind])
        sort = Sort(KINDS[word]) if word in KINDS and (there or row.cells.get("name")) else find_sort(word)
        if sort is None:
            near = difflib.get_close_matches(word.casefold()[:60], list(KINDS), 1)
            fix = (
                Line(_("Did you mean “{near}”?"), near=near[0])
                if near
                else Line(_("Use one of: {known}."), known=", ".join(KINDS))
            )
            found.wrong("kind", Line(_("“{value}” is no kind of fact."), value=shortened(word)), fix)
        elif there and there.kind != sort.kind.name:
            found.wrong("kind", Line(_("{name} is of another kind, {kind}."), name=there.name, kind=there.kind),
                        Line(_("Leave its name out to record a fact of its own.")))  # fmt: skip
        return sort

    def _named_well(self, claim: Claim) -> Claim:
        """The claim with its parties under the names they have on record."""
        return replace(claim, subject=self._name(claim.subject), actors=tuple(map(self._name, claim.actors)))

    def _name(self, said: str) -> str:
        """The name of a party on record; one that is written just so stays, whichever of its names it is."""
        return self._exact.get(said) or self._alike.get(folded(said)) or " ".join(said.split())

    def _as_new(self, claim: Claim, sort: Sort, found: Found) -> Claim:
        """A fact that somebody writes down for the first time, with what its kind cannot do without."""
        quantity = claim.quantity
        if quantity and not quantity.unit and not quantity.currency:
            claim = replace(claim, value=replace(quantity, unit=sort.kind.unit))
        try:
            check_whole(claim, sort.kind, self._sources.all[claim.source])
        except UserError as error:
            found.wrong("", error.line, Line(""))
        return claim

    def _weigh(self, claim: Claim, there: Claim | None, found: Found) -> None:
        """Whether the fact is on record, changes one, or is new; a new one gets its name."""
        if there:
            changes = differences(there, claim)
            if changes:
                found.fate, found.changes = Fate.CHANGES, changes
                self._new_claims[claim.name] = claim
            return
        same = self._said.get(fingerprint(claim)) if not claim.name else None
        if same:
            found.name = same
            return
        if not claim.name:
            claim = replace(claim, name=self._next_name(claim.source))
        elif claim.name.startswith("S") and claim.name.partition("-")[0] != claim.source:
            found.wrong("name", Line(_("{name} is named after another source than its own."), name=claim.name),
                        Line(_("Leave the name empty, or change the source.")))  # fmt: skip
            return
        found.fate, found.name, found.claim = Fate.NEW, claim.name, claim
        self._said.setdefault(fingerprint(claim), claim.name)
        self._new_claims[claim.name] = claim

    def _lead(self, found: Found, reason: str) -> None:
        was = self._reasons.get(found.name, "")
        if reason and reason != was:
            self._choices.append(Choice(found.name, reason))
            self._also_changes(found, "headline", was, reason)

    def _stand(self, found: Found, there: Claim | None, standing: Standing | None, why: str) -> None:
        was = there.standing if there else Standing.LIVE
        if standing is None or standing is was:
            return
        self._standings.append((found.name, was, standing, why))
        if there is None and found.claim:
            found.claim = replace(found.claim, standing=standing)
        self._also_changes(found, "standing", was.value, standing.value)

    @staticmethod
    def _also_changes(found: Found, column: str, was: str, now: str) -> None:
        if found.fate is not Fate.NEW:
            found.fate, found.changes = Fate.CHANGES, (*found.changes, (column, was, now))

    def _count(self, name: str) -> None:
        """Remember the highest number that a fact of a source has."""
        if named := re.fullmatch(r"(S\d{1,6})-(\d{1,6})", name):
            self._numbers[named[1]] = max(self._numbers[named[1]], int(named[2]))

    def _next_name(self, source: str) -> str:
        self._numbers[source] += 1
        return f"{source}-{self._numbers[source]:02}"

    # how facts lean on each other

    def _check_links(self) -> None:
        newer = {
            name: claim.linked(Relation.SUPERSEDES) for name, claim in {**self._claims, **self._new_claims}.items()
        }
        for found in self._found.values():
            for link in found.claim.links if found.claim and not found.faults else ():
                self._must_know(link.relation.value.replace("_", "-"), link.to, found)
            if found.claim and found.name in _ahead(found.name, newer):
                found.wrong("supersedes", Line(_("facts supersede each other in a circle.")),
                            Line(_("Let only the newer one supersede the older.")))  # fmt: skip

    def _must_know(self, column: str, name: str, found: Found) -> None:
        if name == found.name:
            found.wrong(column, Line(_("{name} leans on itself."), name=name), Line(_("Take its own name out.")))
        elif name not in self._claims and name not in self._new_claims:
            found.wrong(column, Line(_("there is no fact “{name}” on record or in this file."), name=shortened(name)),
                        Line(_("Correct the name, or take it out.")))  # fmt: skip

    def _new_names(self) -> dict[str, Party]:
        """The parties that facts of the file are about and that are on record under no name."""
        found: dict[str, Party] = {}
        for claim in self._new_claims.values():
            for name in (claim.subject, *claim.actors):
                if name and name not in self._exact:
                    is_person = claim.kind == "role" and name == claim.subject
                    found.setdefault(name, Party(name=name, kind="person" if is_person else "state"))
        return found


def _more_of_mission(cell: str, found: Found) -> dict[str, Any]:
    """What the details of a mission tell besides: the mission before it, why it is out of use, its own ladders."""
    more: dict[str, Any] = {}
    for part in divided(cell):
        name, _equals, value = part.partition("=")
        try:
            if name == "ladders":
                more[name] = dict(map(read_ladder, names_in(value)))
            elif name in ("preceded_by", "archived"):
                more[name] = value
            else:
                raise ValueError(name)
        except ValueError:
            found.wrong("details", Line(_("“{word}” is no detail of a mission."), word=shortened(part)),
                        Line(_("Write it like {example}."), example="preceded_by=MSS; ladders=mandate 90 60 30"))  # fmt: skip
    return more


def _itself(mission: Mission | None) -> tuple[Party, ...]:
    return (Party(name=mission.name, short=mission.short, aliases=mission.aliases),) if mission else ()


def _others(now: Mapping[str, Any], held: Iterable[Any]) -> tuple[Any, ...]:
    """The entries that are new or say something else than on record."""
    there = {entry.name: entry for entry in held}
    return tuple(entry for name, entry in now.items() if there.get(name) != entry)


def _ahead(name: str, newer: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All that a fact supersedes, over however many others."""
    ahead, seen = list(newer.get(name, ())), set[str]()
    while ahead:
        following = ahead.pop()
        if following not in seen:
            seen.add(following)
            ahead += newer.get(following, ())
    return seen
