"""Which migration a database has, found without Alembic, and whether this program can work with it.

An upgrade only adds: programs that run already, and the release before, go on with the tables of the next one. So
replicas are replaced one after the other, and a release can be taken back. Each database notes the oldest migration
whose program still works with it; a contract test holds that all migrations after `OLDEST` only add.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, func, insert, inspect, select, text

from store.engine import StoreError
from store.tables import notes

HEAD = "0010"
"""The newest migration there is; a test holds it equal to the scripts."""
OLDEST = "0006"
"""The oldest migration whose program works with the tables of `HEAD`: those before show internal sources to every room."""

_NOTE = {"platform": "store", "key": "oldest program"}


def revision(connection: Connection) -> str | None:
    """The migration a database has; None for one that has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def suits(connection: Connection) -> bool:
    """Whether this program works with the tables: they are its own, or newer ones that only have more.

    Raises StoreError for newer ones that it does not work with: no upgrade mends that.
    """
    found = revision(connection)
    if found is None or found <= HEAD:
        return found == HEAD
    oldest = _oldest(connection)
    if oldest is None or oldest > HEAD:
        raise newer("The database", found)
    return True


def newer(what: str, found: str) -> StoreError:
    """What to raise for what a newer program wrote, which this one does not understand."""
    return StoreError(f"{what} is of a newer program than this one (migration {found}); use that program.")


def note_oldest(connection: Connection) -> None:
    """Note in a database that was brought to `HEAD` which programs work with it."""
    if _oldest(connection) == OLDEST:
        return
    connection.execute(delete(notes).where(*_is_the_note()))
    # The database's own clock: nobody reads when that was.
    connection.execute(insert(notes).values(**_NOTE, value=OLDEST, noted_at=func.current_timestamp()))


def _oldest(connection: Connection) -> str | None:
    if not inspect(connection).has_table(notes.name):
        return None
    found: str | None = connection.scalar(select(notes.c.value).where(*_is_the_note()))
    return found


def _is_the_note() -> list[ColumnElement[bool]]:
    return [notes.c[name] == value for name, value in _NOTE.items()]
