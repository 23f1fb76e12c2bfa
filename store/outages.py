"""Outages: while the database is gone, or takes nothing, that is told once when it begins and once when it is over."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass, field

from store.engine import Trouble, Unavailable

log = logging.getLogger("mss.store")


@dataclass(frozen=True, slots=True)
class _Outage:
    """One that goes on; `reference` is what the log and everybody who asks meanwhile know it by."""

    why: str
    reference: str = field(default_factory=lambda: secrets.token_hex(4))
    began: float = field(default_factory=time.monotonic)


class Outages:
    """The outages of one database. Nothing goes into the log before it was reached once: whoever opens it is told."""

    def __init__(self) -> None:
        self._going_on: dict[Trouble, _Outage] = {}
        self._was_reached = False

    @property
    def going_on(self) -> frozenset[Trouble]:
        return frozenset(self._going_on)

    def begun(self, trouble: Trouble, why: str) -> Unavailable:
        """What to raise for a trouble, which is told when it is a new one."""
        if trouble not in self._going_on:
            self._going_on[trouble] = outage = _Outage(why)
            if self._was_reached:
                log.error("the database is %s, reference %s: %s", trouble.value, outage.reference, why)
        return Unavailable(trouble, why, self._going_on[trouble].reference)

    def known(self, trouble: Trouble) -> Unavailable | None:
        """What to raise for a trouble that goes on; None where there is none."""
        outage = self._going_on.get(trouble)
        return Unavailable(trouble, outage.why, outage.reference) if outage else None

    def reached(self) -> None:
        """The database was had."""
        self._was_reached = True
        if self._going_on:
            self._over(Trouble.GONE)

    def written(self) -> None:
        """Something was written into the database."""
        for trouble in [*self._going_on]:
            self._over(trouble)

    def _over(self, trouble: Trouble) -> None:
        outage = self._going_on.pop(trouble, None)
        if outage:
            seconds = round(time.monotonic() - outage.began)
            log.warning("the database is no longer %s, after %s s, reference %s", trouble.value, seconds, outage.reference)  # fmt: skip
