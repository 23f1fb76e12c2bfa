"""Engines: which driver, how a transaction begins, and what to say when the database cannot be had."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from enum import StrEnum
from typing import Any, NoReturn

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from briefings.document import UserError
from briefings.document import mark as _

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
PATIENCE = 30
"""Seconds to wait for another writer, or for a connection, before giving up."""
HEARS_WITHIN = 5
"""Seconds in which the machine of PostgreSQL has to tell that it is there."""


class StoreError(Exception):
    """The database cannot be had or must not be used so; the text says why, in one sentence."""


class Trouble(StrEnum):
    """In which way a database cannot be had, or takes nothing, for the time being."""

    GONE = "gone"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read only"


_SAID = {
    Trouble.GONE: _("My records cannot be reached at the moment, so nothing can be looked up or changed; ask again in a few minutes (reference {reference})"),
    Trouble.BUSY: _("Somebody else keeps my records busy, so nothing was looked up or changed; ask again in a minute (reference {reference})"),
    Trouble.FULL: _("There is no room left where I keep my records: nothing can be recorded until whoever runs me makes some, and nothing was changed. Questions are answered as ever (reference {reference})"),
    Trouble.READ_ONLY: _("My records can only be read at the moment: nothing can be recorded until whoever runs me mends that, and nothing was changed. Questions are answered as ever (reference {reference})"),
}  # fmt: skip


class Unavailable(StoreError, UserError):
    """The database is in trouble that passes: its text says why to the operator, its line what that means to people."""

    def __init__(self, trouble: Trouble, why: str, reference: str) -> None:
        UserError.__init__(self, _SAID[trouble], reference=reference)
        self.trouble = trouble
        self.why = why
        self.reference = reference

    def __str__(self) -> str:
        return self.why


def trouble_of(error: BaseException) -> Trouble | None:
    """The trouble that an error tells of; None for one that is the statement's own."""
    if isinstance(error, NoConnection):
        return Trouble.BUSY
    if not isinstance(error, DBAPIError):
        return Trouble.GONE if isinstance(error, OSError) else None
    if isinstance(error.orig, sqlite3.Error):
        return _OF_SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return Trouble.GONE if error.connection_invalidated or isinstance(error, OperationalError) else None
    return next((trouble for beginning, trouble in _OF_POSTGRESQL.items() if state.startswith(beginning)), None)


# https://www.sqlite.org/rescode.html: the low byte of a code
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL, sqlite3.SQLITE_READONLY: Trouble.READ_ONLY, sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    **dict.fromkeys((sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL,
                     sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT), Trouble.GONE),
}  # fmt: skip
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_POSTGRESQL = {"53100": Trouble.FULL, "25006": Trouble.READ_ONLY, "55P03": Trouble.BUSY,
                  **dict.fromkeys(("08", "53", "57P", "58"), Trouble.GONE)}  # fmt: skip


class Unreadable:
    """Stands in the place of JSON that cannot be read, so that its row alone is lost: whoever uses it gets a ValueError."""

    def _no(self, *_asked: object) -> NoReturn:
        raise ValueError("what is stored there is no JSON")

    __getattr__ = __getitem__ = __iter__ = __contains__ = __len__ = _no


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return Unreadable()


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
    return _postgresql(url, **options)


def _postgresql(url: URL, **options: Any) -> AsyncEngine:
    from store import punctual  # its driver is slow to import, and a terminal does without

    # https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    waits = {"connect_timeout": punctual.ANSWERS_WITHIN, "tcp_user_timeout": HEARS_WITHIN * 1000,
             "keepalives_idle": HEARS_WITHIN, "keepalives_interval": 1}  # fmt: skip
    connect: dict[str, Any] = {name: seconds for name, seconds in waits.items() if name not in url.query}
    if "poolclass" in options:  # what is done once may take its time
        return create_async_engine(url, connect_args=connect, **_COMMON, **options)
    connect["async_creator_fn"] = punctual.Punctual.connect
    options |= {"pool_pre_ping": True, "pool_size": 10, "pool_timeout": PATIENCE}
    made = create_async_engine(url, connect_args=connect, **_COMMON, **options)
    punctual.lend(made.sync_engine)
    return made


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
_COMMON: dict[str, Any] = {"json_serializer": _json, "json_deserializer": _read_json, "hide_parameters": True}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin late and lose updates: we begin them.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={PATIENCE * 1000}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except sqlite3.Error:
        connection.close()  # nobody else will, and it has a thread
        raise


def _begin_sqlite(connection: Connection) -> None:
    for statement in connection.get_execution_options().get("begin", ("BEGIN",)):
        connection.exec_driver_sql(statement)
