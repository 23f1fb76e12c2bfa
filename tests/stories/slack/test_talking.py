"""Where slash commands do not reach: mentions in threads, plain words to the bot alone, “Ask about this”."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.slack.web_api import Fault
from tests.stories.slack.stage import Stage, Transport, staged


async def test_a_mention_in_a_thread_is_answered_there_to_its_asker_alone(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ben.writes("How many have arrived?", room)
    top = room.messages[0]
    seen = await ada.mentions("@bot strength", room, thread=top)
    assert seen.private
    assert seen.post.message.thread_ts == top.ts
    assert "about 572" in seen.text


async def test_a_mention_can_answer_the_whole_thread(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ben.writes("How many have arrived?", room)
    top = room.messages[0]
    seen = await ada.mentions("@bot strength share", room, thread=top)
    assert not seen.private
    assert seen.post.message.thread_ts == top.ts
    assert "Shared by Ada." in seen.text
    assert seen.post.pings == []


async def test_sharing_from_a_thread_stays_in_it(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ben.writes("How many have arrived?", room)
    top = room.messages[0]
    seen = await ada.mentions("@bot strength share", room, thread=top)
    pressed = await ben.looks_at(seen.post.message).press("In full")
    assert pressed.private
    assert pressed.post.message.thread_ts == top.ts


async def test_plain_words_to_the_bot_alone_are_answered_and_stay(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.writes_dm("due within 90d")
    assert not seen.private, "a direct message is seen by nobody else, and survives a reload"
    assert "Nothing" in seen.text or "nothing" in seen.text
    assert "Share" not in seen.buttons
    assert "Refresh" in seen.buttons


async def test_refreshing_in_a_direct_message_renews_it_in_place(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.writes_dm("status")
    stage.slack.clock.advance(86_400)
    renewed = await seen.press("Refresh")
    assert "417 days ago" in renewed.text
    assert [post.text for post in renewed.posts] == [renewed.text]


async def test_a_missing_value_in_a_direct_message_is_named_with_an_example(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.writes_dm("search")
    assert "“search” wants WORDS" in seen.text
    assert "search gang violence" in seen.text


async def test_the_bots_own_words_and_edits_are_not_answered(stage: Stage):
    ada = stage.slack.person("Ada")
    await ada.writes_dm("status")
    calls = len(stage.slack.calls("chat.postMessage"))
    event = {"type": "message", "channel": "D1", "channel_type": "im", "user": ada.id, "text": "due", "ts": "1.000001"}
    await stage.slack.delivery.event(stage.slack.team, "message.im", {**event, "subtype": "message_changed"})
    await stage.slack.delivery.event(stage.slack.team, "message.im", {**event, "bot_id": "B1"})
    assert len(stage.slack.calls("chat.postMessage")) == calls


async def test_what_is_said_in_a_channel_to_others_is_not_answered(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    event = {
        "type": "message",
        "channel": room.id,
        "channel_type": "channel",
        "user": ada.id,
        "text": "due",
        "ts": "1.1",
    }
    await stage.slack.delivery.event(stage.slack.team, "message.im", event)
    assert stage.slack.calls("chat.postEphemeral") == []


async def test_an_event_that_comes_again_is_answered_once(stage: Stage):
    ada = stage.slack.person("Ada")
    await ada.writes_dm("status")
    calls = len(stage.slack.calls("chat.postMessage"))
    await stage.slack.delivery.repeat()
    stage.slack.clock.advance(9 * 60)
    await stage.slack.delivery.repeat()
    assert len(stage.slack.calls("chat.postMessage")) == calls


async def test_an_event_that_nobody_heard_is_answered_when_it_comes_again(tmp_path: Path):
    async with staged(tmp_path, "http") as stage:
        ada = stage.slack.person("Ada")
        stage.slack.patience = 0.1
        url, stage.slack.http.url = stage.slack.http.url, "http://127.0.0.1:9/"
        seen = await ada.writes_dm("status")
        assert seen.is_silent
        stage.slack.http.url = url
        await stage.slack.passes(60)
        assert [post.text[:9] for post in seen.posts] == ["MSS Haiti"]


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_an_event_whose_answer_failed_is_answered_when_it_comes_again(tmp_path: Path, transport: Transport):
    async with staged(tmp_path, transport) as stage:
        ada = stage.slack.person("Ada")
        stage.slack.patience = 0.5
        stage.slack.breaks("chat.postMessage", Fault(error="fatal_error"))
        seen = await ada.writes_dm("status")
        assert seen.is_silent, "the first repetition, at once, finds it in hand"
        await stage.slack.passes(60)
        await stage.slack.passes(300)
        assert [post.text[:9] for post in seen.posts] == ["MSS Haiti"]


async def test_a_message_can_be_asked_about(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ben.writes("I read that only 572 officers are there", room)
    seen = await ada.looks_at(room.messages[0]).shortcut("Ask about this")
    assert "S2-21" in seen.modal.words
    assert "about 572" in seen.modal.words
    assert ben.sees(room) == ["I read that only 572 officers are there"]


async def test_the_source_of_what_was_asked_about_opens_above_it(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    await ada.writes("572 officers", room)
    seen = await ada.looks_at(room.messages[0]).shortcut("Ask about this")
    above = await seen.modal.press("Source of S2-21")
    assert "only about 572 personnel out of the 2,500 pledged" in above.modal.words
    assert len(ada.screen.modals) == 2


async def test_what_was_asked_about_can_be_shared_where_the_message_stands(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ben.writes("572 officers", room)
    seen = await ada.looks_at(room.messages[0]).shortcut("Ask about this")
    shared = await seen.modal.press("Share")
    assert "S2-21" in (await shared.arrives()).text
    assert "Shared by Ada." in ben.sees(room)[-1]
    await shared.more()
    assert "Shared by Ada." in seen.modal.words
