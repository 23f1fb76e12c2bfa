"""How fast /mss status is answered over signed HTTP, rights and all, against Bolt with a constant reply.

Both are processes of their own: `mss serve` over a filled SQLite store, and Bolt as it comes. The constant reply is
the very answer of ours, so that both send as much.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from adapters.port import Standing
from adapters.slack import PLATFORM
from store import Store
from store.grants import Holder
from tests.bench.load import Asker, Load, answered, command
from tests.bench.pictures import MISSION
from tests.bench.records import record_of
from tests.bench.rounds import Row, Size, at_least, at_most, cpu_seconds, spread
from tests.fakes.slack import FakeSlack
from tests.served import ROOT, served, started

EACH = 20
"""Commands that one person gives in all: more than thirty at once are refused. Five people share a room."""
GRANTS = 100
WRITE_EACH = 100
WRITERS = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are measured: where it listens, its process, and the secret it checks."""

    url: str
    process: int
    secret: str

    async def answers(self, size: Size, requests: list[tuple[Asker, str]], connections: int) -> tuple[Load, float]:
        """How it went, and the seconds of CPU of each request."""
        signed = [command(self.url, self.secret, who, text) for who, text in requests]
        before = cpu_seconds(self.process)
        load = await answered(self.url, signed, connections)
        return load, (cpu_seconds(self.process) - before) / len(signed)


async def measure(size: Size) -> list[Row]:
    """Rows 1 and 2."""
    async with started("http") as slack:
        slack.rates.is_enforced = False
        askers = askers_of(slack, size)
        with tempfile.TemporaryDirectory() as name:
            await fill(Path(name), slack, askers, size.claims)
            async with served(slack, Path(name)) as bot:
                ours = Side(slack.http.url, bot.process.pid, slack.app.signing_secret)
                asking = _Asking(askers)
                await ours.answers(size, asking.first_writes(), 1)
                warm, _cpu = await ours.answers(size, [(who, "status") for who in askers], min(8, size.connections))
                async with _bolt(slack, json.loads(warm.last)) as floor:
                    return [*await _throughput(size, asking, ours, floor), await _one_by_one(size, asking, ours, floor)]


class _Asking:
    """People who ask in turn, and what they ask; a few of them write too, and did before."""

    def __init__(self, askers: list[Asker]) -> None:
        self._askers = itertools.cycle(askers)
        self._first = askers[:WRITERS]
        self._writers = itertools.cycle(self._first)
        self._doubts = itertools.count(1)

    def statuses(self, number: int) -> list[tuple[Asker, str]]:
        return [(who, "status") for who in itertools.islice(self._askers, number)]

    def with_writes(self, number: int) -> list[tuple[Asker, str]]:
        """One of a hundred says that a fact looks wrong, which is stored."""
        asked = self.statuses(number)
        for at in range(min(WRITE_EACH, number) - 1, number, WRITE_EACH):
            asked[at] = self._write()
        return asked

    def first_writes(self) -> list[tuple[Asker, str]]:
        """What makes those who write known as people."""
        return [self._write() for _each in self._first]

    def _write(self) -> tuple[Asker, str]:
        return next(self._writers), f"wrong F1 because of doubt {next(self._doubts)}"


async def _throughput(size: Size, asking: _Asking, ours: Side, floor: Side) -> list[Row]:
    speeds: dict[str, list[float]] = {"status": [], "with writes": []}
    costs: dict[str, list[float]] = {"status": [], "with writes": []}
    seen, cpus, theirs = list[float](), list[float](), list[float]()
    for _round in range(size.rounds):
        there, cpu_there = await floor.answers(size, asking.statuses(size.requests), size.connections)
        theirs.append(there.a_second)
        for what, requests in (
            ("status", asking.statuses(size.requests)), ("with writes", asking.with_writes(size.requests))
        ):  # fmt: skip
            here, cpu_here = await ours.answers(size, requests, size.connections)
            speeds[what].append(here.a_second / there.a_second)
            costs[what].append(cpu_here / cpu_there if cpu_there else 1.0)
            if what == "status":
                seen.append(here.a_second)
                cpus.append(cpu_here * 1e6)
    beside = f"{spread(seen)} a second, Bolt {spread(theirs)}"
    name = f"/mss status over signed HTTP, {size.connections} connections, {size.claims:,} claims stored"
    return [
        Row(1, name, speeds["status"], at_least(0.95), beside),
        Row(1, "the same: CPU a request", costs["status"], at_most(1.05), f"{spread(cpus)} µs"),
        Row(1, "the same, 1 in 100 requests a write", speeds["with writes"], at_least(0.95)),
        Row(1, "the same, 1 in 100 a write: CPU a request", costs["with writes"], at_most(1.05)),
    ]


