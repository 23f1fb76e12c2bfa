"""The clock: wakes the rounds of planning and posting when something is due, and keeps house.

APScheduler holds a handful of jobs in memory and nothing else: what is due, and when, stands in the store, so that a
start needs no more than a look at it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from store.engine import Unavailable

HEARTBEAT = timedelta(seconds=30)
"""How long nothing is looked at, at most: other processes plan too, and clocks jump."""
LOOKS_AGAIN_AFTER = timedelta(seconds=5)
"""How long after a round that did not find the database the next one looks for it."""
TIDIES_EVERY = timedelta(hours=1)
A_BREATH = timedelta(milliseconds=10)
"""How long after a round the next one begins, at least: the scheduler still counts the one that is just ending."""

log = logging.getLogger("mss.clock")


class Clock:
    """Runs a round whenever something is due, and at every heartbeat; one at a time, and never two for one moment.

    `round` gives the moment at which something is due next, None for never; `tidy` forgets what need not be known.
    """

    def __init__(
        self,
        round: Callable[[], Awaitable[datetime | None]],
        tidy: Callable[[], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._round = round
        self._tidy = tidy
        self._now = now
        self._turn = asyncio.Lock()
        self._is_under_way = False
        self._is_wanted = False
        self._is_ending = False
        # A moment that was slept through is made up for once, however long ago it was.
        # A round is still counted for a moment after it asked for the next one, which must not be left out for that:
        # then there would be none any more. The turn lets them begin one after the other.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 2}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def start(self) -> None:
        """Begin with a round, for what fell due meanwhile."""
        self._scheduler.start()
        self._wake_at(self._now())
        every = TIDIES_EVERY.total_seconds()
        self._scheduler.add_job(self._tidied, "interval", seconds=every, next_run_time=self._now(), id="tidy")

    def look(self) -> None:
        """Something new is due soon: look now, or as soon as the round that is under way is over."""
        self._is_wanted = True
        if not self._is_under_way:
            self._wake_at(self._now())

    async def stop(self) -> None:
        """Begin nothing more, and wait for what is under way. Nothing happens when it was not started."""
        self._is_ending = True
        if not self._scheduler.running:
            return
        # The scheduler would cancel what runs, and with that cut off a statement.
        async with self._turn:
            self._scheduler.shutdown(wait=False)

    async def _rounded(self) -> None:
        self._is_under_way, self._is_wanted = True, False
        async with self._turn:
            due_at = None if self._is_ending else await self._next_round()
        self._is_under_way = False
        beat_at = self._now() + HEARTBEAT
        self._wake_at(self._now() if self._is_wanted else min(due_at or beat_at, beat_at))

    async def _next_round(self) -> datetime | None:
        try:
            return await self._round()
        except Unavailable:  # the store has told it
            return self._now() + LOOKS_AGAIN_AFTER
        except Exception:
            log.exception("a round of posting did not end as it should; the next one begins in %s", HEARTBEAT)
            return None

    async def _tidied(self) -> None:
        async with self._turn:
            if self._is_ending:
                return
            try:
                await self._tidy()
            except Unavailable:
                return  # the store has told it, and there is time
            except Exception:
                log.exception("what is no longer needed could not be forgotten; it will be tried again")

    def _wake_at(self, moment: datetime) -> None:
        """Let the next round begin then, and not when it was to begin before."""
        if not self._is_ending:
            run_at = max(moment, self._now() + A_BREATH)
            self._scheduler.add_job(self._rounded, "date", run_date=run_at, id="round", replace_existing=True)
