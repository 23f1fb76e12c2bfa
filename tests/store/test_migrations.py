"""A migrated database equals a new one, and an unusable database is told in one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, insert, inspect, select, text

from briefings.claims import Standing
from store import Store, StoreError, migrations, version
from store import engine as engines
from store.tables import metadata
from tests.conftest import NOW
from tests.store.test_picture import two_counts


async def test_a_migrated_database_equals_the_tables(new_url: str):
    async with Store(new_url) as store:
        assert not await store.is_current()
        await store.upgrade()
        assert await store.is_current()
        async with store._connected(store._writing) as connection:
            assert await connection.run_sync(differences) == []
            migrated = await connection.run_sync(described)
            await connection.run_sync(metadata.drop_all)
            await connection.run_sync(metadata.create_all)
            assert await connection.run_sync(described) == migrated


async def test_upgrading_again_changes_nothing(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        space = await store.open_space("terminal", "local", "a desk", NOW)
        await store.upgrade()
        assert await store.space_of("terminal", "local") == space


async def test_a_filled_database_of_the_first_tables_keeps_every_row(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        space = await fill(store)
        async with store._connected(engines.migrating(store.url)) as connection:
            first = await connection.run_sync(back_to_the_first_tables)
        assert not await store.is_current()
        await store.upgrade()
        async with store.reading(space) as work:
            (mission,) = await work.missions.all()
            assert not mission.is_sample
            assert [claim.standing for claim in await work.claims.every(mission)] == [Standing.HELD, Standing.LIVE]
            assert await work.audit.verify() is None
        async with store._connected(store._reading) as connection:
            migrated = await connection.run_sync(rows_of)
        assert all(first[table] for table in ("claims", "claim_changes", "spells", "people", "rooms", "audit"))
        for table, rows in first.items():
            assert migrated[table] == [now | row for now, row in zip(migrated[table], rows, strict=True)]


async def fill(store: Store) -> int:
    """A space with something in most of the first tables."""
    space = await store.open_space("slack", "T1", "a desk", NOW)
    amina = await store.identify(space, "slack", "T1", "U1", "Amina", NOW)
    async with store.changing(space, amina.id, NOW) as work:
        await work.missions.load(two_counts())
        (mission,) = await work.missions.all()
        await work.claims.hold(mission, "F1", "under review")
        await work.rooms.open("slack", "T1", "C1", "desk")
        await work.people.prefer(amina.id, zone="Africa/Nairobi", mission=mission.ref)
    return space


def back_to_the_first_tables(connection: Connection) -> Rows:
    """Build the tables of the first migration anew and put back the rows they can hold."""
    filled = rows_of(connection)
    metadata.drop_all(connection)
    connection.execute(text("DELETE FROM alembic_version"))
    config = migrations._config()
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    for table in tables_of(connection):
        kept = [{column.name: row[column.name] for column in table.columns} for row in filled[table.name]]
        if kept:
            connection.execute(insert(table), kept)
    return rows_of(connection)


Rows = dict[str, list[dict[str, Any]]]


def rows_of(connection: Connection) -> Rows:
    """Every row of every table, as the database tells them."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
        for table in tables_of(connection)
    }


def tables_of(connection: Connection) -> list[Table]:
    there = MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != "alembic_version"]


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def described(connection: Connection) -> dict[str, Any]:
    """Each table with its columns, keys and indexes by name, as the database tells them."""
    seen = inspect(connection)
    return {
        table: {
            "columns": {column["name"]: (str(column["type"]), column["nullable"]) for column in seen.get_columns(table)},
            "wants": {column["name"] for column in seen.get_columns(table) if not (column["nullable"] or column["default"])},
            "key": seen.get_pk_constraint(table),
            "references": sorted((key["name"], key["constrained_columns"]) for key in seen.get_foreign_keys(table)),
            "unique": sorted((key["name"], key["column_names"]) for key in seen.get_unique_constraints(table)),
            "indexes": sorted((index["name"], index["column_names"], index["unique"], where(index))
                              for index in seen.get_indexes(table)),
        }
        for table in seen.get_table_names() if table != "alembic_version"
    }  # fmt: skip


