"""mss discord sync: our commands registered with Discord, and what that changed there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import now
from bot.commands import REGISTRY
from bot.config import read_settings
from bot.desk import Desk
from bot.serve import discord_access
from briefings import words
from briefings.document import Document, Line, Said, Text, UserError, plural, section
from briefings.document import mark as _
from store.work import Store

if TYPE_CHECKING:
    from adapters.discord.sync import Synced


async def sync(config: Path | None, server: str) -> Said:
    """Register the commands everywhere, or in one server, and say what was done. Raises UserError and StoreError."""
    from adapters.discord.sync import sync as register

    settings = read_settings(config)
    if settings.discord is None:
        raise UserError(_("Discord is not configured: `mss init` sets it up, or write [discord] into the settings"))
    async with Store(settings.store_url, settings.store_keys) as store:
        await store.upgrade()
        desk = Desk(store, REGISTRY, for_rooms=True)
        done = await register(discord_access(settings.discord), desk, store.notes, now(), server)
    return words.say(report(done), words.language("en"))


def report(done: Synced) -> Document[Line]:
    """What was added, changed and removed, each by what people type."""
    parts = {_("Added"): done.added, _("Changed"): done.changed, _("Removed"): done.removed}
    number = sum(map(len, parts.values()))
    if not number:
        return Document("synced", Line(_("Nothing to do: Discord has these commands already")))
    title = plural(
        _("{n} command is new or changed in Discord"), _("{n} commands are new or changed in Discord"), number
    )
    lines = {label: tuple(Line("{name}", name=Text(name)) for name in names) for label, names in parts.items() if names}
    return Document(
        "synced", title, sections=tuple(section(Line(label), *of, is_list=True) for label, of in lines.items())
    )
