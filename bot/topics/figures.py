"""Figures: how many were deployed, by which countries, and who pays."""

from __future__ import annotations

from dataclasses import replace

from adapters.line import quoted, shortened
from bot.arguments import Ask
from bot.topics.topic import Asked, page_of, topic
from briefings import documents
from briefings.document import Document, Line
from briefings.document import mark as _
from briefings.documents.entries import existing
from briefings.documents.page import Page
from briefings.picture import Picture

_MOST_COUNTS = 200
"""Counts that a chart over time is drawn from, the newest ones."""


@topic("strength", words=("deployment", "deployed", "numbers", "troops", "police", "personnel"))
async def strength(ask: Ask, asked: Asked) -> Document[Line]:
    """How many were deployed, how sure that is, and how far it is from the target."""
    page = await long_form(ask, asked, ("strength",))
    if page is None:
        return documents.strength(asked.picture)
    history, _total = await ask.work.claims.in_order(
        asked.mission, ("strength",), clocks=asked.picture.clocks, newest_first=True, limit=_MOST_COUNTS
    )
    return documents.strength(await with_sources(ask, asked), page=page, history=history, line="strength full")


@topic("contingents", words=("countries", "contingent"), narrows=_("a country"))
async def contingents(ask: Ask, asked: Asked) -> Document[Line]:
    """Which countries have forces there, how many where that is recorded, and who came and went."""
    line = typed_again("contingents", asked)
    if asked.about:
        page = await long_form(ask, asked, ("movement", "strength", "pledge", "announcement"))
        picture = await with_sources(ask, asked) if page else asked.picture
        return documents.contingent_of(picture, shortened(asked.about), page=page, line=line)
    page = await long_form(ask, asked, ("movement",))
    return documents.contingents(await with_sources(ask, asked) if page else asked.picture, page=page, line=line)


@topic("funding", words=("money", "contributions", "contribution", "donors"), narrows=_("a donor"))
async def funding(ask: Ask, asked: Asked) -> Document[Line]:
    """How the mission is paid for: the model, the trust fund, and each donor's stages side by side."""
    page = await long_form(ask, asked, ("contribution",))
    picture = await with_sources(ask, asked) if page else asked.picture
    line = typed_again("funding", asked)
    if asked.about:
        return documents.donor(picture, shortened(asked.about), page=page, line=line)
    return documents.funding(picture, page=page, line=line)


async def long_form(ask: Ask, asked: Asked, kinds: tuple[str, ...]) -> Page | None:
    """The page of facts that ends a long form; None for the short form. Raises UserError behind the last page."""
    if not asked.full and asked.page == 1:
        return None
    return existing(await page_of(ask, asked, kinds))


async def with_sources(ask: Ask, asked: Asked) -> Picture:
    """The Picture with every source of the mission, for facts older than those it holds."""
    sources = await ask.work.claims.sources(asked.mission, asked.picture.clocks)
    return replace(asked.picture, sources={source.name: source for source in sources})


def typed_again(topic_name: str, asked: Asked) -> str:
    """The line that asks for the same form again, without its clocks, which the document adds."""
    about = f" {quoted(shortened(asked.about))}" if asked.about else ""
    return f"{topic_name}{about}{' full' if asked.full or asked.page > 1 else ''}"
