"""What turns with a change: what leads, how far the count is from its target, which deadlines shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefings.claims import Claim, Source
from briefings.considering import Considered, Turn
from briefings.deadlines import Deadline, closure
from briefings.document import Count, Hole, Line, Section, Share, section
from briefings.document import mark as _
from briefings.documents.bottom_line import bottom_line, current_target
from briefings.documents.sentences import due_line, figure, mark_of, overdue_line, settled_line, statement, when
from briefings.kinds import kind_of
from briefings.picture import Picture, Progress, progress
from briefings.values import Quantity


def moves(found: Considered) -> Iterator[Section[Line]]:
    """What leads then, how far the count is from the target, what else turns, and which deadlines shift."""
    if found.lead:
        yield section(Line(_label(found.claim)), _turned(found, found.lead))
    yield from _progress(found)
    others = [
        Line(_("{label}: {turned}"), label=Line(_label(_of(turn))), turned=_turned(found, turn)) for turn in found.turns
    ]
    if others:
        yield section(Line(_("Also")), *others, is_list=True)
    shifts = [_shifted(found, shift.was, shift.now) for shift in found.shifts]
    if shifts:
        yield section(Line(_("Deadlines")), *shifts, is_list=True)
    first = [bottom_line(held).words for held in (found.before, with_source(found.after, found.source))]
    if first[0] != first[1] and not is_count(found.claim):
        yield section(Line(_("First line")), Line(_("{was} becomes {now}"), was=first[0], now=first[1]))


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


def _turned(found: Considered, turn: Turn) -> Line:
    """What leads a series now and then."""
    claim = _of(turn)
    was = _leading(found, found.before, turn.was)
    now = _leading(found, with_source(found.after, found.source), turn.now)
    if turn.was and turn.now and replace(turn.was, standing=turn.now.standing) == turn.now:
        return Line(_("the same goes on leading: {now}"), now=now)
    if is_count(claim) and turn.was:
        return Line(_("{was}, becomes {now}"), was=was, now=now)
    return Line(_("{was} becomes {now}"), was=was, now=now)


def _leading(found: Considered, held: Picture, claim: Claim | None) -> Hole:
    if claim is None:
        return Line(_("nothing on record"))
    if not is_count(claim):
        return statement(held, unnamed(found, claim))
    holes: dict[str, Hole] = {"count": figure(unnamed(found, claim), unit=False), "day": when(held, claim)}
    if found.was is None and claim.name == found.claim.name:
        return Line(_("{count}, {day}"), **holes)
    return Line(_("{count}, {day} {mark}"), mark=mark_of(claim), **holes)


def unnamed(found: Considered, claim: Claim) -> Claim:
    """A claim that is not stored yet has no name that could be asked for."""
    return replace(claim, name="") if found.was is None and claim.name == found.claim.name else claim


def _progress(found: Considered) -> Iterator[Section[Line]]:
    """How far the count is from the target, before and after, where either moves."""
    if closure(found.after) or not (found.lead or found.turns):
        return
    was, now = _made(found.before), _made(found.after)
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


def _shifted(found: Considered, was: Deadline | None, now: Deadline | None) -> Line:
    after = with_source(found.after, found.source)
    if was is None and now is not None:
        return Line(_("new: {now}"), now=deadline_line(after, _unnamed_deadline(found, now)))
    if now is None and was is not None:
        return Line(_("no longer: {was}"), was=deadline_line(found.before, was))
    if was is None or now is None:
        raise ValueError(found.claim.name)
    return Line(_("{was} becomes {now}"), was=deadline_line(found.before, was),
                now=deadline_line(after, _unnamed_deadline(found, now)))  # fmt: skip


def _unnamed_deadline(found: Considered, deadline: Deadline) -> Deadline:
    met_by = unnamed(found, deadline.met_by) if deadline.met_by else None
    return replace(deadline, claim=unnamed(found, deadline.claim), met_by=met_by)


def deadline_line(held: Picture, deadline: Deadline) -> Line:
    """A deadline as it stands: settled, overdue or still to come."""
    if deadline.is_settled:
        return settled_line(held, deadline)
    return overdue_line(held, deadline) if deadline.is_overdue(held.day) else due_line(held, deadline)


def with_source(after: Picture, source: Source) -> Picture:
    """The situation with the source of a change in it, which may say nothing that counts on the day."""
    return replace(after, sources={**after.sources, source.name: source})
