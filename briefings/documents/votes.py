"""Votes: how the newest went, who led it, for how long, and every one before it with its tally."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefings.claims import Claim, Relation
from briefings.dates import Precision, read_date
from briefings.deadlines import mandate
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, When, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.evidence import again_of, dated, fact_list, grade, nearest_later, notes_section, who
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_offers
from briefings.documents.sentences import mark_of, mission_name, names, short_name, statement
from briefings.picture import Picture

_FEW = 4
"""Earlier votes in the short form."""


def votes(picture: Picture, *, page: Page | None = None, line: str = "votes") -> Document[Line]:
    """The newest vote and those before it; with a page of votes the long form. `line` asks for it again."""
    held = _held(picture)
    sections = _sections(picture, held, full=page is not None) if page is None or page.number == 1 else iter(())
    clocks = clock_words(picture)
    turning = page_offers(page, f"{line}{clocks}") if page else (Offer(Line(_("In full")), f"votes full{clocks}"),)
    return Document(
        name="votes",
        title=_title(picture, held),
        header=header(picture),
        sections=(*sections, *((fact_list(picture, page, _one_line),) if page and page.total else ())),
        small=again_of(picture, page, line),
        offers=(
            *turning,
            Offer(Line(_("Mandate")), f"mandate{clocks}"),
            Offer(Line(_("Proposals")), f"transition{clocks}"),
        ),
    )


def _held(picture: Picture) -> list[Claim]:
    """The votes with a result, the newest first; of one day what was adopted before what was not."""
    held = [claim for claim in picture.of_kind("vote") if claim.value]
    return sorted(held, key=lambda vote: (-picture.counts_from(vote).toordinal(), vote.value not in _EXTENSIONS))


_RESULTS = {
    "unanimous": _("{what}: adopted by a unanimous vote"),
    "adopted": _("{what}: adopted"),
    "rejected": _("{what}: rejected"),
    "vetoed": _("{what}: vetoed"),
}
_EXTENSIONS = {"unanimous": _("mandate extended by a unanimous vote"), "adopted": _("mandate extended")}


def _title(picture: Picture, held: Sequence[Claim]) -> Line:
    if not held:
        return _none_held(picture)
    vote = held[0]
    holes: dict[str, Hole] = {"mission": mission_name(picture), "result": _result(vote), "day": dated(picture, vote),
                              "mark": mark_of(vote)}  # fmt: skip
    tally = _tally(vote)
    if tally:
        return Line(_("{mission}: {result}, {tally}, {day} {mark}"), tally=tally, **holes)
    return Line(_("{mission}: {result}, {day}; no tally is recorded {mark}"), **holes)


def _none_held(picture: Picture) -> Line:
    later = nearest_later(picture, "vote")
    if later is None:
        return Line(_("{mission}: no vote is recorded"), mission=mission_name(picture))
    return Line(_("{mission}: no vote recorded by {day}; the nearest later one: {later}"), mission=mission_name(picture),
                day=When(picture.day), later=statement(picture, later))  # fmt: skip


def _result(vote: Claim) -> Line:
    """How it went: of an extension that the mandate was extended, else what was voted on and the outcome."""
    result = str(vote.value)
    if vote.aspect == "extension" and result in _EXTENSIONS:
        return Line(_EXTENSIONS[result])
    return Line(_RESULTS[result], what=Quoted(vote.text or vote.aspect))


def _tally(vote: Claim) -> Line | None:
    """The numbers for, against and abstaining; None unless all three are recorded."""
    counts = [vote.details.get(name) for name in ("yes", "no", "abstained")]
    if not all(isinstance(count, int) for count in counts):
        return None
    yes, no, abstained = (int(str(count)) for count in counts)
    return Line(_("{yes} for, {no} against, {abstained} abstaining"), yes=yes, no=no, abstained=abstained)


# sections


def _sections(picture: Picture, held: Sequence[Claim], *, full: bool) -> Iterator[Section[Line]]:
    if not held:
        return
    vote = held[0]
    yield section(Line(_("Newest vote")), *_vote_lines(picture, vote, full=full), is_list=True)
    yield from _how_long(picture, vote)
    yield from _parts(picture, vote)
    yield from _not_recorded(picture, vote)
    if not full:
        yield from _earlier(picture, held[1:])
    else:
        yield from notes_section(picture, (*held, *_terms(picture, vote)))


def _vote_lines(picture: Picture, vote: Claim, *, full: bool) -> Iterator[Line]:
    said = Line(_("{text}, {day} {mark}"), text=Quoted(vote.text or vote.aspect), day=dated(picture, vote),
                mark=mark_of(vote))  # fmt: skip
    if full:
        said = Line(_("{said}; {who}, {grade}"), said=said, who=who(picture, vote), grade=grade(picture, vote))
    yield said
    led = _led_by(picture, vote)
    if led:
        yield Line(_("led by {parties} {marks}"), parties=names(short_name(picture, name) for name, _claim in led),
                   marks=mark_of(*(claim for _name, claim in led)))  # fmt: skip
    if "instrument" in vote.details:
        yield Line(
            _("text: {instrument} {mark}"), instrument=Quoted(str(vote.details["instrument"])), mark=mark_of(vote)
        )


def _parts_of(picture: Picture, vote: Claim) -> list[Claim]:
    return [claim for claim in picture.of_kind("vote") if vote.name in claim.linked(Relation.PART_OF)]


def _led_by(picture: Picture, vote: Claim) -> list[tuple[str, Claim]]:
    """Who led the text, and the claim that says so."""
    return [
        (name, claim) for claim in (vote, *_parts_of(picture, vote)) for name in _tuple(claim.details.get("led_by"))
    ]


def _tuple(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _terms(picture: Picture, vote: Claim) -> list[Claim]:
    """The mandate terms that the vote made: those under its instrument, else of an extension the current ones."""
    terms = picture.rivals("mandate", aspect="term")
    instrument = vote.details.get("instrument")
    if instrument:
        return [term for term in terms if term.details.get("instrument") == instrument]
    current = mandate(picture)
    if vote.aspect != "extension" or current is None:
        return []
    return [current, *(term for term in terms if current.name in term.linked(Relation.RESTATES))]


def _how_long(picture: Picture, vote: Claim) -> Iterator[Section[Line]]:
    """For how long and until when, by each source that says so."""
    lines = [_length(term) for term in _terms(picture, vote) if term.value or term.due]
    until = vote.details.get("extends_until")
    if until and not any(term.due for term in _terms(picture, vote)):
        lines.append(Line(_("until {day} {mark}"), day=When(read_date(str(until))), mark=mark_of(vote)))
    if lines:
        yield section(Line(_("For how long")), *lines, is_list=len(lines) > 1)


def _length(term: Claim) -> Line:
    holes: dict[str, Hole] = {"length": Quoted(str(term.value)), "mark": mark_of(term)}
    if term.due and term.value:
        return Line(_("{length}, until {day} {mark}"), day=When(term.due), **holes)
    if term.due:
        return Line(_("until {day} {mark}"), day=When(term.due), mark=mark_of(term))
    if term.speaks_of:
        return Line(_("{length}, extended {day}, no end named {mark}"), day=When(term.speaks_of), **holes)
    return Line(_("{length}, no end named {mark}"), **holes)


def _parts(picture: Picture, vote: Claim) -> Iterator[Section[Line]]:
    """What else is recorded of the vote, such as its reason."""
    for part in _parts_of(picture, vote):
        if not part.details.get("led_by"):
            text = Line(_("{text} {mark}"), text=Quoted(part.text or str(part.value)), mark=mark_of(part))
            yield section(Line("{aspect}", aspect=Quoted(part.aspect.capitalize())), text)


def _not_recorded(picture: Picture, vote: Claim) -> Iterator[Section[Line]]:
    """What of the vote the record does not hold, and for its date the nearest that it does."""
    missing = [] if _tally(vote) else [Line(_("tally"))]
    if "instrument" not in vote.details and not any("instrument" in term.details for term in _terms(picture, vote)):
        missing.append(Line(_("resolution number")))
    if not vote.speaks_of or vote.speaks_of.precision is not Precision.DAY:
        missing.append(_no_date(picture, vote))
    if missing:
        yield section(Line(_("Not recorded")), Line("{missing}", missing=Listing(tuple(missing), by_commas=True)))


def _no_date(picture: Picture, vote: Claim) -> Line:
    near = next((term for term in _terms(picture, vote) if term.speaks_of), None)
    if near is None or near.speaks_of is None:
        return Line(_("day of the vote"))
    return Line(_("day of the vote (nearest: {day} {mark})"), day=When(near.speaks_of), mark=mark_of(near))


def _earlier(picture: Picture, held: Sequence[Claim]) -> Iterator[Section[Line]]:
    lines = [_one_line(picture, vote) for vote in held]
    if len(lines) > _FEW:
        lines = [*lines[:_FEW], Line(_("and {n} more in the long form"), n=len(lines) - _FEW)]
    if lines:
        yield section(Line(_("Earlier votes")), *lines, is_list=True)


def _one_line(picture: Picture, vote: Claim) -> Line:
    """A vote in a line: the day, what it was on, how it went and the numbers."""
    if not vote.value:
        return statement(picture, vote)
    what = Line(_RESULTS[str(vote.value)], what=Quoted(vote.text or vote.aspect))
    tally = _tally(vote) or Line(_("no tally recorded"))
    led = _led_by(picture, vote)
    holes: dict[str, Hole] = {"day": dated(picture, vote), "what": what, "tally": tally, "mark": mark_of(vote)}
    if led:
        parties = names(short_name(picture, name) for name, _claim in led)
        return Line(_("{day}: {what}, {tally}, led by {parties} {mark}"), parties=parties, **holes)
    return Line(_("{day}: {what}, {tally} {mark}"), **holes)


def _example_full() -> Document[Line]:
    held = examples.haiti("2025-01-15")
    claims = held.of_kind("vote")
    return votes(held, page=Page(claims, len(claims)), line="votes full")


EXAMPLES = {
    "the newest": lambda: votes(examples.haiti()),
    "in full": _example_full,
    "before any": lambda: votes(examples.haiti("2024-01-01")),
}
