"""What came in lately, so that the same thing is not done twice by one process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

LIFE = timedelta(minutes=10)


class Recent:
    """Names of things that happened in the last ten minutes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._seen: dict[str, datetime] = {}

    def is_new(self, name: str) -> bool:
        """Whether something is heard of for the first time; from now on it is not."""
        moment = self.now()
        while self._seen and next(iter(self._seen.values())) < moment - LIFE:
            del self._seen[next(iter(self._seen))]
        if name in self._seen:
            return False
        self._seen[name] = moment
        return True
