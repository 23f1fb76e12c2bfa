"""Interactions: what a person does with the app, on its way to the bot and back.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.fakes.discord import objects, permissions
from tests.fakes.discord.kinds import ALWAYS, Install, Json, Place
from tests.fakes.discord.limits import FILE_BYTES
from tests.fakes.discord.permissions import IN_DIRECT_MESSAGES, Permission
from tests.fakes.discord.things import Channel, Message, User
from tests.fakes.slack.clock import Stopwatch

if TYPE_CHECKING:
    from tests.fakes.discord.modals import ModalView
    from tests.fakes.discord.server import FakeDiscord

ANSWER_WITHIN = 3.0
"""Seconds."""
TOKEN_LIFE = 15 * 60
MOST_FOLLOWUPS = 5
"""Of an interaction in a server that did not install the app."""


class Kind(IntEnum):
    """…/receiving-and-responding#interaction-object-interaction-type"""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    """…/receiving-and-responding#interaction-response-object-interaction-callback-type"""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class Context(IntEnum):
    """…/receiving-and-responding#interaction-object-interaction-context-types"""

    SERVER = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


FAILED = {
    Kind.COMMAND: "The application did not respond",
    Kind.COMPONENT: "This interaction failed",
    Kind.AUTOCOMPLETE: "Loading options failed",
    Kind.MODAL: "Something went wrong. Try again.",
}
"""What Discord's client tells a person whose interaction was not answered in time."""


@dataclass(eq=False)
class Interaction:
    """One interaction and what became of it.

    `message` is the one whose component was used, `original` what “@original” names. `owners` are the
    authorizing_integration_owners.
    """

    id: str
    kind: Kind
    user: User
    channel: Channel
    data: Json
    owners: Json
    watch: Stopwatch
    born: float
    message: Message | None = None
    answer: Answer | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: ModalView | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def token(self) -> str:
        return f"token-of-{self.id}"

    @property
    def is_by_user_install(self) -> bool:
        """Whether only the person, and not the server, installed the app."""
        return set(self.owners) == {str(int(Install.USER))}

    @property
    def is_forced_private(self) -> bool:
        """Where a person may not use apps of their own in public: see USE_EXTERNAL_APPS among the permissions."""
        granted = permissions.in_channel(self.channel, self.user.id)
        in_server = self.channel.server is not None
        return in_server and self.is_by_user_install and not granted & Permission.USE_EXTERNAL_APPS

    @property
    def metadata(self) -> Json:
        """https://docs.discord.com/developers/resources/message#message-interaction-metadata-object"""
        told = {"id": self.id, "type": int(self.kind), "user": objects.user_data(self.user),
                "authorizing_integration_owners": self.owners}  # fmt: skip
        return {**told, "name": self.data["name"]} if self.kind is Kind.COMMAND else told


class Interactions:
    """All interactions there were, by id and by token."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self.by_id: dict[str, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}

    async def send(
        self, kind: Kind, user: User, channel: Channel, data: Json, *, owners: Json, message: Message | None = None
    ) -> Interaction:
        """Tell the bot, and wait until it answers or its three seconds are over."""
        discord = self._discord
        watch = Stopwatch(discord.clock, discord.scale * discord.second)
        interaction = Interaction(discord.world.snowflake(), kind, user, channel, data, owners, watch,
                                  discord.clock.timestamp, message)  # fmt: skip
        self.by_id[interaction.id] = self.by_token[interaction.token] = interaction
        server = channel.server.id if channel.server else ""
        discord.world.announce("INTERACTION_CREATE", self._payload(interaction), server, ALWAYS)
        if discord.gateway.is_heard:
            with suppress(TimeoutError):
                await asyncio.wait_for(interaction.answered.wait(), ANSWER_WITHIN * discord.scale * discord.second)
        return interaction

    def context(self, channel: Channel) -> Context:
        if channel.server:
            return Context.SERVER
        is_ours = channel.place is Place.DM and self._discord.world.bot.id in channel.people
        return Context.BOT_DM if is_ours else Context.PRIVATE_CHANNEL

    def owners(self, user: User, channel: Channel) -> Json:
        """Through whom the app is there: see “Authorizing Integration Owners Object”."""
        world, context = self._discord.world, self.context(channel)
        found: Json = {}
        if channel.server and channel.server.is_installed:
            found[str(int(Install.SERVER))] = channel.server.id
        if context is Context.BOT_DM and world.shares_server(user.id):
            found[str(int(Install.SERVER))] = "0"
        if user.has_app and Install.USER in world.app.installs:
            found[str(int(Install.USER))] = user.id
        return found

    def _payload(self, interaction: Interaction) -> Json:
        """…/receiving-and-responding#interaction-object-interaction-structure"""
        channel, world = interaction.channel, self._discord.world
        payload = {"id": interaction.id, "application_id": world.app.id, "type": int(interaction.kind),
                   "token": interaction.token, "version": 1, "data": interaction.data, "channel_id": channel.id,
                   "channel": objects.channel_data(channel), "context": int(self.context(channel)),
                   "locale": interaction.user.locale, "entitlements": [], "attachment_size_limit": FILE_BYTES,
                   "authorizing_integration_owners": interaction.owners,
                   "app_permissions": str(int(self._app_permissions(interaction))), **self._who(interaction)}  # fmt: skip
        if interaction.message:
            payload["message"] = objects.message_data(interaction.message)
        return payload

    def _who(self, interaction: Interaction) -> Json:
        """`member` in a server, `user` elsewhere."""
        server, user = interaction.channel.server, interaction.user
        if server is None:
            return {"user": objects.user_data(user)}
        granted = str(int(permissions.in_channel(interaction.channel, user.id)))
        member = {**objects.whole_member_data(server.members[user.id]), "permissions": granted}
        return {"member": member, "guild_id": server.id, "guild_locale": server.locale,
                "guild": {"id": server.id, "locale": server.locale, "features": []}}  # fmt: skip

    def _app_permissions(self, interaction: Interaction) -> Permission:
        channel, bot = interaction.channel, self._discord.world.bot
        if channel.server and channel.server.is_installed:
            return permissions.in_channel(channel, bot.id)
        if channel.server:
            return IN_DIRECT_MESSAGES & permissions.in_channel(channel, interaction.user.id)
        external = self.context(channel) is Context.BOT_DM
        return IN_DIRECT_MESSAGES | (Permission.USE_EXTERNAL_EMOJIS if external else permissions.NONE)
