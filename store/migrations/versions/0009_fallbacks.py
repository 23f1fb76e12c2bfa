"""Who is told of the warnings that nobody in a room acknowledges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("follows", sa.Column("fallback", sa.Text))
