"""The pages on which a workspace installs the app: away to Slack, and back with a code.

https://docs.slack.dev/authentication/installing-with-oauth
A person brings back a state that was issued here, to the same browser, at most ten minutes ago, and never before:
else somebody could be made to finish what another one began (https://datatracker.ietf.org/doc/html/rfc6749#section-10.12).
"""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from html import escape
from urllib.parse import parse_qsl, urlencode

from adapters.port import States, WebAnswer, WebRequest
from adapters.slack.access import Access
from adapters.slack.manifest import REDIRECT_PATH, SCOPES
from adapters.slack.oauth import Installed, ManyWorkspaces, NotInstalled, redirect
from briefings.document import mark as _

INSTALL_PATH = "/slack/install"
"""Where an installation begins: the address to give to whoever wants the bot."""
LIFE = timedelta(minutes=10)
"""How long a person has on Slack's page; the code that Slack gives lives as long."""
COOKIE = "mss-install"

Phrase = Callable[[str, str], str]
"""Puts one of our sentences into a language, by its code."""
Greet = Callable[[str, str, str], Awaitable[None]]
"""What to do for a new workspace, by its id, its name and the id of the person who installed the app."""


class InstallPages:
    """The two pages. `greet` is awaited once an installation is kept."""

    def __init__(
        self,
        access: Access,
        workspaces: ManyWorkspaces,
        states: States,
        now: Callable[[], datetime],
        phrase: Phrase,
        greet: Greet,
    ) -> None:
        self._access = access
        self._workspaces = workspaces
        self._states = states
        self._now = now
        self._phrase = phrase
        self._greet = greet

    @property
    def routes(self) -> Mapping[str, Callable[[WebRequest], Awaitable[WebAnswer]]]:
        """What is answered over HTTP, by path."""
        return {INSTALL_PATH: self.begin, REDIRECT_PATH: self.come_back}

    async def begin(self, request: WebRequest) -> WebAnswer:
        """Away to Slack's page, with a state that only this browser can bring back."""
        if request.method != "GET":
            return _NOT_ALLOWED
        state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        await self._states.issue(state, browser, self._now() + LIFE)
        asked = {"client_id": self._access.client_id, "scope": ",".join(SCOPES), "state": state}
        url = f"{self._access.authorize_url}?{urlencode({**asked, **redirect(self._access)})}"
        return WebAnswer(302, headers={**_HEADERS, "Location": url, "Set-Cookie": self._cookie(browser, LIFE)})

    async def come_back(self, request: WebRequest) -> WebAnswer:
        """Back from Slack: the app is installed, or a sentence says why it is not."""
        if request.method != "GET":
            return _NOT_ALLOWED
        asked = dict(parse_qsl(request.query))
        try:
            await self._check(asked, request)
            installed = await self._workspaces.install(asked.get("code", ""))
        except NotInstalled as error:
            return self._page(request, error.status, (_NOT_INSTALLED, error.message), {_BEGIN_AGAIN: _BEGINNING})
        await self._greet(installed.tenant, installed.name, installed.installer)
        return self._page(request, 200, (_INSTALLED, _NEXT), _ways(installed), installed.name)

    async def _check(self, asked: Mapping[str, str], request: WebRequest) -> None:
        """Raises NotInstalled for who did not allow it, and for who brings no state that is good here."""
        state = asked.get("state", "")
        browser = await self._states.consume(state, self._now()) if _STATE.fullmatch(state) else None
        if asked.get("error") == "access_denied":
            raise NotInstalled(_DENIED, 403)
        if browser is None or not secrets.compare_digest(browser, _cookies(request).get(COOKIE, "")):
            raise NotInstalled(_NOT_HERE)

    def _page(
        self, request: WebRequest, status: int, says: tuple[str, str], links: Mapping[str, str], name: str = ""
    ) -> WebAnswer:
        """A page of a heading, a sentence and links, in the browser's language; its cookie has served."""
        said = {sentence: escape(self._phrase(sentence, _language(request))) for sentence in (*says, *links)}
        ways = " · ".join(f'<a href="{escape(url)}">{said[label]}</a>' for label, url in links.items())
        title, words = (said[sentence] for sentence in says)
        place = f"<p><b>{escape(name)}</b></p>\n" if name else ""
        body = _PAGE.format(style=_STYLE, title=title, place=place, words=words, ways=ways)
        return WebAnswer(status, body.encode(), {**_HEADERS, "Set-Cookie": self._cookie("", timedelta(0))})

    def _cookie(self, browser: str, life: timedelta) -> str:
        """A cookie that also comes back by a link from Slack's site, and over plain HTTP only where all of it is so."""
        secure = "" if self._access.redirect_url.startswith("http://") else "; Secure"
        return f"{COOKIE}={browser}; Path=/; Max-Age={life.seconds}; HttpOnly; SameSite=Lax{secure}"


def _cookies(request: WebRequest) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in request.headers.get("cookie", "").split(";"))
    return {name: value for name, _equals, value in pairs if value.isascii()}


def _language(request: WebRequest) -> str:
    """The code of the language that the browser would like best."""
    return re.split("[-,;]", request.headers.get("accept-language", ""), maxsplit=1)[0]


def _ways(installed: Installed) -> dict[str, str]:
    """Into Slack: its own program, or the browser. https://docs.slack.dev/interactivity/deep-linking"""
    app = urlencode({"team": installed.tenant, "id": installed.app})
    site = urlencode({"team": installed.tenant, "app": installed.app})
    return {_OPEN: f"slack://app?{app}", _OPEN_IN_BROWSER: f"https://slack.com/app_redirect?{site}"}


_INSTALLED = _("Installed")
_NEXT = _("Type “/mss status” in any channel, or open the home of the app")
_OPEN = _("Open Slack")
_OPEN_IN_BROWSER = _("Open Slack in the browser")
_NOT_INSTALLED = _("Not installed")
_DENIED = _("You did not allow the app in Slack, so nothing was installed")
_NOT_HERE = _(
    "This installation was finished before, took longer than ten minutes or was begun in another browser; nothing was installed"
)
_BEGIN_AGAIN = _("Begin again")
_BEGINNING = INSTALL_PATH.rpartition("/")[2]
"""Relative to the page that shows it, since there may be more before the path outside."""

_STATE = re.compile(r"[\w-]{43}", re.ASCII)
_STYLE = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}"
_PAGE = """<!doctype html>
<html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
<h1>{title}</h1>
{place}<p>{words}</p>
<p>{ways}</p>
</html>
"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_NOT_ALLOWED = WebAnswer(405, headers={**_HEADERS, "Allow": "GET"})
