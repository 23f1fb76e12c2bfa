"""The Council: what is proposed for the mission, who stands where, and how votes went."""

from __future__ import annotations

from adapters.line import shortened
from bot.arguments import Ask
from bot.topics.figures import long_form, typed_again, with_sources
from bot.topics.topic import Asked, topic
from briefings import documents
from briefings.document import Document, Line
from briefings.document import mark as _

_MOST_POSITIONS = 40
"""Positions of one party that are told as its history; the long form pages through all."""


@topic("transition", words=("proposals", "proposal"))
async def transition(ask: Ask, asked: Asked) -> Document[Line]:
    """What is proposed for the mission, how far it has come, who is for and against."""
    page = await long_form(ask, asked, ("proposal", "position"))
    picture = await with_sources(ask, asked) if page else asked.picture
    return documents.transition(picture, page=page, line=typed_again("transition", asked))


@topic("positions", words=("position", "stances"), narrows=_("a party"))
async def positions(ask: Ask, asked: Asked) -> Document[Line]:
    """Who stands where, on what condition and why; of one party also how that changed."""
    page = await long_form(ask, asked, ("position",))
    line = typed_again("positions", asked)
    if not asked.about:
        return documents.positions(await with_sources(ask, asked) if page else asked.picture, page=page, line=line)
    history, _total = await ask.work.claims.in_order(
        asked.mission,
        ("position",),
        clocks=asked.picture.clocks,
        party=asked.about,
        newest_first=True,
        limit=_MOST_POSITIONS,
    )
    picture = await with_sources(ask, asked)
    return documents.position_of(picture, shortened(asked.about), history, page=page, line=line)


@topic("votes", words=("vote",))
async def votes(ask: Ask, asked: Asked) -> Document[Line]:
    """How votes went, who led them, for how long, and what of them is not recorded."""
    page = await long_form(ask, asked, ("vote",))
    picture = await with_sources(ask, asked) if page else asked.picture
    return documents.votes(picture, page=page, line=typed_again("votes", asked))
