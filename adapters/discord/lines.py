"""The lines behind buttons: most stand on the button itself, long ones in the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from adapters.offers import every_offer, offer_id
from adapters.port import StoredLines
from briefings.document import Said


class Lines:
    """Keeps the lines that are too long to be the id of a button, and finds them again."""

    def __init__(self, stored: StoredLines, now: Callable[[], datetime]) -> None:
        self._stored = stored
        self._now = now

    async def keep(self, said: Said) -> None:
        """Keep what a document's buttons could not carry."""
        lines = (offer.line for offer in every_offer(said))
        long = {offer_id(line): line for line in lines if offer_id(line) != line}
        if long:
            await self._stored.keep(long, self._now())

    async def find(self, id: str) -> str | None:
        """The line that a button stands for; None for one that nobody kept."""
        return await self._stored.line(id) if id.startswith("#") else id
