"""Slack's signed requests over HTTP: only what Slack sent, just now and for the first time, is let in.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hmac
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.port import WebAnswer, WebRequest
from adapters.recent import Recent
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.places import Payload

FRESH = 5 * 60
"""Seconds that a request may be old, or ahead of our clock."""
LARGEST = 1_000_000
"""Bytes of a request: a view carries 100 blocks, an event one message; nothing of Slack's comes near."""
TELLS_EVERY = timedelta(minutes=1)
"""How often the log tells of requests that were kept out."""

log = logging.getLogger("mss.slack")


class Door:
    """Lets signed requests in; `refused` counts those that it kept out, by reason.

    A slash command goes to `command`, which gives its ack, by a shorter way than Bolt's (0.4 × the time); what that
    does not answer, with None, and everything else goes to Bolt.
    """

    def __init__(
        self,
        app: AsyncApp,
        secret: str,
        now: Callable[[], datetime],
        command: Callable[[Payload], Awaitable[str | None]],
    ) -> None:
        self._app = app
        self._command = command
        self._verifier = SignatureVerifier(secret)
        self._now = now
        self._recent = Recent(now)
        self.refused: Counter[str] = Counter()
        self._told_at: datetime | None = None

    async def __call__(self, request: WebRequest) -> WebAnswer:
        """Answer a request of Slack; one that is not let in gets 401, an oversized one 413."""
        reason = self._reason_against(request)
        if reason:
            self._refuse(reason)
            return WebAnswer(413 if reason == "oversized" else 401, reason.encode())
        said = dict(parse_qsl(request.body.decode(errors="replace"))) if _is_form(request.headers) else {}
        ack = await self._command(said) if "command" in said else None
        if ack is not None:
            return WebAnswer(200, ack.encode(), _JSON if ack else {})
        asked = AsyncBoltRequest(
            body=request.body.decode(errors="replace"),
            query=request.query,
            headers={name: [value] for name, value in request.headers.items()},
        )
        answer = await self._app.async_dispatch(asked)
        headers = {name: values[0] for name, values in answer.headers.items() if values}
        return WebAnswer(answer.status, answer.body.encode(), headers)

    def _refuse(self, reason: str) -> None:
        """Count what is kept out, and tell it now and then: anybody can knock, and nobody is to fill the log."""
        self.refused[reason] += 1
        now = self._now()
        if self._told_at is None or now - self._told_at >= TELLS_EVERY:
            self._told_at = now
            so_far = ", ".join(f"{number} {why}" for why, number in self.refused.items())
            log.warning("a request to %s was refused as %s; since the start: %s", EVENTS_PATH, reason, so_far)

    def _reason_against(self, request: WebRequest) -> str:
        """Why a request is kept out; empty when it is let in."""
        if len(request.body) > LARGEST:
            return "oversized"
        moment, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
        if not moment.isascii() or not moment.isdigit():
            return "unsigned"
        if abs(self._now().timestamp() - int(moment)) > FRESH:
            return "stale"
        expected = self._verifier.generate_signature(timestamp=moment, body=request.body) or ""
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            return "unsigned"
        return "" if self._recent.is_new(signature) else "replayed"


def _is_form(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


_JSON = {"content-type": "application/json;charset=utf-8"}
