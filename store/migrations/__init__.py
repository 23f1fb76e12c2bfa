"""Migrations: how the tables came to be what they are, run by Alembic within the program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from store import version
from store.engine import StoreError

HEAD = "head"
"""What Alembic calls the newest migration."""
_UPGRADING = 0x4D5353
"""The key of the PostgreSQL lock that lets one process upgrade at a time."""


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Run every migration that the database lacks, or those up to one, within the connection's transaction.

    Raises StoreError when the database is of a newer program than this one.
    """
    config = _config()
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADING})")
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise StoreError(f"The database is of a newer program than this one: {error}") from error
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError("The upgrade would leave rows that belong to nothing; it is undone.")
    if to == HEAD:
        version.note_oldest(connection)


def head() -> str | None:
    """The newest migration among the scripts."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revisions() -> list[str]:
    """Every migration among the scripts, the oldest first."""
    return [each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
