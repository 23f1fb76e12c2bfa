"""mss record: check, load and export record files, and export claims as a table."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import REFUSED, ConfigOption, kindly, note, person_here
from briefings import words
from briefings.claims import Claim
from briefings.dates import Role
from briefings.document import Line, UserError, plural
from briefings.document import mark as _
from briefings.record import Record, check_record, read_record, write_record

record_app = typer.Typer(no_args_is_help=True, help="Check, load and export records.")


class TableFormat(StrEnum):
    """How claims are exported."""

    CSV = "csv"
    JSON = "json"


MissionArgument = Annotated[str | None, typer.Argument(help="The mission; not needed when there is one only.")]


@record_app.command()
@kindly
async def check(file: Annotated[Path, typer.Argument(help="The record file.")]) -> int:
    """Name every fault of a record file with its line and how to mend it."""
    text = read_text(file)
    faults = check_record(text)
    for fault in faults:
        print(f"{file}:{fault.line}: {words.text(fault.what)} {words.text(fault.fix)}")  # noqa: T201
    if faults:
        note(words.text(plural(_("{n} fault"), _("{n} faults"), len(faults))))
        return REFUSED
    record = read_record(text)
    note(words.text(Line(_("no fault: {facts} from {sources}"), facts=plural(_("{n} fact"), _("{n} facts"), len(record.claims)),
                         sources=plural(_("{n} source"), _("{n} sources"), len(record.sources)))))  # fmt: skip
    return 0


@record_app.command()
@kindly
async def load(file: Annotated[Path, typer.Argument(help="The record file.")], config: ConfigOption = None) -> int:
    """Load a record file in one transaction; loading it again changes nothing."""
    from bot import app as parts
    from bot.config import read_settings

    record = read_record(read_text(file))
    async with parts.local_bot(read_settings(config).store_url, person_here()) as bot:
        loaded = await bot.load(record)
    note(words.text(Line(_("{mission}: {added} added, {changed} changed, {unchanged} as before"), mission=record.mission.short,
                         added=loaded.added, changed=loaded.changed, unchanged=loaded.unchanged)))  # fmt: skip
    return 0


@record_app.command()
@kindly
async def export(mission: MissionArgument = None, config: ConfigOption = None) -> int:
    """Write a mission's record to standard output, as a file that can be loaded again."""
    sys.stdout.write(write_record(await _record(mission, config)))
    return 0


@record_app.command()
@kindly
async def claims(
    mission: MissionArgument = None,
    form: Annotated[TableFormat, typer.Option("--format", help="csv or json.")] = TableFormat.CSV,
    config: ConfigOption = None,
) -> int:
    """Write a mission's claims to standard output as a table."""
    rows = [claim_row(claim) for claim in (await _record(mission, config)).claims]
    sys.stdout.write(as_csv(rows) if form is TableFormat.CSV else json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    return 0


async def _record(mission: str | None, config: Path | None) -> Record:
    from bot import app as parts
    from bot.config import read_settings

    url = read_settings(config).store_url
    async with parts.local_bot(url, person_here()) as bot, bot.store.reading(bot.space) as work:
        found = await work.missions.find(mission) if mission else await work.missions.all()
        if len(found) != 1:
            known = ", ".join(row.mission.short for row in await work.missions.all()) or "–"
            raise UserError(_("Name one mission of: {known}"), known=known)
        return await work.missions.export(found[0])


def read_text(file: Path) -> str:
    """The text of a file. Raises UserError when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(_("{file} cannot be read: {why}"), file=str(file), why=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UserError(_("{file} is not UTF-8 text; save it as UTF-8"), file=str(file)) from error


# claims as a table


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as one flat row: what it says, its dates, its evidence, and what only its kind has."""
    return {
        "name": claim.name, "kind": claim.kind, "source": claim.source, "subject": claim.subject,
        "aspect": claim.aspect, "scope": claim.scope, "value": _cell(claim.value), "text": claim.text,
        **{role.value: str(claim.dates[role]) if role in claim.dates else "" for role in Role},
        "basis": claim.basis.value, "basis_note": claim.basis_note, "said_by": claim.said_by,
        "actors": "; ".join(claim.actors), "quote": claim.quote, "grade": claim.grade, "doubt": claim.doubt,
        "note": claim.note, "beside": claim.beside, "standing": claim.standing.value,
        "links": "; ".join(f"{link.relation.value} {link.to}" for link in claim.links),
        "details": "; ".join(f"{name}: {_cell(value)}" for name, value in claim.details.items()),
    }  # fmt: skip


def _cell(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would take for a formula is kept as text by an apostrophe."""
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({key: _inert(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value
