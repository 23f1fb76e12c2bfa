"""Engines: which driver, how a transaction begins, and what to say when the database cannot be had."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
PATIENCE = 30
"""Seconds to wait for another writer, or for a connection, before giving up."""


class StoreError(Exception):
    """The database cannot be had or must not be used so; the text says why, in one sentence."""


def read_url(text: str) -> URL:
    """The URL with our driver. Raises StoreError when it names no database we can use; it shows nothing of the text,
    in which a password may stand anywhere.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreError(f"This is no database URL; {_EXAMPLES}.") from None
    if "@" in (url.host or ""):
        raise StoreError("The database URL holds more than one @; one in the password is written as %40.")
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise StoreError(f"A store cannot be kept in {url.get_backend_name()}; {_EXAMPLES}.")
    if driver == DRIVERS["sqlite"] and url.database in (None, "", ":memory:"):
        raise StoreError("A store in SQLite needs a file: write sqlite:///mss.db.")
    return url.set(drivername=driver)


_EXAMPLES = "write sqlite:///mss.db or postgresql://user:password@host/name"


def probe(url: URL) -> None:
    """Open an SQLite file once, without threads. Raises StoreError when it cannot be had or is no database."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    try:
        with closing(sqlite3.connect(url.database, timeout=PATIENCE)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"The database {shown(url)} cannot be reached: {error}") from error


def shown(url: URL) -> str:
    """The URL as it was typed, without our driver, its password, and its options, of which some are secret, too."""
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)


def engine(url: URL, **options: Any) -> AsyncEngine:
    """An engine whose transactions begin as `reading`, `writing` or `migrating` tells."""
    if url.get_backend_name() == "sqlite":
        made = create_async_engine(url, connect_args={"timeout": PATIENCE}, **_COMMON, **options)
        event.listen(made.sync_engine, "connect", _prepare_sqlite)
        event.listen(made.sync_engine, "begin", _begin_sqlite)
        return made
    if "poolclass" not in options:
        options |= {"pool_pre_ping": True, "pool_size": 10, "pool_timeout": PATIENCE}
    return create_async_engine(url, **_COMMON, **options)


def reading(made: AsyncEngine) -> AsyncEngine:
    """The same engine for readers: all they read is of one moment."""
    if made.dialect.name == "postgresql":
        return made.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return made


def writing(made: AsyncEngine) -> AsyncEngine:
    """The same engine for writers."""
    # A transaction that begins by reading and writes later loses to another one in between.
    return made.execution_options(begin=("BEGIN IMMEDIATE",))


def at_once(made: AsyncEngine) -> AsyncEngine:
    """The same engine for single statements, each a transaction of its own: that spares two round trips."""
    return made.execution_options(isolation_level="AUTOCOMMIT", begin=())


def migrating(url: URL) -> AsyncEngine:
    """An engine for migrations, to be used once."""
    # With foreign keys on, SQLite deletes the children of a table that is rebuilt.
    return engine(url, poolclass=NullPool).execution_options(begin=("PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# What is written shows neither in a log nor in an error: it may be a secret, or a person's words.
_COMMON: dict[str, Any] = {"json_serializer": _json, "hide_parameters": True}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin late and lose updates: we begin them.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={PATIENCE * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    for statement in connection.get_execution_options().get("begin", ("BEGIN",)):
        connection.exec_driver_sql(statement)
