"""App Homes: drawn when they are opened, and again when facts change while they may be looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import Desk
from adapters.slack import PLATFORM
from adapters.slack.answers import Answers
from adapters.slack.places import Place
from adapters.slack.posts import Posts
from adapters.slack.troubles import UNREACHED
from briefings.document import Said

log = logging.getLogger("mss.slack")
OPEN_FOR = timedelta(hours=8)
"""How long after it was opened a home may still be looked at."""
CALM = timedelta(minutes=1)
"""A home is drawn again once in this time at most, however many facts change."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A home as it was drawn: for whom, when it was opened and drawn, and over which state of the record."""

    place: Place
    client: AsyncWebClient
    opened_at: datetime
    drawn_at: datetime
    revision: int
    print: str


class Homes:
    """The homes that may be looked at now."""

    def __init__(self, desk: Desk, answers: Answers, posts: Posts, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._answers = answers
        self._posts = posts
        self._now = now
        self._shown: dict[tuple[str, str], _Shown] = {}

    async def publish(self, client: AsyncWebClient, place: Place) -> None:
        """Draw somebody's home, opened just now."""
        await self._draw(client, place, self._now())

    async def refresh(self) -> None:
        """Draw those homes again whose record changed; one that would look the same is left alone."""
        moment = self._now()
        self._shown = {key: shown for key, shown in self._shown.items() if moment - shown.opened_at < OPEN_FOR}
        revisions: dict[str, int] = {}
        for shown in list(self._due(moment)):
            tenant = shown.place.tenant
            if tenant not in revisions:
                revisions[tenant] = await self._desk.revision(PLATFORM, tenant)
            if revisions[tenant] != shown.revision:
                await self._draw_again(shown)

    def forget(self, tenant: str) -> None:
        """Draw none of a workspace any more."""
        self._shown = {key: shown for key, shown in self._shown.items() if key[0] != tenant}

    def _due(self, moment: datetime) -> Iterator[_Shown]:
        return (shown for shown in self._shown.values() if moment - shown.drawn_at >= CALM)

    async def _draw_again(self, shown: _Shown) -> None:
        """Draw a home that is looked at; one that Slack does not take is left alone until it is opened again."""
        try:
            await self._draw(shown.client, shown.place, shown.opened_at)
        except (SlackApiError, *UNREACHED) as error:
            log.warning("the home of %s in %s is not renewed: %s", shown.place.user, shown.place.tenant, error)
            self._shown.pop((shown.place.tenant, shown.place.user), None)

    async def _draw(self, client: AsyncWebClient, place: Place, opened_at: datetime) -> None:
        key = (place.tenant, place.user)
        revision = await self._desk.revision(PLATFORM, place.tenant)
        said = (await self._answers.to_words(client, place, "home", {})).said
        before, moment = self._shown.get(key), self._now()
        shown = _Shown(place, client, opened_at, moment, revision, _print(said))
        if before is None or before.opened_at != opened_at or before.print != shown.print:
            await self._posts.home(client, place, said)
        self._shown[key] = shown


def _print(said: Said) -> str:
    return blake2b(repr(replace(said, header=())).encode(), digest_size=16).hexdigest()
