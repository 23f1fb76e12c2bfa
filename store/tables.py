"""Every table, with every key and index by name.

What people record is append-only: a correction, a withdrawal, a restoration is a row of its own. Five sorts
of rows do change: settings (preferences, rooms), the counters a lock protects (`spaces`, `missions`), proposals,
which are decided once, what is only drawn from the record to be found quickly (`spells`, `tallies`, `mission_names`),
and what platforms remember of themselves, which belongs to no space. Grants, codes and identities come and go, and
the audit tells of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An instant in UTC. Naive values are refused; both engines give aware ones back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a zone: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Figure(TypeDecorator[Decimal]):
    """A number from 0 up that is exact and sorts as a number on both engines.

    SQLite has no exact decimals, so there it is text of which the whole part is filled up to 15 digits.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        whole, _point, part = f"{value.normalize():f}".partition(".")
        return f"{whole:0>15}" + (f".{part}" if part else "")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


Name = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by code point on both engines."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(table: str, name: str = "", *, null: bool = False) -> Column[int]:
    """A reference to a row of another table, named after it unless a name is given."""
    return Column(name or f"{table}_id", ForeignKey(f"{_PLURALS.get(table, table + 's')}.id"), nullable=null)


_PLURALS = {"person": "people", "party": "parties"}


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, default=default)


def _request() -> Column[str]:
    """What the log knows the request by from which a row came; empty where the program itself acted."""
    return Column("request", Text, nullable=False, default="", server_default=text("''"))


def _moment(name: str, *, null: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=null)


# Who and where

