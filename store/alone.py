"""One process serves a database in SQLite: a lock of the operating system says which, and ends with it however it ends."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from store.engine import StoreError, read_url, shown

BESIDE = ".serving"
"""What the name of the file ends with that is locked; it is never removed: its next holder finds it."""


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the one process that serves this database, until the end of the block; PostgreSQL takes any number.

    Raises StoreError where another one does, in whatever container, or where its folder cannot be written.
    """
    where = read_url(url)
    if where.get_backend_name() != "sqlite":
        yield
        return
    # Not the database's own file: SQLite loses its locks there as soon as anybody here closes it.
    # https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    held = _opened(where, Path(f"{Path(where.database or '').resolve()}{BESIDE}"))
    try:
        _lock(held, where)
        yield
    finally:
        os.close(held)


def _opened(url: URL, file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError as error:
        raise StoreError(f"The database {shown(url)} cannot be reached: there is no folder {file.parent}.") from error
    except OSError as error:
        why = f"SQLite writes files beside it, and {file} cannot be written: {error.strerror}"
        raise StoreError(f"The database {shown(url)} cannot be served: {why}.") from error


def _lock(held: int, url: URL) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        who = os.pread(held, 200, 0).decode(errors="replace").strip() or "another process"
        raise StoreError(f"The database {shown(url)} is served already, by {who}. SQLite is for one process: stop that "
                         "one first, or let store.url name PostgreSQL, where any number can serve.") from error  # fmt: skip
    os.ftruncate(held, 0)
    os.pwrite(held, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
