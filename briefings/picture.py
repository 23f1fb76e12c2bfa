"""The Picture: the situation of a mission on a day, as the record tells it under the three clocks.

A Picture holds the newest few claims of each series, never a whole history, so its cost does not grow with
the record. `picture` makes one from claims in memory; the store makes an equal one by a few indexed queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from briefings.claims import (
    Choice,
    Claim,
    Mission,
    Party,
    Relation,
    Remark,
    Source,
    Standing,
    certain_from,
    counts_from,
)
from briefings.dates import Precision, RecordedDate, months_between
from briefings.kinds import Rule, kind_of, series_of
from briefings.values import Qualifier, Quantity, difference

OLD_AFTER = 60
"""Days after which a brief names the date of its newest fact."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Which situation is asked for.

    `today` is the asker's day; `as_of` the day of the situation; `published_by` leaves out what could not
    yet be read on that day, `known_at` what our store had not recorded by that moment. None: not set.
    """

    today: date
    as_of: date
    published_by: date | None = None
    known_at: datetime | None = None

    @property
    def is_past(self) -> bool:
        return self.as_of != self.today


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a record holds: facts and sources that count under the clocks."""

    claims: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The situation of a mission on a day.

    `series` holds the newest counting claims of each series, newest first; `awaited` the nearest later claim
    of a series that has none yet; `reached` the first count at or above a target, by the target's name.
    """

    mission: Mission
    clocks: Clocks
    series: Mapping[str, tuple[Claim, ...]]
    sources: Mapping[str, Source]
    parties: tuple[Party, ...] = ()
    awaited: Mapping[str, Claim] = field(default_factory=dict)
    reached: Mapping[str, Claim] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    remarks: tuple[Remark, ...] = ()
    tally: Tally = Tally()

    @property
    def day(self) -> date:
        return self.clocks.as_of

    def of_kind(self, kind: str) -> tuple[Claim, ...]:
        """The claims of a kind in every series, newest first."""
        found = (claim for key, claims in self.series.items() if key.split("\x1f")[0] == kind for claim in claims)
        return tuple(sorted(found, key=self.counts_from, reverse=True))

    def rivals(self, kind: str, *, aspect: str = "", subject: str = "", scope: str = "") -> tuple[Claim, ...]:
        """The claims that share kind and scope, newest first."""
        return self.series.get(
            series_of(Claim(name="", kind=kind, source="", aspect=aspect, subject=subject, scope=scope)), ()
        )

    def leading(self, rivals: Sequence[Claim]) -> Claim | None:
        """The claim that leads among rivals: an editor's choice, else what the kind's rule says."""
        if not rivals:
            return None
        chosen = [claim for claim in rivals for choice in self.choices if choice.claim == claim.name]
        if chosen and self._is_still_chosen(chosen[0], rivals):
            return chosen[0]
        match kind_of(rivals[0]).rule:
            case Rule.LATEST_END:
                return _last_to_end(rivals) or rivals[0]
            case Rule.IN_OFFICE:
                return next((claim for claim in rivals if claim.value != "nominated"), rivals[0])
            case Rule.LATEST:
                return self._soundest_of_the_newest(rivals)

    def _is_still_chosen(self, chosen: Claim, rivals: Sequence[Claim]) -> bool:
        """A choice between counts is one between counts of a day: a count of a later day leads again."""
        return chosen.kind != "strength" or self.counts_from(chosen) == self.counts_from(rivals[0])

    def _soundest_of_the_newest(self, rivals: Sequence[Claim]) -> Claim:
        """The newest claim; of several of that day the first that its source does not seem to have wrong."""
        newest = [claim for claim in rivals if self.counts_from(claim) == self.counts_from(rivals[0])]
        return next((claim for claim in newest if not claim.doubt), newest[0])

    def headline(self, kind: str, *, aspect: str = "", subject: str = "", scope: str = "") -> Claim | None:
        """The leading claim of a series; None when nothing counts on the day."""
        return self.leading(self.rivals(kind, aspect=aspect, subject=subject, scope=scope))

    def why_it_leads(self, claim: Claim) -> str:
        """The editor's reason for a choice; empty when the rule of the kind decided."""
        return next((choice.reason for choice in self.choices if choice.claim == claim.name), "")

    def source(self, claim: Claim) -> Source:
        return self.sources[claim.source]

    def party(self, name: str) -> Party:
        """The party of that name or alias; an undeclared name stands for itself."""
        return next((party for party in self.parties if name in party.names), Party(name=name))

    def counts_from(self, claim: Claim) -> date:
        return counts_from(claim, self.source(claim), _recorded_on(claim))

    def may_be_later(self, claim: Claim) -> bool:
        """Whether the day asked for lies inside the time that the claim's own date leaves open."""
        certain = certain_from(claim, self.source(claim))
        return certain is None or self.day < certain

    def spoken_on(self, claim: Claim) -> RecordedDate:
        """The date to print beside a claim: what it speaks of, else unknown."""
        return claim.speaks_of or RecordedDate(None, Precision.UNKNOWN)

    @property
    def newest(self) -> Claim | None:
        """The newest fact that counts; where several share the day, one that says so itself."""
        everything = (claims[0] for claims in self.series.values() if claims)
        return max(
            everything,
            key=lambda claim: (self.counts_from(claim), claim.speaks_of is not None, claim.name),
            default=None,
        )

    @property
    def is_old(self) -> bool:
        """Whether the newest fact is more than 60 days older than the day asked for."""
        return self.newest is not None and (self.day - self.last_day(self.newest)).days > OLD_AFTER

    def last_day(self, claim: Claim) -> date:
        """The last day of the period a claim speaks of, from which its age is counted."""
        said = claim.speaks_of
        return (said.end if said else None) or self.counts_from(claim)

    def months_old(self, claim: Claim) -> int:
        return months_between(self.last_day(claim), self.day)

    def is_stale(self, claim: Claim) -> bool:
        """Whether a figure is past the shelf life of its kind on the day asked for."""
        shelf = kind_of(claim).shelf_days
        return shelf is not None and (self.day - self.last_day(claim)).days > shelf


