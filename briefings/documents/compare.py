"""Two days of a mission side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefings.changes import Changes, Moved, changes
from briefings.claims import Claim
from briefings.deadlines import Deadline, closure, mandate, overdue, upcoming
from briefings.document import (
    Count,
    DayStyle,
    Document,
    Hole,
    Line,
    Offer,
    Quoted,
    Rows,
    Share,
    Text,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.bottom_line import current_target
from briefings.documents.contingents import Contingent, Presence, all_contingents
from briefings.documents.header import header
from briefings.documents.sentences import (
    days,
    days_ago,
    days_left,
    figure,
    mark_of,
    mission_name,
    names,
    paragraph,
    short_figure,
    short_name,
    what_is_due,
    when,
)
from briefings.picture import Picture, Progress, progress

_NAMED = 4
"""Countries that a cell names; of more it gives the number."""


def compare(one: Picture, other: Picture) -> Document[Line]:
    """The situations of two days side by side, the earlier on the left."""
    found = changes(one, other)
    return Document(
        name="compare",
        title=_title(one, other),
        header=(_days(one, other), *_predecessor(one, other), *header(other)[1:]),
        sections=(section(None, _table(found)),),
        offers=(
            Offer(Line(_("What is new")), f"changed since {one.day}{_as_of(other)}"),
            *(
                Offer(Line(_("Brief of {day}"), day=When(picture.day)), f"status{_as_of(picture)}")
                for picture in (one, other)
            ),
        ),
    )


def _predecessor(one: Picture, other: Picture) -> Iterator[Line]:
    if one.mission.short != other.mission.short:
        yield Line(_("On {day} it was {old}, before {new} took over"), day=When(one.day), old=one.mission.short,
                   new=other.mission.short)  # fmt: skip


def _as_of(picture: Picture) -> str:
    return f" as-of {picture.day}" if picture.clocks.is_past else ""


def _days(one: Picture, other: Picture) -> Line:
    first, second = (When(picture.day, DayStyle.WEEKDAY) for picture in (one, other))
    if one.clocks.is_past and other.clocks.is_past:
        return Line(_("{one} and {other}, asked {today}"), one=first, other=second, today=When(one.clocks.today))
    return Line(_("{one} and {other}"), one=first, other=second)


# the bottom line


def _title(one: Picture, other: Picture) -> Line:
    """What differs most: the mandate in force or not, the count, the mandate's end; or that none of these does."""
    holes: dict[str, Hole] = {"mission": mission_name(other), "one": When(one.day), "other": When(other.day)}
    (was, before), (now, after) = _force(one), _force(other)
    marks = [claim for claim in (before, after) if claim]
    if was != now:
        return Line(
            _("{mission}: {was} on {one}, {now} on {other} {marks}"), was=was, now=now, marks=mark_of(*marks), **holes
        )
    count, later = one.headline("strength"), other.headline("strength")
    if count and later and count.value != later.value:
        return Line(_("{mission}: {was} deployed on {one}, {now} on {other} {marks}"), was=figure(count, unit=False),
                    now=figure(later, unit=False), marks=mark_of(count, later), **holes)  # fmt: skip
    if later and not count:
        return Line(_("{mission}: no count by {one}, {now} deployed on {other} {mark}"), now=figure(later, unit=False),
                    mark=mark_of(later), **holes)  # fmt: skip
    if before and after and before.due and after.due and before.due != after.due:
        return Line(_("{mission}: mandate until {was} on {one}, until {now} on {other} {marks}"), was=When(before.due),
                    now=When(after.due), marks=mark_of(*marks), **holes)  # fmt: skip
    return Line(_("{mission}: the same count and mandate on {one} and {other}"), **holes)


def _force(picture: Picture) -> tuple[Line, Claim | None]:
    """Whether the mission may act on the day, and the claim that says so."""
    term, closed = mandate(picture), closure(picture)
    if closed:
        return Line(_("closed")), closed
    if term is None or term.due is None or term.due.deadline is None:
        return Line(_("no end of a mandate recorded")), None
    if term.due.deadline < picture.day:
        return Line(_("mandate ended")), term
    return Line(_("mandate in force")), term


# the table


def _table(found: Changes) -> Rows[Line]:
    one, other = found.before, found.after
    rows = [(Line(label), cell(one), cell(other)) for label, cell in _ROWS.items()]
    return Rows(
        caption=_spoken(one, other),
        head=(Line(""), Line("{day}", day=When(one.day)), Line("{day}", day=When(other.day))),
        rows=(*rows, *(_turned(found, move) for move in found.stances), *_newly_said(found)),
    )


