"""The clock wakes a round when something is due, at every heartbeat, and never two at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import time_machine

from bot.clock import HEARTBEAT, TIDIES_EVERY, Clock
from tests.simulated import SimulatedLoop, simulate

BEGIN = datetime(2026, 1, 19, 6, tzinfo=UTC)


class Rounds:
    """Notes when a round and a tidying began; `next` are the moments that rounds give, the last one for good."""

    def __init__(self, *next: datetime | None, lasts: float = 0, fails: int = 0) -> None:
        self.at: list[datetime] = []
        self.tidied = 0
        self._next, self._lasts, self._fails = list(next), lasts, fails
        self.under_way = 0
        self.most = 0

    async def round(self) -> datetime | None:
        self.at.append(now())
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(self._lasts)
        self.under_way -= 1
        if len(self.at) <= self._fails:
            raise ConnectionError("the database is away")
        return self._next.pop(0) if len(self._next) > 1 else self._next[0]

    async def tidy(self) -> None:
        self.tidied += 1


def now() -> datetime:
    return datetime.now(UTC)


def ticking(rounds: Rounds, story: Callable[[Clock], Awaitable[None]], tells: Callable[[], datetime] = now) -> None:
    """Tell a story in which all clocks go by simulated time."""
    with time_machine.travel(BEGIN, tick=False) as clocks:

        async def work(loop: SimulatedLoop) -> None:
            loop.on_jump = clocks.shift
            clock = Clock(rounds.round, rounds.tidy, tells)
            clock.start()
            await story(clock)
            await clock.stop()

        simulate(work)


def after(**time: float) -> datetime:
    return BEGIN + timedelta(**time)


def rounded(moments: list[datetime]) -> list[datetime]:
    return [moment.replace(microsecond=0) for moment in moments]


def test_the_first_round_is_at_the_start_and_the_next_when_something_is_due():
    rounds = Rounds(after(seconds=10), after(seconds=17), None)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(20)
        assert rounded(rounds.at) == [BEGIN, after(seconds=10), after(seconds=17)]

    ticking(rounds, story)


def test_a_round_that_is_due_before_the_last_one_is_quite_over_is_not_left_out():
    rounds = Rounds(*(after(seconds=number - 60) for number in range(5)), None)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(3)
        assert len(rounds.at) > 3
        assert rounds.most == 1

    # Its clock is behind that of the scheduler: whatever it asks for is due at once.
    ticking(rounds, story, lambda: now() - timedelta(seconds=1))


def test_where_nothing_is_due_it_looks_at_every_heartbeat():
    rounds = Rounds(None)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(HEARTBEAT.total_seconds() * 3 + 1)
        assert rounded(rounds.at) == [BEGIN + HEARTBEAT * number for number in range(4)]

    ticking(rounds, story)


def test_one_that_is_told_of_something_new_looks_at_once():
    rounds = Rounds(None)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(7)
        clock.look()
        await asyncio.sleep(1)
        assert rounded(rounds.at) == [BEGIN, after(seconds=7)]

    ticking(rounds, story)


def test_a_long_round_is_not_joined_by_another_however_often_one_is_wanted():
    rounds = Rounds(None, lasts=100)

    async def story(clock: Clock) -> None:
        for _time in range(5):
            await asyncio.sleep(20)
            clock.look()
        await asyncio.sleep(120)
        assert rounds.most == 1
        assert rounded(rounds.at)[:2] == [BEGIN, after(seconds=100)]

    ticking(rounds, story)


def test_a_round_that_fails_is_followed_by_another():
    rounds = Rounds(None, fails=2)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(HEARTBEAT.total_seconds() * 2 + 1)
        assert len(rounds.at) == 3

    ticking(rounds, story)


def test_what_was_slept_through_is_made_up_for_once():
    rounds = Rounds(after(seconds=10), None)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(1)
        asleep.shift(timedelta(days=1))
        await asyncio.sleep(10)
        assert len(rounds.at) == 2
        assert rounds.tidied == 2

    with time_machine.travel(BEGIN, tick=False) as asleep:

        async def work(loop: SimulatedLoop) -> None:
            loop.on_jump = asleep.shift
            clock = Clock(rounds.round, rounds.tidy, now)
            clock.start()
            await story(clock)
            await clock.stop()

        simulate(work)


def test_it_keeps_house_at_the_start_and_every_hour():
    rounds = Rounds(None)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(TIDIES_EVERY.total_seconds() * 2 + 1)
        assert rounds.tidied == 3

    ticking(rounds, story)


def test_a_stop_waits_for_what_is_under_way_and_begins_nothing_more():
    rounds = Rounds(None, lasts=10)

    async def story(clock: Clock) -> None:
        await asyncio.sleep(5)
        await clock.stop()
        assert rounds.under_way == 0
        clock.look()
        await asyncio.sleep(100)
        assert len(rounds.at) == 1

    with time_machine.travel(BEGIN, tick=False) as clocks:

        async def work(loop: SimulatedLoop) -> None:
            loop.on_jump = clocks.shift
            clock = Clock(rounds.round, rounds.tidy, now)
            clock.start()
            await story(clock)

        simulate(work)
