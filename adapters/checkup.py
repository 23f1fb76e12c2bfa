"""What a look at a platform from outside finds, for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefings.document import Line


class Verdict(StrEnum):
    """How something that was looked at stands."""

    WRONG = "wrong"
    WORTH_KNOWING = "warning"
    """Somebody should look at it some day; the bot does what it is asked."""
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; when it is wrong, `fix` says what to do. `about` is what it is of."""

    verdict: Verdict
    says: Line
    fix: Line | None = None
    about: str = ""
