"""A simulated world for what happens over months: a loop that jumps to the next moment anybody waits for, platforms
that keep limits and fail, and processes that can be killed between any two steps.

Nothing in it is random but what a seed decides, and each decision hangs on what it is about, not on the order in
which things happen: the same seed brings the same weather.
"""

from __future__ import annotations

import asyncio
import selectors
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.port import Cannot, DeliveryError, Pace, Receipt, Room
from briefings.document import Document, Line, Said, Span
from store.work import Store

T = TypeVar("T")

# time

RESOLUTION = 1e-6
"""Seconds by which something may happen before its time."""


class _Jumping(selectors.DefaultSelector):
    """Lets no real time pass, unless a database is at work."""

    loop: SimulatedLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0 or self.loop.at_work:
            return super().select(1 if self.loop.at_work and timeout != 0 else timeout)
        there = super().select(0)
        if not there:
            self.loop.jump(timeout)
        return there


class SimulatedLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes only by what is waited for. `at_work` counts what real time is needed for."""

    def __init__(self) -> None:
        selector = _Jumping()
        selector.loop = self
        self.elapsed = 0.0
        self.at_work = 0
        self.on_jump: Callable[[float], object] = lambda seconds: None
        super().__init__(selector)
        # After half a year a float is too coarse for the usual nanosecond: a wait would never be over.
        self._clock_resolution = RESOLUTION

    def time(self) -> float:
        return self.elapsed

    def jump(self, seconds: float) -> None:
        self.elapsed += seconds
        self.on_jump(seconds)


def simulate(work: Callable[[SimulatedLoop], Coroutine[Any, Any, T]]) -> T:
    """Do some work in simulated time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, SimulatedLoop)
        loop.set_exception_handler(_but_for_the_dead)
        return runner.run(work(loop))


