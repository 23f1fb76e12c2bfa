"""Archives: all that a store holds, in one file, for either engine; what cannot be trusted is refused."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, Boolean, Date, Integer, String, Text, delete, text, update

from briefings.picture import Clocks, Picture
from store import Store, StoreError, archive, migrations
from store import engine as engines
from store.alone import alone
from store.records import bundled
from store.tables import Figure, Moment, audit, metadata, spells, tallies
from store.version import HEAD
from tests.conftest import NOW
from tests.postgres import new_database
from tests.store.conftest import KEY

SECRET = {"name": "Desk", "bot_token": "xoxb-very-secret"}


@pytest.fixture
async def filled(new_url: str) -> AsyncIterator[Store]:
    """A store on either engine with the bundled record, a person, a fact that was held, and an installation."""
    async with Store(new_url, [KEY]) as store:
        await store.upgrade()
        await fill(store)
        yield store


@pytest.fixture(scope="module")
async def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in SQLite, to be copied, with an archive of it."""
    folder = tmp_path_factory.mktemp("prepared")
    async with Store(f"sqlite:///{folder}/small.db", [KEY]) as store:
        await store.upgrade()
        await fill(store)
        await store.backup(folder / "kept.zip", NOW)
    return folder


@pytest.fixture
async def small(prepared: Path, tmp_path: Path) -> AsyncIterator[Store]:
    shutil.copy(prepared / "small.db", tmp_path)
    async with Store(f"sqlite:///{tmp_path}/small.db", [KEY]) as store:
        yield store


@pytest.fixture
def kept(prepared: Path, tmp_path: Path) -> Path:
    """An archive of the small store."""
    return Path(shutil.copy(prepared / "kept.zip", tmp_path))


async def fill(store: Store) -> int:
    space = await store.open_space("slack", "T1", "a desk", NOW)
    amina = await store.identify(space, "slack", "T1", "U1", "Amina", NOW)
    async with store.changing(space, amina.id, NOW) as work:
        await work.missions.load(bundled())
        (mission,) = await work.missions.all()
        await work.claims.hold(mission, "S2-21", "under review")
        await work.rooms.open("slack", "T1", "C1", "desk")
    await store.installations.save("slack", "T1", SECRET, NOW)
    return space


async def pictures(store: Store) -> list[Picture]:
    """The Picture of every mission, for today and for a day in the past."""
    days = (NOW.date(), NOW.date() - timedelta(days=90))
    found = []
    for space, _name in await store.spaces():
        async with store.reading(space) as work:
            found += [await work.claims.picture(mission, Clocks(day, NOW.date()))
                      for mission in await work.missions.all() for day in days]  # fmt: skip
    return found


