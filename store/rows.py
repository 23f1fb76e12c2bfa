"""What the store hands out for a mission: what it says, and how to name it to the store again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from briefings.claims import Mission

MissionRef = NewType("MissionRef", int)


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A mission as the store keeps it; `revision` grows with every change to anything of it.

    A sample came with the program, and nobody has touched it since.
    """

    ref: MissionRef
    mission: Mission
    revision: int
    is_sample: bool = False


def folded(text: str) -> str:
    """A text in which case, spacing and control characters make no difference."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).casefold().split())
