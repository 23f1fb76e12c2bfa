"""The store: one database, and transactions in one space of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import archive, checking, moving, spaces, version
from store import engine as engines
from store.accounts import Accounts
from store.acknowledgements import Acknowledgements
from store.alone import alone
from store.audit import Audit
from store.checking import Faults
from store.claims import Claims
from store.clearance import sees_all
from store.codes import Codes, SetupCodes
from store.deliveries import Deliveries
from store.drafts import Drafts
from store.engine import StoreError, Trouble, Unavailable
from store.follows import Follows
from store.grants import Grants
from store.installations import Installations, States
from store.known import Knowledge, Known
from store.leases import Leases
from store.ledger import Ledger
from store.missions import Missions
from store.notes import Notes
from store.offers import StoredLines
from store.outages import Outages
from store.pauses import Pauses
from store.people import People, Person, lacks_name
from store.proposals import Proposals
from store.remembered import Pictures
from store.rooms import Rooms
from store.rows import MissionRef
from store.schedules import DueSchedules, Schedules
from store.secrets import Keyring
from store.seen import SeenEvents
from store.statements import Statements
from store.transaction import Opening, Transaction, Trial
from store.untold import UntoldChanges


class Work:
    """What can be read, or changed, within one transaction in one space."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.space = tx.space
        self.audit = Audit(tx)
        self.people = People(tx, self.audit)
        self.accounts = Accounts(tx, self.audit)
        self.grants = Grants(tx, self.audit)
        self.codes = Codes(tx, self.audit)
        self.rooms = Rooms(tx, self.audit)
        self.claims = Claims(tx, self.audit)
        self.missions = Missions(tx, self.audit, self.claims)
        self.proposals = Proposals(tx, self.audit)
        self.schedules = Schedules(tx, self.audit)
        self.follows = Follows(tx, self.audit)
        self.pauses = Pauses(tx, self.audit)
        self.deliveries = Deliveries(tx)
        self.acknowledgements = Acknowledgements(tx, self.audit)

    async def trial(self) -> Trial:
        """A point to which what is written from now on can be brought back."""
        return await self._tx.trial()

    @contextmanager
    def on_behalf(self, person: int, told: Mapping[str, Any]) -> Iterator[None]:
        """Let what is written within carry the name of another person; its rows in the audit tell `told` besides."""
        mine = self._tx.person
        self._tx.person, self._tx.told = person, told
        try:
            yield
        finally:
            self._tx.person, self._tx.told = mine, {}

    def elsewhere(self, space: int) -> Work:
        """The same transaction in another space, to be read only: who may look there is for the caller to know."""
        return Work(Transaction(self._tx.connection, space, clearance=frozenset()))

    def see_internal_of(self, missions: frozenset[MissionRef] | None) -> None:
        """See what rests on internal sources only in these missions from now on; None for all, as at first."""
        self._tx.clearance = missions

    def sees_internal_of(self, mission: MissionRef) -> bool:
        """Whether it may see what rests on internal sources of a mission."""
        return sees_all(self._tx, mission)

    def for_room(self, *, is_cleared: bool) -> Work:
        """The same transaction as a room sees it, to be read only."""
        clearance: frozenset[int] | None = None if is_cleared else frozenset()
        tx = self._tx
        return Work(Transaction(
            tx.connection, self.space, pictures=tx.pictures, known=tx.known, revisions=tx.revisions, clearance=clearance
        ))  # fmt: skip

    async def move_workplace(self, platform: str, external_id: str, space: int) -> None:
        """Let a workplace of this space share another one from now on, with its people and rooms.

        Raises StoreError when there is no such space.
        """
        there = await spaces.locked(await self._tx.opened(), space, None, self._tx.moment)
        await moving.move(self._tx, there, platform, external_id)


