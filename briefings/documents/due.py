"""What is due: overdue first, then what comes, then how past deadlines came out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from briefings.deadlines import Deadline, closure, deadlines, overdue, upcoming
from briefings.document import Document, Hole, Line, Offer, Quoted, Section, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.header import again, clock_words, header
from briefings.documents.sentences import deployed_line, due_line, mark_of, mission_name, overdue_line, settled_line
from briefings.picture import Picture

LOOK_AHEAD = 90
"""Days ahead that are looked at when the asker names none."""


YEAR = 365


def due(picture: Picture, within: int = LOOK_AHEAD, *, full: bool = False) -> Document[Line]:
    """The deadlines of a Picture: overdue, within so many days, later, settled; in full also what each is reckoned from."""
    return Document(
        name="due",
        title=_title(picture, within),
        header=header(picture),
        sections=(*_sections(picture, within), *(_reckoned(picture) if full else ())),
        small=again(picture, f"due within {within}d full") if full else (),
        offers=(
            Offer(Line(_("Brief")), f"status{clock_words(picture)}"),
            *([Offer(Line(_("Within a year")), f"due within 365d{clock_words(picture)}")] if within < YEAR else []),
        ),
    )


def _title(picture: Picture, within: int) -> Line:
    closed = closure(picture)
    if closed:
        return Line(_("{mission}: closed, {day} {mark}; nothing is due"), mission=mission_name(picture),
                    day=When(picture.spoken_on(closed)), mark=mark_of(closed))  # fmt: skip
    how_many = counted(len(overdue(picture)), len(upcoming(picture, within)), within)
    return Line(_("{mission}: {late}, {ahead} in the next {days}"), mission=mission_name(picture), **how_many)


def counted(late: int, ahead: int, within: int) -> dict[str, Hole]:
    """How many deadlines are past and how many come within so many days, for a sentence with {late}, {ahead}, {days}."""
    return {
        "late": Line(_("nothing overdue")) if not late else plural(_("{n} overdue"), _("{n} overdue"), late),
        "ahead": Line(_("nothing due")) if not ahead else plural(_("{n} due"), _("{n} due"), ahead),
        "days": plural(_("{n} day"), _("{n} days"), within),
    }


def _sections(picture: Picture, within: int) -> Iterator[Section[Line]]:
    late, ahead = overdue(picture), upcoming(picture, within)
    later = [deadline for deadline in upcoming(picture) if deadline not in ahead]
    settled = [deadline for deadline in deadlines(picture) if deadline.is_settled]
    if late:
        yield section(Line(_("Overdue")), *(overdue_line(picture, deadline) for deadline in late), is_list=True)
    until = When(picture.day + timedelta(days=within))
    lines = [due_line(picture, deadline) for deadline in ahead] or [Line(_("Nothing recorded."))]
    yield section(Line(_("Next {n} days, to {day}"), n=within, day=until), *lines, is_list=bool(ahead))
    if later:
        yield section(Line(_("Later")), *(due_line(picture, deadline) for deadline in later), is_list=True)
    if settled:
        yield section(Line(_("Settled")), *(settled_line(picture, deadline) for deadline in settled), is_list=True)
    yield from _last_count(picture)


def _reckoned(picture: Picture) -> Iterator[Section[Line]]:
    """What the record's own words say of each deadline: the quotation behind a date, the rule behind a computed one."""
    lines = [line for deadline in deadlines(picture) for line in _behind(picture, deadline)]
    if lines:
        yield section(Line(_("In their words")), *lines, is_list=True)


def _behind(picture: Picture, deadline: Deadline) -> Iterator[Line]:
    if deadline.computed_from:
        yield Line(_("{name}: “{rule}”, counted from {term} {mark}"), name=deadline.claim.name, mark=mark_of(deadline.claim),
                   rule=Quoted(str(deadline.claim.details.get("rule", ""))), term=deadline.computed_from.name)  # fmt: skip
    for claim in (deadline.claim, *deadline.rivals):
        if claim.quote:
            yield Line(_("{name}: “{quote}” {mark}"), name=claim.name, quote=Quoted(claim.quote), mark=mark_of(claim))


def _last_count(picture: Picture) -> Iterator[Section[Line]]:
    """The last count, by which an unmet target is judged."""
    count = picture.headline("strength")
    if count:
        yield section(Line(_("Last count")), deployed_line(picture, count, short=False))


EXAMPLES = {
    "today": lambda: due(examples.haiti()),
    "before the target date": lambda: due(examples.haiti("2025-01-15")),
    "in full": lambda: due(examples.haiti("2025-01-15"), full=True),
    "within a year": lambda: due(examples.haiti("2025-01-15"), within=365),
}
