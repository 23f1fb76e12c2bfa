"""Whom a message notifies: https://docs.discord.com/developers/resources/message#allowed-mentions-object"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.fakes.discord import permissions
from tests.fakes.discord.components import texts
from tests.fakes.discord.kinds import BROADCASTS, Json
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.things import Message

BY_DEFAULT: Json = {"parse": ["users", "roles", "everyone"]}
"""What a message of a channel pings when it says nothing about it."""
BY_DEFAULT_IN_ANSWERS: Json = {"parse": ["users"]}
"""The same in interactions and webhooks."""


def pings(message: Message, allowed: Json) -> list[str]:
    """The names of all who are notified, by content and by text displays; embeds notify nobody."""
    words = "\n".join([message.content, *texts(message.components)])
    found = [*_broadcasts(message, words, allowed), *_roles(message, words, allowed), *_users(message, words, allowed)]
    if allowed.get("replied_user") and message.reference and not message.reference.author.is_bot:
        found.append(f"@{message.reference.author.name}")
    return list(dict.fromkeys(found))


def _broadcasts(message: Message, words: str, allowed: Json) -> Iterator[str]:
    if "everyone" in (allowed.get("parse") or []) and _may_mention_all(message):
        yield from (name for name in BROADCASTS if name in words)


def _roles(message: Message, words: str, allowed: Json) -> Iterator[str]:
    roles = message.channel.server.roles if message.channel.server else {}
    for id in re.findall(r"<@&(\d+)>", words):
        role = roles.get(id)
        if role and _is_allowed(id, "roles", allowed) and (role.is_mentionable or _may_mention_all(message)):
            yield f"@{role.name}"


def _users(message: Message, words: str, allowed: Json) -> Iterator[str]:
    here = message.channel.people
    for id in re.findall(r"<@!?(\d+)>", words):
        if id in here and _is_allowed(id, "users", allowed):
            yield f"@{here[id].name}"


def _is_allowed(id: str, kind: str, allowed: Json) -> bool:
    return kind in (allowed.get("parse") or []) or id in map(str, allowed.get(kind) or [])


def _may_mention_all(message: Message) -> bool:
    return bool(permissions.in_channel(message.channel, message.author.id) & Permission.MENTION_EVERYONE)