class Store:
    """One database. Open it, upgrade it, then read and change it; close it at the end.

    `url` is `sqlite:///file.db` or `postgresql://user:password@host/name`; the drivers are chosen here.
    `keys` are those of `mss keygen` that seal what is secret: the first one seals, all of them open.
    Raises StoreError for any other URL or key.

    What belongs to a space is found within `reading` and `changing`. What platforms remember of themselves
    belongs to none and is found here; each of its methods is a short transaction of its own.
    """

    def __init__(self, url: str, keys: Sequence[str] = ()) -> None:
        self.url = engines.read_url(url)
        self._engine = engines.engine(self.url)
        self._reading = engines.reading(self._engine)
        self._writing = engines.writing(self._engine)
        self.outages = Outages()
        self._looking = 0
        reading, writing = partial(self._connected, self._reading), partial(self._connected, self._writing)
        at_once = partial(self._connected, engines.at_once(self._engine))
        alone = Statements(reading, writing, at_once, self.outages.written)
        self.installations = Installations(alone, Keyring(keys))
        self.states = States(alone)
        self.seen = SeenEvents(alone)
        self.lines = StoredLines(alone)
        self.leases = Leases(alone)
        self.drafts = Drafts(alone)
        self.notes = Notes(alone)
        self.setup_codes = SetupCodes(alone)
        self.due_schedules = DueSchedules(alone)
        self.ledger = Ledger(alone)
        self.pictures = Pictures()
        self._knowledge = Knowledge(alone)
        self.untold = UntoldChanges(alone)

    async def __aenter__(self) -> Store:
        await self.open()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Make sure that the database can be reached. Raises StoreError when it cannot."""
        engines.probe(self.url)
        async with self._connected(self._engine):
            pass

    async def close(self) -> None:
        await self._engine.dispose()

    async def upgrade(self) -> None:
        """Bring the tables to what this version of the program needs; nothing happens when they are so already.

        Raises StoreError when they are of a newer program that this one does not work with.
        """
        if not await self.is_current():
            from store import migrations  # Alembic is slow to import, and most starts do not need it.

            async with self._connected(engines.migrating(self.url)) as connection:
                await connection.run_sync(migrations.upgrade)

    async def is_current(self) -> bool:
        """Whether this version of the program can work with the tables.

        Raises StoreError when no upgrade would help: a newer program wrote them.
        """
        async with self._connected(self._reading) as connection:
            return await connection.run_sync(version.suits)

    async def revision(self) -> str | None:
        """The migration the tables are of; None for a database without any."""
        async with self._connected(self._reading) as connection:
            return await connection.run_sync(version.revision)

    async def faults(self, at: datetime) -> Faults:
        """All that is not whole or not drawn right, as things stand at one moment."""
        async with self._connected(self._reading) as connection:
            return await checking.faults(connection, at)

    async def backup(self, file: Path, at: datetime, told: archive.Told = archive.untold) -> archive.Manifest:
        """Write all that is remembered at this moment into a new archive, while others go on reading and writing.

        Raises StoreError for an empty store, one of a newer program, and a file that is there or cannot be written.
        """
        async with self._connected(self._reading) as connection:
            return await connection.run_sync(archive.write, file, at, told)

    async def restore(self, file: Path, told: archive.Told = archive.untold) -> archive.Manifest:
        """Fill this store, which must be empty, from an archive: all of it arrives unchanged, or nothing does.

        Raises StoreError for an archive that cannot be trusted, before anything is written, and for a filled store.
        """
        manifest = archive.read(file)
        async with self._connected(engines.migrating(self.url)) as connection:
            await connection.run_sync(archive.fill, file, manifest, told)
        return manifest

    async def move(self, to: Store, at: datetime, told: archive.Told = archive.untold) -> archive.Manifest:
        """Copy this store, in SQLite, to an empty one in PostgreSQL; nobody can change it meanwhile.

        Raises StoreError as `backup` and `restore` do, for other engines, and while a bot serves this store.
        """
        if (self.url.get_backend_name(), to.url.get_backend_name()) != ("sqlite", "postgresql"):
            raise StoreError("A move goes from SQLite to PostgreSQL; `mss db backup` and `mss db restore` go any way.")
        with alone(str(self.url)), TemporaryDirectory(prefix="mss-move-") as folder:
            file = Path(folder, "all.zip")
            async with self._connected(self._writing) as connection:
                await connection.run_sync(archive.write, file, at, told)
                return await to.restore(file, told)

    @property
    def is_for_one(self) -> bool:
        """Whether one process at a time serves it."""
        return self.url.get_backend_name() == "sqlite"

    async def try_writing(self, at: datetime) -> None:
        """Write a note. Raises StoreError when nothing can be written."""
        try:
            await self.notes.set("store", "tried writing", at.isoformat(), at)
        except DBAPIError as error:
            why = f"The database {engines.shown(self.url)} cannot be written: {error.orig}"
            raise StoreError(why) from error

    async def clock(self) -> datetime | None:
        """What the database takes the time to be; None where it goes by the clock of this machine."""
        async with self._connected(self._reading) as connection:
            if connection.dialect.name != "postgresql":
                return None
            moment: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
            return moment

    async def space_of(self, platform: str, external_id: str) -> int | None:
        """The space to which a Slack workspace, Discord server or terminal belongs; None when to none yet."""
        async with self._connected(self._reading) as connection:
            return await spaces.space_of(connection, platform, external_id)

    async def spaces(self) -> list[tuple[int, str]]:
        """The id and the name of every space."""
        async with self._connected(self._reading) as connection:
            return await spaces.every_space(connection)

    async def open_space(self, platform: str, external_id: str, name: str, at: datetime) -> int:
        """The space to which a workplace belongs, opened at first sight; two at once get the same."""
        known = await self.space_of(platform, external_id)
        return known or await self._open_space(platform, external_id, name, at)

    async def _open_space(self, platform: str, external_id: str, name: str, at: datetime) -> int:
        try:
            async with self._connected(self._writing) as connection:
                known = await spaces.space_of(connection, platform, external_id)
                return known or await spaces.open_space(connection, platform, external_id, name, at)
        except IntegrityError:
            # Somebody else opened it between our look and our row.
            return await self.open_space(platform, external_id, name, at)

    async def identify(
        self, space: int, platform: str, tenant: str, external_id: str, name: str, at: datetime
    ) -> Person:
        """The person who goes by that id on a platform, made known at first sight."""
        async with self.reading(space) as work:
            known = await work.people.find(platform, tenant, external_id)
        if known and not lacks_name(known, external_id, name):
            return known
        async with self.changing(space, None, at) as work:
            return await work.people.identify(platform, tenant, external_id, name)

    async def known(self, platform: str, external_id: str, at: datetime) -> Known | None:
        """What is known, at a moment, of the space to which a workplace belongs; None when it belongs to none yet.

        What another process changed is known a second later at most, what this one changed at once.
        """
        return await self._knowledge.of(platform, external_id, at)

    @asynccontextmanager
    async def reading(self, space: int, known: Known | None = None) -> AsyncIterator[Work]:
        """A transaction that sees one moment of one space, or what is known of it already where that is given."""
        opening = Opening(partial(self._connected, self._reading))
        try:
            yield Work(Transaction(opening, space, pictures=self.pictures, known=known))
        finally:
            await opening.close()

    @asynccontextmanager
    async def changing(self, space: int, person: int | None, at: datetime, request: str = "") -> AsyncIterator[Work]:
        """A transaction that changes one space, alone; an error in it leaves nothing behind.

        `request` is what the log knows it by: the rows of the audit and of the ledger that it writes bear it.

        Within a space time never runs backwards: a clock that lags takes the moment of the last change.
        Raises StoreError when something was written but no audit row tells of it.
        """
        async with self._connected(self._writing) as connection:
            tx = await spaces.locked(connection, space, person, at)
            tx.request = request
            before = tx.last_seq
            yield Work(tx)
            if tx.has_written and not tx.is_audited:
                raise StoreError("A change was made of which the audit tells nothing; it is undone.")
        self._knowledge.learn(space, before, tx.last_seq, tx.news)
        if tx.has_written:
            self.outages.written()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        try:
            async with aclosing(await self._connection(engine)) as connection, connection.begin():
                yield connection
        except (DBAPIError, NoConnection) as error:
            trouble = engines.trouble_of(error)
            if trouble is None:
                raise
            raise self._outage(trouble, error) from error
        self.outages.reached()

    async def _connection(self, engine: AsyncEngine) -> AsyncConnection:
        """Raises Unavailable, at once while the database is gone and somebody already looks whether it is back."""
        if self._looking and (outage := self.outages.known(Trouble.GONE)):
            raise outage
        self._looking += 1
        try:
            return await engine.connect()
        except (DBAPIError, OSError) as error:
            raise self._outage(engines.trouble_of(error) or Trouble.GONE, error) from error
        finally:
            self._looking -= 1

    def _outage(self, trouble: Trouble, error: Exception) -> Unavailable:
        """What to raise while the database is in trouble; it is told in the log once."""
        why = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        return self.outages.begun(trouble, f"The database {engines.shown(self.url)} {_CANNOT[trouble]}: {why}")


_CANNOT = {Trouble.GONE: "cannot be reached", Trouble.BUSY: "is kept busy by somebody else",
           Trouble.FULL: "cannot be written", Trouble.READ_ONLY: "cannot be written"}  # fmt: skip
