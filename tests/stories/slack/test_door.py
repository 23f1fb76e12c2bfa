"""Slack's signed requests: what is forged, old, repeated or too large is refused and counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.slack.request_url import FORM, Response
from tests.stories.slack.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, "http") as stage:
        ada = stage.slack.person("Ada")
        await ada.types("/mss status", stage.slack.channel("haiti-desk", ada))
        yield stage


async def sent(stage: Stage, **headers: str) -> Response:
    """The last request once more, signed anew, with other headers."""
    request = stage.slack.http.signed(stage.slack.http.sent[-1].body, FORM)
    return await stage.slack.http.deliver(replace(request, headers={**request.headers, **headers}))


async def test_the_address_is_verified(stage: Stage):
    assert await stage.slack.http.is_verified()


async def test_a_forged_signature_is_refused(stage: Stage):
    assert (await sent(stage, **{"X-Slack-Signature": "v0=" + "0" * 64})).status == 401
    assert stage.bot.refused == {"unsigned": 1}


async def test_a_request_without_a_signature_is_refused(stage: Stage):
    assert (await sent(stage, **{"X-Slack-Signature": ""})).status == 401
    assert (await sent(stage, **{"X-Slack-Request-Timestamp": "soon"})).status == 401
    assert stage.bot.refused == {"unsigned": 2}


async def test_who_knocks_again_and_again_does_not_fill_the_log(stage: Stage, caplog: pytest.LogCaptureFixture):
    for _minute in range(2):
        for _time in range(3):
            await sent(stage, **{"X-Slack-Signature": ""})
        stage.slack.clock.advance(60)
    told = [record.getMessage() for record in caplog.records if "was refused" in record.getMessage()]
    assert [words.partition("since the start: ")[2] for words in told] == ["1 unsigned", "4 unsigned"]


async def test_a_stale_request_is_refused(stage: Stage):
    request = stage.slack.http.signed(stage.slack.http.sent[-1].body, FORM)
    stage.slack.clock.advance(301)
    assert (await stage.slack.http.deliver(request)).status == 401
    assert stage.bot.refused == {"stale": 1}


async def test_a_replayed_request_is_refused(stage: Stage):
    assert (await stage.slack.http.deliver(stage.slack.http.sent[-1])).status == 401
    assert stage.bot.refused == {"replayed": 1}


async def test_an_oversized_body_is_refused(stage: Stage):
    request = stage.slack.http.signed("text=" + "x" * 1_000_001, FORM)
    assert (await stage.slack.http.deliver(request)).status == 413
    assert stage.bot.refused == {"oversized": 1}


async def test_a_retry_of_slacks_is_never_refused_for_being_one(stage: Stage):
    stage.slack.clock.advance(60)
    body = stage.slack.http.sent[-1].body.replace("trigger_id=", "trigger_id=9")
    again = stage.slack.http.signed(body, FORM, attempt=1, reason="http_timeout")
    answer = await stage.slack.http.deliver(again)
    assert "mandate ended" in answer.text
