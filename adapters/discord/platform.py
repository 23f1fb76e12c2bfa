"""Discord as a platform that is served: what it is made of, how it starts, stops and does."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import discord

from adapters.discord import PLATFORM
from adapters.discord.access import Access, anew, log_in
from adapters.discord.answers import Answers
from adapters.discord.connection import LONGEST_WAIT, Ears
from adapters.discord.drafts import Filling
from adapters.discord.gateway import Gateway, Rhythm
from adapters.discord.lines import Lines
from adapters.discord.listeners import Listeners, Parts
from adapters.discord.posts import Posts
from adapters.discord.refusals import Evenly, Refusals
from adapters.discord.replies import Replies
from adapters.discord.servers import Servers
from adapters.discord.sync import is_synced
from adapters.discord.zones import Zones
from adapters.port import Desk, Health, Memory, Poster, Unreachable, WebAnswer, WebRequest
from adapters.recent import Recent
from adapters.tasks import Tasks

PATIENCE = 1.8
"""Seconds to wait for an answer before it is deferred: Discord waits for three."""
DRAIN = 5
"""Seconds that a stop waits for what nobody waits for any more."""

log = logging.getLogger("mss.discord")


class Discord:
    """The Discord application, over a desk and a memory. `posts` posts into rooms."""

    name = PLATFORM

    def __init__(
        self,
        access: Access,
        desk: Desk,
        memory: Memory,
        now: Callable[[], datetime],
        patience: float = PATIENCE,
        rhythm: Rhythm | None = None,
    ) -> None:
        self._access = access
        self._desk = desk
        self._memory = memory
        self._tasks = Tasks()
        self._refusals = Refusals(now)
        self._client = self._speaker()
        self._is_synced = True
        servers = Servers(desk, memory.notes, now)
        lines = Lines(memory.lines, now)
        posts = Posts(self._client, lines, servers, self._refusals, lambda id: self._gateway.server(id))
        self.posts: Poster = posts
        listeners = Listeners(Parts(
            Answers(desk, servers, Zones(memory.notes, now), now), Replies(desk, lines, posts),
            Filling(memory.drafts, now), lines, self._tasks, Recent(now), patience,
        ))  # fmt: skip
        ears = Ears(listeners.heard, servers.joined, servers.leave)
        self._gateway = Gateway(access, memory, ears, self._refusals, now, rhythm or Rhythm())

    @property
    def routes(self) -> Mapping[str, Callable[[WebRequest], Awaitable[WebAnswer]]]:
        """Nothing: Discord is heard over its gateway."""
        return {}

    async def start(self, *, hears: bool = True) -> None:
        """Log in, and begin to hold the gateway where it hears. Raises UserError for what the operator can mend, and
        Unreachable while Discord does not answer.
        """
        try:
            await self._start(hears=hears)
        except Unreachable:
            await anew(self._client)
            raise

    async def _start(self, *, hears: bool) -> None:
        await log_in(self._client, self._access)
        self._is_synced = await is_synced(self._desk, self._memory.notes, str(self._client.application_id))
        if not self._is_synced:
            log.warning("the commands of this version are not registered with Discord: run `mss discord sync`")
        if hears:
            await self._gateway.open(self._client)

    async def stop(self) -> None:
        """Let another process take over, finish what was heard, log out."""
        await self._gateway.close()
        await self._tasks.finish(DRAIN)
        await self._client.close()

    def health(self, now: datetime) -> Health:
        """Well while it hears on every shard that it holds; one that only waits for a shard is well, too."""
        unwell = self._gateway.unwell
        if unwell:
            return Health(False, self._gateway.heard_at, f"shard {unwell[0]} is not connected")
        why = "" if self._is_synced else "the commands are not registered: run `mss discord sync`"
        return Health(True, self._gateway.heard_at, why)

    @property
    def refused(self) -> int:
        """Requests that Discord refused in the last ten minutes; from 10,000 on it shuts the address out."""
        return self._refusals.count

    def _speaker(self) -> discord.Client:
        """A client that speaks and does not listen: it posts, whichever process holds the gateway."""
        trace = self._refusals.trace()
        Evenly().pace(trace)
        return discord.Client(
            intents=discord.Intents(guilds=True),  # without it discord.py warns, though nothing is listened to
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=trace,
        )
