"""The shards of the bot, each held by one process at a time: two that hear the same would both answer.

A process holds a shard by a lease that it renews. One without the lease waits and takes over as soon as it ends; one
that loses it hangs up. While the store does not answer nobody can take a lease, so whoever held it last goes on.
https://docs.discord.com/developers/events/gateway#sharding
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import discord

from adapters.discord import PLATFORM
from adapters.discord.access import NO_ANSWER, Access, unreachable
from adapters.discord.connection import Connection, Ears
from adapters.discord.refusals import Refusals
from adapters.port import Memory
from briefings.document import UserError

SHARDS = "shards"
"""The note that tells how many shards there are while somebody holds one."""
STARTS_APART = timedelta(seconds=5)
"""Between two sessions that begin. https://docs.discord.com/developers/events/gateway#sharding-max-concurrency"""
LONGEST_WAIT = 600.0
"""Seconds between two tries to connect, at most: Discord takes a thousand sessions a day."""
AFTER_OTHERS = 0.5
"""Seconds that whoever may have taken over has to answer first; Discord takes one answer."""

log = logging.getLogger("mss.discord")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a lease is renewed and looked for, how long it lasts, and how long a silence is put up with.

    All in seconds. Discord answers a heartbeat about every 41 seconds. Who dies is followed within `lasts` and `looks`;
    a renewal may fail or be late without the lease coming to its end.
    """

    renews: float = 2
    looks: float = 1
    lasts: float = 6
    deaf_after: float = 150


ALONE = Rhythm(renews=10, lasts=30)
"""Where there is one process in all: nobody waits for its lease, and a small box is spared most of the writing."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the shards work with. `starts_at_once` is how many sessions may begin in five seconds."""

    access: Access
    memory: Memory
    ears: Ears
    refusals: Refusals
    now: Callable[[], datetime]
    rhythm: Rhythm
    holder: str
    shards: int = 1
    starts_at_once: int = 1


