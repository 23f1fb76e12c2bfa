"""How sound the record is: what is disputed, stale or missing."""

from __future__ import annotations

from dataclasses import replace

from bot.arguments import Ask
from bot.topics.topic import Asked, topic
from briefings import documents
from briefings.claims import Claim, Relation
from briefings.document import Document, Line
from briefings.documents.disputed import held
from briefings.documents.entries import Narrowed


@topic("disputed", words=("rivals", "conflicts", "disputes", "dispute"))
async def disputed(ask: Ask, asked: Asked) -> Document[Line]:
    """What sources tell differently, and the rule that chose."""
    clocks, claims = asked.picture.clocks, ask.work.claims
    sources = {source.name: source for source in await claims.sources(asked.mission, clocks)}
    remarks = await claims.remarks(asked.mission, clocks)
    picture = replace(asked.picture, sources=sources, remarks=remarks)
    known = await _named(ask, asked, [name for remark in remarks for name in remark.claims])
    return documents.disputed(picture, Narrowed(asked.line("disputed")), known, number=asked.page, full=asked.full)


async def _named(ask: Ask, asked: Asked, names: list[str]) -> dict[str, Claim]:
    """Facts by name that the Picture does not hold: those remarked on, and those that others contradict."""
    here = {claim.name: claim for claim in held(asked.picture)}
    contradicted = [name for claim in here.values() for name in claim.linked(Relation.CONTRADICTS)]
    found = [await ask.work.claims.find(asked.mission, name) for name in dict.fromkeys((*names, *contradicted))
             if name not in here]  # fmt: skip
    return {claim.name: claim for claim in found if claim}


@topic("stale", words=("old",))
async def stale(ask: Ask, asked: Asked) -> Document[Line]:
    """Which figures are past their shelf life, how old they are, and which is next."""
    return documents.stale(asked.picture, Narrowed(asked.line("stale")), number=asked.page, full=asked.full)


@topic("gaps", words=("missing", "not recorded"))
async def gaps(ask: Ask, asked: Asked) -> Document[Line]:
    """What is not recorded, with the nearest that is."""
    return documents.gaps(asked.picture, Narrowed(asked.line("gaps")), full=asked.full)
