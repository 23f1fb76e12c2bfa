"""The whole of the fake Discord: everything that exists, what each person sees of it, and who is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import permissions
from tests.fakes.discord.kinds import App, Intent, Json, Place
from tests.fakes.discord.permissions import OF_EVERYONE, Permission
from tests.fakes.discord.things import Attachment, Channel, Event, Message, Role, Server, User
from tests.fakes.slack.clock import Clock

if TYPE_CHECKING:
    from tests.fakes.discord.modals import ModalView

EPOCH = 1_420_070_400_000
"""Milliseconds: https://docs.discord.com/developers/reference#snowflakes"""


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that came up on a screen; `was_loading` tells whether it was “is thinking” then."""

    what: Message | ModalView
    was_loading: bool = False


class Screen:
    """All that a person sees come up: messages new and changed, modals, in order."""

    def __init__(self) -> None:
        self.log: list[Sight] = []
        self.modal: ModalView | None = None
        self._news = asyncio.Event()

    def show(self, what: Message | ModalView) -> None:
        self.log.append(Sight(what, isinstance(what, Message) and what.is_loading))
        self._news.set()
        self._news = asyncio.Event()

    async def more(self, is_enough: Callable[[], bool], patience: float) -> None:
        """Wait until enough is seen, at most so many real seconds."""
        try:
            async with asyncio.timeout(patience):
                while not is_enough():
                    await self._news.wait()
        except TimeoutError:
            return


class World:
    """Everything that exists, and the making of new things."""

    def __init__(self, clock: Clock, app: App) -> None:
        self.clock = clock
        self.app = app
        self.users: dict[str, User] = {}
        self.servers: dict[str, Server] = {}
        self.channels: dict[str, Channel] = {}
        self.uploads: dict[str, Attachment] = {}
        self.screens: dict[str, Screen] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self._moment = 0
        app.id = app.id or self.snowflake()
        self.bot = self.user(app.name, is_bot=True)

    def snowflake(self) -> str:
        """A new id. Each has a millisecond of its own, since shards are chosen by it."""
        self._moment = max(self._moment + 1, int(self.clock.timestamp * 1_000) - EPOCH)
        return str(self._moment << 22)

    def announce(self, name: str, what: Server | Channel | Message | Role | Json, server: str, intent: Intent) -> None:
        for listener in self.listeners:
            listener(Event(name, what, server, intent))

    def user(self, name: str, **profile: Any) -> User:
        user = User(self.snowflake(), name, **profile)
        self.users[user.id] = user
        self.screens[user.id] = Screen()
        return user

    def server(self, name: str, **more: Any) -> Server:
        id = self.snowflake()
        server = Server(id, name, self, **more)
        server.roles[id] = Role(id, "@everyone", OF_EVERYONE)
        self.servers[id] = server
        return server

    def direct(self, *users: User) -> Channel:
        """The direct messages between some people; made when they are wanted for the first time."""
        ids = {user.id for user in users}
        found = (one for one in self.channels.values() if one.server is None and one.people.keys() == ids)
        return next(found, None) or self._new_direct(users)

    def drop_channel(self, channel: Channel) -> None:
        del self.channels[channel.id], channel.home.channels[channel.id]
        if channel.home.is_installed:
            self.announce("CHANNEL_DELETE", channel, channel.home.id, Intent.GUILDS)

    def shares_server(self, user: str) -> bool:
        """Whether someone and the bot are in a server together."""
        return any(server.is_installed and user in server.members for server in self.servers.values())

    def can_see(self, message: Message, user: str) -> bool:
        if message.only_for:
            return message.only_for == user
        return bool(permissions.in_channel(message.channel, user) & Permission.VIEW_CHANNEL)

    def post(self, message: Message) -> Message:
        """Put a new message into its channel, before everyone who may see it."""
        message.channel.messages.append(message)
        self.show(message, "MESSAGE_CREATE")
        return message

    def show(self, message: Message, event: str = "MESSAGE_UPDATE") -> None:
        for reader in self.users:
            if reader != message.author.id and self.can_see(message, reader):
                self.screens[reader].show(message)
        server = message.channel.server
        if not message.only_for and self.can_see(message, self.bot.id):
            intent = Intent.GUILD_MESSAGES if server else Intent.DIRECT_MESSAGES
            self.announce(event, message, server.id if server else "", intent)

    def delete(self, message: Message) -> None:
        message.is_gone = True
        self.show(message, "MESSAGE_DELETE")

    def _new_direct(self, users: tuple[User, ...]) -> Channel:
        place = Place.DM if len(users) == 2 else Place.GROUP_DM
        channel = Channel(self.snowflake(), "", place, recipients=users)
        self.channels[channel.id] = channel
        return channel
