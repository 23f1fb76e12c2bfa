"""A desk that takes its time, for stories of waiting."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.port import Form, Ready, Refused, Request
from bot.desk import Desk
from briefings.document import Said


@dataclass
class SlowDesk:
    """The usual desk over a store that works as long as the story lets it. What it answers it knows at once."""

    desk: Desk
    door: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    async def take(self, request: Request) -> Refused | Form | Ready:
        taken = await self.desk.take(request)
        return replace(taken, answer=self._late(taken)) if isinstance(taken, Ready) else taken

    def _late(self, taken: Ready) -> Any:
        async def answer() -> Said | Refused:
            await self.door.wait()
            return await taken.answer()

        return answer


@dataclass
class SleepyDesk(SlowDesk):
    """A desk that takes its time before it says anything at all."""

    async def take(self, request: Request) -> Refused | Form | Ready:
        await self.door.wait()
        return await self.desk.take(request)

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        await self.door.wait()
        return await self.desk.suggest(request, option, typed)
