"""The mandate: in force or not, until when, how it was extended, and what of it is not recorded."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.claims import Claim
from briefings.deadlines import closure, deadlines
from briefings.deadlines import mandate as current_term
from briefings.document import Document, Hole, Line, Offer, Quoted, Section, When, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import again, clock_words, header
from briefings.documents.sentences import (
    days_ago,
    days_left,
    due_line,
    in_order,
    mark_of,
    mission_name,
    overdue_line,
    plain_statement,
    statement,
)
from briefings.documents.stances import latest_vote, vote_line
from briefings.gaps import gaps
from briefings.picture import Picture

_OF_THE_MANDATE = ("resolution number", "vote date", "successor")


def mandate(picture: Picture, *, full: bool = False) -> Document[Line]:
    """The mandate of a Picture; in full with every term, every purpose and what a rule makes due."""
    return Document(
        name="mandate",
        title=_title(picture),
        header=header(picture),
        sections=tuple(_sections(picture, full=full)),
        small=again(picture, "mandate full") if full else (),
        offers=(
            *(() if full else (Offer(Line(_("In full")), f"mandate full{clock_words(picture)}"),)),
            Offer(Line(_("Deadlines")), f"due{clock_words(picture)}"),
        ),
    )


def _title(picture: Picture) -> Line:
    """In force until when, or since when not; and whether a renewal is recorded."""
    term, closed = current_term(picture), closure(picture)
    if closed:
        return Line(_("{mission}: closed, {day} {mark}"), mission=mission_name(picture), day=When(picture.spoken_on(closed)),
                    mark=mark_of(closed))  # fmt: skip
    if term is None:
        return _no_term(picture)
    if term.due is None or term.due.deadline is None:
        return Line(
            _("{mission}: a mandate is recorded, its end is not {mark}"),
            mission=mission_name(picture),
            mark=mark_of(term),
        )
    left = (term.due.deadline - picture.day).days
    holes: dict[str, Hole] = {"mission": mission_name(picture), "day": When(term.due), "mark": mark_of(term)}
    if left < 0:
        return Line(
            _("{mission}: mandate not in force, ended {day}, {ago}; no renewal recorded {mark}"),
            ago=days_ago(-left),
            **holes,
        )
    return Line(_("{mission}: mandate in force until {day}, {left} {mark}"), left=days_left(left), **holes)


def _no_term(picture: Picture) -> Line:
    later = picture.awaited.get("mandate\x1fterm")
    if later is None:
        return Line(_("{mission}: no mandate is recorded"), mission=mission_name(picture))
    return Line(_("{mission}: no mandate recorded by {day}; the nearest later fact: {later}"), mission=mission_name(picture),
                day=When(picture.day), later=statement(picture, later))  # fmt: skip


def _sections(picture: Picture, *, full: bool) -> Iterator[Section[Line]]:
    terms = picture.rivals("mandate", aspect="term")
    shown = terms if full else terms[:3]
    if shown:
        yield section(Line(_("Terms")), *(_term(picture, claim) for claim in shown), is_list=True)
    if latest_vote(picture):
        yield section(Line(_("Vote")), vote_line(picture))
    others = [claim for claim in in_order(picture.of_kind("mandate")) if claim.aspect not in ("term", "closure")]
    for claim in others if full else others[:1]:
        yield section(Line("{aspect}", aspect=Quoted(claim.aspect.capitalize())), plain_statement(picture, claim))
    yield from _due(picture)
    missing = [gap.line for gap in gaps(picture) if gap.label in _OF_THE_MANDATE]
    if missing:
        yield section(Line(_("Not recorded")), *missing, is_list=True)


def _term(picture: Picture, claim: Claim) -> Line:
    instrument = claim.details.get("instrument")
    if instrument:
        return Line(
            _("{statement}, under {instrument}"),
            statement=statement(picture, claim),
            instrument=Quoted(str(instrument)),
        )
    return statement(picture, claim)


def _due(picture: Picture) -> Iterator[Section[Line]]:
    of_mandate = [deadline for deadline in deadlines(picture) if deadline.claim.kind in ("mandate", "obligation")]
    lines = [overdue_line(picture, deadline) if deadline.is_overdue(picture.day) else due_line(picture, deadline)
             for deadline in of_mandate if not deadline.is_settled]  # fmt: skip
    if lines:
        yield section(Line(_("Due")), *lines, is_list=True)


EXAMPLES = {
    "ended": lambda: mandate(examples.haiti()),
    "in force": lambda: mandate(examples.haiti("2025-01-15"), full=True),
}
