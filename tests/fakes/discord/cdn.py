"""Where uploaded files lie: enough of cdn.discordapp.com to get each of them back."""

from __future__ import annotations

import mimetypes

from aiohttp import web

from tests.fakes.discord.things import Attachment
from tests.fakes.discord.world import World


class Cdn:
    """Keeps files under an address of their own."""

    def __init__(self, world: World, root: str) -> None:
        self._world, self._root = world, root

    def keep(
        self,
        filename: str,
        content_type: str,
        content: bytes,
        *,
        channel: str,
        description: str | None = None,
        is_ephemeral: bool = False,
    ) -> Attachment:
        id, name = self._world.snowflake(), filename.replace(" ", "_")
        kind = mimetypes.guess_type(filename)[0] or content_type
        url = f"{self._root}/attachments/{channel}/{id}/{name}"
        upload = Attachment(id, name, kind, content, url, description, is_ephemeral)
        self._world.uploads[id] = upload
        return upload

    async def handle(self, request: web.Request) -> web.Response:
        upload = self._world.uploads.get(request.match_info["id"])
        if upload is None:
            return web.Response(status=404)
        return web.Response(body=upload.content, content_type=upload.content_type)
