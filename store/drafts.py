"""Drafts: forms that are filled in step by step, until they are sent, dropped or too old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from store.statements import Statements
from store.tables import drafts


class Drafts:
    """The drafts of all platforms, each by an id that nobody can guess."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def save(self, id: str, body: Mapping[str, Any], expires_at: datetime) -> None:
        """Keep what is filled in so far, in the place of what was kept before."""
        await self._statements.put(drafts, {"id": id, "body": dict(body), "expires_at": expires_at})

    async def find(self, id: str, at: datetime) -> Mapping[str, Any] | None:
        """What was filled in so far; None for a draft that is unknown, dropped or expired."""
        living = select(drafts.c.body).where(drafts.c.id == id, drafts.c.expires_at > at)
        found: Mapping[str, Any] | None = await self._statements.value(living)
        return found

    async def drop(self, id: str) -> None:
        """Forget a draft; nothing happens when there is none."""
        await self._statements.write(delete(drafts).where(drafts.c.id == id))

    async def forget_before(self, moment: datetime) -> int:
        """Forget the drafts that expired before a moment; how many there were."""
        return await self._statements.write(delete(drafts).where(drafts.c.expires_at < moment))
