"""mss doctor: whether all is as it must be, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.checkup import Finding, Verdict
from bot.app import now
from bot.commands import REGISTRY
from bot.config import Settings, WrongSettings, read_settings
from bot.desk import Desk
from bot.keys import keys_report
from bot.serve import access, discord_access
from briefings import words
from briefings.document import Document, Instant, Line, Said, Section, plural, section
from briefings.document import mark as _
from store.engine import StoreError
from store.work import Store

FAR_AWAY = "America/Port-au-Prince"


async def doctor(config: Path | None) -> tuple[Said, bool]:
    """All that was looked at as a document, and whether nothing of it is wrong."""
    try:
        found = await examine(read_settings(config))
    except WrongSettings as wrong:
        found = [Finding(Verdict.WRONG, fault) for fault in wrong.faults]
    return words.say(report(found), words.language("en")), not _having(Verdict.WRONG, found)


async def examine(settings: Settings) -> list[Finding]:
    """Look at the clock, the keys, the store and every platform that has a section."""
    found = [_clock(), _keys(settings)]
    try:
        async with Store(settings.store_url, settings.store_keys) as store:
            found += await _database(store)
            found += await keys_report(store) if await store.is_current() else []
            found += await _platforms(settings, store)
    except StoreError as error:
        found.append(
            Finding(Verdict.WRONG, Line("{why}", why=str(error)), Line(_("Look at store.url and secrets.keys.")))
        )
    return found


def _clock() -> Finding:
    try:
        ZoneInfo(FAR_AWAY)
    except ZoneInfoNotFoundError:
        return Finding(Verdict.WRONG, Line(_("Time zones are not known here")), Line(_("Install the package tzdata.")))
    return Finding(Verdict.WELL, Line(_("It is {moment}, and time zones are known"), moment=Instant(now())))


def _keys(settings: Settings) -> Finding:
    if not settings.store_keys:
        return Finding(Verdict.WORTH_KNOWING, Line(_("There is no encryption key; only workspaces that install the app themselves need one")))  # fmt: skip
    return Finding(Verdict.WELL, plural(_("{n} encryption key is given"), _("{n} encryption keys are given"), len(settings.store_keys)))  # fmt: skip


async def _database(store: Store) -> list[Finding]:
    """Raises StoreError when it cannot be written."""
    if not await store.is_current():
        return [Finding(Verdict.WORTH_KNOWING, Line(_("The database is new or of another version; `mss serve` brings it up to date when it starts")))]  # fmt: skip
    await store.try_writing(now())
    return [Finding(Verdict.WELL, Line(_("The database can be reached and written, and is up to date")))]


async def _platforms(settings: Settings, store: Store) -> list[Finding]:
    if settings.slack is None and settings.discord is None:
        return [Finding(Verdict.WRONG, Line(_("No platform is configured")), Line(_("`mss init` sets one up.")))]
    memory, found = store if await store.is_current() else None, []
    if settings.slack:
        from adapters.slack.checkup import examine as examine_slack

        found += await examine_slack(access(settings.slack), memory, now)
    if settings.discord:
        from adapters.discord.checkup import examine as examine_discord

        desk = Desk(store, REGISTRY, for_rooms=True)
        found += await examine_discord(discord_access(settings.discord), desk, memory)
    return found


# as a document


def report(found: Sequence[Finding], name: str = "doctor") -> Document[Line]:
    """What is wrong first, with what to do about it."""
    wrong = _having(Verdict.WRONG, found)
    title = plural(_("{n} thing needs you"), _("{n} things need you"), len(wrong)) if wrong else Line(_("All is well"))
    parts = {
        _("To mend"): wrong,
        _("To know"): _having(Verdict.WORTH_KNOWING, found),
        _("Well"): _having(Verdict.WELL, found),
    }
    return Document(name, title, sections=tuple(_section(label, part) for label, part in parts.items() if part))


def _section(label: str, found: Sequence[Finding]) -> Section[Line]:
    lines = (Line(_("{what}. {fix}"), what=one.says, fix=one.fix) if one.fix else one.says for one in found)
    return section(Line(label), *lines, is_list=True)


def _having(verdict: Verdict, found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if one.verdict is verdict]
