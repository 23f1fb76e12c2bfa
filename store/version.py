"""Which migration a database has, found without Alembic."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

HEAD = "0005"
"""The newest migration there is; a test holds it equal to the scripts."""


def revision(connection: Connection) -> str | None:
    """The migration a database has; None for one that has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
