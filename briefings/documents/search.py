"""Facts that say some words; where none does, what to try instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefings.claims import Claim
from briefings.document import Document, Line, Offer, Quoted, Section, Text, When, plural, section
from briefings.document import mark as _
from briefings.documents import examples
from briefings.documents.entries import Narrowed, same_again
from briefings.documents.header import clock_words, header
from briefings.documents.page import Page, page_name, page_offers
from briefings.documents.sentences import mission_name, names, short_name, statement
from briefings.picture import Picture

MOST = 5
"""Facts in a short form."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What to try where nothing was found: how many facts say each word alone, and how many later ones say all."""

    by_word: Mapping[str, int] = field(default_factory=dict)
    later: int = 0
    nearest: Claim | None = None


def search(
    picture: Picture, page: Page, narrowed: Narrowed, *, superseded: Sequence[str] = (), full: bool = False
) -> Document[Line]:
    """A page of the facts that say the words of `narrowed.about`, newest first; short, the first few."""
    whole = full or page.number > 1
    return Document(
        name="search",
        title=plural(_("{mission}: {n} fact says “{words}”"), _("{mission}: {n} facts say “{words}”"), page.total,
                     mission=mission_name(picture), words=Text(narrowed.about)),
        header=header(picture),
        sections=tuple(_sections(picture, page, narrowed, superseded, full=whole)),
        small=same_again(picture, narrowed) if full else (),
        offers=(
            *(() if whole else (Offer(Line(_("In full")), f"{narrowed.line} full"),)),
            *(page_offers(page, narrowed.line) if whole else ()),
            *_sources(picture, page.claims if whole else page.claims[:MOST]),
        ),
    )  # fmt: skip


def found_nothing(picture: Picture, narrowed: Narrowed, instead: Instead) -> Document[Line]:
    """That no fact says the words, and what to try instead."""
    tried = {word: number for word, number in instead.by_word.items() if number}
    offers = [Offer(Line("{word}", word=Text(word)), f'search "{word}"{clock_words(picture)}') for word in tried]
    return Document(
        name="search",
        title=Line(_("{mission}: no fact says “{words}” by {day}"), mission=mission_name(picture),
                   words=Text(narrowed.about), day=When(picture.day)),
        header=header(picture),
        sections=tuple(_instead(picture, instead)),
        offers=(*offers, Offer(Line(_("Not recorded")), f"gaps{clock_words(picture)}"),
                Offer(Line(_("Sources")), f"source{clock_words(picture)}")),
    )  # fmt: skip


def _instead(picture: Picture, instead: Instead) -> Iterator[Section[Line]]:
    if instead.nearest:
        nearest = statement(picture, instead.nearest)
        yield section(Line(_("Later")), plural(_("{n} fact: {name}, {said}"), _("{n} facts, the first {name}: {said}"),
                      instead.later, name=instead.nearest.name, said=nearest))  # fmt: skip
    if len(instead.by_word) > 1:
        lines = [_by_word(word, number) for word, number in instead.by_word.items()]
        yield section(Line(_("Word by word")), *lines, is_list=True)
    yield section(Line(_("Try")), Line(_("fewer words, a part of a word, or another spelling")))


def _by_word(word: str, number: int) -> Line:
    if not number:
        return Line(_("“{word}”: none"), word=Text(word))
    return plural(_("“{word}”: {n} fact"), _("“{word}”: {n} facts"), number, word=Text(word))


def _sections(
    picture: Picture, page: Page, narrowed: Narrowed, superseded: Sequence[str], *, full: bool
) -> Iterator[Section[Line]]:
    shown = page.claims if full else page.claims[:MOST]
    words = narrowed.about.casefold().split()
    lines = [found_line(picture, claim, words, is_superseded=claim.name in superseded) for claim in shown]
    more = page.total - len(shown)
    if more and not full:
        lines.append(plural(_("and {n} more"), _("and {n} more"), more))
    yield section(Line(_("Newest first")) if page.is_whole or not full else page_name(page), *lines, is_list=True)


def found_line(picture: Picture, claim: Claim, words: Sequence[str], *, is_superseded: bool) -> Line:
    """A fact in one line, with the part of it that says the words where the line itself does not."""
    line = Line(_("{name}: {statement}"), name=claim.name, statement=statement(picture, claim))
    if is_superseded:
        line = Line(_("{said} (superseded)"), said=line)
    if claim.beside:
        line = Line(_("{said} (not about the mission itself)"), said=line)
    missing = [word for word in words if word not in _shown(picture, claim).casefold()]
    told = next((part for part in (claim.quote, claim.note, claim.doubt) if _says(part, missing)), "")
    if told:
        return Line(_("{said}: “{words}”"), said=line, words=Quoted(told))
    named = [name for name in dict.fromkeys((*claim.actors, claim.said_by)) if _says(name, missing)]
    if named:
        return Line(_("{said}; names {parties}"), said=line, parties=names(named))
    return line


def _shown(picture: Picture, claim: Claim) -> str:
    """About the words that a fact's line says."""
    value = " ".join(claim.value) if isinstance(claim.value, tuple) else str(claim.value)
    party = (claim.subject, short_name(picture, claim.subject))
    return " ".join((claim.name, claim.kind, *party, claim.aspect, claim.scope, claim.text or value))


def _says(text: str, words: Sequence[str]) -> bool:
    return any(word in text.casefold() for word in words)


def _sources(picture: Picture, claims: Sequence[Claim]) -> tuple[Offer[Line], ...]:
    """Where one fact was found: what stands behind it."""
    if len(claims) != 1:
        return ()
    return (Offer(Line(_("Source")), f"source {claims[0].name}{clock_words(picture)}"),)


def _example() -> Document[Line]:
    claims = [claim for claim in examples.record().claims if "2,500" in claim.quote]
    return search(examples.haiti(), Page(claims, len(claims)), Narrowed("search 2,500", "2,500"))


EXAMPLES = {
    "found": _example,
    "nothing found": lambda: found_nothing(
        examples.haiti(), Narrowed("search France police", "France police"), Instead({"France": 0, "police": 1})
    ),
}
