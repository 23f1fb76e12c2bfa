"""Statements on their own: what belongs to no space is read or written in one short transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Opens = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens a connection within a transaction that is committed at the end, or with one for each statement."""


class Statements:
    """Runs statements in transactions of their own."""

    def __init__(
        self, reading: Opens, writing: Opens, at_once: Opens, has_written: Callable[[], None] = lambda: None
    ) -> None:
        self.writing = writing
        self.at_once = at_once
        self._reading = reading
        self._has_written = has_written

    async def all(self, query: Executable) -> Sequence[Row[Any]]:
        async with self._reading() as connection:
            return (await connection.execute(query)).all()

    async def value(self, query: Executable) -> Any:
        """The first column of the first row; None when there is no row."""
        async with self._reading() as connection:
            return await connection.scalar(query)

    async def all_at_once(self, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows of a query that needs no transaction: that spares two round trips."""
        async with self.at_once() as connection:
            return (await connection.execute(query, values)).all()

    async def value_at_once(self, query: Executable, values: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row of such a query; None when there is no row."""
        async with self.at_once() as connection:
            return await connection.scalar(query, values)

    async def write(self, change: Executable) -> int:
        """Make a change; how many rows were written."""
        async with self.writing() as connection:
            return (await connection.execute(change)).rowcount

    async def take(self, change: Executable) -> Row[Any] | None:
        """Make a change; the row it gives back, or None when it changed none."""
        async with self.writing() as connection:
            return (await connection.execute(change)).first()

    async def put(
        self,
        table: Table,
        row: Mapping[str, Any],
        *,
        where: ColumnElement[bool] | None = None,
        instead: Mapping[str, ColumnElement[Any]] | None = None,
    ) -> bool:
        """Insert a row or, where its key is there, let that row say the same; whether that was done.

        It is not where `where` does not hold of the row that is there. `instead` is what that row is to say otherwise.
        """
        key = table.primary_key.columns
        async with self.writing() as connection:
            put = inserting(connection, table).values(**row)
            said = {name: put.excluded[name] for name in row if name not in key} | dict(instead or {})
            put = put.on_conflict_do_update(index_elements=list(key), set_=said, where=where)
            is_done = (await connection.execute(put.returning(*key))).first() is not None
        if is_done:
            self._has_written()
        return is_done

    async def add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert the rows of which the keys are not there yet."""
        async with self.writing() as connection:
            await connection.execute(inserting(connection, table).on_conflict_do_nothing(), rows)


def inserting(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what happens where a key is there already."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
