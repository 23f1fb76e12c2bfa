"""Lines of buttons that are too long to be their own id: kept for years, since an old message may be pressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from store.statements import Statements
from store.tables import stored_lines


class StoredLines:
    """The lines by their ids. An id is made from its line, so it always means the same one."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def keep(self, lines: Mapping[str, str], at: datetime) -> None:
        """Keep lines by their ids. Those known already are only read: most answers bear the buttons of the last."""
        known = await self._statements.all(select(stored_lines.c.id).where(stored_lines.c.id.in_(lines)))
        # In one order for all, or two who keep the same lines wait for each other.
        new = sorted(lines.keys() - {row.id for row in known})
        if new:
            await self._statements.add(stored_lines, [{"id": id, "line": lines[id], "kept_at": at} for id in new])

    async def line(self, id: str) -> str | None:
        """The line of an id; None when none was kept."""
        found: str | None = await self._statements.value(select(stored_lines.c.line).where(stored_lines.c.id == id))
        return found
