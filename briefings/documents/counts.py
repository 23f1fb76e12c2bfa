"""Counts in a brief: the leading one against its target, the one before it, and those that say otherwise."""

from __future__ import annotations

from briefings.claims import Claim
from briefings.deadlines import agree, closure, deadlines
from briefings.document import Line, Meter, Quoted, Section, When, plural, section
from briefings.document import mark as _
from briefings.documents.bottom_line import current_target
from briefings.documents.sentences import deployed_line, figure, mark_of, progress_line, when
from briefings.kinds import Rule, kind_of
from briefings.picture import Picture, same_unit


def deployed_sections(picture: Picture, *, short: bool = True) -> list[Section[Line]]:
    """The leading count against the target, and the count before it."""
    count = picture.headline("strength")
    if count is None:
        return [section(Line(_("Deployed")), no_count_line(picture))]
    blocks: list[Line | Meter[Line]] = [deployed_line(picture, count, short=short)]
    target = None if closure(picture) else current_target(picture)
    made = progress_line(picture, count, target) if target else None
    if made:
        blocks.append(Meter(made[0].share, made[1]))
    others = rival_counts(picture, count)
    if others:
        blocks.append(plural(_("{n} other count of that time: see “disputed”"),
                             _("{n} other counts of that time: see “disputed”"), len(others)))  # fmt: skip
    sections = [section(Line(_("Deployed")), *blocks)]
    before = earlier_count(picture, count)
    if before:
        sections.append(section(Line(_("Earlier")), earlier_line(picture, before)))
    return sections


def earlier_count(picture: Picture, count: Claim) -> Claim | None:
    """The newest count of an earlier day than the leading one."""
    leads_from = picture.counts_from(count)
    return next((rival for rival in picture.rivals("strength") if picture.last_day(rival) < leads_from), None)


def rival_counts(picture: Picture, count: Claim) -> list[Claim]:
    """The counts of the same time that give another number."""
    return [rival for rival in picture.rivals(count.kind, scope=count.scope) if is_rival(picture, count, rival)]


def earlier_line(picture: Picture, before: Claim) -> Line:
    return Line(_("{count}, {day} {mark}"), count=figure(before), day=when(picture, before), mark=mark_of(before))


def no_count_line(picture: Picture) -> Line:
    """That no count is recorded for the day, with the nearest later one where there is one."""
    later = picture.awaited.get("strength\x1f")
    if later is None:
        return Line(_("no count recorded"))
    return Line(_("no count recorded by {day}; the nearest later one: {count}, {later} {mark}"), day=When(picture.day),
                count=figure(later), later=when(picture, later), mark=mark_of(later))  # fmt: skip


def disputes(picture: Picture) -> list[tuple[Claim, tuple[Claim, ...]]]:
    """What leads and what says otherwise: counts and ceilings of the same time, other days for a deadline."""
    leading = [claim for kind in ("strength", "ceiling") if (claim := picture.headline(kind))]
    numbers = [(claim, tuple(rival_counts(picture, claim))) for claim in leading]
    days = [
        (one.claim, tuple(rival for rival in one.rivals if _differs(one.claim, rival))) for one in deadlines(picture)
    ]
    return [(claim, rivals) for claim, rivals in (*numbers, *days) if rivals]


def _differs(leading: Claim, rival: Claim) -> bool:
    """Whether a rival of a deadline cannot mean the same; a month that holds the day can."""
    return leading.kind != "mandate" or not agree(leading.due, rival.due)


def is_rival(picture: Picture, leading: Claim, claim: Claim) -> bool:
    """Whether another count gives another number for the same time."""
    overlaps = picture.counts_from(claim) <= picture.last_day(leading) <= picture.last_day(claim) or (
        picture.counts_from(leading) <= picture.last_day(claim) <= picture.last_day(leading)
    )
    return overlaps and claim.value != leading.value and claim is not leading


def why_it_leads(picture: Picture, leading: Claim) -> Line:
    reason = picture.why_it_leads(leading)
    if reason:
        return Line(_("the first leads by an editor's choice: {reason}"), reason=Quoted(reason))
    return Line(_BY_RULE[kind_of(leading).rule])


_BY_RULE = {
    Rule.LATEST: _("the first leads as the latest"),
    Rule.LATEST_END: _("the first leads as the one that ends last"),
    Rule.IN_OFFICE: _("the first leads as the latest in office"),
}


def unit_note(picture: Picture) -> Line | None:
    count = picture.headline("strength")
    before = earlier_count(picture, count) if count else None
    if not count or not before or same_unit(count, before) or not (count.quantity and before.quantity):
        return None
    return Line(_("not one unit: {count}, {day} {mark}, and {before}, {before_day} {before_mark}"),
                count=figure(count), day=when(picture, count), mark=mark_of(count),
                before=figure(before), before_day=when(picture, before), before_mark=mark_of(before))  # fmt: skip