@pytest.fixture
def other_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on the other engine."""
    if engine == "postgresql":
        return f"sqlite:///{tmp_path}/other.db"
    return new_database(request.getfixturevalue("postgres"))


async def test_a_store_is_the_same_after_backup_and_restore_on_the_other_engine(filled, other_url, tmp_path):
    file = tmp_path / "kept.zip"
    await filled.backup(file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    async with Store(other_url, [KEY]) as other:
        manifest = await other.restore(file)
        assert manifest.rows > 400
        assert await pictures(other) == await pictures(filled) != []
        assert await other.installations.find("slack", "T1") == SECRET
        assert not await other.faults(NOW)
        again = await other.backup(tmp_path / "again.zip", NOW)
        assert again == replace(manifest, engine=again.engine)
        await fill_another(other)


async def fill_another(store: Store) -> None:
    """Every numbering goes on: a second space takes rows of every sort."""
    space = await store.open_space("slack", "T2", "another desk", NOW)
    assert space == 2
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(bundled())


async def test_what_is_sealed_stays_sealed_in_an_archive(kept):
    with zipfile.ZipFile(kept) as archive_:
        said = b"".join(map(archive_.read, archive_.namelist()))
    assert b"a desk" in said
    assert b"xoxb-" not in said


async def test_an_archive_holds_one_moment_while_others_write(small, kept, tmp_path):
    def writing_goes_on(table: str, _rows: int) -> None:
        if table == "spaces":
            with sqlite3.connect(tmp_path / "small.db", isolation_level=None) as other:
                other.execute("INSERT INTO notes VALUES ('slack', 'meanwhile', 'written', '2025-01-17 09:00:00')")

    manifest = await small.backup(tmp_path / "one.zip", NOW, writing_goes_on)
    assert manifest == archive.read(kept)
    assert await small.notes.get("slack", "meanwhile")


async def test_an_archive_is_not_written_over(small, kept):
    before = kept.read_bytes()
    with pytest.raises(StoreError, match=r"kept\.zip is there already"):
        await small.backup(kept, NOW)
    assert kept.read_bytes() == before


async def test_an_archive_of_older_tables_is_restored_and_upgraded(tmp_path):
    async with Store(f"sqlite:///{tmp_path}/old.db") as old:
        async with old._connected(engines.migrating(old.url)) as connection:
            await connection.run_sync(migrations.upgrade, "0001")
            await connection.execute(text("INSERT INTO spaces VALUES (7, 'a desk', '2025-01-17', 0, '', '2025-01-17')"))
        assert (await old.backup(tmp_path / "old.zip", NOW)).revision == "0001"
    async with Store(f"sqlite:///{tmp_path}/other.db") as other:
        await other.restore(tmp_path / "old.zip")
        assert await other.is_current()
        assert await other.spaces() == [(7, "a desk")]


# what is refused


def damaged(file: Path, **changes: Callable[[bytes], bytes]) -> Path:
    """A copy of an archive in which some members say something else."""
    copy = file.with_name("damaged.zip")
    with zipfile.ZipFile(file) as from_, zipfile.ZipFile(copy, "w") as to:
        for name in from_.namelist():
            change = changes.get(Path(name).stem, bytes)
            to.writestr(name, change(from_.read(name)))
    return copy


CHANGED = {
    "a changed figure": ({"claims": lambda said: said.replace(b"572", b"752", 1)}, "table claims should hold"),
    "a missing row": ({"people": lambda said: b"".join(said.splitlines(True)[1:])}, "table people should hold"),
    "a newer program": ({"manifest": lambda said: said.replace(f'"{HEAD}"'.encode(), b'"9999"')}, "newer program"),
    "a missing table": ({"manifest": lambda said: _without(said, "claims")}, "does not hold the tables"),
    "another format": ({"manifest": lambda said: said.replace(b'"format": 1', b'"format": 9')}, "format 9"),
    "no manifest": ({"manifest": lambda _said: b"{}"}, "no whole archive"),
}  # fmt: skip


def _without(manifest: bytes, name: str) -> bytes:
    said = json.loads(manifest)
    del said["tables"][name]
    return json.dumps(said).encode()


async def test_what_cannot_be_trusted_is_refused_and_nothing_is_written(kept, tmp_path):
    async with Store(f"sqlite:///{tmp_path}/other.db") as other:
        for what, (changes, refusal) in CHANGED.items():
            with pytest.raises(StoreError, match=refusal):
                await other.restore(damaged(kept, **changes))
            assert await other.revision() is None, what


@pytest.mark.parametrize("cut", [0, 200, -40], ids=["empty", "its beginning", "all but its end"])
def test_half_an_archive_is_refused(kept, cut):
    kept.write_bytes(kept.read_bytes()[:cut])
    with pytest.raises(StoreError, match="no whole archive"):
        archive.read(kept)


async def test_no_store_is_overwritten(small, kept):
    before = await pictures(small)
    with pytest.raises(StoreError, match="is not empty"):
        await small.restore(kept)
    assert await pictures(small) == before


async def test_what_does_not_arrive_as_it_was_is_undone(kept, tmp_path, monkeypatch):
    """A store that gives back other rows than it was given fails the comparison, table by table."""
    reading = archive._reader
    monkeypatch.setattr(archive, "_reader", lambda of: str.upper if of.name == "reason" else reading(of))
    async with Store(f"sqlite:///{tmp_path}/other.db") as other:
        with pytest.raises(StoreError, match="Not all arrived; it is undone: table cho"):
            await other.restore(kept)
        assert await other.revision() is None


async def test_a_store_without_tables_has_nothing_to_back_up(tmp_path):
    async with Store(f"sqlite:///{tmp_path}/new.db") as store:
        with pytest.raises(StoreError, match="holds nothing yet"):
            await store.backup(tmp_path / "kept.zip", NOW)
    assert not (tmp_path / "kept.zip").exists()


async def test_a_backup_that_cannot_be_written_leaves_nothing(small, tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"kept\.zip cannot be written: No space left on device"):
        await small.backup(tmp_path / "kept.zip", NOW)
    assert not list(tmp_path.glob("*kept*"))


def test_an_archive_can_hold_every_sort_of_column():
    """A sort of column that is new here needs its line in `store/archive.py`; JSON that may be null could not tell two nulls apart."""
    columns = [each for of in metadata.tables.values() for each in of.columns]
    assert {type(each.type) for each in columns} <= {Integer, Boolean, Date, String, Text, JSON, Moment, Figure}
    assert not [each for each in columns if isinstance(each.type, JSON) and each.nullable]


# moving


async def test_a_store_moves_to_postgresql_whole(small, postgres):
    async with Store(new_database(postgres), [KEY]) as large:
        await small.move(large, NOW)
        assert await pictures(large) == await pictures(small)
        assert await large.installations.find("slack", "T1") == SECRET
        await fill_another(large)


async def test_nothing_moves_while_a_bot_serves_the_store(small, postgres):
    async with Store(new_database(postgres)) as large:
        with alone(str(small.url)), pytest.raises(StoreError, match="is served already, by process"):
            await small.move(large, NOW)
        assert await large.revision() is None
        await small.move(large, NOW)


async def test_a_store_moves_to_postgresql_only(small, tmp_path):
    async with Store(f"sqlite:///{tmp_path}/other.db") as other:
        with pytest.raises(StoreError, match="from SQLite to PostgreSQL"):
            await small.move(other, NOW)


# checking


async def test_a_row_of_the_audit_that_was_changed_is_found(small):
    async with small._connected(small._writing) as connection:
        await connection.execute(update(audit).where(audit.c.seq == 2).values(action="something else"))
    assert (await small.faults(NOW)).audits == {"1 (a desk)": 2}


@pytest.mark.parametrize("broken", [
    update(spells).where(spells.c.name == "S2-21").values(counts=False),
    update(spells).where(spells.c.name == "S2-21").values(counts_from=NOW.date()),
    delete(spells).where(spells.c.name == "S2-21"),
    update(tallies).where(tallies.c.claims > 0).values(claims=99),
], ids=["mark", "day", "spell", "tally"])  # fmt: skip
async def test_what_is_drawn_wrong_is_found(small, broken):
    assert not await small.faults(NOW)
    async with small._connected(small._writing) as connection:
        await connection.execute(broken)
    assert list((await small.faults(NOW)).drawn) == [(1, 1)]


async def test_rows_that_belong_to_nothing_are_found(small):
    async with small._connected(engines.migrating(small.url)) as connection:
        await connection.execute(text("UPDATE rooms SET space_id = 99"))
    assert (await small.faults(NOW)).file == ("rows of rooms belong to nothing in spaces",)