async def _one_by_one(size: Size, asking: _Asking, ours: Side, floor: Side) -> Row:
    ratios, seen, theirs = list[float](), list[float](), list[float]()
    for _round in range(size.rounds):
        number = max(10, size.requests // 20)
        there, _cpu = await floor.answers(size, asking.statuses(number), 1)
        here, _cpu = await ours.answers(size, asking.statuses(number), 1)
        ratios.append(here.middle / there.middle)
        seen.append(here.middle * 1e3)
        theirs.append(there.middle * 1e3)
    return Row(2, "/mss status, one connection: p50 of the answer in the ack", ratios, at_most(0.05),
               f"{spread(seen)} ms, Bolt {spread(theirs)} ms")  # fmt: skip


# what is asked


def askers_of(slack: FakeSlack, size: Size) -> list[Asker]:
    number = max(size.people, 2 * size.rounds * size.requests // EACH)
    rooms = [slack.channel(f"room-{each}").id for each in range(max(1, number // 5))]
    people = [slack.person(f"Person {each}").id for each in range(number)]
    pairs = zip(people, itertools.cycle(rooms), strict=False)
    return [Asker(slack.team.id, person, room) for person, room in pairs]


async def fill(folder: Path, slack: FakeSlack, askers: list[Asker], claims: int) -> None:
    """A store whose space holds so many claims; every room is about a mission, and roles are given in all ways."""
    at, chosen = datetime.now(UTC), Random(9)
    async with Store(f"sqlite:///{folder}/mss.db") as store:
        await store.upgrade()
        space = await store.open_space(PLATFORM, slack.team.id, "bench", at)
        for number in range(max(1, claims // MISSION)):
            async with store.changing(space, None, at) as work:
                await work.missions.load(record_of(min(claims, MISSION), f"Mission {number}"))
        async with store.changing(space, None, at) as work:
            missions = [row.ref for row in await work.missions.all()]
            for number, channel in enumerate(dict.fromkeys(asker.channel for asker in askers)):
                room = await work.rooms.open(PLATFORM, slack.team.id, channel)
                await work.rooms.set(room.id, mission=missions[number % len(missions)])
            for holder in _holders(slack, askers):
                await work.grants.give(holder, "editor", chosen.choice(missions))


def _holders(slack: FakeSlack, askers: list[Asker]) -> Iterator[Holder]:
    """Rooms, groups and guests who were given a role."""
    yield Holder.standing(Standing.GUEST.value)
    for asker in askers[:GRANTS:2]:
        yield Holder.room(PLATFORM, slack.team.id, asker.channel)
        yield Holder.group(PLATFORM, slack.team.id, f"S{asker.user}")


# the floor


@asynccontextmanager
async def _bolt(slack: FakeSlack, reply: Any) -> AsyncIterator[Side]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.bolt", cwd=ROOT, limit=2**20,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    settings = {
        "token": slack.bot_token,
        "secret": slack.app.signing_secret,
        "base_url": slack.base_url,
        "reply": reply,
    }
    try:
        process.stdin.write(f"{json.dumps(settings)}\n".encode())
        url = (await process.stdout.readline()).decode().strip()
        yield Side(url, process.pid, slack.app.signing_secret)
    finally:
        process.kill()
        await process.wait()
