"""What Discord grants the bot in a room, asked for over HTTP: only the process that holds the gateway is told."""

from __future__ import annotations

from dataclasses import dataclass

import discord


@dataclass(frozen=True, slots=True)
class Granted:
    """The bot's permissions in a room, which in a thread are those of its channel."""

    permissions: discord.Permissions
    in_thread: bool


async def bot_in(client: discord.Client, server: str) -> discord.Member:
    """The bot as a member of a server. Raises what discord.py does where it is none, or no answer comes."""
    guild = await client.fetch_guild(int(server), with_counts=False)
    return await guild.fetch_member(client.user.id if client.user else 0)


async def granted_in(me: discord.Member, room: str) -> Granted:
    """What a member may do in a room. Raises what discord.py does where it cannot be seen, or no answer comes."""
    channel = await me.guild.fetch_channel(int(room))
    if isinstance(channel, discord.Thread):
        parent = await me.guild.fetch_channel(channel.parent_id)
        return Granted(parent.permissions_for(me), in_thread=True)
    return Granted(channel.permissions_for(me), in_thread=False)
