"""“yes” in the terminal: at the prompt, and beside a single line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.terminal.ask import agreed, answer, answer_yes
from briefings.document import UserError, plain
from store.records import bundled
from tests.adapters.test_prompt import conversation, make
from tests.scene import Scene
from tests.stories.changing import find
from tests.stories.opened import opened

LINE = "fact correct S2-21 527 because misread"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    """A store of its own, for stories that change something."""
    async with opened(tmp_path, bundled()) as scene:
        yield scene


async def test_yes_at_the_prompt_stores_what_was_asked_last(desk):
    shown = await conversation(desk, f"{LINE}\r", "yes\r", "\x04")
    assert shown.index("Correct S2-21?") < shown.index("Corrected S2-21, ")


async def test_another_line_forgets_the_question(desk):
    shown = await conversation(desk, f"{LINE}\r", "status\r", "yes\r", "\x04")
    assert "Nothing was asked that “yes” could answer" in shown
    claim = await find(desk, "S2-21")
    assert claim
    assert str(claim.value) == "about 572 personnel"


async def test_yes_to_a_single_line_stores_it_at_once(desk):
    asked, is_answer = await answer(desk.desk, LINE, make)
    assert is_answer
    done, is_done = await answer_yes(desk.desk, asked, make)
    assert is_done
    assert plain(done.title).startswith("Corrected S2-21")


async def test_yes_needs_a_reason_where_one_is_wanted(desk):
    asked, _is_answer = await answer(desk.desk, "fact correct S2-21 527", make)
    done, is_done = await answer_yes(desk.desk, asked, make)
    assert not is_done
    assert plain(done.title).startswith("Yes, but why?")


def test_nothing_asked_is_nothing_to_agree_to(desk):
    with pytest.raises(UserError):
        agreed(desk.desk, None)
