"""What platforms need remembered, which mission is a sample, and what changed since a moment."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("missions", sa.Column("is_sample", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_claims_mission_id_recorded_at_name", "claims", ["mission_id", "recorded_at", "name"])
    op.create_index("ix_claim_changes_mission_id_at_name", "claim_changes", ["mission_id", "at", "name"])
    platforms()


def platforms() -> None:
    table(
        "installations", text("name"), sa.Column("secret", sa.Text),
        moment("since"), moment("ended_at", null=True), text("why"), key=("platform", "tenant"),
    )  # fmt: skip
    table("states", text("body"), moment("expires_at"), key=("state",), index="expires_at")
    table(
        "seen_events", moment("begun_at"), moment("finished_at", null=True),
        key=("platform", "event"), index="begun_at",
    )  # fmt: skip
    table("stored_lines", text("line"), moment("kept_at"), key=("id",))
    table("leases", text("holder"), moment("until"), key=("name",))
    table(
        "drafts", sa.Column("body", sa.JSON, nullable=False), moment("expires_at"), key=("id",), index="expires_at"
    )  # fmt: skip
    table("notes", text("value"), moment("noted_at"), key=("platform", "key"))


# the same few sorts of tables and columns


def table(name: str, *columns: Any, key: tuple[str, ...], index: str = "") -> None:
    op.create_table(
        name,
        *(sa.Column(part, NAME, nullable=False) for part in key),
        *columns,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )
    if index:
        op.create_index(f"ix_{name}_{index}", name, [index])


def text(name: str) -> Any:
    return sa.Column(name, sa.Text, nullable=False)


def moment(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, MOMENT, nullable=null)
