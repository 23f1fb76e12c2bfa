"""HTTP mode: signed requests to the bot's own URL.

https://docs.slack.dev/authentication/verifying-requests-from-slack, …/interactivity/implementing-slash-commands,
…/interactivity/handling-user-interaction and …/apis/events-api/using-http-request-urls
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.transport import ACK_WITHIN, Ack

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """A request exactly as it went out, so that it can be sent once more."""

    body: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Response:
    status: int
    text: str
    headers: Mapping[str, str]


class RequestUrl:
    """The bot's URL and the way Slack talks to it.

    `signed_at` gives the time for the signature: the real one, since the bot's library compares it with its own.
    """

    def __init__(self, url: str, secret: str, scale: float) -> None:
        self.url = url
        self.secret = secret
        self.signed_at: Callable[[], float] = time.time
        self.sent: list[Request] = []
        self._scale = scale
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        await self._session.close()

    async def send(self, kind: str, payload: dict[str, Any], attempt: int = 0, reason: str = "") -> Ack:
        request = self.signed(*_written(kind, payload), attempt, reason)
        try:
            async with asyncio.timeout(ACK_WITHIN * self._scale):
                response = await self.deliver(request)
        except TimeoutError:
            return Ack({}, "http_timeout", "operation_timeout")
        except aiohttp.ClientError:
            return Ack({}, "connection_failed", "dispatch_failed")
        return _ack(response)

    def signed(self, body: str, content_type: str, attempt: int = 0, reason: str = "") -> Request:
        """A request as Slack would send it; a second and later attempt says so."""
        moment = str(int(self.signed_at()))
        headers = {"Content-Type": content_type, "X-Slack-Request-Timestamp": moment, "User-Agent": "Slackbot 1.0",
                   "X-Slack-Signature": signature(self.secret, moment, body)}  # fmt: skip
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        return Request(body, headers)

    async def deliver(self, request: Request) -> Response:
        """Send a request as it is: a forged, a stale or a repeated one too."""
        self.sent.append(request)
        async with self._session.post(self.url, data=request.body.encode(), headers=request.headers) as response:
            return Response(response.status, await response.text(), response.headers)

    async def is_verified(self) -> bool:
        """Whether the URL answers the challenge that Slack sends once, when the URL is entered."""
        challenge = {"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
        response = await self.deliver(self.signed(json.dumps(challenge), "application/json"))
        return response.status == 200 and challenge["challenge"] in response.text


def signature(secret: str, moment: str, body: str) -> str:
    """Version 0: the body and its time under HMAC SHA-256."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()


def _written(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    if kind == "slash_commands":
        return urlencode(payload), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return json.dumps(payload), "application/json"


def _ack(response: Response) -> Ack:
    """What a person is told of a failure: seen in https://github.com/Netflix/dispatch/issues/495."""
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    if response.status >= 500:
        return Ack({}, "http_error", "http_service_error", no_retry)
    if response.status >= 300:
        return Ack({}, "http_error", "http_client_error", no_retry)
    return Ack(_body(response.text))


def _body(text: str) -> dict[str, Any]:
    """Plain text is a message's text; JSON is the answer itself."""
    try:
        body = json.loads(text) if text.strip() else {}
    except json.JSONDecodeError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}
