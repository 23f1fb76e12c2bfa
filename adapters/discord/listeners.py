"""One listener for all that people do in Discord; what it means is looked up behind it.

Discord waits three seconds: what is ready by then goes at once, what is not is deferred and follows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord.app_commands import Choice

from adapters.discord import commands, forms, places
from adapters.discord.answers import Answers, Asking, Reply
from adapters.discord.blocks import pressed
from adapters.discord.drafts import Draft, Filling, next_page, refused
from adapters.discord.files import fetched
from adapters.discord.lines import Lines
from adapters.discord.places import Place, place_of
from adapters.discord.replies import Replies, Turn
from adapters.discord.troubles import LOST, kindly
from adapters.discord.view import Opened
from adapters.line import as_typed
from adapters.plain import size
from adapters.port import FORM, new_request
from adapters.recent import Recent
from adapters.tasks import Tasks, in_time
from briefings.document import File, UserError
from briefings.document import mark as _

CHOICES, CHOICE = 25, 100
"""Suggestions, and the characters of each.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete
"""
ALSO = _("Also")
"""What stands above the boxes of a form."""

Work = Callable[[Asking], Coroutine[Any, Any, Reply]]
Kind = discord.InteractionType

log = logging.getLogger("mss.discord")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the listeners work with."""

    answers: Answers
    replies: Replies
    filling: Filling
    lines: Lines
    tasks: Tasks
    recent: Recent
    patience: float


