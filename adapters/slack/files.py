"""Files in Slack: what somebody put into a form is fetched, what an answer brings is uploaded where it is to be read.

https://docs.slack.dev/messaging/working-with-files
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import LARGEST_FILE
from adapters.slack.sending import Sender
from briefings.document import File, UserError
from briefings.document import mark as _

HOST = "slack.com"
"""Where Slack keeps files: the bot's token is shown to nobody else."""
PIECE = 65_536


class Files:
    """Fetches and uploads files."""

    def __init__(self, sender: Sender, base_url: str) -> None:
        self._sender = sender
        self._own_host = urlsplit(base_url).netloc

    async def fetch(self, client: AsyncWebClient, id: str, user: str) -> File:
        """A file that somebody uploaded. Raises UserError for one that is too large, not theirs or not Slack's to give."""
        told = (await client.files_info(file=id))["file"]
        if told.get("user") != user:
            raise UserError(_("This file is somebody else's; choose one of your own"))
        if int(told.get("size") or 0) > LARGEST_FILE:
            raise _too_large()
        content = await self._read(
            str(told.get("url_private_download") or told.get("url_private") or ""), client.token or ""
        )
        return File(str(told.get("name") or "file"), str(told.get("mimetype") or ""), content)

    async def _read(self, url: str, token: str) -> bytes:
        host = urlsplit(url).netloc
        if host != self._own_host and not f".{host}".endswith(f".{HOST}"):
            raise UserError(_("This file does not lie with Slack, so I do not fetch it; upload it into the form"))
        asked = self._sender.session.get(
            url, headers={"Authorization": f"Bearer {token}"}, allow_redirects=False, raise_for_status=False
        )
        try:
            async with asked as answer:
                # Who may not read a file is sent to a page to sign in.
                if answer.status != 200 or answer.content_type == "text/html":
                    raise UserError(_("Slack did not give me this file; send it again in a minute"))
                return await _limited(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UserError(_("Slack did not give me this file; send it again in a minute")) from error

    async def upload(self, client: AsyncWebClient, file: File, channel: str, thread: str = "") -> None:
        """Let a file be read in a channel or a direct message, there under its first message where that is named.

        Raises SlackApiError for what Slack does not take.
        """
        place = await client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
        sent = self._sender.session.post(
            str(place["upload_url"]), data=file.content, headers={"Content-Type": file.media_type}
        )
        async with sent as answer:
            answer.raise_for_status()
        where: Mapping[str, Any] = {"channel_id": channel, **({"thread_ts": thread} if thread else {})}
        await client.files_completeUploadExternal(files=[{"id": str(place["file_id"]), "title": file.name}], **where)


async def _limited(answer: aiohttp.ClientResponse) -> bytes:
    """What is answered, as long as it is no larger than files may be."""
    parts: list[bytes] = []
    async for part in answer.content.iter_chunked(PIECE):
        parts.append(part)
        if sum(map(len, parts)) > LARGEST_FILE:
            raise _too_large()
    return b"".join(parts)


def _too_large() -> UserError:
    return UserError(_("This file is larger than the {n} MB I take; divide it"), n=LARGEST_FILE // 1_000_000)
