"""Sentences on what moved: a figure from and to, a word that turned, a mandate's new end."""

from __future__ import annotations

from briefings.changes import Changes, Moved
from briefings.claims import Claim
from briefings.document import Count, Hole, Line, Quoted, Text, When
from briefings.document import mark as _
from briefings.documents.sentences import figure, mark_of, short_name, statement, when
from briefings.picture import Picture, same_unit


def is_whole_count(claim: Claim) -> bool:
    """Whether a claim counts the whole mission's people."""
    return claim.kind == "strength" and not claim.scope


def new_end(move: Moved) -> Line:
    holes: dict[str, Hole] = {"mark": mark_of(move.after), "was_mark": mark_of(move.before)}
    if move.after.due:
        holes["now"] = When(move.after.due)
    if move.before.due:
        return Line(_("until {now} {mark}; before, until {was} {was_mark}"), was=When(move.before.due), **holes)
    return Line(_("until {now} {mark}; before, no end was recorded {was_mark}"), **holes)


def moved_line(found: Changes, move: Moved) -> Line:
    """A figure that moved: from, to, the difference, and that the units differ where they do."""
    before, after = move.before, move.after
    if after.kind == "target":
        return Line(_("{now}; before: {was}"), now=statement(found.after, after), was=statement(found.before, before))
    holes: dict[str, Hole] = {
        "now": _figure(found.after, after), "day": when(found.after, after), "mark": mark_of(after),
        "was": figure(before), "was_day": when(found.before, before), "was_mark": mark_of(before),
    }  # fmt: skip
    if is_of_same_time(found, move):
        return Line(_("{now}, {day} {mark}; before, by another count: {was}, {was_day} {was_mark}"), **holes)
    gap = move.difference
    if gap is None or not gap.low:
        return Line(_("{now}, {day} {mark}; before: {was}, {was_day} {was_mark}"), **holes)
    return Line(_gap_message(move), gap=Count(gap), **holes)


def is_of_same_time(found: Changes, move: Moved) -> bool:
    """Whether both numbers speak of one time: then another source leads, and nothing grew or shrank."""
    begins, ends = found.after.counts_from(move.after), found.after.last_day(move.after)
    return begins <= found.before.last_day(move.before) and found.before.counts_from(move.before) <= ends


def _gap_message(move: Moved) -> str:
    if same_unit(move.before, move.after):
        return (_("{now}, {day} {mark}, up {gap} from {was}, {was_day} {was_mark}") if move.is_more
                else _("{now}, {day} {mark}, down {gap} from {was}, {was_day} {was_mark}"))  # fmt: skip
    return (_("{now}, {day} {mark}, up {gap} from {was}, {was_day} {was_mark}; the units differ") if move.is_more
            else _("{now}, {day} {mark}, down {gap} from {was}, {was_day} {was_mark}; the units differ"))  # fmt: skip


def _figure(picture: Picture, claim: Claim) -> Hole:
    """The number with what it counts, unless that is the mission's whole strength."""
    count = figure(claim)
    match claim.kind:
        case "strength" if not claim.scope:
            return count
        case "strength":
            return Line(_("{scope}: {count}"), scope=claim.scope, count=count)
        case "ceiling" if claim.scope:
            return Line(_("ceiling ({scope}): {count}"), scope=claim.scope, count=count)
        case "ceiling":
            return Line(_("ceiling: {count}"), count=count)
        case "pledge":
            return Line(_("{party} pledged: {count}"), party=_party(picture, claim), count=count)
    return Line(
        _("{party}, {text}: {count}"),
        party=_party(picture, claim),
        text=Quoted(claim.text or claim.aspect),
        count=count,
    )


def _party(picture: Picture, claim: Claim) -> Text:
    return Text(short_name(picture, claim.subject) if claim.subject else picture.mission.short)


STANCES = {
    "profile": _("Lead nation"),
    "role": _("Offices"),
    "proposal": _("Proposals"),
    "position": _("Positions"),
    "assessment": _("Assessment"),
}
_STATES = {
    "proposed": _("proposed"),
    "under debate": _("under debate"),
    "withdrawn": _("withdrawn"),
    "conditional": _("conditional"),
    "draft": _("draft"),
    "in blue": _("in blue"),
    "adopted": _("adopted"),
    "rejected": _("rejected"),
    "better": _("better"),
    "same": _("same"),
    "worse": _("worse"),
}


def turned_line(found: Changes, move: Moved) -> Line:
    """What a word is now and what it was."""
    now, was = move.after, move.before
    if now.kind not in ("proposal", "assessment", "profile"):
        return Line(_("{now}; before: {was}"), now=statement(found.after, now), was=statement(found.before, was))
    holes: dict[str, Hole] = {
        "now": _state(now), "day": when(found.after, now), "mark": mark_of(now),
        "was": _state(was), "was_day": when(found.before, was), "was_mark": mark_of(was),
    }  # fmt: skip
    if now.kind == "proposal":
        return Line(
            _("“{topic}”: {now}, {day} {mark}; before: {was}, {was_day} {was_mark}"), topic=Quoted(now.aspect), **holes
        )
    return Line(_("{now}, {day} {mark}; before: {was}, {was_day} {was_mark}"), **holes)


def _state(claim: Claim) -> Hole:
    value = str(claim.value)
    return Line(_STATES[value]) if value in _STATES else Quoted(value)
