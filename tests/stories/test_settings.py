"""“Answer me in my zone, in my language, on my mission.”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.records import bundled
from tests.scene import BEN, CHIDI, TODAY, Scene, at
from tests.stories.opened import long, opened


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    """Both missions in a store of its own, for stories that set something."""
    async with opened(tmp_path, bundled(), long()) as scene:
        yield scene


async def audited(scene: Scene) -> list[str]:
    async with scene.store.reading(scene.space) as work:
        return [row.action for row in await work.audit.rows(limit=500)]


async def test_all_settings_are_shown_with_what_holds_while_nothing_is_chosen(desk):
    out = await desk.says("settings")
    assert out.title == "You are answered in English, by the date in UTC, on the mission you name"
    assert out.section("Zone") == "UTC, none chosen; there it is Fri 17 Jan 2025, 09:00 UTC"
    assert out.section("Language").startswith("English, none chosen")
    assert "On record: MSS Haiti, MSK Karuna" in out.section("Mission")


async def test_with_one_mission_it_is_the_one_that_is_meant(scene):
    assert "MSS Haiti, the only one on record" in (await scene.says("settings mission")).section("Mission")


async def test_a_zone_is_set_by_the_name_of_a_city_and_shown_back_with_the_time_there(desk):
    out = await desk.says("settings zone Port-au-Prince")
    assert out.title == "Your zone is now America/Port-au-Prince, where it is Fri 17 Jan 2025, 04:00 Port-au-Prince"
    assert out.section("Before") == "UTC, none chosen"
    assert "America/Port-au-Prince" in (await desk.says("settings")).section("Zone")


@pytest.mark.parametrize(("typed", "zone"), [
    ("Nairobi", "Africa/Nairobi"), ("africa/nairobi", "Africa/Nairobi"), ("new york", "America/New_York"),
    ("New_York", "America/New_York"), ("Geneva", "Europe/Zurich"), ("the hague", "Europe/Amsterdam"), ("UTC", "UTC"),
    ("Addis Ababa", "Africa/Addis_Ababa"), ("US/Pacific", "US/Pacific"),
])  # fmt: skip
async def test_zones_go_by_iana_names_and_well_known_cities(desk, typed, zone):
    assert f"Your zone is now {zone}," in (await desk.says(f"settings zone {typed}")).title


@pytest.mark.parametrize(
    ("typed", "near"), [("Narobi", "Nairobi"), ("Genva", "Geneva"), ("Africa/Nairobbi", "Africa/Nairobi")]
)
async def test_a_misspelt_zone_gets_the_nearest(desk, typed, near):
    out = await desk.says(f"settings zone {typed}")
    assert not out.is_answer
    assert out.title.startswith(f"“{typed}” is no zone; did you mean {near}")


@pytest.mark.parametrize("typed", ["EST", "+3", "xyzzy", "GMT+2"])
async def test_what_is_no_zone_at_all_gets_an_example(desk, typed):
    out = await desk.says(f"settings zone {typed}")
    assert not out.is_answer
    assert "name a large city like Nairobi, or a zone like Africa/Nairobi" in out.title


async def test_a_mission_is_set_by_any_of_its_names(desk):
    assert not (await desk.says("status")).is_answer
    assert (await desk.says("settings mission msk")).title == "Your mission is now MSK Karuna"
    assert (await desk.says("status")).title.startswith("MSK Karuna: ")
    assert (await desk.says("status in Haiti")).title.startswith("MSS Haiti: ")


async def test_an_unknown_mission_is_refused_with_those_there_are(desk):
    out = await desk.says("settings mission Atlantis")
    assert not out.is_answer
    assert "there is: MSS Haiti, MSK Karuna" in out.title


async def test_a_language_that_is_not_spoken_here_is_refused_with_those_that_are(desk):
    out = await desk.says("settings language klingon")
    assert not out.is_answer
    assert out.title == "“klingon” is not spoken here yet; there is: en"


@pytest.mark.parametrize("typed", ["en", "English", "ENGLISH"])
async def test_a_language_goes_by_its_code_or_its_name(desk, typed):
    assert (await desk.says(f"settings language {typed}")).title == "Your language is now English"


@pytest.mark.parametrize(("name", "value"), [("zone", "Nairobi"), ("mission", "Karuna"), ("language", "en")])
async def test_undo_gives_back_what_was_before(desk, name, value):
    before = (await desk.says(f"settings {name}")).text
    undo = (await desk.says(f"settings {name} {value}")).document.offers[0].line
    assert (await desk.says(undo)).is_answer
    assert (await desk.says(f"settings {name}")).text == before


async def test_a_choice_can_be_taken_back(desk):
    await desk.says("settings zone Nairobi")
    assert (
        await desk.says("settings zone none")
    ).title == "You have no zone of your own any more: your day is the UTC day"


async def test_setting_leaves_one_row_in_the_audit_and_reading_none(desk):
    await desk.says("settings zone Nairobi")
    rows = await audited(desk)
    assert rows.count("prefer") == 1
    await desk.says("settings")
    await desk.says("settings zone")
    await desk.says("settings zone nairobi")
    assert await audited(desk) == rows


async def test_what_was_set_already_is_said_to_be(desk):
    await desk.says("settings zone Nairobi")
    assert (await desk.says("settings zone Nairobi")).title == "Zone was that already: Africa/Nairobi"


async def test_a_refused_value_changes_nothing(desk):
    before = await audited(desk)
    await desk.says("settings zone Narobi")
    assert await audited(desk) == before


async def test_the_settings_of_one_are_not_those_of_another(desk):
    await desk.says("settings zone Nairobi")
    assert "UTC, none chosen" in (await desk.says("settings", who=BEN)).section("Zone")


async def test_a_stranger_can_set_nothing(desk):
    before = await audited(desk)
    assert not (await desk.says("settings zone Nairobi", who=CHIDI)).is_answer
    assert await audited(desk) == before


async def test_the_mission_of_the_room_goes_first_and_that_is_said(desk):
    async with desk.store.changing(desk.space, desk.person, at(TODAY)) as work:
        haiti, _karuna = await work.missions.all()
        room = await work.rooms.open("terminal", "local", "here")
        await work.rooms.set(room.id, mission=haiti.ref)
    await desk.says("settings mission Karuna")
    assert (await desk.says("status")).title.startswith("MSS Haiti: ")
    assert "This room is about MSS Haiti, which goes first here." in (await desk.says("settings")).section("Mission")


@pytest.mark.parametrize(("line", "near"), [("settings zoen", "zone"), ("settings langauge", "language")])
async def test_a_misspelt_setting_gets_the_nearest(desk, line, near):
    assert f"did you mean “{near}”?" in (await desk.says(line)).title


@pytest.mark.parametrize(
    "line", ["settings timezone Nairobi", "settings tz Nairobi", "settings time zone Nairobi", "prefs zone Nairobi"]
)
async def test_settings_have_other_names_too(desk, line):
    assert "Your zone is now Africa/Nairobi" in (await desk.says(line)).title


async def test_every_offer_is_answered(desk):
    for offer in (await desk.says("settings")).document.offers:
        assert (await desk.says(offer.line)).is_answer
