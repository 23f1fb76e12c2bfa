"""The one door: what it takes, what it refuses, and how it says that something broke."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from inspect import Parameter as Declared

import pytest

from adapters.port import Actor, Ready, Refused, Request, Room, Visibility
from adapters.terminal import PLATFORM
from bot.arguments import Ask, Within
from bot.command import Command, _parameters
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.document import Document, Line, UserError, plain
from store.records import bundled
from tests.scene import AMINA, CHIDI, TODAY, Scene, answered, at
from tests.stories.opened import opened

Handler = Callable[..., Awaitable[Document[Line]]]


def request(command: str, who: Actor = AMINA, language: str = "", **words: str) -> Request:
    named = {name.replace("_", "-"): word for name, word in words.items()}
    return Request(command, named, who, Room(who.platform, who.tenant, "here"), at(TODAY), TODAY, language)


def desk_with(scene: Scene, handler: Handler) -> Desk:
    """A desk that has one more command, “boom”."""
    boom = replace(REGISTRY["status"], name="boom", handler=handler, parameters=_parameters(handler))
    return Desk(scene.store, {**REGISTRY, "boom": boom})


async def title(desk: Desk, asked: Request) -> str:
    """The bottom line of whatever comes back."""
    return plain((await answered(desk, asked)).title)


async def test_a_request_is_taken_before_it_is_answered(scene):
    taken = await scene.desk.take(request("status"))
    assert isinstance(taken, Ready)
    assert taken.visibility is Visibility.PRIVATE


async def test_an_answer_is_a_document(scene):
    taken = await scene.desk.take(request("status", as_of="2025-01-15"))
    found = await taken.answer()
    assert found.name == "status"


async def test_taking_a_request_does_no_work_yet(scene):
    async def handler(ask: Ask) -> Document[Line]:
        raise AssertionError("the work has begun")

    assert isinstance(await desk_with(scene, handler).take(request("boom")), Ready)


async def test_bad_words_are_refused_when_taken(scene):
    assert isinstance(await scene.desk.take(request("status", as_of="banana")), Refused)


async def test_an_unknown_command_is_refused(scene):
    assert "There is no command “fly”" in await title(scene.desk, request("fly"))


async def test_a_missing_value_is_named_with_an_example(scene):
    async def handler(ask: Ask, within: Within) -> Document[Line]:
        raise NotImplementedError

    said = await title(desk_with(scene, handler), request("boom"))
    assert said.startswith("“boom” wants 90d")
    assert "for example: " in said


async def test_a_default_stands_in_for_what_was_left_out(scene):
    asked: list[int] = []

    async def handler(ask: Ask, within: Within = 7) -> Document[Line]:
        asked.append(within)
        return Document("example", Line("done"))

    assert await title(desk_with(scene, handler), request("boom")) == "done"
    assert asked == [7]


async def test_the_askers_day_is_today_unless_another_is_named(scene):
    days = []

    async def handler(ask: Ask) -> Document[Line]:
        days.append((ask.today, ask.now))
        return Document("example", Line("done"))

    desk = desk_with(scene, handler)
    await title(desk, request("boom"))
    await title(desk, replace(request("boom"), today=None))
    assert days == [(TODAY, at(TODAY)), (TODAY, at(TODAY))]


# what goes wrong


async def test_a_kind_error_in_the_work_is_a_refusal_with_its_offers(scene):
    async def handler(ask: Ask) -> Document[Line]:
        raise UserError("not today")

    taken = await desk_with(scene, handler).take(request("boom"))
    assert isinstance(taken, Ready)
    found = await taken.answer()
    assert isinstance(found, Refused)
    assert plain(found.document.title) == "not today"


async def test_a_bug_is_answered_kindly_and_tells_nothing_of_its_inside(scene):
    async def handler(ask: Ask) -> Document[Line]:
        raise RuntimeError("secret token xoxb-1")

    said = await title(desk_with(scene, handler), request("boom"))
    assert "Something went wrong on our side; nothing was changed" in said
    assert "xoxb" not in said


async def test_the_reference_of_a_bug_is_found_in_the_log(scene, caplog):
    async def handler(ask: Ask) -> Document[Line]:
        raise RuntimeError("broken")

    with caplog.at_level(logging.ERROR):
        said = await title(desk_with(scene, handler), request("boom"))
    reference = said.rpartition("reference ")[2].rstrip(")")
    assert reference in caplog.text
    assert "RuntimeError: broken" in caplog.text


async def test_a_bug_in_reading_words_is_answered_kindly_too(scene):
    async def handler(ask: Ask, within: Within = 7) -> Document[Line]:
        raise NotImplementedError

    desk = desk_with(scene, handler)
    asked = replace(request("boom"), words={"within": None})  # type: ignore[dict-item]
    assert "went wrong" in await title(desk, asked)


async def test_a_language_that_we_do_not_speak_is_answered_in_english(scene):
    assert (await title(scene.desk, request("status", language="xx"))).startswith("MSS Haiti")


# who may ask


async def test_a_place_that_is_not_set_up_is_told_so(scene):
    stranger = Actor(PLATFORM, "nowhere", "dana", "Dana")
    assert "not set up yet" in await title(scene.desk, request("status", who=stranger))


@pytest.fixture
async def open_elsewhere(tmp_path):
    """A scene whose store also serves a place on another platform, and a second terminal without a record."""
    async with opened(tmp_path, bundled()) as scene:
        await scene.store.open_space(CHIDI.platform, CHIDI.tenant, "elsewhere", at(TODAY))
        await scene.store.open_space(PLATFORM, "second", "second", at(TODAY))
        yield scene


async def test_a_stranger_is_told_which_right_is_missing_and_who_gives_it(open_elsewhere):
    said = await title(open_elsewhere.desk, request("status", who=CHIDI))
    assert "the right to read" in said
    assert "ask whoever runs the bot here" in said


async def test_a_stranger_gets_no_suggestions(open_elsewhere):
    assert await open_elsewhere.desk.suggest(request("status", who=CHIDI), "in", "") == []


async def test_one_place_never_sees_the_missions_of_another(open_elsewhere):
    neighbour = Actor(PLATFORM, "second", "amina", "Amina")
    said = await title(open_elsewhere.desk, request("status", who=neighbour, **{"in": "MSS"}))
    assert "There is no mission “MSS” here" in said


async def test_an_unknown_option_gets_no_suggestions(scene):
    assert await scene.desk.suggest(request("status"), "nonsense", "") == []


# the registry


@pytest.mark.parametrize("command", REGISTRY.values(), ids=lambda command: command.name)
def test_what_may_be_left_out_has_a_default(command: Command):
    for parameter in command.parameters:
        assert parameter.is_required or parameter.default is not Declared.empty
