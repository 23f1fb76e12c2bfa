"""Slack as a platform that is served: what it is made of, how it starts, stops and does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from adapters.port import Actor, Desk, Health, Memory, Standing, WebAnswer, WebRequest, new_request
from adapters.recent import Recent
from adapters.slack import PLATFORM
from adapters.slack.access import Access, Mode, OneWorkspace, Workspaces
from adapters.slack.answers import Answers
from adapters.slack.directs import Directs
from adapters.slack.files import Files
from adapters.slack.homes import Homes
from adapters.slack.installing import InstallPages
from adapters.slack.listeners import Listeners, Parts
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.oauth import ManyWorkspaces
from adapters.slack.people import People
from adapters.slack.places import Payload
from adapters.slack.posting import Posting
from adapters.slack.posts import Posts
from adapters.slack.sending import Sender
from adapters.slack.socket import Socket
from adapters.slack.troubles import word
from adapters.slack.web import Door
from adapters.tasks import Tasks
from briefings.document import UserError
from briefings.document import mark as _

PING = 10
"""Seconds between two pings on a socket."""
PATIENCE = 1.5
"""Seconds to wait for an answer before something else is acked: Slack waits for three."""
DRAIN = 10
"""Seconds that a stop waits for what was acked and is not answered."""
HOMES = 15
"""Seconds between two looks whether facts changed."""
NOT_INSTALLED = _(
    "I have no access to this workspace just now; ask again in a minute, or have whoever manages it install me again"
)

log = logging.getLogger("mss.slack")


class Slack:
    """The Slack app, over a desk and a memory. `posts` posts into rooms."""

    name = PLATFORM

    def __init__(
        self,
        access: Access,
        desk: Desk,
        memory: Memory,
        now: Callable[[], datetime],
        patience: float = PATIENCE,
        ping: float = PING,
    ) -> None:
        self._access = access
        self._ping = ping
        self._desk = desk
        self._now = now
        self._heard_at: datetime | None = None
        self._sender = Sender(access.base_url)
        self._tasks = Tasks()
        self._pages: InstallPages | None = None
        self.workspaces = self._workspaces(memory)
        self.posts = Posting(self.workspaces, self._sender, memory.lines, now)
        self._people = people = People(now)
        answers = Answers(desk, people, now)
        files = Files(self._sender, access.base_url)
        posts = Posts(self._sender, files, memory.lines, now)
        self._homes = Homes(desk, answers, posts, now)
        self._app = AsyncApp(
            authorize=_authorizer(self.workspaces),
            signing_secret=access.signing_secret or "unused: requests are checked at the door",
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            process_before_response=True,
            user_facing_authorize_error_message=desk.phrase(NOT_INSTALLED),
            logger=logging.getLogger("slack_bolt"),
        )
        self._app.use(self._hears)
        self._listeners = Listeners(Parts(answers, posts, people, self._homes, self.workspaces, memory.seen,
                                          self._sender, files, self._tasks, Recent(now), Directs(), patience))  # fmt: skip
        self._listeners.listen(self._app)
        is_over_http = access.mode is Mode.HTTP
        self._door = Door(self._app, access.signing_secret, now, self._commanded) if is_over_http else None
        self._socket: Socket | None = None
        self._hears_here = access.mode is Mode.SOCKET
        self._refreshing: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    @property
    def routes(self) -> Mapping[str, Callable[[WebRequest], Awaitable[WebAnswer]]]:
        """Slack's one URL, and the pages to install the app with."""
        events = {EVENTS_PATH: self._door} if self._door else {}
        return {**events, **(self._pages.routes if self._pages else {})}

    async def start(self, *, hears: bool = True) -> None:
        """Ask who we are, give every workspace its space, and connect. Raises UserError for a token that is refused."""
        for workspace in await self.workspaces.every():
            await self._desk.welcome(PLATFORM, workspace.tenant, workspace.name, self._now())
        self._hears_here = hears and self._access.mode is Mode.SOCKET
        if self._hears_here:
            client = self._sender.client()
            self._socket = Socket(self._app, self._access.app_token, client, self._now, self._ping)
            await self._socket.open()
        self._refreshing = asyncio.create_task(self._refreshed())

    async def stop(self) -> None:
        """Take nothing new, finish what was acked, disconnect."""
        self._ending.set()
        if self._refreshing:
            await self._refreshing
        await self._tasks.finish(DRAIN)
        if self._socket:
            await self._socket.close()
            await self._tasks.finish(DRAIN)
        await self.workspaces.close()
        await self._sender.close()

    def health(self, now: datetime) -> Health:
        """Well while its socket is open; without one it cannot know more than what it heard last."""
        is_well = self._socket.is_open if self._socket else not self._hears_here
        return Health(is_well, self._heard_at, "" if is_well else "the socket is not open", self._sender.waited)

    @property
    def refused(self) -> Mapping[str, int]:
        """How many requests over HTTP were kept out, by reason."""
        return self._door.refused if self._door else {}

    def _workspaces(self, memory: Memory) -> Workspaces:
        if not self._access.client_id:
            return OneWorkspace(self._access, self._sender.client())
        many = ManyWorkspaces(self._access, memory, self._now)
        self._pages = InstallPages(self._access, many, memory.states, self._now, self._desk.phrase, self._installed)
        return many

    async def _installed(self, tenant: str, name: str, installer: str) -> None:
        """Whoever installs the app owns the workspace's space, unless somebody does already."""
        workspace = await self.workspaces.find(tenant)
        try:
            client = self._sender.client(workspace.token if workspace else "")
            owner = (await self._people.find(client, tenant, installer)).actor
        except SlackApiError as error:
            log.warning("the name of who installed the app is not known: %s", word(error))
            owner = Actor(PLATFORM, tenant, installer, standing=Standing.MEMBER)
        await self._desk.welcome(PLATFORM, tenant, name, self._now(), owner)

    async def _hears(self, next: Callable[[], Awaitable[Any]]) -> None:
        self._begin()
        await next()

    def _begin(self) -> None:
        self._heard_at = self._now()
        new_request()

    async def _commanded(self, body: Payload) -> str | None:
        """The ack of a slash command; None where the app is not installed, which Bolt tells."""
        self._begin()
        try:
            workspace = await self.workspaces.find(body.get("team_id", ""))
        except UserError as error:
            return await self._listeners.ack_without_access(body, error)
        if workspace is None:
            return None
        return await self._listeners.ack_of(body, self._sender.client(workspace.token))

    async def _refreshed(self) -> None:
        """Look now and then whether facts changed that stand in somebody's home."""
        # It is asked to end and never cut off: a statement of SQLite that is cut off leaves a thread behind.
        while not await self._is_ending_within(HOMES):
            try:
                await self.refresh_homes()
            except UserError:
                continue  # what keeps us from the store is told there, once
            except Exception:
                log.exception("the homes could not be renewed")

    async def _is_ending_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)
        return self._ending.is_set()

    async def refresh_homes(self) -> None:
        """Draw again the App Homes that are looked at and whose facts changed."""
        await self._homes.refresh()


def _authorizer(workspaces: Workspaces) -> Any:
    """Tells Bolt who we are in the workspace a payload comes from; None where we are not installed."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        try:
            workspace = await workspaces.find(team_id or enterprise_id or "")
        except UserError as error:
            log.warning("no access to workspace %s: %s", team_id, error)
            return None
        if workspace is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=workspace.bot_user, bot_id=workspace.bot,
            bot_token=workspace.token,
        )  # fmt: skip

    return authorize
