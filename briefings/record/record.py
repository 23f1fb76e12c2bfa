"""What a record file holds."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.claims import Choice, Claim, Mission, Party, Remark, Source

FORMAT = 1
"""The format this code reads and writes, named on the first line of a file."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that a record file holds, in the order of the file."""

    mission: Mission
    sources: tuple[Source, ...]
    parties: tuple[Party, ...]
    claims: tuple[Claim, ...]
    choices: tuple[Choice, ...] = ()
    remarks: tuple[Remark, ...] = ()
