"""What there is in the fake Discord: people, servers with their roles and members, channels, messages, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.fakes.discord.kinds import NO_FLAGS, Flag, Intent, Json, Place
from tests.fakes.discord.permissions import NONE, OF_A_BOT, Permission

if TYPE_CHECKING:
    from tests.fakes.discord.people import Person
    from tests.fakes.discord.world import World


@dataclass(eq=False)
class User:
    """Someone's account. `has_app` tells that they installed the app for themselves."""

    id: str
    name: str
    locale: str = "en-US"
    is_bot: bool = False
    accepts_dms: bool = True
    has_app: bool = False

    @property
    def handle(self) -> str:
        return self.name.casefold().replace(" ", ".")


@dataclass(eq=False)
class Role:
    id: str
    name: str
    permissions: Permission = NONE
    is_mentionable: bool = False


@dataclass(eq=False)
class Member:
    """Someone in a server, with the ids of their roles; one who is pending has not passed its screening yet."""

    user: User
    joined_at: datetime
    roles: list[str] = field(default_factory=list)
    nick: str | None = None
    is_pending: bool = False


@dataclass
class Overwrite:
    """What a channel denies and allows to one role or member."""

    deny: Permission = NONE
    allow: Permission = NONE

    @property
    def pair(self) -> tuple[Permission, Permission]:
        return self.deny, self.allow


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as uploaded; `description` is its alt text."""

    id: str
    filename: str
    content_type: str
    content: bytes = field(repr=False)
    url: str
    description: str | None = None
    is_ephemeral: bool = False


@dataclass(eq=False)
class Message:
    """A message as it stands now. `only_for` is the one person who sees an ephemeral one.

    `pings` are those who are notified: “@everyone”, “@here”, “@Ada”, “@Editors”. `metadata` and `owners` tell of
    the interaction that a message answers.
    """

    id: str
    channel: Channel
    author: User
    sent_at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: Flag = NO_FLAGS
    nonce: str | int | None = None
    reference: Message | None = None
    metadata: Json | None = None
    owners: Json = field(default_factory=dict)
    only_for: str = ""
    pings: list[str] = field(default_factory=list)
    edited_at: datetime | None = None
    is_gone: bool = False

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & Flag.IS_COMPONENTS_V2)

    @property
    def is_loading(self) -> bool:
        """“… is thinking”."""
        return bool(self.flags & Flag.LOADING)


@dataclass(eq=False)
class Channel:
    """A room: a channel or thread of a server, or direct messages."""

    id: str
    name: str
    place: Place = Place.TEXT
    server: Server | None = None
    parent: Channel | None = None
    recipients: tuple[User, ...] = ()
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    is_archived: bool = False
    is_locked: bool = False

    @property
    def is_thread(self) -> bool:
        return self.place in (Place.PUBLIC_THREAD, Place.PRIVATE_THREAD)

    @property
    def home(self) -> Server:
        """The server it is in. Raises AssertionError for direct messages, which are in none."""
        assert self.server, "direct messages are in no server"
        return self.server

    @property
    def people(self) -> dict[str, User]:
        """Everyone who is in its server, or in these direct messages, by id."""
        if self.server:
            return {id: member.user for id, member in self.server.members.items()}
        return {user.id: user for user in self.recipients}

    def find(self, id: str) -> Message | None:
        """A message that is still there and not ephemeral."""
        return next((one for one in self.messages if one.id == id and not one.only_for and not one.is_gone), None)

    def denies(self, permission: Permission, to: Role | Person | None = None) -> None:
        """Take permissions away here, from the bot unless someone else is named."""
        self._overwrite(to, deny=permission)

    def allows(self, permission: Permission, to: Role | Person | None = None) -> None:
        """Grant permissions here, to the bot unless someone else is named."""
        self._overwrite(to, allow=permission)

    def deleted(self) -> None:
        """Delete it: from now on it is an unknown channel."""
        self.home.world.drop_channel(self)

    def _overwrite(self, to: Role | Person | None, deny: Permission = NONE, allow: Permission = NONE) -> None:
        world = self.home.world
        before = self.overwrites.setdefault(to.id if to else world.bot.id, Overwrite())
        before.deny, before.allow = before.deny & ~allow | deny, before.allow & ~deny | allow
        if self.home.is_installed:
            world.announce("CHANNEL_UPDATE", self, self.home.id, Intent.GUILDS)


@dataclass(eq=False)
class Server:
    """A server (guild): its people, roles and channels. `is_installed` tells whether the bot is in it."""

    id: str
    name: str
    world: World
    owner: str = ""
    locale: str = "en-US"
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    @property
    def is_installed(self) -> bool:
        return self.world.bot.id in self.members

    def channel(self, name: str) -> Channel:
        """A new text channel."""
        return self._room(name, Place.TEXT)

    def thread(self, name: str, parent: Channel, at: Message | None = None) -> Channel:
        """A new public thread under a channel; one that is begun at a message has its id."""
        return self._room(name, Place.PUBLIC_THREAD, parent, at.id if at else "")

    def role(self, name: str, permission: Permission = NONE, *, mentionable: bool = False) -> Role:
        """A new role."""
        role = Role(self.world.snowflake(), name, permission, mentionable)
        self.roles[role.id] = role
        if self.is_installed:
            self.world.announce("GUILD_ROLE_CREATE", role, self.id, Intent.GUILDS)
        return role

    def join(self, *people: Person, roles: tuple[Role, ...] = (), nick: str | None = None) -> None:
        """Let people in; someone who is in already gets these roles."""
        for person in people:
            self.members[person.id] = Member(person.user, self.world.clock.now, [role.id for role in roles], nick)

    def adds_bot(self, permission: Permission = OF_A_BOT) -> None:
        """Invite the bot with these permissions, held by a role of its own."""
        role = self.role(self.world.app.name, permission)
        self.members[self.world.bot.id] = Member(self.world.bot, self.world.clock.now, [role.id])
        self.world.announce("GUILD_CREATE", self, self.id, Intent.GUILDS)

    def removes_bot(self) -> None:
        """Kick the bot out: https://docs.discord.com/developers/events/gateway-events#guild-delete"""
        self.members.pop(self.world.bot.id, None)
        self.world.announce("GUILD_DELETE", {"id": self.id}, self.id, Intent.GUILDS)

    def _room(self, name: str, place: Place, parent: Channel | None = None, id: str = "") -> Channel:
        channel = Channel(id or self.world.snowflake(), name, place, self, parent)
        self.channels[channel.id] = self.world.channels[channel.id] = channel
        if self.is_installed:
            event = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
            self.world.announce(event, channel, self.id, Intent.GUILDS)
        return channel


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the gateway tells of: a thing that exists, or its data as it stands."""

    name: str
    what: Server | Channel | Message | Role | Json
    server: str
    intent: Intent
