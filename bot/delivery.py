"""Delivery: what the ledger says is due is posted once, in order, at a pace the platforms take, and settled.

1. Take some of what is due, for a while.
2. Where an earlier attempt may have arrived, look first: what stands in the room is not posted again.
3. Make the document, once for all that get the same.
4. Wait for a turn, post, and settle in batches.

A process can be killed between any two of these steps: what it had taken comes up again when its time is over, as
something that may have arrived.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from adapters.port import Poster
from bot.attempts import Attempts
from bot.made import Documents, Maker
from store.deliveries import Delivery, DeliveryState, Outcome
from store.engine import Unavailable
from store.work import Store

BATCH = 100
"""Deliveries that are taken, and at best settled, at once."""
LEASE = timedelta(seconds=90)
"""For how long they are ours. Within it a post that was begun in time is over, whatever happened to it."""
SETTLES_EVERY = 1.0
"""Seconds after which what was posted is settled, be it a whole batch or not."""
PRESENT_FOR = timedelta(seconds=3)
"""How long a process counts among those that share the pace after it last posted anything."""
TOLD_EVERY = 0.5
"""Seconds after which a process that posts says so again, and hears who else does."""
HEARD_BY_ALL = 1.5
"""Seconds after which the others have heard of a process that begins to post, and leave it its part of the pace."""
LOOKS_EVERY = 5.0
"""Seconds after which it is looked at what fell due meanwhile, as long as anything is being posted."""
TELLS_EVERY = 10.0
"""Seconds between two lines in the log about a large fan-out."""

log = logging.getLogger("mss.delivery")


class Courier:
    """Posts what is due, for one of any number of processes. `name` tells it from the others.

    `settled` counts what became of deliveries; `left` is what is still to be done, by platform, as of the last look.
    """

    def __init__(
        self,
        store: Store,
        posters: Mapping[str, Poster],
        maker: Maker,
        now: Callable[[], datetime],
        random: Random,
        name: str,
    ) -> None:
        self._store = store
        self._posters = posters
        self._maker = maker
        self._now = now
        self._name = name
        self._attempts = Attempts(store, posters, maker, now, random)
        self._tell: Callable[[Delivery, Outcome], None] = lambda _delivery, _outcome: None
        self._is_ending = False
        self._unsettled: list[Outcome] = []
        self.settled: Counter[DeliveryState] = Counter()
        self.left: Mapping[str, int] = {}

    def after_each_attempt(self, tell: Callable[[Delivery, Outcome], None]) -> None:
        """Let somebody know what became of each delivery that was tried."""
        self._tell = tell

    @property
    def waited(self) -> Mapping[str, float]:
        """Seconds that posts waited for their turns, by platform."""
        return self._attempts.waited

    @property
    def refused(self) -> Mapping[str, int]:
        """Seconds for which a platform told us to wait before we post again, by platform."""
        return self._attempts.refused

    @property
    def platforms(self) -> Sequence[str]:
        """Those it posts to."""
        return tuple(self._posters)

    async def run(self) -> None:
        """Post all that is due. Raises what kept it from the ledger; the next run settles what this one could not."""
        await self._settle()
        if not await self._store.ledger.is_due(self.platforms, self._now()):
            return
        await self._join()
        is_over = asyncio.Event()
        sharing = asyncio.create_task(self._share_the_pace(is_over))
        try:
            await self._drain_all()
        finally:
            is_over.set()
            await sharing

    def end(self) -> None:
        """Begin no further post; a run that is under way comes to its end."""
        self._is_ending = True
        self._attempts.end()

    async def _join(self) -> None:
        """Begin to post beside those who do: they had the whole pace so far, and are given time to hear of it."""
        if await self._hear_who_posts() > 1:
            await asyncio.sleep(HEARD_BY_ALL)

    async def _share_the_pace(self, is_over: asyncio.Event) -> None:
        """Say again and again that this process posts, and keep to its part of the pace."""
        while not await _happens(is_over, TOLD_EVERY):
            with suppress(OSError, Unavailable):  # its part stays as it was; those who post tell of the database
                await self._hear_who_posts()

    async def _hear_who_posts(self) -> int:
        """How many processes post, this one counted and told of."""
        at = self._now()
        await self._store.leases.take(f"courier {self._name}", self._name, at, at + PRESENT_FOR)
        sharers = max(1, await self._store.leases.alive("courier ", at))
        self._attempts.share(sharers)
        return sharers

    async def _drain_all(self) -> None:
        """Post all that is due on every platform, and what falls due there meanwhile."""
        drains = {platform: asyncio.create_task(self._drain(platform)) for platform in self._posters}
        while drains and (await asyncio.wait(drains.values(), timeout=LOOKS_EVERY))[1]:
            for platform, drain in drains.items():
                if drain.done() and not drain.exception():
                    drains[platform] = asyncio.create_task(self._drain(platform))
        errors = [error for drain in drains.values() if (error := drain.exception())]
        if errors:
            raise errors[0]

    async def _drain(self, platform: str) -> None:
        """Take, post and settle until nothing more is due on a platform."""
        documents = Documents(self._maker, self._now)
        begun: set[asyncio.Task[Outcome]] = set()
        fan_out = _FanOut(platform, asyncio.get_running_loop().time)
        try:
            while begun := begun | await self._begin(platform, documents, len(begun)):
                done, begun = await asyncio.wait(begun, timeout=SETTLES_EVERY)
                self._unsettled += [task.result() for task in done]
                await self._settle()
                if fan_out.is_to_be_told(len(done)):
                    self.left = await self._store.ledger.waiting()
                    fan_out.tell(self.left.get(platform, 0))
        finally:
            self._unsettled += await asyncio.gather(*begun)
        fan_out.end()

    async def _begin(self, platform: str, documents: Documents, under_way: int) -> set[asyncio.Task[Outcome]]:
        """Begin the next deliveries, unless enough are under way."""
        if under_way > BATCH or self._is_ending:
            return set()
        at = self._now()
        taken = await self._store.ledger.take(platform, self._name, at, at + LEASE, BATCH)
        return {asyncio.create_task(self._attempted(delivery, documents)) for delivery in taken}

    async def _attempted(self, delivery: Delivery, documents: Documents) -> Outcome:
        outcome = await self._attempts.outcome(delivery, documents)
        self._tell(delivery, outcome)
        return outcome

    async def _settle(self) -> None:
        """Settle what was done. What cannot be settled now is kept for the next time."""
        outcomes, self._unsettled = self._unsettled, []
        try:
            await self._store.ledger.settle(self._name, outcomes)
        except Exception:
            self._unsettled += outcomes
            raise
        self.settled.update(outcome.state for outcome in outcomes)


async def _happens(event: asyncio.Event, within: float) -> bool:
    """Wait for something for so many seconds; whether it happened."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), within)
    return event.is_set()


class _FanOut:
    """What is said in the log about one."""

    def __init__(self, platform: str, time: Callable[[], float]) -> None:
        self._platform = platform
        self._time = time
        self._begun_at = self._told_at = time()
        self._done = 0

    def is_to_be_told(self, done: int) -> bool:
        self._done += done
        return self._time() - self._told_at >= TELLS_EVERY

    def tell(self, left: int) -> None:
        self._told_at = self._time()
        log.info("%s: %s deliveries done, %s left", self._platform, self._done, left)

    def end(self) -> None:
        if self._done:
            seconds = round(self._time() - self._begun_at)
            log.info("%s: %s deliveries done in %s s", self._platform, self._done, seconds)
