"""Names and numbers that Discord gives to things: intents, flags, kinds of channels and installs, and the app's settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any

Json = dict[str, Any]

BROADCASTS = ("@everyone", "@here")


class Intent(IntFlag):
    """https://docs.discord.com/developers/events/gateway#gateway-intents"""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
ALWAYS = Intent(0)
"""Of events that need no intent."""


class Flag(IntFlag):
    """https://docs.discord.com/developers/resources/message#message-object-message-flags"""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    IS_COMPONENTS_V2 = 1 << 15


NO_FLAGS = Flag(0)


class Place(IntEnum):
    """https://docs.discord.com/developers/resources/channel#channel-object-channel-types"""

    TEXT = 0
    DM = 1
    GROUP_DM = 3
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


class Install(IntEnum):
    """https://docs.discord.com/developers/resources/application#application-object-application-integration-types"""

    SERVER = 0
    USER = 1


@dataclass
class App:
    """The app as configured in the developer portal.

    `privileged` are the privileged intents that are switched on, `installs` the contexts it can be installed to.
    `shards` is the number that Discord recommends, `starts_at_once` its max_concurrency.
    """

    name: str = "Briefings"
    installs: tuple[Install, ...] = (Install.SERVER, Install.USER)
    privileged: Intent = ALWAYS
    shards: int = 1
    starts_at_once: int = 1
    starts_a_day: int = 1_000
    token: str = "bot.token.1"
    id: str = ""