def picture(
    mission: Mission,
    clocks: Clocks,
    claims: Iterable[Claim],
    sources: Iterable[Source],
    parties: Iterable[Party] = (),
    choices: Iterable[Choice] = (),
    remarks: Iterable[Remark] = (),
) -> Picture:
    """The Picture of claims in memory, in the order they were recorded."""
    by_name = {source.name: source for source in sources}
    claims = tuple(claims)
    counting = [claim for claim in _readable(claims, by_name, clocks) if not claim.beside]
    series: dict[str, list[Claim]] = {}
    awaited: dict[str, Claim] = {}
    for claim in sorted(counting, key=lambda claim: _first_day(claim, by_name)):
        if _first_day(claim, by_name) <= clocks.as_of:
            series.setdefault(series_of(claim), []).insert(0, claim)
        else:
            awaited.setdefault(series_of(claim), claim)
    now = [claim for claims_ in series.values() for claim in claims_]
    return Picture(
        mission=mission,
        clocks=clocks,
        series={key: tuple(found[: kind_of(found[0]).keeps]) for key, found in series.items()},
        sources=by_name,
        parties=tuple(parties),
        awaited={key: claim for key, claim in awaited.items() if key not in series},
        reached=first_reached(now, by_name),
        choices=tuple(choices),
        remarks=tuple(remarks),
        tally=Tally(len(now), len({claim.source for claim in now})),
    )


def first_reached(claims: Iterable[Claim], sources: Mapping[str, Source]) -> dict[str, Claim]:
    """For each target among the claims, the first count of the same scope at or above it."""
    claims = sorted(claims, key=lambda claim: _first_day(claim, sources))
    counts = [claim for claim in claims if claim.kind == "strength"]
    targets = [claim for claim in claims if claim.kind == "target"]
    first = {target.name: next((c for c in counts if reaches(c, target)), None) for target in targets}
    return {name: count for name, count in first.items() if count}


def reaches(count: Claim, target: Claim) -> bool:
    """Whether a count is at or above a target of the same scope; "up to" and "less than" reach nothing."""
    if count.scope != target.scope or not count.quantity or not target.quantity:
        return False
    return _is_surely_at_least(count.quantity, target.quantity)


def _is_surely_at_least(count: Quantity, target: Quantity) -> bool:
    short_of = (Qualifier.UP_TO, Qualifier.LESS_THAN, Qualifier.NEARLY)
    return count.qualifier not in short_of and count.low >= target.low


def _readable(claims: Sequence[Claim], sources: Mapping[str, Source], clocks: Clocks) -> Iterator[Claim]:
    """The claims that stand and could be read and known under the clocks."""
    standing = {claim.name: claim for claim in claims if _is_known(claim, sources[claim.source], clocks)}
    superseded = {name for claim in standing.values() for name in claim.linked(Relation.SUPERSEDES)}
    return (claim for name, claim in standing.items() if name not in superseded)


def _is_known(claim: Claim, source: Source, clocks: Clocks) -> bool:
    if claim.standing is Standing.WITHDRAWN or source.retracted:
        return False
    if clocks.published_by and (source.readable_from or _recorded_on(claim)) > clocks.published_by:
        return False
    return not (clocks.known_at and claim.recorded_at and claim.recorded_at > clocks.known_at)


def _first_day(claim: Claim, sources: Mapping[str, Source]) -> date:
    return counts_from(claim, sources[claim.source], _recorded_on(claim))


def _recorded_on(claim: Claim) -> date:
    return claim.recorded_at.date() if claim.recorded_at else date.min


def _last_to_end(claims: Sequence[Claim]) -> Claim | None:
    """The claim that ends last; an exact day beats a month or year that holds it."""
    last = max((claim for claim in claims if claim.due), key=_end, default=None)
    if last is None or last.due is None or last.due.precision is Precision.DAY:
        return last
    first_day = last.due.start or date.max
    exact = [
        claim for claim in claims if claim.due and claim.due.precision is Precision.DAY and _end(claim) >= first_day
    ]
    return max(exact, key=_end, default=last)


def _end(claim: Claim) -> date:
    return (claim.due.deadline if claim.due else None) or date.min


# figures against figures


@dataclass(frozen=True, slots=True)
class Progress:
    """A count against a target: the share reached, what is missing, and whether either is approximate."""

    share: Fraction
    missing: Quantity
    is_about: bool
    is_reached: bool


def progress(count: Claim, target: Claim) -> Progress | None:
    """How far a count has come towards a target; None when either gives no number."""
    if not count.quantity or not target.quantity or not target.quantity.middle:
        return None
    missing = difference(target.quantity, count.quantity)
    return Progress(
        share=Fraction(count.quantity.middle) / Fraction(target.quantity.middle),
        missing=missing,
        is_about=not missing.is_exact,
        is_reached=_is_surely_at_least(count.quantity, target.quantity),
    )


def same_unit(one: Claim, other: Claim) -> bool:
    """Whether two counts count the same sort of people, as far as their sources say."""
    return bool(one.quantity and other.quantity and one.quantity.unit.casefold() == other.quantity.unit.casefold())
