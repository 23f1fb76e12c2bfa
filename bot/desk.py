"""The one door: every request, whoever filled it in, is checked here, answered here and refused here."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from adapters.port import CommandShape, Ready, Refused, Request, Visibility
from bot.arguments import Ask
from bot.command import Command
from bot.rights import may
from briefings import documents, words
from briefings.document import Document, Line, Offer, Said, UserError
from briefings.document import mark as _
from store.people import Person
from store.work import Store

T = TypeVar("T")
log = logging.getLogger("mss.desk")


class NoSpace(UserError):
    """The workplace that a request comes from has no space yet."""

    def __init__(self) -> None:
        super().__init__(_("this place is not set up yet"))


class Desk:
    """Takes requests over one store and one registry of commands."""

    def __init__(self, store: Store, registry: Mapping[str, Command], prefix: str = "/mss ") -> None:
        self._store = store
        self._registry = registry
        self._prefix = prefix
        self._shapes = tuple(command.shape for command in registry.values())

    @property
    def shapes(self) -> tuple[CommandShape, ...]:
        return self._shapes

    async def take(self, request: Request) -> Refused | Ready:
        """Known, allowed, valid? Then the answer is ready to be worked out."""

        async def check(ask: Ask) -> Ready:
            command = self._allowed(request)
            await _read(command, ask)
            return Ready(Visibility.PRIVATE, lambda: self._answer(command, request))

        return await self._guarded(request, check)

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        """Values that would fit an option; none where the asker may not even ask."""

        async def find(ask: Ask) -> list[str]:
            command = self._allowed(request)
            for parameter in command.parameters:
                if option in (shape.name for shape in parameter.options()):
                    return await parameter.argument.suggest(option, typed, ask)
            return []

        found = await self._guarded(request, find)
        return [] if isinstance(found, Refused) else found

    def refuse(self, request: Request, error: Exception) -> Refused:
        """A kind answer to what went wrong: its own words, or a reference number for what is a bug of ours."""
        if isinstance(error, UserError):
            return Refused(self._said(documents.notice(error.line, *error.offers), request))
        reference = secrets.token_hex(4)
        log.error("request %s failed, reference %s", request.command, reference, exc_info=error)
        sentence = Line(
            _("something went wrong on our side; nothing was changed (reference {reference})"), reference=reference
        )
        return Refused(self._said(documents.notice(sentence, Offer(Line(_("Help")), "help")), request))

    async def _answer(self, command: Command, request: Request) -> Said | Refused:
        async def work(ask: Ask) -> Said:
            return self._said(await command.handler(ask, **await _read(command, ask)), request)

        return await self._guarded(request, work)

    async def _guarded(self, request: Request, work: Callable[[Ask], Awaitable[T]]) -> T | Refused:
        """Does some work for a request inside one reading transaction; whatever goes wrong becomes an answer."""
        try:
            space = await self._store.space_of(request.actor.platform, request.actor.tenant)
            if space is None:
                raise NoSpace
            async with self._store.reading(space) as reading:
                actor = request.actor
                person = await reading.people.find(actor.platform, actor.tenant, actor.id) or Person(0, actor.name)
                today = request.today or request.at.date()
                return await work(Ask(request, reading, person, today, self._shapes, self._prefix))
        except Exception as error:  # the desk is one of the two places that may catch everything
            return self.refuse(request, error)

    def _allowed(self, request: Request) -> Command:
        command = self._registry.get(request.command)
        if command is None:
            raise UserError(_("There is no command “{word}”; “help” lists them all"), word=request.command)
        if not may(request.actor, command.right):
            raise UserError(
                _("This needs the right to {right}; ask whoever runs the bot here to grant it"),
                right=command.right.value,
            )
        return command

    def _said(self, document: Document[Line], request: Request) -> Said:
        return words.say(document, words.language(request.language or "en"))


async def _read(command: Command, ask: Ask) -> dict[str, Any]:
    """The arguments of a handler by name. Raises UserError for the first that is missing or cannot be read."""
    read: dict[str, Any] = {}
    for parameter in command.parameters:
        value = await parameter.argument.read(parameter.name.rstrip("_"), ask.request.words, ask)
        if value is None and parameter.is_required:
            option = parameter.options()[0]
            raise UserError(_("“{command}” wants {typed}: {what}; for example: {example}"), command=command.name,
                            typed=option.typed, what=Line(option.what), example=command.example)  # fmt: skip
        read[parameter.name] = parameter.default if value is None else value
    return read
