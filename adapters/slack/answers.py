"""What somebody in Slack gets back for what they typed, pressed or filled in: every line goes through the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.line import Lines
from adapters.port import Desk, Form, Ready, Refused, Request, Visibility
from adapters.slack.people import People, Profile
from adapters.slack.places import Place
from adapters.slack.troubles import UNREACHED, kindly
from briefings.document import File, Said, UserError
from briefings.document import mark as _


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a document for its asker or for all, or a form to fill in first.

    `line` asks for it again. `refused` is there when it is a refusal, with the option that was wrong. One that
    `is_question` asks whether to store a change.
    """

    said: Said
    line: str = ""
    is_public: bool = False
    is_question: bool = False
    form: Form | None = None
    refused: Refused | None = None


class Answers:
    """Asks the desk on behalf of people in Slack."""

    def __init__(self, desk: Desk, people: People, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._lines = Lines(desk.shapes)
        self._people = people
        self._now = now

    async def to_line(self, client: AsyncWebClient, place: Place, line: str, shown_at: datetime | None = None) -> Reply:
        """The answer to a typed line, or to the line of a button that was shown at some moment."""

        async def read(profile: Profile) -> Reply:
            try:
                typed = self._lines.read(line)
            except UserError as error:
                return _refusal(await self._desk.refuse(self._request("", {}, profile, place), error))
            return await self._taken(self._request(typed.command, typed.words, profile, place, shown_at))

        return await self._asked(client, place, read)

    async def to_words(
        self,
        client: AsyncWebClient,
        place: Place,
        command: str,
        words: Mapping[str, str],
        files: Mapping[str, File] | None = None,
    ) -> Reply:
        """The answer to a command whose words were given one by one, as in a form, perhaps with files by option name."""
        files = files or {}
        given = {**words, **{name: file.digest for name, file in files.items()}}

        async def ask(profile: Profile) -> Reply:
            request = self._request(command, given, profile, place)
            return await self._taken(replace(request, files=tuple(files.values())))

        return await self._asked(client, place, ask)

    async def of(self, client: AsyncWebClient, place: Place, error: UserError) -> Reply:
        """What went wrong, said by the desk."""

        async def refuse(profile: Profile) -> Reply:
            return _refusal(await self._desk.refuse(self._request("", {}, profile, place), error))

        return await self._asked(client, place, refuse)

    async def suggestions(
        self, client: AsyncWebClient, place: Place, command: str, words: Mapping[str, str], option: str, typed: str
    ) -> list[str]:
        """Values that would fit an option of a form that is being filled in."""
        profile = await self._people.find(client, place.tenant, place.user)
        return await self._desk.suggest(self._request(command, words, profile, place), option, typed)

    def phrase(self, place: Place, message: str) -> str:
        """One of our own short phrases, in the language of whoever asks where that is known already."""
        known = self._people.known(place.tenant, place.user)
        return self._desk.phrase(message, known.language if known else "")

    async def _asked(self, client: AsyncWebClient, place: Place, ask: Callable[[Profile], Awaitable[Reply]]) -> Reply:
        """Ask as the person who is there; where Slack does not tell who that is, say why."""
        try:
            profile = await self._people.find(client, place.tenant, place.user)
        except SlackApiError as error:
            return await self.unasked(place, kindly(error) or error)
        except UNREACHED:
            return await self.unasked(
                place, UserError(_("Slack does not tell me who you are just now; ask again in a minute"))
            )
        return await ask(profile)

    async def unasked(self, place: Place, error: Exception) -> Reply:
        """What went wrong before Slack could be asked who is there."""
        request = self._request("", {}, Profile.unknown(place.tenant, place.user), place)
        return _refusal(await self._desk.refuse(request, error))

    async def _taken(self, request: Request) -> Reply:
        taken = await self._desk.take(request)
        match taken:
            case Refused():
                return _refusal(taken)
            case Form():
                return Reply(taken.instead, form=taken)
            case Ready():
                found = await taken.answer()
        if isinstance(found, Refused):
            return _refusal(found)
        line = self._lines.write(request.command, request.words)
        is_public = taken.visibility is Visibility.PUBLIC
        return Reply(found, line, is_public, taken.is_question)

    def _request(
        self,
        command: str,
        words: Mapping[str, str],
        profile: Profile,
        place: Place,
        shown_at: datetime | None = None,
    ) -> Request:
        return Request(
            command, words, profile.actor, place.room, self._now(), language=profile.language, shown_at=shown_at,
            under="" if shown_at else place.thread,
        )  # fmt: skip


def _refusal(refused: Refused) -> Reply:
    return Reply(refused.document, refused=refused)
