"""Discord's objects as JSON: users, members, servers, channels, messages.

Each follows its page under https://docs.discord.com/developers/resources
"""

from __future__ import annotations

from datetime import datetime

from tests.fakes.discord import permissions
from tests.fakes.discord.kinds import BROADCASTS, App, Flag, Intent, Json
from tests.fakes.discord.things import Attachment, Channel, Member, Message, Overwrite, Role, Server, User
from tests.fakes.discord.world import World


def user_data(user: User) -> Json:
    return {"id": user.id, "username": user.handle, "global_name": None if user.is_bot else user.name,
            "discriminator": "0", "avatar": None, "bot": user.is_bot, "public_flags": 0}  # fmt: skip


def member_data(member: Member) -> Json:
    """A partial member, as in `resolved`: without the user."""
    return {"roles": member.roles, "nick": member.nick, "avatar": None, "joined_at": moment(member.joined_at),
            "premium_since": None, "pending": member.is_pending, "flags": 0, "communication_disabled_until": None}  # fmt: skip


def whole_member_data(member: Member) -> Json:
    return {**member_data(member), "user": user_data(member.user), "deaf": False, "mute": False}


def role_data(role: Role, position: int) -> Json:
    return {"id": role.id, "name": role.name, "permissions": str(int(role.permissions)), "position": position,
            "color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False, "managed": False, "mentionable": role.is_mentionable, "flags": 0}  # fmt: skip


def roles_data(server: Server) -> list[Json]:
    return [role_data(role, position) for position, role in enumerate(server.roles.values())]


def server_data(server: Server) -> Json:
    """Of Guild Create: https://docs.discord.com/developers/events/gateway-events#guild-create

    A server that the bot was in already when it identified comes with `unavailable: false` besides.
    """
    rooms = [one for one in server.channels.values() if not one.is_thread and _is_visible(one)]
    threads = [one for one in server.channels.values() if one.is_thread and not one.is_archived and _is_visible(one)]
    bot = server.members.get(server.world.bot.id)
    return {**guild_data(server), "joined_at": moment(server.world.clock.now), "large": False,
            "member_count": len(server.members), "voice_states": [], "presences": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [],
            "members": [whole_member_data(bot)] if bot else [],
            "channels": [channel_data(one) for one in rooms],
            "threads": [channel_data(one) for one in threads]}  # fmt: skip


def guild_data(server: Server) -> Json:
    return {"id": server.id, "name": server.name, "icon": None, "owner_id": server.owner or "0", "features": [],
            "verification_level": 0, "default_message_notifications": 1, "explicit_content_filter": 0, "mfa_level": 0,
            "roles": roles_data(server), "emojis": [], "stickers": [], "afk_channel_id": None, "afk_timeout": 300,
            "system_channel_id": None, "system_channel_flags": 0, "preferred_locale": server.locale,
            "rules_channel_id": None, "public_updates_channel_id": None, "vanity_url_code": None, "premium_tier": 0,
            "description": None, "banner": None, "nsfw_level": 0, "premium_progress_bar_enabled": False}  # fmt: skip


def channel_data(channel: Channel) -> Json:
    if channel.server is None:
        return {"id": channel.id, "type": int(channel.place), "last_message_id": None, "flags": 0,
                "recipients": [user_data(user) for user in channel.recipients if not user.is_bot]}  # fmt: skip
    overwrites = [_overwrite_data(channel.server, id, each) for id, each in channel.overwrites.items()]
    data = {"id": channel.id, "type": int(channel.place), "guild_id": channel.server.id, "name": channel.name,
            "position": 0, "permission_overwrites": overwrites, "nsfw": False, "topic": None, "flags": 0,
            "parent_id": channel.parent.id if channel.parent else None, "rate_limit_per_user": 0,
            "last_message_id": channel.messages[-1].id if channel.messages else None}  # fmt: skip
    return {**data, **_thread_data(channel)} if channel.is_thread else data


def message_data(message: Message, *, is_shown_to_bot: bool = True) -> Json:
    """A message; what others wrote is left out unless the app may read it."""
    data = {"id": message.id, "channel_id": message.channel.id, "author": user_data(message.author), "type": 0,
            "content": message.content, "timestamp": moment(message.sent_at), "tts": False, "pinned": False,
            "edited_timestamp": moment(message.edited_at) if message.edited_at else None, "flags": int(message.flags),
            "embeds": [] if message.flags & Flag.SUPPRESS_EMBEDS else message.embeds,
            "components": message.components,
            "attachments": [attachment_data(one) for one in message.attachments], **_mentions(message)}  # fmt: skip
    if message.nonce is not None:
        data["nonce"] = message.nonce
    if message.metadata is not None:
        data |= {"application_id": message.author.id, "interaction_metadata": message.metadata}
    if message.reference is not None:
        data |= _reply(message.reference)
    return data if is_shown_to_bot else {**data, "content": "", "embeds": [], "components": [], "attachments": []}


def is_shown_to(world: World, message: Message) -> bool:
    """Whether the app reads the words: https://docs.discord.com/developers/events/gateway#message-content-intent"""
    return (
        bool(world.app.privileged & Intent.MESSAGE_CONTENT)
        or message.author is world.bot
        or message.channel.server is None
        or f"<@{world.bot.id}>" in message.content
    )


def attachment_data(attachment: Attachment) -> Json:
    image = {"width": 640, "height": 360} if attachment.content_type.startswith("image/") else {}
    data = {"id": attachment.id, "filename": attachment.filename, "size": len(attachment.content),
            "url": attachment.url, "proxy_url": attachment.url, "content_type": attachment.content_type, **image}  # fmt: skip
    if attachment.description:
        data["description"] = attachment.description
    return {**data, "ephemeral": True} if attachment.is_ephemeral else data


def app_data(app: App, owner: User) -> Json:
    """https://docs.discord.com/developers/resources/application#application-object"""
    return {"id": app.id, "name": app.name, "icon": None, "description": "", "bot_public": True,
            "bot_require_code_grant": False, "verify_key": "0" * 64, "flags": 0, "team": None,
            "owner": user_data(owner), "interactions_endpoint_url": None,
            "integration_types_config": {str(int(each)): {} for each in app.installs}}  # fmt: skip


def moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _is_visible(channel: Channel) -> bool:
    granted = permissions.in_channel(channel, channel.home.world.bot.id)
    return bool(granted & permissions.Permission.VIEW_CHANNEL)


def _overwrite_data(server: Server, id: str, overwrite: Overwrite) -> Json:
    kind = 0 if id in server.roles else 1
    return {"id": id, "type": kind, "allow": str(int(overwrite.allow)), "deny": str(int(overwrite.deny))}


def _thread_data(channel: Channel) -> Json:
    created = moment(channel.home.world.clock.now)
    return {"owner_id": channel.home.owner or "0", "message_count": len(channel.messages), "member_count": 1,
            "thread_metadata": {"archived": channel.is_archived, "locked": channel.is_locked,
                                "auto_archive_duration": 4_320, "archive_timestamp": created}}  # fmt: skip


def _mentions(message: Message) -> Json:
    server = message.channel.server
    roles = server.roles.values() if server else []
    return {"mention_everyone": bool(set(BROADCASTS) & set(message.pings)),
            "mentions": [user_data(user) for user in message.channel.people.values() if f"@{user.name}" in message.pings],
            "mention_roles": [role.id for role in roles if f"@{role.name}" in message.pings]}  # fmt: skip


def _reply(to: Message) -> Json:
    place = {"message_id": to.id, "channel_id": to.channel.id}
    if to.channel.server:
        place["guild_id"] = to.channel.server.id
    return {"type": 19, "message_reference": {**place, "type": 0},
            "referenced_message": None if to.is_gone else message_data(to)}  # fmt: skip
