"""The fake Slack proves itself: the real Bolt and SDK clients, over both transports, meet what Slack documents."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack import App, FakeSlack
from tests.fakes.slack.echo import bare_app, blocks, button, echo_app, field, modal, running
from tests.fakes.slack.screens import REQUIRED, TROUBLE

QUICK = 0.1
"""Real seconds for one of Slack's, where a test lets a limit pass."""


@pytest.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(transport=request.param) as slack:
        yield slack


@pytest.fixture(params=["socket", "http"])
async def quick(request: pytest.FixtureRequest) -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(transport=request.param, scale=QUICK) as slack:
        yield slack


# commands


async def test_a_command_is_answered_privately_in_its_ack(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    ben = slack.person("Ben")
    room.members.add(ben.id)
    async with running(slack, echo_app(slack)):
        seen = await ada.types("/mss status", room)
    assert seen.private
    assert seen.text == "you said status"
    assert seen.words == "*status*"
    assert seen.buttons == ["Full brief"]
    assert ben.sees(room) == []


async def test_an_answer_for_the_channel_is_seen_by_all_in_it(slack):
    ada, ben = slack.person("Ada"), slack.person("Ben")
    room = slack.channel("haiti-desk", ben)
    async with running(slack, echo_app(slack)):
        seen = await ada.types("/mss share", room)
    assert not seen.private
    assert ben.sees(room) == ["shared"]


async def test_a_late_ack_shows_the_person_a_time_out_and_its_words_never_come(quick):
    ada = quick.person("Ada")
    async with running(quick, echo_app(quick)):
        seen = await ada.types("/mss late")
        assert seen.error == "operation_timeout"
        await asyncio.sleep(QUICK * 2)
    assert seen.posts == []


async def test_a_slow_answer_follows_through_the_response_url_and_cannot_replace_the_first(slack):
    ada = slack.person("Ada")
    async with running(slack, echo_app(slack)):
        seen = await ada.types("/mss slow")
        await seen.more()
    assert [post.text for post in seen.posts] == ["looking…", "found"]
    assert [post.private for post in seen.posts] == [True, True]


async def test_commands_do_not_work_in_threads(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    top = await ada.writes("what now?", room)
    seen = await ada.types("/mss status", room, thread=room.messages[0])
    assert "not supported in threads" in seen.error
    assert top.is_silent


async def test_with_should_escape_people_rooms_and_links_arrive_as_their_ids(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    async with running(slack, echo_app(slack)):
        seen = await ada.types("/mss @ada in #haiti-desk <b> https://example.org/a?b&c", room)
    assert seen.text == (
        f"you said <@{ada.id}|ada> in <#{room.id}|haiti-desk> &lt;b&gt; <https://example.org/a?b&amp;c>"
    )


async def test_nobody_listening_is_told_as_a_failure(slack):
    slack.http.url = "http://127.0.0.1:9/"
    seen = await slack.person("Ada").types("/mss status")
    assert seen.error == "dispatch_failed"


async def test_without_the_commands_scope_there_is_no_command():
    async with await FakeSlack.start(app=App(scopes=("chat:write",))) as slack:
        seen = await slack.person("Ada").types("/mss status")
    assert "not a valid command" in seen.error


# buttons, private messages


async def test_a_pressed_button_replaces_its_message(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    async with running(slack, echo_app(slack)):
        seen = await ada.types("/mss status", room)
        pressed = await seen.press("Full brief")
    assert ada.sees(room) == ["in full, without the message"], "an ephemeral message is not sent along"
    assert pressed.private


async def test_private_messages_vanish_on_reload(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    async with running(slack, echo_app(slack)):
        seen = await ada.types("/mss status", room)
        ada.reloads()
    assert ada.sees(room) == []
    assert seen.posts == []


async def test_another_person_presses_a_button_of_a_shared_message(slack):
    ben = slack.person("Ben")
    room = slack.channel("haiti-desk", ben)
    message = slack.world.post(room, slack.team.bot.id, "brief", blocks=_named("full"))
    async with running(slack, echo_app(slack)):
        seen = await ben.looks_at(message).press("Full brief")
    assert seen.text == "in full, with the message"
    assert not seen.private


async def test_a_response_url_takes_five_answers_in_thirty_minutes(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    used, kept = (AsyncWebhookClient(slack.answers.new(ada.id, room)) for _ in range(2))
    assert [(await used.send(text=str(n))).status_code for n in range(6)] == [200] * 5 + [404]
    assert ada.sees(room) == ["0", "1", "2", "3", "4"]
    slack.clock.advance(30 * 60 + 1)
    assert "expired_url" in (await kept.send(text="late")).body


# modals and home


async def test_a_form_is_opened_filled_in_corrected_and_submitted(slack):
    ada = slack.person("Ada")
    async with running(slack, echo_app(slack)):
        form = (await ada.types("/mss form")).modal
        assert (form.title, form.fields) == ("Figure", ["Strength"])
        await form.submit()
        assert form.errors == {"Strength": REQUIRED}
        await form.fill(strength="many").submit()
        assert form.errors == {"Strength": "Write a number"}
        assert form.value("Strength") == "many"
        seen = await (await form.fill({"Strength": "572"}).submit()).arrives()
    assert not form.is_open
    assert seen.text == "recorded 572"


async def test_a_trigger_lives_three_seconds_and_opens_one_modal(slack):
    ada, app = slack.person("Ada"), bare_app(slack)
    slack.patience = 0.1
    errors: list[str] = []

    @app.command("/mss")
    async def slow_form(ack: Any, command: dict[str, Any], client: Any) -> None:
        for wait in (4, 0) if command["text"] == "late" else (0, 0):
            slack.clock.advance(wait)
            await _noting(errors, client.views_open(trigger_id=command["trigger_id"], view=modal("F", field("A"))))
        await ack()

    async with running(slack, app):
        await ada.types("/mss form")
        late = await ada.types("/mss late")
    assert errors == ["", "exchanged_trigger_id", "expired_trigger_id", "expired_trigger_id"]
    assert late.is_silent


async def test_views_stack_three_deep_and_close_together(slack):
    ada, app = slack.person("Ada"), bare_app(slack)

    @app.command("/mss")
    async def form(ack: Any, command: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=modal("1", field("A")))

    @app.view("form")
    async def deeper(ack: Any, view: dict[str, Any]) -> None:
        depth = int(view["title"]["text"])
        clear = {"response_action": "clear"}
        await ack(clear if depth == 9 else {"response_action": "push", "view": modal(str(depth + 1), field("A"))})

    async with running(slack, app):
        top = (await ada.types("/mss form")).modal
        second = (await top.fill(a="x").submit()).modal
        third = (await second.fill(a="x").submit()).modal
        fourth = await third.fill(a="x").submit()
    assert [view.content["title"]["text"] for view in ada.screen.modals] == ["1", "2", "3"]
    assert fourth.error == TROUBLE


async def test_the_home_tab_is_published_when_it_is_opened(slack):
    ada = slack.person("Ada")
    async with running(slack, echo_app(slack)):
        home = await ada.opens_home()
    assert home.words == "*due*: nothing"
    assert home.buttons == ["Full brief"]


# events


async def test_a_mention_in_a_thread_is_answered_in_it(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    await ada.writes("what now?", room)
    async with running(slack, echo_app(slack)):
        seen = await ada.mentions("@bot status", room, thread=room.messages[0])
    assert seen.text == f"heard <@{slack.team.bot.id}> status"
    assert seen.post.message.thread_ts == room.messages[0].ts


async def test_a_bot_that_is_not_in_the_room_hears_nothing(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk", bot=False)
    slack.patience = 0.1
    async with running(slack, echo_app(slack)):
        assert (await ada.mentions("@bot status", room)).is_silent


async def test_a_direct_message_is_answered(slack):
    async with running(slack, echo_app(slack)):
        seen = await slack.person("Ada").writes_dm("status")
    assert seen.text == "read status"


async def test_a_message_shortcut_tells_of_the_message(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    await ada.writes("572 officers?", room)
    async with running(slack, echo_app(slack)):
        seen = await ada.looks_at(room.messages[0]).shortcut("Ask about this")
    assert seen.text == "about 572 officers?"


async def test_an_unacked_event_comes_three_times_more_at_once_after_one_minute_and_after_five(quick):
    attempts: list[tuple[str, str, str]] = []
    app = _deaf_app(quick, attempts)
    ada, room = quick.person("Ada"), quick.channel("haiti-desk")
    quick.patience = 0
    async with running(quick, app):
        await ada.mentions("@bot status", room)
        assert len(attempts) == 2
        await quick.passes(59)
        assert len(attempts) == 2
        await quick.passes(1)
        await quick.passes(300)
        await quick.passes(3_600)
    ids, numbers, reasons = zip(*attempts, strict=True)
    assert len(set(ids)) == 1
    assert [int(number or 0) for number in numbers] == [0, 1, 2, 3]
    assert reasons[1:] == ("timeout" if quick.transport is quick.socket else "http_timeout",) * 3


async def test_an_acked_event_can_come_again_with_the_same_id(slack):
    ada, room = slack.person("Ada"), slack.channel("haiti-desk")
    async with running(slack, echo_app(slack)):
        seen = await ada.mentions("@bot status", room)
        await slack.delivery.repeat()
        await seen.more()
    assert len(seen.posts) == 2, "the echo does not look at event ids, so it answers twice"


async def test_whom_a_message_pings_is_told(slack):
    room = slack.channel("haiti-desk")
    text = "<!channel> and <@U1>, but not &lt;!here&gt; nor @here"
    message = slack.world.post(room, slack.team.bot.id, text, blocks=blocks("<!subteam^S1|desk>"))
    assert slack.person("Ada").looks_at(message).pings == ["!channel", "@U1", "!subteam^S1|desk"]


# HTTP alone


async def test_the_url_is_verified_and_forged_or_stale_requests_are_refused():
    async with await FakeSlack.start(transport="http") as slack, running(slack, echo_app(slack)):
        assert await slack.http.is_verified()
        body = json.dumps({"type": "event_callback", "event": {"type": "app_home_opened"}})
        slack.http.secret = "forged"
        assert (await slack.http.deliver(slack.http.signed(body, "application/json"))).status == 401
        slack.http.secret = slack.app.signing_secret
        slack.http.signed_at = lambda: time.time() - 600
        assert (await slack.http.deliver(slack.http.signed(body, "application/json"))).status == 401


# Socket Mode alone


async def test_the_real_client_reconnects_when_slack_refreshes_or_the_network_goes():
    async with await FakeSlack.start() as slack, running(slack, echo_app(slack)):
        ada = slack.person("Ada")
        await slack.socket.warn()
        await slack.socket.connected()
        await slack.socket.refresh()
        await slack.socket.connected()
        assert (await ada.types("/mss status")).text == "you said status"
        await slack.socket.cut()
        await slack.socket.connected()
        assert (await ada.types("/mss again")).text == "you said again"


async def test_a_stalled_connection_stays_open_answers_pings_and_loses_what_is_sent():
    async with await FakeSlack.start(scale=QUICK) as slack, running(slack, echo_app(slack)):
        slack.socket.stall()
        seen = await slack.person("Ada").types("/mss status")
        assert seen.error == "operation_timeout"
        assert await slack.socket.ping(slack.socket.connections[0])
        assert slack.socket.opened == 1


async def test_envelopes_go_to_several_connections_in_turns():
    async with await FakeSlack.start() as slack:
        heard: list[str] = []
        async with running(slack, _hearing(slack, heard, "one")), running(slack, _hearing(slack, heard, "two")):
            await slack.socket.connected(2)
            for _ in range(4):
                await slack.person("Ada").types("/mss status")
    assert sorted(heard) == ["one", "one", "two", "two"]


def _hearing(slack: FakeSlack, heard: list[str], name: str) -> AsyncApp:
    app = bare_app(slack)

    @app.command("/mss")
    async def hear(ack: Any) -> None:
        heard.append(name)
        await ack("heard")

    return app


def _deaf_app(slack: FakeSlack, attempts: list[tuple[str, str, str]]) -> AsyncApp:
    """Notes every event and acks each of them too late."""
    app = bare_app(slack)

    @app.middleware
    async def wait(body: dict[str, Any], request: Any) -> None:
        number = request.headers.get("x-slack-retry-num", [""])[0]
        attempts.append((body["event_id"], number, request.headers.get("x-slack-retry-reason", [""])[0]))
        await asyncio.sleep(slack.scale * 4)

    return app


async def _noting(errors: list[str], call: Any) -> None:
    try:
        await call
        errors.append("")
    except Exception as error:
        errors.append(error.response["error"])  # type: ignore[attr-defined]


def _named(action: str) -> list[dict[str, Any]]:
    made = blocks("*brief*", button("Full brief", action))
    return [{**block, "block_id": str(number)} for number, block in enumerate(made)]
