"""Puts the parts together: settings, store, desk; the only place that reads the system clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.terminal import PLATFORM as TERMINAL
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.record import Record
from store.missions import Loaded
from store.records import bundled
from store.rows import MissionRow
from store.work import Store

LOCAL = "local"
"""The one workplace of the terminal."""


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class LocalBot:
    """The bot at a terminal: a store, its local space and the desk over them."""

    store: Store
    space: int
    person: int
    desk: Desk

    async def missions(self) -> list[MissionRow]:
        async with self.store.reading(self.space) as work:
            return await work.missions.all()

    async def load(self, record: Record, space: int | None = None) -> Loaded:
        """Load a record in one transaction, into the terminal's own space unless another one is named."""
        here = space in (None, self.space)
        async with self.store.changing(
            self.space if space is None else space, self.person if here else None, now()
        ) as work:
            return await work.missions.load(record)

    async def other_spaces(self) -> list[tuple[int, str]]:
        """The id and the name of every space but the terminal's own."""
        return [(space, name) for space, name in await self.store.spaces() if space != self.space]

    async def load_sample(self) -> Loaded | None:
        """Load the bundled record where nothing is recorded yet; None where something is."""
        return None if await self.missions() else await self.load(bundled())


@asynccontextmanager
async def local_bot(url: str, person: str) -> AsyncIterator[LocalBot]:
    """The bot over a store that is migrated first, with the terminal's space open to a person."""
    store = Store(url)
    try:
        await store.open()
        await store.upgrade()
        space = await store.open_space(TERMINAL, LOCAL, "terminal", now())
        identified = await store.identify(space, TERMINAL, LOCAL, person, person, now())
        yield LocalBot(store, space, identified.id, Desk(store, REGISTRY, prefix=""))
    finally:
        await store.close()
