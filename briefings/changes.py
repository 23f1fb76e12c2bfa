"""What changed between two Pictures of a mission: what moved, what is new, what passed, what was put right.

`before` holds what could be known on an earlier day, `after` what is known on the later one. A third Picture,
`held`, is what our own store said of the later day at the earlier moment: against it, corrections,
withdrawals and facts recorded late come to light. Pictures are bounded, so a list here is the newest part of
what changed; the store's paged queries give the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from briefings.claims import Claim, Relation, Standing
from briefings.deadlines import Deadline, closure, deadlines, mandate, overdue
from briefings.kinds import KINDS, kind_of
from briefings.picture import Picture
from briefings.values import Quantity, difference

FIGURES = ("strength", "ceiling", "target", "pledge", "contribution")
"""Kinds whose headline is a number that moves."""
STANCES = ("role", "proposal", "position", "assessment", "profile")
"""Kinds whose headline is a word that turns."""
_ORDER = (
    "mandate", "strength", "vote", "target", "ceiling", "movement", "role", "proposal", "position", "contribution",
    "pledge", "assessment", "obligation", "announcement", "challenge", "engagement", "statement", "profile",
)  # fmt: skip
"""Kinds by how much a desk wants to hear of them."""
_LEAD_NATION = "lead nation"
"""The one part of a profile whose change is news: other parts are wordings that sources vary."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A series that another claim leads now, and leads otherwise."""

    before: Claim
    after: Claim

    @property
    def difference(self) -> Quantity | None:
        """How far the number moved; None when either side gives none, or they are of two currencies."""
        one, other = self.before.quantity, self.after.quantity
        if not one or not other or one.currency != other.currency:
            return None
        return difference(other, one)

    @property
    def is_more(self) -> bool:
        """Whether the number grew."""
        one, other = self.before.quantity, self.after.quantity
        return bool(one and other and other.middle > one.middle)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What our store took in since the earlier day: its first load, or so many older facts.

    `first_load` is the moment of the first load, None when the store held the mission before; `facts` and
    `sources` count what is on record since; `older` counts facts of the earlier day or before, known since.
    """

    first_load: datetime | None = None
    facts: int = 0
    sources: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed, each list the most important first.

    `corrected` are facts that say something else now under the same name; `superseded` those that a later
    source replaced; `withdrawn` those that count no longer.
    """

    before: Picture
    after: Picture
    closed: Claim | None = None
    mandate: Moved | None = None
    passed: tuple[Deadline, ...] = ()
    settled: tuple[Deadline, ...] = ()
    figures: tuple[Moved, ...] = ()
    stances: tuple[Moved, ...] = ()
    new: tuple[Claim, ...] = ()
    undated: tuple[Claim, ...] = ()
    stale: tuple[Claim, ...] = ()
    corrected: tuple[Moved, ...] = ()
    superseded: tuple[Moved, ...] = ()
    withdrawn: tuple[Claim, ...] = ()

    @property
    def since(self) -> date:
        return self.before.day

    @property
    def told(self) -> frozenset[str]:
        """The names of the claims that some list but `new` tells of."""
        moved = (*self.figures, *self.stances, *((self.mandate,) if self.mandate else ()))
        closed = {self.closed.name} if self.closed else set()
        return frozenset({move.after.name for move in moved} | closed)

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return any((self.closed, self.mandate, self.passed, self.settled, self.figures, self.stances, self.new,
                    self.stale, self.corrected, self.superseded, self.withdrawn))  # fmt: skip


def changes(before: Picture, after: Picture, held: Picture | None = None) -> Changes:
    """What changed from one Picture to the other; without `held` nothing is said of our own corrections."""
    if held:
        before = replace(before, sources={**held.sources, **before.sources})
    moved = tuple(_moved(before, after, held))
    closed = closure(after)
    found = Changes(
        before=before,
        after=after,
        closed=closed if closed and not closure(before) else None,
        mandate=_new_end(before, after),
        passed=_passed(before, after),
        settled=_settled(before, after),
        figures=tuple(move for move in moved if move.after.kind in FIGURES),
        stances=tuple(move for move in moved if move.after.kind in STANCES),
        stale=() if closed else _turned_stale(before, after),
        corrected=tuple(_corrected(held, after)) if held else (),
        superseded=tuple(_superseded(before, after)),
        withdrawn=tuple(_withdrawn(held, after)) if held else (),
    )
    later = [claim for claims in after.series.values() for claim in claims if after.counts_from(claim) > before.day]
    dated = [claim for claim in later if claim.speaks_of or after.source(claim).readable_from]
    return replace(found, new=_new(found, dated), undated=tuple(claim for claim in later if claim not in dated))


# what moved


def _moved(before: Picture, after: Picture, held: Picture | None) -> Iterator[Moved]:
    """The headlines that changed, the most important first; one that our store learnt late counts from then."""
    keys = [key for key in after.series if key.partition("\x1f")[0] in (*FIGURES, *STANCES)]
    for key in sorted(keys, key=lambda key: _rank(after.series[key][0])):
        now = after.leading(after.series[key])
        was = before.leading(before.series.get(key, ()))
        if now and was and was.name == now.name and held:
            was = held.leading(held.series.get(key, ()))
        if now and was and _says_else(was, now):
            yield Moved(was, now)


