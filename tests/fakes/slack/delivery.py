"""What happens in Slack reaches the bot: slash commands, interactions and events, over whichever transport.

Events that are not acked are tried three times more: at once, after a minute, after five.
https://docs.slack.dev/apis/events-api, “Error handling”
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.clock import Stopwatch
from tests.fakes.slack.methods import message_data
from tests.fakes.slack.transport import Ack
from tests.fakes.slack.views import Trigger
from tests.fakes.slack.world import Channel, Kind, Message, Team, User

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack

RETRIES = (0, 60, 300)
"""Seconds before the first, the second and the third repetition, each since the one before."""

EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history", "message.channels": "channels:history",
                "message.groups": "groups:history"}  # fmt: skip
"""The scope without which an event is not sent: https://docs.slack.dev/reference/events"""


@dataclass(frozen=True)
class Retry:
    """An event that waits to be sent once more."""

    payload: dict[str, Any]
    attempt: int
    reason: str
    due: float


class Delivery:
    """Sends payloads to the bot and remembers what is still owed."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._owed: list[Retry] = []
        self._sent: list[dict[str, Any]] = []

    async def command(self, user: User, room: Channel, command: str, text: str) -> Ack:
        """https://docs.slack.dev/interactivity/implementing-slash-commands"""
        names = {Kind.PUBLIC: room.name, Kind.PRIVATE: "privategroup", Kind.DIRECT: "directmessage"}
        payload = {"team_id": room.team.id, "team_domain": room.team.domain, "channel_id": room.id,
                   "channel_name": names[room.kind], "user_id": user.id, "user_name": user.handle, "command": command,
                   "text": self._typed(room.team, text, escapes=self._slack.app.commands[command]),
                   "api_app_id": self._slack.app.id, "is_enterprise_install": "false", "token": "verification",
                   "response_url": self._slack.answers.new(user.id, room),
                   "trigger_id": self._trigger(user, room.team)}  # fmt: skip
        return await self._slack.transport.send("slash_commands", payload)

    async def interaction(self, user: User, team: Team, kind: str, **more: Any) -> Ack:
        """https://docs.slack.dev/reference/interaction-payloads"""
        payload = {"type": kind, "team": {"id": team.id, "domain": team.domain}, "enterprise": None,
                   "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.org},
                   "api_app_id": self._slack.app.id, "token": "verification", "is_enterprise_install": False}  # fmt: skip
        if kind not in ("view_closed", "block_suggestion"):
            payload["trigger_id"] = self._trigger(user, team)
        return await self._slack.transport.send("interactive", {**payload, **more})

    def from_message(self, user: User, message: Message) -> dict[str, Any]:
        """Where an interaction with a message took place. An ephemeral message itself is not sent along."""
        room = message.channel
        container = {"type": "message", "message_ts": message.ts, "channel_id": room.id,
                     "is_ephemeral": bool(message.only_for)}  # fmt: skip
        place = {"container": container, "channel": {"id": room.id, "name": room.name or "directmessage"},
                 "response_url": self._slack.answers.new(user.id, room, message)}  # fmt: skip
        return place if message.only_for else {**place, "message": message_data(message)}

    async def event(self, team: Team, subscribed_as: str, event: dict[str, Any]) -> None:
        """An event, if the app subscribed to it and has the scope; then its first repetition, if it was not acked."""
        needed, app = EVENT_SCOPES.get(subscribed_as, ""), self._slack.app
        if subscribed_as not in app.events or (needed and needed not in self._slack.scopes(team)):
            return
        authorization = {"enterprise_id": None, "team_id": team.id, "user_id": team.bot.id, "is_bot": True,
                         "is_enterprise_install": False}  # fmt: skip
        moment = self._slack.clock.timestamp
        payload = {"token": "verification", "team_id": team.id, "api_app_id": app.id, "type": "event_callback",
                   "event": {**event, "event_ts": event.get("ts", self._slack.world.ts())},
                   "event_id": self._slack.world.id("Ev"), "event_time": int(moment), "authorizations": [authorization],
                   "is_ext_shared_channel": self._is_shared(team, event)}  # fmt: skip
        self._sent.append(payload)
        await self._attempt(payload)
        await self.deliver_due()

    async def repeat(self, reason: str = "http_timeout") -> None:
        """Send the last event once more although it was acked, as Slack does when the ack got lost on its way."""
        await self._attempt(self._sent[-1], 1, reason)

    def _is_shared(self, team: Team, event: dict[str, Any]) -> bool:
        room = team.channels.get(event.get("channel", ""))
        return room is not None and room.is_shared

    async def deliver_due(self) -> None:
        """Send every event once more that has waited long enough."""
        now = self._slack.clock.timestamp
        due = [retry for retry in self._owed if retry.due <= now]
        self._owed = [retry for retry in self._owed if retry.due > now]
        for retry in due:
            await self._attempt(retry.payload, retry.attempt, retry.reason)

    async def _attempt(self, payload: dict[str, Any], attempt: int = 0, reason: str = "") -> None:
        ack = await self._slack.transport.send("events_api", payload, attempt, reason)
        if ack.failure and not ack.no_retry and attempt < len(RETRIES):
            due = self._slack.clock.timestamp + RETRIES[attempt]
            self._owed.append(Retry(payload, attempt + 1, ack.failure, due))

    def written(self, team: Team, text: str) -> str:
        """A message's text as Slack keeps it. https://docs.slack.dev/messaging/formatting-message-text"""
        return self._typed(team, text.replace("@bot", f"@{team.bot.handle}"), escapes=True, labels=False)

    def _typed(self, team: Team, text: str, *, escapes: bool, labels: bool = True) -> str:
        """What was typed: `& < >` as entities, and with should_escape people, rooms and links as their ids."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if not escapes:
            return text
        people = {user.handle: user for user in team.users.values()}
        rooms = {room.name: room for room in team.channels.values() if room.name}

        def person(found: re.Match[str]) -> str:
            user = people.get(found[1].casefold())
            return found[0] if user is None else f"<@{user.id}{'|' + user.handle if labels else ''}>"

        def room(found: re.Match[str]) -> str:
            return f"<#{rooms[found[1]].id}|{found[1]}>" if found[1] in rooms else found[0]

        text = re.sub(r"https?://[^\s|]+", r"<\g<0>>", text)
        return re.sub(r"#([\w-]+)", room, re.sub(r"@([\w-]+(?:\.[\w-]+)*)", person, text))

    def _trigger(self, user: User, team: Team) -> str:
        id = f"{self._slack.world.ts()}.{team.id}"
        self._slack.triggers[id] = Trigger(user.id, team, Stopwatch(self._slack.clock, self._slack.scale))
        return id