class Listeners:
    """Hears what people do, and answers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._answers, self._replies, self._filling = parts.answers, parts.replies, parts.filling
        self._kinds: Mapping[Kind, Callable[[discord.Interaction, Place], Awaitable[None]]] = {
            Kind.application_command: self._command,
            Kind.autocomplete: self._searched,
            Kind.component: self._pressed,
            Kind.modal_submit: self._submitted,
        }

    async def heard(self, asked: discord.Interaction) -> None:
        """Answer an interaction, once: after a resumed connection Discord tells some of them again."""
        new_request()
        answer = self._kinds.get(asked.type)
        if answer and self._parts.recent.is_new(str(asked.id)):
            await answer(asked, place_of(asked))

    # what people do

    async def _command(self, asked: discord.Interaction, place: Place) -> None:
        """A command that was typed, or “Ask about this” on a message."""
        data: Mapping[str, Any] = asked.data or {}
        if data["type"] == commands.ON_MESSAGE:
            text = as_typed(commands.text_of(data["resolved"]["messages"][data["target_id"]]))
            asked_for = commands.Asked(commands.ABOUT, {"text": text} if text else {})
        else:
            asked_for = commands.read(data)

        async def work(asking: Asking) -> Reply:
            try:
                files = await fetched(asked, asked_for.files)
            except UserError as error:
                return await self._answers.of(place, error)
            typed = places.with_rooms_named(asked, asked_for.words)
            words = {**typed, **{name: file.digest for name, file in files.items()}}
            return await self._answers.to_words(asking, place, asked_for.command, words, tuple(files.values()))

        await self._answer(Turn(asked, place), work)

    async def _searched(self, asked: discord.Interaction, place: Place) -> None:
        """Somebody types a value: what would fit it, or nothing when that takes too long."""
        read = commands.read(asked.data or {})
        finding = self._parts.tasks.begin(
            self._answers.suggestions(place, read.command, read.words, read.focused, read.typed)
        )
        found = _found(finding) if await in_time(finding, self._parts.patience) else []
        offered = [value for value in dict.fromkeys(found) if value and size(value) <= CHOICE][:CHOICES]
        try:
            await asked.response.autocomplete([Choice(name=value, value=value) for value in offered])
        except discord.HTTPException as error:
            log.info("suggestions came too late or were not taken: %s", error)

    async def _pressed(self, asked: discord.Interaction, place: Place) -> None:
        """A button, or a figure chosen from the menu."""
        data: Mapping[str, Any] = asked.data or {}
        found = pressed(data["custom_id"], data.get("values") or ())
        of_draft = forms.carried(found.id) if found else None
        if of_draft:
            await self._pressed_in_form(asked, place, *of_draft)
            return
        turn = Turn(asked, place, in_place=bool(found and found.in_place) and places.is_private(asked))
        await self._answer(
            turn, lambda asking: self._to_button(asking, place, found.id if found else "", places.shown_at(asked))
        )

    async def _submitted(self, asked: discord.Interaction, place: Place) -> None:
        """A page of a form that was filled in."""
        data: Mapping[str, Any] = asked.data or {}
        does, id, number = forms.carried(data["custom_id"]) or ("", "", 0)
        turn = Turn(asked, place, in_place=does == forms.RENEWED and places.is_private(asked))

        async def work(asking: Asking) -> Reply:
            draft = await self._filling.find(id, place.actor.id)
            if draft is None:
                return await self._forgotten(place)
            try:
                files = await fetched(asked, forms.files_of(data))
            except UserError as error:
                return await self._answers.of(place, error)
            digests = {name: file.digest for name, file in files.items()}
            draft = draft.filled(number, {**places.with_rooms_named(asked, forms.words_of(data)), **digests})
            await self._filling.keep(draft)
            if number + 1 < len(draft.steps):
                return Reply(next_page(draft, number + 1, lambda phrase: self._answers.phrase(place, phrase)))
            return await self._sent(asking, place, draft, tuple(files.values()))

        await self._answer(turn, work)

    async def _pressed_in_form(self, asked: discord.Interaction, place: Place, does: str, id: str, number: int) -> None:
        """The way on in a form, back to what was wrong in it, or what is filled in already is sent as it is."""
        turn = Turn(asked, place, in_place=places.is_private(asked))

        async def work(asking: Asking) -> Reply:
            draft = await self._filling.find(id, place.actor.id)
            if draft is None:
                return await self._forgotten(place)
            if does == forms.ASK:
                return await self._sent(asking, place, draft)
            return await self._answers.to_words(asking, place, draft.command, {**draft.words, FORM: forms.YES})

        await self._answer(turn, work, id, number)

    # and what becomes of it

    async def _answer(self, turn: Turn, work: Work, draft: str = "", page: int = 0) -> None:
        """Bring an answer to where it was asked for; what Discord refuses is said there, too."""
        asking = Asking(work, self._parts.tasks)
        try:
            await self._deliver(turn, asking, draft, page)
        except discord.HTTPException as error:
            if error.code in LOST:
                log.warning("an interaction was answered by another process, or too late: %s", error)
                return
            log.error("Discord did not take an answer", exc_info=error)
            await self._tell(turn, kindly(error) or error)
        except UserError as error:
            await self._tell(turn, error)

    async def _deliver(self, turn: Turn, asking: Asking, draft: str, page: int) -> None:
        if not await in_time(asking.reply, self._parts.patience):
            was_public = asking.is_public
            await self._replies.defer(turn, is_public=was_public)
            await self._replies.after(turn, await asking.reply, was_public=was_public)
            return
        reply = asking.reply.result()
        if reply.form and turn.asked.type is not Kind.modal_submit:
            await self._open(turn, reply, draft, page)
        else:
            await self._replies.at_once(turn, reply)

    async def _open(self, turn: Turn, reply: Reply, draft: str, page: int) -> None:
        """Open a page of a form: of a draft there is, or the first one of a new draft."""
        if reply.form is None:
            raise ValueError("there is no form to open")
        does = forms.RENEWED if draft else forms.FORM
        draft = draft or (await self._filling.begin(turn.place.actor.id, reply.form)).id
        id, also = forms.carrying(does, draft, page), self._answers.phrase(turn.place, ALSO)
        await turn.asked.response.send_modal(Opened(forms.modal(reply.form, id, page, also)))

    async def _to_button(self, asking: Asking, place: Place, id: str, shown_at: Any) -> Reply:
        """The answer to the line that a button stands for."""
        try:
            line = await self._parts.lines.find(id) if id else None
        except UserError as error:
            return await self._answers.of(place, error)
        if line is None:
            return await self._answers.of(
                place, UserError(_("I no longer know what this button asked; type your question instead"))
            )
        return await self._answers.to_line(asking, place, line, shown_at)

    async def _sent(self, asking: Asking, place: Place, draft: Draft, files: Sequence[File] = ()) -> Reply:
        """The answer to a form; a refusal leads back into it."""
        reply = await self._answers.to_words(asking, place, draft.command, draft.words, files)
        if reply.refused:
            return Reply(refused(draft, reply.refused, lambda phrase: self._answers.phrase(place, phrase)))
        if not reply.form:
            await self._filling.drop(draft)
        return reply

    async def _forgotten(self, place: Place) -> Reply:
        return await self._answers.of(place, UserError(_("I no longer know this form; ask for it again")))

    async def _tell(self, turn: Turn, error: Exception) -> None:
        """Say what went wrong to whoever asked, privately."""
        reply = await self._answers.of(turn.place, error)
        alone = Turn(turn.asked, turn.place)
        if turn.asked.response.is_done():
            await self._replies.more(alone, reply)
        else:
            await self._replies.at_once(alone, reply)


def _found(finding: asyncio.Task[list[str]]) -> list[str]:
    """What was found; a failure is logged, since somebody who types has no place to read of it."""
    error = finding.exception()
    if error is None:
        return finding.result()
    if not isinstance(error, UserError):
        log.error("nothing could be suggested", exc_info=error)
    return []
