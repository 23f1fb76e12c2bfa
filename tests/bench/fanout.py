"""How long a large fan-out takes, against what the platform's limits allow for as many requests.

simulated   three processes on PostgreSQL, one of which is killed half-way; time is simulated, so what counts is
            what was waited for, not how fast this machine is
real        one `mss serve` before a fake Discord that keeps its limits, and what memory it takes meanwhile
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from adapters.discord.refusals import A_SECOND
from adapters.port import Pace
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery
from store.work import Store
from tests.bench.filling import many_rooms
from tests.bench.rounds import Row, Size, at_most
from tests.fakes.discord import FakeDiscord, Fault
from tests.fakes.discord.rates import GLOBAL
from tests.fleet import Fleet, all_done, due_in
from tests.posting import SLACK, PlainMaker, Process, Stage
from tests.simulated import Chance, Killed, Life, SimulatedLoop, SimulatedPlatform, Weather, simulate

GOAL = 1.05
GOAL_MEMORY = 1.05
BROKEN = 0.01
"""The share of posts that end in a 5xx, half of them after the platform took the post."""
PACE, LIMITS = Pace(room=1, everywhere=A_SECOND), Pace(room=1, everywhere=GLOBAL)
STARTS_WITHIN = 1.0
"""Seconds from the death of a process to the work of the next one."""
LATENCY = 0.02
"""Seconds from a post to the platform; half as long or half again by chance."""
POST = "POST /channels/{}/messages"


async def measure(size: Size) -> list[Row]:
    """Row 8; a quick one is simulated only."""
    rooms = 10 * size.posts
    with tempfile.TemporaryDirectory() as folder:
        # Simulated time has a loop of its own.
        found = [await asyncio.to_thread(simulated, f"sqlite:///{Path(folder) / 'simulated.db'}", rooms)]
        if size.rounds > 1:
            found += await real(f"sqlite:///{Path(folder) / 'real.db'}", rooms // 5, Path(folder))
    return found


# simulated


def simulated(url: str, rooms: int = 10_000, seed: int = 1) -> Row:
    """Post to so many rooms that are all due at once, on a simulated clock."""
    return simulate(lambda loop: _simulated(loop, url, rooms, seed))


async def _simulated(loop: SimulatedLoop, url: str, rooms: int, seed: int) -> Row:
    platform = SimulatedPlatform(
        Chance(seed), PACE, LIMITS, timedelta(minutes=3), weather=Weather(broken_before=BROKEN / 2, broken_after=BROKEN / 2),
        latency=LATENCY, window=1, burst=0,
    )  # fmt: skip
    stage = await Stage(loop, url, platform).opened()
    doomed = Life(lambda step: step == f"before a post {rooms // 2}")
    async with stage.process("one").store as store:
        ids = await many_rooms(store, stage.space, SLACK, rooms, stage.now())
        await store.ledger.plan([NewDelivery(stage.space, id, SLACK, "news", "news", DeliveryKind.COMMAND, "news",
                                             stage.now(), stage.now()) for id in ids])  # fmt: skip
        began = loop.time()
        for life in (doomed, Life()):
            await _works(stage.process(f"life {life is doomed}", life), stage)
            await asyncio.sleep(STARTS_WITHIN)
        ends = [message.at - began for room in platform.rooms.values() for message in room]
    there = Counter(len(platform.rooms[f"C{number}"]) for number in range(rooms))
    assert doomed.is_over
    assert isinstance(stage.maker, PlainMaker)
    what = f"fan-out to {rooms:,} rooms, 1 % 5xx, one kill, simulated clock: time × what the limits allow"
    return Row(8, what, [max(ends) / allowed(platform.asked)], at_most(GOAL),
               beside(max(ends), platform.refused["too fast"], there, rooms) + f", {stage.maker.made} documents made")  # fmt: skip


async def _works(process: Process, stage: Stage) -> None:
    """Go round until nothing is left, or until the process is killed."""
    try:
        while await process.store.ledger.waiting():
            await process.works(stage.now, stage.now() + timedelta(seconds=1), timedelta(seconds=1))
    except Killed:
        pass
    await process.store.close()


def allowed(requests: int) -> float:
    """Seconds that so many requests take at least."""
    return max(1.0, requests / GLOBAL)


# real


async def real(url: str, rooms: int, folder: Path) -> list[Row]:
    """Let one `mss serve` post to so many rooms in real time."""
    async with await FakeDiscord.start() as discord, Store(url) as store:
        server = discord.server("Desk")
        channels = [server.channel(f"room-{number}") for number in range(rooms)]
        space, ids = await due_in(store, server.id, channels)
        fleet = Fleet(discord, url, folder)
        try:
            await fleet.starts_one()
            seconds, memory = await _watched(fleet, discord, rooms)
            await all_done(store)
        finally:
            await fleet.ends()
        async with store.reading(space) as work:
            ledger = [delivery for id in ids for delivery in await work.deliveries.of_room(id)]
    assert Counter(delivery.state for delivery in ledger) == {DeliveryState.SENT: rooms}
    there = Counter(len(discord.posts(channel)) for channel in channels)
    what = f"fan-out to {rooms:,} rooms, 1 % 5xx, real time: time × what the limits allow"
    ratio = seconds / allowed(len(discord.calls(POST)))
    return [Row(8, what, [ratio], at_most(GOAL), beside(seconds, discord.refused, there, rooms)),
            Row(8, "the same: memory at its end × at a fifth of it", [memory], at_most(GOAL_MEMORY))]  # fmt: skip


async def _watched(fleet: Fleet, discord: FakeDiscord, rooms: int) -> tuple[float, float]:
    """Break one post in a hundred, and see how long all of them take and what memory they do."""
    loop, memory, broken = asyncio.get_running_loop(), list[int](), 0
    await discord.called(POST, patience=60)
    began = loop.time()
    while (done := len(discord.calls(POST)) - broken) < rooms:
        if done * BROKEN > broken:
            discord.breaks(POST, Fault(502, after_accepting=broken % 2 == 0))
            broken += 1
        if done * 10 > rooms * (len(memory) + 1):
            memory.append(fleet.memory())
        await asyncio.sleep(0.02)
    return loop.time() - began, memory[-1] / memory[1]


def beside(seconds: float, refused: int, there: Counter[int], rooms: int) -> str:
    """What to know of a fan-out, given in how many rooms there are so many posts."""
    return f"{seconds:.0f} s, {refused} refused, {there[0]} lost, {rooms - there[0] - there[1]} doubled"


__all__ = ["measure", "real", "simulated"]
