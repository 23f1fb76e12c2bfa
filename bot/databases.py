"""mss db: upgrade, check, back up, restore and move what the bot remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from adapters.checkup import Finding, Verdict
from bot.cli import ConfigOption, Format, console, kindly, show
from briefings import words
from briefings.document import Document, Line, Said, When, plural, section
from briefings.document import mark as _
from store.archive import Manifest, Told, untold
from store.engine import StoreError, shown
from store.work import Store

db_app = typer.Typer(no_args_is_help=True, help="Look after the database.")


@db_app.command()
@kindly
async def upgrade(config: ConfigOption = None) -> int:
    """Bring the tables to what this program needs; replicas of the release before go on working."""
    async with _store(config) as store:
        before = await store.revision()
        await store.upgrade()
        after = await store.revision()
    known = {"before": before or "–", "after": after or "–"}
    changed = Line(_("The database was upgraded from migration {before} to {after}"), **known)
    same = Line(_("Nothing to do: this program works with the tables as they are, migration {after}"), **known)
    _show(Document("db-upgrade", same if before == after else changed))
    return 0


@db_app.command()
@kindly
async def check(
    as_json: Annotated[bool, typer.Option("--json", help="For programs, as docs/json.md tells.")] = False,
    config: ConfigOption = None,
) -> int:
    """Look whether the database is reached, up to date, writable and whole. Exit code 1 when something is wrong."""
    try:
        async with _store(config) as store:
            found = await checked(store)
    except StoreError as error:
        found = [refused(error, Line(_("Look at store.url.")))]
    _show_found(found, Format.JSON if as_json else Format.TEXT)
    return 1 if any(one.verdict is Verdict.WRONG for one in found) else 0


@db_app.command()
@kindly
async def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The archive to write; named after this moment when left out.")
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Write all that the bot remembers into one file, while it goes on serving."""
    from bot.app import now

    moment = now()
    file = file or Path(f"mss-{moment:%Y-%m-%d-%H%M%S}.zip")
    async with _store(config) as store:
        with _progress() as told:
            manifest = await store.backup(file, moment, told)
    title = Line(_("{file} holds all of it: {rows} of {tables}"), file=str(file), **_amount(manifest))
    hint = Line(
        _("Tokens stay sealed in it: keep secrets.keys in another place, for without them no token can be read")
    )
    _show(Document("db-backup", title, small=(hint,)))
    return 0


@db_app.command()
@kindly
async def restore(
    file: Annotated[Path, typer.Argument(help="The archive that `mss db backup` wrote.")],
    config: ConfigOption = None,
) -> int:
    """Fill an empty database from an archive, on either engine: all of it arrives, or nothing does."""
    store = _store(config)  # Not opened yet: an archive that is refused leaves no empty file behind.
    with _progress() as told:
        manifest = await store.restore(file, told)
    async with store:
        found = await checked(store)
    title = Line(_("{rows} of {tables} are restored as they were on {day}, each table compared"), **_amount(manifest),
                 day=When(manifest.made_at.date()))  # fmt: skip
    _show(Document("db-restore", title))
    _show_found(found)
    return 1 if any(one.verdict is Verdict.WRONG for one in found) else 0


@db_app.command()
@kindly
async def move(
    to: Annotated[
        str, typer.Option("--to", help="postgresql://USER@HOST/DATABASE; the password can be in PGPASSWORD.")
    ],
    config: ConfigOption = None,
) -> int:
    """Copy a database in SQLite to an empty one in PostgreSQL, each table counted and compared. Stop the bot first."""
    from bot.app import now

    async with _store(config) as store, Store(to) as there:
        with _progress() as told:
            manifest = await store.move(there, now(), told)
    title = Line(
        _("{rows} of {tables} are in {there}, each table compared"), **_amount(manifest), there=shown(there.url)
    )
    next_step = Line(_("Write that address into store.url and start the bot; what was here stays as it is"))
    _show(Document("db-move", title, sections=(section(Line(_("Next")), next_step, is_list=True),)))
    return 0


def refused(error: StoreError, look: Line) -> Finding:
    """What is wrong with a database that cannot be had, and where to look."""
    return Finding(Verdict.WRONG, Line("{why}", why=str(error).rstrip(".")), look)


async def checked(store: Store) -> list[Finding]:
    """How a database does. Raises StoreError when it cannot be reached or written."""
    from bot.app import now

    if not await store.is_current():
        return [Finding(Verdict.WRONG, Line(_("The database {name} is new or of another version"), name=shown(store.url)),
                        Line(_("`mss db upgrade` brings it up to date.")))]  # fmt: skip
    await store.try_writing(now())
    faults = await store.faults(now())
    restore_it = Line(_("Restore the last backup into an empty database, and tell us how it came to that."))
    wrong = [Line(_("The file is damaged: {why}"), why=why) for why in faults.file]
    wrong += [Line(_("Audit of space {space}: row {n} is not as it was written, or one is missing there"), space=space, n=row)
              for space, row in faults.audits.items()]  # fmt: skip
    wrong += [Line(_("Space {space}, mission {mission}: not found as they should be: {names}"), space=space, mission=mission,
                   names=", ".join(names[:5])) for (space, mission), names in faults.drawn.items()]  # fmt: skip
    well = [Line(_("The database can be reached and written, and is up to date")),
            *([] if faults else [Line(_("Every audit is whole, and every fact is found by its days"))])]  # fmt: skip
    return [
        *(Finding(Verdict.WRONG, line, restore_it) for line in wrong),
        *(Finding(Verdict.WELL, line) for line in well),
    ]


def _store(config: Path | None) -> Store:
    from bot.config import read_settings

    settings = read_settings(config)
    return Store(settings.store_url, settings.store_keys)


def _amount(manifest: Manifest) -> dict[str, Line]:
    return {"rows": plural(_("{n} row"), _("{n} rows"), manifest.rows),
            "tables": plural(_("{n} table"), _("{n} tables"), len(manifest.tables))}  # fmt: skip


@contextmanager
def _progress() -> Iterator[Told]:
    """Says how far it is, where somebody looks."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield untold
        return
    with screen.status("") as status:
        yield lambda table, rows: status.update(f"{table}: {rows:,}")


def _show_found(found: Sequence[Finding], form: Format = Format.TEXT) -> None:
    from bot.doctor import report  # It knows the libraries of all platforms.

    _show(report(found, "db-check"), form)


def _show(document: Document[Line], form: Format = Format.TEXT) -> None:
    said: Said = words.say(document, words.language("en"))
    show(said, form, console())
