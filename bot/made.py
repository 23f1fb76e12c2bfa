"""What is posted: a document as it was made for a delivery, made once for all that get the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from briefings.document import Said
from store.deliveries import Delivery, DeliveryState

MAY_REPEAT = "may repeat"
MOST_KEPT = 64
"""Documents of a fan-out that are kept for those to come."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a post has to say of itself: when it leaves where that is late, and that it may have been posted before."""

    late_at: datetime | None = None
    may_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A document to post, and the names of the claims it uses; `at` is when it was made.

    `below` is what a correction says below a post that cannot be edited.
    """

    said: Said
    claims: tuple[str, ...] = ()
    at: datetime | None = None
    below: Said | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why there is nothing to post: a rule (SKIPPED), or a right that is missing (REFUSED)."""

    state: DeliveryState
    why: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """That something is to be looked at again at a moment, and why."""

    until: datetime
    why: str


class Maker(Protocol):
    """Makes the documents of deliveries."""

    async def forbids(self, delivery: Delivery) -> str:
        """Why a room may not have what is meant for it; empty when it may."""

    async def sameness(self, delivery: Delivery) -> Hashable:
        """Equal for deliveries that get one and the same document."""

    async def make(self, delivery: Delivery, label: Label) -> Made | Withheld | NotYet:
        """The document of a delivery."""


class Documents:
    """The documents of one fan-out, each made once."""

    def __init__(self, maker: Maker, now: Callable[[], datetime]) -> None:
        self._maker = maker
        self._now = now
        self._made: dict[Hashable, asyncio.Future[Made | Withheld | NotYet]] = {}

    async def of(self, delivery: Delivery, label: Label) -> Made | Withheld | NotYet:
        """The document of a delivery: the first who wants it makes it, the others wait."""
        # Two that are late by the same minute say the same.
        late_at = label.late_at and label.late_at.replace(second=0, microsecond=0)
        key = (await self._maker.sameness(delivery), late_at, label.may_repeat)
        if key not in self._made:
            if len(self._made) >= MOST_KEPT:
                del self._made[next(iter(self._made))]
            self._made[key] = asyncio.ensure_future(self._make(delivery, label))
        return await self._made[key]

    async def _make(self, delivery: Delivery, label: Label) -> Made | Withheld | NotYet:
        at = self._now()
        made = await self._maker.make(delivery, label)
        return replace(made, at=at) if isinstance(made, Made) else made


def label_words(label: Label) -> str:
    """A label as the ledger keeps it."""
    return ", ".join(word for word, holds in (("late", label.late_at), (MAY_REPEAT, label.may_repeat)) if holds)
