"""Where an interaction comes from, as discord.py tells it: the asker's roles go with every request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapters.port import Form, Ready, Refused, Request, Standing
from bot.desk import Desk
from tests.stories.discord.stage import staged


class Attentive:
    """The usual desk, and what it was asked last."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.asked: list[Request] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    async def take(self, request: Request) -> Refused | Form | Ready:
        self.asked.append(request)
        return await self.desk.take(request)


async def test_a_request_names_its_server_its_room_and_the_roles_of_its_asker(tmp_path: Path):
    desks: list[Attentive] = []

    def attentive(desk: Desk) -> Attentive:
        desks.append(Attentive(desk))
        return desks[0]

    async with staged(tmp_path, desk=attentive) as stage:
        server = stage.discord.server("Desk", locale="fr")
        ada, room, role = stage.discord.person("Ada", locale="pt-BR"), server.channel("haiti"), server.role("Editors")
        server.join(ada, roles=(role,), nick="Ada L.")
        await ada.types("/mss status", room)
        await ada.types("/mss status")
    there, alone = desks[0].asked
    assert (there.actor.tenant, there.actor.name, there.actor.groups) == (server.id, "Ada L.", (role.id,))
    assert (there.room.id, there.room.name, there.room.is_direct) == (room.id, "haiti", False)
    assert there.language == "pt"
    assert (alone.actor.tenant, alone.actor.groups, alone.room.is_direct) == (f"user:{ada.id}", (), True)
    assert there.actor.standing is alone.actor.standing is Standing.MEMBER
