"""Slack's quotas: https://docs.slack.dev/apis/web-api/rate-limits, “per method per app per workspace”."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum


class Tier(IntEnum):
    """Calls a minute that a method allows at least. SPECIAL methods have rules of their own."""

    ONE = 1
    TWO = 20
    THREE = 50
    FOUR = 100
    SPECIAL = 0


@dataclass
class Bucket:
    """Holds up to `most` calls and gains `per_second` of them with time."""

    most: float
    per_second: float
    left: float
    at: float

    def wait(self, now: float) -> int:
        """Whole seconds until a call is allowed; 0 when it is, and then it is taken."""
        self.left = min(self.most, self.left + (now - self.at) * self.per_second)
        self.at = now
        if self.left >= 1:
            self.left -= 1
            return 0
        return max(1, math.ceil((1 - self.left) / self.per_second))


@dataclass
class Rates:
    """Who called what, and how soon they may call again.

    Time is the test's clock and the real one together: a test that advances the clock need not wait, and a bot
    that paces itself in real time is treated as it deserves. `burst` is how many messages a room takes at once
    before “one a second” holds; Slack allows short bursts without saying how long.
    """

    told: Callable[[], float]
    burst: int = 3
    is_enforced: bool = True
    _buckets: dict[tuple[str, ...], Bucket] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def wait(self, key: tuple[str, ...], most: float, per_second: float) -> int:
        """Seconds to wait before this call, 0 when it may go; `key` begins with the method."""
        if not self.is_enforced:
            return 0
        now = self.told() + time.monotonic()
        bucket = self._buckets.setdefault(key, Bucket(most, per_second, most, now))
        seconds = bucket.wait(now)
        self.refused[key[0]] += 1 if seconds else 0
        return seconds

    def of_tier(self, method: str, team: str, tier: Tier) -> int:
        return self.wait((method, team), tier, tier / 60) if tier else 0

    def of_post(self, team: str, channel: str) -> int:
        """One message a second and room; the quota of the whole workspace is not documented as a number."""
        return self.wait(("chat.postMessage", team, channel), self.burst, 1)

    def of_restricted_history(self, method: str, team: str) -> int:
        """One call a minute for new apps outside the Marketplace, since May 2025, on the same page."""
        return self.wait((f"{method}, restricted", team), 1, 1 / 60)