class Shard:
    """One shard: its lease, and the connection while this process holds it."""

    def __init__(self, number: int, around: Around) -> None:
        self._number = number
        self._around = around
        self._name = f"{PLATFORM} shard {number}"
        self._held_until: datetime | None = None
        self._is_cut_off = False
        self._failures = 0
        self._opens_at = 0.0
        self.connection: Connection | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is ours at this moment, as far as can be known."""
        return self.leaves is not None

    @property
    def leaves(self) -> float | None:
        """For how many seconds what comes in is left to other processes; None for ever, since one of them holds it."""
        if self._held_until and self._around.now() < self._held_until:
            return 0
        # Over, but the store cannot tell whether another process that still reaches it has taken over.
        return AFTER_OTHERS if self._held_until and self._is_cut_off else None

    async def keep(self, ending: asyncio.Event) -> None:
        """Hold it whenever it is free, and for as long as it can be held, until the end."""
        rhythm = self._around.rhythm
        while not ending.is_set():
            try:
                await (self._look_after() if await self._hold() else self.let_go())
            except UserError as error:
                log.warning("shard %s is looked after again soon: %s", self._number, error)
            except Exception:
                log.exception("shard %s could not be looked after; trying again", self._number)
            with suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), rhythm.renews if self.connection else rhythm.looks)
        await self.let_go()

    async def let_go(self) -> None:
        """Hang up, let another process take over, and answer what was heard."""
        connection, self.connection = self.connection, None
        if connection:
            await connection.hang_up()
        if self._held_until:
            self._held_until = None
            await self._around.memory.leases.release(self._name, self._around.holder)
        if connection:
            await connection.leave()

    async def _hold(self) -> bool:
        """Take or renew the lease; while the store does not answer, whoever held it last goes on."""
        around = self._around
        moment = around.now()
        until = moment + timedelta(seconds=around.rhythm.lasts)
        try:
            is_mine = await around.memory.leases.take(self._name, around.holder, moment, until)
        except UserError:  # what keeps us from the store is told there, once
            self._is_cut_off = True
            return self.is_held
        except Exception:
            log.exception("the lease of shard %s could not be renewed", self._number)
            return self.is_held
        if self._held_until and not is_mine:
            log.warning("another process has taken shard %s", self._number)
        self._held_until, self._is_cut_off = until if is_mine else None, False
        return is_mine

    # the connection

    async def _look_after(self) -> None:
        """Open the connection, and a new one when it gave up or has gone deaf."""
        connection = self.connection
        if connection and connection.is_well:
            self._failures = 0
        if connection and (connection.is_over or self._is_deaf(connection)):
            self._tell(connection)
            self.connection = None
            await connection.hang_up()
            await connection.leave()
        if self.connection is None and self._may_open() and await self._is_turn():
            await self._open()

    async def _open(self) -> None:
        around = self._around
        wait = min(LONGEST_WAIT, around.rhythm.looks * 2 ** min(self._failures, 10))
        self._opens_at = asyncio.get_running_loop().time() + wait
        self._failures += 1
        connection = Connection(
            around.ears, lambda: self.leaves, around.refusals, around.now, self._number, around.shards
        )
        await connection.open(around.access)
        self.connection = connection

    def _may_open(self) -> bool:
        return asyncio.get_running_loop().time() >= self._opens_at

    async def _is_turn(self) -> bool:
        """Whether a session may begin now, in whichever process."""
        around, moment = self._around, self._around.now()
        if around.shards == 1:
            return True
        door = f"{PLATFORM} start {self._number % around.starts_at_once}"
        return await around.memory.leases.take(door, secrets.token_hex(8), moment, moment + STARTS_APART)

    def _is_deaf(self, connection: Connection) -> bool:
        """Nothing came for a long time, no answer to a heartbeat either: discord.py should have seen to it earlier."""
        heard_at, rhythm = connection.heard_at, self._around.rhythm
        return heard_at is not None and self._around.now() - heard_at > timedelta(seconds=rhythm.deaf_after)

    def _tell(self, connection: Connection) -> None:
        if connection.is_over:
            log.error("the connection of shard %s is over", self._number, exc_info=connection.why_over)
        else:
            log.warning("nothing was heard on shard %s since %s: it is opened anew", self._number, connection.heard_at)


class Gateway:
    """All shards, as far as this process may hold them."""

    def __init__(
        self,
        access: Access,
        memory: Memory,
        ears: Ears,
        refusals: Refusals,
        now: Callable[[], datetime],
        rhythm: Rhythm,
    ) -> None:
        self._around = Around(access, memory, ears, refusals, now, rhythm, secrets.token_hex(8))
        self._shards: list[Shard] = []
        self._keeping: list[asyncio.Task[None]] = []
        # Nothing is cancelled: a lease that is being written would stay locked.
        self._ending = asyncio.Event()

    async def open(self, client: discord.Client) -> None:
        """Begin to hold shards; `client` asks Discord how many there are. Raises UserError when it does not answer."""
        try:
            number, _url, limits = await client.http.get_bot_gateway()
        except NO_ANSWER as error:
            raise unreachable(error) from error
        shards = await self._agreed(number)
        around = replace(self._around, shards=shards, starts_at_once=limits["max_concurrency"])
        self._shards = [Shard(each, around) for each in range(around.shards)]
        self._keeping = [asyncio.create_task(shard.keep(self._ending)) for shard in self._shards]

    async def close(self) -> None:
        """Let go of everything that is held."""
        self._ending.set()
        await asyncio.gather(*self._keeping)

    @property
    def heard_at(self) -> datetime | None:
        """When anything last came in; of several shards, on the one that has been silent for longest."""
        return min((one.heard_at for one in self._connections if one.heard_at), default=None)

    @property
    def unwell(self) -> list[int]:
        """The shards that this process holds and does not hear on."""
        return [
            number for number, shard in enumerate(self._shards)
            if shard.is_held and not (shard.connection and shard.connection.is_well)
        ]  # fmt: skip

    def server(self, id: str) -> discord.Guild | None:
        """A server as the gateway told of it; None where this process does not hear of it."""
        known = (one.get_guild(int(id)) for one in self._connections) if id.isdecimal() else ()
        return next(filter(None, known), None)

    @property
    def _connections(self) -> list[Connection]:
        return [shard.connection for shard in self._shards if shard.connection]

    async def _agreed(self, recommended: int) -> int:
        """How many shards there are: what the others go by while there are any, else what Discord recommends."""
        memory, now = self._around.memory, self._around.now()
        noted = await memory.notes.get(PLATFORM, SHARDS)
        if noted and await memory.leases.holder(f"{PLATFORM} shard 0", now):
            return int(noted)
        await memory.notes.set(PLATFORM, SHARDS, str(recommended), now)
        return recommended
