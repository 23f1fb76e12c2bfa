"""Registering our commands with Discord: only when asked to, and only what changed.

Discord takes 200 new commands a day and server, so nothing is registered at a start; a note tells what was last.
https://docs.discord.com/developers/interactions/application-commands#registering-a-command
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import discord
from discord.http import Route

from adapters.discord import PLATFORM
from adapters.discord.access import NO_ANSWER, Access, log_in, unreachable
from adapters.discord.commands import GROUP, SUBCOMMAND, Json, commands
from adapters.port import Desk, Notes
from briefings.document import UserError
from briefings.document import mark as _


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, by what people type: “/mss status”. Nothing at all when all was registered already."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


async def sync(access: Access, desk: Desk, notes: Notes, at: datetime, server: str = "") -> Synced:
    """Register our commands everywhere, or in one server to try them out.

    Raises UserError for what the operator can mend.
    """
    wanted = commands(desk.shapes, desk.phrase)
    client = discord.Client(intents=discord.Intents(guilds=True))
    await log_in(client, access)
    try:
        return await _synced(client, wanted, notes, at, server)
    except discord.HTTPException as error:
        raise _kindly(error, server) from error
    except NO_ANSWER as error:
        raise unreachable(error) from error
    finally:
        await client.close()


async def is_synced(desk: Desk, notes: Notes, application: str) -> bool:
    """Whether what is registered everywhere is what this version has, as far as was noted."""
    return await notes.get(PLATFORM, _key("")) == print_of(commands(desk.shapes, desk.phrase), application)


def print_of(wanted: Sequence[Json], application: str) -> str:
    """The hash of all commands of an application."""
    return blake2b(json.dumps([application, wanted], sort_keys=True).encode(), digest_size=16).hexdigest()


async def _synced(client: discord.Client, wanted: list[Json], notes: Notes, at: datetime, server: str) -> Synced:
    application = str(client.application_id)
    own = print_of(wanted, application)
    if await notes.get(PLATFORM, _key(server)) == own:
        return Synced()
    place = f"/applications/{application}{f'/guilds/{server}' if server else ''}/commands"
    there = await client.http.request(Route("GET", place), params={"with_localizations": "true"})
    done = compared(there, wanted)
    if done != Synced():
        await client.http.request(Route("PUT", place), json=wanted)
    await notes.set(PLATFORM, _key(server), own, at)
    return done


def _key(server: str) -> str:
    return f"commands {server}".strip()


def _kindly(error: discord.HTTPException, server: str) -> UserError:
    if server and error.status in (403, 404):
        return UserError(_("There is no server {server} that the bot is in; copy its id with Discord's developer mode switched on"), server=server)  # fmt: skip
    return UserError(_("Discord did not take the commands: {why}"), why=error.text or str(error))


# what differs


def compared(there: Sequence[Json], wanted: Sequence[Json]) -> Synced:
    """What has to be added, changed and removed."""
    old, new = _entries(there), _entries(wanted)
    return Synced(
        added=tuple(name for name in new if name not in old),
        changed=tuple(name for name in new if name in old and new[name] != old[name]),
        removed=tuple(name for name in old if name not in new),
    )


def _entries(registered: Sequence[Json]) -> dict[str, Any]:
    """Everything that can be used, by its name: its options and descriptions, and what holds for the whole command."""
    return dict(entry for command in registered for entry in _of_command(command))


def _of_command(command: Json) -> Iterator[tuple[str, Any]]:
    own = {name: command.get(name) for name in OWN}
    if command.get("type", 1) != 1:
        yield f"“{command['name']}”", _plain(own)
        return
    yield f"/{command['name']}", _plain(own)
    yield from _leaves(f"/{command['name']}", command.get("options") or ())


OWN = ("name_localizations", "description", "description_localizations", "contexts", "integration_types",
       "default_member_permissions")  # fmt: skip
"""What belongs to a command as a whole."""


def _leaves(path: str, options: Sequence[Json]) -> Iterator[tuple[str, Any]]:
    for option in options:
        if option["type"] == GROUP:
            yield from _leaves(f"{path} {option['name']}", option.get("options") or ())
        elif option["type"] == SUBCOMMAND:
            yield f"{path} {option['name']}", _plain(option)


def _plain(part: Any) -> Any:
    """A part without what Discord adds or leaves out: nothing, empty and false are the same."""
    if isinstance(part, Mapping):
        return {name: _plain(value) for name, value in part.items() if value not in (None, False, "", [], {})}
    return [_plain(each) for each in part] if isinstance(part, list) else part
