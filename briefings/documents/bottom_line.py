"""The bottom line of a brief, chosen by rule.

1. The mission is closed, or its mandate has ended without a renewal on record.
2. The nearest deadline that has reached its warning ladder, with the gap.
3. The newest change of the last 30 days.
4. Strength against target; without a count the mandate, without a mandate the target that was not met.
5. Nothing is recorded for the day; the nearest later fact is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from briefings.claims import Claim, Relation
from briefings.dates import Bound
from briefings.deadlines import Deadline, closure, deadlines, mandate, overdue, rung, upcoming
from briefings.document import Hole, Line, When
from briefings.document import mark as _
from briefings.documents.sentences import (
    days,
    days_ago,
    days_left,
    figure,
    mark_of,
    mission_name,
    overdue_line,
    statement,
    what_is_due,
)
from briefings.picture import Picture, progress

RECENT = 30
"""Days before the day asked for that count as recent."""


@dataclass(frozen=True, slots=True)
class BottomLine:
    """The sentence, and the rule that chose it in words."""

    words: Line
    rule: Line
    is_mandate: bool = False


def bottom_line(picture: Picture) -> BottomLine:
    """The most important sentence on a mission on a day."""
    for rule in _RULES:
        found = rule(picture)
        if found:
            return found
    return _nothing(picture)


def current_target(picture: Picture) -> Claim | None:
    """The target that counts now: the one with the latest day, an editor's choice before others of it."""
    targets = [
        deadline for deadline in deadlines(picture) if deadline.claim.kind == "target" and not deadline.claim.scope
    ]
    if targets:
        return max(targets, key=lambda deadline: deadline.due).claim
    return picture.headline("target")


def recent_changes(picture: Picture) -> tuple[Claim, ...]:
    """What changed in the 30 days before the day, newest first; what is only bounded from above may be older."""
    kinds = ("strength", "movement", "mandate", "vote", "ceiling", "target", "position", "contribution")
    since = picture.day - timedelta(days=RECENT)
    found = [claim for kind in kinds for claim in picture.of_kind(kind)
             if claim.speaks_of and claim.speaks_of.bound not in (Bound.BY, Bound.BEFORE)
             and picture.last_day(claim) >= since]  # fmt: skip
    return tuple(sorted(found, key=picture.counts_from, reverse=True))


def _mandate_over(picture: Picture) -> BottomLine | None:
    rule = Line(_("a mandate that has ended without a renewal on record comes first"))
    closed = closure(picture)
    if closed:
        words = Line(_("{mission}: closed, {day} {mark}"), mission=mission_name(picture),
                     day=When(picture.spoken_on(closed)), mark=mark_of(closed))  # fmt: skip
        return BottomLine(words, Line(_("a closure on record comes first")), is_mandate=True)
    ended = next((deadline for deadline in overdue(picture) if deadline.claim.kind == "mandate"), None)
    if ended is None:
        return None
    words = Line(_("{mission}: mandate ended {day}, {ago}; no renewal recorded {mark}"), mission=mission_name(picture),
                 day=When(ended.due), ago=days_ago(-ended.days_left(picture.day)), mark=mark_of(ended.claim))  # fmt: skip
    return BottomLine(words, rule, is_mandate=True)


def _nearest_deadline(picture: Picture) -> BottomLine | None:
    just_past = [late for late in overdue(picture) if late.days_left(picture.day) >= min(late.ladder, default=0)]
    reached = [deadline for deadline in upcoming(picture) if rung(deadline, picture.day) is not None] + just_past
    if not reached:
        return None
    nearest = min(reached, key=lambda deadline: (deadline.claim.kind == "obligation", deadline.due))
    rule = Line(_("the nearest deadline that has reached its warning days, mandate and target before reports"))
    return BottomLine(_deadline_words(picture, nearest), rule, is_mandate=nearest.claim.kind == "mandate")


def _deadline_words(picture: Picture, deadline: Deadline) -> Line:
    left = deadline.days_left(picture.day)
    count = picture.headline("strength", scope=deadline.claim.scope)
    holes: dict[str, Hole] = {
        "mission": mission_name(picture),
        "left": days_left(left),
        "mark": mark_of(deadline.claim),
    }
    match deadline.claim.kind:
        case "mandate" if left == 0:
            return Line(_("{mission}: mandate ends today, {day} {mark}"), day=When(deadline.due), **holes)
        case "mandate":
            return Line(_("{mission}: mandate ends {day}, {left} {mark}"), day=When(deadline.due), **holes)
        case _ if left < 0:
            return _overdue_words(picture, deadline)
        case "target" if count and count.quantity:
            return Line(_("{mission}: {count} of {target} deployed on the target date {marks}") if left == 0
                        else _("{mission}: {count} of {target} deployed, {days} before the target date {marks}"),
                        mission=mission_name(picture), count=figure(count, unit=False), days=days(left),
                        target=figure(deadline.claim, unit=False), marks=mark_of(count, deadline.claim))  # fmt: skip
        case "target":
            return Line(_("{mission}: {target} due by {day}, {left}; no count recorded {mark}"),
                        target=figure(deadline.claim), day=When(deadline.shown), **holes)  # fmt: skip
        case _:
            return Line(
                _("{mission}: {what} due {day}, {left} {mark}"),
                what=what_is_due(deadline),
                day=When(deadline.due),
                **holes,
            )


