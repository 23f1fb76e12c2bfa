"""Search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from adapters.line import quoted
from bot.arguments import Ask, Clocks, Full, MissionRef, OneWord, PageNumber
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Relation
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.entries import Narrowed, existing
from briefings.documents.header import clock_words
from briefings.documents.page import SIZE, Page, offset
from briefings.documents.search import Instead
from briefings.picture import Picture
from store.rows import MissionRow

MOST_WORDS = 12


class _SearchWords(OneWord[str]):
    """Words to look for, 12 at most."""

    typed = "WORDS"
    what = _("the words to look for, in any order")

    async def one(self, word: str, ask: Ask) -> str:
        words = "".join(letter if letter.isprintable() else " " for letter in word).split()
        if not words:
            raise UserError(_("Search for at least one word, like “search gang violence”"))
        if len(words) > MOST_WORDS:
            raise UserError(_("This is {n} words; {most} is the most I look for"), n=len(words), most=MOST_WORDS)
        return " ".join(words)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return []


SearchWords = Annotated[str, _SearchWords()]


@command("search", right=Right.READ, example="search gang violence", words=("find",))
async def search(
    ask: Ask, mission: MissionRef, clocks: Clocks, words: SearchWords, *, page: PageNumber = 1, full: Full = False
) -> Document[Line]:
    """Find the facts that say all these words: in texts, quotations, names and parties."""
    picture = await ask.work.claims.picture(mission, clocks)
    words = await _spelt(ask, mission, picture, words)
    found, total = await ask.work.claims.search(mission, words, clocks, offset(page), SIZE)
    line = f"search {quoted(words)}{clock_words(picture)}{' full' if full else ''}"
    narrowed = Narrowed(line, words)
    if not total:
        return documents.found_nothing(picture, narrowed, await _instead(ask, mission, picture, words))
    gone = await superseded(ask, mission, picture, found)
    return documents.search(picture, existing(Page(found, total, page)), narrowed, superseded=gone, full=full)


async def _spelt(ask: Ask, mission: MissionRow, picture: Picture, words: str) -> str:
    """The words with their numbers spelt as most facts spell them: 2500 or 2,500."""
    bare = [re.sub(r"(?<=\d),(?=\d)", "", word) for word in words.split()]
    commas = [f"{int(word):,}" if word.isascii() and word.isdigit() else word for word in bare]
    spellings = dict.fromkeys((words, " ".join(bare), " ".join(commas)))
    if len(spellings) == 1:
        return words
    totals = {spelt: (await ask.work.claims.search(mission, spelt, picture.clocks, limit=1))[1] for spelt in spellings}
    return max(totals, key=lambda spelt: totals[spelt])


async def _instead(ask: Ask, mission: MissionRow, picture: Picture, words: str) -> Instead:
    """How many facts say each word alone, and what later ones say all of them."""
    clocks = picture.clocks
    alone = {word: (await ask.work.claims.search(mission, word, clocks, limit=1))[1] for word in words.split()}
    ever = replace(clocks, as_of=date.max)
    _newest, total = await ask.work.claims.search(mission, words, ever, limit=1)
    nearest, _total = await ask.work.claims.search(mission, words, ever, offset=max(0, total - 1), limit=1)
    return Instead(alone, total, nearest[0] if nearest else None)


async def superseded(ask: Ask, mission: MissionRow, picture: Picture, found: Sequence[Claim]) -> list[str]:
    """The names of those facts that another supersedes; what the Picture holds is superseded by nothing."""
    held = {claim.name for claims in picture.series.values() for claim in claims}
    names = []
    for claim in found:
        linked = [] if claim.name in held else await ask.work.claims.linked_to(mission, claim.name)
        if any(relation is Relation.SUPERSEDES and claim.name in other.linked(relation) for relation, other in linked):
            names.append(claim.name)
    return names
