"""What the fake Slack knows: workspaces, their people, rooms and messages, and the app as it is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.slack.clock import Clock

Blocks = list[dict[str, Any]]

SCOPES = ("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read",
          "files:write", "groups:history",
          "groups:read", "im:history", "im:read", "im:write", "usergroups:read", "users:read")  # fmt: skip
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")


@dataclass
class App:
    """The app as configured at Slack: what its manifest would say.

    `commands` tells for each slash command whether it is sent with should_escape, `shortcuts` the callback_id of
    each message shortcut. `is_restricted` marks an app distributed outside the Marketplace (its history is cut),
    `rotates` token rotation, `is_org_wide` one that is installed for a whole organization at once.
    """

    scopes: tuple[str, ...] = SCOPES
    events: tuple[str, ...] = EVENTS
    commands: dict[str, bool] = field(default_factory=lambda: {"/mss": True})
    shortcuts: dict[str, str] = field(default_factory=lambda: {"Ask about this": "ask"})
    redirect_urls: tuple[str, ...] = ()
    is_restricted: bool = False
    rotates: bool = False
    is_org_wide: bool = False
    has_home: bool = True
    id: str = "A0BRIEFING"
    name: str = "Briefings"
    client_id: str = "100.200"
    client_secret: str = "client-secret"
    signing_secret: str = "signing-secret"
    app_token: str = "xapp-1-A0BRIEFING-1"


class Kind(StrEnum):
    """Of a room; the prefix of the scopes that open it: channels:read, groups:read, im:read."""

    PUBLIC = "channels"
    PRIVATE = "groups"
    DIRECT = "im"


@dataclass
class User:
    """Someone's account and profile. `org` is the workspace they belong to."""

    id: str
    name: str
    org: str
    zone: str
    locale: str = "en-US"
    is_guest: bool = False
    is_single_channel_guest: bool = False
    is_admin: bool = False
    is_bot: bool = False
    is_deleted: bool = False

    @property
    def handle(self) -> str:
        return self.name.casefold().replace(" ", ".")

    def offset(self, now: datetime) -> int:
        """Seconds east of UTC."""
        away = now.astimezone(ZoneInfo(self.zone)).utcoffset()
        return int(away.total_seconds()) if away else 0


@dataclass(eq=False)
class Message:
    """A message as it stands now. `only_for` is the one person who sees an ephemeral one."""

    ts: str
    channel: Channel
    author: str
    text: str
    blocks: Blocks = field(default_factory=list)
    thread_ts: str = ""
    only_for: str = ""
    metadata: dict[str, Any] | None = None
    by_answer_url: bool = False
    is_edited: bool = False
    is_gone: bool = False
    files: list[Any] = field(default_factory=list)


@dataclass(eq=False)
class Channel:
    """A room: a channel, a private one, or a direct message. Shared ones are seen from other workspaces too."""

    id: str
    name: str
    team: Team
    kind: Kind = Kind.PUBLIC
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    is_archived: bool = False
    is_shared: bool = False

    def find(self, ts: str) -> Message | None:
        """A message that is still there and not ephemeral, by its timestamp."""
        return next((one for one in self.messages if one.ts == ts and not one.only_for and not one.is_gone), None)

    @property
    def thread_or_top(self) -> list[Message]:
        """What history shows, the newest first: no replies, nothing ephemeral."""
        return [one for one in reversed(self.messages) if not one.only_for and not one.is_gone and not one.thread_ts]


@dataclass(eq=False)
class Team:
    """A workspace: its people and rooms, and the bot that was installed into it."""

    id: str
    name: str
    bot: User
    bot_id: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    usergroups: dict[str, set[str]] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.name.casefold().replace(" ", "-")


@dataclass(eq=False)
class View:
    """A modal or a home tab as it stands now, with what was filled in."""

    id: str
    user: str
    team: Team
    content: dict[str, Any]
    hash: str
    root: str
    before: str | None = None
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class Screen:
    """All that a person sees come up: messages new and changed, modals, the home tab, in order."""

    def __init__(self) -> None:
        self.log: list[Message | View] = []
        self.modals: list[View] = []
        self.home: View | None = None
        self._news = asyncio.Event()

    def show(self, what: Message | View) -> None:
        self.log.append(what)
        self._news.set()
        self._news = asyncio.Event()

    async def more(self, than: int, patience: float) -> None:
        """Wait until more was shown than so many things, at most so many real seconds."""
        try:
            async with asyncio.timeout(patience):
                while len(self.log) <= than:
                    await self._news.wait()
        except TimeoutError:
            return


class World:
    """Everything that exists, and the making of new things."""

    def __init__(self, clock: Clock, app: App) -> None:
        self.clock = clock
        self.app = app
        self.teams: dict[str, Team] = {}
        self.screens: dict[str, Screen] = {}
        self.unknown_blocks: frozenset[str] = frozenset()
        self._numbers = count(1)

    def id(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):08d}"

    def ts(self) -> str:
        """A message's name: the second it was sent in and a number that no other message has."""
        return f"{int(self.clock.timestamp)}.{next(self._numbers):06d}"

    def team(self, name: str) -> Team:
        """A new workspace with the app's bot user in it."""
        id = self.id("T")
        bot = User(self.id("U"), self.app.name, id, "UTC", is_bot=True)
        team = Team(id, name, bot, self.id("B"), {bot.id: bot})
        self.teams[id] = team
        return team

    def user(self, team: Team, name: str, **profile: Any) -> User:
        user = User(self.id("U"), name, profile.pop("org", team.id), profile.pop("zone", "UTC"), **profile)
        team.users[user.id] = user
        self.screens[user.id] = Screen()
        return user

    def channel(self, team: Team, name: str, kind: Kind = Kind.PUBLIC, *members: str) -> Channel:
        letter = "D" if kind is Kind.DIRECT else "C"
        channel = Channel(self.id(letter), name, team, kind, set(members))
        team.channels[channel.id] = channel
        return channel

    def direct(self, team: Team, user: str) -> Channel:
        """The direct message between a person and the bot; made when it is wanted for the first time."""
        members = {user, team.bot.id}
        found = (one for one in team.channels.values() if one.kind is Kind.DIRECT and one.members == members)
        return next(found, None) or self.channel(team, "", Kind.DIRECT, *members)

    def post(self, channel: Channel, author: str, text: str, **more: Any) -> Message:
        """A new message, shown to everyone who may see it."""
        message = Message(self.ts(), channel, author, text, **more)
        channel.messages.append(message)
        self.show(message)
        return message

    def show(self, message: Message) -> None:
        for reader in [message.only_for] if message.only_for else sorted(message.channel.members):
            if reader in self.screens and reader != message.author:
                self.screens[reader].show(message)

    def installed(self, user: User, team: Team) -> bool:
        """Whether someone is of the workspace, or met in a room that is shared with it."""
        return user.org == team.id or any(
            room.is_shared and {user.id, team.bot.id} <= room.members for room in team.channels.values()
        )


def parts_of(part: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a tree of blocks, outer ones first."""
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from parts_of(each)
    elif isinstance(part, list):
        for each in part:
            yield from parts_of(each)
