"""mss audit: whether anything was changed behind the program's back."""

from __future__ import annotations

import typer

from bot.cli import ConfigOption, Format, console, kindly, show
from briefings import words
from briefings.document import Document, Line, Said, plural, section
from briefings.document import mark as _
from store.work import Store

audit_app = typer.Typer(no_args_is_help=True, help="Check the audit.")


@audit_app.callback()
def audits() -> None:
    """Check the audit."""


@audit_app.command()
@kindly
async def verify(config: ConfigOption = None) -> int:
    """Follow the chain of every space. Exit code 1 when a row was changed, added or removed behind our back."""
    from bot.config import read_settings

    settings = read_settings(config)
    async with Store(settings.store_url, settings.store_keys) as store:
        await store.upgrade()
        broken = await broken_chains(store)
    show(report(broken), Format.TEXT, console())
    return 1 if any(broken.values()) else 0


async def broken_chains(store: Store) -> dict[str, int | None]:
    """The number of the first row that is not as it was written, or None, for every space by its number and name."""
    found: dict[str, int | None] = {}
    for space, name in await store.spaces():
        async with store.reading(space) as work:
            found[f"{space} ({name})"] = await work.audit.verify()
    return found


def report(broken: dict[str, int | None]) -> Said:
    """What was found, a line for each chain that is broken."""
    wrong = [Line(_("Space {space}: row {n} is not as it was written, or one is missing there"), space=space, n=row)
             for space, row in broken.items() if row]  # fmt: skip
    whole = plural(_("The audit of {n} space is whole"), _("The audits of {n} spaces are whole"), len(broken))
    title = plural(_("{n} audit was changed behind the program's back"),
                   _("{n} audits were changed behind the program's back"), len(wrong))  # fmt: skip
    document = Document(
        name="audit-verify",
        title=title if wrong else whole,
        sections=(section(None, *wrong, is_list=True),) if wrong else (),
    )
    return words.say(document, words.language("en"))
