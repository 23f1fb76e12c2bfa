"""What somebody in Discord gets back for what they typed, pressed or filled in: every line goes through the desk."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.discord.commands import typed_here
from adapters.discord.places import OWN, Place
from adapters.discord.servers import Servers
from adapters.discord.zones import Zones
from adapters.line import Lines
from adapters.port import FORM, SHARE, Desk, Form, Ready, Refused, Request, Visibility
from adapters.same import OfTheSame
from adapters.tasks import Tasks
from briefings.document import File, Said, Span, UserError
from briefings.document import mark as _

OWN_SPACE = _("This is your own space; what a server records is told in that server only.")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a document for its asker or for all, or a form to fill in first.

    `line` asks for it again. `refused` is there when it is a refusal, with the option that was wrong.
    """

    said: Said
    line: str = ""
    is_public: bool = False
    form: Form | None = None
    refused: Refused | None = None


class Asking:
    """A question under way. Whether all will read its answer is known before the answer is."""

    def __init__(self, work: Callable[[Asking], Coroutine[Any, Any, Reply]], tasks: Tasks) -> None:
        self.is_public = False
        self.reply = tasks.begin(work(self))


class Answers:
    """Asks the desk on behalf of people in Discord."""

    def __init__(self, desk: Desk, servers: Servers, zones: Zones, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._lines = Lines(desk.shapes)
        self._servers = servers
        self._zones = zones
        self._typed_here = typed_here(desk.shapes)
        self._renamed = OfTheSame(self._as_typed_here)
        self._now = now

    async def to_line(self, asking: Asking, place: Place, line: str, shown_at: datetime | None = None) -> Reply:
        """The answer to a typed line, or to the line of a button that was shown at some moment."""
        try:
            typed = self._lines.read(line)
        except UserError as error:
            return await self.of(place, error)
        return await self._taken(asking, place, self._request(typed.command, typed.words, place, shown_at))

    async def to_words(
        self, asking: Asking, place: Place, command: str, words: Mapping[str, str], files: Sequence[File] = ()
    ) -> Reply:
        """The answer to a command whose words were given one by one, as in a form, perhaps with files."""
        return await self._taken(asking, place, self._request(command, words, place, files=tuple(files)))

    async def of(self, place: Place, error: Exception) -> Reply:
        """What went wrong, said by the desk."""
        with suppress(UserError):  # it is said without a space, too
            await self._open_space(place)
        return self._refusal(await self._desk.refuse(self._request("", {}, place), error))

    async def suggestions(
        self, place: Place, command: str, words: Mapping[str, str], option: str, typed: str
    ) -> list[str]:
        """Values that would fit an option that is being typed, those that begin so first."""
        await self._open_space(place)
        found = await self._desk.suggest(self._request(command, words, place), option, typed)
        begun = typed.casefold()
        return sorted(found, key=lambda value: (not value.casefold().startswith(begun), begun not in value.casefold()))

    def phrase(self, place: Place, message: str) -> str:
        """One of our own short phrases, in the language of whoever asks."""
        return self._desk.phrase(message, place.language)

    async def _open_space(self, place: Place) -> None:
        """See that there is a space to ask in; who asks by themselves owns theirs."""
        asker = place.actor
        await self._servers.open(asker.tenant, asker.name, asker if asker.tenant.startswith(OWN) else None)

    async def _taken(self, asking: Asking, place: Place, request: Request) -> Reply:
        try:
            await self._open_space(place)
        except UserError as error:
            return await self.of(place, error)
        if SHARE in request.words and not place.takes_shares:
            return await self.of(place, UserError(_("I am no member here, so I answer you alone; share it in a server that I am in")))  # fmt: skip
        taken = await self._desk.take(request)
        line = self._lines.write(request.command, request.words)
        match taken:
            case Refused():
                return self._refusal(taken)
            case Form():
                return Reply(self._as_typed_here(taken.instead), _with_form(line), form=taken)
            case Ready():
                asking.is_public = taken.visibility is Visibility.PUBLIC
                found = await taken.answer()
        if isinstance(found, Refused):
            return self._refusal(found)
        return Reply(await self._told(place, request, self._renamed.of(found)), line, is_public=asking.is_public)

    async def _told(self, place: Place, request: Request, said: Said) -> Said:
        """The answer with what only somebody in Discord has to be told."""
        if place.is_own:
            said = replace(said, small=(*said.small, (Span(self.phrase(place, OWN_SPACE)),)))
        return await self._zones.asked(place, request, self._desk, said)

    def _refusal(self, refused: Refused) -> Reply:
        return Reply(self._as_typed_here(refused.document), refused=refused)

    def _as_typed_here(self, said: Said) -> Said:
        """The document with the commands it tells of as they are typed in Discord."""
        return said.over(lambda spans: tuple(replace(span, text=self._typed_here(span.text)) for span in spans))

    def _request(
        self,
        command: str,
        words: Mapping[str, str],
        place: Place,
        shown_at: datetime | None = None,
        files: tuple[File, ...] = (),
    ) -> Request:
        return Request(
            command, words, place.actor, place.room, self._now(), language=place.language, shown_at=shown_at,
            under="" if shown_at else place.under, files=files,
        )  # fmt: skip


def _with_form(line: str) -> str:
    """The line that asks for the form of a command."""
    return line if line.endswith(f" {FORM}") else f"{line} {FORM}"
