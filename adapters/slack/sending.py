"""What leaves for Slack: calls of its Web API and answers to response URLs, over one shared session."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

MOST_CLIENTS = 1_000
"""Clients kept at once, one for each token."""
LONGEST_WAIT = 30
"""Seconds that a call waits for its turn, or for an answer, at most; a person would not wait longer."""

_discreet = logging.getLogger("mss.slack.api")
# At debug level slack_sdk writes down whole requests: here those are people's words.
_discreet.setLevel(logging.INFO)


class WaitsItsTurn(AsyncRetryHandler):
    """Tries again after a rate limit, when Slack says so.

    Nothing else is tried again: after a lost connection nobody knows whether a message was posted. The handler
    that slack_sdk brings reads the first digit of Retry-After only. `tell` is told of the seconds of each wait.
    """

    def __init__(self, tell: Callable[[float], None], most: int = 2) -> None:
        super().__init__(max_retry_count=most)
        self._tell = tell

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return response is not None and response.status_code == 429 and _wait(response) <= LONGEST_WAIT

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        seconds = _wait(response) if response else 0.0
        self._tell(seconds)
        await asyncio.sleep(seconds)
        state.increment_current_attempt()


def _wait(response: HttpResponse) -> float:
    """Seconds to wait, from Retry-After. https://docs.slack.dev/apis/web-api/rate-limits"""
    values = next((value for name, value in response.headers.items() if name.casefold() == "retry-after"), ["1"])
    return float(values if isinstance(values, str) else values[0])


class Sender:
    """Opens clients over one session, and answers response URLs. `waited` are the seconds that calls waited for a turn."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._session: aiohttp.ClientSession | None = None
        self.waited = 0.0
        self._clients: dict[tuple[str, bool], AsyncWebClient] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LONGEST_WAIT))
        return self._session

    def client(self, token: str = "", *, waits: bool = True) -> AsyncWebClient:
        """A client of the Web API, with a workspace's token or without; one that `waits` tries again when it is its turn."""
        if (token, waits) not in self._clients:
            if len(self._clients) >= MOST_CLIENTS:
                self._clients.clear()
            self._clients[token, waits] = AsyncWebClient(
                token or None,
                base_url=self._base_url,
                session=self.session,
                retry_handlers=[WaitsItsTurn(self._waits)] if waits else [],
                logger=_discreet,
            )
        return self._clients[token, waits]

    async def respond(self, url: str, answer: Mapping[str, Any]) -> None:
        """Post an answer to a response URL. Raises SlackApiError with Slack's word for what is wrong."""
        client = AsyncWebhookClient(
            url, session=self.session, retry_handlers=[WaitsItsTurn(self._waits)], logger=_discreet
        )
        answered = await client.send_dict(dict(answer))
        if answered.status_code != 200:
            refusal = {"error": _word(answered.body)}
            raise SlackApiError("the response URL was refused", refusal)  # type: ignore[no-untyped-call]

    def _waits(self, seconds: float) -> None:
        self.waited += seconds

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _word(body: str) -> str:
    """Slack's word for what went wrong, such as used_url, from a plain or a JSON body."""
    found = next((word for word in body.replace('"', " ").split() if "_" in word), "")
    return found.strip(",:{}") or body.strip()[:80]
