"""mss serve: the bot on every platform that has a section in the settings, from its start to its end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from adapters.port import Platform, Unreachable
from bot.app import now
from bot.clock import Clock
from bot.commands import REGISTRY
from bot.config import DiscordSettings, Settings, SlackSettings
from bot.desk import Desk
from bot.metrics import MeasuredDesk, Metrics
from bot.roles import ALL, Role
from bot.rounds import Rounds, rounds_of
from bot.web import STOPPING, Web
from briefings import words
from briefings.document import UserError
from briefings.document import mark as _
from store.alone import alone
from store.work import Store

if TYPE_CHECKING:
    from adapters.discord.access import Access as DiscordAccess
    from adapters.slack.access import Access

log = logging.getLogger("mss.serve")

STOPS_WITHIN = 25
"""Seconds from the wish to stop, and http.drain, to the end; whoever runs containers waits 30 and that."""
POSTS_END_WITHIN = 12
"""Seconds of them for the posts that are under way."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds between two tries to reach a platform that did not answer at the start."""
REMEMBERED = timedelta(hours=1)
"""How long it is known what was answered already: platforms repeat themselves for some minutes."""


async def serve(settings: Settings, roles: Collection[Role] = ALL) -> None:
    """Serve until SIGTERM or SIGINT. Raises UserError and StoreError for what the operator can mend."""
    names = [name for name in PLATFORMS if getattr(settings, name)]
    if not names:
        raise UserError(_("No platform is configured: `mss init` sets one up, `mss demo` shows the bot without any"))
    if set(roles) != ALL and settings.store_url.startswith("sqlite"):
        raise UserError(_("SQLite is for one process that does everything: leave out --role, or let store.url name PostgreSQL"))  # fmt: skip
    with alone(settings.store_url):
        await _serve(settings, names, roles)


async def _serve(settings: Settings, names: Sequence[str], roles: Collection[Role]) -> None:
    async with Store(settings.store_url, settings.store_keys) as store:
        await store.upgrade()
        if store.is_for_one:
            await store.leases.forget_all()
        metrics = Metrics()
        desk = MeasuredDesk(store, REGISTRY, metrics)
        platforms = [PLATFORMS[name](getattr(settings, name), desk, store) for name in names]
        rounds = rounds_of(
            store, Desk(store, REGISTRY, for_rooms=True), {platform.name: platform.posts for platform in platforms}, now
        )
        clock = Clock(rounds.go, lambda: _tidy(store), now)
        if Role.WORKER in roles:
            desk.after_each_change(clock.look)
        rounds.courier.after_each_attempt(metrics.delivery)

        async def look() -> None:
            metrics.store(store)  # also while nothing below can be had
            metrics.queue(await store.ledger.depth(), rounds.courier)
            metrics.store(store)

        web = Web(settings.http.bind, platforms, now, look, metrics, is_for_platforms=Role.WEB in roles)
        await _served(platforms, web, rounds, clock, roles, settings.http.drain if Role.WEB in roles else 0)


async def _served(
    platforms: Sequence[Platform], web: Web, rounds: Rounds, clock: Clock, roles: Collection[Role], drain: int
) -> None:
    try:
        log.info("listening on %s", await web.start())
        wish = _wish_to_stop()
        late = [each for each in platforms if not await _connected(each, web, hears=Role.GATEWAY in roles)]
        catching_up = [asyncio.create_task(_connected_later(each, web, roles, wish)) for each in late]
        if Role.WORKER in roles:
            clock.start()
        web.busy_with = ""
        await wish.wait()
        web.busy_with = STOPPING
        rounds.end()
        await asyncio.gather(*catching_up)
        await asyncio.sleep(drain)  # whoever sends requests here sees on /readyz to send them elsewhere
    finally:
        web.busy_with = STOPPING
        rounds.end()
        await _stop(web, clock, platforms)


async def _connected(platform: Platform, web: Web, *, hears: bool) -> bool:
    """Whether a platform could be connected to; one that does not answer is told of. Raises UserError otherwise."""
    try:
        await platform.start(hears=hears)
    except Unreachable as error:
        why = words.text(error.line)
        if platform.name not in web.unreached:
            log.error("%s; it is tried again until it answers, and everything else is served", why)
        web.unreached[platform.name] = why
        return False
    web.unreached.pop(platform.name, None)
    log.info("connected to %s", platform.name)
    return True


async def _connected_later(platform: Platform, web: Web, roles: Collection[Role], wish: asyncio.Event) -> None:
    """Try again to connect, with longer and longer pauses; what the operator has to mend ends the program."""
    for pause in accumulate(repeat(2.0), lambda pause, by: min(pause * by, LONGEST_PAUSE), initial=FIRST_PAUSE):
        with suppress(TimeoutError):
            await asyncio.wait_for(wish.wait(), pause)
        try:
            if wish.is_set() or await _connected(platform, web, hears=Role.GATEWAY in roles):
                return
        except UserError:
            wish.set()
            raise


def _slack(settings: SlackSettings, desk: Desk, store: Store) -> Platform:
    from adapters.slack.platform import Slack

    return Slack(access(settings), desk, store, now)


def _discord(settings: DiscordSettings, desk: Desk, store: Store) -> Platform:
    from adapters.discord.gateway import ALONE, Rhythm
    from adapters.discord.platform import Discord

    return Discord(discord_access(settings), desk, store, now, rhythm=ALONE if store.is_for_one else Rhythm())


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


async def _stop(web: Web, clock: Clock, platforms: Sequence[Platform]) -> None:
    """Take nothing new, finish what was begun, disconnect: all of it in good time."""
    try:
        async with asyncio.timeout(STOPS_WITHIN):
            await web.stop()
            await _end_posting(clock)
            ends = await asyncio.gather(*(platform.stop() for platform in platforms), return_exceptions=True)
    except TimeoutError:
        log.error("stopped after %s seconds, before everything that was begun was done", STOPS_WITHIN)
        return
    for platform, end in zip(platforms, ends, strict=True):
        if isinstance(end, Exception):
            log.error("%s did not stop as it should", platform.name, exc_info=end)
    log.info("stopped")


async def _end_posting(clock: Clock) -> None:
    try:
        async with asyncio.timeout(POSTS_END_WITHIN):
            await clock.stop()
    except TimeoutError:
        log.warning("some posts are still under way; whoever posts next looks what became of them")


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


async def _tidy(store: Store) -> None:
    """Forget what need not be known any more."""
    await store.seen.forget_before(now() - REMEMBERED)
    await store.states.forget_before(now())
    await store.drafts.forget_before(now())
    await store.setup_codes.forget_before(now())
    await store.leases.forget_before(now() - REMEMBERED)
