"""Deadlines: the days a record makes us wait for, what they are read from, and how they came out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from briefings.claims import Claim
from briefings.dates import RecordedDate, plus_months, read_date
from briefings.kinds import kind_of
from briefings.picture import Picture


class Outcome(StrEnum):
    """How a deadline came out, as far as the record tells."""

    OPEN = "open"
    MET = "met"
    MET_LATE = "met late"
    NOT_MET = "not met on record"
    ENDED = "ended"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due.

    `claim` leads among its `rivals`, which name another day or number; `shown` is the date as the source
    writes it, `due` its last day. `ladder` are the days before it on which to warn. `computed_from` names the mandate claim that a rule counts from, or is None.
    """

    claim: Claim
    due: date
    shown: RecordedDate
    rivals: tuple[Claim, ...] = ()
    outcome: Outcome = Outcome.OPEN
    computed_from: Claim | None = None
    met_by: Claim | None = None
    ladder: tuple[int, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.outcome in (Outcome.MET, Outcome.MET_LATE, Outcome.REPORTED)

    def days_left(self, today: date) -> int:
        """Days from today to the last day, negative once it is past."""
        return (self.due - today).days

    def is_overdue(self, today: date) -> bool:
        return not self.is_settled and self.due < today


def rung(deadline: Deadline, today: date) -> int | None:
    """The tightest warning step already reached, or None before the first."""
    reached = [step for step in deadline.ladder if deadline.days_left(today) <= step]
    return min(reached, default=None)


def deadlines(picture: Picture) -> tuple[Deadline, ...]:
    """Every deadline of a Picture, settled ones too, the earliest first; none once the mission is closed."""
    if closure(picture):
        return ()
    found = (*_mandate(picture), *_targets(picture), *_obligations(picture))
    return tuple(sorted(found, key=lambda deadline: (deadline.due, deadline.claim.name)))


def overdue(picture: Picture) -> tuple[Deadline, ...]:
    """Past deadlines that nothing on record settles; the mandate first, then the longest past."""
    late = [deadline for deadline in deadlines(picture) if deadline.is_overdue(picture.day)]
    return tuple(sorted(late, key=lambda deadline: deadline.claim.kind != "mandate"))


def upcoming(picture: Picture, within: int | None = None) -> tuple[Deadline, ...]:
    """Deadlines that are still open on the day, within so many days where that is given."""
    left = [deadline for deadline in deadlines(picture) if not deadline.is_settled and deadline.due >= picture.day]
    return tuple(deadline for deadline in left if within is None or deadline.days_left(picture.day) <= within)


def _ladder(picture: Picture, claim: Claim) -> tuple[int, ...]:
    """The mission's own ladder for a kind of fact, else the usual one."""
    return picture.mission.ladders.get(claim.kind, kind_of(claim).ladder)


def closure(picture: Picture) -> Claim | None:
    """The claim that the mission was closed; None while none counts."""
    return picture.headline("mandate", aspect="closure")


def mandate(picture: Picture) -> Claim | None:
    """The term of the mandate that ends last; None when no term counts on the day."""
    return picture.headline("mandate", aspect="term")


def _mandate(picture: Picture) -> Iterator[Deadline]:
    terms = picture.rivals("mandate", aspect="term")
    term = picture.leading(terms)
    if term and term.due and term.due.deadline:
        ended = Outcome.ENDED if term.due.deadline < picture.day else Outcome.OPEN
        yield Deadline(
            term, term.due.deadline, term.due, _other_ends(term, terms), ended, ladder=_ladder(picture, term)
        )


def _other_ends(term: Claim, terms: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims of the same term that write its end in another way."""
    linked = {link.to for link in term.links} | {
        claim.name for claim in terms for link in claim.links if link.to == term.name
    }
    return tuple(claim for claim in terms if claim.name in linked and claim.due and claim.due != term.due)


def agree(one: RecordedDate | None, other: RecordedDate | None) -> bool:
    """Whether two dates can mean one day: 2 June lies in June."""
    if not (one and other and one.start and one.end and other.start and other.end):
        return False
    return one.start <= other.end and other.start <= one.end


# targets


def _targets(picture: Picture) -> Iterator[Deadline]:
    scopes = {claim.scope for claim in picture.of_kind("target")}
    for scope in sorted(scopes):
        for group in _same_target(picture.rivals("target", scope=scope)):
            leading = picture.leading(group)
            if leading and leading.due and leading.due.deadline:
                yield _target(picture, leading, group)


def _same_target(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims that aim at one target: the same number, or the same day."""
    groups: list[list[Claim]] = []
    for claim in (claim for claim in claims if claim.due):
        mine = [group for group in groups if any(_is_same_target(claim, other) for other in group)]
        merged = [claim for group in mine for claim in group]
        groups = [group for group in groups if group not in mine] + [[*merged, claim]]
    return groups


def _is_same_target(one: Claim, other: Claim) -> bool:
    same_number = one.quantity is not None and other.quantity is not None and one.quantity.low == other.quantity.low
    return same_number or one.due == other.due


def _target(picture: Picture, leading: Claim, group: list[Claim]) -> Deadline:
    shown = leading.due
    if shown is None or shown.deadline is None:
        raise ValueError(leading.name)
    rivals = tuple(claim for claim in group if _says_otherwise(claim, leading))
    count = picture.reached.get(leading.name)
    outcome = Outcome.OPEN if shown.deadline >= picture.day else Outcome.NOT_MET
    if count:
        in_time = picture.counts_from(count) <= shown.deadline
        outcome = Outcome.MET if in_time else Outcome.MET_LATE
    return Deadline(leading, shown.deadline, shown, rivals, outcome, met_by=count, ladder=_ladder(picture, leading))


def _says_otherwise(claim: Claim, leading: Claim) -> bool:
    """Whether a claim of the same target names another last day or another number."""
    days = {one.due.deadline for one in (claim, leading) if one.due}
    numbers = {one.quantity.low for one in (claim, leading) if one.quantity}
    return len(days) > 1 or len(numbers) > 1


# obligations

_RULE = re.compile(r"\w+ (?:(\d{1,3}) (days?|months?) (before end|after start)|every (\d{1,3}) days from start)")


def is_rule(text: str) -> bool:
    """Whether a text is a rule we can reckon: "report 30 days before end", "review 9 months after start",
    "report every 90 days from start"."""
    return _RULE.fullmatch(text) is not None


def _obligations(picture: Picture) -> Iterator[Deadline]:
    aspects = {claim.aspect for claim in picture.of_kind("obligation")}
    for aspect in sorted(aspects):
        claims = picture.rivals("obligation", aspect=aspect)
        done = [claim for claim in claims if "outcome" in claim.details]
        for claim in _in_force(claims):
            days, term = _due_days(picture, claim)
            yield from (_obligation(picture, claim, due, term, done) for due in days)


def _obligation(picture: Picture, claim: Claim, due: date, term: Claim | None, done: Sequence[Claim]) -> Deadline:
    """An obligation with the first report that settles it, in time or late."""
    settling = [report for report in reversed(done) if picture.counts_from(report) >= due - REPORT_AHEAD]
    outcome = Outcome.OPEN if due >= picture.day else Outcome.NOT_MET
    if settling:
        outcome = Outcome.REPORTED if picture.counts_from(settling[0]) <= due else Outcome.MET_LATE
    return Deadline(
        claim, due, claim.due or RecordedDate(due), (), outcome, term, settling[0] if settling else None,
        _ladder(picture, claim),
    )  # fmt: skip


def _in_force(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Every dated obligation, and of several rules the newest: a later text replaces the rule of an earlier one."""
    yield from (claim for claim in claims if claim.due and "outcome" not in claim.details)
    yield from [claim for claim in claims if "rule" in claim.details and not claim.due][:1]


def _due_days(picture: Picture, claim: Claim) -> tuple[list[date], Claim | None]:
    """The days an obligation falls due, and the mandate term they are reckoned from, if they are."""
    if claim.due and claim.due.deadline:
        return [claim.due.deadline], None
    term = mandate(picture)
    return (_by_rule(str(claim.details["rule"]), term, picture.day), term) if term else ([], None)


REPORT_AHEAD = timedelta(days=60)
"""How long before it is due a report can settle an obligation."""


def _by_rule(rule: str, term: Claim, day: date) -> list[date]:
    """The days a rule gives under a mandate term; none where the term does not say what the rule counts from."""
    found = _RULE.fullmatch(rule)
    if not found:
        return []
    number, unit, anchor, every = found.groups()
    start, end = _start(term), term.due.deadline if term.due else None
    if every:
        return _around(start, int(every), day, end) if start else []
    if anchor == "before end":
        return [_shifted(end, -int(number), unit)] if end else []
    after = _shifted(start, int(number), unit) if start else None
    return [after] if after and (end is None or after <= end) else []


def _start(term: Claim) -> date | None:
    starts_on = term.details.get("starts_on")
    return read_date(str(starts_on)).start if starts_on else (term.speaks_of.start if term.speaks_of else None)


def _around(start: date, every: int, day: date, end: date | None) -> list[date]:
    """The last multiple before the day and the first on or after it, none after the term has ended."""
    next_ = max(1, -(-(day - start).days // every))
    days = [start + timedelta(days=number * every) for number in (next_ - 1, next_) if number > 0]
    return [due for due in days if end is None or due <= end]


def _shifted(day: date, number: int, unit: str) -> date:
    return plus_months(day, number) if unit.startswith("month") else day + timedelta(days=number)
