"""What turns with a change: what leads, how far the count is from its target, which deadlines shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefings.claims import Claim, Source
from briefings.considering import Considered, Effect, Shift, Turn
from briefings.deadlines import Deadline, closure
from briefings.document import Count, Hole, Line, Section, Share, section
from briefings.document import mark as _
from briefings.documents.bottom_line import bottom_line, current_target
from briefings.documents.sentences import due_line, figure, mark_of, overdue_line, settled_line, statement, when
from briefings.kinds import kind_of
from briefings.picture import Picture, Progress, progress
from briefings.values import Quantity

MOST_TURNS = 8
"""Turns that are told one by one."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The situation before and after; `new` is the name of a fact that is not stored yet, else empty."""

    before: Picture
    after: Picture
    new: str = ""


def moves(found: Considered) -> Iterator[Section[Line]]:
    """What leads then, how far the count is from the target, what else turns, and which deadlines shift."""
    new = found.claim.name if found.was is None else ""
    sides = _Sides(found.before, with_source(found.after, found.source), new)
    if found.lead:
        yield section(Line(_label(found.claim)), _turned(sides, found.lead))
    yield from _elsewhere(sides, found.turns, found.shifts, has_moved=bool(found.lead or found.turns))
    yield from () if is_count(found.claim) else _first_line(sides)


def moves_of_many(found: Effect) -> Iterator[Section[Line]]:
    """What leads then, what falls away, and which deadlines shift, where many facts change at once."""
    sides = _Sides(found.before, found.after)
    counts = [turn for turn in found.turns if is_count(_of(turn))]
    for turn in counts:
        yield section(Line(_label(_of(turn))), _turned(sides, turn))
    others = [turn for turn in found.turns if turn not in counts]
    yield from _elsewhere(sides, others, found.shifts, has_moved=bool(found.turns))
    yield from () if counts else _first_line(sides)


def _elsewhere(
    sides: _Sides, turns: Iterable[Turn], shifts: Iterable[Shift], *, has_moved: bool
) -> Iterator[Section[Line]]:
    yield from _progress(sides) if has_moved else ()
    others = [
        Line(_("{label}: {turned}"), label=Line(_label(_of(turn))), turned=_turned(sides, turn)) for turn in turns
    ]
    if len(others) > MOST_TURNS + 1:
        others = [*others[:MOST_TURNS], Line(_("and {n} more"), n=len(others) - MOST_TURNS)]
    if others:
        yield section(Line(_("Also")), *others, is_list=True)
    shifted = [_shifted(sides, shift) for shift in shifts]
    if shifted:
        yield section(Line(_("Deadlines")), *shifted, is_list=True)


def _first_line(sides: _Sides) -> Iterator[Section[Line]]:
    was, now = (bottom_line(held).words for held in (sides.before, sides.after))
    if was != now:
        yield section(Line(_("First line")), Line(_("{was} becomes {now}"), was=was, now=now))


def _of(turn: Turn) -> Claim:
    claim = turn.now or turn.was
    if claim is None:
        raise ValueError(turn)
    return claim


def is_count(claim: Claim) -> bool:
    """Whether it is a count of the whole mission, which has sections of its own in a brief."""
    return claim.kind == "strength" and not claim.scope


def _label(claim: Claim) -> str:
    return _("Deployed") if is_count(claim) else kind_of(claim).label


def _turned(sides: _Sides, turn: Turn) -> Line:
    """What leads a series now and then."""
    claim = _of(turn)
    was = _leading(sides, sides.before, turn.was)
    now = _leading(sides, sides.after, turn.now)
    if turn.was and turn.now and replace(turn.was, standing=turn.now.standing) == turn.now:
        return Line(_("the same goes on leading: {now}"), now=now)
    if is_count(claim) and turn.was:
        return Line(_("{was}, becomes {now}"), was=was, now=now)
    return Line(_("{was} becomes {now}"), was=was, now=now)


def _leading(sides: _Sides, held: Picture, claim: Claim | None) -> Hole:
    if claim is None:
        return Line(_("nothing on record"))
    if not is_count(claim):
        return statement(held, _unnamed(claim, sides.new))
    holes: dict[str, Hole] = {"count": figure(_unnamed(claim, sides.new), unit=False), "day": when(held, claim)}
    if claim.name == sides.new:
        return Line(_("{count}, {day}"), **holes)
    return Line(_("{count}, {day} {mark}"), mark=mark_of(claim), **holes)


def unnamed(found: Considered, claim: Claim) -> Claim:
    """A claim that is not stored yet has no name that could be asked for."""
    return _unnamed(claim, found.claim.name) if found.was is None else claim


def _unnamed(claim: Claim, new: str) -> Claim:
    return replace(claim, name="") if claim.name == new else claim


def _progress(sides: _Sides) -> Iterator[Section[Line]]:
    """How far the count is from the target, before and after, where either moves."""
    if closure(sides.after):
        return
    was, now = _made(sides.before), _made(sides.after)
    if now is None or (was and (was[0].middle, was[2]) == (now[0].middle, now[2])):
        return
    target, by, made = now
    short = Line(_("Short of {target}"), target=Count(target, unit=False))
    mark = mark_of(by)
    missing = Line(_("nothing: the target is reached")) if made.is_reached else Count(made.missing)
    share = Share(made.share, made.is_about)
    before = was[2] if was and not was[2].is_reached else None
    if before is None:
        yield section(short, Line(_("{mark} {missing}"), mark=mark, missing=missing))
        yield section(Line(_("Reached")), Line("{share}", share=share))
        return
    yield section(
        short, Line(_("{mark} {was} becomes {missing}"), mark=mark, was=Count(before.missing), missing=missing)
    )
    yield section(
        Line(_("Reached")), Line(_("{was} becomes {share}"), was=Share(before.share, before.is_about), share=share)
    )


def _made(held: Picture) -> tuple[Quantity, Claim, Progress] | None:
    """The target that counts, and how far the count has come towards it; None when either is missing."""
    count, target = held.headline("strength"), current_target(held)
    made = progress(count, target) if count and target else None
    return (target.quantity, target, made) if made and target and target.quantity else None


def _shifted(sides: _Sides, shift: Shift) -> Line:
    was = deadline_line(sides.before, shift.was) if shift.was else None
    now = deadline_line(sides.after, _unnamed_deadline(shift.now, sides.new)) if shift.now else None
    if was is None and now is not None:
        return Line(_("new: {now}"), now=now)
    if now is None and was is not None:
        return Line(_("no longer: {was}"), was=was)
    if was is None or now is None:
        raise ValueError(shift)
    return Line(_("{was} becomes {now}"), was=was, now=now)


def _unnamed_deadline(deadline: Deadline, new: str) -> Deadline:
    met_by = _unnamed(deadline.met_by, new) if deadline.met_by else None
    return replace(deadline, claim=_unnamed(deadline.claim, new), met_by=met_by)


def deadline_line(held: Picture, deadline: Deadline) -> Line:
    """A deadline as it stands: settled, overdue or still to come."""
    if deadline.is_settled:
        return settled_line(held, deadline)
    return overdue_line(held, deadline) if deadline.is_overdue(held.day) else due_line(held, deadline)


def with_source(after: Picture, source: Source) -> Picture:
    """The situation with the source of a change in it, which may say nothing that counts on the day."""
    return replace(after, sources={**after.sources, source.name: source})
