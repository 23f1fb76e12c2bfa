"""The workspaces that installed the app themselves: their tokens are kept, renewed in time, and given up when taken away.

https://docs.slack.dev/authentication/installing-with-oauth
https://docs.slack.dev/authentication/using-token-rotation
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import encode_basic_auth
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.port import Memory
from adapters.slack import PLATFORM
from adapters.slack.access import Access, Workspace
from adapters.slack.troubles import ENDED, UNREACHED, word
from briefings.document import UserError
from briefings.document import mark as _

Kept = Mapping[str, Any]
"""What is kept of an installation; `expires_at` is in Unix seconds, 0 for a token that does not expire."""

EARLY = timedelta(hours=2)
"""How long before its end a token is renewed. It lives 12 hours; slack_sdk renews as early."""
TURN = timedelta(minutes=1)
"""How long a token is one process's to renew, and is left alone when that failed; longer than a call can take."""
LAST_MOMENT = timedelta(minutes=1)
"""What is left of a token's life when it is no longer handed out: it might end on the way."""
SECONDS = 10
"""The longest that one call may take."""
TRIES, PAUSE = 20, 0.1
"""How often, and after how many seconds, it is looked again whether another process renewed a token."""

FAILED = (SlackApiError, *UNREACHED)
"""What a call can end in: a refusal, a lost connection, or nothing in time."""
LOST = ENDED | {"invalid_refresh_token"}
"""Slack's words for a token that cannot be renewed ever."""
SPENT = frozenset({"invalid_code", "code_already_used", "code_expired"})
"""Slack's words for a code that is worth nothing any more."""

log = logging.getLogger("mss.slack")
_discreet = logging.getLogger("mss.slack.oauth")
# At debug level slack_sdk writes down what it sends and gets: here that is tokens.
_discreet.setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation that has just come about, by whom, and the app's own id."""

    tenant: str
    name: str
    installer: str
    app: str


