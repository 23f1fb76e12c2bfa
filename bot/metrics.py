"""What is counted for /metrics: commands, deliveries, waits and platforms. No workspace, room or person is named in it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from adapters.port import Form, Platform, Ready, Refused, Request
from bot.command import Command
from bot.delivery import Courier
from bot.desk import Desk
from bot.throttle import Throttle, TooMuch
from briefings.document import Said
from store.deliveries import Delivery, DeliveryState, Outcome
from store.engine import Trouble
from store.work import Store

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format"""
UNKNOWN = "unknown"
"""Stands for a command that there is none of: what people type is nobody else's business."""
ANSWERS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10)
"""Seconds; platforms wait for three."""
OPEN = (DeliveryState.WAITING, DeliveryState.TAKEN, DeliveryState.UNKNOWN)
"""The states of deliveries about which something is left to do."""
LATE = (1, 5, 15, 60, 300, 900, 3600, 21600, 86400)
"""Seconds after a delivery was due."""


class Metrics:
    """What one process counted since its start."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._commands = Counter("mss_commands", "Commands that were answered, by outcome: answered, form, refused, failed",
                                 ("command", "outcome"), registry=registry)  # fmt: skip
        self._seconds = Histogram("mss_command_seconds", "Seconds from a command to its answer", ("outcome",),
                                  buckets=ANSWERS, registry=registry)  # fmt: skip
        self._deliveries = Counter("mss_deliveries", "Attempts at deliveries, by what became of them",
                                   ("platform", "state"), registry=registry)  # fmt: skip
        self._late = Histogram("mss_delivery_late_seconds", "Seconds from when a post was due until it was sent",
                               ("platform",), buckets=LATE, registry=registry)  # fmt: skip
        self._waiting = Gauge("mss_deliveries_waiting", "Deliveries that are still to be done, by state",
                              ("platform", "state"), registry=registry)  # fmt: skip
        self._waited = Gauge("mss_rate_limit_wait_seconds", "Seconds of waiting since the start: for a turn at our own pace "
                             "(paced), told so to posts (posts), or to answers (answers)", ("platform", "why"),
                             registry=registry)  # fmt: skip
        self._pictures = Gauge("mss_pictures", "Pictures that were asked for since the start: kept from before, or made",
                               ("outcome",), registry=registry)  # fmt: skip
        self._trouble = Gauge("mss_database_trouble", "1 while the database is gone, busy, full or read only, else 0",
                              ("trouble",), registry=registry)  # fmt: skip
        self._well = Gauge(
            "mss_platform_well", "1 while a platform can hear and speak, else 0", ("platform",), registry=registry
        )
        self._heard = Gauge("mss_last_event_age_seconds", "Seconds since anything came in from a platform",
                            ("platform",), registry=registry)  # fmt: skip
        self._tasks = Gauge("mss_tasks", "Pieces of work that the process has begun and not ended", registry=registry)
        self._refused = Gauge("mss_http_requests_refused", "Requests over HTTP that were refused since the start",
                              ("status",), registry=registry)  # fmt: skip

    def command(self, name: str, outcome: str, seconds: float) -> None:
        """A command was answered after so many seconds."""
        self._commands.labels(name, outcome).inc()
        self._seconds.labels(outcome).observe(seconds)

    def delivery(self, delivery: Delivery, outcome: Outcome) -> None:
        """A delivery was tried."""
        platform = delivery.room.platform
        self._deliveries.labels(platform, outcome.state.value).inc()
        if outcome.state is DeliveryState.SENT and outcome.sent_at:
            self._late.labels(platform).observe(max(0.0, (outcome.sent_at - delivery.due_at).total_seconds()))

    def platforms(self, platforms: Sequence[Platform], now: datetime) -> None:
        """How the platforms do at this moment."""
        for platform in platforms:
            health = platform.health(now)
            self._well.labels(platform.name).set(health.is_well)
            self._waited.labels(platform.name, "answers").set(health.waited)
            if health.heard_at:
                self._heard.labels(platform.name).set((now - health.heard_at).total_seconds())

    def queue(self, left: Mapping[tuple[str, DeliveryState], int], courier: Courier) -> None:
        """How many deliveries are left, and for how many seconds posts waited, by platform."""
        self._waiting.clear()
        none = dict.fromkeys(product(courier.platforms, OPEN), 0)
        for (platform, state), number in {**none, **left}.items():
            self._waiting.labels(platform, state.value).set(number)
        for why, waits in (("paced", courier.waited), ("posts", courier.refused)):
            for platform in courier.platforms:
                self._waited.labels(platform, why).set(waits.get(platform, 0))

    def store(self, store: Store) -> None:
        """How the database does, and how often a Picture was at hand."""
        for trouble in Trouble:
            self._trouble.labels(trouble.value).set(trouble in store.outages.going_on)
        for outcome, number in (("kept", store.pictures.hits), ("made", store.pictures.misses)):
            self._pictures.labels(outcome).set(number)

    def refused(self, by_status: Mapping[int, int]) -> None:
        """How many requests over HTTP were refused, by status."""
        for status, number in by_status.items():
            self._refused.labels(str(status)).set(number)

    def tasks(self, number: int) -> None:
        """How many tasks the process has begun and not ended."""
        self._tasks.set(number)

    def page(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)


class MeasuredDesk(Desk):
    """The desk of the platforms: it counts what is asked and what becomes of it, and lets nobody ask too much."""

    def __init__(self, store: Store, registry: Mapping[str, Command], metrics: Metrics) -> None:
        super().__init__(store, registry, for_rooms=True)
        self._metrics = metrics
        self._throttle = Throttle()

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        return await super().suggest(request, option, typed) if self._throttle.may_suggest(request) else []

    async def take(self, request: Request) -> Refused | Form | Ready:
        began = asyncio.get_running_loop().time()
        taken = await self._let_in(request)
        if not isinstance(taken, Ready):
            self._count(request, taken, began)
            return taken

        async def answer() -> Said | Refused:
            answered = await taken.answer()
            self._count(request, answered, began)
            return answered

        return Ready(taken.visibility, answer, taken.is_question)

    async def _let_in(self, request: Request) -> Refused | Form | Ready:
        try:
            self._throttle.check(request)
        except TooMuch as error:
            return await self.refuse(request, error)
        return await super().take(request)

    def _count(self, request: Request, answered: Said | Refused | Form, began: float) -> None:
        name = request.command if request.command in self._registry else UNKNOWN
        self._metrics.command(name, _outcome(answered), asyncio.get_running_loop().time() - began)


def _outcome(answered: Said | Refused | Form) -> str:
    match answered:
        case Refused(fault=Exception()):
            return "failed"
        case Refused():
            return "refused"
        case Form():
            return "form"
    return "answered"
