"""Sources that are internal, and rooms that are cleared for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("rooms", "is_cleared"), ("source_versions", "is_internal")):
        op.add_column(table, sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_source_versions_internal", "source_versions", ["entry_id", "version"],
        sqlite_where=sa.text("is_internal IS 1"), postgresql_where=sa.text("is_internal IS true"),
    )  # fmt: skip
