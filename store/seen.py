"""Events that were seen: what a platform delivers twice, be it to two replicas, is answered once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from store.statements import Statements
from store.tables import seen_events

PATIENCE = timedelta(seconds=30)
"""How long an event is left to whoever began it; after that its process is taken for dead."""


class SeenEvents:
    """The events of all platforms, each by the id its platform gave it."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def begin(self, platform: str, event: str, at: datetime) -> bool:
        """Whether an event is yours to answer; not when somebody answered it, or began less than PATIENCE ago."""
        row = {"platform": platform, "event": event, "begun_at": at}
        is_left = seen_events.c.finished_at.is_(None) & (seen_events.c.begun_at < at - PATIENCE)
        return await self._statements.put(seen_events, row, where=is_left)

    async def finish(self, platform: str, event: str, at: datetime) -> None:
        """Note that an event was answered: nobody is to begin it again."""
        await self._statements.write(update(seen_events).where(*_that(platform, event)).values(finished_at=at))

    async def is_finished(self, platform: str, event: str) -> bool:
        """Whether an event was answered."""
        query = select(seen_events.c.finished_at).where(*_that(platform, event))
        return await self._statements.value(query) is not None

    async def forget_before(self, moment: datetime) -> int:
        """Forget the events begun before a moment; how many there were.

        Keep ten minutes at least: Slack delivers again up to five minutes later.
        https://docs.slack.dev/apis/events-api/#retries
        """
        return await self._statements.write(delete(seen_events).where(seen_events.c.begun_at < moment))


def _that(platform: str, event: str) -> tuple[ColumnElement[bool], ...]:
    return (seen_events.c.platform == platform, seen_events.c.event == event)
