"""What the bot is to Slack: its tokens and addresses, and the workspaces it may act in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import Unreachable
from adapters.slack.troubles import UNREACHED, word
from briefings.document import UserError
from briefings.document import mark as _


class Mode(StrEnum):
    """How Slack reaches the bot: over a socket the bot opens, or by signed requests to its address."""

    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class Access:
    """The settings of the Slack app. Secrets stay out of its repr.

    One workspace is served by its `bot_token`; many by `client_id` and `client_secret`, which they install with.
    `base_url` is the Web API's, with a slash at its end.
    """

    mode: Mode = Mode.SOCKET
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    base_url: str = "https://slack.com/api/"
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    authorize_url: str = "https://slack.com/oauth/v2/authorize"
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace the bot acts in, and who it is there."""

    tenant: str
    name: str
    bot_user: str
    bot: str
    token: str = field(repr=False)


class Workspaces(Protocol):
    """The workspaces that have the app."""

    async def find(self, tenant: str) -> Workspace | None:
        """The workspace with a token that works now; None where the app is not installed, or not any more."""

    async def every(self) -> Sequence[Workspace]:
        """All of them."""

    async def end(self, tenant: str, why: str) -> None:
        """Remember that a workspace took the app, or its tokens, away: nothing is sent to it any more."""

    async def close(self) -> None:
        """Finish what is under way."""


class OneWorkspace:
    """The one workspace of a bot token."""

    def __init__(self, access: Access, client: AsyncWebClient) -> None:
        self._access = access
        self._client = client
        self._workspace: Workspace | None = None
        self.ended = ""

    async def find(self, tenant: str) -> Workspace | None:
        workspace = None if self.ended else await self._whose()
        return workspace if workspace and workspace.tenant == tenant else None

    async def every(self) -> Sequence[Workspace]:
        return () if self.ended else (await self._whose(),)

    async def end(self, tenant: str, why: str) -> None:
        if self._workspace and self._workspace.tenant == tenant:
            self.ended = why

    async def close(self) -> None:
        """Nothing is under way."""

    async def _whose(self) -> Workspace:
        """Whose token it is, asked once. Raises UserError when Slack refuses the token or cannot be reached."""
        if self._workspace is None:
            try:
                found = await self._client.auth_test(token=self._access.bot_token)
            except SlackApiError as error:
                raise UserError(_("Slack refuses slack.bot_token: {why}. Copy the bot token again from the app's page “OAuth & Permissions”."),
                                why=word(error)) from error  # fmt: skip
            except UNREACHED as error:
                raise Unreachable(_("Slack cannot be reached: {why}"), why=str(error)) from error
            self._workspace = Workspace(
                found["team_id"], found["team"], found["user_id"], found.get("bot_id") or "", self._access.bot_token
            )
        return self._workspace