def _says_else(was: Claim, now: Claim) -> bool:
    """Whether two headlines of a series differ in what they say, whoever says it."""
    if was.name == now.name or (now.kind == "profile" and now.aspect != _LEAD_NATION):
        return False
    if now.kind in FIGURES:
        return (was.value, was.due) != (now.value, now.due)
    return (was.value, was.subject) != (now.value, now.subject)


def _new_end(before: Picture, after: Picture) -> Moved | None:
    """The mandate's end where another day is recorded now; None where it stayed or there was none."""
    was, now = mandate(before), mandate(after)
    if not was or not now or not now.due or was.name == now.name or was.due == now.due:
        return None
    return Moved(was, now)


# deadlines


def _key(deadline: Deadline) -> tuple[str, str, date]:
    return deadline.claim.kind, deadline.claim.scope or deadline.claim.aspect, deadline.due


def _passed(before: Picture, after: Picture) -> tuple[Deadline, ...]:
    """What went overdue since: the mandate, then targets, then what was to be reported, each the longest past first."""
    was = {_key(late) for late in overdue(before)}
    found = [late for late in overdue(after) if _key(late) not in was]
    return tuple(sorted(found, key=lambda late: (_ORDER.index(late.claim.kind), late.due)))


def _settled(before: Picture, after: Picture) -> tuple[Deadline, ...]:
    was = {_key(deadline) for deadline in deadlines(before) if deadline.is_settled}
    return tuple(deadline for deadline in deadlines(after) if deadline.is_settled and _key(deadline) not in was)


# facts


def _rank(claim: Claim) -> tuple[int, bool, str]:
    """Kinds in order of weight; in each the whole mission before its parts."""
    kind = claim.kind
    if kind == "mandate" and claim.aspect not in ("term", "closure", "succession"):
        kind = "profile"
    if kind == "strength" and claim.scope:
        kind = "pledge"
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER), bool(claim.scope), claim.scope


def _new(found: Changes, later: Iterable[Claim]) -> tuple[Claim, ...]:
    """The later claims that are not told of yet, the weightiest first.

    What only repeats or belongs to another new claim, stands beside a leading one or is a movement of
    nobody in particular or of no day comes last.
    """
    after = found.after
    claims = [claim for claim in later if claim.name not in found.told]
    names = {claim.name for claim in claims} | found.told
    leading = {claim.name for series in after.series.values() if (claim := after.leading(series))}

    def weight(claim: Claim) -> tuple[bool, int, bool, int]:
        is_extra = any(link.relation is not Relation.CONTRADICTS and link.to in names for link in claim.links)
        is_beside = not kind_of(claim).is_event and claim.name not in leading
        rank, is_part, _scope = _rank(claim)
        is_vague = claim.kind == "movement" and not (claim.subject and claim.speaks_of)
        return is_extra or is_beside or is_vague, rank, is_part, -after.counts_from(claim).toordinal()

    return tuple(sorted(claims, key=weight))


def _turned_stale(before: Picture, after: Picture) -> tuple[Claim, ...]:
    """Leading figures past their shelf life now that were not on the earlier day."""
    old = {claim.name for claim in _leading_figures(before) if before.is_stale(claim)}
    stale = [claim for claim in _leading_figures(after) if after.is_stale(claim) and claim.name not in old]
    return tuple(sorted(stale, key=_rank))


def _leading_figures(picture: Picture) -> Iterator[Claim]:
    for claims in picture.series.values():
        leading = picture.leading(claims)
        if leading and leading.quantity:
            yield leading


# what was put right


def _corrected(held: Picture, after: Picture) -> Iterator[Moved]:
    """Facts that say something else under the name they had."""
    now = {claim.name: claim for claim in _claims(after)}
    for was in _claims(held):
        if was.name in now and _as_said(now[was.name]) != _as_said(was):
            yield Moved(was, now[was.name])


def _superseded(before: Picture, after: Picture) -> Iterator[Moved]:
    """Facts that counted and that a fact now on record replaces."""
    by = {name: claim for claim in _claims(after) for name in claim.linked(Relation.SUPERSEDES)}
    for was in _claims(before):
        if was.name in by:
            yield Moved(was, by[was.name])


def _withdrawn(held: Picture, after: Picture) -> Iterator[Claim]:
    """Facts that counted, are in no list now, and were not crowded out of a full one or superseded."""
    now = {claim.name for claim in _claims(after)}
    replaced = {name for claim in _claims(after) for name in claim.linked(Relation.SUPERSEDES)}
    for key, claims in held.series.items():
        left = after.series.get(key, ())
        has_room = len(left) < KINDS[key.partition("\x1f")[0]].keeps
        for claim in claims:
            is_newer = bool(left) and held.counts_from(claim) > after.counts_from(left[-1])
            if claim.name not in now and claim.name not in replaced and (has_room or is_newer):
                yield claim


def _claims(picture: Picture) -> Iterable[Claim]:
    yield from (claim for claims in picture.series.values() for claim in claims)
    yield from picture.awaited.values()


def _as_said(claim: Claim) -> Claim:
    return replace(claim, recorded_at=None, standing=Standing.LIVE)


def first_recorded(picture: Picture) -> datetime | None:
    """The moment of the oldest recording among the claims of a Picture; None where no moment is known."""
    return min((claim.recorded_at for claim in _claims(picture) if claim.recorded_at), default=None)
