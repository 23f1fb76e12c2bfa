"""chat.*, conversations.*, users.*, usergroups.* and apps.connections.open.

Each method's page under https://docs.slack.dev/reference/methods names its scopes, its tier and its errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.slack import limits
from tests.fakes.slack.rates import Tier
from tests.fakes.slack.web_api import Answer, Call, RateLimited, SlackError, method
from tests.fakes.slack.world import Blocks, Channel, Kind, Message, User

RESTRICTED_HISTORY = 15
"""Messages that a new app outside the Marketplace gets at most. https://docs.slack.dev/apis/web-api/rate-limits"""


# chat


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Answer:
    room = _room_to_post_in(call)
    text, blocks = _content(call)
    thread = call.text("thread_ts", "")
    if thread and not re.fullmatch(r"\d+\.\d{6}", thread):
        raise SlackError("invalid_thread_ts")
    if seconds := call.slack.rates.of_post(call.team.id, room.id):
        raise RateLimited(seconds)
    kept = text[: limits.TEXT]
    message = call.slack.world.post(
        room, call.team.bot.id, kept, blocks=blocks, thread_ts=thread, metadata=_metadata(call)
    )
    cut = {"response_metadata": {"warnings": ["message_truncated"]}} if kept != text else {}
    return {"channel": room.id, "ts": message.ts, "message": message_data(message), **cut}


@method("chat.postEphemeral", "chat:write", Tier.FOUR)
def post_ephemeral(call: Call) -> Answer:
    """For one person who is in the room; nobody can find or change it later."""
    room = _room_to_post_in(call)
    text, blocks = _content(call, limits.TEXT)
    if call.text("user") not in room.members:
        raise SlackError("user_not_in_channel")
    thread = call.text("thread_ts", "")
    message = call.slack.world.post(
        room, call.team.bot.id, text, blocks=blocks, thread_ts=thread, only_for=call.text("user")
    )
    return {"message_ts": message.ts}


@method("chat.update", "chat:write", Tier.THREE)
def update(call: Call) -> Answer:
    """Text without blocks takes the old blocks away; blocks alone keep the old text."""
    room = _room(call)
    if room.is_archived:
        raise SlackError("is_inactive")
    message = _own_message(call, room, "cant_update_message")
    text, blocks = _content(call, limits.UPDATED_TEXT)
    message.text = text or message.text
    message.blocks = blocks
    message.is_edited = message.is_edited or not blocks
    call.slack.world.show(message)
    return {"channel": room.id, "ts": message.ts, "text": message.text, "message": message_data(message)}


@method("chat.delete", "chat:write", Tier.THREE)
def delete(call: Call) -> Answer:
    room = _room(call)
    message = _own_message(call, room, "cant_delete_message")
    message.is_gone = True
    call.slack.world.show(message)
    return {"channel": room.id, "ts": message.ts}


@method("chat.getPermalink")
def permalink(call: Call) -> Answer:
    room = _room(call)
    if room.find(call.text("message_ts")) is None:
        raise SlackError("message_not_found")
    name = call.text("message_ts").replace(".", "")
    return {
        "channel": room.id,
        "permalink": f"https://{call.team.domain}.slack.com/archives/{room.id}/p{name}",
    }


def message_data(message: Message) -> Answer:
    """A message as the API tells of it."""
    data: Answer = {"type": "message", "user": message.author, "ts": message.ts, "text": message.text}
    team = message.channel.team
    if message.author == team.bot.id:
        data |= {"bot_id": team.bot_id, "team": team.id}
    if message.blocks:
        data["blocks"] = message.blocks
    if message.thread_ts:
        data["thread_ts"] = message.thread_ts
    if message.is_edited:
        data["edited"] = {"user": message.author, "ts": message.ts}
    return data


