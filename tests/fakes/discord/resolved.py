"""What the ids in an interaction stand for.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.fakes.discord import objects, permissions
from tests.fakes.discord.kinds import Json
from tests.fakes.discord.things import Channel
from tests.fakes.discord.world import World


def resolved(world: World, channel: Channel, ids: Iterable[str]) -> Json:
    """Users with their memberships, roles, channels and files, each under its id; kinds that are absent left out."""
    wanted, server = set(ids), channel.server
    members = {id: server.members[id] for id in wanted if server and id in server.members}
    rooms = [each for id, each in world.channels.items() if id in wanted]
    found = {
        "users": {id: objects.user_data(world.users[id]) for id in wanted if id in world.users},
        "members": {id: {**objects.member_data(each), "permissions": str(int(permissions.in_channel(channel, id)))}
                    for id, each in members.items()},
        "roles": {each["id"]: each for each in (objects.roles_data(server) if server else []) if each["id"] in wanted},
        "channels": {each.id: _partial(each, world) for each in rooms},
        "attachments": {id: objects.attachment_data(world.uploads[id]) for id in wanted if id in world.uploads},
    }  # fmt: skip
    return {name: things for name, things in found.items() if things}


def _partial(channel: Channel, world: World) -> Json:
    granted = str(int(permissions.in_channel(channel, world.bot.id)))
    return {**objects.channel_data(channel), "permissions": granted, "app_permissions": granted}
