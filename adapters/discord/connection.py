"""One connection to Discord's gateway: what comes in over it, and whether it still hears."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from adapters.discord.access import Access, log_in
from adapters.discord.refusals import Refusals
from adapters.tasks import Tasks

LONGEST_WAIT = 30.0
"""Seconds that a request waits for its turn, at most; a person would not wait longer."""
ALL_TOLD = 0.2
"""Seconds without a further server after which discord.py counts a session as ready; nothing here waits for that."""
GOODBYE = 2
"""Seconds that Discord has to answer a goodbye; a connection that has gone deaf answers none."""
DRAIN = 10
"""Seconds that an end waits for what was heard and is not answered."""

log = logging.getLogger("mss.discord")
# It never speaks aloud: an operator need not hear at each start which libraries that would take.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what comes in: interactions, servers with their names, servers that were left."""

    interaction: Callable[[discord.Interaction], Coroutine[Any, Any, None]]
    joined: Callable[[str, str], Coroutine[Any, Any, None]]
    left: Callable[[str], Coroutine[Any, Any, None]]


class Connection(discord.Client):
    """One shard of the bot. It hears of interactions and of its servers, and of nothing else.

    `heard_at` is when anything last came in, an answer to a heartbeat too. `leaves` tells for how many seconds an
    interaction is left to other processes, since one of them may hold the shard; None for ever.
    """

    def __init__(
        self, ears: Ears, leaves: Callable[[], float | None], refusals: Refusals, now: Callable[[], datetime],
        shard: int = 0, shards: int = 1,
    ) -> None:  # fmt: skip
        super().__init__(
            intents=discord.Intents(guilds=True),
            shard_id=shard,
            shard_count=shards,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            enable_debug_events=True,  # tells of every frame, heartbeats too
            guild_ready_timeout=ALL_TOLD,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=refusals.trace(),
        )
        self._ears = ears
        self._leaves = leaves
        self._now = now
        self._tasks = Tasks()
        self._running: asyncio.Task[None] | None = None
        self.heard_at: datetime | None = None

    async def open(self, access: Access) -> None:
        """Log in and connect. Raises UserError for a token that is refused, or when Discord cannot be reached."""
        await log_in(self, access)
        self.heard_at = self._now()
        self._running = asyncio.create_task(self.connect())

    @property
    def is_well(self) -> bool:
        """Whether a session stands and something can come in."""
        return not self.is_over and self.is_ready() and self.ws.open

    @property
    def is_over(self) -> bool:
        """Whether it gave up; a connection that is lost comes back by itself."""
        return self._running is None or self._running.done()

    @property
    def why_over(self) -> BaseException | None:
        """What made it give up."""
        is_known = self._running and self._running.done() and not self._running.cancelled()
        return self._running.exception() if self._running and is_known else None

    async def hang_up(self) -> None:
        """Hear nothing more. What was heard can still be answered."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self.ws is not None and self.ws.open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.ws.close(code=1000), GOODBYE)

    async def leave(self) -> None:
        """Finish what was heard, then close."""
        await asyncio.sleep(0)  # what was heard last has begun only after this
        await self._tasks.finish(DRAIN)
        await self.close()

    # what discord.py calls

    async def on_socket_raw_receive(self, _message: str) -> None:
        self.heard_at = self._now()

    async def on_interaction(self, asked: discord.Interaction) -> None:
        self._tasks.count_this()
        seconds = self._leaves()
        if seconds is not None:
            await self._heard_after(seconds, asked)

    async def on_guild_available(self, server: discord.Guild) -> None:
        self._tasks.count_this()
        await self._ears.joined(str(server.id), server.name)

    async def on_guild_join(self, server: discord.Guild) -> None:
        self._tasks.count_this()
        await self._ears.joined(str(server.id), server.name)

    async def on_guild_remove(self, server: discord.Guild) -> None:
        """The bot was taken out of a server; one that is only unavailable is not told of here."""
        self._tasks.count_this()
        await self._ears.left(str(server.id))

    async def on_error(self, event_method: str, /, *_args: Any, **_more: Any) -> None:
        log.exception("%s failed", event_method)

    async def _heard_after(self, seconds: float, asked: discord.Interaction) -> None:
        if seconds:
            await asyncio.sleep(seconds)
        await self._ears.interaction(asked)
