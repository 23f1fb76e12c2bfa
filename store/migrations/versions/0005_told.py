"""What was told of: how far the audit of each space is told to its rooms, and how each room that follows hears of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("spaces", sa.Column("told_to", sa.Integer, nullable=False, server_default="0"))
    # Rooms hear of what is changed from now on.
    op.execute("UPDATE spaces SET told_to = last_seq")
    op.add_column("follows", sa.Column("tells", sa.Text, nullable=False, server_default="digest"))
    op.drop_index("ix_deliveries_mission_id", "deliveries")
    op.create_index("ix_deliveries_mission_id_sent_at", "deliveries", ["mission_id", "sent_at"])
