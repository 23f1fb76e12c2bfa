"""Notes: small facts that a platform remembers about itself, such as the hash of the commands it last registered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from store.statements import Statements
from store.tables import notes


class Notes:
    """The notes of all platforms, each by a key."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def get(self, platform: str, key: str) -> str | None:
        """What was noted last; None when nothing was."""
        mine = (notes.c.platform == platform, notes.c.key == key)
        found: str | None = await self._statements.value(select(notes.c.value).where(*mine))
        return found

    async def set(self, platform: str, key: str, value: str, at: datetime) -> None:
        """Note something, in the place of what was noted before."""
        await self._statements.put(notes, {"platform": platform, "key": key, "value": value, "noted_at": at})
