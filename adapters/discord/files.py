"""Files that came along with an interaction, fetched from where Discord keeps them.

https://docs.discord.com/developers/resources/message#attachment-object
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import discord
from discord.http import Route

from adapters.port import LARGEST_FILE
from briefings.document import File, UserError
from briefings.document import mark as _

HOSTS = ("cdn.discordapp.com", "media.discordapp.net")
"""Where Discord keeps files."""


async def fetched(asked: discord.Interaction, ids: Mapping[str, str]) -> dict[str, File]:
    """The files of an interaction by option name. Raises UserError for one that is too large or not to be had."""
    data: Mapping[str, Any] = asked.data or {}
    told = (data.get("resolved") or {}).get("attachments") or {}
    return {name: await _file(asked, told[id]) for name, id in ids.items() if id in told}


async def _file(asked: discord.Interaction, told: Mapping[str, Any]) -> File:
    url = str(told["url"])
    if int(told["size"]) > LARGEST_FILE:
        raise UserError(_("This file is larger than the {n} MB I take; divide it"), n=LARGEST_FILE // 1_000_000)
    if urlsplit(url).netloc not in (*HOSTS, urlsplit(Route.BASE).netloc):
        raise UserError(_("This file does not lie with Discord, so I do not fetch it; attach it to the command"))
    try:
        content = await asked.client.http.get_from_cdn(url)
    except (discord.HTTPException, OSError) as error:
        raise UserError(_("Discord did not give me this file; send it again")) from error
    return File(str(told["filename"]), str(told.get("content_type") or ""), content)
