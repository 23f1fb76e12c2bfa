"""The connection is lost, renewed, deaf; Slack refuses: people are answered all the same, or told why not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.access import Access
from adapters.slack.platform import Slack
from adapters.slack.socket import DEAF_AFTER, QUIET
from briefings import words
from briefings.document import UserError
from tests.fakes.slack.web_api import Fault
from tests.stories.slack.stage import Stage, access, staged


async def test_a_connection_that_slack_renews_goes_on(tmp_path: Path):
    async with staged(tmp_path) as stage:
        ada = stage.slack.person("Ada")
        await stage.slack.socket.refresh()
        await stage.slack.socket.connected()
        assert (await ada.types("/mss status")).text.startswith("MSS Haiti")


async def test_a_connection_that_is_cut_is_opened_again(tmp_path: Path):
    async with staged(tmp_path, ping=0.1) as stage:
        ada = stage.slack.person("Ada")
        await stage.slack.socket.cut()
        await stage.slack.socket.connected()
        assert (await ada.types("/mss status")).text.startswith("MSS Haiti")


@pytest.mark.parametrize(
    ("answers_pings", "passes"),
    [(False, timedelta(seconds=0.1 * DEAF_AFTER + 1)), (True, QUIET + timedelta(seconds=1))],
)
async def test_a_deaf_connection_is_given_up(tmp_path: Path, answers_pings: bool, passes: timedelta):
    async with staged(tmp_path, ping=0.1) as stage:
        ada = stage.slack.person("Ada")
        await ada.types("/mss status")
        stage.slack.socket.stall(answers_pings=answers_pings)
        stage.slack.clock.advance(passes.total_seconds())
        await stage.slack.socket.has_opened(2)
        assert (await ada.types("/mss status")).text.startswith("MSS Haiti")


async def test_health_tells_when_something_was_heard_last(stage: Stage):
    assert stage.bot.health(stage.now()).is_well
    assert stage.bot.health(stage.now()).heard_at is None
    await stage.slack.person("Ada").types("/mss status")
    heard = stage.now()
    stage.slack.clock.advance(90)
    assert stage.now() - (stage.bot.health(stage.now()).heard_at or stage.now()) == timedelta(seconds=90)
    assert stage.bot.health(stage.now()).heard_at == heard


async def test_health_tells_of_a_closed_connection(tmp_path: Path):
    async with staged(tmp_path) as stage:
        await stage.bot.stop()
        health = stage.bot.health(stage.now())
        assert not health.is_well
        assert health.why


@pytest.mark.parametrize(("broken", "named"), [("bot_token", "slack.bot_token"), ("app_token", "slack.app_token")])
async def test_a_token_that_slack_refuses_ends_the_start_with_its_name(tmp_path: Path, broken: str, named: str):
    async with staged(tmp_path) as stage:
        given = access(stage.slack, "socket")
        object.__setattr__(given, broken, "xoxb-wrong" if broken == "bot_token" else "xapp-wrong")
        bot = Slack(given, stage.desk, stage.store, stage.now)
        with pytest.raises(UserError) as refused:
            await bot.start()
        await bot.stop()
    assert named in words.text(refused.value.line)
    assert "wrong" not in words.text(refused.value.line)


def test_tokens_stay_out_of_sight():
    shown = repr(Access(bot_token="xoxb-1", app_token="xapp-1", signing_secret="s3cret", client_secret="s4cret"))
    assert "xoxb" not in shown
    assert "xapp" not in shown
    assert "s3cret" not in shown
    assert "s4cret" not in shown


# what Slack refuses


async def test_a_workspace_that_refuses_tables_gets_their_words_in_lines(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss compare 2024-11-10 2025-01-17", room)
    assert any(block["type"] == "data_table" for block in (await seen.arrives()).blocks)
    stage.slack.world.unknown_blocks = frozenset({"data_table", "data_visualization"})
    plain = await ada.types("/mss compare 2024-11-10 2025-01-17", room)
    assert all(block["type"] not in stage.slack.world.unknown_blocks for block in (await plain.arrives()).blocks)
    assert plain.text == seen.text


async def test_sharing_into_an_archived_channel_says_so(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.mentions("@bot status", room)
    room.is_archived = True
    stage.slack.clock.advance(31 * 60)  # the response URL has ended, so the bot has to post by itself
    place = seen.post.place()
    stage.slack.answers._urls.clear()
    told = await ada.acts("block_actions", actions=[press("status share")], **place)
    assert "This channel is archived" in told.modal.words


async def test_sharing_where_the_bot_is_not_says_how_to_invite_it(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("elsewhere", ada, bot=False)
    seen = await ada.types("/mss status", room)
    place = seen.post.place()
    stage.slack.answers._urls.clear()
    told = await ada.acts("block_actions", actions=[press("status share")], **place)
    assert "/invite" in told.modal.words


async def test_who_asks_while_slack_does_not_tell_who_they_are_hears_so(stage: Stage):
    ada = stage.slack.person("Ada")
    stage.slack.breaks("users.info", *[Fault(has_answer=False)] * 3)
    assert "ask again in a minute" in (await ada.types("/mss status")).text
    assert (await ada.types("/mss status")).text.startswith("MSS Haiti")


async def test_what_slack_refuses_is_told_in_a_message_where_no_modal_opens_any_more(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    place = (await ada.mentions("@bot status", room)).post.place()
    room.is_archived = True
    stage.slack.answers._urls.clear()
    stage.slack.breaks("views.open", Fault(error="exchanged_trigger_id"))
    told = await ada.acts("block_actions", actions=[press("status share")], **place)
    assert "This channel is archived" in (await told.arrives()).text


async def test_a_rate_limit_is_waited_for(stage: Stage):
    ada = stage.slack.person("Ada")
    stage.slack.breaks("chat.postMessage", Fault(status=429))
    seen = await ada.writes_dm("status")
    assert seen.text.startswith("MSS Haiti")


async def test_a_lost_answer_is_not_sent_again(stage: Stage):
    ada = stage.slack.person("Ada")
    stage.slack.breaks("chat.postMessage", Fault(is_done=True, has_answer=False))
    await ada.writes_dm("status")
    await asyncio.sleep(0.1)
    assert len(stage.slack.calls("chat.postMessage")) == 1


def press(line: str) -> dict[str, str]:
    return {"type": "button", "block_id": "b", "action_id": f"offer:{line}", "value": line, "action_ts": "1.0"}
