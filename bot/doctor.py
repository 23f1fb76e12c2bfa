"""mss doctor: whether all is as it must be, and what to do where it is not.

What is wrong keeps the bot from what it was asked to do until somebody mends it; a warning is to be looked at some day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from adapters.checkup import Finding, Verdict
from adapters.discord import PLATFORM as DISCORD
from adapters.port import Room
from bot.app import now
from bot.commands import REGISTRY
from bot.config import Settings, WrongSettings, read_settings
from bot.databases import refused
from bot.desk import Desk
from bot.keys import keys_report
from bot.serve import access, discord_access
from bot.spaces_checkup import spaces_report
from briefings import words
from briefings.document import Document, Instant, Line, Section, plural, section
from briefings.document import mark as _
from store.engine import StoreError
from store.work import Store

FAR_AWAY = "America/Port-au-Prince"
OFF = timedelta(seconds=2)
"""How far the database's clock may be from ours: processes part the work by leases that last six seconds."""
VERSION = 1
"""Of what programs are told; it is raised when a field changes its meaning or goes away."""


async def doctor(config: Path | None) -> list[Finding]:
    """All that was looked at."""
    try:
        return await examine(read_settings(config))
    except WrongSettings as wrong:
        return _about("settings", [Finding(Verdict.WRONG, fault) for fault in wrong.faults])


async def examine(settings: Settings) -> list[Finding]:
    """Look at the clock, the keys, the store with all its spaces, and every platform that has a section."""
    found = [*_about("clock", [_clock()]), *_about("keys", [_keys(settings)])]
    try:
        async with Store(settings.store_url, settings.store_keys) as store:
            found += _about("database", await _database(store))
            is_current = await store.is_current()
            found += _about("keys", await keys_report(store) if is_current else [])
            of_spaces, rooms = await spaces_report(store, now()) if is_current else ([], [])
            found += [*await _platforms(settings, store, rooms, is_current=is_current), *of_spaces]
    except StoreError as error:
        found += _about("database", [refused(error, Line(_("Look at store.url and secrets.keys.")))])
    return found


def _about(what: str, found: Iterable[Finding]) -> list[Finding]:
    return [replace(one, about=what) for one in found]


def _clock() -> Finding:
    try:
        ZoneInfo(FAR_AWAY)
    except ZoneInfoNotFoundError:
        return Finding(Verdict.WRONG, Line(_("Time zones are not known here")), Line(_("Install the package tzdata.")))
    zones = Line(_("It is {moment}, and time zones are those of {release}"), moment=Instant(now()), release=zone_data())
    return Finding(Verdict.WELL, zones)


def zone_data() -> str:
    """The release of the zone data that counts here: the system's where it has any, else that of the package tzdata."""
    for folder in map(Path, TZPATH):
        if (folder / FAR_AWAY).is_file():
            source = folder / "tzdata.zi"
            first = source.read_text(encoding="utf-8").partition("\n")[0] if source.is_file() else ""
            return first.removeprefix("# version ") or str(folder)
    return metadata.version("tzdata")


def _keys(settings: Settings) -> Finding:
    if not settings.store_keys:
        return Finding(Verdict.WORTH_KNOWING, Line(_("There is no encryption key; only workspaces that install the app themselves need one")))  # fmt: skip
    return Finding(Verdict.WELL, plural(_("{n} encryption key is given"), _("{n} encryption keys are given"), len(settings.store_keys)))  # fmt: skip


async def _database(store: Store) -> list[Finding]:
    """Raises StoreError when it cannot be written."""
    if not await store.is_current():
        return [Finding(Verdict.WORTH_KNOWING, Line(_("The database is new or of another version; `mss serve` brings it up to date when it starts")))]  # fmt: skip
    await store.try_writing(now())
    well = Finding(Verdict.WELL, Line(_("The database can be reached and written, and is up to date")))
    return [well, *apart(await store.clock(), now())]


def apart(clock: datetime | None, here: datetime) -> list[Finding]:
    """How far the database's clock is from ours, where that is too far; None is no clock of its own."""
    if clock is None or abs(clock - here) <= OFF:
        return []
    seconds = round(abs(clock - here).total_seconds())
    return [Finding(Verdict.WRONG, plural(_("The clock of this machine is {n} second away from the database's"),
                                          _("The clock of this machine is {n} seconds away from the database's"), seconds),
                    Line(_("Let both keep their time by NTP: processes part the work by their clocks.")))]  # fmt: skip


async def _platforms(settings: Settings, store: Store, rooms: Sequence[Room], *, is_current: bool) -> list[Finding]:
    """How every platform that has a section does; `rooms` are those that are posted to."""
    if settings.slack is None and settings.discord is None:
        nothing = Finding(Verdict.WRONG, Line(_("No platform is configured")), Line(_("`mss init` sets one up.")))
        return _about("settings", [nothing])
    memory, found = store if is_current else None, []
    if settings.slack:
        from adapters.slack.checkup import examine as examine_slack

        found += _about("slack", await examine_slack(access(settings.slack), memory, now))
    if settings.discord:
        from adapters.discord.checkup import examine as examine_discord

        desk = Desk(store, REGISTRY, for_rooms=True)
        there = [room for room in rooms if room.platform == DISCORD]
        found += _about("discord", await examine_discord(discord_access(settings.discord), desk, memory, there))
    return found


# as a document, and as JSON


def is_well(found: Sequence[Finding]) -> bool:
    """Whether nothing is wrong."""
    return not _having(Verdict.WRONG, found)


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


def as_json(found: Sequence[Finding]) -> str:
    """What was found, for monitors: docs/json.md tells every field."""
    said = [{"about": one.about, "verdict": one.verdict.value, "says": words.text(one.says),
             "fix": words.text(one.fix) if one.fix else None} for one in found]  # fmt: skip
    counts = {"wrong": len(_having(Verdict.WRONG, found)), "warnings": len(_having(Verdict.WORTH_KNOWING, found))}
    told = {"version": VERSION, "well": is_well(found), **counts, "findings": said}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _section(label: str, found: Sequence[Finding]) -> Section[Line]:
    lines = (Line(_("{what}. {fix}"), what=one.says, fix=one.fix) if one.fix else one.says for one in found)
    return section(Line(label), *lines, is_list=True)


def _having(verdict: Verdict, found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if one.verdict is verdict]
