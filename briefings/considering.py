"""What a change would do: a mission's situation before and after it, and what to look at twice.

    before, after   two Pictures of the same day, without and with the change
    consider        what leads then, what else turns, which deadlines move or stay, and the checks

Nothing is refused here: a check says what looks odd, and the person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from briefings.claims import Claim, Source, Standing, counts_from
from briefings.dates import RecordedDate, Role
from briefings.deadlines import Deadline, agree, deadlines
from briefings.kinds import Rule, kind_of, series_of
from briefings.picture import Picture, same_unit
from briefings.record.keys import LONGEST_QUOTE
from briefings.values import Qualifier, Quantity


class Concern(StrEnum):
    """Why to look twice."""

    RECORDED = "already recorded"
    OTHERWISE = "its source said otherwise before"
    RIVAL = "a rival"
    SLIP = "a likely slip"
    UNITS = "units that differ"
    CEILING = "a target where a ceiling is meant"
    OLDER = "older than the headline"
    FUTURE = "a date in the future"
    PARTS = "parts that do not add up"
    QUOTE = "a long quotation"


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at twice.

    `beside` is the claim on record that it stands out against, `total` what parts add up to, `words` the length
    of a quotation, `day` the date that is still to come.
    """

    concern: Concern
    beside: Claim | None = None
    total: Quantity | None = None
    words: int = 0
    day: RecordedDate | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What leads a series before and after; None where nothing does."""

    was: Claim | None
    now: Claim | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A deadline before and after; None where there is none."""

    was: Deadline | None
    now: Deadline | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change to many facts at once does to the situation of a day: what leads otherwise, which deadlines move."""

    before: Picture
    after: Picture
    turns: tuple[Turn, ...] = ()
    shifts: tuple[Shift, ...] = ()


def effect(before: Picture, after: Picture) -> Effect:
    """What turns from one Picture of a day to the other."""
    turns = tuple(turn for _key, turn in _turns(before, after))
    return Effect(before=before, after=after, turns=turns, shifts=tuple(_shifts(before, after)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What a change would do to the situation of a day.

    `claim` is the fact as it would stand, `was` as it stands now, None for a new one. `lead` is the turn of its own
    series, None where the same goes on leading; `turns` are those of others.
    """

    before: Picture
    after: Picture
    claim: Claim
    source: Source
    was: Claim | None = None
    lead: Turn | None = None
    turns: tuple[Turn, ...] = ()
    shifts: tuple[Shift, ...] = ()
    stays: tuple[Deadline, ...] = ()
    checks: tuple[Check, ...] = ()


def consider(
    before: Picture, after: Picture, claim: Claim, source: Source, *, was: Claim | None = None, quote: str = ""
) -> Considered:
    """What it would do that a claim stands as given; `quote` is the quotation at full length."""
    turns = dict(_turns(before, after))
    found = Considered(
        before=before,
        after=after,
        claim=claim,
        source=source,
        was=was,
        lead=turns.pop(series_of(claim), None),
        turns=tuple(turns.values()),
        shifts=tuple(_shifts(before, after)),
        stays=tuple(deadline for deadline in deadlines(before) if deadline in deadlines(after)),
    )
    if was is not None and _as_said(was) == _as_said(claim):
        return found
    return replace(found, checks=tuple(check for check in _checks(found, quote or claim.quote) if check))


def _turns(before: Picture, after: Picture) -> Iterator[tuple[str, Turn]]:
    """The series that another claim leads after the change, or the same claim otherwise."""
    for key in dict.fromkeys((*before.series, *after.series)):
        was, now = (picture.leading(picture.series.get(key, ())) for picture in (before, after))
        if (was and _as_known(was)) != (now and _as_known(now)):
            yield key, Turn(was, now)


def _shifts(before: Picture, after: Picture) -> Iterator[Shift]:
    """The deadlines that come, go or come out otherwise, matched by what they are of."""
    was, now = ({_key(deadline): deadline for deadline in deadlines(picture)} for picture in (before, after))
    for key in dict.fromkeys((*was, *now)):
        one, other = was.get(key), now.get(key)
        if not (one and other) or (one.due, one.outcome) != (other.due, other.outcome):
            yield Shift(one, other)


