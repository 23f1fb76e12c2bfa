"""What is found of a row on its way to a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefings.claims import Claim
from briefings.document import Line
from briefings.documents.bulk import Fate, Verdict
from briefings.table import RowFault


@dataclass(slots=True)
class Found:
    """A row on its way: what was found of it so far."""

    row: int
    name: str = ""
    sort: str = "fact"
    fate: Fate = Fate.SAME
    claim: Claim | None = None
    changes: tuple[tuple[str, str, str], ...] = ()
    faults: list[RowFault] = field(default_factory=list)

    def wrong(self, column: str, what: Line, fix: Line) -> None:
        self.faults.append(RowFault(column, what, fix))

    def verdict(self) -> Verdict:
        fate = Fate.CANNOT if self.faults else self.fate
        return Verdict(self.row, fate, self.name, self.sort, self.claim, self.changes, tuple(self.faults))
