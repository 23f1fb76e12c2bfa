"""What the mission struggles with, as its sources say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefings.claims import Claim
from briefings.document import Document, Hole, Line, Listing, Offer, Quoted, Section, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import Narrowed, may_be_later, same_again
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_name, page_offers
from briefings.documents.sentences import mark_of, mission_name, months, statement
from briefings.picture import Picture

MOST = 5
"""Challenges in a short form."""


def challenges(picture: Picture, page: Page, narrowed: Narrowed, *, full: bool = False) -> Document[Line]:
    """A page of the challenges, newest first; in full with quotations."""
    whole = full or page.number > 1
    shown = page.claims if whole else page.claims[:MOST]
    return Document(
        name="challenges",
        title=_title(picture, page),
        header=header(picture),
        sections=tuple(_sections(picture, page, shown, full=whole)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if whole or not page.total else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            *(page_offers(page, narrowed.line) if whole else ()),
            Offer(Line(_("Not recorded")), f"gaps{clock_words(picture)}"),
        ),
    )


def _title(picture: Picture, page: Page) -> Line:
    """The newest challenges by name where they are short; else how many there are."""
    if not page.total:
        return _none(picture)
    newest = [claim for claim in page.claims if claim.speaks_of == page.claims[0].speaks_of]
    holes: dict[str, Hole] = {
        "mission": mission_name(picture),
        "day": When(picture.spoken_on(newest[0])),
        "mark": mark_of(*newest),
    }
    named = [word for claim in newest for word in _words(claim)]
    if page.number == 1 and all(claim.value for claim in newest) and len(named) <= MOST:
        return Line(_("{mission}: {challenges}, {day} {mark}"), challenges=Listing(tuple(map(Quoted, named))), **holes)
    count = plural(_("{n} challenge"), _("{n} challenges"), page.total)
    if page.number > 1:
        return Line(_("{mission}: {count} recorded"), mission=mission_name(picture), count=count)
    return Line(_("{mission}: {count} recorded, the newest {day} {mark}"), count=count, **holes)


def _none(picture: Picture) -> Line:
    later = picture.awaited.get("challenge")
    holes: dict[str, Hole] = {"mission": mission_name(picture), "day": When(picture.day)}
    if later is None:
        return Line(_("{mission}: no challenge is recorded by {day}"), **holes)
    return Line(_("{mission}: no challenge is recorded by {day}; the nearest later one: {later}"),
                later=statement(picture, later), **holes)  # fmt: skip


def _sections(picture: Picture, page: Page, shown: Sequence[Claim], *, full: bool) -> Iterator[Section[Line]]:
    lines = [_line(picture, claim, full=full) for claim in shown]
    more = page.total - len(shown)
    if more and not full:
        lines.append(plural(_("and {n} more"), _("and {n} more"), more))
    if lines:
        yield section(Line(_("Newest first")) if page.is_whole or not full else page_name(page), *lines, is_list=True)
    yield from (section(None, line) for line in may_be_later(picture, shown))


def _line(picture: Picture, claim: Claim, *, full: bool) -> Line:
    """A challenge with its day and source; who says so, its age once stale, and in full the quotation."""
    line = Line(_("{text}, {day} {mark}"), text=_text(claim), day=When(picture.spoken_on(claim)), mark=mark_of(claim))
    if claim.said_by:
        line = Line(_("{said}, according to {who}"), said=line, who=Quoted(claim.said_by))
    if picture.is_stale(claim):
        line = Line(_("{said}, {age}"), said=line, age=months(picture.months_old(claim)))
    if full and claim.quote:
        line = Line(_("{said}: “{quote}” ({name})"), said=line, quote=Quoted(claim.quote), name=claim.name)
    return line


def _text(claim: Claim) -> Hole:
    words: Hole = Quoted(claim.text) if claim.text else Listing(tuple(map(Quoted, _words(claim))))
    return Line(_("{topic}: {text}"), topic=Quoted(claim.aspect), text=words) if claim.aspect else words


def _words(claim: Claim) -> tuple[str, ...]:
    return claim.value if isinstance(claim.value, tuple) else (str(claim.value or claim.text),)


def _example(*, full: bool) -> Document[Line]:
    claims = [claim for claim in examples.record().claims if claim.kind == "challenge"]
    return challenges(
        examples.haiti(), Page(claims, len(claims)), Narrowed("challenges full" if full else "challenges"), full=full
    )


EXAMPLES = {
    "today": lambda: _example(full=False),
    "in full": lambda: _example(full=True),
    "before any": lambda: challenges(examples.haiti("2023-01-01"), Page((), 0), Narrowed("challenges")),
}
