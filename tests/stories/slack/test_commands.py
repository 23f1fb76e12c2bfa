"""What people see when they type `/mss …`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.port import Form, Ready, Refused, Request
from adapters.slack.manifest import SCOPES
from bot.desk import Desk
from tests.fakes.slack import FakeSlack
from tests.stories.slack.stage import Stage, Transport, staged


async def test_status_is_answered_at_once_and_for_its_asker_alone(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    seen = await ada.types("/mss status", room)
    assert seen.error == ""
    assert seen.private
    assert seen.text.startswith("MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1].")
    assert seen.buttons == ["Full brief", "Sources", "Share"]
    assert ben.sees(room) == []


async def test_a_line_without_a_command_asks_for_the_brief(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss", stage.slack.channel("haiti-desk", ada))
    assert seen.text.startswith("MSS Haiti: mandate ended")


async def test_help_always_works_privately(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss help", stage.slack.channel("haiti-desk", ada))
    assert seen.private
    assert "/mss status" in seen.words


async def test_an_unknown_verb_names_the_nearest_one(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss statsu", stage.slack.channel("haiti-desk", ada))
    assert seen.private
    assert "did you mean “status”" in seen.text
    assert (await seen.press("status")).text.startswith("MSS Haiti: mandate ended")


async def test_sharing_posts_it_for_all_with_who_shared_it(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    seen = await ada.types("/mss status", room)
    shared = await seen.press("Share")
    assert not shared.private
    assert "Shared by Ada." in shared.text
    assert shared.post.pings == []
    assert ben.sees(room) == [shared.text]


async def test_share_can_be_typed(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ada.types("/mss due share", room)
    assert len(ben.sees(room)) == 1
    assert "Shared by Ada." in ben.sees(room)[0]


async def test_pressing_a_shared_post_answers_the_one_who_pressed_alone(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    shared = await ada.types("/mss status share", room)
    before = ada.sees(room)
    pressed = await ben.looks_at(shared.post.message).press("Refresh")
    assert pressed.private
    assert pressed.text.startswith("MSS Haiti: mandate ended")
    assert ada.sees(room) == before


async def test_nothing_unfurls_and_nobody_is_pinged(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss search <!channel> @here", stage.slack.channel("haiti-desk", ada))
    assert seen.post.pings == []
    assert "@" in seen.text


async def test_every_page_of_a_long_answer_arrives(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss help all", stage.slack.channel("haiti-desk", ada))
    assert seen.posts
    assert "settings" in seen.words


# time


@dataclass
class SlowDesk:
    """The usual desk over a store that takes as long as the test lets it."""

    desk: Desk
    door: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    async def take(self, request: Request) -> Refused | Form | Ready:
        await self.door.wait()
        return await self.desk.take(request)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_slow_store_lets_nobody_see_a_time_out(tmp_path: Path, transport: Transport):
    slow: list[SlowDesk] = []

    def slowed(desk: Desk) -> SlowDesk:
        slow.append(SlowDesk(desk))
        return slow[0]

    async with staged(tmp_path, transport, desk=slowed, patience=0.05) as stage:
        ada = stage.slack.person("Ada")
        seen = await ada.types("/mss status", stage.slack.channel("haiti-desk", ada))
        assert seen.error == ""
        assert seen.text == "Looking it up…"
        slow[0].door.set()
        await seen.more()
        assert seen.text.startswith("MSS Haiti: mandate ended")
        assert seen.private


async def test_what_was_acked_is_answered_before_the_bot_stops(tmp_path: Path):
    slow: list[SlowDesk] = []

    def slowed(desk: Desk) -> SlowDesk:
        slow.append(SlowDesk(desk))
        return slow[0]

    async with staged(tmp_path, "http", desk=slowed, patience=0.05) as stage:
        ada = stage.slack.person("Ada")
        seen = await ada.types("/mss status", stage.slack.channel("haiti-desk", ada))
        stopping = asyncio.create_task(stage.bot.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        slow[0].door.set()
        await stopping
        assert seen.posts[-1].text.startswith("MSS Haiti: mandate ended")


# who may


async def test_guests_and_people_of_other_organisations_read_nothing(stage: Stage):
    ada = stage.slack.person("Ada")
    gus = stage.slack.person("Gus", is_guest=True)
    room = stage.slack.channel("haiti-desk", ada, gus)
    seen = await gus.types("/mss status", room)
    assert seen.private
    assert "right to read" in seen.text
    assert "mandate" not in seen.text


async def test_an_outsider_in_a_shared_channel_reads_nothing(stage: Stage):
    ada = stage.slack.person("Ada")
    olga = stage.slack.person("Olga", org="T0ELSEWHERE")
    room = stage.slack.channel("haiti-desk", ada, olga, shared=True)
    shared = await ada.types("/mss status share", room)
    pressed = await olga.looks_at(shared.post.message).press("Full brief")
    assert pressed.private
    assert "right to read" in pressed.text


async def test_a_missing_scope_is_named(tmp_path: Path):
    async with staged(tmp_path) as stage:
        less = tuple(scope for scope in SCOPES if scope != "users:read")
        narrowed(stage.slack, less)
        ada = stage.slack.person("Ada")
        seen = await ada.types("/mss status", stage.slack.channel("haiti-desk", ada))
        assert seen.private
        assert "users:read" in seen.text


def narrowed(slack: FakeSlack, scopes: tuple[str, ...]) -> None:
    """Take scopes from the token that the bot has."""
    for token in slack.tokens.access.values():
        if token.text == slack.bot_token:
            object.__setattr__(token, "scopes", scopes)


# time zones


async def test_the_zone_of_the_profile_is_the_default_and_shown_back(stage: Stage):
    ada = stage.slack.person("Ada", zone="Pacific/Auckland")
    room = stage.slack.channel("haiti-desk", ada)
    stage.slack.clock.advance(5 * 3600)  # 12:30 UTC, half past one in the night of the 23rd in Auckland
    assert "Pacific/Auckland, from your profile here" in (await ada.types("/mss settings", room)).text
    status = await ada.types("/mss status", room)
    assert "Mon 23 Nov 2026" in status.text
    assert "417 days ago" in status.text
    assert "2 Oct 2025" in status.text


async def test_a_changed_profile_is_heard_of(stage: Stage):
    ada = stage.slack.person("Ada", zone="Africa/Nairobi")
    room = stage.slack.channel("haiti-desk", ada)
    assert "Nairobi" in (await ada.types("/mss settings zone", room)).text
    ada.user.zone = "Europe/Paris"
    event = {"type": "user_change", "user": {"id": ada.id}}
    await stage.slack.delivery.event(stage.slack.team, "user_change", event)
    assert "Europe/Paris" in (await ada.types("/mss settings zone", room)).text


# the same thing once


async def test_a_command_that_is_delivered_twice_is_answered_once(tmp_path: Path):
    async with staged(tmp_path, "http") as stage:
        ada = stage.slack.person("Ada")
        room = stage.slack.channel("haiti-desk", ada)
        await ada.types("/mss status", room)
        stage.slack.clock.advance(1)  # signed anew
        again = stage.slack.http.signed(stage.slack.http.sent[-1].body, "application/x-www-form-urlencoded", 1)
        answer = await stage.slack.http.deliver(again)
        assert (answer.status, answer.text) == (200, "")