def _key(deadline: Deadline) -> tuple[str, ...]:
    """What a deadline is of: the end of the mandate, an obligation of a name, a target of a number."""
    claim = deadline.claim
    number = str(claim.quantity.low) if claim.kind == "target" and claim.quantity else ""
    rule = str(deadline.due) if claim.kind == "obligation" else ""
    return claim.kind, claim.scope or claim.aspect, number, rule


def _as_said(claim: Claim) -> Claim:
    return replace(claim, recorded_at=None, standing=Standing.LIVE)


def _as_known(claim: Claim) -> Claim:
    return replace(claim, recorded_at=None)


# checks, each a question of its own


def _checks(found: Considered, quote: str) -> Iterator[Check | None]:
    """Every check in the order of its weight; what is recorded already is no rival of itself."""
    recorded = already_recorded(found)
    yield recorded
    yield None if recorded else said_otherwise(found) or rival(found)
    yield likely_slip(found)
    yield units_differ(found)
    yield meant_as_ceiling(found)
    yield older_than_headline(found)
    yield in_the_future(found)
    yield parts_beyond_whole(found)
    yield long_quotation(quote)


def already_recorded(found: Considered) -> Check | None:
    """Another fact says the same of the same time."""
    same = (other for other in _others(found) if _says(other) == _says(found.claim) and _same_time(found, other))
    beside = next(same, None)
    return Check(Concern.RECORDED, beside) if beside else None


def said_otherwise(found: Considered) -> Check | None:
    """The same source gave another value for the same time."""
    return _differing(found, Concern.OTHERWISE, (one for one in _others(found) if one.source == found.claim.source))


def rival(found: Considered) -> Check | None:
    """Another source gives another value for the same time: both are kept."""
    return _differing(found, Concern.RIVAL, _others(found))


def _differing(found: Considered, concern: Concern, others: Iterable[Claim]) -> Check | None:
    if kind_of(found.claim).is_event:
        return None
    differing = (one for one in others if _says_else(found.claim, one) and _same_time(found, one))
    beside = next(differing, None)
    return Check(concern, beside) if beside else None


def likely_slip(found: Considered) -> Check | None:
    """The number is that of the headline but for a digit more, a digit less or two that changed places."""
    number, beside = found.claim.quantity, _headline(found)
    if not number or not beside or not beside.quantity or not _is_slip(number.low, beside.quantity.low):
        return None
    return Check(Concern.SLIP, beside)


def units_differ(found: Considered) -> Check | None:
    """The number counts something else than the headline does, and did not do so before."""
    claim, beside = found.claim, _headline(found)
    if found.was and same_unit(found.was, claim):
        return None
    units = [one.quantity.unit for one in (claim, beside) if one and one.quantity]
    if not beside or len(list(filter(None, units))) < 2 or same_unit(claim, beside):
        return None
    return Check(Concern.UNITS, beside)


_OF_A_CEILING = re.compile(r"\b(ceiling|authori[sz]\w+|up to|maximum|no more than|at most)\b", re.IGNORECASE)


def meant_as_ceiling(found: Considered) -> Check | None:
    """A target is said in the words of a ceiling, or is the number of the ceiling on record and of no day."""
    claim = found.claim
    if claim.kind != "target" or not claim.quantity:
        return None
    ceiling = found.before.headline("ceiling", scope=claim.scope)
    is_same = bool(ceiling and ceiling.quantity and ceiling.quantity.low == claim.quantity.low and not claim.due)
    is_said = claim.quantity.qualifier is Qualifier.UP_TO or _OF_A_CEILING.search(f"{claim.quote} {claim.text}")
    return Check(Concern.CEILING, ceiling if is_same else None) if is_same or is_said else None


def older_than_headline(found: Considered) -> Check | None:
    """The headline is of a later day, so the fact will not lead."""
    claim, beside = found.claim, _headline(found)
    if not beside or kind_of(claim).is_event or kind_of(claim).rule is not Rule.LATEST:
        return None
    leads = found.after.leading(found.after.series.get(series_of(claim), ()))
    is_older = _first_day(found, claim) < found.before.counts_from(beside)
    return Check(Concern.OLDER, beside) if is_older and (leads is None or leads.name != claim.name) else None


