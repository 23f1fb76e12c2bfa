"""An answer that is alike for all is made once, and still says to each what is theirs."""

from __future__ import annotations

from dataclasses import replace

from adapters.port import SHARE, Actor, Request, Room, Standing
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.document import plain
from tests.scene import AMINA, BEN, TODAY, answered, at

STATUS = Request("status", {SHARE: ""}, AMINA, Room("terminal", "local", "here"), at(TODAY), TODAY)


async def test_who_shares_it_is_named_though_the_same_was_shared_before(scene):
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    by_amina, by_ben = [await answered(desk, replace(STATUS, actor=who)) for who in (AMINA, BEN)]
    assert plain(by_amina.small[-1]) == "Shared by Amina."
    assert plain(by_ben.small[-1]) == "Shared by Ben."
    assert by_amina.sections == by_ben.sections


async def test_rooms_that_ask_by_schedule_get_one_and_the_same(scene):
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    nobody = Actor("terminal", "local", "", standing=Standing.MEMBER, zone="UTC")
    asked = [replace(STATUS, actor=nobody, room=Room("terminal", "local", name)) for name in ("one", "two")]
    first, second = [await answered(desk, request) for request in asked]
    assert first is second
