"""The first tables: spaces, people, rooms, missions, claims and the audit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
FIGURE = sa.Numeric().with_variant(sa.Text(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    who_and_where()
    missions()
    claims()
    drawn_from_claims()
    audit()


def who_and_where() -> None:
    table("spaces", text("name"), moment("opened_at"), number("last_seq"), text("last_hash"), moment("last_at"))
    table(
        "workplaces", to("spaces"), text("platform"), text("external_id"), moment("joined_at"),
        unique=("platform", "external_id"), indexes=[("space_id",)],
    )  # fmt: skip
    table("people", to("spaces"), text("name"), moment("met_at"), indexes=[("space_id",)])
    table(
        "identities", to("spaces"), to("people", "person_id"),
        text("platform"), text("tenant"), text("external_id"),
        unique=("space_id", "platform", "tenant", "external_id"), indexes=[("person_id",)],
    )  # fmt: skip


def missions() -> None:
    table("missions", to("spaces"), number("revision"), number("last_fact"), indexes=[("space_id",)])
    table(
        "mission_names", to("spaces"), to("missions"), name("folded"),
        unique=("mission_id", "folded"), indexes=[("space_id", "folded")],
    )  # fmt: skip
    table(
        "rooms", to("spaces"), text("platform"), text("tenant"), text("external_id"),
        text("name"), text("zone"), to("missions", null=True),
        unique=("space_id", "platform", "tenant", "external_id"),
    )  # fmt: skip
    op.create_table(
        "preferences",
        *bound(
            "preferences",
            to("people", "person_id"),
            to("spaces"),
            text("language"),
            text("zone"),
            to("missions", null=True),
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_preferences"),
    )
    versions("mission", "missions")
    for one, many in (("source", "sources"), ("party", "parties"), ("remark", "remarks")):
        table(many, to("spaces"), to("missions"), name("name"), number("ordinal"), unique=("mission_id", "name"))
        versions(one, many)
    table(
        "remark_claims", to("spaces"), to("missions"), to("remarks"), name("name"),
        unique=("remark_id", "name"), indexes=[("mission_id", "name")],
    )  # fmt: skip


def claims() -> None:
    table("series", to("spaces"), to("missions"), name("key"), unique=("mission_id", "key"))
    table(
        "claims", to("spaces"), to("missions"), to("sources"), name("name"), number("version"), number("ordinal"),
        text("kind"), name("series"), text("scope"), figure("number"), truth("beside"),
        moment("recorded_at"), to("people", "person_id", null=True), text("search"), body("body"),
        unique=("mission_id", "name", "version"),
        indexes=[("mission_id", "ordinal"), ("source_id", "ordinal"), ("mission_id", "number")],
    )  # fmt: skip
    table(
        "claim_links", to("spaces"), to("missions"), to("claims"), text("relation"), name("target"),
        indexes=[("claim_id",), ("mission_id", "target", "relation")],
    )  # fmt: skip
    table(
        "claim_parties", to("spaces"), to("missions"), to("claims"), name("folded"),
        unique=("claim_id", "folded"), indexes=[("mission_id", "folded")],
    )  # fmt: skip
    table(
        "claim_changes", to("spaces"), to("missions"), name("name"), text("change"), text("reason"),
        to("people", "person_id", null=True), moment("at"), indexes=[("mission_id", "name")],
    )  # fmt: skip
    table(
        "choices", to("spaces"), to("missions"), name("name"), truth("is_chosen"), text("reason"),
        to("people", "person_id", null=True), moment("at"), indexes=[("mission_id", "name")],
    )  # fmt: skip


def drawn_from_claims() -> None:
    table(
        "spells", to("spaces"), to("missions"), to("claims"), to("sources"), name("name"), name("series"),
        sa.Column("counts_from", sa.Date, nullable=False), sa.Column("readable_from", sa.Date, nullable=False),
        number("ordinal"), figure("reaches"), truth("beside"), truth("counts"),
        moment("since"), moment("until", null=True), indexes=[("claim_id",)],
    )  # fmt: skip
    now = "until IS NULL AND counts IS {true}"
    spells_index("now", now, "mission_id", "series", "counts_from", "ordinal", "claim_id", "until", "counts")
    spells_index("now_by_day", now, "mission_id", "counts_from", "ordinal")
    spells_index("now_by_source", now, "mission_id", "source_id", "counts_from", "until", "counts")
    spells_index(
        "then", "beside IS {false}", "mission_id", "series", "counts_from", "ordinal",
        "since", "until", "counts", "readable_from", "name", "source_id", "claim_id", "beside",
    )  # fmt: skip
    spells_index("open", "until IS NULL", "mission_id", "name", unique=True)
    spells_index("reaching", "reaches IS NOT NULL", "mission_id", "series", "reaches")
    op.create_table(
        "tallies",
        *bound("tallies", to("spaces"), to("missions")),
        sa.Column("day", sa.Date, nullable=False),
        number("claims"),
        number("sources"),
        sa.PrimaryKeyConstraint("mission_id", "day", name="pk_tallies"),
    )
    table(
        "tally_changes", to("spaces"), to("missions"), moment("since"), sa.Column("day", sa.Date, nullable=False),
        number("claims"), number("sources"), indexes=[("mission_id", "since", "day", "claims", "sources")],
    )  # fmt: skip


def audit() -> None:
    table(
        "audit", to("spaces"), number("seq"), moment("at"), to("people", "person_id", null=True),
        text("action"), text("subject"), body("details"), text("previous_hash"), text("hash"),
        unique=("space_id", "seq"),
    )  # fmt: skip


# the same few sorts of tables and columns


def table(name_: str, *columns: Any, unique: tuple[str, ...] = (), indexes: Any = ()) -> None:
    op.create_table(
        name_,
        sa.Column("id", sa.Integer, nullable=False),
        *bound(name_, *columns),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name_}"),
        *([sa.UniqueConstraint(*unique, name=f"uq_{name_}_{'_'.join(unique)}")] if unique else []),
    )
    for index in indexes:
        op.create_index(f"ix_{name_}_{'_'.join(index)}", name_, list(index))


def versions(one: str, many: str) -> None:
    table(
        f"{one}_versions", to("spaces"), to(many, "entry_id"), number("version"), moment("recorded_at"),
        to("people", "person_id", null=True), body("body"), unique=("entry_id", "version"),
    )  # fmt: skip


def spells_index(name_: str, where: str, *columns: str, unique: bool = False) -> None:
    op.create_index(
        f"ix_spells_{name_}", "spells", list(columns), unique=unique,
        sqlite_where=sa.text(where.format(true=1, false=0)),
        postgresql_where=sa.text(where.format(true="true", false="false")),
    )  # fmt: skip


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


def number(name_: str) -> Any:
    return sa.Column(name_, sa.Integer, nullable=False)


def figure(name_: str) -> Any:
    return sa.Column(name_, FIGURE)


def truth(name_: str) -> Any:
    return sa.Column(name_, sa.Boolean, nullable=False)


def moment(name_: str, *, null: bool = False) -> Any:
    return sa.Column(name_, MOMENT, nullable=null)


def body(name_: str) -> Any:
    return sa.Column(name_, sa.JSON, nullable=False)