spaces = Table(
    "spaces", metadata, _id(), _text("name"), _moment("opened_at"),
    Column("last_seq", Integer, nullable=False, default=0),
    _text("last_hash", ""), _moment("last_at"),
    Column("told_to", Integer, nullable=False, default=0, server_default="0"),
)  # fmt: skip
workplaces = Table(
    "workplaces", metadata, _id(), _to("space"), _text("platform"), _text("external_id"), _moment("joined_at"),
    UniqueConstraint("platform", "external_id"), Index(None, "space_id"),
)  # fmt: skip
people = Table(
    "people", metadata, _id(), _to("space"), _text("name"), _moment("met_at"), Index(None, "space_id"),
)  # fmt: skip
identities = Table(
    "identities", metadata, _id(), _to("space"), _to("person"),
    _text("platform"), _text("tenant"), _text("external_id"),
    UniqueConstraint("space_id", "platform", "tenant", "external_id"), Index(None, "person_id"),
)  # fmt: skip
preferences = Table(
    "preferences", metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True), _to("space"),
    _text("language", ""), _text("zone", ""), _to("mission", null=True),
)  # fmt: skip
rooms = Table(
    "rooms", metadata, _id(), _to("space"), _text("platform"), _text("tenant"), _text("external_id"),
    _text("name", ""), _text("zone", ""), _to("mission", null=True),
    Column("is_cleared", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("space_id", "platform", "tenant", "external_id"),
)  # fmt: skip

# Missions, and what their claims lean on: an entry keeps its name, each change is a version


def _entries(table: str) -> Table:
    return Table(
        table, metadata, _id(), _to("space"), _to("mission"),
        Column("name", Name, nullable=False), Column("ordinal", Integer, nullable=False),
        UniqueConstraint("mission_id", "name"),
    )  # fmt: skip


def _versions(table: str, of: str, *others: Any) -> Table:
    return Table(
        table, metadata, _id(), _to("space"), _to(of, "entry_id"), Column("version", Integer, nullable=False),
        _moment("recorded_at"), _to("person", null=True), Column("body", JSON, nullable=False), *others,
        UniqueConstraint("entry_id", "version"),
    )  # fmt: skip


def _says_internal(context: Any) -> bool:
    """Whether the body that is just written says so."""
    return bool(context.get_current_parameters()["body"].get("internal"))


missions = Table(
    "missions", metadata, _id(), _to("space"),
    Column("revision", Integer, nullable=False, default=0),
    Column("last_fact", Integer, nullable=False, default=0),
    Column("is_sample", Boolean, nullable=False, server_default=false()),
    Index(None, "space_id"),
)  # fmt: skip
mission_versions = _versions("mission_versions", of="mission")
mission_names = Table(
    "mission_names", metadata, _id(), _to("space"), _to("mission"), Column("folded", Name, nullable=False),
    UniqueConstraint("mission_id", "folded"), Index(None, "space_id", "folded"),
)  # fmt: skip
sources = _entries("sources")
source_versions = _versions(
    "source_versions", "source",
    Column("is_internal", Boolean, nullable=False, default=_says_internal, server_default=false()),
)  # fmt: skip
Index("ix_source_versions_internal", source_versions.c.entry_id, source_versions.c.version,
      sqlite_where=source_versions.c.is_internal.is_(True), postgresql_where=source_versions.c.is_internal.is_(True))  # fmt: skip
parties = _entries("parties")
party_versions = _versions("party_versions", of="party")
remarks = _entries("remarks")
remark_versions = _versions("remark_versions", of="remark")
remark_claims = Table(
    "remark_claims", metadata, _id(), _to("space"), _to("mission"), _to("remark"),
    Column("name", Name, nullable=False),
    UniqueConstraint("remark_id", "name"), Index(None, "mission_id", "name"),
)  # fmt: skip

# Claims

series = Table(
    "series", metadata, _id(), _to("space"), _to("mission"), Column("key", Name, nullable=False),
    UniqueConstraint("mission_id", "key"),
)  # fmt: skip
claims = Table(
    "claims", metadata, _id(), _to("space"), _to("mission"), _to("source"),
    Column("name", Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    _text("kind"), Column("series", Name, nullable=False), _text("scope"),
    Column("number", Figure), Column("beside", Boolean, nullable=False),
    _moment("recorded_at"), _to("person", null=True),
    _text("search"), Column("body", JSON, nullable=False),
    UniqueConstraint("mission_id", "name", "version"),
    Index(None, "mission_id", "ordinal"), Index(None, "source_id", "ordinal"), Index(None, "mission_id", "number"),
    Index(None, "mission_id", "recorded_at", "name"),
)  # fmt: skip
claim_links = Table(
    "claim_links", metadata, _id(), _to("space"), _to("mission"), _to("claim"),
    _text("relation"), Column("target", Name, nullable=False),
    Index(None, "claim_id"), Index(None, "mission_id", "target", "relation"),
)  # fmt: skip
claim_parties = Table(
    "claim_parties", metadata, _id(), _to("space"), _to("mission"), _to("claim"),
    Column("folded", Name, nullable=False),
    UniqueConstraint("claim_id", "folded"), Index(None, "mission_id", "folded"),
)  # fmt: skip
claim_changes = Table(
    "claim_changes", metadata, _id(), _to("space"), _to("mission"), Column("name", Name, nullable=False),
    _text("change"), _text("reason"), _to("person", null=True), _moment("at"),
    Index(None, "mission_id", "name"), Index(None, "mission_id", "at", "name"),
)  # fmt: skip
choices = Table(
    "choices", metadata, _id(), _to("space"), _to("mission"), Column("name", Name, nullable=False),
    Column("is_chosen", Boolean, nullable=False), _text("reason"), _to("person", null=True), _moment("at"),
    Index(None, "mission_id", "name"),
)  # fmt: skip

# Drawn from the claims, to be found quickly: see store/spells.py

spells = Table(
    "spells", metadata, _id(), _to("space"), _to("mission"), _to("claim"), _to("source"),
    Column("name", Name, nullable=False), Column("series", Name, nullable=False),
    Column("counts_from", Date, nullable=False), Column("readable_from", Date, nullable=False),
    Column("ordinal", Integer, nullable=False), Column("reaches", Figure),
    Column("beside", Boolean, nullable=False), Column("counts", Boolean, nullable=False),
    _moment("since"), _moment("until", null=True),
    Index(None, "claim_id"),
)  # fmt: skip
is_now = spells.c.until.is_(None) & spells.c.counts.is_(True)
"""Whether a spell counts under no other clock than a day."""


def _partial(name: str, where: Any, *columns: str, unique: bool = False) -> Index:
    named = (spells.c[column] for column in columns)
    return Index(f"ix_spells_{name}", *named, unique=unique, sqlite_where=where, postgresql_where=where)


# SQLite reads from the index alone only what is a column of it, be it the same in every row.
_partial("now", is_now,
         "mission_id", "series", "counts_from", "ordinal", "claim_id", "until", "counts")  # fmt: skip
_partial("now_by_day", is_now, "mission_id", "counts_from", "ordinal")
_partial("now_by_source", is_now,
         "mission_id", "source_id", "counts_from", "until", "counts")  # fmt: skip
_partial("then", spells.c.beside.is_(False),
         "mission_id", "series", "counts_from", "ordinal", "since", "until", "counts", "readable_from", "name",
         "source_id", "claim_id", "beside")  # fmt: skip
_partial("open", spells.c.until.is_(None), "mission_id", "name", unique=True)
_partial("reaching", spells.c.reaches.is_not(None), "mission_id", "series", "reaches")

tallies = Table(
    "tallies", metadata, _to("space"), Column("mission_id", Integer, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("claims", Integer, nullable=False), Column("sources", Integer, nullable=False),
    ForeignKeyConstraint(["mission_id"], ["missions.id"]),
)  # fmt: skip

tally_changes = Table(
    "tally_changes", metadata, _id(), _to("space"), _to("mission"), _moment("since"),
    Column("day", Date, nullable=False),
    Column("claims", Integer, nullable=False), Column("sources", Integer, nullable=False),
    Index(None, "mission_id", "since", "day", "claims", "sources"),
)  # fmt: skip

# What was changed by whom

audit = Table(
    "audit", metadata, _id(), _to("space"), Column("seq", Integer, nullable=False), _moment("at"),
    _to("person", null=True), _text("action"), _text("subject"), Column("details", JSON, nullable=False),
    _text("previous_hash"), _text("hash"), _request(),
    UniqueConstraint("space_id", "seq"), Index(None, "space_id", "person_id", "seq"),
)  # fmt: skip

# What platforms need remembered, in no space: see store/statements.py


def _key(name: str) -> Column[str]:
    return Column(name, Name, primary_key=True)


installations = Table(
    "installations", metadata, _key("platform"), _key("tenant"), _text("name"), Column("secret", Text),
    _moment("since"), _moment("ended_at", null=True), _text("why"),
)  # fmt: skip
states = Table("states", metadata, _key("state"), _text("body"), _moment("expires_at"), Index(None, "expires_at"))
seen_events = Table(
    "seen_events", metadata, _key("platform"), _key("event"),
    _moment("begun_at"), _moment("finished_at", null=True), Index(None, "begun_at"),
)  # fmt: skip
stored_lines = Table("stored_lines", metadata, _key("id"), _text("line"), _moment("kept_at"))
leases = Table("leases", metadata, _key("name"), _text("holder"), _moment("until"))
drafts = Table(
    "drafts", metadata, _key("id"), Column("body", JSON, nullable=False), _moment("expires_at"),
    Index(None, "expires_at"),
)  # fmt: skip
notes = Table("notes", metadata, _key("platform"), _key("key"), _text("value"), _moment("noted_at"))

# Who may do what, and who is whom: see store/grants.py, store/codes.py and store/accounts.py

grants = Table(
    "grants", metadata, _id(), _to("space"), _to("mission", null=True), Column("holder", Name, nullable=False),
    _text("role"), _text("label", ""), _to("person", null=True), _moment("given_at"),
    Index(None, "space_id", "holder"),
)  # fmt: skip
codes = Table(
    "codes", metadata, _key("hash"), _text("purpose"), _to("space", null=True), _to("person", null=True),
    _moment("expires_at"), Index(None, "expires_at"),
)  # fmt: skip
same_people = Table(
    "same_people", metadata, Column("person_id", ForeignKey("people.id"), primary_key=True), _to("space"),
    _to("person", "same_as_id"), _moment("linked_at"), Index(None, "same_as_id"),
)  # fmt: skip

# What waits for a second person: see store/proposals.py

proposals = Table(
    "proposals", metadata, _id(), _to("space"), _to("mission"), Column("number", Integer, nullable=False),
    _text("command"), Column("words", JSON, nullable=False), _text("act"),
    Column("name", Name, nullable=False), Column("body", JSON, nullable=False),
    _to("person"), _text("platform"), Column("day", Date, nullable=False), _moment("proposed_at"),
    _text("state"), _to("person", "decider_id", null=True), _moment("decided_at", null=True), _text("reason", ""),
    UniqueConstraint("space_id", "number"), Index(None, "mission_id", "state", "name"),
)  # fmt: skip

# What is to be posted when, and what became of it: see store/schedules.py, store/follows.py, store/pauses.py
# and store/ledger.py

schedules = Table(
    "schedules", metadata, _id(), _to("space"), _to("room"), _to("mission", null=True),
    _text("kind"), _text("line"), _text("pattern"), _text("zone"), Column("rules", JSON, nullable=False),
    _text("state"), _moment("since"), _text("why", ""), _moment("until", null=True),
    _to("person", null=True), _moment("made_at"), _moment("accounted_to"), _moment("wakes_at", null=True),
    Index(None, "space_id", "room_id"), Index(None, "wakes_at"),
)  # fmt: skip
follows = Table(
    "follows", metadata, _id(), _to("space"), _to("room"), _to("mission"), _to("schedule", null=True),
    Column("is_warned", Boolean, nullable=False), Column("ladders", JSON, nullable=False),
    Column("known", JSON, nullable=False), _to("person", null=True), _moment("since"),
    Column("tells", Text, nullable=False, default="digest", server_default="digest"),
    Column("fallback", Text),
    UniqueConstraint("room_id", "mission_id"), Index(None, "mission_id"),
)  # fmt: skip
pauses = Table(
    "pauses", metadata, Column("room_id", ForeignKey("rooms.id"), primary_key=True), _to("space"),
    _text("why"), _moment("since"), _moment("until", null=True), _to("person", null=True),
)  # fmt: skip

# A delivery waits for its `next_at`; where that is null there is nothing more to do about it.
deliveries = Table(
    "deliveries", metadata, _id(), _to("space"), _to("room"), _to("schedule", null=True), _to("mission", null=True),
    Column("platform", Name, nullable=False), Column("occasion", Name, nullable=False),
    Column("subject", Name, nullable=False), _text("kind"), _text("line"), Column("details", JSON, nullable=False),
    _moment("planned_at"), _moment("due_at"),
    _text("state"), _moment("next_at", null=True), Column("attempts", Integer, nullable=False, default=0),
    _text("taken_by", ""), _moment("tried_at", null=True), _moment("unsure_since", null=True),
    _text("label", ""), _text("why", ""), _text("messages", ""), _text("claims", ""),
    _moment("made_at", null=True), _moment("sent_at", null=True), _request(),
    UniqueConstraint("room_id", "occasion"), Index(None, "room_id", "subject"), Index(None, "mission_id", "sent_at"),
)  # fmt: skip
is_open = deliveries.c.next_at.is_not(None)
"""Whether there is something left to do about a delivery."""
HOLDS_UP = text("state IN ('waiting', 'taken')")
"""Whether a delivery lets those after it in its room wait. It is worded unlike `is_open`, so that PostgreSQL, which
learns too late how many rows there are, has but one index to choose from."""


def _of_some(name: str, where: Any, *columns: str) -> Index:
    named = (deliveries.c[column] for column in columns)
    return Index(f"ix_deliveries_{name}", *named, sqlite_where=where, postgresql_where=where)


_of_some("to_take", is_open, "platform", "next_at", "id")
_of_some("in_order", HOLDS_UP, "room_id", "due_at", "id")

# Who answered a warning: see store/acknowledgements.py

acknowledgements = Table(
    "acknowledgements", metadata, _id(), _to("space"), _to("room"), _to("mission"),
    Column("deadline", Name, nullable=False), Column("due", Date, nullable=False), Column("until", Date),
    _text("reason", ""), Column("delivery_id", ForeignKey("deliveries.id"), nullable=False), _to("person", null=True), _moment("at"),
    Index(None, "room_id", "mission_id"),
)  # fmt: skip
