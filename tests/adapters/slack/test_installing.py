"""The pages on which a workspace installs the app: once, in one browser, in ten minutes, with nothing given away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from adapters.port import WebRequest
from adapters.slack.manifest import SCOPES
from store import Store
from tests.adapters.slack.installs import Bot, Browser, forget, process, served
from tests.fakes.slack import FakeSlack, Fault, Person


@pytest.fixture
async def bot(store: Store) -> AsyncIterator[Bot]:
    await forget(store)
    async with await FakeSlack.start() as slack, process(store) as own, served(slack, own) as bot:
        yield bot


@pytest.fixture
def bea(bot: Bot) -> Person:
    """Someone in a workspace that does not have the app yet."""
    return bot.slack.person("Bea", team=bot.slack.workspace("Désk & <Sons>", installed=False))


@pytest.fixture
def browser(bot: Bot, bea: Person) -> Browser:
    return Browser(bot, bea)


async def test_a_person_installs_the_app_and_is_shown_the_way_into_slack(bot: Bot, bea: Person):
    page = await bea.installs(bot.install_url)
    assert page.status == 200
    assert "<h1>Installed</h1>\n<p><b>Désk &amp; &lt;Sons&gt;</b></p>" in page.text
    assert f'href="slack://app?team={bea.team.id}&amp;id=A0BRIEFING"' in page.text
    assert bot.greeted == [(bea.team.id, "Désk & <Sons>", bea.id)]
    assert bot.slack.scopes(bea.team) == SCOPES


async def test_two_workspaces_have_tokens_of_their_own(bot: Bot, bea: Person):
    chidi = bot.slack.person("Chidi", team=bot.slack.workspace("Second desk", installed=False))
    for person in (bea, chidi):
        await person.installs(bot.install_url)
    found = [await bot.found(person.team.id) for person in (bea, chidi)]
    assert [one.token for one in found] == [bot.slack.token_of(person.team) for person in (bea, chidi)]
    assert await bot.workspaces.every() == found


async def test_who_does_not_allow_it_is_told_that_nothing_was_installed(bot: Bot, bea: Person):
    page = await bea.installs(bot.install_url, allows=False)
    assert page.status == 403
    assert "You did not allow the app in Slack" in page.text
    assert '<a href="install">Begin again</a>' in page.text
    assert await bot.workspaces.every() == []


async def test_a_state_brought_five_times_at_once_installs_once(bot: Bot, browser: Browser):
    url = browser.allows(await browser.begins())
    pages = await asyncio.gather(*(browser.opens(url) for _time in range(5)))
    assert sorted(page.status for page in pages) == [200, 400, 400, 400, 400]
    assert len(bot.greeted) == 1
    assert len(bot.slack.calls("oauth.v2.access")) == 1


async def test_a_state_is_worth_nothing_after_ten_minutes(bot: Bot, browser: Browser):
    url = browser.allows(await browser.begins())
    bot.slack.clock.advance(600)
    assert (await browser.opens(url)).status == 400
    assert bot.slack.calls("oauth.v2.access") == []


@pytest.mark.parametrize("has_begun_too", [False, True])
async def test_nobody_can_be_made_to_finish_what_another_browser_began(
    bot: Bot, browser: Browser, bea: Person, has_begun_too: bool
):
    url, stranger = browser.allows(await browser.begins()), Browser(bot, bea)
    if has_begun_too:
        await stranger.begins()
    page = await stranger.opens(url)
    assert (page.status, "another browser" in page.text, bot.greeted) == (400, True, [])
    assert (await browser.opens(url)).status == 400


@pytest.mark.parametrize("state", [None, "", "\0", "x" * 43, "é" * 43, "'; drop table states; --", "x" * 5_000])
async def test_a_state_that_was_not_issued_here_is_refused(bot: Bot, browser: Browser, state: str | None):
    await browser.begins()
    brought = {"code": "1.2.code"} | ({} if state is None else {"state": state})
    page = await browser.opens(f"{bot.access.redirect_url}?{urlencode(brought)}")
    assert (page.status, bot.slack.calls()) == (400, [])


async def test_a_code_that_slack_does_not_know_installs_nothing(bot: Bot, browser: Browser):
    asked = await browser.begins()
    page = await browser.opens(f"{bot.access.redirect_url}?{urlencode({'code': 'made-up', 'state': asked['state']})}")
    assert page.status == 400
    assert "Slack does not know this installation any more" in page.text


@pytest.mark.parametrize("fault", [
    Fault(error="bad_client_secret"), Fault(status=503, text="upstream connect error"), Fault(status=429, error="ratelimited"), Fault(is_done=True, has_answer=False),
])  # fmt: skip
@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
async def test_when_slack_fails_the_person_is_told_and_nothing_is_kept(
    bot: Bot, browser: Browser, method: str, fault: Fault
):
    bot.slack.breaks(method, fault)
    page = await browser.opens(browser.allows(await browser.begins()))
    assert page.status == 502
    assert "Slack did not complete the installation" in page.text
    assert (await bot.workspaces.every(), bot.greeted) == ([], [])


async def test_an_installation_for_a_whole_organization_is_refused_and_given_back(bot: Bot, bea: Person):
    bot.slack.app.is_org_wide = True
    page = await bea.installs(bot.install_url)
    assert page.status == 400
    assert "not into a whole organization" in page.text
    assert bot.slack.scopes(bea.team) == ()
    assert await bot.workspaces.every() == []


@pytest.mark.parametrize(
    "brought",
    [{"error": "<script>"}, {"state": "<script>"}, {"error": "access_denied", "error_description": "<script>"}],
)
async def test_nothing_that_a_browser_brings_stands_on_a_page(bot: Bot, browser: Browser, brought: dict[str, str]):
    page = await browser.opens(f"{bot.access.redirect_url}?{urlencode(brought)}")
    assert page.status >= 400
    assert "script" not in page.text


async def test_pages_are_kept_by_nobody_framed_by_nobody_and_tell_nobody(browser: Browser):
    away = await browser.opens(browser.bot.install_url)
    back = await browser.opens(browser.bot.access.redirect_url)
    for page in (away, back):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


async def test_the_cookie_is_for_no_script_and_no_other_site(bot: Bot, browser: Browser):
    cookie = (await browser.opens(bot.install_url)).headers["Set-Cookie"]
    assert cookie.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax")
    outside = Bot(bot.slack, bot.store, "https://bot.example.org").pages()
    away = await outside.begin(WebRequest("GET", "/slack/install", "", {}, b""))
    assert away.headers["Set-Cookie"].endswith("; HttpOnly; SameSite=Lax; Secure")


async def test_a_page_is_in_the_language_of_the_browser(bot: Bot, browser: Browser):
    page = await browser.opens(bot.access.redirect_url, **{"Accept-Language": "fr-CH, en;q=0.8"})
    assert "[fr] Not installed" in page.text


async def test_a_look_ahead_begins_no_installation(bot: Bot, browser: Browser):
    for url in (bot.install_url, bot.access.redirect_url):
        for method in ("HEAD", "POST"):
            page = await browser.opens(url, method)
            assert (page.status, page.headers["Allow"], "Set-Cookie" in page.headers) == (405, "GET", False)
