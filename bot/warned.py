"""What a post warns of, as its row in the ledger keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.plans import skip_of
from briefings.deadlines import deadlines
from briefings.picture import Picture
from briefings.warnings import DueWarning, Following, Step, identity, ladder_of, next_step


def as_json(warning: DueWarning) -> list[Any]:
    """One warning in the details of a delivery."""
    deadline, due_on, rung = warning.step
    recorded_on = warning.recorded_on.isoformat() if warning.recorded_on else None
    return [deadline, due_on.isoformat(), rung, recorded_on]


def steps_of(details: Mapping[str, Any]) -> list[Step]:
    """The steps that a delivery warned of."""
    return [
        Step(deadline, date.fromisoformat(day), rung) for deadline, day, rung, _recorded in details.get("warned", ())
    ]


def warnings_in(picture: Picture, details: Mapping[str, Any]) -> Iterator[DueWarning]:
    """The warnings of a delivery, of deadlines that still stand so in a Picture."""
    ladders = {kind: tuple(rungs) for kind, rungs in details["ladders"].items()}
    following = Following(ladders=ladders, skip=skip_of(details["skip"]))
    standing = {
        (identity(deadline), deadline.due): deadline for deadline in deadlines(picture) if not deadline.is_settled
    }
    for name, due, rung, recorded_on in details["warned"]:
        deadline = standing.get((name, date.fromisoformat(due)))
        if deadline:
            yield DueWarning(
                deadline=deadline, rung=rung, ladder=ladder_of(deadline, following),
                next=next_step(deadline, picture.day, following),
                recorded_on=date.fromisoformat(recorded_on) if recorded_on else None,
            )  # fmt: skip
