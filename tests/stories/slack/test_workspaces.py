"""Several workspaces on one bot: each with its own space, none visible in another; one that leaves is left alone."""

from __future__ import annotations

from pathlib import Path

from store.records import bundled
from tests.fakes.slack import Fault
from tests.fakes.slack.people import Person
from tests.fakes.slack.world import Channel
from tests.postgres import new_database
from tests.relay import relayed
from tests.stories.opened import long
from tests.stories.slack.stage import Stage, staged


async def installed(stage: Stage, name: str) -> tuple[Person, Channel]:
    """A further workspace that installs the app, with someone and a channel in it."""
    team = stage.slack.workspace(name, installed=False)
    person = stage.slack.person("Zoe", team=team)
    page = await person.installs(stage.slack.http.url.replace("/slack/events", "/slack/install"))
    assert page.status == 200, page.text
    return person, stage.slack.channel("desk", person, team=team)


async def test_who_installs_the_app_is_answered_from_a_space_of_their_own(tmp_path: Path):
    async with staged(tmp_path, "http", oauth=True) as stage:
        zoe, room = await installed(stage, "Newsroom")
        seen = await zoe.types("/mss status", room)
        assert seen.text.startswith("MSS Haiti: mandate ended")
        assert "Sample record" in seen.text


async def test_nothing_of_one_workspace_is_seen_in_another(tmp_path: Path):
    async with staged(tmp_path, "http", oauth=True) as stage:
        zoe, newsroom = await installed(stage, "Newsroom")
        yan, embassy = await installed(stage, "Embassy")
        space = await stage.store.space_of("slack", newsroom.team.id)
        async with stage.store.changing(space or 0, None, stage.now()) as work:
            await work.missions.load(long())
        assert "MSK Karuna" in (await zoe.types("/mss mission list", newsroom)).text
        assert "MSK Karuna" not in (await yan.types("/mss mission list", embassy)).text
        refused = await yan.types('/mss status in "MSK Karuna"', embassy)
        assert "There is no mission “MSK Karuna” here" in refused.text


async def test_a_workspace_that_removes_the_app_is_left_alone(tmp_path: Path):
    async with staged(tmp_path, "http", oauth=True) as stage:
        zoe, room = await installed(stage, "Newsroom")
        await zoe.opens_home()
        await stage.slack.uninstall(room.team)
        calls = len(stage.slack.recorded)
        stage.slack.clock.advance(120)
        await stage.bot.refresh_homes()
        assert [call.method for call in stage.slack.recorded[calls:]] == []
        (ended,) = [each for each in await stage.store.installations.every("slack") if each.tenant == room.team.id]
        assert ended.ended_at is not None
        assert ended.why in ("app_uninstalled", "tokens_revoked")


async def test_a_record_of_ones_own_takes_the_label_of_the_sample_away(tmp_path: Path):
    async with staged(tmp_path) as stage:
        ada = stage.slack.person("Ada")
        room = stage.slack.channel("haiti-desk", ada)
        assert "Sample record" in (await ada.types("/mss status", room)).text
        space = await stage.store.space_of("slack", stage.slack.team.id)
        async with stage.store.changing(space or 0, None, stage.now()) as work:
            await work.missions.load(bundled())
        assert "Sample record" not in (await ada.types("/mss status", room)).text


async def test_while_the_database_is_gone_a_workspace_is_told_so_and_not_that_the_app_is_not_there(
    postgres: str, tmp_path: Path
):
    async with (
        relayed(new_database(postgres)) as (url, relay),
        staged(tmp_path, "http", oauth=True, url=url) as stage,
    ):
        zoe, room = await installed(stage, "Newsroom")
        assert (await zoe.types("/mss status", room)).text.startswith("MSS Haiti")
        await relay.cut()
        assert (await zoe.types("/mss due", room)).text.startswith("My records cannot be reached at the moment")
        mentioned = await zoe.mentions("@bot due", room)
        assert mentioned.text.startswith("My records cannot be reached at the moment")


async def test_an_access_that_slack_does_not_renew_is_told_of_in_its_own_words(tmp_path: Path):
    async with staged(tmp_path, "http", oauth=True) as stage:
        stage.slack.app.rotates = True
        zoe, room = await installed(stage, "Newsroom")
        stage.slack.clock.advance(13 * 3600)
        stage.slack.breaks("oauth.v2.access", Fault(status=503))
        seen = await zoe.types("/mss status", room)
        assert seen.private
        assert seen.text == "Slack has not renewed my access to this workspace yet; ask again in a minute."
