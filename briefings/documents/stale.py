"""What is past its shelf life: how old it is, and for how long its kind keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from briefings.claims import Claim
from briefings.document import Document, Hole, Line, Offer, Quoted, Section, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import Narrowed, existing, same_again
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, offset, page_name, page_offers
from briefings.documents.sentences import days, mission_name, months, statement
from briefings.kinds import KINDS, kind_of
from briefings.offices import offices
from briefings.picture import Picture

MOST = 3
"""Stale facts in a short form."""


def stale(picture: Picture, narrowed: Narrowed, *, number: int = 1, full: bool = False) -> Document[Line]:
    """A page of the leading facts that are stale on the day; short, the first few, the deployed strength first."""
    found = stale_claims(picture)
    whole = full or number > 1
    page = existing(Page(found[offset(number) : offset(number + 1)], len(found), number))
    return Document(
        name="stale",
        title=_title(picture, found),
        header=header(picture),
        sections=tuple(_sections(picture, page, full=whole)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if whole or not found else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            *(page_offers(page, narrowed.line) if whole else ()),
            Offer(Line(_("Brief")), f"status{clock_words(picture)}"),
        ),
    )


def stale_claims(picture: Picture) -> list[Claim]:
    """The leading facts past their shelf life: by kind, whole-mission figures first, the oldest first."""
    kinds = list(KINDS)
    found = [claim for claim in _leading(picture) if picture.is_stale(claim)]
    return sorted(found, key=lambda claim: (claim.kind != "strength" or bool(claim.scope), kinds.index(claim.kind),
                                            picture.last_day(claim), claim.name))  # fmt: skip


def _leading(picture: Picture) -> Iterator[Claim]:
    """What leads in each series; of an office its holder; of kinds without rivals every fact."""
    for key, claims in picture.series.items():
        kind = KINDS[key.split("\x1f")[0]]
        if kind.name == "role":
            continue
        leading = picture.leading(claims)
        yield from claims if not kind.series else (leading,) if leading else ()
    yield from (office.holder for office in offices(picture) if office.holder)


def _title(picture: Picture, found: Sequence[Claim]) -> Line:
    holes: dict[str, Hole] = {"mission": mission_name(picture), "day": When(picture.day)}
    if not found:
        return Line(_("{mission}: nothing on record is stale on {day}"), **holes)
    first = found[0]
    if first.kind != "strength" or first.scope:
        return plural(_("{mission}: {n} fact is stale on {day}"), _("{mission}: {n} facts are stale on {day}"),
                      len(found), **holes)  # fmt: skip
    holes |= {"first": statement(picture, first), "age": months(picture.months_old(first))}
    more = len(found) - 1
    if not more:
        return Line(_("{mission}: {first}, is stale, {age}"), **holes)
    return plural(_("{mission}: {first}, is stale, {age}; so is {n} more fact"),
                  _("{mission}: {first}, is stale, {age}; so are {n} more facts"), more, **holes)  # fmt: skip


def _sections(picture: Picture, page: Page, *, full: bool) -> Iterator[Section[Line]]:
    shown = page.claims if full else page.claims[:MOST]
    lines = [_line(picture, claim) for claim in shown]
    more = page.total - len(shown)
    if more and not full:
        lines.append(plural(_("and {n} more"), _("and {n} more"), more))
    if lines:
        yield section(Line(_("Stale")) if page.is_whole or not full else page_name(page), *lines, is_list=True)
    ahead = next_to_turn(picture)
    if ahead and (full or not lines):
        on, claim = ahead
        yield section(Line(_("Next")), Line(_("{said}: from {day}"), said=statement(picture, claim), day=When(on)))


def _line(picture: Picture, claim: Claim) -> Line:
    """What is stale, how old it is and for how long its kind keeps."""
    shelf = days(kind_of(claim).shelf_days or 0)
    said: Hole = statement(picture, claim)
    if claim.kind == "challenge" and claim.aspect:
        said = Line(_("{topic}: {said}"), topic=Quoted(claim.aspect), said=said)
    message = (
        _("{said}: {age}, shelf life {shelf}")
        if claim.speaks_of
        else _("{said}: its source is {age}, shelf life {shelf}")
    )
    return Line(message, said=said, age=months(picture.months_old(claim)), shelf=shelf)


def next_to_turn(picture: Picture) -> tuple[date, Claim] | None:
    """The day on which the next fact turns stale, and that fact; None when none will."""
    fresh = [(_turns_on(picture, claim), claim) for claim in _leading(picture) if not picture.is_stale(claim)]
    dated = [(on, claim) for on, claim in fresh if on]
    return min(dated, key=lambda pair: pair[0], default=None)


def _turns_on(picture: Picture, claim: Claim) -> date | None:
    shelf = kind_of(claim).shelf_days
    return None if shelf is None else picture.last_day(claim) + timedelta(days=shelf + 1)


EXAMPLES = {
    "today": lambda: stale(examples.haiti(), Narrowed("stale")),
    "in full": lambda: stale(examples.haiti(), Narrowed("stale full"), full=True),
    "nothing stale": lambda: stale(examples.haiti("2025-01-15"), Narrowed("stale as-of 2025-01-15")),
}
