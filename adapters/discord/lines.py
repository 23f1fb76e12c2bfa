"""The lines behind buttons: most stand on the button itself, long ones in the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from adapters.port import StoredLines


class Lines:
    """Keeps the lines that are too long to be the id of a button, and finds them again."""

    def __init__(self, stored: StoredLines, now: Callable[[], datetime]) -> None:
        self._stored = stored
        self._now = now

    async def keep(self, long: Mapping[str, str]) -> None:
        """Keep lines that no button can carry."""
        if long:
            await self._stored.keep(long, self._now())

    async def find(self, id: str) -> str | None:
        """The line that a button stands for; None for one that nobody kept."""
        return await self._stored.line(id) if id.startswith("#") else id
