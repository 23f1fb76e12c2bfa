"""Alembic's entry: the connection comes from the program, so there is no second way to name a database."""

from __future__ import annotations

from alembic import context

from store.tables import metadata

# SQLite cannot alter most of a table, so there Alembic builds it anew.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
