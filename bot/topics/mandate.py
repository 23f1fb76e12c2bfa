"""The mandate."""

from __future__ import annotations

from bot.arguments import Ask
from bot.topics.topic import Asked, topic
from briefings import documents
from briefings.document import Document, Line


@topic("mandate", words=("authorization", "authorisation"))
async def mandate(ask: Ask, asked: Asked) -> Document[Line]:
    """Whether the mandate is in force, until when or since when not, and how it was extended."""
    return documents.mandate(asked.picture, full=asked.full)
