"""Every version and change of a fact, with person and moment, newest first, and what supersedes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from briefings.claims import Claim, Relation, Standing
from briefings.document import Document, Hole, Instant, Line, Listing, Offer, Person, Quoted, Section, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import existing
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, offset, page_name, page_offers
from briefings.documents.sentences import statement
from briefings.kinds import kind_of
from briefings.picture import Picture


@dataclass(frozen=True, slots=True)
class Change:
    """What befell a fact: `claim` as it then read where it was recorded; `what` is record, withdraw, restore,
    hold, release, keep, retract source or restore source; `person` is empty where the program acted."""

    at: datetime
    person: str
    what: str
    claim: Claim | None = None
    reason: str = ""


Related = Sequence[tuple[Relation, bool, Claim]]


def history(
    picture: Picture, claim: Claim, changes: Sequence[Change], related: Related = (), *, number: int = 1
) -> Document[Line]:
    """A page of what befell a fact. `changes` come oldest first; `related` are the facts linked to it."""
    lines = list(reversed(list(_lines(picture, changes))))
    page = existing(Page([claim] * len(lines[offset(number) : offset(number + 1)]), len(lines), number))
    return Document(
        name="history",
        title=_title(picture, claim, changes, related),
        header=(
            Line(_("{kind} · {mission}"), kind=Line(kind_of(claim).label), mission=picture.mission.short),
            *header(picture),
        ),
        sections=tuple(_sections(picture, claim, page, lines[offset(number) : offset(number + 1)], related)),
        offers=(
            *page_offers(page, f"history {claim.name}{clock_words(picture)}"),
            Offer(Line(_("Source")), f"source {claim.name}{clock_words(picture)}"),
        ),
    )


def _title(picture: Picture, claim: Claim, changes: Sequence[Change], related: Related) -> Line:
    """How the fact stands: withdrawn, superseded, corrected so often, or unchanged."""
    holes: dict[str, Hole] = {"name": Quoted(claim.name), "said": statement(picture, claim)}
    corrected = sum(change.claim is not None for change in changes) - 1
    by = [other for relation, outward, other in related if relation is Relation.SUPERSEDES and not outward]
    if claim.standing is Standing.WITHDRAWN:
        return Line(_("{name} is withdrawn: {said}"), **holes)
    if next((change.what for change in reversed(changes) if change.what in _OF_ITS_SOURCE), "") == _OF_ITS_SOURCE[0]:
        return Line(_("{name} counts no longer, for its source was retracted: {said}"), **holes)
    if any(other.standing is not Standing.WITHDRAWN for other in by):
        names = Listing(tuple(Quoted(other.name) for other in by if other.standing is not Standing.WITHDRAWN))
        return Line(_("{name} is superseded by {names}: {said}"), names=names, **holes)
    if claim.standing is Standing.HELD:
        return Line(_("{name} is under review: {said}"), **holes)
    if corrected > 0:
        return plural(
            _("{name}, corrected {n} time: {said}"), _("{name}, corrected {n} times: {said}"), corrected, **holes
        )
    if len(changes) > 1:
        return Line(_("{name} stands: {said}"), **holes)
    return Line(_("{name}, unchanged since it was recorded: {said}"), **holes)


def _sections(
    picture: Picture, claim: Claim, page: Page, lines: Sequence[Line], related: Related
) -> Iterator[Section[Line]]:
    none = Line(_("nothing recorded here by then"))
    yield section(
        Line(_("Newest first")) if page.is_whole else page_name(page), *(lines or [none]), is_list=bool(lines)
    )
    for outward, label in ((False, _("Superseded by")), (True, _("Supersedes"))):
        others = [other for relation, is_out, other in related if (relation, is_out) == (Relation.SUPERSEDES, outward)]
        if others:
            yield section(Line(label), *(_other(picture, other) for other in others), is_list=True)
    reason = picture.why_it_leads(claim)
    if reason:
        yield section(Line(_("Headline")), Line(_("leads by an editor's choice: {reason}"), reason=Quoted(reason)))


def _other(picture: Picture, claim: Claim) -> Line:
    if claim.standing is Standing.WITHDRAWN:
        return Line(_("{name}: {said}, withdrawn"), name=claim.name, said=statement(picture, claim))
    return Line(_("{name}: {said}"), name=claim.name, said=statement(picture, claim))


# one change


def _lines(picture: Picture, changes: Sequence[Change]) -> Iterator[Line]:
    """What happened each time, oldest first."""
    before: Claim | None = None
    for change in changes:
        what = _recorded(picture, change.claim, before) if change.claim else _changed(change)
        if change.claim and change.reason:
            what = Line(_("{what}; reason: {reason}"), what=what, reason=Quoted(change.reason))
        when = Instant(change.at)
        if change.person:
            yield Line(_("{when}, {person}: {what}"), when=when, person=Person(change.person), what=what)
        else:
            yield Line(_("{when}: {what}"), when=when, what=what)
        before = change.claim or before


def _recorded(picture: Picture, claim: Claim, before: Claim | None) -> Line:
    """The first version as recorded; a later one with what it corrects."""
    said = statement(picture, claim)
    if before is None:
        return Line(_("recorded: {said}"), said=said)
    fields = Listing(tuple(Line(label) for label in differences(before, claim)), by_commas=True)
    if statement(picture, before) == said:
        return Line(_("corrected ({fields}): {said}"), fields=fields, said=said)
    return Line(_("corrected ({fields}): {said}; before: {before}"), fields=fields, said=said,
                before=statement(picture, before))  # fmt: skip


_CHANGES = {
    "withdraw": (_("withdrawn"), _("withdrawn: {reason}")),
    "restore": (_("restored"), _("restored: {reason}")),
    "hold": (_("put under review"), _("put under review: {reason}")),
    "release": (_("review ended"), _("review ended: {reason}")),
    "retract source": (_("its source was retracted"), _("its source was retracted: {reason}")),
    "restore source": (_("its source counts again"), _("its source counts again: {reason}")),
    "keep": (_("looked at again and kept"), _("looked at again and kept: {reason}")),
}


_OF_ITS_SOURCE = ("retract source", "restore source")


def _changed(change: Change) -> Line:
    bare, reasoned = _CHANGES[change.what]
    return Line(reasoned, reason=Quoted(change.reason)) if change.reason else Line(bare)


_FIELDS = {
    "kind": _("kind"), "source": _("source"), "subject": _("whom it is about"), "aspect": _("aspect"),
    "scope": _("scope"), "value": _("value"), "text": _("words"), "dates": _("dates"), "basis": _("basis of its date"),
    "basis_note": _("basis of its date"), "said_by": _("who said it"), "actors": _("who took part"),
    "quote": _("quotation"), "doubt": _("doubt"), "note": _("note"), "grade": _("grade"),
    "beside": _("whether it is about the mission"), "links": _("links"), "details": _("details"),
}  # fmt: skip


def differences(before: Claim, after: Claim) -> list[str]:
    """The names of what changed between two versions, each part once."""
    changed = [label for name, label in _FIELDS.items() if getattr(before, name) != getattr(after, name)]
    return list(dict.fromkeys(changed))


def _example(*, corrected: bool) -> Document[Line]:
    claim = next(claim for claim in examples.record().claims if claim.name == "S2-21")
    old = replace(claim, quote="only about 527 personnel", text="as first read")
    first = Change(datetime(2025, 1, 15, 6, 12, tzinfo=UTC), "Amina", "record", old if corrected else claim)
    later = (
        Change(datetime(2025, 1, 15, 7, 30, tzinfo=UTC), "Ben", "hold", reason="digits look transposed"),
        Change(datetime(2025, 1, 16, 8, 5, tzinfo=UTC), "Amina", "record", claim),
    )
    return history(examples.haiti(), claim, (first, *(later if corrected else ())))


def _example_retracted() -> Document[Line]:
    claim = next(claim for claim in examples.record().claims if claim.name == "S2-21")
    first = Change(datetime(2025, 1, 15, 6, 12, tzinfo=UTC), "Amina", "record", claim)
    retracted = Change(datetime(2025, 1, 15, 9, 0, tzinfo=UTC), "Amina", "retract source", reason="taken back")
    return history(examples.haiti(), claim, (first, retracted))


EXAMPLES = {
    "unchanged": lambda: _example(corrected=False),
    "corrected": lambda: _example(corrected=True),
    "of a retracted source": _example_retracted,
}
