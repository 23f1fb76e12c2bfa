"""Archives: a whole store in one file, from which a store on either engine can be filled.

An archive is a ZIP file. `tables/NAME.jsonl` holds the rows of a table by the order of its key, each a JSON list;
`manifest.json`, written last, tells which migration they are of and, for each table, the columns, how many rows there
are and their SHA-256. What is sealed in the store is sealed in the archive too.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    TableClause,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError

from store import version
from store.engine import StoreError, shown
from store.tables import Figure, Moment, metadata

FORMAT = 1
AT_A_TIME = 1000
"""Rows in memory at most, however many there are."""
MANIFEST = "manifest.json"

Told = Callable[[str, int], None]
"""Hears how far it is: a table, and how many of its rows are done."""
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive holds of a table; the checksum is the SHA-256 of its rows as they are written."""

    columns: tuple[str, ...]
    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; `revision` is the migration that its tables are of, `engine` where they were read."""

    revision: str
    made_at: datetime
    engine: str
    tables: Mapping[str, Held]

    @property
    def rows(self) -> int:
        return sum(held.rows for held in self.tables.values())


def untold(_table: str, _rows: int) -> None:
    """For those who need not hear how far it is."""


# writing


def write(connection: Connection, file: Path, at: datetime, told: Told = untold) -> Manifest:
    """Write all that a store holds into a new file, for its owner's eyes only.

    The connection's transaction must see one moment. Raises StoreError when there is nothing to write, when a newer
    program wrote the store, and when the file is there already or cannot be written.
    """
    revision = _known_revision(version.revision(connection), f"The database {shown(connection.engine.url)}")
    try:
        with _new(file) as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            tables = {each.name: _write_table(connection, each, archive, at, told) for each in shape(connection)}
            manifest = Manifest(revision, at, connection.dialect.name, tables)
            archive.writestr(_member(MANIFEST, at), json.dumps(_as_json(manifest), indent=2))
    except FileExistsError as error:
        raise StoreError(f"{file} is there already; an archive is never written over: name another file.") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror or error}") from error
    return manifest


def _known_revision(revision: str | None, what: str) -> str:
    from store import migrations  # Alembic is slow to import.

    if revision is None:
        raise StoreError(f"{what} holds nothing yet: it has no tables of ours.")
    if revision not in migrations.revisions():
        raise version.newer(what, revision)
    return revision


@contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A draft beside the file, which becomes the file when all went well and is gone when not."""
    if file.exists():
        raise FileExistsError(file)
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _write_table(connection: Connection, of: TableClause, archive: zipfile.ZipFile, at: datetime, told: Told) -> Held:
    with archive.open(_member(_place(of.name), at), "w", force_zip64=True) as opened:
        return _drained(connection, of, opened.write, told)


def _drained(connection: Connection, of: TableClause, take: Callable[[bytes], Any], told: Told) -> Held:
    """Give every row of a table away as it is written in an archive; what that came to."""
    checksum, rows = sha256(), 0
    with connection.execute(_in_order(of), execution_options={"yield_per": AT_A_TIME}) as found:
        for part in found.partitions():
            written = b"".join(map(_line, part))
            take(written)
            checksum.update(written)
            rows += len(part)
            told(of.name, rows)
    return Held(tuple(each.name for each in of.columns), rows, checksum.hexdigest())


def _in_order(of: TableClause) -> Select[Any]:
    """Every row of a table by its key, which sorts alike on both engines."""
    return select(of).order_by(*(of.c[key.name] for key in metadata.tables[of.name].primary_key))