def checked(blocks: Any, unknown: frozenset[str] = frozenset()) -> Blocks:
    """The blocks of a message if Slack would take them; some types may be unknown yet. Raises SlackError."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    strange = [f"unsupported type: {block.get('type')}" for block in blocks if block.get("type") in unknown]
    if problems := [*strange, *limits.message_problems(blocks)]:
        raise SlackError("invalid_blocks", problems)
    return named(blocks)


def named(blocks: Blocks) -> Blocks:
    """The same blocks, each with a block_id and each element with an action_id, as Slack gives them."""
    done = [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]
    for block in done:
        places = [(block, name) for name in ("accessory", "element") if isinstance(block.get(name), dict)]
        for holder, name in places:
            holder[name] = {"action_id": f"a{name}", **holder[name]}
        if block["type"] == "actions":
            block["elements"] = [{"action_id": f"a{n}", **each} for n, each in enumerate(block["elements"])]
    return done


def _content(call: Call, most: int = 0) -> tuple[str, Blocks]:
    text, blocks = call.text("text", ""), call.args.get("blocks")
    if not text and not blocks:
        raise SlackError("no_text")
    if most and len(text) > most:
        raise SlackError("msg_too_long")
    good = checked(blocks, call.slack.world.unknown_blocks) if blocks else []
    if limits.characters(good) > limits.ALL_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    return text, good


def _metadata(call: Call) -> dict[str, Any] | None:
    """https://docs.slack.dev/messaging/message-metadata"""
    metadata = call.args.get("metadata")
    if metadata is not None and not (isinstance(metadata, dict) and {"event_type", "event_payload"} <= set(metadata)):
        raise SlackError("invalid_metadata_format")
    return metadata


