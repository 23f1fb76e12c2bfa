"""Socket Mode: the connection, and a watch over it that opens a new one when this one has gone deaf."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import Unreachable
from adapters.slack.troubles import UNREACHED, word
from briefings.document import UserError
from briefings.document import mark as _

DEAF_AFTER = 6
"""Intervals between two pings after which a connection on which nothing was heard, no pong either, is given up."""
QUIET = timedelta(minutes=30)
"""A connection over which only pongs come for so long is opened anew: nobody can tell quiet from deaf."""

log = logging.getLogger("mss.slack")


class Socket:
    """One connection to Slack, and the watch over it."""

    def __init__(
        self, app: AsyncApp, token: str, client: AsyncWebClient, now: Callable[[], datetime], ping: float = 10
    ) -> None:
        self._now = now
        self._ping = ping
        self._token = token
        self._client = client
        self._app = app
        self._handler: AsyncSocketModeHandler | None = None
        self._watch: asyncio.Task[None] | None = None
        self._heard_at = self._ponged_at = now()

    @property
    def is_open(self) -> bool:
        session = self._handler.client.current_session if self._handler else None
        return session is not None and not session.closed

    async def open(self) -> None:
        """Connect. Raises UserError for a token that Slack refuses, or when Slack cannot be reached."""
        try:
            await self._client.apps_connections_open(app_token=self._token)
        except SlackApiError as error:
            raise UserError(_("Slack refuses slack.app_token: {why}. Make one on the app's page “Basic Information”, under App-Level Tokens, with the scope connections:write."),
                            why=word(error)) from error  # fmt: skip
        except UNREACHED as error:
            raise Unreachable(_("Slack cannot be reached: {why}"), why=str(error)) from error
        self._handler = AsyncSocketModeHandler(
            self._app,
            self._token,
            web_client=self._client,
            ping_interval=self._ping,
            logger=logging.getLogger("slack_sdk"),
        )
        self._handler.client.on_message_listeners.append(self._heard)
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        self._heard_at = self._ponged_at = self._now()
        self._watch = asyncio.create_task(self._watched())

    async def close(self) -> None:
        """Disconnect: nothing comes in any more."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _heard(self, _message: Any) -> None:
        self._heard_at = self._ponged_at = self._now()

    async def _watched(self) -> None:
        """Look now and then whether the connection still hears.

        The client reconnects by itself after a close and after missing pongs. This is for the day it does not:
        after an idle reconnect nothing arrived and nothing was said (https://github.com/slackapi/bolt-python/issues/1529).
        """
        while True:
            await asyncio.sleep(self._ping)
            try:
                await self._check()
            except Exception:
                log.exception("the connection to Slack could not be renewed; trying again")

    async def _check(self) -> None:
        client = self._handler.client if self._handler else None
        if client is None:
            return
        if client.last_ping_pong_time:
            ponged = datetime.fromtimestamp(client.last_ping_pong_time, self._now().tzinfo)
            self._ponged_at = max(self._ponged_at, ponged)
        is_dead = self._now() - self._ponged_at > timedelta(seconds=self._ping * DEAF_AFTER)
        if is_dead or self._now() - self._heard_at > QUIET:
            log.log(logging.WARNING if is_dead else logging.INFO, "nothing was heard from Slack since %s: "
                    "a new connection is opened", self._heard_at.isoformat(timespec="seconds"))  # fmt: skip
            self._heard_at = self._ponged_at = self._now()
            await client.connect_to_new_endpoint(force=True)
