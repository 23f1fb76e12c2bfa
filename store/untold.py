"""Untold: which spaces were changed without their rooms having heard of it, by the rows of their audit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Executable, select, update

from store.statements import Statements
from store.tables import spaces


@dataclass(frozen=True, slots=True)
class Untold:
    """A space whose audit has grown; up to row `told_to` its rooms know, or need not know."""

    space: int
    told_to: int


class UntoldChanges:
    """The changes to all spaces that are still to be told."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def spaces(self) -> list[Untold]:
        """Every space with such changes."""
        rows = await self._statements.all(select(spaces).where(spaces.c.last_seq > spaces.c.told_to))
        return [Untold(row.id, row.told_to) for row in rows]


def told_of(untold: Untold, to: int) -> Executable:
    """The statement by which the changes up to a row are told of, once: it writes nothing where they are already."""
    mine = (spaces.c.id == untold.space, spaces.c.told_to == untold.told_to)
    return update(spaces).where(*mine).values(told_to=to)