def where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def test_every_key_and_index_has_a_name():
    for table in metadata.tables.values():
        assert all(key.name for key in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


async def test_a_program_goes_on_with_newer_tables_that_only_have_more(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        async with store._connected(store._writing) as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            await connection.execute(text("ALTER TABLE rooms ADD COLUMN mood TEXT"))
            await connection.execute(text("CREATE TABLE moods (id INTEGER PRIMARY KEY)"))
        assert await store.is_current()
        await store.upgrade()
        assert await fill(store)


async def test_every_migration_since_the_oldest_program_only_adds(new_url: str):
    """Replicas of the release before go on working with the tables of the next one."""
    steps = migrations.revisions()
    async with Store(new_url) as store:
        before: dict[str, Any] = {}
        for step in steps[steps.index(version.OLDEST) :]:
            async with store._connected(engines.migrating(store.url)) as connection:
                await connection.run_sync(migrations.upgrade, step)
                after = await connection.run_sync(described)
            assert taken_from(before, after) == [], step
            before = after


def taken_from(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What a program that knows the tables as they were before would miss in them, or be refused by them, now."""
    return [f"{name}: {what}" for name, old in before.items() for what in _taken(old, after.get(name))]


def _taken(old: dict[str, Any], new: dict[str, Any] | None) -> list[str]:
    if new is None:
        return ["the table is gone"]
    changed = [
        f"column {name} is gone or another" for name, said in old["columns"].items() if new["columns"].get(name) != said
    ]
    wanted = [
        f"column {name} wants a value" for name in new["columns"].keys() - old["columns"].keys() if name in new["wants"]
    ]
    return [
        *changed,
        *wanted,
        *(f"another {part}" for part in ("key", "references", "unique") if _more(old[part], new[part])),
    ]


def _more(old: Any, new: Any) -> bool:
    """Whether there is a rule now that was not there before."""
    return old != new if isinstance(old, dict) else any(rule not in old for rule in new)


ROOMS = {
    "columns": {"id": ("INTEGER", False)},
    "wants": {"id"},
    "key": {"columns": ["id"]},
    "references": [],
    "unique": [],
}


@pytest.mark.parametrize(("change", "told"), [
    ({}, []),
    ({"columns": {"id": ("INTEGER", False), "mood": ("TEXT", True)}}, []),
    ({"columns": {"id": ("INTEGER", False), "mood": ("TEXT", False)}, "wants": {"id", "mood"}}, ["rooms: column mood wants a value"]),
    ({"columns": {"id": ("BIGINT", False)}}, ["rooms: column id is gone or another"]),
    ({"unique": [("uq_rooms_id", ["id"])]}, ["rooms: another unique"]),
], ids=["nothing", "more", "a value wanted", "another type", "a new rule"])  # fmt: skip
def test_what_an_older_program_would_miss_is_told(change, told):
    assert taken_from({"rooms": ROOMS}, {"rooms": ROOMS | change, "moods": ROOMS}) == told
    assert taken_from({"rooms": ROOMS}, {}) == ["rooms: the table is gone"]


async def test_a_database_of_a_newer_program_is_left_alone(new_url: str):
    async with Store(new_url) as store:
        await store.upgrade()
        async with store._connected(store._writing) as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            await connection.execute(text("UPDATE notes SET value = '9998' WHERE key = 'oldest program'"))
        for asked in (store.is_current, store.upgrade):
            with pytest.raises(StoreError, match=r"newer program than this one \(migration 9999\); use that program"):
                await asked()


@pytest.mark.parametrize(
    "url", ["", "not a url", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "postgresql://host:port/name"]
)
def test_a_url_that_cannot_be_used_is_told_in_one_sentence(url: str):
    with pytest.raises(StoreError, match=r"sqlite:///mss\.db"):
        Store(url)


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/mss.db", "postgresql://mss:secret@127.0.0.1:1/mss"], ids=["sqlite", "postgresql"]
)
async def test_a_database_that_cannot_be_reached_is_told_without_its_password(url: str):
    with pytest.raises(StoreError, match="cannot be reached") as told:
        await Store(url).open()
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_the_newest_migration_is_the_one_the_program_looks_for():
    assert migrations.head() == version.HEAD
