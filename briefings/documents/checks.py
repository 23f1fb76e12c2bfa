"""What to look at twice before a change is stored, each in one sentence, and what stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from briefings.claims import Claim
from briefings.considering import Check, Concern, Considered
from briefings.dates import Bound, RecordedDate
from briefings.deadlines import Deadline
from briefings.document import Count, Hole, Line, Quoted, Section, When, section
from briefings.document import mark as _
from briefings.documents.sentences import days, due_line, figure, mark_of, statement, when
from briefings.documents.turns import deadline_line, is_count, unnamed
from briefings.picture import Picture
from briefings.record.keys import LONGEST_QUOTE
from briefings.values import Qualifier, Quantity


def checked(found: Considered) -> Iterator[Section[Line]]:
    """What to look at twice before a change, and the targets that stay as they are."""
    if found.checks:
        yield section(Line(_("Check")), *(_check(found, check) for check in found.checks), is_list=True)
    stays = [deadline for deadline in found.stays if deadline.claim.kind == "target" and is_count(found.claim)]
    if stays and found.lead:
        yield section(Line(_("Stays")), *(_staying(found.before, deadline) for deadline in stays))


def _staying(held: Picture, deadline: Deadline) -> Line:
    if deadline.is_settled or deadline.is_overdue(held.day):
        return deadline_line(held, deadline)
    left = deadline.days_left(held.day)
    is_plain = left and deadline.shown.bound not in (Bound.BY, Bound.BEFORE)
    return Line(_("target {due}"), due=_short_due(held, deadline)) if is_plain else deadline_line(held, deadline)


def _short_due(held: Picture, deadline: Deadline) -> Line:
    """2,500 by Jan 2025 [S0], 16 days to the 31st."""
    claim, last = deadline.claim, due_line(held, deadline).holes.get("last")
    holes: dict[str, Hole] = {"count": figure(claim, unit=False), "day": When(deadline.shown), "mark": mark_of(claim),
                              "left": days(deadline.days_left(held.day))}  # fmt: skip
    is_day = deadline.shown == RecordedDate(deadline.due)
    if last is None or is_day:
        return Line(_("{count} by {day} {mark}, {left}"), **holes)
    return Line(_("{count} by {day} {mark}, {left} to {last}"), last=last, **holes)


def _check(found: Considered, check: Check) -> Line:
    """What looks odd, in one sentence with what it stands out against."""
    claim = unnamed(found, found.claim)
    beside = check.beside
    if beside is None:
        return _check_alone(found, check)
    said = Line(_("{name}: {said}"), name=beside.name, said=statement(found.before, beside))
    match check.concern:
        case Concern.RECORDED:
            return Line(_("It is recorded already, as {said}."), said=said)
        case Concern.OTHERWISE:
            return Line(_("The same source said otherwise before, in {said}."), said=said)
        case Concern.RIVAL:
            return Line(_("Another source says otherwise, in {said}; both are kept."), said=said)
        case Concern.SLIP:
            return Line(_("{count} looks like a slip for {other} {mark}: a digit more, less or swapped."),
                        count=figure(claim, unit=False), other=figure(beside, unit=False), mark=_dated(found, beside))  # fmt: skip
        case Concern.UNITS:
            return _units(claim, beside)
        case Concern.OLDER:
            return Line(_("It is older than the headline, {said}, and will not lead."), said=said)
        case Concern.PARTS:
            return Line(_("The parts make {total} together, more than the whole: {said}."),
                        total=Count(check.total or Quantity(Decimal(0))), said=said)  # fmt: skip
    return Line(_("It has the number of the ceiling, {said}: is it a target, or the ceiling again?"), said=said)


def _check_alone(found: Considered, check: Check) -> Line:
    match check.concern:
        case Concern.FUTURE:
            return Line(_("{day} is still to come: it counts from then on."), day=When(check.day or found.before.day))
        case Concern.QUOTE:
            return Line(_("The quotation has {n} words; the first {most} are kept."), n=check.words, most=LONGEST_QUOTE)
    return Line(_("It sounds like a ceiling, which the Council sets; a target is what a mission aims at."))


def _units(claim: Claim, beside: Claim) -> Line:
    """400 counts police officers, 572 counts personnel: not one unit."""
    one, other = beside.quantity, claim.quantity
    if one is None or other is None:
        raise ValueError(claim.name)
    return Line(_("{count} counts {unit}, {other} counts {other_unit}: not one unit."),
                count=_bare(one), unit=Quoted(one.unit), other=_bare(other), other_unit=Quoted(other.unit))  # fmt: skip


def _bare(quantity: Quantity) -> Count:
    return Count(replace(quantity, qualifier=Qualifier.EXACT, unit=""))


def _dated(found: Considered, claim: Claim) -> Line:
    return Line(_("({day} {mark})"), day=when(found.before, claim), mark=mark_of(claim))
