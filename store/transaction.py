"""One transaction in one space: what all repositories read and write through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Executable, Insert, Row, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from store.engine import StoreError
from store.known import Known, News
from store.remembered import Pictures
from store.rows import MissionRef

T = TypeVar("T")
AT_ONCE = 500
"""Names put into one statement, at most."""


class Opening:
    """A connection that is opened when it is wanted first: what is answered from memory needs none."""

    def __init__(self, opens: Callable[[], AbstractAsyncContextManager[AsyncConnection]]) -> None:
        self._opens = opens
        self._open: AbstractAsyncContextManager[AsyncConnection] | None = None
        self._connection: AsyncConnection | None = None

    async def connection(self) -> AsyncConnection:
        if self._connection is None:
            self._open = self._opens()
            self._connection = await self._open.__aenter__()
        return self._connection

    async def close(self) -> None:
        if self._connection is not None and self._open is not None:
            await self._open.__aexit__(None, None, None)


@dataclass(slots=True)
class Transaction:
    """A connection within a transaction, bound to a space.

    A reading one has no moment; a changing one knows who changes and when, and the end of the audit chain. `pictures`
    are those that readers share, `known` what they know of the space; `revisions` are those of the missions that were
    read here; `told` is what every row that it adds to the audit tells besides, `news` what was done in them to what,
    `request` what the log knows the request by that it is for.
    `clearance` names the missions of which it sees internal sources, None every one; `left_out` are those of which it
    did not see all that there is.
    """

    connection: AsyncConnection | Opening
    space: int
    person: int | None = None
    at: datetime | None = None
    last_seq: int = 0
    last_hash: str = ""
    has_written: bool = False
    is_audited: bool = False
    pictures: Pictures | None = None
    known: Known | None = None
    revisions: dict[MissionRef, int] = field(default_factory=dict)
    clearance: frozenset[int] | None = None
    left_out: set[int] = field(default_factory=set)
    told: Mapping[str, Any] = field(default_factory=dict)
    request: str = ""
    news: list[News] = field(default_factory=list)
    _found: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """When the change happens. Raises StoreError in a reading transaction."""
        if self.at is None:
            raise StoreError("Nothing can be changed in a transaction opened for reading.")
        return self.at

    async def opened(self) -> AsyncConnection:
        """The connection, within its transaction."""
        connection = self.connection
        return await connection.connection() if isinstance(connection, Opening) else connection

    async def once(self, key: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
        """What was asked under a key, asked again only after something was written here."""
        if key not in self._found:
            self._found[key] = await ask()
        found: T = self._found[key]
        return found

    async def all(self, query: Executable) -> Sequence[Row[Any]]:
        return (await (await self.opened()).execute(query)).all()

    async def first(self, query: Executable) -> Row[Any] | None:
        """The first row; None when there is none."""
        return (await (await self.opened()).execute(query)).first()

    async def value(self, query: Executable) -> Any:
        """The first column of the first row; None when there is no row."""
        return await (await self.opened()).scalar(query)

    async def write(self, change: Executable, rows: Sequence[dict[str, Any]] | None = None) -> int:
        """Write one change or, when rows are given, one for each; how many rows were written."""
        if not (self.moment and (rows or rows is None)):
            return 0
        written = (await (await self.opened()).execute(change, rows)).rowcount
        if written:
            self._writes()
        return written

    async def used(self, change: Executable) -> Row[Any] | None:
        """Make a change that gives a row back; None when it changed none."""
        row = (await (await self.opened()).execute(change)).first() if self.moment else None
        if row is not None:
            self._writes()
        return row

    async def insert(self, into: Insert, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Insert rows and give their ids in the same order."""
        if not (self.moment and rows):
            return []
        self._writes()
        (key,) = into.table.primary_key.columns  # type: ignore[attr-defined]
        made = await (await self.opened()).execute(into.returning(key, sort_by_parameter_order=True), rows)
        return list(made.scalars())

    def _writes(self) -> None:
        self.has_written = True
        self.forget()

    def forget(self) -> None:
        """Let everything be asked again."""
        self._found.clear()

    async def trial(self) -> Trial:
        """A point to which this transaction can be brought back."""
        end = (self.last_seq, self.last_hash, self.has_written, self.is_audited)
        return Trial(self, await (await self.opened()).begin_nested(), *end)

    async def settle(self, *tables: Table) -> None:
        """Let PostgreSQL look at tables that grew a lot: it plans by what it saw last, be that an empty table."""
        connection = await self.opened()
        if connection.dialect.name == "postgresql":
            for table in tables:
                await connection.execute(text(f"ANALYZE {table.name}"))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a transaction was before something was tried in it; what is not undone stays."""

    tx: Transaction
    savepoint: AsyncTransaction
    last_seq: int
    last_hash: str
    has_written: bool
    is_audited: bool

    async def undo(self) -> None:
        """Undo all that was written since."""
        await self.savepoint.rollback()
        self.tx.last_seq, self.tx.last_hash = self.last_seq, self.last_hash
        self.tx.has_written, self.tx.is_audited = self.has_written, self.is_audited
        self.tx.forget()


def in_parts(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough for one statement."""
    listed = list(values)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