def _line(row: Iterable[Any]) -> bytes:
    return json.dumps(list(map(_portable, row)), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _portable(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
    return value


def _member(name: str, at: datetime) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return member


def _place(name: str) -> str:
    return f"tables/{name}.jsonl"


def _as_json(manifest: Manifest) -> dict[str, Any]:
    tables = {
        name: {"columns": held.columns, "rows": held.rows, "sha256": held.checksum}
        for name, held in manifest.tables.items()
    }
    return {"format": FORMAT, "revision": manifest.revision, "made_at": manifest.made_at.isoformat(),
            "engine": manifest.engine, "tables": tables}  # fmt: skip


# what is there


def shape(connection: Connection) -> list[TableClause]:
    """Our tables with those of their columns that a database has, be it of an older migration; parents first."""
    seen = inspect(connection)
    there = {each.name: {found["name"] for found in seen.get_columns(each.name)}
             for each in metadata.sorted_tables if seen.has_table(each.name)}  # fmt: skip
    return [_bare(name, [each.name for each in metadata.tables[name].columns if each.name in found])
            for name, found in there.items()]  # fmt: skip


def _bare(name: str, columns: Iterable[str]) -> TableClause:
    """A table with these of its columns, in this order, that adds nothing of its own to what is inserted."""
    return table(name, *(column(each, metadata.tables[name].columns[each].type) for each in columns))


# reading


def read(file: Path, told: Told = untold) -> Manifest:
    """Read an archive from end to end and tell what it holds. Raises StoreError for one that cannot be trusted."""
    with _opened(file) as archive:
        manifest = _manifest(json.loads(archive.read(MANIFEST)))
        _known_revision(manifest.revision, f"{file}")
        for name, held in manifest.tables.items():
            _compare(f"{file} cannot be trusted", name, held, _counted(archive, name, held, told))
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{file} is no whole archive of ours; take another one.") from error


def _manifest(said: Any) -> Manifest:
    if said["format"] != FORMAT:
        raise StoreError(f"This archive is of format {said['format']}, which this program does not know.")
    tables = {
        name: Held(tuple(held["columns"]), int(held["rows"]), str(held["sha256"]))
        for name, held in said["tables"].items()
    }
    return Manifest(str(said["revision"]), datetime.fromisoformat(said["made_at"]), str(said["engine"]), tables)


def _counted(archive: zipfile.ZipFile, name: str, held: Held, told: Told) -> Held:
    checksum, rows = sha256(), 0
    with archive.open(_place(name)) as lines:
        while part := list(islice(lines, AT_A_TIME)):
            checksum.update(b"".join(part))
            rows += len(part)
            told(name, rows)
    return Held(held.columns, rows, checksum.hexdigest())


def _compare(trouble: str, name: str, wanted: Held, found: Held) -> None:
    if wanted != found:
        raise StoreError(f"{trouble}: table {name} should hold {wanted.rows:,} rows with checksum "
                         f"{wanted.checksum[:12]}…, and holds {found.rows:,} with {found.checksum[:12]}….")  # fmt: skip


# filling


def fill(connection: Connection, file: Path, manifest: Manifest, told: Told = untold) -> None:
    """Fill an empty database from an archive that `read` found whole, within the connection's transaction.

    1. Make the tables of the archive's own migration, and put the rows in.
    2. Read all of them again: each table must come to the number and the checksum of the manifest.
    3. Let the numbering go on where it was, and upgrade to what this program needs.

    Raises StoreError, after which the transaction must be undone.
    """
    from store import migrations  # Alembic is slow to import.

    _clear(connection)
    migrations.upgrade(connection, manifest.revision)
    made = shape(connection)
    if {each.name: {*each.columns.keys()} for each in made} != {
        name: {*held.columns} for name, held in manifest.tables.items()
    }:
        raise StoreError(f"{file} does not hold the tables of migration {manifest.revision}; take another archive.")
    tables = [_bare(each.name, manifest.tables[each.name].columns) for each in made]
    with _opened(file) as archive:
        for each in tables:
            _put(connection, each, _rows(archive, each), told)
    for each in tables:
        found = _drained(connection, each, len, untold)
        _compare("Not all arrived; it is undone", each.name, manifest.tables[each.name], found)
    _settle(connection, tables)
    migrations.upgrade(connection)


def _clear(connection: Connection) -> None:
    """Take tables away that hold nothing. Raises StoreError when there is something in one of them."""
    there = shape(connection)
    filled = [each.name for each in there if connection.execute(_something(each)).first()]
    if filled:
        raise StoreError(f"The database is not empty ({', '.join(filled[:3])}); an archive is put into an empty one "
                         "only: name another in store.url.")  # fmt: skip
    metadata.drop_all(connection, [metadata.tables[each.name] for each in there])
    connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def _something(of: TableClause) -> Select[Any]:
    """A row of the table, if there is any; what the program notes of itself does not count."""
    query = select(text("1")).select_from(of).limit(1)
    return query.where(of.c.platform != "store") if of.name == "notes" else query


def _put(connection: Connection, into: TableClause, rows: Iterator[dict[str, Any]], told: Told) -> None:
    done = 0
    while part := list(islice(rows, AT_A_TIME)):
        try:
            connection.execute(insert(into), part)
        except DBAPIError as error:
            why = str(error.orig).partition("\n")[0]
            raise StoreError(f"Table {into.name} does not take its rows; it is undone: {why}") from error
        done += len(part)
        told(into.name, done)


def _rows(archive: zipfile.ZipFile, of: TableClause) -> Iterator[dict[str, Any]]:
    readers = {each.name: _reader(each) for each in of.columns}
    with archive.open(_place(of.name)) as lines:
        for line in lines:
            values = zip(readers.items(), json.loads(line), strict=True)
            yield {name: None if value is None else reader(value) for (name, reader), value in values}


def _reader(of: ColumnElement[Any]) -> Callable[[Any], Any]:
    match of.type:
        case Moment():
            return datetime.fromisoformat
        case Date():
            return date.fromisoformat
        case Figure():
            return Decimal
    return _itself


def _itself(value: Any) -> Any:
    return value


def _settle(connection: Connection, tables: Sequence[TableClause]) -> None:
    """Let PostgreSQL go on numbering after the highest number, and look at tables that grew from nothing."""
    if connection.dialect.name != "postgresql":
        return  # SQLite takes the next number by itself.
    for each in tables:
        if "id" in each.c and isinstance(each.c.id.type, Integer):
            last = select(func.max(each.c.id)).scalar_subquery()
            numbering = func.pg_get_serial_sequence(each.name, "id")
            connection.execute(select(func.setval(numbering, func.coalesce(last, 1), last.is_not(None))))
        connection.execute(text(f"ANALYZE {each.name}"))
