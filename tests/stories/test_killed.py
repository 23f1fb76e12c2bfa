"""Real processes that are killed while they post: nothing is lost, and nothing stands anywhere twice.

`mss serve` runs in processes of its own, before a fake Discord that keeps its limits and remembers no nonce for longer
than Discord does. What a killed process had taken comes up again after a minute and a half, so these stories are long.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from store.deliveries import DeliveryState
from store.work import Store
from tests.fakes.discord import FakeDiscord
from tests.fleet import ENDS_WITHIN, Fleet, all_done, due_in
from tests.postgres import mortal_server, new_database

pytestmark = pytest.mark.long


async def test_three_processes_on_postgresql_survive_deaths_and_a_restart_of_the_database(tmp_path: Path):
    with mortal_server() as (base, restart):
        await posts_all_once(tmp_path, new_database(base), rooms=2_000, processes=3, restart=restart)


async def test_one_process_on_sqlite_survives_deaths(tmp_path: Path):
    await posts_all_once(tmp_path, f"sqlite:///{tmp_path}/mss.db", rooms=600, processes=1)


async def posts_all_once(
    folder: Path, url: str, rooms: int, processes: int, restart: Callable[[], None] | None = None
) -> None:
    """Let so many posts fall due at once, kill processes while they leave, and hold the rooms to the ledger."""
    async with await FakeDiscord.start() as discord, Store(url) as store:
        server = discord.server("Desk")
        channels = [server.channel(f"room-{number}") for number in range(rooms)]
        space, ids = await due_in(store, server.id, channels)
        fleet = Fleet(discord, url, folder)
        try:
            for _process in range(processes):
                await fleet.starts_one()
            await disturbed(fleet, discord, rooms, restart)
            await all_done(store)
        finally:
            await fleet.ends()
        async with store.reading(space) as work:
            ledger = [delivery for id in ids for delivery in await work.deliveries.of_room(id)]
    assert fleet.deaths >= 3
    assert Counter(delivery.state for delivery in ledger) == {DeliveryState.SENT: rooms}
    assert Counter(len(discord.posts(channel)) for channel in channels) == {1: rooms}


async def disturbed(fleet: Fleet, discord: FakeDiscord, rooms: int, restart: Callable[[], None] | None) -> None:
    """Kill a process at every fifth of the way, and take the database down in the middle."""
    fate = Random(1)
    for fifth in range(1, 5):
        await posted(discord, rooms * fifth // 5)
        await fleet.loses_one(fate)
        if restart and fifth == 2:
            await asyncio.to_thread(restart)


async def posted(discord: FakeDiscord, number: int) -> None:
    async with asyncio.timeout(ENDS_WITHIN):
        while len(discord.calls("POST /channels/{}/messages")) < number:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.05)
