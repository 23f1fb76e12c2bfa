"""Posting on our own account: into channels, and to a person directly. What goes wrong is a DeliveryError.

Slack does not keep a message from being posted twice; but each one carries its key as metadata, by which it is found
again. https://docs.slack.dev/messaging/message-metadata
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.drawings import Drawings
from adapters.offers import every_offer, offer_id
from adapters.port import Cannot, DeliveryError, Pace, Receipt, Room, StoredLines
from adapters.slack.access import Workspaces
from adapters.slack.blocks import draw, redrawn
from adapters.slack.limits import Message
from adapters.slack.sending import Sender
from adapters.slack.troubles import DRESS, undelivered, word
from briefings.document import Line, Said
from briefings.document import mark as _

EVENT = "briefing_posted"
"""What our metadata is called."""
PACE = Pace(room=1, tenant=4)
"""https://docs.slack.dev/apis/web-api/rate-limits: one message a second and channel; “several hundred a minute” for a
whole workspace."""
PAGES_OF_HISTORY = 5
"""Pages that are looked through for a message: where there are more, nobody can tell."""
CLOCKS_DIFFER = timedelta(minutes=2)
"""By how much Slack's clock may be behind ours."""
BLIND = frozenset({"missing_scope", "not_in_channel", "method_not_supported_for_channel_type", "no_permission"})
"""Slack's words for a history that the bot may not read, though it may post."""
REMOVED = _("The app was removed from this workspace; nothing is posted there until it is installed again")


class Posting:
    """Posts, edits and finds messages."""

    pace = PACE
    remembers = timedelta()

    def __init__(self, workspaces: Workspaces, sender: Sender, lines: StoredLines, now: Callable[[], datetime]) -> None:
        self._workspaces = workspaces
        self._sender = sender
        self._lines = lines
        self._now = now
        self._plain: set[str] = set()
        self._drawings = {plainly: Drawings(partial(draw, plainly=plainly), redrawn) for plainly in (False, True)}

    async def post(
        self, room: Room, said: Said, key: str, *, reply_to: str = "", standing: Sequence[str] = ()
    ) -> Receipt:
        """Post a document into a channel, in the thread of a message there when that is named.

        `standing` are its first messages where these stand there already. Raises DeliveryError.
        """
        client, posted = await self._client(room), list(standing)
        try:
            return await self._post(client, room, await self._drawn(room, said), key, reply_to, posted)
        except SlackApiError as error:
            if word(error) not in DRESS or room.tenant in self._plain:
                raise undelivered(error, room) from error
        self._plain.add(room.tenant)
        return await self._post(client, room, await self._drawn(room, said), key, reply_to, posted)

    async def edit(self, receipt: Receipt, said: Said) -> Receipt:
        """Let what was posted say something else; a further page is posted, one too many is taken away.

        Raises DeliveryError.
        """
        room, known = receipt.room, list(receipt.messages)
        client = await self._client(room)
        messages = await self._drawn(room, said)
        for ts, message in zip(known, messages, strict=False):
            await _called(room, client.chat_update, channel=room.id, ts=ts, **_words(message))
        for ts in known[len(messages) :]:
            await _called(room, client.chat_delete, channel=room.id, ts=ts)
        ids = known[: len(messages)]
        return await self._post(client, room, messages, f"{known[0]} more", "", ids)

    async def find(self, room: Room, key: str, since: datetime, *, reply_to: str = "") -> Receipt | Cannot | None:
        """The messages with a key in a channel, or in a thread there, since a moment; None where there are none.

        Raises DeliveryError.
        """
        client = await self._client(room)
        found: dict[int, str] = {}
        try:
            async for message in _history(client, room, since - CLOCKS_DIFFER, reply_to):
                payload = (message.get("metadata") or {}).get("event_payload", {})
                if payload.get("key") == key:
                    found[int(payload["page"])] = message["ts"]
        except SlackApiError as error:
            if word(error) in BLIND:
                return Cannot.TELL
            raise undelivered(error, room) from error
        except _TooMuch:
            return Cannot.TELL
        except (ClientError, OSError, TimeoutError) as error:
            raise _unreached(error) from error
        return Receipt(room, tuple(found[page] for page in sorted(found))) if found else None

    async def to_person(self, room: Room, user: str, said: Said, key: str) -> Receipt:
        """Send a document to somebody directly; `room` is one of their workspace. Raises DeliveryError."""
        # Posting to a person's id opens their direct message: https://docs.slack.dev/reference/methods/chat.postMessage
        return await self.post(Room(room.platform, room.tenant, user, is_direct=True), said, key)

    async def _post(
        self, client: AsyncWebClient, room: Room, messages: Sequence[Message], key: str, reply_to: str, ids: list[str]
    ) -> Receipt:
        """Post those messages that do not stand there yet."""
        for page, message in enumerate(messages[len(ids) :], len(ids)):
            posted = await _called(
                room, client.chat_postMessage, channel=room.id, thread_ts=reply_to or None,
                unfurl_links=False, unfurl_media=False, metadata=_metadata(key, page), **_words(message),
            )  # fmt: skip
            ids.append(posted["ts"])
            # A person's id leads to a direct message, which has an id of its own.
            room = replace(room, id=posted["channel"])
        return Receipt(room, tuple(ids))

    async def _client(self, room: Room) -> AsyncWebClient:
        """A client for the workspace of a room. Raises DeliveryError where the app is not installed any more."""
        workspace = await self._workspaces.find(room.tenant)
        if workspace is None:
            raise DeliveryError(Line(REMOVED), permanent=True)
        return self._sender.client(workspace.token, waits=False)

    async def _drawn(self, room: Room, said: Said) -> list[Message]:
        stored = {offer_id(offer.line): offer.line for offer in every_offer(said)}
        stored = {id: line for id, line in stored.items() if id != line}
        if stored:
            await self._lines.keep(stored, self._now())
        return self._drawings[room.tenant in self._plain].of(said)


class _TooMuch(Exception):
    """There is more history than is looked through."""


async def _history(
    client: AsyncWebClient, room: Room, since: datetime, thread: str
) -> AsyncIterator[Mapping[str, Any]]:
    """The messages of a channel, or of a thread in it, since a moment. Raises _TooMuch where there are too many."""
    asked: dict[str, Any] = {
        "channel": room.id,
        "oldest": f"{since.timestamp():.6f}",
        "limit": 200,
        "include_all_metadata": True,
    }
    cursor = ""
    for _page in range(PAGES_OF_HISTORY):
        if thread:
            page = await client.conversations_replies(ts=thread, cursor=cursor or None, **asked)
        else:
            page = await client.conversations_history(cursor=cursor or None, **asked)
        for message in page["messages"]:
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return
    raise _TooMuch


async def _called(room: Room, call: Callable[..., Any], **arguments: Any) -> Any:
    """Make a call of the Web API. Raises DeliveryError, but SlackApiError for blocks that are not taken."""
    try:
        return await call(**arguments)
    except SlackApiError as error:
        if word(error) in DRESS:
            raise
        raise undelivered(error, room) from error
    except (ClientError, OSError, TimeoutError) as error:
        raise _unreached(error) from error


def _unreached(error: Exception) -> DeliveryError:
    """No answer came: only where no connection was made it is sure that nothing was posted."""
    why = Line(_("Slack cannot be reached: {why}"), why=str(error) or type(error).__name__)
    return DeliveryError(why, may_have_arrived=not isinstance(error, ClientConnectorError))


def _words(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def _metadata(key: str, page: int) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"key": key, "page": page}}
