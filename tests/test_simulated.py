"""Simulated time passes however much of it is behind."""

from __future__ import annotations

import asyncio

from tests.simulated import SimulatedLoop, simulate


def test_waits_end_after_years_too():
    async def story(loop: SimulatedLoop) -> float:
        loop.jump(100_000_000.1)
        for number in range(1_000):
            await asyncio.sleep(0.123456789 * number)
        return loop.time()

    assert round(simulate(story)) == 100_061_667
