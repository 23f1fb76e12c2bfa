"""“What do I have to know this morning?”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapters.port import SHARE, Request, Room
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.document import plain
from store.records import bundled
from tests.adapters.said import sentences
from tests.scene import AMINA, BEN, CHIDI, TODAY, Scene, answered, at
from tests.stories.opened import long, opened

LATER = date(2026, 11, 22)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    """Both missions in a store of its own, for stories that set something."""
    async with opened(tmp_path, bundled(), long()) as scene:
        yield scene


def offers(out) -> list[str]:
    return [offer.line for offer in out.document.offers]


def small_print(out) -> list[str]:
    return [plain(line) for line in out.document.small]


async def test_the_page_begins_with_the_bottom_line_and_what_is_overdue(scene):
    out = await scene.says("home", today=LATER)
    assert out.title == "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]"
    assert [plain(part.label) for part in out.document.sections][:3] == ["Overdue", "Next 90 days", "Deployed"]
    assert "660 days since 31 Jan 2025" in out.section("Overdue")


async def test_it_has_the_figures_of_the_brief(scene):
    page, brief = await scene.says("home"), await scene.says("status")
    for label in ("Due", "Deployed", "Earlier"):
        assert page.section(label) == brief.section(label) != ""


async def test_it_says_how_one_is_answered_and_how_to_change_that(desk):
    assert "by the date in UTC" in small_print(await desk.says("home"))[0]
    await desk.says("settings zone Nairobi")
    told = small_print(await desk.says("home"))[0]
    assert told.startswith("You are answered in English, by the date in Nairobi, on the mission you name. To change")
    assert "“settings zone Geneva”" in told


async def test_it_is_short_enough_for_a_phone(scene):
    for day in (TODAY, LATER):
        assert len(list(sentences((await scene.says("home", today=day)).document))) <= 25


async def test_the_common_questions_can_be_pressed(scene):
    assert {"status full", "due", "changed", "source", "help", "settings"} <= set(offers(await scene.says("home")))


@pytest.mark.parametrize("line", ["home", "start", "my page", "dashboard", "home in MSS"])
async def test_it_has_other_names(scene, line):
    assert (await scene.says(line)).title.startswith("MSS Haiti: about 572 of 2,500 deployed")


# several missions


async def test_of_several_missions_each_is_told_in_short_what_is_due_first(both):
    out = await both.says("home")
    assert out.title == "2 missions: nothing overdue, 1 due in the next 90 days"
    assert out.section("Due").startswith("MSS Haiti: Jan 2025: 2,500 officers [S0]")
    assert [line.partition(":")[0] for line in out.section("Missions").splitlines()] == ["MSS Haiti", "MSK Karuna"]
    assert {'status in "MSS Haiti"', 'status in "MSK Karuna"', "mission list"} <= set(offers(out))


async def test_what_is_overdue_in_any_mission_comes_first(both):
    out = await both.says("home", today=LATER)
    assert out.title.startswith("2 missions: 2 overdue, ")
    assert plain(out.document.sections[0].label) == "Overdue"


async def test_who_chose_a_mission_sees_that_one(desk):
    await desk.says("settings mission Karuna", who=BEN)
    assert (await desk.says("home", who=BEN)).title.startswith("MSK Karuna: ")
    assert (await desk.says("home")).title.startswith("2 missions: ")


async def test_every_offer_of_several_missions_is_answered(both):
    for line in offers(await both.says("home")):
        assert (await both.says(line)).is_answer, line


async def test_a_sample_is_said_to_be_one(tmp_path):
    async with opened(tmp_path, long()) as scene:
        async with scene.store.changing(scene.space, scene.person, at(TODAY)) as work:
            await work.missions.load(bundled(), is_sample=True)
        assert "nobody here keeps it up to date" in (await scene.says("home in MSS")).text
        assert "kept up to date by nobody here: MSS Haiti." in (await scene.says("home")).text


# nothing, nobody, everybody


async def test_without_a_mission_it_says_what_to_do_next(tmp_path):
    async with opened(tmp_path) as scene:
        out = await scene.says("home")
        assert out.is_answer
        assert (
            out.title
            == "No mission is recorded here yet; add one with “mission add”, or load one with “mss record load FILE”"
        )
        assert offers(out) == ["help", "settings"]


async def test_a_page_shown_to_everyone_keeps_the_settings_of_its_owner_to_itself(scene):
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    asked = Request("home", {}, AMINA, Room("terminal", "local", "here"), at(TODAY), TODAY)
    mine, shared = [await answered(desk, one) for one in (asked, replace(asked, words={SHARE: "yes"}))]
    assert plain(mine.small[0]).startswith("You are answered")
    assert [plain(line) for line in shared.small] == ["Shared by Amina."]


async def test_a_stranger_sees_nothing(scene):
    out = await scene.says("home", who=CHIDI)
    assert not out.is_answer
    assert "572" not in out.text
