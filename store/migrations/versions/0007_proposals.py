"""What waits for a second person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer, nullable=False),
        _to("space_id", "spaces"),
        _to("mission_id", "missions"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        _to("person_id", "people"),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        _to("decider_id", "people", null=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("space_id", "number", name="uq_proposals_space_id_number"),
    )
    op.create_index("ix_proposals_mission_id_state_name", "proposals", ["mission_id", "state", "name"])


def _to(name: str, table: str, *, null: bool = False) -> sa.Column[int]:
    reference = sa.ForeignKey(f"{table}.id", name=f"fk_proposals_{name}")
    return sa.Column(name, sa.Integer, reference, nullable=null)
