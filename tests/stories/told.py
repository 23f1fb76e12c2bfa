"""Rooms that are told things by themselves: people type at the real desk, and time passes on a simulated platform.

Amina owns the space and lives in Nairobi, Ben is a member. The bundled record is on file from the start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from adapters.port import Actor, Request, Standing
from adapters.port import Room as Place
from adapters.terminal.ask import answer
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.making import Making, rights_of_rooms
from bot.rights import OWNER
from briefings.document import Said, plain
from store.deliveries import Delivery
from store.grants import Holder
from store.records import bundled
from store.work import Store
from tests.posting import SLACK, TENANT, Process, Stage
from tests.scene import Answer
from tests.simulated import Chance, SimulatedPlatform, simulate

NAIROBI = "Africa/Nairobi"
AMINA = Actor(SLACK, TENANT, "U1AMINA", "Amina", Standing.MEMBER, NAIROBI)
BEN = Actor(SLACK, TENANT, "U2BEN", "Ben", Standing.MEMBER, NAIROBI)
DESK = "haiti-desk"


class Told:
    """One process, its desk, and what stands in the rooms."""

    def __init__(self, stage: Stage, one: Process, desk: Desk) -> None:
        self.stage, self.one, self.desk = stage, one, desk

    @property
    def store(self) -> Store:
        return self.one.store

    async def says(self, line: str, who: Actor = AMINA, room: str = DESK, *, direct: bool = False) -> Answer:
        """What the bot answers to a line that is typed in a room, or to the bot alone."""

        def make(command: str, words: dict[str, str]) -> Request:
            return Request(command, words, who, Place(SLACK, TENANT, room, room, direct), self.stage.now())

        return Answer(*await answer(self.desk, line, make))

    async def agrees(self, line: str, who: Actor = AMINA, room: str = DESK, *, direct: bool = False) -> Answer:
        """The answer to a line once its question is answered with yes."""
        asked = await self.says(line, who, room, direct=direct)
        assert asked.is_answer, asked.text
        return await self.says(asked.document.offers[0].line, who, room, direct=direct)

    async def until(self, *moment: int) -> None:
        """Let time pass up to a moment, UTC."""
        to = datetime(*moment, tzinfo=self.stage.begin.tzinfo)  # type: ignore[misc, arg-type]
        await self.one.works(self.stage.now, to, timedelta(days=2))

    def posts(self, room: str = DESK) -> list[Said]:
        """What stands in a room, the oldest first."""
        return [message.said for message in self.stage.platform.rooms[room]]

    def titles(self, room: str = DESK) -> list[str]:
        return [plain(said.title) for said in self.posts(room)]

    async def ledger(self, room: str = DESK) -> list[Delivery]:
        """What the ledger tells of a room, the oldest first."""
        async with self.store.reading(self.stage.space) as work:
            known = await work.rooms.find(SLACK, TENANT, room)
            return (await work.deliveries.of_room(known.id, limit=10_000))[::-1] if known else []


Story = Callable[[Told], Awaitable[None]]


def tell(url: str, story: Story, *begin: int) -> None:
    """Tell a story from a moment on, UTC."""

    async def work(loop: Any) -> None:
        moment = datetime(*begin, tzinfo=Stage.begin.tzinfo)  # type: ignore[misc, arg-type]
        stage = await Stage(loop, url, SimulatedPlatform(Chance(1)), begin=moment).opened()
        one = stage.process()
        async with one.store:
            async with one.store.changing(stage.space, None, stage.now()) as changing:
                await changing.missions.load(bundled())
                amina = await changing.people.identify(SLACK, TENANT, AMINA.id, AMINA.name)
                await changing.grants.give(Holder.person(amina.id), OWNER)
            desk = Desk(one.store, REGISTRY, for_rooms=True)
            stage.maker = Making(one.store, desk, rights_of_rooms(one.store, stage.now), stage.now)
            one = stage.process()
            async with one.store:
                await story(Told(stage, one, Desk(one.store, REGISTRY, for_rooms=True)))

    simulate(work)
