"""How replies reach people: in the ack of a command, by a response URL, as a message, in a modal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.offers import long_lines
from adapters.port import StoredLines
from adapters.same import OfTheSame
from adapters.slack import forms, views
from adapters.slack.answers import Reply
from adapters.slack.blocks import draw
from adapters.slack.files import Files
from adapters.slack.limits import Message
from adapters.slack.places import Place
from adapters.slack.sending import Sender
from adapters.slack.troubles import DRESS, GONE, word
from briefings.document import Said, UserError

NEWER = ("data_table", "data_visualization")
"""Blocks that not every workspace takes: where one refuses them, their words stand in plain lines."""
USES = 5
"""Answers that a response URL takes. https://docs.slack.dev/interactivity/handling-user-interaction"""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A document as messages, the ack that carries the first of them, and its lines that no button can carry.

    The ack is None where Slack may refuse what it would hold: nobody would tell us that it did.
    """

    messages: list[Message]
    ack: str | None
    long_lines: Mapping[str, str]


class Posts:
    """Delivers replies."""

    def __init__(self, sender: Sender, files: Files, lines: StoredLines, now: Callable[[], datetime]) -> None:
        self._sender = sender
        self._files = files
        self._lines = lines
        self._now = now
        self._plain: set[str] = set()
        self._drawings = OfTheSame(_draw)

    async def in_ack(self, place: Place, reply: Reply) -> tuple[str, list[Message]]:
        """The JSON that can leave in the ack of a command, empty for none, and the messages that have to follow."""
        await self._keep(reply.said)
        drawn = self._drawings.of(reply.said)
        if drawn.ack is None:
            return "", await self._drawn(place, reply.said)
        return f'{{"response_type": "{_response_type(reply)}", {drawn.ack[1:]}', drawn.messages[1:]

    async def deliver(self, client: AsyncWebClient, place: Place, reply: Reply, *, in_place: bool = False) -> None:
        """Bring a reply to where it was asked for. Raises SlackApiError when Slack does not take it."""
        await self.send(client, place, reply, await self._drawn(place, reply.said), in_place=in_place)

    async def send(
        self, client: AsyncWebClient, place: Place, reply: Reply, messages: Iterable[Message], *, in_place: bool = False
    ) -> None:
        """Send the messages of a reply; one that Slack does not take in its newer blocks goes in plain lines."""
        try:
            await self._send(client, place, reply, list(messages), in_place=in_place)
        except SlackApiError as error:
            if word(error) not in DRESS or place.tenant in self._plain:
                raise
            self._plain.add(place.tenant)
            await self._send(client, place, reply, await self._drawn(place, reply.said), in_place=in_place)

    async def _send(
        self, client: AsyncWebClient, place: Place, reply: Reply, messages: list[Message], *, in_place: bool
    ) -> None:
        stays = in_place and (place.is_private or place.is_direct)
        if place.url and (stays or not place.is_direct) and len(messages) <= USES:
            with suppress(_Gone):
                await self._respond(place, reply, messages, replaces=stays)
                return
        await _post(client, place, reply, messages)

    async def _respond(self, place: Place, reply: Reply, messages: list[Message], *, replaces: bool) -> None:
        for number, message in enumerate(messages):
            answer = {
                **message.as_call(),
                "response_type": _response_type(reply),
                "replace_original": replaces and number == 0,
                **({"thread_ts": place.thread} if place.thread else {}),
            }
            try:
                await self._sender.respond(place.url, answer)
            except SlackApiError as error:
                if word(error) in GONE and number == 0:
                    raise _Gone from error
                raise

    async def form(self, client: AsyncWebClient, place: Place, reply: Reply, trigger: str) -> None:
        """Open the form of a reply; say what is missing where it cannot be opened any more."""
        if reply.form is None:
            raise ValueError("there is no form to open")
        view = dict(forms.view(reply.form, place.packed()))
        try:
            opening = client.views_push if place.view else client.views_open
            await opening(trigger_id=trigger, view=view)
        except SlackApiError as error:
            if word(error) not in GONE:
                raise
            await self.deliver(client, place, reply)

    async def question(self, client: AsyncWebClient, place: Place, reply: Reply, trigger: str) -> None:
        """Ask in a modal whether to store a change; in a message where none can be opened any more."""
        if not await self.opens(client, place, reply, trigger):
            await self.deliver(client, place, reply)

    async def opens(self, client: AsyncWebClient, place: Place, reply: Reply, trigger: str) -> bool:
        """Show a reply in a modal; False where its trigger opens none any more."""
        try:
            await client.views_open(trigger_id=trigger, view=await self.in_modal(place, reply))
        except SlackApiError as error:
            if word(error) not in GONE:
                raise
            return False
        return True

    async def attach(self, client: AsyncWebClient, place: Place, reply: Reply) -> None:
        """Bring the file of a reply: to all where all may read it, else to its asker directly. Raises SlackApiError.

        A file in a channel can be read by everybody there, so a private one goes with its answer into a direct message.
        """
        file = reply.said.file
        if file is None:
            return
        if place.channel and (place.is_direct or reply.is_public):
            await self._files.upload(client, file, place.channel, place.thread)
            return
        (message, *_rest) = await self._drawn(place, reply.said)
        sent = await client.chat_postMessage(
            channel=place.user, text=message.text, blocks=[dict(block) for block in message.blocks]
        )
        await self._files.upload(client, file, str(sent["channel"]))

    async def in_modal(self, place: Place, reply: Reply, part: int = 1) -> dict[str, Any]:
        """A reply, or one part of a long one, as a modal view."""
        await self._keep(reply.said)
        return dict(views.answer(reply.said, replace(place, line=reply.line).packed(), part))

    async def home(self, client: AsyncWebClient, place: Place, said: Said, part: int = 1) -> None:
        """Publish somebody's App Home, or one part of a long one."""
        await self._keep(said)
        await client.views_publish(user_id=place.user, view=dict(views.home(said, part)))

    async def line(self, value: str) -> str | None:
        """The line that a button's value stands for; None for one that nobody kept."""
        return await self._lines.line(value) if value.startswith("#") else value

    async def _drawn(self, place: Place, said: Said) -> list[Message]:
        await self._keep(said)
        return draw(said, plainly=True) if place.tenant in self._plain else list(self._drawings.of(said).messages)

    async def _keep(self, said: Said) -> None:
        """Keep the lines that are too long to be the value of a button."""
        stored = self._drawings.of(said).long_lines
        if stored:
            with suppress(UserError):  # a button that does not know its line any more is better than no answer
                await self._lines.keep(stored, self._now())


def _draw(said: Said) -> _Drawn:
    messages = draw(said)
    is_safe = not any(block["type"] in NEWER for block in messages[0].blocks)
    ack = json.dumps(messages[0].as_call()) if is_safe else None
    return _Drawn(messages, ack, long_lines(said))


class _Gone(Exception):
    """A response URL takes no answer any more."""


async def _post(client: AsyncWebClient, place: Place, reply: Reply, messages: list[Message]) -> None:
    """Post as the bot: where only the asker reads, or all may, a message; else one that only they see."""
    for message in messages:
        words: dict[str, Any] = {
            "text": message.text,
            "blocks": list(message.blocks),
            "thread_ts": place.thread or None,
        }
        if place.is_direct or reply.is_public:
            to = place.channel or place.user
            await client.chat_postMessage(channel=to, unfurl_links=False, unfurl_media=False, **words)
        else:
            await client.chat_postEphemeral(channel=place.channel, user=place.user, **words)


def _response_type(reply: Reply) -> str:
    return "in_channel" if reply.is_public else "ephemeral"
