"""mss serve: the bot on every platform that has a section in the settings, from its start to its end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from adapters.port import Platform
from bot.app import now
from bot.commands import REGISTRY
from bot.config import DiscordSettings, Settings, SlackSettings
from bot.desk import Desk
from bot.web import Web
from briefings.document import UserError
from briefings.document import mark as _
from store.work import Store

if TYPE_CHECKING:
    from adapters.discord.access import Access as DiscordAccess
    from adapters.slack.access import Access

log = logging.getLogger("mss.serve")

STOPS_WITHIN = 25
"""Seconds from the wish to stop to the end; whoever runs containers waits 30."""
TIDIES_EVERY = 3600
"""Seconds between two rounds of forgetting."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)
REMEMBERED = timedelta(hours=1)
"""How long it is known what was answered already: platforms repeat themselves for some minutes."""


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises UserError and StoreError for what the operator can mend."""
    names = [name for name in PLATFORMS if getattr(settings, name)]
    if not names:
        raise UserError(_("No platform is configured: `mss init` sets one up, `mss demo` shows the bot without any"))
    async with Store(settings.store_url, settings.store_keys) as store:
        await store.upgrade()
        desk = Desk(store, REGISTRY, for_rooms=True)
        platforms = [PLATFORMS[name](getattr(settings, name), desk, store) for name in names]
        await _served(platforms, Web(settings.http.bind, platforms, now), store)


async def _served(platforms: Sequence[Platform], web: Web, store: Store) -> None:
    ending = asyncio.Event()
    tidying = asyncio.create_task(_tidied(store, ending))
    try:
        log.info("listening on %s", await web.start())
        wish = _wish_to_stop()
        for platform in platforms:
            await platform.start()
            log.info("connected to %s", platform.name)
        await wish.wait()
    finally:
        ending.set()
        await _stop(web, platforms)
        await tidying


def _slack(settings: SlackSettings, desk: Desk, store: Store) -> Platform:
    from adapters.slack.platform import Slack

    return Slack(access(settings), desk, store, now)


def _discord(settings: DiscordSettings, desk: Desk, store: Store) -> Platform:
    from adapters.discord.platform import Discord

    return Discord(discord_access(settings), desk, store, now)


PLATFORMS: Mapping[str, Callable[[Any, Desk, Store], Platform]] = {"slack": _slack, "discord": _discord}
"""Every platform by its section of the settings; each imports its library only where it is served."""


def access(settings: SlackSettings) -> Access:
    """The settings of the Slack app as its adapter wants them."""
    from adapters.slack.access import Access, Mode

    values: dict[str, Any] = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in settings
    }
    return Access(**{**values, "mode": Mode(settings.mode)})


def discord_access(settings: DiscordSettings) -> DiscordAccess:
    """The settings of the Discord application as its adapter wants them."""
    from adapters.discord.access import Access

    token = settings.token.get_secret_value()
    return Access(token, settings.application_id, settings.api_url, settings.gateway_url)


async def _stop(web: Web, platforms: Sequence[Platform]) -> None:
    """Take nothing new, finish what was begun, disconnect: all of it in good time."""
    try:
        async with asyncio.timeout(STOPS_WITHIN):
            await web.stop()
            ends = await asyncio.gather(*(platform.stop() for platform in platforms), return_exceptions=True)
    except TimeoutError:
        log.error("stopped after %s seconds, before everything that was begun was done", STOPS_WITHIN)
        return
    for platform, end in zip(platforms, ends, strict=True):
        if isinstance(end, Exception):
            log.error("%s did not stop as it should", platform.name, exc_info=end)
    log.info("stopped")


def _wish_to_stop() -> asyncio.Event:
    """Set by the first signal; a second one ends the program at once."""
    loop, wish = asyncio.get_running_loop(), asyncio.Event()

    def stop(which: signal.Signals) -> None:
        for each in SIGNALS:
            loop.remove_signal_handler(each)
        log.info("stopping, as %s asks", which.name)
        wish.set()

    for each in SIGNALS:
        loop.add_signal_handler(each, stop, each)
    return wish


async def _tidied(store: Store, ending: asyncio.Event) -> None:
    """Forget, now and then, what need not be known any more."""
    # It is asked to end and never cancelled: a statement that was cancelled while the store closed hung the exit.
    while not ending.is_set():
        try:
            await store.seen.forget_before(now() - REMEMBERED)
            await store.states.forget_before(now())
            await store.drafts.forget_before(now())
            await store.setup_codes.forget_before(now())
        except Exception:
            log.exception("what is no longer needed could not be forgotten; it will be tried again")
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), TIDIES_EVERY)
