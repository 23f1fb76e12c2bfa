"""mss record: check and load record files, import and export facts as files."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.port import CONFIRM, Request
from adapters.terminal.files import with_files, write
from bot.cli import REFUSED, ConfigOption, Format, console, kindly, note, person_here, show
from briefings import words
from briefings.document import Line, Said, UserError, plural
from briefings.document import mark as _
from briefings.documents.bulk import REFUSED as CANNOT
from briefings.record import check_record, read_record

record_app = typer.Typer(no_args_is_help=True, help="Check, load and export records.")


class TableFormat(StrEnum):
    """The form of an exported file."""

    CSV = "csv"
    JSON = "json"
    TOML = "toml"


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
async def load(
    file: Annotated[Path, typer.Argument(help="The record file.")],
    space: Annotated[
        str, typer.Option("--space", help="The workspace or server, where it is not this terminal's.")
    ] = "",
    config: ConfigOption = None,
) -> int:
    """Load a record file in one transaction; loading it again changes nothing."""
    from bot import app as parts
    from bot.config import read_settings

    record = read_record(read_text(file))
    async with parts.local_bot(read_settings(config).store_url, person_here()) as bot:
        others = await bot.other_spaces()
        loaded = await bot.load(record, _space(space, others) if space else None)
    note(words.text(Line(_("{mission}: {added} added, {changed} changed, {unchanged} as before"), mission=record.mission.short,
                         added=loaded.added, changed=loaded.changed, unchanged=loaded.unchanged)))  # fmt: skip
    if not space and len(others) == 1:
        note(words.text(Line(_("This is what the terminal sees; for {name} load it with “--space {id}”"), name=others[0][1],
                             id=str(others[0][0]))))  # fmt: skip
    return 0


def _space(word: str, others: list[tuple[int, str]]) -> int:
    """The space that a name or a number means. Raises UserError with those there are."""
    found = [space for space, name in others if word.casefold() in (str(space), name.casefold())]
    if len(found) != 1:
        known = ", ".join(f"{space} ({name})" for space, name in others) or "–"
        raise UserError(
            _("There is no single space “{word}”; beside the terminal's own there is: {known}"), word=word, known=known
        )
    return found[0]


MissionOption = Annotated[str | None, typer.Option("--in", help="The mission, when the file does not name it.")]


@record_app.command("import")
@kindly
async def import_(
    file: Annotated[Path, typer.Argument(help="A CSV, JSON or TOML file of facts.")],
    mission: MissionOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Store what the file brings; without it nothing is stored.")
    ] = False,
    page: Annotated[int, typer.Option(help="The page of a long list of rows.")] = 1,
    config: ConfigOption = None,
) -> int:
    """Show what a file of facts would change, row by row, and store it with --yes."""
    given = {"file": str(file), "in": mission or "", "page": str(page) if page > 1 else ""}
    said, is_answer = await _asked("mission import", given, config, says_yes=yes)
    show(said, Format.TEXT, console(stderr=not is_answer))
    return 0 if is_answer and said.name != CANNOT else REFUSED


@record_app.command()
@kindly
async def export(
    mission: MissionArgument = None,
    form: Annotated[TableFormat, typer.Option("--format", help="csv, json or toml.")] = TableFormat.TOML,
    as_of: Annotated[str, typer.Option("--as-of", help="Only what counted on that day, like 2024-11-07.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Withdrawn facts and all that befell each, too.")] = False,
    out: Annotated[Path | None, typer.Option(help="The folder to write it into; else to standard output.")] = None,
    config: ConfigOption = None,
) -> int:
    """Write a mission's record to standard output, as a file that can be loaded or imported again."""
    given = {"in": mission or "", "format": form.value, "as-of": as_of, "all": "yes" if everything else ""}
    said, is_answer = await _asked("mission export", given, config)
    if said.file is None or not is_answer:
        show(said, Format.TEXT, console(stderr=True))
        return REFUSED
    if out is None:
        sys.stdout.buffer.write(said.file.content)
        sys.stdout.flush()
    else:
        note(str(write(said.file, out)))
    return 0


async def _asked(
    command: str, given: dict[str, str], config: Path | None, *, says_yes: bool = False
) -> tuple[Said, bool]:
    """What the local bot answers; where it asks whether to store a change, to the yes."""
    from adapters.terminal.ask import answer_yes, asked, local_request
    from bot import app as parts
    from bot.config import read_settings

    def make(command: str, words: dict[str, str]) -> Request:
        return local_request(command, words, person_here(), parts.now())

    async with parts.local_bot(read_settings(config).store_url, person_here()) as bot:
        words = {name: word for name, word in given.items() if word}
        said, is_answer = await asked(bot.desk, with_files(make(command, words), bot.desk.shapes))
        if says_yes and any(CONFIRM in offer.line for offer in said.offers):
            said, is_answer = await answer_yes(bot.desk, said, make)
    return said, is_answer


def read_text(file: Path) -> str:
    """The text of a file. Raises UserError when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(_("{file} cannot be read: {why}"), file=str(file), why=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UserError(_("{file} is not UTF-8 text; save it as UTF-8"), file=str(file)) from error
