"""Time in the fake Slack: the test's own, so that nothing has to sleep for an expiry or a quota."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that a test sets and advances; it never moves by itself."""

    def __init__(self, now: datetime = datetime(2025, 1, 17, 9, tzinfo=UTC)) -> None:
        self.now = now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def timestamp(self) -> float:
        return self.now.timestamp()


class Stopwatch:
    """How old something is, in Slack's seconds: what the test advanced and what really passed.

    `scale` is how long one of Slack's seconds takes in real ones, so that a limit of three seconds can be
    overrun within a tenth of one.
    """

    def __init__(self, clock: Clock, scale: float) -> None:
        self._clock, self._scale = clock, scale
        self._told, self._real = clock.timestamp, time.monotonic()

    @property
    def age(self) -> float:
        return self._clock.timestamp - self._told + (time.monotonic() - self._real) / self._scale