def _spoken(one: Picture, other: Picture) -> Line:
    """The rows that differ, in short sentences; the rows give the days and the sources."""
    pairs = [(label, brief(one), brief(other)) for label, brief in _BRIEFLY.items()]
    said = [Line(_("{what}: {was}, then {now}."), what=Line(label), was=was, now=now)
            for label, was, now in pairs if was != now]  # fmt: skip
    return paragraph(said) if said else Line(_("No difference in strength, mandate or countries."))


def _state_alone(picture: Picture) -> Hole:
    term, closed = mandate(picture), closure(picture)
    if closed:
        return Line(_("closed"))
    if term is None or term.due is None or term.due.deadline is None:
        return Line(_("no end recorded"))
    return Line(_("ended")) if term.due.deadline < picture.day else Line(_("in force"))


def _count_alone(picture: Picture) -> Hole:
    count = picture.headline("strength")
    return figure(count, unit=False) if count else Line(_("not recorded"))


def _gap_alone(picture: Picture) -> Hole:
    found = _made(picture)
    if found is None:
        return Line(_("not recorded"))
    return Line(_("target reached")) if found[0].is_reached else Count(found[0].missing)


def _countries_alone(picture: Picture) -> Hole:
    there = _there(picture)
    return Count(len(there)) if there else Line(_("none recorded"))


def _deployed(picture: Picture) -> Line:
    count = picture.headline("strength")
    if count is None:
        return Line(_("not recorded"))
    return Line(_("{count}, {day} {mark}"), count=short_figure(count), day=when(picture, count), mark=mark_of(count))


def _target(picture: Picture) -> Line:
    target = current_target(picture)
    if target is None:
        return Line(_("not recorded"))
    if target.due is None:
        return Line(_("{count} {mark}"), count=short_figure(target), mark=mark_of(target))
    return Line(_("{count} by {day} {mark}"), count=short_figure(target), day=When(target.due), mark=mark_of(target))


def _made(picture: Picture) -> tuple[Progress, Claim, Claim] | None:
    """How far the count has come towards the target; None where either is missing or the mission is closed."""
    count, target = picture.headline("strength"), current_target(picture)
    made = progress(count, target) if count and target and not closure(picture) else None
    return (made, count, target) if made and count and target else None


def _share(picture: Picture) -> Line:
    found = _made(picture)
    if found is None:
        return Line(_("mission closed")) if closure(picture) else Line(_("not recorded"))
    made, count, target = found
    return Line(_("{share} {marks}"), share=Share(made.share, made.is_about), marks=mark_of(count, target))


def _short(picture: Picture) -> Line:
    found = _made(picture)
    if found is None:
        return Line(_("mission closed")) if closure(picture) else Line(_("not recorded"))
    made, count, target = found
    if made.is_reached:
        return Line(_("target reached {marks}"), marks=mark_of(count, target))
    return Line(_("{missing} {marks}"), missing=Count(made.missing), marks=mark_of(count, target))


def _mandate(picture: Picture) -> Line:
    term, closed = mandate(picture), closure(picture)
    if closed:
        return Line(_("closed {day} {mark}"), day=when(picture, closed), mark=mark_of(closed))
    if term is None or term.due is None or term.due.deadline is None:
        return Line(_("not recorded"))
    left = (term.due.deadline - picture.day).days
    holes: dict[str, Hole] = {"day": When(term.due), "mark": mark_of(term)}
    if left < 0:
        return Line(_("ended {day}, {ago} {mark}"), ago=days_ago(-left), **holes)
    return Line(_("until {day}, {left} {mark}"), left=days_left(left), **holes)


def _due(picture: Picture) -> Line:
    """The nearest deadline but the mandate's own, which has a row of its own."""
    ahead = [deadline for deadline in upcoming(picture) if deadline.claim.kind != "mandate"]
    if not ahead:
        return Line(_("nothing recorded"))
    left = days_left(ahead[0].days_left(picture.day))
    return Line(_("{what} by {day}, {left} {mark}"), what=_what(ahead[0]), day=When(ahead[0].shown), left=left,
                mark=mark_of(ahead[0].claim))  # fmt: skip


def _late(picture: Picture) -> Line:
    late = [deadline for deadline in overdue(picture) if deadline.claim.kind != "mandate"]
    if not late:
        return Line(_("nothing"))
    first = late[0]
    holes: dict[str, Hole] = {"what": _what(first), "day": When(first.shown), "mark": mark_of(first.claim),
                              "past": days(-first.days_left(picture.day))}  # fmt: skip
    if len(late) == 1:
        return Line(_("{what} by {day}, {past} past {mark}"), **holes)
    more = plural(_("{n} more"), _("{n} more"), len(late) - 1)
    return Line(_("{what} by {day}, {past} past {mark}, and {more}"), more=more, **holes)


