"""Channels and their messages: https://docs.discord.com/developers/resources/message and …/resources/channel"""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import objects, permissions
from tests.fakes.discord.drafts import fill
from tests.fakes.discord.errors import (
    BAD_RECIPIENT,
    CANNOT_DM,
    NO_ACCESS,
    NO_HISTORY,
    NO_PERMISSION,
    NOT_YOUR_MESSAGE,
    THREAD_ARCHIVED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Problem,
    Refusal,
    form,
)
from tests.fakes.discord.kinds import Install, Json, Place
from tests.fakes.discord.mentions import BY_DEFAULT
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.rates import Limit
from tests.fakes.discord.rest import Call, route
from tests.fakes.discord.things import Channel, Message

NONCE_MEMORY = 180
"""Seconds that a nonce is remembered: “the past few minutes”."""


@route("GET /channels/{channel}")
def get_channel(call: Call) -> Json:
    return objects.channel_data(_channel(call))


@route("POST /users/@me/channels")
def create_dm(call: Call) -> Json:
    """https://docs.discord.com/developers/resources/user#create-dm"""
    world = call.discord.world
    user = world.users.get(str(call.body.get("recipient_id")))
    if user is None or user.is_bot:
        raise Refusal(*BAD_RECIPIENT)
    return objects.channel_data(world.direct(world.bot, user))


@route("POST /channels/{channel}/typing")
def type_indicator(call: Call) -> None:
    _may_write(call, _channel(call))


@route("GET /channels/{channel}/messages")
def list_messages(call: Call) -> list[Json]:
    """The newest first; none without the permission to read the history."""
    channel = _channel(call)
    if not permissions.in_channel(channel, call.discord.world.bot.id) & Permission.READ_MESSAGE_HISTORY:
        return []
    there = [one for one in reversed(channel.messages) if channel.find(one.id)]
    bounds = (int(call.query.get("after", 0)), int(call.query.get("before", 1 << 64)))
    found = [one for one in there if bounds[0] < int(one.id) < bounds[1]]
    return [_shown(call, one) for one in found[: int(call.query.get("limit", 50))]]


@route("GET /channels/{channel}/messages/{message}")
def get_message(call: Call) -> Json:
    return _shown(call, _message(call))


@route("POST /channels/{channel}/messages", limit=Limit(5, 5))
def create_message(call: Call) -> Json:
    channel, world = _channel(call), call.discord.world
    _may_write(call, channel)
    _may_show(call, channel)
    if same := _same_before(call):
        return objects.message_data(same)
    message = Message(world.snowflake(), channel, world.bot, world.clock.now, nonce=call.body.get("nonce"))
    message.reference = _replied_to(call, channel)
    fill(call, message, call.body, pinging=BY_DEFAULT)
    channel.is_archived = False
    return objects.message_data(world.post(message))


@route("PATCH /channels/{channel}/messages/{message}", limit=Limit(5, 5))
def edit_message(call: Call) -> Json:
    message, world = _message(call), call.discord.world
    if message.author is not world.bot:
        raise Refusal(*NOT_YOUR_MESSAGE)
    if message.channel.is_archived:
        raise Refusal(*THREAD_ARCHIVED)
    _may_show(call, message.channel)
    fill(call, message, call.body, pinging=BY_DEFAULT)
    message.edited_at = world.clock.now
    world.show(message)
    return objects.message_data(message)


@route("DELETE /channels/{channel}/messages/{message}", limit=Limit(5, 1))
def delete_message(call: Call) -> None:
    message, world = _message(call), call.discord.world
    granted = permissions.in_channel(message.channel, world.bot.id)
    if message.author is not world.bot and not granted & Permission.MANAGE_MESSAGES:
        raise Refusal(*NO_PERMISSION)
    world.delete(message)


@route("POST /channels/{channel}/messages/{message}/threads")
def start_thread(call: Call) -> Json:
    """https://docs.discord.com/developers/resources/channel#start-thread-from-message"""
    message, world = _message(call), call.discord.world
    server = message.channel.server
    if not server or not permissions.in_channel(message.channel, world.bot.id) & Permission.CREATE_PUBLIC_THREADS:
        raise Refusal(*NO_PERMISSION)
    thread = Channel(message.id, str(call.body["name"]), Place.PUBLIC_THREAD, server, message.channel)
    server.channels[thread.id] = world.channels[thread.id] = thread
    call.status = 201
    return objects.channel_data(thread)


def _channel(call: Call) -> Channel:
    """The channel of a call, if the bot may look into it."""
    channel = call.discord.world.channels.get(call.args["channel"])
    if channel is None:
        raise Refusal(*UNKNOWN_CHANNEL)
    if not permissions.in_channel(channel, call.discord.world.bot.id) & Permission.VIEW_CHANNEL:
        raise Refusal(*NO_ACCESS)
    return channel


def _message(call: Call) -> Message:
    message = _channel(call).find(call.args["message"])
    if message is None:
        raise Refusal(*UNKNOWN_MESSAGE)
    return message


def _shown(call: Call, message: Message) -> Json:
    return objects.message_data(message, is_shown_to_bot=objects.is_shown_to(call.discord.world, message))


def _may_write(call: Call, channel: Channel) -> None:
    world = call.discord.world
    if channel.server is None:
        _may_write_to_person(call, channel)
    elif not permissions.may_send(channel, world.bot.id):
        raise Refusal(*NO_PERMISSION)
    elif channel.is_locked and not permissions.in_channel(channel, world.bot.id) & Permission.MANAGE_THREADS:
        raise Refusal(*THREAD_ARCHIVED)


def _may_write_to_person(call: Call, channel: Channel) -> None:
    """Only to people who let it, and who share a server with the bot or installed the app."""
    world = call.discord.world
    for user in channel.recipients:
        is_known = world.shares_server(user.id) or (user.has_app and Install.USER in world.app.installs)
        if user is not world.bot and not (user.accepts_dms and is_known):
            raise Refusal(*CANNOT_DM)


def _may_show(call: Call, channel: Channel) -> None:
    granted = permissions.in_channel(channel, call.discord.world.bot.id)
    if call.files and not granted & Permission.ATTACH_FILES:
        raise Refusal(*NO_PERMISSION)
    if call.body.get("embeds") and not granted & Permission.EMBED_LINKS:
        raise Refusal(*NO_PERMISSION)


def _same_before(call: Call) -> Message | None:
    """The message that already has this nonce, when the bot asked to be kept from sending it twice."""
    nonce, world = call.body.get("nonce"), call.discord.world
    if nonce is None or not call.body.get("enforce_nonce"):
        return None
    sent = [one for channel in world.channels.values() for one in channel.messages if one.author is world.bot]
    recent = [one for one in sent if (world.clock.now - one.sent_at).total_seconds() < NONCE_MEMORY]
    return next((one for one in recent if one.nonce is not None and str(one.nonce) == str(nonce)), None)


def _replied_to(call: Call, channel: Channel) -> Message | None:
    """https://docs.discord.com/developers/resources/message#message-reference-structure"""
    told: dict[str, Any] | None = call.body.get("message_reference")
    if told is None:
        return None
    if not permissions.in_channel(channel, call.discord.world.bot.id) & Permission.READ_MESSAGE_HISTORY:
        raise Refusal(*NO_HISTORY)
    found = channel.find(str(told.get("message_id")))
    if found is None and told.get("fail_if_not_exists", True):
        raise form([Problem(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")])
    return found
