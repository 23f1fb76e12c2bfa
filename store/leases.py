"""Leases: who holds, for a while, what only one process may hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, or_, select

from store.statements import Statements
from store.tables import leases


class Leases:
    """The leases of all processes, by name. The clocks of their machines must agree better than a lease lasts."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def take(self, name: str, holder: str, at: datetime, until: datetime) -> bool:
        """Hold what is free, expired or held already, until that moment; False when somebody else holds it."""
        row = {"name": name, "holder": holder, "until": until}
        is_free = or_(leases.c.holder == holder, leases.c.until <= at)
        return await self._statements.put(leases, row, where=is_free)

    async def release(self, name: str, holder: str) -> None:
        """Hold it no longer; nothing happens when somebody else does."""
        await self._statements.write(delete(leases).where(leases.c.name == name, leases.c.holder == holder))

    async def holder(self, name: str, at: datetime) -> str | None:
        """Who holds it at that moment; None when it is free."""
        held = select(leases.c.holder).where(leases.c.name == name, leases.c.until > at)
        found: str | None = await self._statements.value(held)
        return found

    async def alive(self, beginning: str, at: datetime) -> int:
        """How many of the names that begin so are held at that moment."""
        those = (leases.c.name.startswith(beginning, autoescape=True), leases.c.until > at)
        count: int = await self._statements.value_at_once(select(func.count()).where(*those))
        return count

    async def forget_all(self) -> None:
        """Forget whoever held anything, since none of them is alive."""
        await self._statements.write(delete(leases))

    async def forget_before(self, moment: datetime) -> int:
        """Forget the leases that were over before a moment; how many there were."""
        return await self._statements.write(delete(leases).where(leases.c.until < moment))