def _overdue_words(picture: Picture, deadline: Deadline) -> Line:
    count = picture.headline("strength", scope=deadline.claim.scope)
    if deadline.claim.kind == "target" and count and count.quantity:
        return Line(_("{mission}: {count} of {target} deployed, target not met on record, {ago} {marks}"),
                    mission=mission_name(picture), count=figure(count, unit=False), target=figure(deadline.claim, unit=False),
                    ago=days_ago(-deadline.days_left(picture.day)), marks=mark_of(count, deadline.claim))  # fmt: skip
    return Line(
        _("{mission}: {overdue}"), mission=mission_name(picture), overdue=overdue_line(picture, deadline, short=True)
    )


def _unmet_target(picture: Picture) -> BottomLine | None:
    late = [deadline for deadline in overdue(picture) if deadline.claim.kind == "target"]
    rule = Line(_("no count is recorded: the target that was not met"))
    return BottomLine(_overdue_words(picture, late[-1]), rule) if late else None


_LEADING_CHANGES = ("mandate", "ceiling", "vote", "strength", "target", "movement")
"""Kinds whose changes can lead a brief."""
_TERMS = ("", "term", "succession")


def _leading_changes(picture: Picture) -> list[Claim]:
    """The changes that can lead a brief, the newest and weightiest first, without those that only retell another."""
    changes = [claim for claim in recent_changes(picture) if claim.kind in _LEADING_CHANGES
               and (claim.kind != "mandate" or claim.aspect in _TERMS) and not claim.linked(Relation.RESTATES)]  # fmt: skip
    return sorted(
        changes, key=lambda claim: (-picture.counts_from(claim).toordinal(), _LEADING_CHANGES.index(claim.kind))
    )


def _newest_change(picture: Picture) -> BottomLine | None:
    changes = _leading_changes(picture)
    if not changes:
        return None
    words = Line(_("{mission}: {change}"), mission=mission_name(picture), change=statement(picture, changes[0]))
    return BottomLine(words, Line(_("the newest change of the last 30 days")), is_mandate=changes[0].kind == "mandate")


def _strength_against_target(picture: Picture) -> BottomLine | None:
    count, target = picture.headline("strength"), current_target(picture)
    rule = Line(_("strength against target"))
    if count is None:
        return None
    if target and progress(count, target):
        words = Line(_("{mission}: {count} of {target} deployed, {day} {marks}"), mission=mission_name(picture),
                     count=figure(count, unit=False), target=figure(target, unit=False),
                     day=When(picture.spoken_on(count)), marks=mark_of(count, target))  # fmt: skip
        return BottomLine(words, rule)
    words = Line(_("{mission}: {count} deployed, {day} {mark}"), mission=mission_name(picture), count=figure(count),
                 day=When(picture.spoken_on(count)), mark=mark_of(count))  # fmt: skip
    return BottomLine(words, rule)


def _mandate_in_force(picture: Picture) -> BottomLine | None:
    term = mandate(picture)
    if term is None or term.due is None or term.due.deadline is None:
        return None
    words = Line(_("{mission}: mandate in force until {day} {mark}"), mission=mission_name(picture),
                 day=When(term.due), mark=mark_of(term))  # fmt: skip
    return BottomLine(words, Line(_("no count is recorded: the mandate")), is_mandate=True)


def _nothing(picture: Picture) -> BottomLine:
    rule = Line(_("nothing else is recorded for the day"))
    newest = picture.newest
    if newest:
        return BottomLine(
            Line(_("{mission}: {change}"), mission=mission_name(picture), change=statement(picture, newest)), rule
        )
    later = min(_awaited(picture), key=picture.counts_from, default=None)
    if later is None:
        return BottomLine(Line(_("{mission}: nothing is recorded yet"), mission=mission_name(picture)), rule)
    words = Line(_("{mission}: nothing recorded by {day}; the nearest later fact: {later}"), mission=mission_name(picture),
                 day=When(picture.day), later=statement(picture, later))  # fmt: skip
    return BottomLine(words, rule)


def _awaited(picture: Picture) -> Iterator[Claim]:
    """The nearest later claims, those that speak of a day before those that only were published."""
    yield from picture.awaited.values()


_RULES: tuple[Callable[[Picture], BottomLine | None], ...] = (
    _mandate_over,
    _nearest_deadline,
    _newest_change,
    _strength_against_target,
    _mandate_in_force,
    _unmet_target,
)
