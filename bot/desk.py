"""The one door: every request, whoever filled it in, is checked here, answered here and refused here."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from unicodedata import category
from zoneinfo import ZoneInfo

from adapters.port import (
    CONFIRM,
    FORM,
    REQUEST,
    SHARE,
    Actor,
    CommandShape,
    Form,
    Input,
    OptionShape,
    Ready,
    Refused,
    Request,
    Visibility,
)
from bot.alike import MOST, question_of
from bot.arguments import Ask, Missing
from bot.command import Command, read_arguments
from bot.confirming import Unconfirmed
from bot.files import Files
from bot.forms import filled_in
from bot.made import Made
from bot.offers import as_shown, in_named_mission, of_predecessor, with_evidence
from bot.rights import OWNER, Held, clearance, held_by, owners, refusal
from bot.succession import Instead, instead_of
from briefings import documents, words
from briefings.document import Document, Line, Offer, Said, UserError
from briefings.document import mark as _
from store.engine import Unavailable
from store.grants import Holder
from store.people import Person
from store.records import bundled
from store.remembered import Remembered
from store.rooms import Room
from store.work import Store, Work

T = TypeVar("T")
log = logging.getLogger("mss.desk")


class NoSpace(UserError):
    """The workplace that a request comes from has no space yet."""

    def __init__(self) -> None:
        super().__init__(_("This place is not set up yet"))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from which room of ours, with which rights, and what they may ask somewhere.

    `room` is None where nothing was set for it.
    """

    person: Person
    room: Room | None
    held: Held
    mine: tuple[CommandShape, ...]


