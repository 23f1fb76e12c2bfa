"""A stage for what is posted by schedule: a real store and ledger, processes, and a simulated platform and time.

It begins on Monday 19 January 2026 at 06:00 UTC unless a story says otherwise.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random

from bot.delivery import Courier
from bot.made import Label, Made, Maker, Withheld
from bot.news import News
from bot.planner import Schedule
from bot.planning import Planning
from bot.plans import new_schedule
from bot.rounds import Rounds
from bot.schedules import read_schedule
from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery
from store.rooms import Room
from store.schedules import ScheduleRow
from store.work import Store
from tests.copies import made_at
from tests.simulated import Chance, Life, SimulatedLoop, SimulatedPlatform, SimulatedPoster, SimulatedStore, said

BEGIN = datetime(2026, 1, 19, 6, tzinfo=UTC)
SLACK = "slack"
TENANT = "T1"


class PlainMaker:
    """Makes documents that say which slot they are of and how they are labelled; `made` counts them."""

    def __init__(self, forbidden: Callable[[Delivery], str] = lambda delivery: "") -> None:
        self._forbidden = forbidden
        self.made = 0

    async def forbids(self, delivery: Delivery) -> str:
        return self._forbidden(delivery)

    async def sameness(self, delivery: Delivery) -> Hashable:
        labels = (delivery.details.get("is_late"), delivery.details.get("may_repeat"))  # of the post it corrects
        return (delivery.line, delivery.planned_at, labels)

    async def make(self, delivery: Delivery, label: Label) -> Made | Withheld:
        self.made += 1
        words = [delivery.line, delivery.details.get("slot", ""), delivery.details.get("why", "")]
        of_post = delivery.details if delivery.kind is DeliveryKind.CORRECTION else {}
        words += ["late"] if label.late_at or of_post.get("is_late") else []
        words += ["may repeat"] if label.may_repeat or of_post.get("may_repeat") else []
        return Made(said(" ".join(filter(None, words))), ("S2-21",))


@dataclass
class Process:
    """One process of the bot: what it plans and posts with, and its life."""

    name: str
    store: Store
    courier: Courier
    rounds: Rounds
    life: Life

    async def works(self, now: Callable[[], datetime], until: datetime, longest: timedelta) -> None:
        """Go round whenever something is due, and now and then, as long as it lives."""
        while now() < until:
            try:
                due_at = await self.rounds.go()
            except OSError:
                due_at = now() + timedelta(seconds=30)
            wake_at = min(due_at or until, now() + longest, until)
            await asyncio.sleep(max((wake_at - now()).total_seconds(), 0.001))


@dataclass
class Stage:
    """One store in which one desk has rooms, and a platform they are on."""

    loop: SimulatedLoop
    url: str
    platform: SimulatedPlatform
    begin: datetime = BEGIN
    maker: Maker = field(default_factory=PlainMaker)
    space: int = 0

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=self.loop.time())

    async def passes(self, **time: float) -> None:
        """Let time pass."""
        await asyncio.sleep(timedelta(**time).total_seconds())

    async def opened(self) -> Stage:
        async def make(store: Store) -> int:
            return await store.open_space(SLACK, TENANT, "a desk", self.begin)

        self.space = await made_at(self.url, f"posting {self.begin}", make, lambda url: SimulatedStore(url, Life()))
        return self

    def process(
        self, name: str = "one", life: Life | None = None, is_away: Callable[[], bool] = lambda: False, seed: int = 1
    ) -> Process:
        """A process over the store; its store is closed by whoever asked for it."""
        life = life or Life()
        store = SimulatedStore(self.url, life, is_away)
        posters = {SLACK: SimulatedPoster(self.platform, life)}
        courier = Courier(store, posters, self.maker, self.now, Random(f"{seed} {name}"), name)
        return Process(
            name,
            store,
            courier,
            Rounds(store, Planning(store, self.now), News(store, self.now), courier, self.now),
            life,
        )

    async def room(self, store: Store, name: str, zone: str = "UTC") -> Room:
        (room,) = await self.rooms(store, [name], [TENANT], zone)
        return room

    async def rooms(self, store: Store, names: Iterable[str], tenants: Iterable[str], zone: str = "UTC") -> list[Room]:
        """Rooms of those names, spread over the workspaces."""
        made = []
        async with store.changing(self.space, None, self.now()) as work:
            for name, tenant in zip(names, cycle(tenants), strict=False):
                room = await work.rooms.open(SLACK, tenant, name, name)
                await work.rooms.set(room.id, zone=zone)
                made.append(room)
        return made

    async def schedule(
        self, store: Store, room: Room, when: str, zone: str = "UTC", person: int | None = None, **rules: object
    ) -> ScheduleRow:
        """Let a room have “status” at such times."""
        schedule = Schedule(pattern=read_schedule(when, self.begin.date()).pattern, zone=zone, **rules)  # type: ignore[arg-type]
        async with store.changing(self.space, person, self.now()) as work:
            return await work.schedules.add(new_schedule(room.id, "status", schedule, self.now()))

    async def ledger(self, store: Store, room: Room) -> list[Delivery]:
        """What the ledger tells of a room, the oldest first."""
        async with store.reading(self.space) as work:
            return (await work.deliveries.of_room(room.id, limit=10_000))[::-1]

    def in_room(self, room: Room) -> list[str]:
        """What stands in a room, as it reads."""
        return ["".join(span.text for span in message.said.title) for message in self.platform.rooms[room.external_id]]


def due(stage: Stage, room: Room, occasion: str, *, subject: str = "", **more: object) -> NewDelivery:
    """Something to be posted now."""
    return NewDelivery(
        stage.space, room.id, SLACK, occasion, subject or occasion, DeliveryKind.COMMAND, occasion, stage.now(), stage.now(),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


async def staged(
    loop: SimulatedLoop, url: str, story: Callable[[Stage, Process], Awaitable[None]], seed: int = 1, **platform: object
) -> None:
    """Tell a story of one process on a stage of its own."""
    stage = await Stage(loop, url, SimulatedPlatform(Chance(seed), **platform)).opened()  # type: ignore[arg-type]
    process = stage.process()
    async with process.store:
        await story(stage, process)


def states(deliveries: list[Delivery]) -> list[DeliveryState]:
    return [delivery.state for delivery in deliveries]
