"""The prompt: Tab completion, and a conversation through a pipe."""

from __future__ import annotations

import asyncio
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document as Typing
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from adapters.port import Request
from adapters.terminal.ask import local_request
from adapters.terminal.prompt import LEAVE, LineCompleter, talk
from tests.scene import AMINA, TODAY, Scene, at


def make(command: str, words: dict[str, str]) -> Request:
    return local_request(command, words, AMINA.id, at(TODAY))


async def completed(scene: Scene, line: str) -> list[str]:
    """The lines that Tab makes of one."""
    completions = LineCompleter(scene.desk, make).get_completions_async(Typing(line), CompleteEvent())
    return [line[: len(line) + found.start_position] + found.text async for found in completions]


# completion


async def test_tab_on_an_empty_line_shows_every_command(scene):
    assert await completed(scene, "") == [shape.name for shape in scene.desk.shapes]


@pytest.mark.parametrize(("line", "whole"), [
    ("stat", "status"),
    ("/mss stat", "/mss status"),
    ("mss stat", "mss status"),
    ("STAT", "status"),
    ("status as", "status as-of"),
    ("status AS", "status as-of"),
    ("/mss status pub", "/mss status published-by"),
    ("status fu", "status full"),
    ("due wi", "due within"),
    ("due within 9", "due within 90d"),
    ("source S2-21", "source S2-21"),
    ("source stren", "source strength"),
    ("help stat", "help status"),
    ("status in M", 'status in "MSS Haiti"'),
    ("status as-of yes", "status as-of yesterday"),
])  # fmt: skip
async def test_tab_completes_what_was_begun(scene, line, whole):
    assert await completed(scene, line) == [whole]


async def test_a_value_begun_in_quotation_marks_is_completed_inside_them(scene):
    assert await completed(scene, 'status in "MSS H') == ['status in "MSS Haiti"']


@pytest.mark.parametrize("line", ["status as-of ", "status as of ", "status asof ", "status --as-of "])
async def test_a_day_is_suggested_after_as_of_however_it_is_spelt(scene, line):
    assert f"{line}{TODAY}" in await completed(scene, line)


async def test_the_other_names_of_a_command_complete_its_keywords_too(scene):
    assert "overdue within" in await completed(scene, "overdue ")


async def test_a_keyword_is_not_suggested_twice(scene):
    assert "status as-of 2025-01-15 as-of" not in await completed(scene, "status as-of 2025-01-15 ")


async def test_facts_of_the_store_are_suggested(scene):
    assert [line[-5:] for line in await completed(scene, "source S2-2")] == [
        "S2-20",
        "S2-21",
        "S2-22",
        "S2-23",
        "S2-24",
    ]


async def test_after_an_unknown_command_nothing_is_suggested(scene):
    assert await completed(scene, "nonsense ") == []


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=40)
async def test_tab_never_fails(scene, line):
    assert isinstance(await completed(scene, f"source {line}"), list)
    assert isinstance(await completed(scene, line), list)


# a conversation


async def conversation(scene: Scene, *keys: str) -> str:
    """What the screen shows after these keys, typed with a short rest between; the prompt must end by itself."""
    screen = StringIO()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        async with asyncio.TaskGroup() as both:
            both.create_task(talk(scene.desk, make, Console(file=screen, width=80)))
            for pressed in keys:
                pipe.send_text(pressed)
                await asyncio.sleep(0.2)
    return screen.getvalue()


async def test_a_line_is_answered(scene):
    assert "S2-21: about 572 personnel deployed" in await conversation(scene, "source 572\r\x04")


async def test_line_after_line_is_answered(scene):
    shown = await conversation(scene, "statsu\rdue\r\x04")
    assert shown.index("did you mean “status”?") < shown.index("mandate ends")


async def test_an_empty_line_is_passed_over(scene):
    assert await conversation(scene, "\r   \r\x04") == ""


@pytest.mark.parametrize("word", [*LEAVE, "EXIT", " exit "])
async def test_a_word_of_farewell_leaves(scene, word):
    assert await conversation(scene, f"{word}\r") == ""


@pytest.mark.parametrize("key", ["\x03", "\x04"])
async def test_a_key_to_end_leaves(scene, key):
    assert await conversation(scene, key) == ""


async def test_a_line_can_be_fetched_back_and_asked_again(scene):
    up = "\x1b[A"
    assert (await conversation(scene, "due\r", up, "\r", "\x04")).count("nothing overdue") == 2


async def test_tab_fills_in_a_line_that_is_then_answered(scene):
    assert "mandate ends" in await conversation(scene, "du\t", "\r", "\x04")
