"""How much may be asked: a person, a room and whoever types has an allowance, and it comes back with time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.port import Refused, Request
from bot.commands import REGISTRY
from bot.metrics import MeasuredDesk, Metrics
from bot.throttle import PERSON, REMEMBERS, ROOM, TYPING, Throttle, TooMuch
from briefings.document import plain
from tests.bot.test_desk import request
from tests.scene import Scene

ASKED = request("status")


def somebody(number: int) -> Request:
    return replace(ASKED, actor=replace(ASKED.actor, id=f"U{number}"))


async def test_whoever_asks_too_much_is_told_when_to_ask_again_and_nobody_else_is(scene: Scene):
    desk = MeasuredDesk(scene.store, REGISTRY, Metrics())
    for _time in range(PERSON.at_once):
        assert not isinstance(await desk.take(ASKED), Refused)
    refused = await desk.take(ASKED)
    assert isinstance(refused, Refused)
    assert plain(refused.document.title) == "That was a lot in a short time; ask again in 2 seconds"
    assert not isinstance(await desk.take(somebody(2)), Refused)
    assert not isinstance(await desk.take(replace(ASKED, at=ASKED.at + timedelta(seconds=2))), Refused)


async def test_suggestions_end_for_whoever_asks_for_too_many(scene: Scene):
    desk = MeasuredDesk(scene.store, REGISTRY, Metrics())
    found = [await desk.suggest(ASKED, "as-of", "") for _time in range(TYPING.at_once + 1)]
    assert found[0] == found[-2] != []
    assert found[-1] == []


def test_many_people_share_what_their_room_may_ask():
    throttle = Throttle()
    for number in range(ROOM.at_once):
        throttle.check(somebody(number))
    with pytest.raises(TooMuch):
        throttle.check(somebody(-1))
    throttle.check(replace(ASKED, room=replace(ASKED.room, id="elsewhere")))


def test_what_is_full_again_is_forgotten():
    throttle = Throttle()
    for number in range(REMEMBERS):
        throttle.may_suggest(somebody(number))
    throttle.may_suggest(replace(somebody(-1), at=ASKED.at + timedelta(minutes=1)))
    assert len(throttle._buckets) == 1
