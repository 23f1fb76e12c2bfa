"""The one door: every request, whoever filled it in, is checked here, answered here and refused here."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from unicodedata import category
from zoneinfo import ZoneInfo

from adapters.line import quoted, read_line
from adapters.port import CommandShape, Ready, Refused, Request, Visibility
from bot.arguments import Ask
from bot.command import Command
from bot.rights import may
from briefings import documents, words
from briefings.document import Document, Line, Offer, Said, Spans, UserError
from briefings.document import mark as _
from store.people import Person
from store.work import Store, Work

T = TypeVar("T")
log = logging.getLogger("mss.desk")


class NoSpace(UserError):
    """The workplace that a request comes from has no space yet."""

    def __init__(self) -> None:
        super().__init__(_("This place is not set up yet"))


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
            _refuse_unkeepable(*request.words.values())
            await _read(command, ask)
            return Ready(Visibility.PRIVATE, lambda: self._answer(command, request))

        return await self._guarded(request, check)

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        """Values that would fit an option; none where the asker may not even ask."""

        async def find(ask: Ask) -> list[str]:
            command = self._allowed(request)
            _refuse_unkeepable(typed)
            for parameter in command.parameters:
                if option in (shape.name for shape in parameter.options()):
                    return await parameter.argument.suggest(option, typed, ask)
            return []

        found = await self._guarded(request, find)
        return [] if isinstance(found, Refused) else found

    def refuse(self, request: Request, error: Exception) -> Refused:
        """A kind answer to what went wrong: its own words, or a reference number for what is a bug of ours."""
        return self._refused(error, request, _language(Person(0, ""), request))

    def _refused(self, error: Exception, request: Request, language: str) -> Refused:
        if isinstance(error, UserError):
            return Refused(_said(documents.notice(error.line, *error.offers), language))
        reference = secrets.token_hex(4)
        log.error("request %s failed, reference %s", request.command, reference, exc_info=error)
        sentence = Line(
            _("Something went wrong on our side; nothing was changed (reference {reference})"), reference=reference
        )
        return Refused(_said(documents.notice(sentence, Offer(Line(_("Help")), "help")), language))

    async def _answer(self, command: Command, request: Request) -> Said | Refused:
        async def work(ask: Ask) -> Said:
            document = await command.handler(ask, **await _read(command, ask))
            person = await ask.work.people.get(ask.person.id) if command.changes else ask.person
            return self._kept_in_mission(_said(document, _language(person or ask.person, request)), request)

        return await self._guarded(request, work, changes=command.changes)

    def _kept_in_mission(self, document: Said, request: Request) -> Said:
        """What is offered after a line that named its mission is about that mission too."""
        named = request.words.get("in")
        if not named:
            return document
        of_missions = {shape.name for shape in self._shapes if shape.option("in")}
        return replace(
            document, offers=tuple(_in_mission(offer, named, of_missions, self._shapes) for offer in document.offers)
        )

    async def _guarded(
        self, request: Request, work: Callable[[Ask], Awaitable[T]], *, changes: bool = False
    ) -> T | Refused:
        """Does some work for a request inside one transaction; whatever goes wrong becomes an answer."""
        language = _language(Person(0, request.actor.name), request)
        try:
            async with self._asked(request, changes=changes) as ask:
                language = _language(ask.person, request)
                return await work(ask)
        except Exception as error:  # the desk is one of the two places that may catch everything
            return self._refused(error, request, language)

    @asynccontextmanager
    async def _asked(self, request: Request, *, changes: bool) -> AsyncIterator[Ask]:
        """A request as a question over the store; one that may change something makes its asker known first."""
        actor = request.actor
        space = await self._store.space_of(actor.platform, actor.tenant)
        if space is None:
            raise NoSpace
        if changes:
            person = await self._store.identify(space, actor.platform, actor.tenant, actor.id, actor.name, request.at)
            async with self._store.changing(space, person.id, request.at) as changing:
                yield self._ask(request, changing, person)
        else:
            async with self._store.reading(space) as reading:
                known = await reading.people.find(actor.platform, actor.tenant, actor.id)
                yield self._ask(request, reading, known or Person(0, actor.name))

    def _ask(self, request: Request, work: Work, person: Person) -> Ask:
        return Ask(request, work, person, _today(person, request), self._shapes, self._prefix)

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


def _in_mission(offer: Offer[Spans], named: str, of_missions: set[str], shapes: Sequence[CommandShape]) -> Offer[Spans]:
    typed = read_line(offer.line, shapes)
    if typed.command not in of_missions or "in" in typed.words:
        return offer
    return Offer(offer.label, f"{offer.line} in {quoted(named)}")


def _refuse_unkeepable(*texts: str) -> None:
    """Raise UserError for characters that no database keeps and no screen shows: NUL, other controls, half letters."""
    for letter in (letter for text in texts for letter in text):
        if category(letter) in ("Cc", "Cs"):
            raise UserError(_("This holds a character that cannot be kept (U+{code}); type it again without"),
                            code=f"{ord(letter):04X}")  # fmt: skip


def _said(document: Document[Line], language: str) -> Said:
    return words.say(document, words.language(language))


def _language(person: Person, request: Request) -> str:
    """The language to answer in: the person's choice, else what their platform speaks, where we have it; else English."""
    wished = (code for code in (person.language, request.language) if code not in ("", "en"))
    return next((code for code in wished if code in words.languages()), "en")


def _today(person: Person, request: Request) -> date:
    """The asker's day: the one the request names, else the date in the zone they chose, else in UTC."""
    return request.today or request.at.astimezone(ZoneInfo(person.zone or "UTC")).date()


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