def _own_message(call: Call, room: Channel, refusal: str) -> Message:
    """A message that this token's bot posted. Ephemeral ones are not found; answers through a response_url are not
    the token's to change (https://github.com/slackapi/bolt-js/issues/2063)."""
    message = room.find(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.author != call.team.bot.id or message.by_answer_url:
        raise SlackError(refusal)
    return message


# conversations


def _of_room(action: str) -> Callable[[Call], str]:
    """The scope that a method needs for a room depends on the room's kind: channels:read, groups:read, im:read."""

    def scope(call: Call) -> str:
        room = call.team.channels.get(call.text("channel", ""))
        kinds = [room.kind] if room else list(Kind)
        return ",".join(f"{kind}:{action}" for kind in kinds)

    return scope


@method("conversations.info", _of_room("read"), Tier.THREE)
def info(call: Call) -> Answer:
    room = _room(call)
    return {"channel": channel_data(room)}


@method("conversations.history", _of_room("history"), Tier.THREE)
def history(call: Call) -> Answer:
    room = _room(call)
    if call.team.bot.id not in room.members:
        raise SlackError("not_in_channel")
    limit = call.number("limit", 100)
    if call.slack.app.is_restricted:
        limit = min(limit, RESTRICTED_HISTORY)
        if seconds := call.slack.rates.of_restricted_history(call.method, call.team.id):
            raise RateLimited(seconds)
    return _page(call, room.thread_or_top, limit)


@method("conversations.replies", _of_room("history"), Tier.THREE)
def replies(call: Call) -> Answer:
    room, top = _room(call), call.text("ts")
    if room.find(top) is None:
        raise SlackError("thread_not_found")
    thread = [one for one in room.messages if top in (one.ts, one.thread_ts) and not one.only_for and not one.is_gone]
    return _page(call, thread, call.number("limit", 100))


@method("conversations.open", "im:write", Tier.THREE)
def open_direct(call: Call) -> Answer:
    users = call.text("users").split(",")
    found = [call.team.users.get(user) for user in users]
    if len(found) != 1 or found[0] is None:
        raise SlackError("user_not_found")
    if found[0].is_deleted:
        raise SlackError("user_disabled")
    return {"channel": {"id": call.slack.world.direct(call.team, users[0]).id}}


@method("conversations.members", _of_room("read"), Tier.FOUR)
def members(call: Call) -> Answer:
    return {"members": sorted(_room(call).members), "response_metadata": {"next_cursor": ""}}


@method("users.conversations", "channels:read,groups:read,im:read", Tier.THREE)
def conversations_of(call: Call) -> Answer:
    user = call.text("user", call.team.bot.id)
    rooms = [room for room in call.team.channels.values() if user in room.members and room.kind is not Kind.DIRECT]
    return {"channels": [channel_data(room) for room in rooms], "response_metadata": {"next_cursor": ""}}


def channel_data(room: Channel) -> Answer:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    if room.kind is Kind.DIRECT:
        other = next(iter(room.members - {room.team.bot.id}), "")
        return {"id": room.id, "is_im": True, "user": other, "is_archived": room.is_archived}
    return {"id": room.id, "name": room.name, "is_channel": True, "is_private": room.kind is Kind.PRIVATE,
            "is_im": False, "is_archived": room.is_archived, "is_ext_shared": room.is_shared,
            "is_member": room.team.bot.id in room.members, "num_members": len(room.members)}  # fmt: skip


def _page(call: Call, messages: list[Message], limit: int) -> Answer:
    oldest, latest = float(call.text("oldest", "0")), float(call.text("latest", "inf"))
    within = [one for one in messages if oldest < float(one.ts) < latest or
              (call.flag("inclusive") and float(one.ts) in (oldest, latest))]  # fmt: skip
    start = int(call.text("cursor", "") or 0)
    shown = within[start : start + limit]
    is_more = len(within) > start + limit
    return {"messages": [_told(call, one) for one in shown], "has_more": is_more,
            "response_metadata": {"next_cursor": str(start + limit) if is_more else ""}}  # fmt: skip


def _told(call: Call, message: Message) -> Answer:
    shown = call.flag("include_all_metadata") and message.metadata
    return {**message_data(message), **({"metadata": message.metadata} if shown else {})}


def _room(call: Call) -> Channel:
    """A room that the bot may know of: a private one only as its member."""
    room = call.team.channels.get(call.text("channel"))
    if room is None or (room.kind is not Kind.PUBLIC and call.team.bot.id not in room.members):
        raise SlackError("channel_not_found")
    return room


def _room_to_post_in(call: Call) -> Channel:
    """A room by its id, by its name, or a person's direct message by theirs."""
    name = call.text("channel")
    user = call.team.users.get(name)
    if user and not user.is_bot and not user.is_deleted:
        return call.slack.world.direct(call.team, user.id)
    by_name = [room.id for room in call.team.channels.values() if room.name and room.name == name.removeprefix("#")]
    call.args["channel"] = by_name[0] if by_name else name
    room = _room(call)
    if room.is_archived:
        raise SlackError("is_archived")
    is_open = room.kind is Kind.PUBLIC and call.token and "chat:write.public" in call.token.scopes
    if call.team.bot.id not in room.members and not is_open:
        raise SlackError("not_in_channel")
    return room


# people


@method("users.info", "users:read", Tier.FOUR)
def user_info(call: Call) -> Answer:
    user = call.team.users.get(call.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    data = user_data(call, user)
    return {"user": {**data, "locale": user.locale} if call.flag("include_locale") else data}


@method("users.list", "users:read", Tier.TWO)
def user_list(call: Call) -> Answer:
    people = [user_data(call, user) for user in call.team.users.values()]
    return {"members": people, "response_metadata": {"next_cursor": ""}}


def user_data(call: Call, user: User) -> Answer:
    """https://docs.slack.dev/reference/objects/user-object"""
    data: Answer = {"id": user.id, "team_id": user.org, "name": user.handle, "deleted": user.is_deleted,
            "is_bot": user.is_bot, "profile": {"real_name": user.name, "display_name": user.name}}  # fmt: skip
    if user.is_deleted:
        return data
    now = call.slack.clock.now
    return {**data, "real_name": user.name, "tz": user.zone, "tz_label": user.zone, "tz_offset": user.offset(now),
            "is_admin": user.is_admin, "is_owner": False, "is_primary_owner": False,
            "is_restricted": user.is_guest or user.is_single_channel_guest,
            "is_ultra_restricted": user.is_single_channel_guest, "is_app_user": False,
            "is_stranger": not call.slack.world.installed(user, call.team), "updated": int(now.timestamp())}  # fmt: skip


@method("usergroups.list", "usergroups:read", Tier.TWO)
def usergroups(call: Call) -> Answer:
    groups = [{"id": name, "handle": name, "user_count": len(who)} for name, who in call.team.usergroups.items()]
    if call.flag("include_users"):
        groups = [{**group, "users": sorted(call.team.usergroups[str(group["id"])])} for group in groups]
    return {"usergroups": groups}


@method("usergroups.users.list", "usergroups:read", Tier.TWO)
def usergroup_users(call: Call) -> Answer:
    users = call.team.usergroups.get(call.text("usergroup"))
    if users is None:
        raise SlackError("no_such_subteam")
    return {"users": sorted(users)}


# Socket Mode


@method("apps.connections.open", "connections:write", Tier.THREE, token="xapp")
def connections_open(call: Call) -> Answer:
    """A WebSocket URL, good for one connection."""
    if call.verb != "POST":
        raise SlackError("insecure_request")
    return {"url": call.slack.socket.new_url()}
