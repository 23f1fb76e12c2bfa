"""What the mission is, who leads it, and what it struggles with."""

from __future__ import annotations

from dataclasses import replace

from bot.arguments import Ask
from bot.topics.topic import Asked, page_of, topic
from briefings import documents
from briefings.document import Document, Line
from briefings.document import mark as _
from briefings.documents.entries import Narrowed, existing


@topic("challenges", words=("challenge", "problems", "problem"))
async def challenges(ask: Ask, asked: Asked) -> Document[Line]:
    """What the mission struggles with, as its sources say."""
    page = existing(await page_of(ask, asked, ("challenge",)))
    sources = {source.name: source for source in await ask.work.claims.sources(asked.mission, asked.picture.clocks)}
    picture = replace(asked.picture, sources=sources)
    return documents.challenges(picture, page, Narrowed(asked.line("challenges")), full=asked.full)


@topic(
    "profile",
    words=("mission", "offices", "office", "roles"),
    narrows=_("an office, a person or a part of it"),
)
async def profile(ask: Ask, asked: Asked) -> Document[Line]:
    """What the mission is, who leads it, and who held which office on the day."""
    return documents.profile(asked.picture, Narrowed(asked.line("profile"), asked.about), full=asked.full)
