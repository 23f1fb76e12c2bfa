"""Two processes at once: of what only one may have, each thing goes to exactly one of them."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context

from store import Store
from tests.conftest import NOW

UNTIL = NOW + timedelta(minutes=10)


async def grab(url: str, things: list[str]) -> list[str]:
    """Go for every event, lease and state of these names; those that were ours."""
    got: list[str] = []
    me = f"process {os.getpid()}"
    async with Store(url) as store:
        for name in things:
            if await store.seen.begin("slack", name, NOW):
                got.append(f"event {name}")
            if await store.leases.take(name, me, NOW, UNTIL):
                got.append(f"lease {name}")
            if await store.states.consume(name, NOW):
                got.append(f"state {name}")
    return got


def run(url: str, things: list[str]) -> list[str]:
    return asyncio.run(grab(url, things))


async def test_two_processes_never_both_win(store: Store, url: str):
    things = [uuid.uuid4().hex for _ in range(40)]
    for name in things:
        await store.states.issue(name, "body", UNTIL)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        won = await asyncio.gather(*(loop.run_in_executor(processes, run, url, things) for _ in range(2)))
    assert Counter(thing for got in won for thing in got) == {
        f"{sort} {name}": 1 for sort in ("event", "lease", "state") for name in things
    }