def _what(deadline: Deadline) -> Hole:
    return short_figure(deadline.claim) if deadline.claim.kind == "target" else what_is_due(deadline)


def _there(picture: Picture) -> list[Contingent]:
    return [one for one in all_contingents(picture) if one.presence in (Presence.THERE, Presence.PART_LEFT)]


def _countries(picture: Picture) -> Line:
    there = _there(picture)
    if not there:
        return Line(_("none recorded"))
    marks = mark_of(*(one.claims[0] for one in there))
    if len(there) > _NAMED:
        return plural(_("{n} country {marks}"), _("{n} countries {marks}"), len(there), marks=marks)
    named = names(short_name(picture, one.country) for one in there)
    if closure(picture):
        return Line(_("last recorded: {countries} {marks}"), countries=named, marks=marks)
    return Line(_("{countries} {marks}"), countries=named, marks=marks)


def _facts(picture: Picture) -> Line:
    return plural(_("{n} fact"), _("{n} facts"), picture.tally.claims)


_ROWS: dict[str, Callable[[Picture], Line]] = {
    _("Deployed"): _deployed,
    _("Target"): _target,
    _("Share of target"): _share,
    _("Short by"): _short,
    _("Mandate"): _mandate,
    _("Due next"): _due,
    _("Overdue"): _late,
    _("Countries"): _countries,
    _("On record"): _facts,
}
_BRIEFLY: dict[str, Callable[[Picture], Hole]] = {
    _("Deployed"): _count_alone,
    _("Short by"): _gap_alone,
    _("Mandate"): _state_alone,
    _("Countries"): _countries_alone,
}


# what turned

_SAID = {
    "support": _("for, {day} {mark}"),
    "oppose": _("against, {day} {mark}"),
    "open": _("open to it, {day} {mark}"),
    "withdrew": _("withdrew it, {day} {mark}"),
    "abstain": _("abstaining, {day} {mark}"),
    "neutral": _("neutral, {day} {mark}"),
    "proposed": _("proposed, {day} {mark}"),
    "under debate": _("under debate, {day} {mark}"),
    "withdrawn": _("withdrawn, {day} {mark}"),
    "conditional": _("conditional, {day} {mark}"),
    "draft": _("draft, {day} {mark}"),
    "in blue": _("in blue, {day} {mark}"),
    "adopted": _("adopted, {day} {mark}"),
    "rejected": _("rejected, {day} {mark}"),
    "better": _("better, {day} {mark}"),
    "same": _("same, {day} {mark}"),
    "worse": _("worse, {day} {mark}"),
}
_IN_OFFICE = {
    "holds": _("{party}, {day} {mark}"),
    "acting": _("{party}, acting, {day} {mark}"),
    "nominated": _("{party}, nominated, {day} {mark}"),
    "left": _("{party} left, {day} {mark}"),
}


def _turned(found: Changes, move: Moved) -> tuple[Line, Line, Line]:
    """A row for a position, proposal, office or assessment that is another on the later day."""
    return _topic(found.after, move.after), _said(found.before, move.before), _said(found.after, move.after)


def _newly_said(found: Changes) -> Iterator[tuple[Line, Line, Line]]:
    """Rows for positions of parties that had taken none by the earlier day."""
    for claim in found.new:
        if claim.kind != "position":
            continue
        before = found.before.rivals("position", aspect=claim.aspect, subject=claim.subject)
        leading = found.after.headline("position", aspect=claim.aspect, subject=claim.subject)
        if claim is leading and not before:
            yield _topic(found.after, claim), Line(_("not recorded")), _said(found.after, claim)


def _topic(picture: Picture, claim: Claim) -> Line:
    match claim.kind:
        case "position":
            return Line(_("{party} on “{topic}”"), party=short_name(picture, claim.subject), topic=Quoted(claim.aspect))
        case "assessment":
            return Line(_("Assessment"))
    return Line("{topic}", topic=Quoted(claim.aspect[:1].upper() + claim.aspect[1:]))


def _said(picture: Picture, claim: Claim) -> Line:
    holes: dict[str, Hole] = {"day": when(picture, claim), "mark": mark_of(claim)}
    value = str(claim.value)
    if claim.kind == "role":
        return Line(_IN_OFFICE[value], party=Text(short_name(picture, claim.subject)), **holes)
    if value in _SAID:
        return Line(_SAID[value], **holes)
    return Line(_("{value}, {day} {mark}"), value=Quoted(value), **holes)


EXAMPLES = {
    "two counts": lambda: compare(examples.haiti("2024-11-10"), examples.haiti("2025-01-17")),
    "before and after the mandate's end": lambda: compare(examples.haiti("2025-01-17"), examples.haiti()),
}