class Desk:
    """Takes requests over one store and one registry of commands.

    `prefix` is what a platform wants before a command. Only a desk that is `for_rooms` knows what needs other
    people or a screen to fill in: “share” and “form”.
    """

    def __init__(
        self, store: Store, registry: Mapping[str, Command], prefix: str = "/mss ", *, for_rooms: bool = False
    ) -> None:
        self._store = store
        self._registry = registry
        self._prefix = prefix
        self._for_rooms = for_rooms
        self._after_change: Callable[[], None] = lambda: None
        self._files = Files(store.drafts)
        self._answers: Remembered[Said] = Remembered(MOST)
        self._shapes = tuple(_in_rooms(each) if for_rooms else each.shape for each in registry.values())

    def after_each_change(self, tell: Callable[[], None]) -> None:
        """Let somebody know whenever a change has been stored."""
        self._after_change = tell

    @property
    def shapes(self) -> tuple[CommandShape, ...]:
        return self._shapes

    async def take(self, request: Request) -> Refused | Form | Ready:
        """Known, allowed, valid? Then the answer is ready to be worked out."""
        request = _known(self._meant(request))

        async def check(ask: Ask) -> Form | Ready:
            command = await self._allowed(ask)
            _refuse_unkeepable(*request.words.values())
            if FORM in request.words:
                return self._form(command, ask)
            try:
                arguments = await read_arguments(command, ask)
            except Missing as missing:
                if self._for_rooms:
                    return self._form(command, ask, missing)
                raise
            if given := self._given_before(command, ask, arguments):
                return Ready(_visibility(request), partial(_at_once, given))
            return Ready(_visibility(request), lambda: self._answer(command, request), _is_question(command, request))

        return await self._guarded(request, check)

    def _meant(self, request: Request) -> Request:
        """The request itself, or that of the command which one of its options stands for."""
        command = self._registry.get(request.command)
        others = (other for option, other in command.instead.items() if option in request.words) if command else ()
        other = next(iter(others), "")
        return replace(request, command=other) if other else request

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        """Values that would fit an option; none where the asker may not even ask."""

        async def find(ask: Ask) -> list[str]:
            command = await self._allowed(ask)
            _refuse_unkeepable(typed)
            for parameter in command.parameters:
                if option in (shape.name for shape in parameter.options):
                    return await parameter.argument.suggest(option, typed, ask)
            return []

        found = await self._guarded(request, find)
        return [] if isinstance(found, Refused) else found

    async def refuse(self, request: Request, error: Exception) -> Refused:
        """A kind answer to what went wrong: its own words, or a reference number for what is a bug of ours."""
        request = _known(request)

        async def fail(ask: Ask) -> Refused:
            raise error

        return await self._guarded(request, fail)

    def phrase(self, message: str, language: str = "") -> str:
        """One of an adapter's own short phrases in a language, English where we have no other."""
        return words.text(Line(message), words.language(language if language in words.languages() else "en"))

    async def revision(self, platform: str, tenant: str) -> int:
        """A number that grows whenever a fact changes in the space of a workspace or server; 0 while it has none."""
        space = await self._store.space_of(platform, tenant)
        if space is None:
            return 0
        async with self._store.reading(space) as work:
            return await work.missions.revision()

    async def welcome(self, platform: str, tenant: str, name: str, at: datetime, owner: Actor | None = None) -> None:
        """Give a workspace or server its space; one without any mission gets the bundled record as a sample.

        A space without any owner gets the one named: who installs the bot again, or elsewhere, raises nobody.
        """
        space = await self._store.open_space(platform, tenant, name, at)
        if owner:
            await self._own(space, owner, at)
        async with self._store.reading(space) as work:
            if await work.missions.all():
                return
        async with self._store.changing(space, None, at) as work:
            if not await work.missions.all():
                await work.missions.load(bundled(), is_sample=True)

    async def _own(self, space: int, actor: Actor, at: datetime) -> None:
        person = await self._store.identify(space, actor.platform, actor.tenant, actor.id, actor.name, at)
        async with self._store.changing(space, person.id, at) as work:
            if not await owners(work):
                await work.grants.give(Holder.person(person.id), OWNER)

    def _refused(self, error: Exception, request: Request, language: str) -> Refused:
        if isinstance(error, UserError):
            said = _said(documents.notice(error.line, *error.offers), language)
            return Refused(said, error.option, error if isinstance(error, Unavailable) else None)
        log.error("request %s failed, reference %s", request.command, request.id, exc_info=error)
        sentence = Line(
            _("Something went wrong on our side; nothing was changed (reference {reference})"), reference=request.id
        )
        return Refused(_said(documents.notice(sentence, Offer(Line(_("Help")), "help")), language), fault=error)

    def _form(self, command: Command, ask: Ask, missing: Missing | None = None) -> Form:
        """The command as a form; who has no forms is told what is missing, or how to type it."""
        if not self._for_rooms:
            raise UserError(_("There are no forms here; type it like this: {example}"), example=command.example)
        language = _language(ask.person, ask.request)
        shape = next(shape for shape in self._shapes if shape.name == command.name)
        unasked = {name for parameter in command.parameters for name in parameter.argument.unasked(ask.request.words)}
        shape = replace(shape, options=tuple(option for option in shape.options if option.name not in unasked))
        line = missing.line if missing else Line(_("Type it like this: {example}"), example=command.example)
        return filled_in(shape, ask.request, words.language(language), _said(documents.notice(line), language))

    def _given_before(self, command: Command, ask: Ask, arguments: Mapping[str, Any]) -> Said | None:
        """The answer where the same was asked before and the record stands as it stood; else None."""
        asked = question_of(command, ask, arguments, _language(ask.person, ask.request))
        return self._answers.kept(asked) if asked else None

    async def _answer(self, command: Command, request: Request) -> Said | Refused:
        async def work(ask: Ask) -> Said:
            arguments = await read_arguments(await self._allowed(ask), ask)
            asked = question_of(command, ask, arguments, _language(ask.person, request))
            return await self._answers.get(asked, lambda: made(ask, arguments)) if asked else await made(ask, arguments)

        async def made(ask: Ask, arguments: Mapping[str, Any]) -> Said:
            instead = None if command.changes else await instead_of(ask, arguments)
            if instead:
                arguments = {
                    name: instead.mission if value is instead.asked else value for name, value in arguments.items()
                }
            try:
                document = await command.handler(ask, **arguments)
                if command.changes:  # perhaps the language
                    ask = replace(ask, person=await ask.work.people.get(ask.person.id) or ask.person)
            except Unconfirmed as question:
                # What is not stored yet has no source that could be asked for.
                question.said = replace(await self._finished(question.document, ask, arguments), evidence=None)
                raise
            if isinstance(document, Made):
                return document.said
            return await self._finished(document, ask, arguments, instead)

        try:
            answer = await self._guarded(request, work, changes=command.changes)
        except Unconfirmed as question:
            return question.said or await self.refuse(request, question)
        if command.changes and not isinstance(answer, Refused):
            if self._for_rooms:
                with _logged_as(request):
                    log.info("“%s” was carried out", command.name)
            self._after_change()
        return answer

    async def _finished(
        self, document: Document[Line], ask: Ask, arguments: Mapping[str, Any], instead: Instead | None = None
    ) -> Said:
        """A document in the asker's words, with what its readers should know and can do beside it."""
        document = of_predecessor(await as_shown(document, ask, arguments), instead)
        language = _language(ask.person, ask.request)
        said = with_evidence(_said(document, language), words.language(language))
        named = instead.mission.mission.short if instead else ask.request.words.get("in", "")
        return in_named_mission(said, named, self._shapes)

    async def _guarded(
        self, request: Request, work: Callable[[Ask], Awaitable[T]], *, changes: bool = False
    ) -> T | Refused:
        """Does some work for a request inside one transaction; whatever goes wrong becomes an answer."""
        request = _known(request)
        language = _language(Person(0, request.actor.name), request)
        with _logged_as(request):
            try:
                async with self._asked(request, changes=changes) as ask:
                    language = _language(ask.person, request)
                    return await work(ask)
            except Unconfirmed:  # a question: it undoes the transaction, and is no error
                raise
            except Exception as error:  # the desk is one of the two places that may catch everything
                return self._refused(error, request, language)

    @asynccontextmanager
    async def _asked(self, request: Request, *, changes: bool) -> AsyncIterator[Ask]:
        """A request as a question over the store; one that may change something makes its asker known first."""
        actor = request.actor
        known = await self._store.known(actor.platform, actor.tenant, request.at)
        if known is None:
            raise NoSpace
        space = known.space
        request = await self._with_files(request, keeps=changes)
        if changes:
            person = await self._store.identify(space, actor.platform, actor.tenant, actor.id, actor.name, request.at)
            async with self._store.changing(space, person.id, request.at, request.id) as changing:
                yield self._ask(request, changing, await self._met(request, changing, person))
        else:
            async with self._store.reading(space, known) as reading:
                asker = await known.askers.get((self, actor, request.room), lambda: self._met(request, reading))
                yield self._ask(request, reading, asker)

    async def _with_files(self, request: Request, *, keeps: bool) -> Request:
        """The request with the files that came before; what came along now is kept for questions about it."""
        command = self._registry.get(request.command)
        if command is None:
            return request
        if keeps:
            await self._files.keep(request)
        return await self._files.beside(request, {option.name: option for option in command.shape.options})

    async def _met(self, request: Request, work: Work, person: Person | None = None) -> Asker:
        """Whoever asks, as the store knows them; a person unless somebody is known already."""
        actor, here = request.actor, request.room
        person = person or await work.people.find(actor.platform, actor.tenant, actor.id) or Person(0, actor.name)
        held = await held_by(request, person, work)
        mine = tuple(shape for command, shape in zip(self._registry.values(), self._shapes, strict=True)
                     if held.may_somewhere(command.needs(here)))  # fmt: skip
        return Asker(person, await work.rooms.find(here.platform, here.tenant, here.id), held, mine)

    def _ask(self, request: Request, work: Work, asker: Asker) -> Ask:
        person, room, held = asker.person, asker.room, asker.held
        if held.readable is not None:
            work.missions.see_only(held.readable)
        work.see_internal_of(clearance(request, held, is_cleared=bool(room and room.is_cleared)))
        today = _today(person, room, request)
        return Ask(request, work, person, room, today, self._shapes, self._prefix, held, asker.mine, self)

    async def _allowed(self, ask: Ask) -> Command:
        """The command that is asked for. Raises UserError when there is none, or none for whoever asks."""
        request = ask.request
        command = self._registry.get(request.command)
        if command is None:
            raise UserError(_("There is no command “{word}”; “help” lists them all"), word=request.command)
        right = command.needs(request.room)
        if right and not ask.held.may_somewhere(right):
            raise await refusal(command.name, right, ask.work)
        if SHARE in request.words and request.room.is_direct:
            raise UserError(_("Only you are here; share it in a channel, or leave out “share”"))
        return command


