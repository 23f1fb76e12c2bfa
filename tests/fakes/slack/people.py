"""The people in the fake Slack, and what they do, in their own words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from tests.fakes.slack.screens import Home, Post, Seen
from tests.fakes.slack.tokens import CODE_LIFE, Code
from tests.fakes.slack.transport import Ack
from tests.fakes.slack.web_api import SlackError
from tests.fakes.slack.world import Channel, Kind, Message, Screen, Team, User

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack


@dataclass(frozen=True)
class Page:
    """A page in a person's browser."""

    status: int
    text: str


class Person:
    """Someone at their Slack client."""

    def __init__(self, slack: FakeSlack, user: User, team: Team) -> None:
        self.slack, self.user, self.team = slack, user, team

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def screen(self) -> Screen:
        return self.slack.world.screens[self.id]

    @property
    def home(self) -> Home:
        """The home tab as it stands, without opening it again."""
        return Seen(self).home

    async def types(self, line: str, room: Channel | None = None, thread: Message | None = None) -> Seen:
        """Type a slash command into a room, or into the direct message with the bot."""
        place = self._enter(room)
        command, _space, text = line.partition(" ")
        seen = Seen(self)
        if thread is not None:
            seen.error = f"{command} is not supported in threads. Sorry!"
        elif (
            command not in self.slack.app.commands
            or "commands" not in self.slack.scopes(place.team)
            or self.user.org != place.team.id
        ):
            seen.error = f"{command} is not a valid command."
        else:
            ack = await self.slack.delivery.command(self.user, place, command, text)
            seen.error = ack.error or self._shown(ack, place)
        return await seen.arrives()

    async def mentions(self, text: str, room: Channel, thread: Message | None = None) -> Seen:
        """Write a message with “@bot” in it. A bot that is not in the room does not hear of it."""
        message = self._write(text, room, thread)
        seen = Seen(self)
        if room.team.bot.id in room.members:
            await self.slack.delivery.event(room.team, "app_mention", self._event("app_mention", message))
        return await seen.arrives()

    async def writes(self, text: str, room: Channel, thread: Message | None = None) -> Seen:
        """Write an ordinary message into a channel. Seldom answered, so nobody waits for an answer."""
        message = self._write(text, room, thread)
        seen = Seen(self)
        if room.team.bot.id in room.members:
            event = {**self._event("message", message), "channel_type": "channel"}
            await self.slack.delivery.event(room.team, f"message.{room.kind}", event)
        return seen

    async def writes_dm(self, text: str, thread: Message | None = None) -> Seen:
        """Write to the bot alone."""
        message = self._write(text, self._enter(None), thread)
        seen = Seen(self)
        event = {**self._event("message", message), "channel_type": "im"}
        await self.slack.delivery.event(self.team, "message.im", event)
        return await seen.arrives()

    async def opens_home(self) -> Home:
        """Open the app's home tab. https://docs.slack.dev/reference/events/app_home_opened"""
        seen = Seen(self)
        view = {"view": self.home.place()["view"]} if self.screen.home else {}
        event = {"type": "app_home_opened", "user": self.id, "channel": self._enter(None).id, "tab": "home", **view}
        if self.slack.scopes(self.team):
            await self.slack.delivery.event(self.team, "app_home_opened", event)
        return (await seen.arrives()).home

    def looks_at(self, message: Message) -> Post:
        """A message that is on the screen, to press its buttons."""
        assert message.only_for in ("", self.id), f"{self.name} cannot see it"
        return Post(self, message)

    def has_file(self, name: str, content: bytes, **told: Any) -> list[dict[str, Any]]:
        """A file of one's own, uploaded, to be put into a form; `told` is what Slack tells of it instead."""
        return [self.slack.files.data(self.slack.files.keep(self.team, self.id, name, content, **told))]

    def files_in(self, room: Channel | None = None) -> dict[str, bytes]:
        """The files in a room, or in the direct message with the bot, by their names."""
        place = room or self.slack.world.direct(self.team, self.id)
        return {file.name: file.content for message in place.messages for file in message.files}

    def sees(self, room: Channel) -> list[str]:
        """The texts of all messages in a room that this person sees now."""
        return [one.text for one in room.messages if not one.is_gone and one.only_for in ("", self.id)]

    def reloads(self) -> None:
        """Reload the client: ephemeral messages are gone for good. https://docs.slack.dev/messaging#ephemeral"""
        for message in self.screen.log:
            if isinstance(message, Message) and message.only_for == self.id:
                message.is_gone = True

    # installing

    async def installs(self, start_url: str, *, allows: bool = True) -> Page:
        """Follow “Add to Slack” on the bot's page, allow it or not, and come back to the bot's redirect URL.

        A redirect_uri lies at or below a configured one; when none is given the first is used.
        https://docs.slack.dev/authentication/installing-with-oauth
        """
        jar = aiohttp.CookieJar(
            unsafe=True, treat_as_secure_origin="{0.scheme}://{0.netloc}".format(urlsplit(start_url))
        )
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            async with browser.get(start_url, allow_redirects=False) as page:
                link = page.headers.get("Location") or _slack_link(await page.text())
            asked = {"redirect_uri": next(iter(self.slack.app.redirect_urls), ""),
                     **{name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}}  # fmt: skip
            if problem := self._consent_problem(asked):
                return Page(400, problem)
            back = {**self._consent(asked, allows=allows), "state": asked.get("state", "")}
            async with browser.get(f"{asked['redirect_uri']}?{urlencode(back)}") as page:
                return Page(page.status, await page.text())

    async def uninstalls(self) -> None:
        """Remove the app from the workspace, as an admin may."""
        await self.slack.uninstall(self.team)

    def _consent_problem(self, asked: dict[str, str]) -> str:
        if asked.get("client_id") != self.slack.app.client_id:
            return "invalid client_id"
        if not asked["redirect_uri"].startswith(self.slack.app.redirect_urls):
            return "redirect_uri did not match any configured URIs"
        return ""

    def _consent(self, asked: dict[str, str], *, allows: bool) -> dict[str, str]:
        if not allows:
            return {"error": "access_denied"}
        until = self.slack.clock.timestamp + CODE_LIFE
        scopes = tuple(asked.get("scope", "").split(","))
        return {"code": self.slack.tokens.code(Code(self.team.id, self.id, scopes, asked["redirect_uri"], until))}

    # what screens use

    async def acts(self, kind: str, **more: Any) -> Seen:
        """Interact, and wait until something is seen of it."""
        seen = Seen(self)
        seen.error = (await self.sends(kind, **more)).error
        return await seen.arrives()

    async def sends(self, kind: str, **more: Any) -> Ack:
        return await self.slack.delivery.interaction(self.user, self.team, kind, **more)

    def _shown(self, ack: Ack, room: Channel) -> str:
        """Show what came in the ack of a command; returns the error if Slack would not take it."""
        try:
            if ack.body:
                self.slack.answers.show(ack.body, self.id, room)
        except SlackError as error:
            return error.name
        return ""

    def _enter(self, room: Channel | None) -> Channel:
        place = room or self.slack.world.direct(self.team, self.id)
        if place.kind is not Kind.DIRECT:
            place.members.add(self.id)
        return place

    def _write(self, text: str, room: Channel, thread: Message | None) -> Message:
        written = self.slack.delivery.written(room.team, text)
        top = (thread.thread_ts or thread.ts) if thread else ""
        return self.slack.world.post(self._enter(room), self.id, written, thread_ts=top)

    def _event(self, kind: str, message: Message) -> dict[str, Any]:
        """https://docs.slack.dev/reference/events/app_mention and …/message.im"""
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        return {"type": kind, "user": self.id, "text": message.text, "ts": message.ts, "team": self.user.org,
                "channel": message.channel.id, **thread}  # fmt: skip


def _slack_link(page: str) -> str:
    """The address behind the “Add to Slack” button."""
    found = re.search(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page)
    return html.unescape(found[1]) if found else ""
