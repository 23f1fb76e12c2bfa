"""How the application stands with Discord, found without serving it: token, commands, sessions of today, and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import discord

from adapters.checkup import Finding, Verdict
from adapters.discord.access import NO_ANSWER, Access, log_in
from adapters.discord.granted import bot_in, granted_in
from adapters.discord.sync import is_synced
from adapters.discord.troubles import failed, lacking
from adapters.port import Desk, Memory, Room
from briefings.document import Line, Listing, UserError
from briefings.document import mark as _

FEW = 100
"""Sessions left today from which on an operator should know of it: at none, Discord takes the token away."""


async def examine(access: Access, desk: Desk, memory: Memory | None, rooms: Sequence[Room] = ()) -> list[Finding]:
    """What to know of the application, and of the rooms it posts to. `memory` is None where nothing is remembered yet."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        await log_in(client, access)
    except UserError as error:
        return [Finding(Verdict.WRONG, error.line, Line(_("Look at the section discord of the settings, and at the network.")))]  # fmt: skip
    try:
        known = Finding(Verdict.WELL, Line(_("Discord knows the bot as {name}"), name=str(client.user)))
        application = [
            known,
            INTENTS,
            await _sessions(client),
            await _commands(desk, memory, str(client.application_id)),
        ]
        return [*application, *await _rooms(client, rooms)]
    finally:
        await client.close()


# https://docs.discord.com/developers/events/gateway#privileged-intents
INTENTS = Finding(Verdict.WELL, Line(_("The bot asks for no privileged intent, so none has to be switched on")))


async def _sessions(client: discord.Client) -> Finding:
    """https://docs.discord.com/developers/events/gateway#session-start-limit-object"""
    try:
        _shards, _url, limits = await client.http.get_bot_gateway()
    except NO_ANSWER as error:
        return Finding(Verdict.WRONG, Line(_("Discord's gateway cannot be asked for: {why}"), why=str(error)),
                       Line(_("Look at the network of this machine, and at discord.api_url.")))  # fmt: skip
    verdict = Verdict.WELL if limits["remaining"] > FEW else Verdict.WORTH_KNOWING
    return Finding(verdict, Line(_("Discord takes {n} more sessions of the bot today"), n=limits["remaining"]))


async def _commands(desk: Desk, memory: Memory | None, application: str) -> Finding:
    if memory and await is_synced(desk, memory.notes, application):
        return Finding(Verdict.WELL, Line(_("The commands of this version are registered with Discord")))
    return Finding(Verdict.WRONG, Line(_("The commands of this version are not registered with Discord")),
                   Line(_("Run `mss discord sync`.")))  # fmt: skip


# the rooms that are posted to


async def _rooms(client: discord.Client, rooms: Sequence[Room]) -> list[Finding]:
    """Those in which the bot may not do all that posting, correcting and drawing want."""
    found: list[Finding] = []
    for server, there in groupby(sorted(rooms, key=lambda room: room.tenant), key=lambda room: room.tenant):
        if server.isdecimal():  # a person who asks alone has a space of their own, and no server
            found += await _in_server(client, server, list(there))
    wrong = [one for one in found if one.verdict is Verdict.WRONG]
    return wrong or ([ALL_GRANTED] if found else [])


ALL_GRANTED = Finding(
    Verdict.WELL, Line(_("The bot has every permission it needs in the rooms of Discord it posts to"))
)


async def _in_server(client: discord.Client, server: str, rooms: Sequence[Room]) -> list[Finding]:
    try:
        me = await bot_in(client, server)
    except NO_ANSWER as error:
        return [Finding(Verdict.WRONG, Line(_("The bot is not in the server {server} that follows a mission: {why}"), server=server, why=str(error)),
                        Line(_("Invite it again, or let its rooms follow no more.")))]  # fmt: skip
    return [await _in_room(me, room) for room in rooms]


async def _in_room(me: discord.Member, room: Room) -> Finding:
    try:
        found = await granted_in(me, room.id)
        missing = lacking(found.permissions, in_thread=found.in_thread, has_files=True, is_reply=True)
    except NO_ANSWER as error:
        return Finding(Verdict.WRONG, failed(error, room).why)
    if not missing:
        return ALL_GRANTED
    return Finding(Verdict.WRONG, Line(_("The bot lacks “{permissions}” in #{room}"), room=room.name or room.id,
                                       permissions=Listing(tuple(map(Line, missing)))),
                   Line(_("Whoever manages the server grants that in the channel's settings.")))  # fmt: skip