class NotInstalled(Exception):
    """An installation that did not come about: the sentence that says why, and the HTTP status that goes with it."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class ManyWorkspaces:
    """The workspaces that installed the app, as `adapters.slack.access.Workspaces`.

    Nothing is remembered outside the store, so that a workspace which another process saw leave is gone here too; what
    was found last serves only while the store does not answer, so that people are told of that.
    """

    def __init__(self, access: Access, memory: Memory, now: Callable[[], datetime]) -> None:
        self._access = access
        self._memory = memory
        self._now = now
        # Nothing is tried again by itself: a code or a refresh token is good for once.
        self._client = AsyncWebClient(base_url=access.base_url, timeout=SECONDS, retry_handlers=[], logger=_discreet)
        self._renewals: dict[str, asyncio.Task[Kept | None]] = {}
        self._found: dict[str, Kept] = {}

    async def find(self, tenant: str) -> Workspace | None:
        """The workspace with a token that works now; None where the app is not installed, or not any more.

        Raises UserError when its token has ended and Slack does not renew it just now, and while the store does not
        answer where nothing was found before.
        """
        try:
            return await self._current(tenant)
        except UserError:
            found = self._found.get(tenant)
            if found is None or self._ends_within(LAST_MOMENT, found):
                raise
            return _workspace(tenant, found)

    async def _current(self, tenant: str) -> Workspace | None:
        kept = await self._kept(tenant)
        if kept and self._ends_within(EARLY, kept):
            renewal = self._renewal(tenant)
            if self._ends_within(LAST_MOMENT, kept):
                kept = await asyncio.shield(renewal)
        if kept and self._ends_within(LAST_MOMENT, kept):
            raise UserError(_("Slack has not renewed my access to this workspace yet; ask again in a minute"))
        return _workspace(tenant, kept) if kept else None

    async def every(self) -> list[Workspace]:
        """All of them, without those whose token has ended and cannot be renewed just now."""
        found = []
        for each in await self._memory.installations.every(PLATFORM):
            with suppress(UserError):
                found.append(None if each.ended_at else await self.find(each.tenant))
        return [workspace for workspace in found if workspace]

    async def end(self, tenant: str, why: str) -> None:
        """Forget a workspace's tokens, and remember why; one whose token works has been installed anew, and stays.

        Slack tells of a removal for as long as nobody hears it, and so perhaps after the next installation.
        """
        kept = await self._kept(tenant)
        if kept and not await self._works(kept["token"]):
            await self._memory.installations.end(PLATFORM, tenant, why, self._now())

    async def install(self, code: str) -> Installed:
        """Exchange the code that a person brought from Slack, and keep what it gave. Raises NotInstalled.

        An installation for a whole organization is given back: each workspace has missions of its own.
        https://docs.slack.dev/reference/methods/oauth.v2.access
        """
        at = self._now()
        try:
            granted = await self._granted(code=code, **redirect(self._access))
            if granted["is_enterprise_install"]:
                await self._client.auth_revoke(token=granted["access_token"])
                raise NotInstalled(_WHOLE_ORGANIZATION)
            identity = await self._client.auth_test(token=granted["access_token"])
        except FAILED as error:
            log.warning("an installation failed: %s", _why(error))
            raise _not_installed(error) from error
        team = granted["team"]
        who = {"name": team["name"], "bot_user": granted["bot_user_id"], "bot": identity.get("bot_id", "")}
        await self._memory.installations.save(PLATFORM, team["id"], {**who, **_tokens(granted, at)}, at)
        return Installed(team["id"], team["name"], granted["authed_user"]["id"], granted["app_id"])

    async def close(self) -> None:
        """Finish the renewals that are under way."""
        await asyncio.gather(*self._renewals.values(), return_exceptions=True)

    # renewing

    def _renewal(self, tenant: str) -> asyncio.Task[Kept | None]:
        """The renewal of a token that is under way here, or a new one.

        It is a task of its own: whoever asked for the token may go away, and what Slack gives must be kept all the same.
        """
        if tenant not in self._renewals:
            self._renewals[tenant] = asyncio.create_task(self._renewed(tenant))
            self._renewals[tenant].add_done_callback(lambda _done: self._renewals.pop(tenant))
        return self._renewals[tenant]

    async def _renewed(self, tenant: str) -> Kept | None:
        """What is kept after a renewal by this process, or by the one that was quicker."""
        name, holder = f"slack token {tenant}", secrets.token_hex(8)
        for _try in range(TRIES):
            if await self._memory.leases.take(name, holder, self._now(), self._now() + TURN):
                return await self._renew_in_turn(tenant, name, holder)
            kept = await self._kept(tenant)
            if kept is None or not self._ends_within(LAST_MOMENT, kept):
                break
            await asyncio.sleep(PAUSE)
        return kept

    async def _renew_in_turn(self, tenant: str, name: str, holder: str) -> Kept | None:
        """Renew a token unless somebody just did. After a failure the turn is kept: Slack is not asked again at once."""
        kept = await self._kept(tenant)
        if kept and self._ends_within(EARLY, kept):
            kept = await self._renew(tenant, kept)
        if kept is None or not self._ends_within(EARLY, kept):
            await self._memory.leases.release(name, holder)
        return kept

    async def _renew(self, tenant: str, old: Kept) -> Kept | None:
        """Exchange the refresh token for a new pair, and keep that before anybody uses it."""
        at = self._now()
        try:
            granted = await self._granted(grant_type="refresh_token", refresh_token=old["refresh_token"])
        except FAILED as error:
            return await self._not_renewed(tenant, old, error)
        kept = await self._kept(tenant)
        if kept != old:  # removed or installed anew in the meantime
            return kept
        new = {**old, **_tokens(granted, at)}
        await self._memory.installations.save(PLATFORM, tenant, new, at)
        return new

    async def _not_renewed(self, tenant: str, old: Kept, error: Exception) -> Kept | None:
        """What is left: the old token while it lives, nothing once it can be neither used nor renewed."""
        why = _why(error)
        log.error("the token of workspace %s was not renewed: %s", tenant, why)
        if why in LOST and self._ends_within(LAST_MOMENT, old):
            await self._memory.installations.end(PLATFORM, tenant, why, self._now())
            return None
        return old

    # what all of it is made of

    async def _kept(self, tenant: str) -> Kept | None:
        """What the store keeps of a workspace; None where it is not installed."""
        kept = await self._memory.installations.find(PLATFORM, tenant)
        if kept:
            self._found[tenant] = kept
        else:
            self._found.pop(tenant, None)
        return kept

    def _ends_within(self, time: timedelta, kept: Kept) -> bool:
        return bool(kept["expires_at"]) and kept["expires_at"] <= (self._now() + time).timestamp()

    async def _works(self, token: str) -> bool:
        try:
            await self._client.auth_test(token=token)
        except FAILED:
            return False
        return True

    async def _granted(self, **asked: str) -> AsyncSlackResponse:
        """What Slack gives for a code or a refresh token. Raises one of FAILED.

        slack_sdk's own method names the app in a way that aiohttp warns of; Slack wants it in this header.
        """
        header = encode_basic_auth(self._access.client_id, self._access.client_secret)
        return await self._client.api_call("oauth.v2.access", data=asked, headers={"Authorization": header})


def redirect(access: Access) -> dict[str, str]:
    """Where Slack sends a person back to; nothing when the app's own setting at Slack is to be used."""
    return {"redirect_uri": access.redirect_url} if access.redirect_url else {}


def _tokens(granted: AsyncSlackResponse, at: datetime) -> dict[str, Any]:
    """A token and, with rotation, what renews it and when it ends."""
    life = granted.get("expires_in")
    return {"token": granted["access_token"], "refresh_token": granted.get("refresh_token", ""),
            "expires_at": int(at.timestamp()) + int(life) if life else 0}  # fmt: skip


def _workspace(tenant: str, kept: Kept) -> Workspace:
    return Workspace(tenant, kept["name"], kept["bot_user"], kept["bot"], kept["token"])


def _why(error: Exception) -> str:
    return word(error) if isinstance(error, SlackApiError) else type(error).__name__


def _not_installed(error: Exception) -> NotInstalled:
    return NotInstalled(_TOO_LATE) if _why(error) in SPENT else NotInstalled(_TROUBLE, 502)


_WHOLE_ORGANIZATION = _(
    "The bot is installed into one workspace at a time, not into a whole organization; begin again and choose a workspace"
)
_TOO_LATE = _("Slack does not know this installation any more, so nothing was installed")
_TROUBLE = _(
    "Slack did not complete the installation; begin again in a minute, and tell whoever runs the bot when it stays so"
)
