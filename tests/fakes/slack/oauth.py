"""Installing, rotating and removing: oauth.v2.access, oauth.v2.exchange, apps.uninstall, auth.revoke, auth.test.

Each method's page under https://docs.slack.dev/reference/methods names its errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.slack.rates import Tier
from tests.fakes.slack.tokens import TWELVE_HOURS, Token
from tests.fakes.slack.web_api import Answer, Call, SlackError, method

if TYPE_CHECKING:
    from tests.fakes.slack.server import FakeSlack


@method("auth.test")
def auth_test(call: Call) -> Answer:
    team = call.team
    return {"url": f"https://{team.domain}.slack.com/", "team": team.name, "user": team.bot.handle, "team_id": team.id,
            "user_id": team.bot.id, "bot_id": team.bot_id, "is_enterprise_install": False}  # fmt: skip


@method("auth.revoke", tier=Tier.THREE)
def auth_revoke(call: Call) -> Answer:
    if call.token and not call.flag("test"):
        call.token.revoked = "token_revoked"
    return {"revoked": not call.flag("test")}


@method("oauth.v2.access", token="")
def access(call: Call) -> Answer:
    """Exchange a code, or, with token rotation, a refresh token. Each can be exchanged once."""
    _check_client(call)
    if call.args.get("grant_type") == "refresh_token":
        return _refreshed(call)
    code = call.slack.tokens.codes.pop(call.text("code", ""), None)
    if code is None or call.slack.clock.timestamp > code.until:
        raise SlackError("invalid_code")
    if code.redirect_uri != call.text("redirect_uri", code.redirect_uri):
        raise SlackError("bad_redirect_uri")
    return granted(call.slack, code.team, code.scopes, code.installer)


@method("oauth.v2.exchange", tier=Tier.THREE, token="")
def exchange(call: Call) -> Answer:
    """A long-lived token becomes an expiring one. https://docs.slack.dev/reference/methods/oauth.v2.exchange"""
    _check_client(call)
    if not call.slack.app.rotates:
        raise SlackError("token_rotation_not_enabled")
    if call.token is None or call.token.expires_at:
        raise SlackError("invalid_token")
    if call.token.revoked:
        raise SlackError("token_already_exchanged")
    call.token.revoked = "token_revoked"
    return granted(call.slack, call.token.team, call.token.scopes, call.token.installer)


@method("apps.uninstall", tier=Tier.ONE)
def uninstall(call: Call) -> Answer:
    _check_client(call)
    call.slack.uninstall_later(call.team)
    return {}


def granted(slack: FakeSlack, team_id: str, scopes: tuple[str, ...], installer: str) -> Answer:
    """The answer to an installation; with rotation it has a refresh token and twelve hours to live."""
    team = slack.world.teams[team_id]
    until = slack.clock.timestamp + TWELVE_HOURS if slack.app.rotates else 0
    token = slack.tokens.bot(team_id, scopes, installer, until)
    rotation = {"refresh_token": slack.tokens.refresh_for(token), "expires_in": TWELVE_HOURS} if until else {}
    place = {"id": team_id, "name": team.name}
    whose = {"team": None, "enterprise": place} if slack.app.is_org_wide else {"team": place, "enterprise": None}
    return {"app_id": slack.app.id, "authed_user": {"id": installer}, "scope": ",".join(scopes), "token_type": "bot",
            "access_token": token.text, "bot_user_id": team.bot.id, **whose,
            "is_enterprise_install": slack.app.is_org_wide, **rotation}  # fmt: skip


def _refreshed(call: Call) -> Answer:
    """A new pair. The refresh token is spent; the old access token lives out its hours."""
    if not call.slack.app.rotates:
        raise SlackError("invalid_grant_type")
    old: Token | None = call.slack.tokens.refresh.pop(call.text("refresh_token", ""), None)
    if old is None:
        raise SlackError("invalid_refresh_token")
    return granted(call.slack, old.team, old.scopes, old.installer)


def _check_client(call: Call) -> None:
    id, secret = call.client
    if id != call.slack.app.client_id:
        raise SlackError("invalid_client_id")
    if secret != call.slack.app.client_secret:
        raise SlackError("bad_client_secret")
