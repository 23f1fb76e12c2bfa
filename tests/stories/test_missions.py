"""“Which missions are there?”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefings.document import plain
from briefings.record import Record
from store.records import bundled
from tests.scene import Scene
from tests.stories.opened import long, opened


def listed(out) -> list[str]:
    return [plain(block) for part in out.document.sections for block in part.blocks]


@pytest.mark.parametrize("line", ["mission list", "missions", "/mss missions"])
async def test_every_mission_stands_with_its_bottom_line_its_facts_and_the_newest(both, line):
    haiti, karuna = listed(await both.says(line))
    assert haiti.startswith(
        "MSS Haiti: about 572 of 2,500 deployed, 14 days before the target date [S2][S0]. 78 facts; newest: "
    )
    assert karuna.startswith("MSK Karuna: closed, 30 Jun 2024 [S32]. 220 facts; newest: ")


async def test_with_several_and_none_chosen_it_says_how_to_name_one(both):
    assert (await both.says("missions")).title == "2 missions are recorded here; end a line with “in NAME” to say which"


async def test_the_only_mission_is_said_to_be_the_only_one(scene):
    out = await scene.says("missions")
    assert out.title == "One mission is recorded here: MSS Haiti"
    assert "Meant when none is named" not in out.text
    assert [offer.line for offer in out.document.offers] == ['status in "MSS Haiti"']


async def test_an_empty_record_says_how_to_fill_it(tmp_path):
    async with opened(tmp_path) as scene:
        out = await scene.says("missions")
        assert out.is_answer
        assert "“mission add”" in out.title
        assert "“mss record load FILE”" in out.title


async def test_ones_own_mission_is_marked(tmp_path):
    async with opened(tmp_path, bundled(), long()) as scene:
        await scene.says("settings mission Karuna")
        out = await scene.says("missions")
        assert out.title == "2 missions are recorded here; MSK Karuna is meant when none is named"
        assert [line.endswith("Meant when none is named.") for line in listed(out)] == [False, True]
        assert 'settings mission "MSS Haiti"' in [offer.line for offer in out.document.offers]


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[Scene]:
    """Twelve missions."""
    async with opened(tmp_path, *(mission(number) for number in range(1, 13))) as scene:
        yield scene


def mission(number: int) -> Record:
    held = bundled()
    named = replace(held.mission, short=f"M{number}", name=f"Mission {number}", aliases=())
    return replace(held, mission=named, claims=(), choices=(), remarks=())


async def test_many_missions_come_in_pages(many):
    first, second = await many.says("missions"), await many.says("missions page 2")
    assert (len(listed(first)), len(listed(second))) == (10, 2)
    assert "Missions 11 to 12 of 12" in second.text
    assert first.document.offers[0].line == "mission list page 2"
    assert (await many.says("missions page 3")).title == "There is no page 3 of missions; the last is 2"


async def test_a_mission_without_facts_says_so(many):
    assert listed(await many.says("missions"))[0] == "M1: nothing is recorded yet. 0 facts."


async def test_the_bottom_lines_are_those_of_the_askers_day(both):
    assert "mandate ended 2 Oct 2025" in listed(await both.says("missions", today=date(2026, 11, 22)))[0]


async def test_every_offer_is_answered(both):
    for offer in (await both.says("missions")).document.offers:
        if not offer.line.startswith("settings"):
            assert (await both.says(offer.line)).is_answer
