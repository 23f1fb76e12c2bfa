"""Who answered the warnings of a room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer, nullable=False),
        to("space", "spaces"),
        to("room", "rooms"),
        to("mission", "missions"),
        sa.Column("deadline", NAME, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
        to("delivery", "deliveries"),
        to("person", "people", null=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_acknowledgements"),
    )
    op.create_index("ix_acknowledgements_room_id_mission_id", "acknowledgements", ["room_id", "mission_id"])


def to(one: str, table: str, *, null: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id", name=f"fk_acknowledgements_{one}_id")
    return sa.Column(f"{one}_id", sa.Integer, key, nullable=null)
