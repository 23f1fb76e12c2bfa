"""How much one person and one room may ask: enough for people in a hurry, and too little to exhaust the bot.

Each process counts by itself and in memory: with several processes somebody may ask so much of each.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from adapters.port import Request
from briefings.document import UserError, plural
from briefings.document import mark as _

REMEMBERS = 10_000
"""Buckets, at most, before those that are full again are forgotten."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and then so many a second."""

    at_once: int
    a_second: float


PERSON = Allowance(30, 0.5)
ROOM = Allowance(120, 2)
TYPING = Allowance(60, 5)
"""Suggestions while somebody types."""


class TooMuch(UserError):
    """Somebody asked too much; `seconds` tells when to ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("")
        self.line = plural(_("That was a lot in a short time; ask again in {n} second"),
                           _("That was a lot in a short time; ask again in {n} seconds"), seconds)  # fmt: skip


class Throttle:
    """Token buckets by whatever they are of."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, tuple[float, datetime, Allowance]] = {}
        self._most = REMEMBERS

    def check(self, request: Request) -> None:
        """Count a request of a person and of its room. Raises TooMuch when it is beyond what they may ask."""
        self._take(("person", *_who(request)), PERSON, request.at)
        self._take(("room", request.room.platform, request.room.tenant, request.room.id), ROOM, request.at)

    def may_suggest(self, request: Request) -> bool:
        """Count what somebody types; whether suggestions are due to them still."""
        try:
            self._take(("typing", *_who(request)), TYPING, request.at)
        except TooMuch:
            return False
        return True

    def _take(self, of: Hashable, allowance: Allowance, at: datetime) -> None:
        left = self._left(of, allowance, at)
        if left < 1:
            raise TooMuch(ceil((1 - left) / allowance.a_second))
        if len(self._buckets) >= self._most:
            self._forget(at)
            self._most = max(REMEMBERS, 2 * len(self._buckets))  # to look through all of them each time costs too much
        self._buckets[of] = (left - 1, at, allowance)

    def _left(self, of: Hashable, allowance: Allowance, at: datetime) -> float:
        left, since, _allowance = self._buckets.get(of, (allowance.at_once, at, allowance))
        return min(allowance.at_once, left + max(0.0, (at - since).total_seconds()) * allowance.a_second)

    def _forget(self, at: datetime) -> None:
        """Forget what is full again: whoever comes back begins with as much."""
        self._buckets = {of: bucket for of, bucket in self._buckets.items()
                         if self._left(of, bucket[2], at) < bucket[2].at_once}  # fmt: skip


def _who(request: Request) -> tuple[str, str, str]:
    return request.actor.platform, request.actor.tenant, request.actor.id
