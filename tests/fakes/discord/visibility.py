"""Which commands a person is shown where: https://docs.discord.com/developers/interactions/application-commands#contexts"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.discord import permissions
from tests.fakes.discord.interactions import Context
from tests.fakes.discord.kinds import Install, Json
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.things import Channel, Server, User

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

SERVER, USER = str(int(Install.SERVER)), str(int(Install.USER))


def usable(discord: FakeDiscord, user: User, channel: Channel) -> list[tuple[Json, Json]]:
    """The commands that a person can use in a room, each with its authorizing_integration_owners."""
    server = channel.server.id if channel.server else ""
    found = [(command, _owners(discord, command, user, channel)) for command in discord.commands.usable(server)]
    return [(command, owners) for command, owners in found if owners]


def _owners(discord: FakeDiscord, command: Json, user: User, channel: Channel) -> Json:
    """Through which installs a person may use a command here; none when they may not."""
    context, owners = discord.interactions.context(channel), discord.interactions.owners(user, channel)
    if "guild_id" in command:
        owners = {id: owner for id, owner in owners.items() if id == SERVER and owner == command["guild_id"]}
    elif not _is_offered(command, context):
        return {}
    else:
        owners = {id: owner for id, owner in owners.items() if int(id) in command["integration_types"]}
    if SERVER in owners and channel.server and not _is_permitted(discord, command, user, channel, channel.server):
        del owners[SERVER]
    return owners if _may_use_any(user, channel) else {}


def _is_offered(command: Json, context: Context) -> bool:
    """Without `contexts` a command is offered everywhere, in direct messages unless the older field forbids it."""
    if command["contexts"] is not None:
        return int(context) in command["contexts"]
    return context is Context.SERVER or command.get("dm_permission", True) is not False


def _may_use_any(user: User, channel: Channel) -> bool:
    needed = Permission.VIEW_CHANNEL | Permission.USE_APPLICATION_COMMANDS
    return channel.server is None or permissions.in_channel(channel, user.id) & needed == needed


def _is_permitted(discord: FakeDiscord, command: Json, user: User, channel: Channel, server: Server) -> bool:
    """What the server's admins decided, else what the command asks for by default; admins may use everything.

    …/interactions/application-commands#permissions
    """
    granted = permissions.in_channel(channel, user.id)
    if granted & Permission.ADMINISTRATOR:
        return True
    room, all_rooms = channel.parent or channel, str(int(server.id) - 1)
    for id in (command["id"], discord.world.app.id):
        decided = discord.commands.permissions.get((server.id, id), [])
        if _decision(decided, [room.id], all_rooms) is False:
            return False
        person = _decision(decided, [user.id], "")
        roles = _decision(decided, server.members[user.id].roles, server.id)
        if (choice := roles if person is None else person) is not None:
            return choice
    default = command["default_member_permissions"]
    needed = Permission(int(default or 0))
    return default is None or (default != "0" and granted & needed == needed)


def _decision(decided: list[Json], ids: list[str], otherwise: str) -> bool | None:
    """What was decided for one of these ids, where one allowance is enough, else for all; None when nothing was."""
    found = [each["permission"] for each in decided if each["id"] in ids]
    general = [each["permission"] for each in decided if each["id"] == otherwise]
    return any(found) if found else (general[0] if general else None)
