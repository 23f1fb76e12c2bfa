"""The reader's time zone, which Discord does not tell: it is asked for once, where today's date matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from adapters.discord import PLATFORM
from adapters.discord.places import Place
from adapters.port import SHARE, Desk, Notes, Request
from briefings.document import Offer, Said, Span, UserError
from briefings.document import mark as _

SETTINGS = "settings"
"""The command that sets a zone: who has used it knows of it."""
LINE = f"{SETTINGS} zone form"
DAY = "as-of"
"""The option that names the day of an answer; without it the answer is of today."""
WHY = _("Days are counted in UTC until you set your zone; I ask this only once.")
SET = _("Set my zone")


class Zones:
    """Asks each person once in each space; whether they were asked is remembered in the store."""

    def __init__(self, notes: Notes, now: Callable[[], datetime]) -> None:
        self._notes = notes
        self._now = now
        self._asked: set[str] = set()

    async def asked(self, place: Place, request: Request, desk: Desk, said: Said) -> Said:
        """The answer, and with the first private one that depends on the day the question for the zone."""
        is_about_it = request.command == SETTINGS
        if not is_about_it and not _is_of_today(request, desk):
            return said
        if not await self._is_first(f"zone {place.actor.tenant} {place.actor.id}") or is_about_it:
            return said
        why, label = ((Span(desk.phrase(message, place.language)),) for message in (WHY, SET))
        return replace(said, small=(*said.small, why)).with_offers(Offer(label, LINE))

    async def _is_first(self, key: str) -> bool:
        if key in self._asked:
            return False
        self._asked.add(key)
        try:
            if await self._notes.get(PLATFORM, key) is not None:
                return False
            await self._notes.set(PLATFORM, key, "asked", self._now())
        except UserError:  # it will be asked another time
            self._asked.discard(key)
            return False
        return True


def _is_of_today(request: Request, desk: Desk) -> bool:
    shape = next((shape for shape in desk.shapes if shape.name == request.command), None)
    return shape is not None and shape.option(DAY) is not None and not {DAY, SHARE} & request.words.keys()
