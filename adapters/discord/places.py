"""Where something happened in Discord, and who did it, as its interactions tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import discord

from adapters.discord import PLATFORM
from adapters.port import Actor, Room, Standing

OWN = "user:"
"""How the tenant of somebody's own space begins; their id follows."""
_MENTIONED = re.compile(r"#([0-9]{15,20})(?![0-9|])")
"""A room as `commands.typed` has it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Who asks, from where, and in which language their Discord is.

    Where the bot is no member, in direct messages and with a person's own install, they ask from a space of their own:
    nothing of any server can be seen there.
    """

    actor: Actor
    room: Room
    language: str = ""
    under: str = ""
    """The message that began the thread it happens in, where it is in one."""

    @property
    def is_own(self) -> bool:
        """Whether it is the asker's own space."""
        return self.actor.tenant.startswith(OWN)

    @property
    def takes_shares(self) -> bool:
        """Whether an answer may be for everybody here; the desk itself knows it of direct messages."""
        return not self.is_own or self.room.is_direct


def place_of(asked: discord.Interaction) -> Place:
    """The place of an interaction.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure
    """
    is_member = asked.is_guild_integration()
    tenant = str(asked.guild_id) if is_member else f"{OWN}{asked.user.id}"
    user = asked.user
    actor = Actor(PLATFORM, tenant, str(user.id), user.display_name, _standing(user), groups=_roles(user))
    name = getattr(asked.channel, "name", None) or ""
    thread = asked.channel if isinstance(asked.channel, discord.Thread) else None
    within = str(thread.parent_id) if thread else ""
    room = Room(PLATFORM, tenant, str(asked.channel_id or user.id), name, bool(asked.context.dm_channel), within)
    # A thread that was begun at a message has its id: https://docs.discord.com/developers/topics/threads
    return Place(actor, room, asked.locale.value.partition("-")[0], str(thread.id) if thread else "")


def _standing(user: discord.User | discord.Member) -> Standing:
    """Who has not yet passed the screening of a server is a stranger there.

    https://docs.discord.com/developers/resources/guild#guild-member-object, “pending”
    """
    is_pending = isinstance(user, discord.Member) and user.pending
    return Standing.STRANGER if is_pending else Standing.MEMBER


def _roles(user: discord.User | discord.Member) -> tuple[str, ...]:
    """The roles of a member, without the one that everybody has."""
    if not isinstance(user, discord.Member):
        return ()
    return tuple(str(role.id) for role in user.roles if not role.is_default())


def with_rooms_named(asked: discord.Interaction, words: Mapping[str, str]) -> dict[str, str]:
    """What was typed, each room that is mentioned in it by id and name, as far as the bot sees it in that server."""

    def named(found: re.Match[str]) -> str:
        room = asked.guild.get_channel_or_thread(int(found[1])) if asked.guild else None
        return f"#{found[1]}|{room.name}" if room else found[0]

    return {name: _MENTIONED.sub(named, word) for name, word in words.items()}


def shown_at(asked: discord.Interaction) -> datetime | None:
    """When the message was last drawn that a button stands on; None for a button on no message."""
    return (asked.message.edited_at or asked.message.created_at) if asked.message else None


def is_private(asked: discord.Interaction) -> bool:
    """Whether only the person sees the message that a button stands on."""
    return asked.message is not None and (asked.message.flags.ephemeral or bool(asked.context.dm_channel))
