"""Requests to Discord go evenly, whatever held up the program."""

from __future__ import annotations

import asyncio

from adapters.discord.refusals import Evenly
from tests.simulated import SimulatedLoop, simulate


def test_what_was_held_up_is_made_up_for_without_more_in_a_second_than_go():
    async def story(loop: SimulatedLoop) -> list[float]:
        evenly, gone = Evenly(10), list[float]()

        async def goes() -> None:
            await evenly.turn()
            gone.append(loop.time())

        going = [asyncio.create_task(goes()) for _each in range(60)]
        await asyncio.sleep(2)
        loop.jump(0.7)  # a pause of the whole program
        await asyncio.gather(*going)
        return gone

    gone = simulate(story)
    assert gone[-1] <= 6.0
    assert all(later - earlier >= 0.999 for earlier, later in zip(gone, gone[10:], strict=False))
