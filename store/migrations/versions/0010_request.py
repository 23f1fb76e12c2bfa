"""Which request a change, and a post that it causes, came of: what the log knows it by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("audit", "deliveries"):
        op.add_column(table, sa.Column("request", sa.Text, nullable=False, server_default=sa.text("''")))
