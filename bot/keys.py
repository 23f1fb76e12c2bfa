"""mss keys: which keys the tokens of workspaces and servers are sealed with, and how to change them while serving."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from adapters.checkup import Finding, Verdict
from bot.cli import ConfigOption, Format, console, kindly, show
from briefings import words
from briefings.document import Document, Line, UserError, plural, section
from briefings.document import mark as _
from store.engine import shown
from store.installations import Sealed
from store.work import Store

keys_app = typer.Typer(no_args_is_help=True, help="Look after the encryption keys.")


@keys_app.command("check")
@kindly
async def check_keys(config: ConfigOption = None) -> int:
    """Say which keys are in use, and what no key opens. Exit code 1 when there is something that none opens."""
    async with _opened(config) as store:
        found = await keys_report(store)
    nothing = Line(_("Nothing is sealed in this store: no workspace or server installed the bot by itself"))
    lines = [line for one in found for line in (one.says, one.fix) if line]
    document = Document("keys", Line(_("Encryption keys")), sections=(section(None, *(lines or [nothing])),))
    show(words.say(document, words.language("en")), Format.TEXT, console())
    return 1 if any(one.verdict is Verdict.WRONG for one in found) else 0


@keys_app.command()
@kindly
async def rotate(
    end_lost: Annotated[bool, typer.Option("--end-lost", help="End the installations that no key opens.")] = False,
    config: ConfigOption = None,
) -> int:
    """Seal all tokens anew with the first of secrets.keys, while the bot serves; the other keys can go afterwards."""
    from bot.app import now

    async with _opened(config) as store:
        lost = [one for one in await store.installations.sealed() if one.key is None and end_lost]
        for one in lost:
            await store.installations.end(one.platform, one.tenant, KEY_LOST, now())
        number = await store.installations.rotate()
    done = plural(_("{n} installation is sealed with the first key; the other keys can be taken out of secrets.keys"),
                  _("{n} installations are sealed with the first key; the other keys can be taken out of secrets.keys"), number)  # fmt: skip
    ended = [Line(_("{name} was ended; it can install the bot again"), name=_called(one)) for one in lost]
    document = Document("keys", done, sections=(section(None, *ended, is_list=True),) if ended else ())
    show(words.say(document, words.language("en")), Format.TEXT, console())
    return 0


@asynccontextmanager
async def _opened(config: Path | None) -> AsyncIterator[Store]:
    """The store of the settings. Raises UserError while its tables are not those that this program needs."""
    from bot.config import read_settings

    settings = read_settings(config)
    async with Store(settings.store_url, settings.store_keys) as store:
        if not await store.is_current():
            raise UserError(_("The database {name} is new or of another version: `mss db upgrade` brings it up to date"),
                            name=shown(store.url))  # fmt: skip
        yield store


KEY_LOST = "the key of its tokens was lost"


async def keys_report(store: Store) -> list[Finding]:
    """How the tokens in a store are sealed: with the first key, with an older one, with none that is given."""
    found = await store.installations.sealed()
    lost = [one for one in found if one.key is None]
    by_key = Counter(one.key for one in found if one.key)
    report = [_lost(lost)] if lost else []
    report += [_older(key, number) for key, number in sorted(by_key.items()) if key > 1]
    if by_key[1]:
        report.append(Finding(Verdict.WELL, plural(_("The tokens of {n} installation are sealed with the first key"),
                                                   _("The tokens of {n} installations are sealed with the first key"), by_key[1])))  # fmt: skip
    return report


def _lost(lost: Sequence[Sealed]) -> Finding:
    says = plural(_("No key that is given opens the tokens of {n} installation: {names}"),
                  _("No key that is given opens the tokens of {n} installations: {names}"), len(lost),
                  names=", ".join(map(_called, lost)))  # fmt: skip
    return Finding(Verdict.WRONG, says, Line(_(
        "Put the key they were sealed with back into secrets.keys. If it is lost, these workspaces and servers install "
        "the bot again, or `mss keys rotate --end-lost` ends them; records, rights and schedules are not sealed and stay"
    )))  # fmt: skip


def _older(key: int, number: int) -> Finding:
    says = plural(_("The tokens of {n} installation are still sealed with key number {key}"),
                  _("The tokens of {n} installations are still sealed with key number {key}"), number, key=key)  # fmt: skip
    return Finding(
        Verdict.WORTH_KNOWING, says, Line(_("`mss keys rotate` seals them with the first; then that key can go."))
    )


def _called(one: Sealed) -> str:
    return f"{one.platform} {one.tenant}" + (f" ({one.name})" if one.name else "")
