"""Documents of deliveries: what cannot be made for a fault of ours is made another time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.port import Request
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.making import Making, rights_of_rooms
from store.deliveries import DeliveryState
from tests.posting import Process, Stage
from tests.stories.desks import tell


def test_what_the_desk_could_not_answer_for_a_fault_of_ours_is_tried_again(tmp_path: Path):
    class Faulty(Desk):
        faults = 1

        async def take(self, request: Request) -> Any:
            self.faults -= 1
            return await (super().take(request) if self.faults < 0 else self.refuse(request, OSError("it is away")))

    async def story(stage: Stage, one: Process) -> None:
        room = await stage.room(one.store, "desk")
        await stage.schedule(one.store, room, "daily 07:30")
        desk = Faulty(one.store, REGISTRY, for_rooms=True)
        stage.maker = Making(one.store, desk, rights_of_rooms(one.store, stage.now), stage.now)
        two = stage.process("two")
        async with two.store:
            await two.works(stage.now, stage.now() + timedelta(hours=1), timedelta(hours=1))
        (delivery,) = await stage.ledger(one.store, room)
        assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)

    tell(f"sqlite:///{tmp_path / 'mss.db'}", story, datetime(2025, 6, 2, 7, tzinfo=UTC))
