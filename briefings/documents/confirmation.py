"""What a change would do, to be seen before it is stored: what was, what becomes, what else moves, what to check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from briefings.claims import Choice, Claim, Source, Standing
from briefings.considering import Considered, consider, shortened_quote
from briefings.dates import Bound, Precision, RecordedDate, Role, read_date
from briefings.document import (
    Count,
    Document,
    Hole,
    Instant,
    Line,
    Listing,
    Mark,
    Person,
    Quoted,
    Section,
    Strong,
    Text,
    When,
    plural,
    section,
)
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.checks import checked
from briefings.documents.history import differences
from briefings.documents.sentences import (
    KIND_IN_A_SENTENCE,
    scope_of,
    short_name,
    statement,
)
from briefings.documents.source import unrecorded
from briefings.documents.turns import moves, with_source
from briefings.kinds import kind_of
from briefings.picture import Clocks, Picture, picture
from briefings.values import read_quantity


class Act(StrEnum):
    """What is to be done to a fact."""

    RECORD = "record"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    HOLD = "hold"
    RELEASE = "release"
    CHOOSE = "choose"
    KEEP = "keep"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made: what it was, by whom and when; `zone` is the reader's."""

    what: str
    person: str
    at: datetime
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Hearing:
    """A room that hears of a change: in its digest of a moment, or, where that is None, at once."""

    room: str
    at: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class ToldTo:
    """The rooms that hear of a change, and how many there are beside them."""

    rooms: tuple[Hearing, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that somebody is about to make.

    `last` is the newest change to the fact, for an undo the one to be undone; `new_parties` are named for the
    first time. `is_new_source` says that its source is, too.
    """

    act: Act
    considered: Considered
    reason: str = ""
    is_new_source: bool = False
    new_parties: tuple[str, ...] = ()
    last: Done | None = None
    told_to: ToldTo = ToldTo()


def confirmation(proposal: Proposal) -> Document[Line]:
    """The question whether to store a change, with all that it would do."""
    found = proposal.considered
    return Document(
        name="confirmation",
        title=_title(proposal),
        header=(Line(_("Nothing is stored yet.")),),
        sections=(*_said(proposal), *moves(found), *checked(found), *_told_to(proposal.told_to)),
    )


_TITLES = {
    Act.CORRECT: _("Correct {name}?"),
    Act.WITHDRAW: _("Withdraw {name}?"),
    Act.RESTORE: _("Restore {name}?"),
    Act.HOLD: _("Put {name} under review?"),
    Act.RELEASE: _("End the review of {name}?"),
    Act.CHOOSE: _("Let {name} lead?"),
    Act.KEEP: _("Keep {name} as it is?"),
    Act.UNDO: _("Undo the last change to {name}?"),
}


def _title(proposal: Proposal) -> Line:
    claim = proposal.considered.claim
    if proposal.act is not Act.RECORD:
        return Line(_TITLES[proposal.act], name=claim.name)
    if claim.kind == "note":
        return Line(_("Record this note without a source?"))
    return Line(_("Record this figure?")) if claim.quantity else Line(_("Record this fact?"))


def _told_to(told: ToldTo) -> Iterator[Section[Line]]:
    lines = [_hearing(hearing) for hearing in told.rooms]
    if told.others:
        lines.append(plural(_("and {n} other room"), _("and {n} other rooms"), told.others))
    if lines:
        yield section(Line(TOLD_TO), *lines, is_list=len(lines) > 1)


TOLD_TO = _("Told to")
"""The label of the section that says which rooms hear of a change."""


def _hearing(hearing: Hearing) -> Line:
    if hearing.at is None:
        return Line(_("#{room} at once"), room=Text(hearing.room))
    return Line(
        _("#{room} in its digest of {moment}"), room=Text(hearing.room), moment=Instant(hearing.at, hearing.zone)
    )


# what is said


def _said(proposal: Proposal) -> Iterator[Section[Line]]:
    found = proposal.considered
    if proposal.act is Act.RECORD:
        yield section(None, *_new_fact(proposal))
        return
    stands = found.was or found.claim
    yield section(None, _what(found.before, stands), Line(_("{name}: {said}"), name=stands.name,
                  said=statement(found.before, stands)))  # fmt: skip
    if proposal.last:
        yield section(
            Line(_("To be undone")) if proposal.act is Act.UNDO else Line(_("Last change")), _done(proposal.last)
        )
    if found.was and _says(found.was) != _says(found.claim):
        yield section(Line(_("Becomes")), *_corrected(found, found.was))
    elif proposal.act is not Act.UNDO or found.was:
        yield section(Line(_("Effect")), Line(_EFFECTS[_effect(proposal)]))
    if proposal.is_new_source:
        yield section(Line(_("New source")), _source(found, is_new=True))
    if proposal.reason:
        yield section(Line(_("Reason")), Line("{reason}", reason=Quoted(proposal.reason)))


_EFFECTS = {
    Act.CORRECT: _("Nothing would change: it says that already."),
    Act.WITHDRAW: _("It counts no longer. Its history is kept, and “fact restore” brings it back."),
    Act.RESTORE: _("It counts again."),
    Act.HOLD: _("It goes on counting, and is marked “under review” wherever it is shown."),
    Act.RELEASE: _("It is no longer marked “under review”."),
    Act.CHOOSE: _("It leads among those that say otherwise; the others are kept beside it."),
    Act.KEEP: _("It stands as it is, and is no longer listed as looking wrong."),
    Act.UNDO: _("It no longer leads by an editor's choice; what led before leads again."),
}


def _effect(proposal: Proposal) -> Act:
    """What an act amounts to: an undo restores what was withdrawn, releases what was held, and so on."""
    was, now = proposal.considered.was, proposal.considered.claim
    if proposal.act is not Act.UNDO or was is None or was.standing is now.standing:
        return proposal.act
    match now.standing:
        case Standing.WITHDRAWN:
            return Act.WITHDRAW
        case Standing.HELD:
            return Act.HOLD
        case Standing.LIVE:
            return Act.RELEASE if was.standing is Standing.HELD else Act.RESTORE


def _says(claim: Claim) -> Claim:
    return replace(claim, recorded_at=None, standing=Standing.LIVE)


_DONE = {
    "record": _("recorded {moment}"),
    "correct": _("corrected {moment}"),
    "withdraw": _("withdrawn {moment}"),
    "restore": _("restored {moment}"),
    "hold": _("put under review {moment}"),
    "release": _("review ended {moment}"),
    "choose": _("chosen to lead {moment}"),
    "unchoose": _("choice taken back {moment}"),
    "keep": _("looked at again and kept {moment}"),
}


def _done(done: Done) -> Line:
    what = Line(_DONE[done.what], moment=Instant(done.at, done.zone))
    return Line(_("{what}, by {person}"), what=what, person=Person(done.person)) if done.person else what


def _corrected(found: Considered, was: Claim) -> Iterator[Line]:
    """What it says then, what of it changes, and which of its evidence stays."""
    claim = found.claim
    yield Line("{said}", said=Strong(statement(with_source(found.after, found.source), claim)))
    changed = differences(was, claim)
    yield Line(_("Changed: {fields}"), fields=Listing(tuple(Line(label) for label in changed), by_commas=True))
    kept = [Line(label) for name, label in _EVIDENCE.items() if getattr(was, name) == getattr(claim, name) != ""]
    if kept:
        yield Line(_("Kept: {fields}"), fields=Listing(tuple(kept), by_commas=True))


_EVIDENCE = {"source": _("source"), "dates": _("dates"), "quote": _("quotation")}


def _what(held: Picture, claim: Claim) -> Line:
    """The mission, the kind of fact, and whom or what it is about: MSS Haiti, deployed strength, whole mission."""
    parts: list[Hole] = [Text(held.mission.short), Line(KIND_IN_A_SENTENCE[claim.kind])]
    parts += [Text(short_name(held, claim.subject))] if claim.subject else []
    parts += [Quoted(claim.aspect)] if claim.aspect else []
    parts += [scope_of(claim)] if claim.scope or "scope" in kind_of(claim).series else []
    return Line(_("{what}:"), what=Listing(tuple(parts), by_commas=True))


def _new_fact(proposal: Proposal) -> Iterator[Line]:
    """A fact that is not on record yet, with every word that would be kept of it."""
    found = proposal.considered
    claim = found.claim
    yield _what(found.after, claim)
    yield Line("{said}", said=Listing((*_value(claim), *_dates(claim)), by_commas=True))
    if claim.kind != "note":
        yield Line(_("Quotation: “{quote}”"), quote=Quoted(claim.quote)) if claim.quote else Line(_("No quotation"))
    yield _source(found, is_new=proposal.is_new_source)
    if claim.text and claim.value is not None:
        yield Line(_("In our words: {text}"), text=Quoted(claim.text))
    if claim.said_by:
        yield Line(_("Said by: {party}"), party=claim.said_by)
    if claim.actors:
        yield Line(_("With: {parties}"), parties=Listing(tuple(Text(name) for name in claim.actors)))
    yield from _details(claim)
    if claim.grade:
        yield Line(_("Grade: {grade}"), grade=claim.grade)
    if claim.note:
        yield Line(_("Comment: {note}"), note=Quoted(claim.note))
    for party in proposal.new_parties:
        yield Line(_("New name here: {party}; check its spelling"), party=party)


def _value(claim: Claim) -> Iterator[Hole]:
    """What is claimed, without the name of a fact that is not stored yet; nothing where its dates say it all."""
    if claim.quantity:
        yield Strong(Count(claim.quantity))
    elif isinstance(claim.value, tuple):
        yield Strong(Listing(tuple(Quoted(part) for part in claim.value)))
    elif claim.value is not None or claim.text:
        yield Strong(Quoted(str(claim.value or claim.text)))
    elif kind_of(claim).unit:
        yield Strong(Line(_("number not recorded")))


_DATES = {
    Role.OCCURRED: _("{day}"),
    Role.AS_OF: _("{day}"),
    Role.REPORTED_ON: _("reported {day}"),
    Role.DEADLINE: _("by {day}"),
    Role.VALID_TO: _("until {day}"),
}
_PRECISIONS = {Precision.MONTH: _("{day} (day not given)"), Precision.YEAR: _("{day} (only the year given)")}


def _dates(claim: Claim) -> list[Hole]:
    dates: list[Hole] = [_date(role, said) for role, said in claim.dates.items() if said.is_known]
    from_when = _("undated: it counts from today") if claim.kind == "note" else _(
        "undated: it counts from the day its source could be read")  # fmt: skip
    return dates or [Line(from_when)]


def _date(role: Role, said: RecordedDate) -> Hole:
    """A date with what it says of the fact; one that says “by” or “before” itself needs no other word."""
    is_bound = role is Role.DEADLINE and said.bound in (Bound.BY, Bound.BEFORE)
    return When(said) if is_bound else Line(_DATES[role], day=_day(said))


def _day(said: RecordedDate) -> Hole:
    message = _PRECISIONS.get(said.precision)
    return Line(message, day=When(said)) if message else When(said)


def _source(found: Considered, *, is_new: bool) -> Line:
    source = found.source
    holes: dict[str, Hole] = {"mark": Mark(source.name), "title": Quoted(source.title)}
    if found.claim.kind == "note":
        return Line(_("No source: it is kept as a note {mark}, and shown as one"), mark=Mark(source.name))
    if not is_new:
        return Line(_("Source {mark}: {title}"), **holes)
    return Line(_("New source {mark}: {title}; {known}"), known=Listing(tuple(unrecorded(source))), **holes)


def _details(claim: Claim) -> Iterator[Line]:
    for detail in kind_of(claim).details:
        value = claim.details.get(detail.name)
        if value is not None:
            shown = When(read_date(str(value))) if detail.type is date else Quoted(_detail(value))
            yield Line(_("{label}: {value}"), label=Line(detail.label), value=shown)


def _detail(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


# examples

_RECORD = examples.record()
_TODAY = date(2025, 1, 15)
_EARLIER = tuple(claim for claim in _RECORD.claims if claim.source != "S2")
_NEWS = Source(name="S2", title="news article, Jan 2025", published=read_date("2025-01"))


def _on_the_day(claims: tuple[Claim, ...], choices: tuple[Choice, ...] = _RECORD.choices) -> Picture:
    clocks = Clocks(_TODAY, _TODAY)
    return picture(_RECORD.mission, clocks, claims, _RECORD.sources, _RECORD.parties, choices, _RECORD.remarks)


def _example_new(value: str = "about 572 personnel", quote: str = "about 572 personnel") -> Document[Line]:
    dates = {Role.AS_OF: read_date("2025-01")}
    claim = Claim(name="S2-01", kind="strength", source="S2", value=read_quantity(value), dates=dates,
                  quote=shortened_quote(quote))  # fmt: skip
    found = consider(_on_the_day(_EARLIER), _on_the_day((*_EARLIER, claim)), claim, _NEWS, quote=quote)
    digest = Hearing("haiti-desk", datetime(2025, 1, 16, 4, 30, tzinfo=UTC), "Africa/Nairobi")
    told_to = ToldTo((digest, Hearing("crisis-room")), 1)
    return confirmation(Proposal(act=Act.RECORD, considered=found, is_new_source=True, told_to=told_to))


def _example_change(act: Act, name: str, reason: str = "", **said: Any) -> Document[Line]:
    was = next(claim for claim in _RECORD.claims if claim.name == name)
    now = replace(was, **said)
    claims = tuple(now if claim.name == name else claim for claim in _RECORD.claims)
    choices = (Choice(name, reason),) if act is Act.CHOOSE else _RECORD.choices
    source = next(source for source in _RECORD.sources if source.name == was.source)
    found = consider(_on_the_day(_RECORD.claims), _on_the_day(claims, choices), now, source, was=was)
    done = Done("correct", "Amina", datetime(2025, 1, 15, 6, 12, tzinfo=UTC), "Africa/Nairobi")
    return confirmation(Proposal(act=act, considered=found, reason=reason, last=done))


EXAMPLES = {
    "a new figure": _example_new,
    "a likely slip": lambda: _example_new("4,000 police officers", "word " * 15),
    "a correction": lambda: _example_change(
        Act.CORRECT, "S2-21", "typing slip", value=read_quantity("about 527 personnel")
    ),
    "a withdrawal": lambda: _example_change(Act.WITHDRAW, "S2-21", "another mission", standing=Standing.WITHDRAWN),
    "under review": lambda: _example_change(Act.HOLD, "S2-21", "sources disagree", standing=Standing.HELD),
    "a choice": lambda: _example_change(Act.CHOOSE, "S1-23", "the only count of police officers"),
    "an undo": lambda: _example_change(Act.UNDO, "S2-21", value=read_quantity("about 570 personnel")),
}
