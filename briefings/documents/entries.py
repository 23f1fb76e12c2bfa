"""Lists of what happened or was said: each fact with those that belong under it, and what to say where none fits."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings.claims import Claim, Relation
from briefings.document import Document, Hole, Line, Listing, Offer, Section, Text, UserError, When, plural, section
from briefings.document import mark as _
from briefings.documents.header import again, clock_words, header
from briefings.documents.page import Page
from briefings.documents.sentences import in_order, mission_name, names, short_name, statement
from briefings.picture import Picture

MOST = 3
"""Entries in a short form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of a list: `parts` say more of it, such as what a meeting was about; `again` tell it once more."""

    claim: Claim
    parts: tuple[Claim, ...] = ()
    again: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        return (self.claim, *self.parts, *self.again)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list was asked for: `about` whom, between which days, and the typed line that asks for it again."""

    line: str
    about: str = ""
    from_day: date | None = None
    to_day: date | None = None


def entries(claims: Sequence[Claim]) -> list[Entry]:
    """The facts in their order, dated ones first; what is part of another or restates it stands under it."""
    by_name = {claim.name: claim for claim in claims}
    heads = {claim.name: _head(claim, by_name).name for claim in claims}
    own = [claim for claim in claims if heads[claim.name] == claim.name]
    own.sort(key=lambda claim: claim.speaks_of is None)
    return [_entry(head, [claim for claim in claims if heads[claim.name] == head.name]) for head in own]


def _entry(head: Claim, under: Sequence[Claim]) -> Entry:
    below = in_order(claim for claim in under if claim is not head)
    parts = tuple(claim for claim in below if claim.linked(Relation.PART_OF))
    return Entry(head, parts, tuple(claim for claim in below if claim not in parts))


def _head(claim: Claim, by_name: dict[str, Claim]) -> Claim:
    """The fact of the same kind that one belongs under, as far as the list holds it; else itself."""
    seen = {claim.name}
    while True:
        leans_on = (*claim.linked(Relation.PART_OF), *claim.linked(Relation.RESTATES))
        above = [by_name[name] for name in leans_on if name in by_name and by_name[name].kind == claim.kind]
        if not above or above[0].name in seen:
            return claim
        claim = above[0]
        seen.add(claim.name)


def existing(page: Page) -> Page:
    """The page itself. Raises UserError for one behind the last."""
    if page.number > page.pages:
        raise UserError(_("There is no page {n}; the last is page {last}"), n=page.number, last=page.pages)
    return page


def left_out(page: Page, found: Sequence[Entry], shown: Sequence[Entry]) -> list[Line]:
    """How many more there are than a short form shows; none when it shows all."""
    more = len(found) - len(shown)
    if not page.is_whole:
        more = page.total - sum(len(entry.claims) for entry in shown)
        return [plural(_("and {n} more fact"), _("and {n} more facts"), more)] if more else []
    return [plural(_("and {n} more"), _("and {n} more"), more)] if more else []


def also(entry: Entry) -> Line | None:
    """Who tells it once more: "Also S1-26, S2-19."; None when nobody does."""
    told = Listing(tuple(Text(claim.name) for claim in entry.again), by_commas=True)
    return Line(_("Also {facts}."), facts=told) if entry.again else None


def may_be_later(picture: Picture, claims: Sequence[Claim]) -> Iterator[Line]:
    """Which of the printed dates may lie after the past day that was asked for."""
    said = [claim.speaks_of for claim in claims if claim.speaks_of and picture.may_be_later(claim)]
    if picture.clocks.is_past and said:
        dates = Listing(tuple(When(day) for day in dict.fromkeys(said)))
        yield Line(_("What is dated {dates} may be later than {day}."), dates=dates, day=When(picture.day))


def days_asked(narrowed: Narrowed) -> tuple[Line, ...]:
    """The days a list was narrowed to, for its header; none when it was not."""
    first, last = narrowed.from_day, narrowed.to_day
    if first and last:
        return (Line(_("From {first} to {last}"), first=When(first), last=When(last)),)
    if first:
        return (Line(_("From {first} on"), first=When(first)),)
    return (Line(_("Until {last}"), last=When(last)),) if last else ()


def same_again(picture: Picture, narrowed: Narrowed) -> tuple[Line, ...]:
    """The line that gives the same answer on any later day; the clocks stand in it once."""
    return again(picture, narrowed.line.replace(clock_words(picture), ""))


def known_as(picture: Picture, about: str) -> str:
    """The short name of the party that goes by a name in any case; the name itself where there is none."""
    said = about.casefold()
    found = (party for party in picture.parties if said in (name.casefold() for name in party.names))
    party = next(found, None)
    return (party.short or party.name) if party else about


# where nothing fits


@dataclass(frozen=True, slots=True)
class Nothing:
    """The bottom lines of an empty list: by a day, from a day on, between two; each of everyone or of one party."""

    by_day: tuple[str, str]
    since: tuple[str, str]
    between: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is recorded where nothing fits: the nearest facts before and after, and the newest page of the whole list."""

    before: Claim | None = None
    after: Claim | None = None
    at_large: Page | None = None


def nothing(picture: Picture, name: str, words: Nothing, narrowed: Narrowed, nearest: Nearest) -> Document[Line]:
    """That nothing fits, and the nearest that is recorded."""
    meant = _meant(picture, narrowed.about)
    asked = f'"{meant}"' if " " in meant else meant
    offers = [Offer(Line("{name}", name=meant), f"{name} {asked}{clock_words(picture)}")] if meant else []
    if nearest.at_large:
        offers.append(Offer(Line(_("All")), f"{name}{clock_words(picture)}"))
    return Document(
        name=name,
        title=_nothing_title(picture, words, narrowed),
        header=header(picture),
        sections=tuple(_near_sections(picture, nearest, meant)),
        offers=tuple(offers),
    )


def _nothing_title(picture: Picture, words: Nothing, narrowed: Narrowed) -> Line:
    holes: dict[str, Hole] = {"mission": mission_name(picture), "day": When(narrowed.to_day or picture.day)}
    messages = words.by_day
    if narrowed.from_day:
        holes["first"] = When(narrowed.from_day)
        messages = words.between if narrowed.to_day else words.since
    if not narrowed.about:
        return Line(messages[0], **holes)
    return Line(messages[1], party=known_as(picture, narrowed.about), **holes)


def _meant(picture: Picture, about: str) -> str:
    """The short name of the party whose name is nearest to a name nobody goes by; empty when none is near."""
    names_ = {name.casefold(): party.short or party.name for party in picture.parties for name in party.names}
    near = difflib.get_close_matches(about.casefold(), list(names_), 1, cutoff=0.75) if about else []
    return names_[near[0]] if near and about.casefold() not in names_ else ""


def _near_sections(picture: Picture, nearest: Nearest, meant: str) -> Iterator[Section[Line]]:
    if meant:
        yield section(None, Line(_("Did you mean {party}?"), party=meant))
    if nearest.before:
        yield section(Line(_("Before")), statement(picture, nearest.before))
    if nearest.after:
        yield section(Line(_("Later")), statement(picture, nearest.after))
    page = nearest.at_large
    named = [name for claim in page.claims for name in (claim.subject, *claim.actors) if name] if page else []
    if page and named:
        recorded = names(dict.fromkeys(short_name(picture, name) for name in named))
        message = _("on {parties}") if page.is_whole else _("on {parties} and others")
        yield section(Line(_("Recorded")), Line(message, parties=recorded))
