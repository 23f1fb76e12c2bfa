"""Who may do what: grants, one-time codes, and people who turned out to be the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index("ix_audit_space_id_person_id_seq", "audit", ["space_id", "person_id", "seq"])
    op.create_table(
        "grants", sa.Column("id", sa.Integer, nullable=False),
        *bound("grants", to("spaces"), to("missions", null=True), name("holder"), text("role"), text("label"),
               to("people", "person_id", null=True), moment("given_at")),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )  # fmt: skip
    op.create_index("ix_grants_space_id_holder", "grants", ["space_id", "holder"])
    op.create_table(
        "codes",
        *bound("codes", name("hash"), text("purpose"), to("spaces", null=True), to("people", "person_id", null=True),
               moment("expires_at")),
        sa.PrimaryKeyConstraint("hash", name="pk_codes"),
    )  # fmt: skip
    op.create_index("ix_codes_expires_at", "codes", ["expires_at"])
    op.create_table(
        "same_people",
        *bound("same_people", to("people", "person_id"), to("spaces"), to("people", "same_as_id"), moment("linked_at")),
        sa.PrimaryKeyConstraint("person_id", name="pk_same_people"),
    )  # fmt: skip
    op.create_index("ix_same_people_same_as_id", "same_people", ["same_as_id"])


# the same few sorts of columns


def bound(table_: str, *columns: Any) -> list[Any]:
    """The columns, each reference with a name that tells its table."""
    for column in columns:
        for key in column.foreign_keys:
            key.name = f"fk_{table_}_{column.name}"
    return list(columns)


def to(table_: str, name_: str = "", *, null: bool = False) -> Any:
    return sa.Column(
        name_ or f"{table_.removesuffix('s')}_id", sa.Integer, sa.ForeignKey(f"{table_}.id"), nullable=null
    )


def text(name_: str) -> Any:
    return sa.Column(name_, sa.Text, nullable=False)


def name(name_: str) -> Any:
    return sa.Column(name_, NAME, nullable=False)


def moment(name_: str, *, null: bool = False) -> Any:
    return sa.Column(name_, MOMENT, nullable=null)
