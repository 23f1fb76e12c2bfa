"""A mission remembered in plain lists, and the Picture it gives: what the store is held against."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from briefings.claims import Claim, Mission, Source, Standing
from briefings.picture import Clocks, Picture, picture
from briefings.record import Record

ALLOWED = {"withdraw": "live held", "restore": "withdrawn", "hold": "live", "release": "held"}
BECOMES = {
    "withdraw": Standing.WITHDRAWN,
    "restore": Standing.LIVE,
    "hold": Standing.HELD,
    "release": Standing.LIVE,
}


@dataclass
class Memory:
    """All that was ever said of a mission, in the order it was said."""

    mission: Mission
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    changes: list[tuple[datetime, str, str]] = field(default_factory=list)
    sources: dict[str, list[tuple[datetime, Source]]] = field(default_factory=dict)
    notes: list[tuple[datetime, Record]] = field(default_factory=list)

    @classmethod
    def of(cls, record: Record, at: datetime) -> Memory:
        made = cls(record.mission, notes=[(at, record)])
        for source in record.sources:
            made.source(source, at)
        for claim in record.claims:
            made.record(claim, at)
        return made

    def record(self, claim: Claim, at: datetime) -> None:
        versions = self.claims.setdefault(claim.name, [])
        if not versions or replace(versions[-1], recorded_at=None) != claim:
            versions.append(replace(claim, recorded_at=at))

    def source(self, source: Source, at: datetime) -> None:
        self.sources.setdefault(source.name, []).append((at, source))

    def change(self, name: str, what: str, at: datetime) -> bool:
        """Note a change; False where it cannot be made."""
        if name not in self.claims or self.standing(name).value not in ALLOWED[what].split():
            return False
        self.changes.append((at, name, what))
        return True

    def standing(self, name: str, known_at: datetime | None = None) -> Standing:
        mine = [what for at, of, what in self.changes if of == name and (known_at is None or at <= known_at)]
        return BECOMES[mine[-1]] if mine else Standing.LIVE

    def picture(self, clocks: Clocks, *, is_cleared: bool = True) -> Picture:
        """The Picture by the engine, of the newest version of each claim and source known at the time.

        One that is not cleared leaves out what rests on a source that is internal now, or was at the time.
        """
        known = clocks.known_at
        newest = [[claim for claim in versions if known is None or (claim.recorded_at and claim.recorded_at <= known)]
                  for versions in self.claims.values()]  # fmt: skip
        claims = [replace(said[-1], standing=self.standing(said[-1].name, known)) for said in newest if said]
        sources = [
            [source for at, source in versions if known is None or at <= known] for versions in self.sources.values()
        ]
        known_as = {said[-1].name: said[-1] for said in sources if said}
        internal = {
            name for name, versions in self.sources.items()
            if versions[-1][1].internal or (name in known_as and known_as[name].internal)
        }  # fmt: skip
        claims = [claim for claim in claims if is_cleared or claim.source not in internal]
        notes = [record for at, record in self.notes if known is None or at <= known]
        beside = (notes[-1].parties, notes[-1].choices, notes[-1].remarks) if notes else ()
        return picture(self.mission, clocks, claims, [said[-1] for said in sources if said], *beside)


def held(made: Picture) -> Picture:
    """A Picture with no more sources, remarks and reached targets than its own claims need, as the store gives it."""
    claims = [claim for found in made.series.values() for claim in found]
    targets = {claim.name for claim in claims}
    reached = {name: count for name, count in made.reached.items() if name in targets}
    claims += [*made.awaited.values(), *reached.values()]
    names = {claim.name for claim in claims}
    return replace(
        made,
        reached=reached,
        sources={claim.source: made.sources[claim.source] for claim in claims},
        remarks=tuple(remark for remark in made.remarks if names.intersection(remark.claims)),
    )
