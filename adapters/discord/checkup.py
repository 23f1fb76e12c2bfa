"""How the application stands with Discord, found without serving it: its token, its commands, its sessions of today."""

from __future__ import annotations

import discord

from adapters.checkup import Finding, Verdict
from adapters.discord.access import NO_ANSWER, Access, log_in
from adapters.discord.sync import is_synced
from adapters.port import Desk, Memory
from briefings.document import Line, UserError
from briefings.document import mark as _

FEW = 100
"""Sessions left today from which on an operator should know of it: at none, Discord takes the token away."""


async def examine(access: Access, desk: Desk, memory: Memory | None) -> list[Finding]:
    """What to know of the application. `memory` is None where nothing is remembered yet."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        await log_in(client, access)
    except UserError as error:
        return [Finding(Verdict.WRONG, error.line, Line(_("Look at the section discord of the settings, and at the network.")))]  # fmt: skip
    try:
        known = Finding(Verdict.WELL, Line(_("Discord knows the bot as {name}"), name=str(client.user)))
        return [known, await _sessions(client), await _commands(desk, memory, str(client.application_id))]
    finally:
        await client.close()


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
