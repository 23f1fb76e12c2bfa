"""Files: put into a form by a person, fetched with a token, uploaded in three steps.

https://docs.slack.dev/messaging/working-with-files, https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.slack.rates import Tier
from tests.fakes.slack.web_api import Answer, Call, SlackError, method
from tests.fakes.slack.world import Team

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack


@dataclass(eq=False)
class Upload:
    """A file in Slack; one that is not complete is nowhere to be read. `size` is what Slack tells of it."""

    id: str
    name: str
    team: Team
    user: str
    content: bytes
    size: int
    is_complete: bool = True
    host: str = ""


class Files:
    """Keeps the files of every workspace."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self.by_id: dict[str, Upload] = {}

    def keep(
        self, team: Team, user: str, name: str, content: bytes, *, size: int | None = None, host: str = ""
    ) -> Upload:
        id = self._slack.world.id("F")
        upload = Upload(id, name, team, user, content, len(content) if size is None else size, host=host)
        self.by_id[id] = upload
        return upload

    def data(self, upload: Upload) -> dict[str, Any]:
        url = f"{upload.host or self._slack.root}/files-pri/{upload.id}/{upload.name}"
        return {"id": upload.id, "name": upload.name, "title": upload.name, "mimetype": "text/csv", "user": upload.user,
                "size": upload.size, "url_private": url, "url_private_download": url}  # fmt: skip

    async def give(self, request: web.Request) -> web.Response:
        """The content, for a token of its workspace that may read files; anybody else is sent to sign in."""
        upload = self.by_id.get(request.match_info["id"])
        token = self._slack.tokens.find(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if upload is None:
            return web.Response(status=404)
        if token is None or token.revoked or token.team != upload.team.id or "files:read" not in token.scopes:
            return web.Response(status=302, headers={"Location": f"{self._slack.root}/signin"})
        return web.Response(body=upload.content, content_type="text/csv")

    async def take(self, request: web.Request) -> web.Response:
        """What is posted to an upload URL; its length must be the one that was announced."""
        upload = self.by_id.get(request.match_info["id"])
        content = await request.read()
        if upload is None or upload.is_complete or len(content) != upload.size:
            return web.Response(status=400, text="upload refused")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")


@method("files.info", "files:read", Tier.FOUR)
def info(call: Call) -> Answer:
    upload = call.slack.files.by_id.get(call.text("file"))
    if upload is None or upload.team is not call.team:
        raise SlackError("file_not_found")
    return {"file": call.slack.files.data(upload)}


@method("files.getUploadURLExternal", "files:write", Tier.FOUR)
def upload_url(call: Call) -> Answer:
    length = call.number("length", 0)
    if length < 1 or not call.text("filename"):
        raise SlackError("invalid_arguments")
    upload = call.slack.files.keep(call.team, call.team.bot.id, call.text("filename"), b"", size=length)
    upload.is_complete = False
    return {"upload_url": f"{call.slack.root}/upload/{upload.id}", "file_id": upload.id}


@method("files.completeUploadExternal", "files:write", Tier.FOUR)
def complete(call: Call) -> Answer:
    """Share files where they are to be read: a channel by its id, of which the bot is a member."""
    given = call.args["files"]
    wanted = json.loads(given) if isinstance(given, str) else given
    uploads = [call.slack.files.by_id.get(each["id"]) for each in wanted]
    room = call.team.channels.get(call.text("channel_id", ""))
    if room is None or call.team.bot.id not in room.members:
        raise SlackError("channel_not_found")
    for upload in uploads:
        if upload is None or len(upload.content) != upload.size:
            raise SlackError("file_not_found")
        upload.is_complete = True
        message = call.slack.world.post(room, call.team.bot.id, "", thread_ts=call.text("thread_ts", ""))
        message.files.append(upload)
    return {"files": [call.slack.files.data(upload) for upload in uploads if upload]}