def in_the_future(found: Considered) -> Check | None:
    """What is said to have been so is of a day that is still to come, or its source is; deadlines always are."""
    past = [found.claim.dates.get(role) for role in (Role.OCCURRED, Role.AS_OF, Role.REPORTED_ON)]
    past += [] if found.claim.speaks_of else [found.source.published]
    today = found.before.clocks.today
    day = next((said for said in past if said and said.start and said.start > today), None)
    return Check(Concern.FUTURE, day=day) if day else None


def parts_beyond_whole(found: Considered) -> Check | None:
    """The parts that lead on their own make more together than the whole mission's figure."""
    kind, after = found.claim.kind, found.after
    whole = after.headline(kind, subject=found.claim.subject)
    if "scope" not in kind_of(found.claim).series or not whole or not whole.quantity:
        return None
    scopes = {claim.scope for claim in after.of_kind(kind) if claim.scope and claim.subject == found.claim.subject}
    leading = [after.headline(kind, subject=found.claim.subject, scope=scope) for scope in sorted(scopes)]
    parts = [part.quantity for part in leading if part and part.quantity]
    total = sum((part.middle for part in parts), Decimal(0))
    if total <= whole.quantity.middle:
        return None
    is_exact = all(part.is_exact for part in parts)
    said = Quantity(total, qualifier=Qualifier.EXACT if is_exact else Qualifier.ABOUT)
    return Check(Concern.PARTS, whole, total=said)


def long_quotation(quote: str) -> Check | None:
    """The quotation has more words than are kept."""
    length = len(quote.split())
    return Check(Concern.QUOTE, words=length) if length > LONGEST_QUOTE else None


def shortened_quote(quote: str) -> str:
    """A quotation as it is kept: its first twelve words, with an ellipsis where some were left out."""
    words = quote.split()
    return " ".join(words) if len(words) <= LONGEST_QUOTE else " ".join(words[:LONGEST_QUOTE]) + "…"


# what checks stand on


def _others(found: Considered) -> Iterator[Claim]:
    """The other claims of the series as they stand before the change, the newest first."""
    there = found.before.series.get(series_of(found.claim), ())
    return (claim for claim in there if claim.name != found.claim.name)


def _headline(found: Considered) -> Claim | None:
    """What leads the series before the change, the claim itself left out."""
    return found.before.leading(tuple(_others(found)))


def _says(claim: Claim) -> tuple[object, ...]:
    """What a claim says, whoever says it: its value without the word for its unit, its end, its words where they are all."""
    value = replace(claim.quantity, unit="") if claim.quantity else claim.value
    return value, claim.due, claim.text.casefold() if value is None else "", claim.subject.casefold()


def _says_else(one: Claim, other: Claim) -> bool:
    """Whether two claims cannot mean the same: a month can mean the day that lies in it."""
    if one.due and other.due and one.value == other.value:
        return not agree(one.due, other.due)
    return _says(one) != _says(other)


def _same_time(found: Considered, other: Claim) -> bool:
    """Whether two claims can speak of one time: their ends agree, or the periods they speak of overlap.

    Two days for one number are two days for one target.
    """
    claim = found.claim
    if claim.due and other.due:
        is_one_target = claim.kind == "target" and _says(claim)[0] == _says(other)[0]
        return is_one_target or agree(claim.due, other.due)
    first, other_first = _first_day(found, claim), found.before.counts_from(other)
    return first <= found.before.last_day(other) and other_first <= (_last_day(claim) or first)


def _first_day(found: Considered, claim: Claim) -> date:
    return counts_from(claim, found.source, found.before.clocks.today)


def _last_day(claim: Claim) -> date | None:
    return claim.speaks_of.end if claim.speaks_of else None


def _is_slip(typed: Decimal, known: Decimal) -> bool:
    one, other = (f"{number.normalize():f}" for number in (typed, known))
    if len(one) == len(other):
        places = [place for place in range(len(one)) if one[place] != other[place]]
        swapped = len(places) == 2 and places[1] - places[0] == 1
        return swapped and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    long, short = sorted((one, other), key=len, reverse=True)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
