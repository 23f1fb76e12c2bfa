"""A change to a source: what was, what becomes, what all that leans on it does then; and that it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from briefings.claims import Claim, Source, counts_from
from briefings.considering import effect
from briefings.dates import read_date
from briefings.document import (
    Document,
    Hole,
    Instant,
    Line,
    Link,
    Listing,
    Mark,
    Offer,
    Quoted,
    Section,
    Text,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.recorded import SEE_BRIEF
from briefings.documents.turns import moves_of_many
from briefings.picture import Clocks, Picture, picture


class SourceAct(StrEnum):
    """What is to be done to a source."""

    EDIT = "edit"
    RETRACT = "retract"
    RESTORE = "restore"
    MARK = "mark"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChange:
    """A change to a source that somebody is about to make, between two Pictures of one day.

    `claims` are all that was recorded from it, `reason` is why it is retracted, `back` the line that takes it back.
    """

    act: SourceAct
    was: Source
    now: Source
    claims: Sequence[Claim]
    before: Picture
    after: Picture
    reason: str = ""
    back: str = ""


MOST_NAMED = 10
"""Facts that are named one by one."""


def source_question(change: SourceChange) -> Document[Line]:
    """The question whether to change a source, with all that leans on it."""
    was = change.was
    title = Link(was.title, was.link) if was.link else Quoted(was.title)
    return Document(
        name="source-question",
        title=Line(_TITLES[change.act], name=was.name),
        header=(Line(_("Nothing is stored yet.")),),
        sections=(
            section(
                Line(_("Source")),
                Line(_("{mark} {title}, {kind}"), mark=Mark(was.name), title=title, kind=Quoted(was.kind)),
            ),
            *_becomes(change),
            *_leaning(change),
            *_redated(change),
            *moves_of_many(effect(change.before, change.after)),
            *_reason(change),
        ),
    )


_TITLES = {
    SourceAct.EDIT: _("Change what is recorded of {name}?"),
    SourceAct.RETRACT: _("Retract {name}?"),
    SourceAct.RESTORE: _("Let {name} count again?"),
    SourceAct.MARK: _("Mark {name} as internal?"),
    SourceAct.OPEN: _("Open {name} to every room?"),
}


def _becomes(change: SourceChange) -> Iterator[Section[Line]]:
    """Each part of what is recorded of the source that changes: what was, and what becomes."""
    for name, label in _PARTS.items():
        was, now = (_part(source, name) for source in (change.was, change.now))
        if was != now:
            yield section(Line(label), Line(_("{was} becomes {now}"), was=was, now=now))


_PARTS = {
    "title": _("Title"),
    "publisher": _("Publisher"),
    "link": _("Link"),
    "published": _("Published"),
    "grade": _("Grade"),
}


def _part(source: Source, name: str) -> Hole:
    said = getattr(source, name)
    if name == "published":
        return When(source.published) if source.published.is_known else Line(_("not recorded"))
    return Quoted(said) if said else Line(_("not recorded"))


def _leaning(change: SourceChange) -> Iterator[Section[Line]]:
    """How many facts rest on the source, and what becomes of them."""
    if change.act is SourceAct.EDIT:
        return
    names: tuple[Hole, ...] = tuple(Text(claim.name) for claim in change.claims[:MOST_NAMED])
    more = len(change.claims) - MOST_NAMED
    if more > 0:
        names = (*names, Line(_("{n} more"), n=more))
    rest = plural(_("{n} fact rests on it: {names}"), _("{n} facts rest on it: {names}"), len(change.claims),
                  names=Listing(names))  # fmt: skip
    yield section(
        Line(_("Effect")), rest if change.claims else Line(_("No fact rests on it.")), Line(_EFFECTS[change.act])
    )


_EFFECTS = {
    SourceAct.RETRACT: _("Nothing of it counts any more, in any answer. History keeps all of it, and “sources restore” brings it back."),
    SourceAct.RESTORE: _("All that was recorded from it and is not withdrawn counts again."),
    SourceAct.MARK: _("What rests on it is left out in rooms that are not cleared for internal sources, and they are told so."),
    SourceAct.OPEN: _("What rests on it is shown in every room, also in those not cleared for internal sources."),
}  # fmt: skip


def _redated(change: SourceChange) -> Iterator[Section[Line]]:
    """Facts without a date of their own, which count from the day their source could be read."""
    lines = [
        Line(_("{name} counts from {was}, becomes {now}"), name=claim.name, was=When(was), now=When(now))
        for claim in change.claims
        if (was := _first_day(claim, change.was)) != (now := _first_day(claim, change.now))
    ]
    if len(lines) > MOST_NAMED:
        lines = [*lines[:MOST_NAMED], Line(_("and {n} more"), n=len(lines) - MOST_NAMED)]
    if lines:
        yield section(Line(_("Other days")), *lines, is_list=True)


def _first_day(claim: Claim, source: Source) -> date:
    return counts_from(claim, source, claim.recorded_at.date() if claim.recorded_at else date.min)


def _reason(change: SourceChange) -> Iterator[Section[Line]]:
    if change.reason:
        yield section(Line(_("Reason")), Line("{reason}", reason=Quoted(change.reason)))


# afterwards


def source_changed(change: SourceChange, at: datetime, zone: str) -> Document[Line]:
    """That a source was changed, when, and how to take it back. `zone` is the reader's."""
    name = change.now.name
    return Document(
        name="source-changed",
        title=Line(_CHANGED[change.act], name=name, moment=Instant(at, zone)),
        sections=(section(None, Line(_("{mark} {title}"), mark=Mark(name), title=Quoted(change.now.title))),),
        offers=(
            *((Offer(Line(_BACK[change.act]), change.back),) if change.back else ()),
            Offer(Line(_("All from {source}"), source=name), f"source {name}"),
            SEE_BRIEF,
        ),
    )


