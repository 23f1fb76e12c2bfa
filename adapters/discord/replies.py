"""How replies reach people: at once, after “is thinking”, and after the fifteen minutes of an interaction.

https://docs.discord.com/developers/interactions/receiving-and-responding. Whether a reply is private is settled when
it is deferred; one that turns out otherwise takes the deferred one away and follows by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import discord

from adapters.discord.answers import Reply
from adapters.discord.blocks import draw
from adapters.discord.limits import Message
from adapters.discord.lines import Lines
from adapters.discord.places import Place
from adapters.discord.posts import Posts
from adapters.discord.troubles import GONE, NO_MORE_FOLLOWUPS
from adapters.discord.view import editing, posting
from adapters.offers import long_lines
from adapters.port import DeliveryError, Desk
from adapters.same import OfTheSame
from briefings.document import Document, Offer, Said, Span, UserError
from briefings.document import mark as _

FILL_IN = _("Fill in")
LATE = _("This took longer than Discord keeps a question open, so it comes as a message of its own.")
NOT_THERE = _("It was to be shown to everybody where you asked, but I may not post there; whoever manages the server can allow it.")  # fmt: skip
NOWHERE = _("An answer took longer than Discord keeps a question open, and I may not write to the one who asked; ask again.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """An interaction that waits for its reply, from a place.

    With `in_place` the reply takes the place of the message that was pressed.
    """

    asked: discord.Interaction
    place: Place
    in_place: bool = False

    def is_private(self, reply: Reply) -> bool:
        """Whether only the asker is to see a reply; in direct messages nobody else is there."""
        return not reply.is_public and not self.place.room.is_direct

    def stays(self, reply: Reply) -> bool:
        """Whether a reply takes the place of what was pressed; a refusal leaves that as it is."""
        return self.in_place and reply.refused is None and not reply.is_public


class Replies:
    """Delivers replies to interactions. Raises discord.HTTPException for what Discord does not take."""

    def __init__(self, desk: Desk, lines: Lines, posts: Posts) -> None:
        self._desk = desk
        self._lines = lines
        self._posts = posts
        self._drawings = OfTheSame(_draw)

    async def at_once(self, turn: Turn, reply: Reply) -> None:
        """The first answer to an interaction."""
        reply = self._without_form(turn.place, reply)
        first, *rest = await self._drawn(reply.said)
        if turn.stays(reply):
            await turn.asked.response.edit_message(**editing(first))
        else:
            await turn.asked.response.send_message(**posting(first), ephemeral=turn.is_private(reply))
        await self._follow(turn, reply, rest)

    async def defer(self, turn: Turn, *, is_public: bool) -> None:
        """A sign of work, as private as the reply will be."""
        if turn.in_place:
            await turn.asked.response.defer()
        else:
            await turn.asked.response.defer(thinking=True, ephemeral=not is_public and not turn.place.room.is_direct)

    async def after(self, turn: Turn, reply: Reply, *, was_public: bool) -> None:
        """The reply to an interaction that was deferred, however late it comes."""
        reply = self._without_form(turn.place, reply)
        messages = await self._drawn(reply.said)
        try:
            await self._after(turn, reply, messages, was_public=was_public)
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise
            await self._too_late(turn, reply)

    async def more(self, turn: Turn, reply: Reply) -> None:
        """Something more, after the first answer."""
        await self._follow(turn, reply, await self._drawn(reply.said))

    async def _after(self, turn: Turn, reply: Reply, messages: list[Message], *, was_public: bool) -> None:
        asked, is_as_said = turn.asked, reply.is_public == was_public
        if turn.stays(reply) or (not turn.in_place and is_as_said):
            await asked.edit_original_response(**editing(messages[0]))
            messages = messages[1:]
        elif not turn.in_place:
            await asked.delete_original_response()
        await self._follow(turn, reply, messages)

    async def _follow(self, turn: Turn, reply: Reply, messages: Iterable[Message]) -> None:
        """Further messages, as private as the first; where Discord takes no more of them, all of it goes directly."""
        for message in messages:
            try:
                await turn.asked.followup.send(**posting(message), ephemeral=turn.is_private(reply))
            except discord.HTTPException as error:
                if error.code != NO_MORE_FOLLOWUPS:
                    raise
                place = turn.place
                await self._posts.to_person(place.room, place.actor.id, reply.said, str(turn.asked.id))
                return

    def _without_form(self, place: Place, reply: Reply) -> Reply:
        """A form can open in the first three seconds only, and not after another: else a button opens it."""
        if reply.form is None:
            return reply
        label = (Span(self._desk.phrase(FILL_IN, place.language)),)
        return replace(reply, said=reply.form.instead.with_offers(Offer(label, reply.line)))

    # after fifteen minutes

    async def _too_late(self, turn: Turn, reply: Reply) -> None:
        """A message of its own: into the room what all may read, to the asker what only they may."""
        place, key = turn.place, str(turn.asked.id)
        late = self._with_note(place, reply.said, LATE)
        if reply.is_public:
            try:
                await self._posts.post(place.room, late, key)
                return
            except DeliveryError:
                late = self._with_note(place, late, NOT_THERE)
        try:
            await self._posts.to_person(place.room, place.actor.id, late, key)
        except DeliveryError:
            # Nothing of the answer may be read by others, so only that there was one is said.
            title = (Span(self._desk.phrase(NOWHERE, place.language)),)
            await self._posts.post(place.room, Document("notice", title), key)

    def _with_note(self, place: Place, said: Said, note: str) -> Said:
        return replace(said, small=(*said.small, (Span(self._desk.phrase(note, place.language)),)))

    async def _drawn(self, said: Said) -> list[Message]:
        drawn = self._drawings.of(said)
        with suppress(UserError):  # a button that does not know its line any more is better than no answer
            await self._lines.keep(drawn.long_lines)
        return list(drawn.messages)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A document as messages, and its lines that no button can carry."""

    messages: list[Message]
    long_lines: Mapping[str, str]


def _draw(said: Said) -> _Drawn:
    return _Drawn(draw(said), long_lines(said))
