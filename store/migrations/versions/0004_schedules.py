"""What is to be posted when, and what became of it: schedules, follows, pauses and deliveries."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
ONE = {"people": "person"}


def upgrade() -> None:
    table(
        "schedules", number("id"), to("spaces"), to("rooms"), to("missions", null=True),
        text("kind"), text("line"), text("pattern"), text("zone"), body("rules"),
        text("state"), moment("since"), text("why"), moment("until", null=True), to("people", null=True),
        moment("made_at"), moment("accounted_to"), moment("wakes_at", null=True),
    )  # fmt: skip
    op.create_index("ix_schedules_space_id_room_id", "schedules", ["space_id", "room_id"])
    op.create_index("ix_schedules_wakes_at", "schedules", ["wakes_at"])
    table(
        "follows", number("id"), to("spaces"), to("rooms"), to("missions"), to("schedules", null=True),
        sa.Column("is_warned", sa.Boolean, nullable=False), body("ladders"), body("known"), to("people", null=True),
        moment("since"),
        unique=("room_id", "mission_id"),
    )  # fmt: skip
    op.create_index("ix_follows_mission_id", "follows", ["mission_id"])
    table(
        "pauses", to("rooms"), to("spaces"), text("why"), moment("since"), moment("until", null=True),
        to("people", null=True), key="room_id",
    )  # fmt: skip
    deliveries()


def deliveries() -> None:
    table(
        "deliveries", number("id"), to("spaces"), to("rooms"), to("schedules", null=True), to("missions", null=True),
        name("platform"), name("occasion"), name("subject"), text("kind"), text("line"), body("details"),
        moment("planned_at"), moment("due_at"),
        text("state"), moment("next_at", null=True), number("attempts"),
        text("taken_by"), moment("tried_at", null=True), moment("unsure_since", null=True),
        text("label"), text("why"), text("messages"), text("claims"),
        moment("made_at", null=True), moment("sent_at", null=True),
        unique=("room_id", "occasion"),
    )  # fmt: skip
    op.create_index("ix_deliveries_room_id_subject", "deliveries", ["room_id", "subject"])
    op.create_index("ix_deliveries_mission_id", "deliveries", ["mission_id"])
    some("to_take", "next_at IS NOT NULL", "platform", "next_at", "id")
    some("in_order", "state IN ('waiting', 'taken')", "room_id", "due_at", "id")


# the same few sorts of tables and columns


def table(name_: str, *columns: Any, key: str = "id", unique: tuple[str, ...] = ()) -> None:
    for column in columns:
        for reference in column.foreign_keys:
            reference.name = f"fk_{name_}_{column.name}"
    op.create_table(
        name_,
        *columns,
        sa.PrimaryKeyConstraint(key, name=f"pk_{name_}"),
        *([sa.UniqueConstraint(*unique, name=f"uq_{name_}_{'_'.join(unique)}")] if unique else []),
    )


def some(name_: str, where: str, *columns: str) -> None:
    op.create_index(
        f"ix_deliveries_{name_}", "deliveries", list(columns),
        sqlite_where=sa.text(where), postgresql_where=sa.text(where),
    )  # fmt: skip


def to(table_: str, *, null: bool = False) -> Any:
    one = ONE.get(table_, table_.removesuffix("s"))
    return sa.Column(f"{one}_id", sa.Integer, sa.ForeignKey(f"{table_}.id"), nullable=null)


def text(name_: str) -> Any:
    return sa.Column(name_, sa.Text, nullable=False)


def name(name_: str) -> Any:
    return sa.Column(name_, NAME, nullable=False)


def number(name_: str) -> Any:
    return sa.Column(name_, sa.Integer, nullable=False)


def moment(name_: str, *, null: bool = False) -> Any:
    return sa.Column(name_, MOMENT, nullable=null)


def body(name_: str) -> Any:
    return sa.Column(name_, sa.JSON, nullable=False)
