"""What the record says about a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from adapters.line import LONGEST
from adapters.port import Input
from bot.arguments import Ask, Clocks, MissionRef, OneWord
from bot.command import command
from bot.commands.search import superseded
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Standing
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.about import Found, Given, gives, leader
from briefings.mentions import Figure, Mentions, mentions
from briefings.picture import Picture
from store.rows import MissionRow

SHOWN = 5
"""Facts that are shown for the parties and words of a text."""
COMMON = 20
"""A word that more facts say than this says nothing about any of them; of a party the newest so many are looked at."""


class _Passage(OneWord[str]):
    """A text of some length, such as a message."""

    typed = "TEXT"
    what = _("the text to hold against the record, in quotation marks")
    input = Input.LONG_TEXT

    async def one(self, word: str, ask: Ask) -> str:
        text = " ".join("".join(letter if letter.isprintable() else " " for letter in word).split())
        if not text:
            raise UserError(_("Give the text to ask about, like about “only 572 officers have arrived”"))
        if len(text) > LONGEST:
            raise UserError(_("This text has {n} characters; {most} is the most I read"), n=len(text), most=LONGEST)
        return text


Passage = Annotated[str, _Passage()]


@command("about", right=Right.READ, example='about "only 572 officers have arrived"', words=("check",))
async def about(ask: Ask, mission: MissionRef, clocks: Clocks, text: Passage) -> Document[Line]:
    """Say what the record holds about a text: its figures, names and words."""
    picture = await ask.work.claims.picture(mission, clocks)
    sources = {source.name: source for source in await ask.work.claims.sources(mission, clocks)}
    picture = replace(picture, sources=sources)
    named = mentions(text, picture)
    figures = [Given(figure, await _giving(ask, mission, picture, figure)) for figure in named.figures]
    facts = [await ask.work.claims.find(mission, name) for name in named.names]
    standing = [claim for claim in facts if claim and _stands(picture, claim)]
    found = Found(figures, standing, [name for name in named.names if name in sources])
    found = await _with_terms(ask, mission, picture, named, found)
    gone = await superseded(ask, mission, picture, found.claims)
    return documents.about(picture, text, replace(found, superseded=gone))


async def _giving(ask: Ask, mission: MissionRow, picture: Picture, figure: Figure) -> list[Claim]:
    """The facts that give a number by the day, those that lead first and those of other matters last."""
    found = await ask.work.claims.with_figure(mission, figure.quantity.low, picture.clocks)
    giving = [claim for claim in found if claim.quantity and gives(claim.quantity, figure) and _stands(picture, claim)]
    return sorted(giving, key=lambda claim: (claim.beside, leader(picture, claim) is not None))


def _stands(picture: Picture, claim: Claim) -> bool:
    """Whether a fact could be told on the day: not withdrawn, its source readable, and not of a later day."""
    is_live = claim.standing is not Standing.WITHDRAWN and claim.source in picture.sources
    return is_live and picture.counts_from(claim) <= picture.day


# parties and words


@dataclass(frozen=True, slots=True)
class _Term:
    """A party or a word of a text, the newest facts that name it, and how many there are."""

    word: str
    claims: Sequence[Claim]
    total: int


async def _with_terms(ask: Ask, mission: MissionRow, picture: Picture, named: Mentions, found: Found) -> Found:
    """Beside what was found already, the facts that say most of the parties and words of the text."""
    terms = sorted(await _terms(ask, mission, picture, named), key=lambda term: term.total)
    known = {claim.name for claim in found.claims}
    said = {claim.name: claim for term in terms for claim in term.claims if claim.name not in known}
    says = Counter(claim.name for term in terms for claim in term.claims)
    # Sorting is stable: of facts that say as much, those of the rarest term come first, and of one term the newest.
    closest = sorted(said.values(), key=lambda claim: (-says[claim.name], claim.beside))[:SHOWN]
    return replace(found, closest=closest, terms=[term.word for term in terms])


async def _terms(ask: Ask, mission: MissionRow, picture: Picture, named: Mentions) -> list[_Term]:
    """The parties and the words of a text that are on record, without words that most facts say."""
    found, clocks, claims = [], picture.clocks, ask.work.claims
    for party in named.parties:
        of_party, total = await claims.in_order(
            mission, clocks=clocks, party=party.name, newest_first=True, limit=COMMON
        )
        found.append(_Term(party.short or party.name, of_party, total))
    for word in named.words:
        saying, total = await claims.search(mission, word, clocks, limit=COMMON)
        if total <= COMMON:
            found.append(_Term(word, [claim for claim in saying if _says(claim, word)], total))
    return [term for term in found if term.claims]


def _says(claim: Claim, word: str) -> bool:
    """Whether a fact itself says a word that begins so, rather than an editor's note on it."""
    value = claim.value if isinstance(claim.value, tuple) else (str(claim.value or ""),)
    said = (claim.kind, claim.subject, claim.aspect, claim.scope, claim.text, claim.quote, claim.said_by,
            *claim.actors, *value)  # fmt: skip
    return bool(re.search(rf"(?<!\w){re.escape(word)}", " ".join(said), re.IGNORECASE))
