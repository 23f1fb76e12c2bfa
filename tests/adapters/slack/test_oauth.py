"""The tokens of many workspaces: renewed in time and once, given up when taken away, and readable nowhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from adapters.slack.access import Workspace
from briefings.document import UserError
from store import Store
from store.tables import installations
from tests.adapters.slack.installs import Bot, forget, process, served
from tests.fakes.slack import App, FakeSlack, Fault, Person

HOUR = 3_600


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack in which the app's tokens live twelve hours."""
    async with await FakeSlack.start(app=App(rotates=True)) as slack:
        yield slack


@pytest.fixture
async def bot(slack: FakeSlack, store: Store) -> AsyncIterator[Bot]:
    await forget(store)
    async with process(store) as own, served(slack, own) as bot:
        yield bot


@pytest.fixture
async def other(bot: Bot, store: Store) -> AsyncIterator[Bot]:
    """Another process of the same bot."""
    async with process(store) as own:
        yield Bot(bot.slack, own, bot.root)


@pytest.fixture
async def bea(bot: Bot) -> Person:
    """Someone who has installed the app into a workspace."""
    bea = bot.slack.person("Bea", team=bot.slack.workspace("Desk", installed=False))
    await bea.installs(bot.install_url)
    return bea


async def works(bot: Bot, workspace: Workspace) -> bool:
    found = await AsyncWebClient(workspace.token, base_url=bot.slack.base_url).auth_test()
    return (found["team_id"], found["user_id"], found["bot_id"]) == (
        workspace.tenant,
        workspace.bot_user,
        workspace.bot,
    )


def renewals(bot: Bot) -> int:
    """How often Slack was asked to renew a token."""
    return sum(call.args.get("grant_type") == "refresh_token" for call in bot.slack.calls("oauth.v2.access"))


async def renewing(bot: Bot) -> None:
    """Wait until Slack has renewed a token, though nobody was told of it yet."""
    before = len(bot.slack.tokens.access)
    async with asyncio.timeout(2):
        while len(bot.slack.tokens.access) == before:  # noqa: ASYNC110 - the fake Slack has no event for it
            await asyncio.sleep(0.001)


# finding


async def test_an_installed_workspace_is_found_with_its_token_and_who_the_bot_is_there(bot: Bot, bea: Person):
    found = await bot.found(bea.team.id)
    assert (found.name, found.bot_user, found.bot) == ("Desk", bea.team.bot.id, bea.team.bot_id)
    assert await works(bot, found)
    assert await bot.workspaces.find("T404") is None


async def test_installing_again_takes_the_place_of_what_was_there(bot: Bot, bea: Person):
    old = await bot.found(bea.team.id)
    await bea.installs(bot.install_url)
    new = await bot.found(bea.team.id)
    assert new.token != old.token
    assert await bot.workspaces.every() == [new]


# renewing


async def test_a_token_is_left_alone_until_two_hours_before_its_end(bot: Bot, bea: Person):
    first = await bot.found(bea.team.id)
    bot.slack.clock.advance(10 * HOUR - 1)
    assert await bot.found(bea.team.id) == first
    assert renewals(bot) == 0


async def test_a_token_that_does_not_expire_is_never_renewed(bot: Bot):
    bot.slack.app.rotates = False
    bea = bot.slack.person("Bea", team=bot.slack.workspace("Desk", installed=False))
    await bea.installs(bot.install_url)
    bot.slack.clock.advance(1_000 * HOUR)
    assert await works(bot, await bot.found(bea.team.id))
    assert renewals(bot) == 0


async def test_the_old_token_serves_while_it_is_renewed_and_nobody_waits(bot: Bot, bea: Person):
    first = await bot.found(bea.team.id)
    bot.slack.clock.advance(10 * HOUR)
    assert await bot.found(bea.team.id) == first
    await bot.workspaces.close()
    renewed = await bot.found(bea.team.id)
    bot.slack.clock.advance(3 * HOUR)
    assert renewed.token != first.token
    assert await works(bot, renewed)


async def test_a_token_that_ended_over_night_is_renewed_before_it_is_used(bot: Bot, bea: Person):
    bot.slack.clock.advance(100 * HOUR)
    assert await works(bot, await bot.found(bea.team.id))


async def test_a_token_in_its_last_minute_is_not_handed_out(bot: Bot, bea: Person):
    bot.slack.clock.advance(12 * HOUR - 30)
    found = await bot.found(bea.team.id)
    bot.slack.clock.advance(30)
    assert await works(bot, found)


async def test_two_processes_at_once_renew_once_and_agree(bot: Bot, other: Bot, bea: Person):
    bot.slack.clock.advance(12 * HOUR)
    found = await asyncio.gather(*(each.found(bea.team.id) for each in (bot, other) * 5))
    assert renewals(bot) == 1
    assert len({workspace.token for workspace in found}) == 1
    assert await works(other, found[0])
    bot.slack.clock.advance(11 * HOUR)
    await other.found(bea.team.id)
    await other.workspaces.close()
    assert (await bot.found(bea.team.id)).token != found[0].token


async def test_a_renewed_token_is_kept_though_whoever_asked_went_away(bot: Bot, bea: Person):
    bot.slack.clock.advance(12 * HOUR)
    bot.slack.breaks("oauth.v2.access", Fault(is_done=True, delay=0.1))
    asking = asyncio.create_task(bot.found(bea.team.id))
    await renewing(bot)
    asking.cancel()
    await bot.workspaces.close()
    assert await works(bot, await bot.found(bea.team.id))
    assert renewals(bot) == 1