def _but_for_the_dead(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Nobody asks what became of the tasks of a process that was killed."""
    if not isinstance(context.get("exception"), Killed):
        loop.default_exception_handler(context)


# a process


class Killed(BaseException):
    """The process is no more."""


class Life:
    """Whether a process lives. `steps` decides, before and after everything it does outside itself, whether it dies."""

    def __init__(self, dies_at: Callable[[str], bool] = lambda step: False) -> None:
        self._dies_at = dies_at
        self.is_over = False
        self.steps: Counter[str] = Counter()

    def step(self, name: str) -> None:
        """Raises Killed when it dies here, and at every step after that."""
        self.steps[name] += 1
        self.is_over = self.is_over or self._dies_at(f"{name} {self.steps[name]}")
        if self.is_over:
            raise Killed(name)


class SimulatedStore(Store):
    """A real store, with whose transactions a process can die: before, within, or just after each.

    `is_away` tells whether the database can be reached.
    """

    def __init__(self, url: str, life: Life, is_away: Callable[[], bool] = lambda: False) -> None:
        super().__init__(url)
        self._life = life
        self._is_away = is_away

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        self._life.step("before a transaction")
        if self._is_away():
            raise OSError("the database is away")
        with _in_real_time():
            async with super()._connected(engine) as connection:
                yield connection
                self._life.step("within a transaction")
        self._life.step("after a transaction")

    async def close(self) -> None:
        with _in_real_time():
            await super().close()


@contextmanager
def _in_real_time() -> Iterator[None]:
    """Let no simulated time pass while a database is at work."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, SimulatedLoop)
    loop.at_work += 1
    try:
        yield
    finally:
        loop.at_work -= 1


# a platform


@dataclass(frozen=True)
class Weather:
    """How often things go wrong, by chance: each a share of all posts, or of all looks."""

    refused_for_now: float = 0.0
    broken_before: float = 0.0
    broken_after: float = 0.0
    silent_after: float = 0.0
    blind: float = 0.0
    silent_look: float = 0.0


FINE = Weather()
STORMY = Weather(refused_for_now=0.03, broken_before=0.03, broken_after=0.03, silent_after=0.01, blind=0.2,
                 silent_look=0.05)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """What stands in a room."""

    id: str
    key: str
    at: float
    said: Said
    under: str = ""
    is_edited: bool = False


class Chance:
    """What a seed decides about something, the same whenever it is asked."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._asked: Counter[str] = Counter()

    def about(self, what: str) -> Random:
        """A source of chances for the next time something happens."""
        self._asked[what] += 1
        return Random(f"{self._seed} {what} {self._asked[what]}")


PACE, LIMITS = Pace(room=1, tenant=4, everywhere=40), Pace(room=1, tenant=5, everywhere=50)
"""What we are to keep to, and what is refused."""


@dataclass
class SimulatedPlatform:
    """A platform that keeps a pace, remembers keys for a while, knows dead rooms, and fails as the weather has it."""

    chance: Chance
    pace: Pace = PACE
    limits: Pace = LIMITS
    remembers: timedelta = timedelta()
    can_look: bool = True
    can_edit: bool = True
    weather: Weather = FINE
    window: float = 10
    """Seconds over which a limit holds; `burst` more posts than that are let through."""
    burst: int = 3
    latency: float = 0.2
    dead: set[str] = field(default_factory=set)
    away: Callable[[], bool] = lambda: False
    rooms: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    directs: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    """Posts that were tried, also those that came to nothing."""
    _sent: dict[tuple[str, ...], list[float]] = field(default_factory=lambda: defaultdict(list))

    def messages(self, key: str) -> list[Message]:
        """Everything that stands anywhere with a key."""
        return [message for room in self.rooms.values() for message in room if message.key == key]

    def wait(self, room: Room) -> float:
        """Seconds to wait before another post may come, 0 when one may come now; each limit holds over a window."""
        now, window = asyncio.get_running_loop().time(), self.window
        self.asked += 1
        limits = {
            (room.tenant, room.id): self.limits.room,
            (room.tenant,): self.limits.tenant,
            (): self.limits.everywhere,
        }
        waits = [0.0]
        for gate, a_second in limits.items():
            sent = self._sent[gate] = [at for at in self._sent[gate] if at > now - window]
            if a_second and len(sent) >= a_second * window + self.burst:
                waits.append(sent[0] + window - now)
        if max(waits) <= 0:
            for gate in limits:
                self._sent[gate].append(now)
        return max(waits)


class SimulatedPoster:
    """A process's way to a platform."""

    def __init__(self, platform: SimulatedPlatform, life: Life) -> None:
        self._platform = platform
        self._life = life
        self.pace = platform.pace
        self.remembers = platform.remembers

    async def post(
        self, room: Room, said: Said, key: str, *, reply_to: str = "", standing: Sequence[str] = ()
    ) -> Receipt:
        if standing:
            return Receipt(room, tuple(standing))
        self._life.step("before a post")
        id = await self._sent(self._platform.rooms[room.id], room, said, key, reply_to)
        self._life.step("after a post")
        return Receipt(room, (id,))

    async def _sent(self, messages: list[Message], room: Room, said: Said, key: str, under: str = "") -> str:
        platform, chance = self._platform, self._platform.chance.about(f"{room.id} {key}")
        weather = _ladder(platform.weather, chance.random())
        await self._admitted(room, chance, weather)
        message = self._stands(messages, key) or self._add(messages, said, key, under)
        await self._answered(weather)
        return message.id

    async def _admitted(self, room: Room, chance: Random, weather: str) -> None:
        """Reach the platform, and be let in."""
        platform = self._platform
        await self._network(chance)
        if room.id in platform.dead:
            platform.refused["dead room"] += 1
            raise DeliveryError(Line("it is archived"), permanent=True)
        wait = platform.wait(room)
        if wait > 0:
            platform.refused["too fast"] += 1
        if wait > 0 or weather == "refused for now":
            raise DeliveryError(Line("wait"), retry_after=wait or chance.uniform(1, 60))
        if weather == "broken before":
            raise DeliveryError(Line("a server broke"), may_have_arrived=True)

    async def _answered(self, weather: str) -> None:
        """Hear from the platform what was done."""
        if weather == "silent after":
            await asyncio.sleep(300)
        if weather == "broken after":
            raise DeliveryError(Line("a server broke"), may_have_arrived=True)

    def _stands(self, messages: list[Message], key: str) -> Message | None:
        """A message that the platform takes for the same."""
        since = asyncio.get_running_loop().time() - self._platform.remembers.total_seconds()
        return next((message for message in messages if message.key == key and message.at > since), None)

    def _add(self, messages: list[Message], said: Said, key: str, under: str) -> Message:
        messages.append(Message(f"m{len(messages)}", key, asyncio.get_running_loop().time(), said, under))
        return messages[-1]

    async def edit(self, receipt: Receipt, said: Said) -> Receipt:
        self._life.step("before a post")
        room, (id, *_more) = receipt.room, receipt.messages
        chance = self._platform.chance.about(f"edit {room.id} {id}")
        weather = _ladder(self._platform.weather, chance.random())
        await self._admitted(room, chance, weather)
        if not self._platform.can_edit:
            raise DeliveryError(Line("it cannot be edited any more"), permanent=True, of_document=True)
        messages = self._platform.rooms[room.id]
        number = next(number for number, message in enumerate(messages) if message.id == id)
        messages[number] = replace(messages[number], said=said, is_edited=True)
        await self._answered(weather)
        self._life.step("after a post")
        return receipt

    async def find(self, room: Room, key: str, since: datetime, *, reply_to: str = "") -> Receipt | Cannot | None:
        self._life.step("before a look")
        chance = self._platform.chance.about(f"look {room.id} {key}")
        await self._network(chance)
        if chance.random() < self._platform.weather.silent_look:
            raise DeliveryError(Line("no answer came"), may_have_arrived=True)
        if not self._platform.can_look or chance.random() < self._platform.weather.blind:
            return Cannot.TELL
        found = tuple(message.id for message in self._platform.rooms[room.id] if message.key == key)
        return Receipt(room, found) if found else None

    async def to_person(self, room: Room, user: str, said: Said, key: str) -> Receipt:
        self._life.step("before a post")
        direct = Room(room.platform, room.tenant, user, is_direct=True)
        return Receipt(direct, (await self._sent(self._platform.directs[user], direct, said, key),))

    async def _network(self, chance: Random) -> None:
        if self._platform.away():
            raise DeliveryError(Line("it cannot be reached"))
        await asyncio.sleep(chance.uniform(0.5, 1.5) * self._platform.latency)


def _ladder(weather: Weather, chance: float) -> str:
    """What befalls a post, by a number from 0 to 1."""
    for what, share in _befalls(weather):
        if chance < share:
            return what
        chance -= share
    return ""


def _befalls(weather: Weather) -> Iterator[tuple[str, float]]:
    yield "refused for now", weather.refused_for_now
    yield "broken before", weather.broken_before
    yield "broken after", weather.broken_after
    yield "silent after", weather.silent_after


def said(text: str) -> Said:
    return Document(name="notice", title=(Span(text),))
