"""What the bot is to Discord: its token and the addresses it speaks to."""

from __future__ import annotations

from dataclasses import dataclass, field

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.port import Unreachable
from briefings.document import UserError
from briefings.document import mark as _

NO_ANSWER = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError, TimeoutError)
"""What a call raises when Discord refuses it or cannot be reached."""


@dataclass(frozen=True, slots=True)
class Access:
    """The settings of the Discord application. The token stays out of its repr.

    `application_id` is checked against the token where it is given. `gateway_url` is where a session begins; Discord
    names another one to resume it.
    """

    token: str = field(repr=False)
    application_id: str = ""
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = "wss://gateway.discord.gg/"


def reach(access: Access) -> None:
    """Let discord.py speak to these addresses: it keeps them once, for the whole process."""
    Route.BASE = access.api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(access.gateway_url)


async def log_in(client: discord.Client, access: Access) -> None:
    """Let a client use the API. Raises UserError, and closes it, for what the operator can mend."""
    reach(access)
    try:
        await client.login(access.token)
        _check_application(client, access)
    except discord.LoginFailure as error:
        await client.close()
        raise UserError(_("Discord refuses discord.token; make a new one on the page “Bot” of your application at https://discord.com/developers/applications")) from error  # fmt: skip
    except NO_ANSWER as error:
        await client.close()
        raise unreachable(error) from error
    except UserError:
        await client.close()
        raise


async def anew(client: discord.Client) -> None:
    """Let a client that could not log in, or whose use ended, log in once more."""
    await client.close()
    client.clear()
    client.http.connector = discord.utils.MISSING  # the old one was closed with the session


def unreachable(error: Exception) -> Unreachable:
    """What to tell the operator when Discord does not answer."""
    return Unreachable(_("Discord cannot be reached: {why}"), why=str(error) or type(error).__name__)


def _check_application(client: discord.Client, access: Access) -> None:
    mine = str(client.application_id)
    if access.application_id and access.application_id != mine:
        raise UserError(_("discord.token belongs to the application {mine}, and discord.application_id says {other}; copy both from the same application"),
                        mine=mine, other=access.application_id)  # fmt: skip