_CHANGED = {
    SourceAct.EDIT: _("Changed what is recorded of {name}, {moment}"),
    SourceAct.RETRACT: _("Retracted {name}, {moment}: nothing of it counts any more"),
    SourceAct.RESTORE: _("{name} counts again, {moment}"),
    SourceAct.MARK: _("{name} is internal now, {moment}"),
    SourceAct.OPEN: _("{name} is open to every room now, {moment}"),
}
_BACK = {
    SourceAct.EDIT: _("Change it back"),
    SourceAct.RETRACT: _("Let it count again"),
    SourceAct.RESTORE: _("Retract it"),
    SourceAct.MARK: _("Open it again"),
    SourceAct.OPEN: _("Mark as internal"),
}


def source_unchanged(source: Source, line: Line) -> Document[Line]:
    """That there is nothing to change about a source."""
    return Document(
        name="source-unchanged",
        title=line,
        sections=(section(None, Line(_("{mark} {title}"), mark=Mark(source.name), title=Quoted(source.title))),),
        offers=(Offer(Line(_("All from {source}"), source=source.name), f"source {source.name}"), SEE_BRIEF),
    )


# examples

_DAY = date(2025, 1, 15)


def _situation(*sources: Source) -> Picture:
    held = examples.record()
    known = {source.name: source for source in (*held.sources, *sources)}
    clocks = Clocks(_DAY, _DAY)
    return picture(held.mission, clocks, held.claims, known.values(), held.parties, held.choices, held.remarks)


def _example(act: SourceAct, was: Source, now: Source, back: str = "") -> SourceChange:
    claims = [claim for claim in examples.record().claims if claim.source == was.name]
    return SourceChange(act=act, was=was, now=now, claims=claims, before=_situation(was), after=_situation(now),
                        reason=now.retracted, back=back)  # fmt: skip


_S2 = next(source for source in examples.record().sources if source.name == "S2")
_S1 = next(source for source in examples.record().sources if source.name == "S1")
_RETRACTED = replace(_S2, retracted="the paper took the article back")
_INTERNAL = replace(_S2, internal=True)
_EDITED = replace(_S1, publisher="Example Post", grade="B2", published=read_date("2024-11-09"))
_AT = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)


EXAMPLES = {
    "retract": lambda: source_question(_example(SourceAct.RETRACT, _S2, _RETRACTED)),
    "count again": lambda: source_question(_example(SourceAct.RESTORE, _RETRACTED, _S2)),
    "internal": lambda: source_question(_example(SourceAct.MARK, _S2, _INTERNAL)),
    "open": lambda: source_question(_example(SourceAct.OPEN, _INTERNAL, _S2)),
    "other words of it": lambda: source_question(_example(SourceAct.EDIT, _S1, _EDITED)),
    "retracted": lambda: source_changed(_example(SourceAct.RETRACT, _S2, _RETRACTED, "sources restore S2"), _AT, "Africa/Nairobi"),
    "changed": lambda: source_changed(_example(SourceAct.EDIT, _S1, _EDITED), _AT, "UTC"),
    "nothing to change": lambda: source_unchanged(_S2, Line(_("{name} is not retracted: nothing was changed"), name="S2")),
}  # fmt: skip
