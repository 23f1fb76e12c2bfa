"""Who may do what where: https://docs.discord.com/developers/topics/permissions"""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.discord.things import Channel, Server


class Permission(IntFlag):
    """Those of Discord's permissions that make a difference here."""

    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


NONE = Permission(0)
ALL = ~NONE
OF_A_BOT = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What a bot is usually invited with; its server's @everyone may grant it more."""
OF_EVERYONE = OF_A_BOT | Permission.USE_APPLICATION_COMMANDS | Permission.USE_EXTERNAL_APPS
"""@everyone in a new server."""
IN_DIRECT_MESSAGES = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE
"""`app_permissions` in direct messages, see the notes under “Interaction Structure”."""


def in_server(server: Server, user: str) -> Permission:
    """What a member's roles grant; nothing to someone who is no member."""
    member = server.members.get(user)
    if member is None:
        return NONE
    if server.owner == user:
        return ALL
    granted = server.roles[server.id].permissions
    for role in member.roles:
        granted |= server.roles[role].permissions
    return ALL if granted & Permission.ADMINISTRATOR else granted


def in_channel(channel: Channel, user: str) -> Permission:
    """What a member may do in a channel, overwrites counted; a thread has those of its channel."""
    server = channel.server
    if server is None:
        return ALL if user in channel.people else NONE
    granted = in_server(server, user)
    if user not in server.members or granted & Permission.ADMINISTRATOR:
        return granted
    overwrites = (channel.parent or channel).overwrites
    roles = [overwrites[role] for role in server.members[user].roles if role in overwrites]
    denied, allowed = NONE, NONE
    for overwrite in roles:
        denied, allowed = denied | overwrite.deny, allowed | overwrite.allow
    for deny, allow in [overwrites[server.id].pair if server.id in overwrites else (NONE, NONE), (denied, allowed),
                        overwrites[user].pair if user in overwrites else (NONE, NONE)]:  # fmt: skip
        granted = granted & ~deny | allow
    return granted


def may_send(channel: Channel, user: str) -> bool:
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    return bool(in_channel(channel, user) & needed)
