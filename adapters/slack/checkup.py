"""How the app stands with Slack, found without serving it: its tokens, its scopes, its workspaces, our clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.checkup import Finding, Verdict
from adapters.port import Installed, Memory
from adapters.slack import PLATFORM
from adapters.slack.access import Access, Mode
from adapters.slack.manifest import SCOPES
from adapters.slack.oauth import ManyWorkspaces
from adapters.slack.troubles import word
from briefings.document import Instant, Line, Listing, Text, UserError, plural
from briefings.document import mark as _

NO_ANSWER = (ClientError, OSError, TimeoutError, ValueError)
"""What a call raises when no answer of Slack's comes back."""
OFF = 60
"""Seconds that our clock may be away from Slack's; from 300 on Slack's signed requests are refused."""


async def examine(access: Access, memory: Memory | None, now: Callable[[], datetime]) -> list[Finding]:
    """What to know of the app: the way in, then its one workspace, or the many that installed it or took it away.

    `memory` is None where nothing is remembered yet.
    """
    client = AsyncWebClient(base_url=access.base_url)
    found = [await _way_in(client, access)]
    if access.client_id:
        found += await _installations(client, access, memory, now) if memory else []
    else:
        again = Line(_("Copy the bot token again from the app's page “OAuth & Permissions”."))
        found += await _token(client, access.bot_token, "slack.bot_token", again, now())
    return [one for place, one in enumerate(found) if one not in found[:place]]


async def _way_in(client: AsyncWebClient, access: Access) -> Finding:
    """How Slack reaches the bot. A socket that is only asked for is never opened, and costs nothing."""
    if access.mode is Mode.HTTP:
        return Finding(Verdict.WELL, Line(_("Slack's requests are checked with slack.signing_secret")))
    try:
        await client.apps_connections_open(app_token=access.app_token)
    except SlackApiError as error:
        return Finding(Verdict.WRONG, Line(_("Slack opens no socket for slack.app_token: {why}"), why=word(error)),
                       Line(_("Switch on “Socket Mode” in the app's settings, and make an app-level token with the scope connections:write on its page “Basic Information”.")))  # fmt: skip
    except NO_ANSWER as error:
        return _unreachable(client, error)
    return Finding(Verdict.WELL, Line(_("Slack opens a socket for slack.app_token")))


async def _installations(
    client: AsyncWebClient, access: Access, memory: Memory, now: Callable[[], datetime]
) -> list[Finding]:
    """Every workspace that has the app, with its own token, and every one that had it."""
    workspaces, installed = ManyWorkspaces(access, memory, now), await memory.installations.every(PLATFORM)
    again = Line(_("Install the app again from /slack/install."))
    found = [_ended(each, each.ended_at) for each in installed if each.ended_at]
    if len(found) == len(installed):
        found.append(Finding(Verdict.WORTH_KNOWING, Line(_("No workspace has the app; it is installed from /slack/install"))))  # fmt: skip
    if access.bot_token:
        found.append(Finding(Verdict.WORTH_KNOWING, Line(_("slack.bot_token is not used: workspaces install the app themselves"))))  # fmt: skip
    for each in installed:
        if not each.ended_at:
            try:
                workspace = await workspaces.find(each.tenant)
            except UserError as error:
                found.append(
                    Finding(Verdict.WRONG, Line(_("{workspace}: {why}"), workspace=_name(each), why=error.line), again)
                )
            else:
                found += await _token(client, workspace.token if workspace else "", _name(each), again, now())
    return found


async def _token(client: AsyncWebClient, token: str, whose: str, again: Line, at: datetime) -> list[Finding]:
    """Whether a bot token is good for all the bot does; `again` is the way to a better one.

    https://docs.slack.dev/reference/methods/auth.test: a header of the answer names the scopes.
    """
    try:
        answer = await client.auth_test(token=token)
    except SlackApiError as error:
        return [Finding(Verdict.WRONG, Line(_("Slack refuses {token}: {why}"), token=whose, why=word(error)), again)]
    except NO_ANSWER as error:
        return [_unreachable(client, error)]
    headers = {name.casefold(): value for name, value in answer.headers.items()}
    known = Finding(Verdict.WELL, Line(_("Slack knows the bot in the workspace {name}"), name=str(answer["team"])))
    return [known, *_lacking(headers.get("x-oauth-scopes", ""), answer), *_apart(headers.get("date", ""), at)]


def _lacking(granted: str, answer: AsyncSlackResponse) -> list[Finding]:
    """The scopes that a workspace did not grant, by name."""
    if not granted:
        return [Finding(Verdict.WRONG, Line(_("Slack does not tell which scopes the bot has in {name}"), name=str(answer["team"])),
                        Line(_("Install the app again, and ask the doctor once more.")))]  # fmt: skip
    missing = [scope for scope in SCOPES if scope not in granted.replace(" ", "").split(",")]
    if not missing:
        return []
    scopes = Listing(tuple(map(Text, missing)), by_commas=True)
    return [Finding(Verdict.WRONG, Line(_("The bot lacks these scopes in {name}: {scopes}"), name=str(answer["team"]), scopes=scopes),
                    Line(_("Put what `mss slack manifest` prints on the app's page “App Manifest”, and install the app again.")))]  # fmt: skip


def _apart(date: str, at: datetime) -> list[Finding]:
    """How far our clock is from the Date of an answer, when that is too far."""
    seconds = round(abs((at - parsedate_to_datetime(date)).total_seconds())) if date else 0
    if seconds <= OFF:
        return []
    return [Finding(Verdict.WRONG, plural(_("The clock of this machine is {n} second away from Slack's"),
                                          _("The clock of this machine is {n} seconds away from Slack's"), seconds),
                    Line(_("Let the machine keep its time by NTP; from five minutes on Slack's requests are refused.")))]  # fmt: skip


def _ended(workspace: Installed, at: datetime) -> Finding:
    says = Line(
        _("{workspace} ended on {moment}: {why}"), workspace=_name(workspace), moment=Instant(at), why=workspace.why
    )
    return Finding(Verdict.WORTH_KNOWING, says)


def _name(workspace: Installed) -> str:
    return workspace.name or workspace.tenant


def _unreachable(client: AsyncWebClient, error: Exception) -> Finding:
    why = str(error) or type(error).__name__
    return Finding(Verdict.WRONG, Line(_("Slack cannot be reached at {url}: {why}"), url=client.base_url, why=why),
                   Line(_("Look at the network of this machine, and at slack.base_url.")))  # fmt: skip
