"""What both ways of reaching the bot share: something is sent, and within three seconds it is acked or it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

ACK_WITHIN = 3.0
"""Seconds. https://docs.slack.dev/interactivity/handling-user-interaction and …/apis/events-api"""


@dataclass(frozen=True)
class Ack:
    """What came back in time: a body, or the name of what went wrong.

    `failure` is "" or Slack's word for a retry's reason: http_timeout, http_error, connection_failed, timeout.
    `error` is what a person is told who waits for an answer. `no_retry` is the header X-Slack-No-Retry.
    """

    body: dict[str, Any]
    failure: str = ""
    error: str = ""
    no_retry: bool = False


class Transport(Protocol):
    """Socket Mode or HTTP."""

    async def send(self, kind: str, payload: dict[str, Any], attempt: int = 0, reason: str = "") -> Ack:
        """Deliver a payload of a kind (slash_commands, interactive, events_api) and wait for its ack."""
