"""Posting on our own account: into rooms, and to a person directly."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import discord

from adapters.discord.access import NO_ANSWER
from adapters.discord.blocks import draw
from adapters.discord.limits import Message
from adapters.discord.lines import Lines
from adapters.discord.refusals import Pace, Refusals
from adapters.discord.servers import Servers
from adapters.discord.troubles import ATTACH, READ_HISTORY, SEE, SEND, SEND_IN_THREADS, calmed, failed, left
from adapters.discord.view import editing, posting
from adapters.port import Receipt, Room
from briefings.document import Said

FindServer = Callable[[str], discord.Guild | None]
"""A server as the gateway told of it; None where this process has no gateway."""


class Posts:
    """Posts and edits messages. Everything that goes wrong is a DeliveryError."""

    def __init__(
        self, client: discord.Client, lines: Lines, servers: Servers, refusals: Refusals, find: FindServer, pace: Pace
    ) -> None:
        self._client = client
        self._lines = lines
        self._servers = servers
        self._refusals = refusals
        self._find = find
        self._pace = pace

    async def post(self, room: Room, said: Said, key: str, *, reply_to: str = "") -> Receipt:
        """Post a document into a room, under a message there when that is named.

        The same `key` posts the same messages once: Discord remembers it for some minutes. Raises DeliveryError.
        """
        if await self._servers.was_left(room.tenant):
            raise left(room)
        return await self._post(room, said, key, reply_to)

    async def edit(self, receipt: Receipt, said: Said) -> Receipt:
        """Let what was posted say something else; a further page is posted, one too many is taken away.

        Raises DeliveryError.
        """
        room, messages = receipt.room, await self._drawn(said)
        known = [self._channel(room).get_partial_message(int(id)) for id in receipt.messages]
        for old, message in zip(known, messages, strict=False):
            await self._take_turn(room, message, old.edit, editing(message))
        for old in known[len(messages) :]:
            await self._take_turn(room, None, old.delete, {})
        ids = receipt.messages[: len(messages)]
        key = f"{ids[-1]} more"
        more = [await self._send(room, message, _nonce(key, number)) for number, message in
                enumerate(messages[len(known) :])]  # fmt: skip
        return Receipt(room, (*ids, *more))

    async def to_person(self, room: Room, user: str, said: Said, key: str) -> Receipt:
        """Send a document to somebody directly; `room` is where they asked. Raises DeliveryError."""
        try:
            direct = await self._client.create_dm(discord.Object(int(user)))
        except NO_ANSWER as error:
            raise failed(error, room) from error
        return await self._post(Room(room.platform, room.tenant, str(direct.id), is_direct=True), said, key)

    async def _post(self, room: Room, said: Said, key: str, reply_to: str = "") -> Receipt:
        ids: list[str] = []
        for number, message in enumerate(await self._drawn(said)):
            ids.append(await self._send(room, message, _nonce(key, number), "" if ids else reply_to))
        return Receipt(room, tuple(ids))

    async def _send(self, room: Room, message: Message, nonce: str, reply_to: str = "") -> str:
        arguments = posting(message) | {"nonce": nonce}
        if reply_to:
            arguments["reference"] = discord.MessageReference(message_id=int(reply_to), channel_id=int(room.id))
        sent = await self._take_turn(room, message, self._channel(room).send, arguments)
        return str(sent.id)

    async def _take_turn(
        self, room: Room, message: Message | None, call: Callable[..., Any], arguments: dict[str, Any]
    ) -> Any:
        """Make a call when it is its turn. Raises DeliveryError."""
        if self._refusals.are_too_many:
            raise calmed(room)
        await self._pace.turn()
        try:
            return await call(**arguments)
        except NO_ANSWER as error:
            raise failed(error, room, self._lacking(room, message, is_reply="reference" in arguments)) from error
        except discord.RateLimited as error:
            raise failed(error, room) from error

    def _channel(self, room: Room) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(int(room.id))

    async def _drawn(self, said: Said) -> list[Message]:
        await self._lines.keep(said)
        return draw(said)

    def _lacking(self, room: Room, message: Message | None, *, is_reply: bool) -> list[str]:
        """The permissions that a message wants and the bot has not in a room, where the gateway told of it."""
        server = self._find(room.tenant)
        channel = server.get_channel_or_thread(int(room.id)) if server else None
        if server is None or channel is None:
            return []
        granted = channel.permissions_for(server.me)
        in_thread = isinstance(channel, discord.Thread)
        needed = {
            SEE: granted.view_channel,
            SEND_IN_THREADS if in_thread else SEND: granted.send_messages_in_threads if in_thread else granted.send_messages,
            ATTACH: granted.attach_files or not (message and message.files),
            READ_HISTORY: granted.read_message_history or not is_reply,
        }  # fmt: skip
        return [permission for permission, is_granted in needed.items() if not is_granted]


def _nonce(key: str, number: int) -> str:
    """What Discord knows a message by: at most 25 characters.

    https://docs.discord.com/developers/resources/message#create-message
    """
    return blake2b(f"{key} {number}".encode(), digest_size=12).hexdigest()
