"""Direct messages: whether one is somebody's own with the bot, or one between people, which counts as a room."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.places import Place
from adapters.slack.troubles import UNREACHED, word

SOON = 1.0
"""Seconds to wait for Slack to tell: an answer has to leave within three."""
MOST = 10_000
"""Direct messages that are remembered."""
NOT_OURS = "channel_not_found"
"""What Slack says of a direct message that the bot is no part of."""

log = logging.getLogger("mss.slack")


class Directs:
    """What Slack told of direct messages; one between people never becomes the bot's, nor the other way round."""

    def __init__(self) -> None:
        self._is_own: dict[tuple[str, str], bool] = {}

    async def seen(self, client: AsyncWebClient, place: Place) -> Place:
        """The place as what it is: direct where it is the asker's own conversation with the bot, which payloads do not tell.

        Where Slack does not tell either, it counts as a room.
        """
        if place.is_direct or not place.channel.startswith("D"):
            return place
        known = (place.tenant, place.channel)
        if known not in self._is_own:
            found = await self._asked(client, place)
            if found is None:
                return place
            if len(self._is_own) >= MOST:
                self._is_own.clear()
            self._is_own[known] = found
        return replace(place, is_direct=self._is_own[known])

    async def _asked(self, client: AsyncWebClient, place: Place) -> bool | None:
        """Whether it is the asker's own; None where Slack did not tell.

        https://docs.slack.dev/reference/methods/conversations.info tells the bot only of what it is a part of.
        """
        try:
            async with asyncio.timeout(SOON):
                told = (await client.conversations_info(channel=place.channel))["channel"]
        except SlackApiError as error:
            if word(error) == NOT_OURS:
                return False
            log.info("Slack does not tell of the direct message %s: %s", place.channel, word(error))
            return None
        except UNREACHED:
            return None
        return bool(told.get("is_im")) and told.get("user") == place.user