async def test_when_slack_cannot_renew_the_old_token_serves_and_slack_is_left_alone_a_minute(bot: Bot, bea: Person):
    first = await bot.found(bea.team.id)
    bot.slack.clock.advance(11 * HOUR)
    bot.slack.breaks("oauth.v2.access", Fault(error="internal_error"))
    for _time in range(3):
        assert await bot.found(bea.team.id) == first
        await bot.workspaces.close()
    assert renewals(bot) == 1
    bot.slack.clock.advance(60)
    await bot.found(bea.team.id)
    await bot.workspaces.close()
    assert (await bot.found(bea.team.id)).token != first.token


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(has_answer=False), Fault(error="bad_client_secret")])
async def test_an_ended_token_that_slack_does_not_renew_now_is_told_and_not_given_up(
    bot: Bot, bea: Person, fault: Fault
):
    bot.slack.clock.advance(12 * HOUR)
    bot.slack.breaks("oauth.v2.access", fault)
    with pytest.raises(UserError, match="ask again in a minute"):
        await bot.workspaces.find(bea.team.id)
    bot.slack.clock.advance(60)
    assert await bot.ended() == {}
    assert not fault.has_answer or await works(bot, await bot.found(bea.team.id))


async def test_one_workspace_that_cannot_be_renewed_holds_up_no_other(bot: Bot, bea: Person):
    bot.slack.clock.advance(12 * HOUR)
    chidi = bot.slack.person("Chidi", team=bot.slack.workspace("Second desk", installed=False))
    await chidi.installs(bot.install_url)
    bot.slack.breaks("oauth.v2.access", Fault(status=503))
    assert [workspace.name for workspace in await bot.workspaces.every()] == ["Second desk"]


async def test_a_pair_that_got_lost_on_the_way_ends_the_installation_when_the_old_token_ends(bot: Bot, bea: Person):
    first = await bot.found(bea.team.id)
    bot.slack.clock.advance(11 * HOUR)
    bot.slack.breaks("oauth.v2.access", Fault(is_done=True, has_answer=False))
    for _minute in range(3):
        assert await bot.found(bea.team.id) == first
        await bot.workspaces.close()
        bot.slack.clock.advance(60)
    bot.slack.clock.advance(HOUR)
    assert await bot.workspaces.find(bea.team.id) is None
    assert await bot.ended() == {bea.team.id: "invalid_refresh_token"}


# ending


@pytest.mark.parametrize("why", ["app_uninstalled", "tokens_revoked"])
async def test_a_workspace_that_took_the_app_away_is_found_by_no_process(bot: Bot, other: Bot, bea: Person, why: str):
    await other.found(bea.team.id)
    bot.slack.tokens.revoke(bea.team.id)
    await bot.workspaces.end(bea.team.id, why)
    assert await other.workspaces.find(bea.team.id) is None
    assert await other.workspaces.every() == []
    assert await other.ended() == {bea.team.id: why}


async def test_a_workspace_that_installs_again_is_back(bot: Bot, bea: Person):
    bot.slack.tokens.revoke(bea.team.id)
    await bot.workspaces.end(bea.team.id, "app_uninstalled")
    await bea.installs(bot.install_url)
    assert await works(bot, await bot.found(bea.team.id))
    assert await bot.ended() == {}


async def test_a_removal_that_is_heard_after_the_next_installation_ends_nothing(bot: Bot, bea: Person):
    bot.slack.tokens.revoke(bea.team.id)
    await bea.installs(bot.install_url)
    await bot.workspaces.end(bea.team.id, "app_uninstalled")
    assert await works(bot, await bot.found(bea.team.id))


async def test_a_removal_is_believed_when_slack_cannot_be_asked(bot: Bot, bea: Person):
    bot.slack.breaks("auth.test", Fault(has_answer=False))
    await bot.workspaces.end(bea.team.id, "app_uninstalled")
    assert await bot.workspaces.find(bea.team.id) is None


async def test_a_removal_during_a_renewal_is_not_undone_by_it(bot: Bot, bea: Person):
    bot.slack.clock.advance(11 * HOUR)
    bot.slack.breaks("oauth.v2.access", Fault(is_done=True, delay=0.1))
    await bot.found(bea.team.id)
    await renewing(bot)
    bot.slack.tokens.revoke(bea.team.id)
    await bot.workspaces.end(bea.team.id, "app_uninstalled")
    await bot.workspaces.close()
    assert await bot.workspaces.find(bea.team.id) is None


# secrets


async def test_no_token_stands_readable_in_the_database_or_in_a_log(
    bot: Bot, bea: Person, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    await bea.installs(bot.install_url)
    bot.slack.clock.advance(12 * HOUR)
    found = await bot.found(bea.team.id)
    bot.slack.clock.advance(12 * HOUR)
    bot.slack.breaks("oauth.v2.access", Fault(error="internal_error"))
    with pytest.raises(UserError) as told:
        await bot.workspaces.find(bea.team.id)
    async with bot.store._connected(bot.store._reading) as connection:
        kept = str((await connection.execute(select(installations))).all())
    assert "not renewed: internal_error" in caplog.text
    for hidden in ("xoxb-", "xoxe-", "xoxe.", "client-secret", bot.slack.bot_token):
        assert hidden not in caplog.text + kept + repr(found) + repr(told.value)
