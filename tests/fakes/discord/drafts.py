"""What a bot writes, put into a message: checked as Discord checks it, with its files and its mentions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.fakes.discord import components, limits, mentions
from tests.fakes.discord.errors import EMPTY_MESSAGE, TOO_LARGE, Refusal, form
from tests.fakes.discord.kinds import Flag, Json
from tests.fakes.discord.rest import Call, Upload
from tests.fakes.discord.things import Attachment, Message
from tests.fakes.discord.world import World

SETTABLE = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.IS_COMPONENTS_V2
"""Flags of a new message that a bot may set; others are ignored."""
EDITABLE = ("content", "embeds", "components")


def fill(call: Call, message: Message, body: Json, *, pinging: Json) -> None:
    """Write a body and the call's files into a message, new or old; raises Refusal and leaves the message as it was.

    `pinging` is whom it notifies when the body says nothing about it. Fields that are left out stay as they are,
    null empties them.
    """
    after = {"content": message.content, "embeds": message.embeds, "components": message.components, **body}
    is_v2 = _is_v2(message, body)
    kept, fresh = _files(call, message, body)
    names = [each.filename for each in (*kept, *fresh)]
    problems = [*limits.message_problems(after, is_v2=is_v2)]
    if "components" in body or is_v2:
        problems += components.message_problems(after["components"] or [], is_v2=is_v2, files=names)
    if problems:
        raise form(problems)
    if not any((str(after["content"] or "").strip(), after["embeds"], after["components"], names)):
        raise Refusal(*EMPTY_MESSAGE)
    if is_v2 and components.overflows(after["components"]):
        raise Refusal(500, 0, "500: Internal Server Error")
    _write(call.discord.world, message, after, [*kept, *fresh], pinging)


def _write(world: World, message: Message, after: Json, files: list[Attachment], pinging: Json) -> None:
    world.uploads |= {file.id: file for file in files}
    message.attachments = files
    message.content = str(after["content"] or "").strip()
    message.embeds = _with_files([{**embed, "type": "rich"} for embed in after["embeds"] or []], files)
    message.components = _with_files(components.numbered(after["components"] or []), files)
    message.flags = _flags(message, after)
    if after.get("flags") is not None and not after["flags"] & Flag.SUPPRESS_EMBEDS:
        message.flags &= ~Flag.SUPPRESS_EMBEDS
    allowed = after.get("allowed_mentions")
    message.pings = mentions.pings(message, pinging if allowed is None else allowed)


def _flags(message: Message, after: Json) -> Flag:
    """What the body sets and what stays: neither kind of a message, private nor of components, is ever lost."""
    return Flag(after.get("flags") or 0) & SETTABLE | message.flags & (SETTABLE | Flag.EPHEMERAL)


def _is_v2(message: Message, body: Json) -> bool:
    """How the components are read: flags that are sent count, else what the message is already."""
    return bool(body["flags"] & Flag.IS_COMPONENTS_V2) if body.get("flags") is not None else message.is_v2


def _files(call: Call, message: Message, body: Json) -> tuple[list[Attachment], list[Attachment]]:
    """The files that stay and those that come. `attachments` names all that shall be there after an edit.

    https://docs.discord.com/developers/reference#editing-message-attachments
    """
    told: dict[str, Any] = {str(each["id"]): each for each in body.get("attachments") or []}
    kept = message.attachments
    if body.get("attachments") is not None:
        kept = [replace(each, description=told[each.id].get("description", each.description))
                for each in message.attachments if each.id in told]  # fmt: skip
    fresh = [_attachment(call, message, upload, told.get(number, {})) for number, upload in call.files.items()]
    return kept, fresh


def _attachment(call: Call, message: Message, upload: Upload, told: Json) -> Attachment:
    if len(upload.content) > limits.FILE_BYTES:
        raise Refusal(*TOO_LARGE)
    return call.discord.cdn.keep(upload.filename, upload.content_type, upload.content, channel=message.channel.id,
                                 description=told.get("description"), is_ephemeral=bool(message.only_for))  # fmt: skip


def _with_files(parts: list[Json], files: list[Attachment]) -> list[Json]:
    """The same with the address of each file where “attachment://” stood."""
    words = json.dumps(parts)
    for file in files:
        words = words.replace(json.dumps(f"attachment://{file.filename}"), json.dumps(file.url))
    whole: list[Json] = json.loads(words)
    return whole
