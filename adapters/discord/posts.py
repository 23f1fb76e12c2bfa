"""Posting on our own account: into rooms, and to a person directly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count, takewhile
from typing import Any

import discord
from discord.http import handle_message_parameters

from adapters.discord.access import NO_ANSWER
from adapters.discord.blocks import draw, redrawn
from adapters.discord.granted import bot_in, granted_in
from adapters.discord.limits import Message
from adapters.discord.lines import Lines
from adapters.discord.refusals import A_SECOND, Refusals
from adapters.discord.servers import Servers
from adapters.discord.troubles import calmed, failed, lacking, left
from adapters.discord.view import editing, posting
from adapters.drawings import Drawings
from adapters.offers import long_lines
from adapters.port import Cannot, Pace, Receipt, Room
from briefings.document import Said

SEEN = 300
"""Messages that are looked through for one that may have been posted."""
FORGETS_AFTER = 100
"""Messages after which it is looked which rooms have their whole quota again."""
LEEWAY = timedelta(minutes=1)
"""How far our clock may be ahead of Discord's."""

FindServer = Callable[[str], discord.Guild | None]
"""A server as the gateway told of it; None where this process has no gateway."""


class Posts:
    """Posts and edits messages. Everything that goes wrong is a DeliveryError."""

    def __init__(
        self, client: discord.Client, lines: Lines, servers: Servers, refusals: Refusals, find: FindServer
    ) -> None:
        self._client = client
        self._lines = lines
        self._servers = servers
        self._refusals = refusals
        self._server = find
        self._drawings = Drawings(draw, redrawn)
        self._sent = 0

    @property
    def pace(self) -> Pace:
        """https://docs.discord.com/developers/topics/rate-limits; a room's own is told by headers: five in five seconds."""
        return Pace(room=1, everywhere=A_SECOND)

    @property
    def remembers(self) -> timedelta:
        """Discord says “the past few minutes” of a nonce: less than the least that may mean."""
        return timedelta(minutes=2)

    async def post(
        self, room: Room, said: Said, key: str, *, reply_to: str = "", standing: Sequence[str] = ()
    ) -> Receipt:
        """Post a document into a room, under a message there when that is named.

        The same `key` posts the same messages once, while Discord remembers it; `standing` are its first messages
        where they stand there already. Raises DeliveryError.
        """
        if await self._servers.was_left(room.tenant):
            raise left(room)
        return await self._post(room, said, key, reply_to, standing)

    async def find(self, room: Room, key: str, since: datetime, *, reply_to: str = "") -> Receipt | Cannot | None:
        """What stands in a room of the messages that were posted with a key since a moment. Raises DeliveryError.

        Discord tells a nonce to nobody afterwards, so every page carries a mark of its own. A reply stands in its room
        like any other message.
        """
        seen, marks = 0, dict[int, str]()
        try:
            async for message in self._channel(room).history(after=since - LEEWAY, limit=SEEN, oldest_first=True):
                seen += 1
                if message.author == self._client.user:
                    marks |= {card.id: str(message.id) for card in _cards(message) if card.id}
            # Where it may not look back Discord shows a room as empty.
            may_look_back = seen > 0 or await self._may_look_back(room)
        except NO_ANSWER as error:
            raise failed(error, room, self._lacking(room, None, is_reply=False)) from error
        pages = takewhile(bool, (marks.get(_mark(room, key, number)) for number in count()))
        found = tuple(id for id in pages if id)
        if found:
            return Receipt(room, found)
        return None if seen < SEEN and may_look_back else Cannot.TELL

    async def edit(self, receipt: Receipt, said: Said) -> Receipt:
        """Let what was posted say something else; a further page is posted, one too many is taken away.

        Raises DeliveryError.
        """
        room, messages = receipt.room, await self._drawn(said)
        known = [self._channel(room).get_partial_message(int(id)) for id in receipt.messages]
        for old, message in zip(known, messages, strict=False):
            await self._call(room, message, old.edit, editing(message))
        for old in known[len(messages) :]:
            await self._call(room, None, old.delete, {})
        ids = receipt.messages[: len(messages)]
        key = f"{ids[-1]} more"
        more = [await self._send(room, message, key, number) for number, message in
                enumerate(messages[len(known) :])]  # fmt: skip
        return Receipt(room, (*ids, *more))

    async def to_person(self, room: Room, user: str, said: Said, key: str) -> Receipt:
        """Send a document to somebody directly; `room` is where they asked. Raises DeliveryError."""
        try:
            direct = await self._client.create_dm(discord.Object(int(user)))
        except NO_ANSWER as error:
            raise failed(error, room) from error
        return await self._post(Room(room.platform, room.tenant, str(direct.id), is_direct=True), said, key)

    async def _post(
        self, room: Room, said: Said, key: str, reply_to: str = "", standing: Sequence[str] = ()
    ) -> Receipt:
        ids = list(standing)
        for number, message in enumerate(await self._drawn(said)):
            if number >= len(standing):
                ids.append(await self._send(room, message, key, number, reply_to if number == 0 else ""))
        return Receipt(room, tuple(ids))

    async def _send(self, room: Room, message: Message, key: str, number: int, reply_to: str = "") -> str:
        arguments = posting(_marked(message, _mark(room, key, number))) | {"nonce": _nonce(room, key, number)}
        if reply_to:
            arguments["message_reference"] = {
                "message_id": reply_to, "channel_id": room.id, "fail_if_not_exists": False
            }  # fmt: skip
        self._sent += 1
        if self._sent % FORGETS_AFTER == 0:
            self._forget_quotas()
        # Channel.send would read all that comes back, of which only the id is wanted.
        with handle_message_parameters(**arguments) as parameters:
            sent = await self._call(room, message, self._client.http.send_message,
                                    {"channel_id": int(room.id), "params": parameters}, is_reply=bool(reply_to))  # fmt: skip
        return str(sent["id"])

    async def _call(
        self,
        room: Room,
        message: Message | None,
        call: Callable[..., Any],
        arguments: dict[str, Any],
        *,
        is_reply: bool = False,
    ) -> Any:
        """Make a call, unless too many were refused. Raises DeliveryError."""
        if self._refusals.are_too_many:
            raise calmed(room)
        try:
            return await call(**arguments)
        except NO_ANSWER as error:
            raise failed(error, room, self._lacking(room, message, is_reply=is_reply)) from error
        except discord.RateLimited as error:
            raise failed(error, room) from error

    def _forget_quotas(self) -> None:
        """Forget the quotas of rooms that are whole again.

        discord.py keeps each for five minutes, and from 256 on looks through all of them at every new room.
        """
        quotas = self._client.http._buckets
        for key in [key for key, quota in quotas.items() if quota.is_expired() and not quota.outgoing]:
            del quotas[key]

    def _channel(self, room: Room) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(int(room.id))

    async def _drawn(self, said: Said) -> list[Message]:
        await self._lines.keep(long_lines(said))
        return self._drawings.of(said)

    def _lacking(self, room: Room, message: Message | None, *, is_reply: bool) -> list[str]:
        """The permissions that a message wants and the bot has not in a room, as far as the gateway told."""
        granted = self._granted(room)
        if granted is None:
            return []
        in_thread = isinstance(self._told(room), discord.Thread)
        return lacking(granted, in_thread=in_thread, has_files=bool(message and message.files), is_reply=is_reply)

    async def _may_look_back(self, room: Room) -> bool:
        """Whether the bot sees what was posted in a room before."""
        if room.is_direct:
            return True
        told = self._granted(room) or (await granted_in(await bot_in(self._client, room.tenant), room.id)).permissions
        return told.read_message_history

    def _granted(self, room: Room) -> discord.Permissions | None:
        """What the bot may do in a room; None where this process was not told."""
        channel = self._told(room)
        return channel.permissions_for(channel.guild.me) if channel else None

    def _told(self, room: Room) -> discord.abc.GuildChannel | discord.Thread | None:
        """A room as the gateway told of it."""
        server = self._server(room.tenant)
        return server.get_channel_or_thread(int(room.id)) if server else None


def _marked(message: Message, mark: int) -> Message:
    """A message whose card is known by a number, which Discord keeps with it.

    https://docs.discord.com/developers/components/reference#anatomy-of-a-component, “id”
    """
    card, *rest = message.components
    return replace(message, components=({**card, "id": mark}, *rest))


def _cards(message: discord.Message) -> Iterator[discord.Container]:
    return (component for component in message.components if isinstance(component, discord.Container))


def _mark(room: Room, key: str, number: int) -> int:
    """The number of a page: of 32 bits at most, above those that Discord gives out itself."""
    return 1_000 + int(_nonce(room, key, number)[:7], 16)


def _nonce(room: Room, key: str, number: int) -> str:
    """What Discord knows a message by: at most 25 characters, of which it wants to see each once in all rooms.

    https://docs.discord.com/developers/resources/message#create-message
    """
    return blake2b(f"{room.id} {key} {number}".encode(), digest_size=12).hexdigest()
