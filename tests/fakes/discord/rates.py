"""Discord's quotas: https://docs.discord.com/developers/topics/rate-limits

Numbers of single routes are not documented (“should not be hard coded”): those here are as bots have met them.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

GLOBAL = 50
"""Requests a second."""
BAN_AFTER = 10_000
"""Refused requests within ten minutes, after which the address is shut out."""
BAN_WINDOW = 600
BAN_LASTS = 3_600
"""Seconds; the documentation says “temporarily”."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests within so many seconds."""

    most: int
    seconds: float


@dataclass(slots=True)
class Window:
    """A count that begins anew when its time is over."""

    limit: Limit
    began: float
    used: int = 0

    def left(self, now: float) -> float:
        """Seconds until it begins anew."""
        return max(0.0, self.began + self.limit.seconds - now)

    def take(self, now: float) -> bool:
        """Use it once more; False when it is used up."""
        if not self.left(now):
            self.began, self.used = now, 0
        if self.used == self.limit.most:
            return False
        self.used += 1
        return True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the headers say; `wait` is how many seconds a refused request has to wait, 0 when it may go."""

    headers: dict[str, str]
    wait: float = 0
    is_global: bool = False


@dataclass
class Rates:
    """Who asked how often. Time is the test's clock and the real one together, the real one divided by `scale`.

    What clients are told to wait is real time, so that a bot that obeys never waits long.
    """

    told: Callable[[], float]
    scale: float
    is_enforced: bool = True
    ban_after: int = BAN_AFTER
    _windows: dict[str, Window] = field(default_factory=dict)
    _refused: deque[float] = field(default_factory=deque)
    _banned_until: float = 0

    @property
    def now(self) -> float:
        return self.told() + time.monotonic() / self.scale

    def ask(self, route: str, major: str, limit: Limit | None, *, is_bound: bool) -> Verdict:
        """Whether a request may go; `is_bound` is whether the global limit counts for its route."""
        if not self.is_enforced:
            return Verdict({})
        if is_bound and (wait := self._take("global", Limit(GLOBAL, 1))):
            return Verdict({"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait, True)
        if limit is None:
            return Verdict({})
        key = f"{route} {major}"
        wait = self._take(key, limit)
        scope = {"X-RateLimit-Scope": "user"} if wait else {}
        return Verdict({**self._headers(self._windows[key], route), **scope}, wait)

    def _take(self, key: str, limit: Limit) -> float:
        """Seconds to wait, 0 when the request may go."""
        window = self._windows.setdefault(key, Window(limit, self.now))
        return 0 if window.take(self.now) else window.left(self.now)

    def _headers(self, window: Window, route: str) -> dict[str, str]:
        left = window.left(self.now) * self.scale
        return {"X-RateLimit-Limit": str(window.limit.most),
                "X-RateLimit-Remaining": str(window.limit.most - window.used),
                "X-RateLimit-Reset": f"{time.time() + left:.3f}", "X-RateLimit-Reset-After": f"{left:.3f}",
                "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:16]}  # fmt: skip

    def retry_after(self, verdict: Verdict) -> float:
        """Real seconds, rounded up to the millisecond."""
        return math.ceil(verdict.wait * self.scale * 1_000) / 1_000

    # refusals and the ban

    def note_refusal(self) -> None:
        """A request ended in 401, 403 or 429."""
        self._refused.append(self.now)
        if self.refused >= self.ban_after:
            self._banned_until = self.now + BAN_LASTS

    @property
    def refused(self) -> int:
        """Refused requests of the last ten minutes."""
        while self._refused and self._refused[0] <= self.now - BAN_WINDOW:
            self._refused.popleft()
        return len(self._refused)

    @property
    def is_banned(self) -> bool:
        return self.now < self._banned_until
