"""response_url: five answers within thirty minutes, and what each of them does.

https://docs.slack.dev/interactivity/handling-user-interaction, “Message responses”
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.slack.clock import Stopwatch
from tests.fakes.slack.methods import checked
from tests.fakes.slack.web_api import SlackError
from tests.fakes.slack.world import Channel, Message, World

LIFE = 30 * 60
USES = 5


@dataclass
class AnswerUrl:
    """Where the bot may answer one interaction.

    `original` is the message that was pressed. A slash command has none: its answers can neither replace nor delete
    an earlier one (https://github.com/slackapi/bolt-js/issues/2287, https://github.com/slackapi/bolt-python/issues/1268).
    """

    user: str
    channel: Channel
    watch: Stopwatch
    original: Message | None = None
    uses: int = 0


class AnswerUrls:
    """Every response_url that was given out, and what was posted to them."""

    def __init__(self, world: World, base: str) -> None:
        self._world, self._base = world, base
        self._urls: dict[str, AnswerUrl] = {}
        self.received: list[dict[str, Any]] = []

    def new(self, user: str, channel: Channel, original: Message | None = None) -> str:
        id = self._world.id("R")
        self._urls[id] = AnswerUrl(user, channel, Stopwatch(self._world.clock, 1), original)
        return f"{self._base}/answers/{id}"

    async def handle(self, request: web.Request) -> web.Response:
        """A post to a response_url."""
        url = self._urls.get(request.match_info["id"])
        answer = await request.json()
        self.received.append(answer)
        try:
            self._take(url, answer)
        except SlackError as error:
            is_over = error.name in ("expired_url", "used_url", "invalid_url")
            return web.json_response(error.answer(), status=404 if is_over else 400)
        return web.json_response({"ok": True})

    def _take(self, url: AnswerUrl | None, answer: dict[str, Any]) -> None:
        if url is None:
            raise SlackError("invalid_url")
        if url.watch.age > LIFE:
            raise SlackError("expired_url")
        if url.uses >= USES:
            raise SlackError("used_url")
        url.uses += 1
        self.show(answer, url.user, url.channel, url.original)

    def show(self, answer: dict[str, Any], user: str, channel: Channel, original: Message | None = None) -> None:
        """Do what an answer says, whether it came by URL or in the ack of a slash command. Raises SlackError."""
        if answer.get("delete_original") and original:
            original.is_gone = True
            self._world.show(original)
            return
        text, blocks = str(answer.get("text") or ""), answer.get("blocks")
        if not text and not blocks:
            raise SlackError("no_text")
        good = checked(blocks, self._world.unknown_blocks) if blocks else []
        if answer.get("replace_original") and original:
            original.text, original.blocks = text, good
            self._world.show(original)
            return
        reader = "" if answer.get("response_type") == "in_channel" else user
        thread = str(answer.get("thread_ts") or "")
        self._world.post(channel, channel.team.bot.id, text, blocks=good, only_for=reader, thread_ts=thread,
                         by_answer_url=True)  # fmt: skip