_SHARE = OptionShape(SHARE, "", _("show it to everyone here"), Input.FLAG)
_FORM = OptionShape(FORM, "", _("as a form"), Input.FLAG)


def _in_rooms(command: Command) -> CommandShape:
    """The command where there are other people and forms."""
    shape = command.shape
    shared = () if command.changes else (_SHARE,)
    return replace(shape, options=(*shape.options, *shared, *((_FORM,) if shape.options else ())))


def _is_question(command: Command, request: Request) -> bool:
    """Whether the answer asks before anything is stored."""
    return CONFIRM not in request.words and command.shape.option(CONFIRM) is not None


async def _at_once(said: Said) -> Said:
    return said


def _visibility(request: Request) -> Visibility:
    return Visibility.PUBLIC if SHARE in request.words else Visibility.PRIVATE


def _refuse_unkeepable(*texts: str) -> None:
    """Raise UserError for characters that no database keeps and no screen shows: NUL, other controls, half letters."""
    for letter in (letter for text in texts for letter in text):
        if category(letter) in ("Cc", "Cs"):
            raise UserError(_("This holds a character that cannot be kept (U+{code}); type it again without"),
                            code=f"{ord(letter):04X}")  # fmt: skip


@contextmanager
def _logged_as(request: Request) -> Iterator[None]:
    """Let the log know what is done within by the id of a request."""
    before = REQUEST.set(request.id)
    try:
        yield
    finally:
        REQUEST.reset(before)


def _known(request: Request) -> Request:
    """The request with what the log knows it by: that of the platform's payload, or one of its own."""
    return request if request.id else replace(request, id=REQUEST.get() or secrets.token_hex(4))


def _said(document: Document[Line], language: str) -> Said:
    return words.say(document, words.language(language))


def _language(person: Person, request: Request) -> str:
    """The language to answer in: the person's choice, else what their platform speaks, where we have it; else English."""
    wished = (code for code in (person.language, request.language) if code not in ("", "en"))
    return next((code for code in wished if code in words.languages()), "en")


def _today(person: Person, room: Room | None, request: Request) -> date:
    """The day that “today” means: the one the request names, else the room's for all to read, else the asker's.

    The asker's is the date in the zone they chose, else in that of their profile, else in UTC.
    """
    shared = room.zone if room and _visibility(request) is Visibility.PUBLIC else ""
    zone = shared or person.zone or request.actor.zone or "UTC"
    return request.today or request.at.astimezone(ZoneInfo(zone)).date()
