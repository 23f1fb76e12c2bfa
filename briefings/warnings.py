"""Warnings: which rung of a deadline's ladder is to be told on a day, given what was told before.

1. Each deadline has a ladder of days before it; past its day it speaks again after 1, 7 and 30 days.
2. A rung that falls on a skip day is told on the working day before; one past the deadline on the working day
   after, since what has not happened cannot be told ahead.
3. Of the rungs reached only the tightest is told, once for each date; a date that moves has a ladder of its own.
4. A room is told what is reached after it began to follow. A date that was recorded when rungs had passed is told
   late, from the day it was recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import NamedTuple

from briefings.deadlines import Deadline, deadlines
from briefings.picture import Picture
from briefings.workdays import EVERY_DAY, SkipDays

AFTERWARDS = (-7, -30)
"""Rungs after the day that every ladder ends with; then a deadline stands in digests only."""


class Step(NamedTuple):
    """A rung of a deadline as it is remembered once it was told: which deadline, its date, days left."""

    deadline: str
    due: date
    rung: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """The warning that comes next: its rung and the day it is told."""

    rung: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWarning:
    """A warning to be told: the deadline, the rung, its whole ladder and the warning after it.

    `recorded_on` is the day the date was recorded where that makes the warning late, else None.
    """

    deadline: Deadline
    rung: int
    ladder: tuple[int, ...]
    next: NextStep | None = None
    recorded_on: date | None = None

    @property
    def step(self) -> Step:
        return Step(identity(self.deadline), self.deadline.due, self.rung)

    @property
    def passed(self) -> tuple[int, ...]:
        """The rungs before the day that a late warning leaves unsaid, the widest first."""
        return tuple(rung for rung in self.ladder if rung >= 0 and rung > self.rung)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What a room was told and since when it follows a mission.

    `since` is None for a room that always did. `known` are the `dates_on_record` of that day: a later correction of
    their wording tells no new date. `ladders` are the room's own, by kind.
    """

    since: date | None = None
    sent: Collection[Step] = frozenset()
    known: Collection[tuple[str, date]] = frozenset()
    ladders: Mapping[str, tuple[int, ...]] | None = None
    skip: SkipDays = EVERY_DAY
    zone: tzinfo = UTC


def warnings(picture: Picture, following: Following) -> tuple[DueWarning, ...]:
    """What a room is to be warned of on the day of a Picture; the mandate first, then what is due first."""
    found: dict[Step, DueWarning] = {}
    for deadline in _open(picture):
        warning = _warning(picture, deadline, following)
        if warning:
            found.setdefault(warning.step, warning)
    return tuple(sorted(found.values(), key=lambda warning: warning.deadline.claim.kind != "mandate"))


def coming(picture: Picture, following: Following) -> tuple[tuple[Deadline, NextStep], ...]:
    """The next warning of each deadline after the day of a Picture, the earliest first."""
    steps = ((deadline, next_step(deadline, picture.day, following)) for deadline in _open(picture))
    ahead = {(identity(deadline), deadline.due): (deadline, step) for deadline, step in steps if step}
    return tuple(sorted(ahead.values(), key=lambda one: (one[1].on, one[0].due)))


def identity(deadline: Deadline) -> str:
    """What stays of a deadline when its date, its number or the claim behind it changes: its kind and its subject."""
    claim = deadline.claim
    subject = claim.aspect if claim.kind == "obligation" else claim.scope
    return f"{claim.kind}:{subject}".casefold().rstrip(":")


def dates_on_record(picture: Picture) -> frozenset[tuple[str, date]]:
    """Every deadline of a Picture with its date, settled ones too."""
    return frozenset((identity(deadline), deadline.due) for deadline in deadlines(picture))


def ladder_of(deadline: Deadline, following: Following) -> tuple[int, ...]:
    """Every rung of a deadline, the widest first, those after its day too."""
    own = (following.ladders or {}).get(deadline.claim.kind, deadline.ladder)
    return tuple(sorted({*own, *AFTERWARDS}, reverse=True))


def told_on(due: date, rung: int, skip: SkipDays) -> date:
    """The day on which a rung is told: its own, unless that is a skip day."""
    day = date.fromordinal(due.toordinal() - rung)
    return skip.not_after(day) if rung >= 0 else skip.not_before(day)


def next_step(deadline: Deadline, day: date, following: Following) -> NextStep | None:
    """The first warning of a deadline after a day; None when all its rungs are past."""
    days = {rung: told_on(deadline.due, rung, following.skip) for rung in ladder_of(deadline, following)}
    ahead = [NextStep(rung, on) for rung, on in days.items() if on > day]
    return min(ahead, key=lambda step: (step.on, step.rung), default=None)


def _open(picture: Picture) -> Iterator[Deadline]:
    return (deadline for deadline in deadlines(picture) if not deadline.is_settled)


def _warning(picture: Picture, deadline: Deadline, following: Following) -> DueWarning | None:
    """The tightest rung that a deadline has reached; None where that was told, or is from before the room followed."""
    ladder = ladder_of(deadline, following)
    days = {rung: told_on(deadline.due, rung, following.skip) for rung in ladder}
    reached = min((rung for rung, on in days.items() if on <= picture.day), default=None)
    if reached is None or _is_told(deadline, reached, following):
        return None
    recorded = _recorded_on(deadline, following)
    is_late = recorded is not None and days[reached] < recorded <= picture.day
    since = recorded if is_late and recorded else days[reached]
    if following.since and since <= following.since:
        return None
    return DueWarning(deadline=deadline, rung=reached, ladder=ladder, recorded_on=recorded if is_late else None,
                      next=next_step(deadline, picture.day, following))  # fmt: skip


def _is_told(deadline: Deadline, rung: int, following: Following) -> bool:
    """Whether the room was told this rung of this date, or a tighter one."""
    name = identity(deadline)
    return any(step.deadline == name and step.due == deadline.due and step.rung <= rung for step in following.sent)


def _recorded_on(deadline: Deadline, following: Following) -> date | None:
    """The room's day on which the date was recorded; None where it was on record when the room began to follow."""
    if (identity(deadline), deadline.due) in following.known:
        return None
    moments = [claim.recorded_at for claim in (deadline.claim, deadline.computed_from) if claim and claim.recorded_at]
    return max(moments).astimezone(following.zone).date() if moments else None
