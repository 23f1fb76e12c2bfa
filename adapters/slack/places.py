"""Where something happened in Slack, and what was typed there, as its payloads tell it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from adapters.port import Room
from adapters.slack import PLATFORM

Payload = Mapping[str, Any]
"""A payload as Slack sends it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Who asks, and where the answer goes.

    `channel` is empty in the App Home. `thread` is the first message of the thread it happened in, `url` a response
    URL (5 answers in 30 minutes), `view` the modal or home tab a button was pressed in; each empty where there is
    none, and so is `line`, which a modal answers. Nobody else reads along in a `is_direct` place; `is_private` tells that of the message a button stands on.
    """

    tenant: str
    user: str
    channel: str = ""
    name: str = ""
    thread: str = ""
    url: str = ""
    view: str = ""
    line: str = ""
    is_direct: bool = False
    is_private: bool = False

    @property
    def room(self) -> Room:
        return Room(PLATFORM, self.tenant, self.channel or self.user, self.name, self.is_direct)

    def packed(self) -> str:
        """The place as a view can carry it: `private_metadata`, at most 3,000 characters."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})


def unpacked(text: str) -> Place | None:
    """The place that a view carries; None when it carries none."""
    try:
        return Place(**json.loads(text))
    except (TypeError, ValueError):
        return None


def of_command(body: Payload) -> Place:
    """Where a slash command was typed. https://docs.slack.dev/interactivity/implementing-slash-commands

    A direct message may be one between two people, which counts as a room: see adapters/slack/directs.py.
    """
    return Place(body["team_id"], body["user_id"], body["channel_id"], _name(body.get("channel_name", "")),
                 url=body.get("response_url", ""))  # fmt: skip


def of_event(body: Payload) -> Place:
    """Where an event happened; its own message begins no thread. The App Home is a place without a channel."""
    event = body["event"]
    if event["type"] == "app_home_opened":
        return Place(body["team_id"], event["user"], is_direct=True)
    return Place(body["team_id"], event["user"], event["channel"], thread=event.get("thread_ts", ""),
                 is_direct=event.get("channel_type") == "im")  # fmt: skip


def of_interaction(body: Payload) -> Place:
    """Where a button was pressed, a shortcut used or a form filled in.

    https://docs.slack.dev/reference/interaction-payloads. A modal that was opened from a channel carries its place.
    """
    view, container, channel = body.get("view") or {}, body.get("container") or {}, body.get("channel") or {}
    carried = unpacked(view.get("private_metadata", ""))
    if carried and carried.user == body["user"]["id"]:
        return replace(carried, view=view["id"])
    is_private = bool(container.get("is_ephemeral"))
    return Place(
        tenant=_tenant(body),
        user=body["user"]["id"],
        channel=channel.get("id", ""),
        name=_name(channel.get("name", "")),
        thread=container.get("thread_ts") or (body.get("message") or {}).get("thread_ts", ""),
        url=body.get("response_url", ""),
        view=view.get("id", ""),
        is_direct=not channel or (channel["id"].startswith("D") and not is_private),
        is_private=is_private,
    )


def _tenant(body: Payload) -> str:
    """The workspace that has the app; with an installation for a whole organisation `team` may be missing."""
    view, team = body.get("view") or {}, body.get("team") or {}
    return str(view.get("app_installed_team_id") or team.get("id") or body["user"]["team_id"])


def shown_at(body: Payload) -> datetime | None:
    """When the message was posted that a button stands on; None for a button on no message."""
    stamp = (body.get("container") or {}).get("message_ts", "")
    return datetime.fromtimestamp(float(stamp), UTC) if re.fullmatch(r"\d+\.\d+", stamp) else None


def _name(name: str) -> str:
    """A channel's name; Slack has its own words for channels whose names it does not tell."""
    return "" if name in ("directmessage", "privategroup") else name


_MARKED = re.compile(r"<([@#!])([^>|]*)(?:\|([^>]*))?>|<([^>|]*)(?:\|[^>]*)?>")
_GROUP = "subteam^"


def typed(text: str) -> str:
    """What a person typed, from Slack's markup of it: ids and names for rooms and people, addresses for links.

    https://docs.slack.dev/messaging/formatting-message-text, “How Slack receives text”
    """

    def plain(found: re.Match[str]) -> str:
        sign, id, name, link = found.groups()
        if link is not None:
            return str(link)
        if id.startswith(_GROUP):
            return "|".join(filter(None, (f"group:{id.removeprefix(_GROUP)}", name)))
        if sign != "!" and name:
            return f"{sign}{id}|{name}"
        return f"{'@' if sign == '!' else sign}{name or id}"

    return html.unescape(_MARKED.sub(plain, text)).strip()


def said_to(bot: str, text: str) -> str:
    """What was said to the bot, without its own name."""
    return typed(re.sub(rf"<@{re.escape(bot)}(?:\|[^>]*)?>", " ", text))
