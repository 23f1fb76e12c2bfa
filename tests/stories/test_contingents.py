"""Which countries have forces there on a day, and how many as far as that is recorded."""

from __future__ import annotations

import pytest

from tests.scene import Scene


async def test_which_countries_have_forces_there(scene: Scene) -> None:
    out = await scene.says("contingents")
    assert out.title == "MSS Haiti: forces of Kenya, El Salvador, and Guatemala there; numbers not recorded [S2]"
    said = out.section("There")
    assert "Kenya: arrived 25 Jun 2024, number not recorded [S2]" in said
    assert "El Salvador and Guatemala: arrived Jan 2025, number not recorded [S2]" in said


@pytest.mark.parametrize("word", ["countries", "contingent", "show contingents"])
async def test_people_have_other_words_for_contingents(scene: Scene, word: str) -> None:
    assert (await scene.says(word)).title == (await scene.says("contingents")).title


async def test_sizes_that_are_not_recorded_are_said_to_be_missing_with_the_nearest(scene: Scene) -> None:
    said = (await scene.says("contingents")).section("Numbers")
    assert said.startswith("no contingent's number is recorded")
    assert "about 572 personnel, Jan 2025 [S2]" in said


async def test_troops_of_countries_that_are_not_named_stand_apart(scene: Scene) -> None:
    out = await scene.says("contingents full")
    assert "troops from various other countries" in out.section("No country named")
    assert "the source does not say so" in out.section("Editor's notes")


async def test_in_july_2024_only_kenya_was_there(scene: Scene) -> None:
    out = await scene.says("contingents as-of 2024-07-01")
    assert out.title == "MSS Haiti: forces of Kenya there; numbers not recorded [S2]"
    assert "Guatemala" not in out.text


async def test_before_anyone_came_the_nearest_later_arrival_is_named(scene: Scene) -> None:
    out = await scene.says("contingents as-of 2024-01-01")
    assert "no contingent recorded by 1 Jan 2024" in out.title
    assert "arrived 25 Jun 2024, number not recorded [S2]" in out.title
    assert "may be later" not in out.text


async def test_one_country_in_any_case(scene: Scene) -> None:
    out = await scene.says("contingents guatemala as-of 2025-01-15")
    assert out.title == (
        "MSS Haiti: Guatemala has forces there: arrived Jan 2025, may be later than 15 Jan 2025, number not recorded [S2]"
    )


async def test_what_a_country_announced_stands_with_its_movements(scene: Scene) -> None:
    out = await scene.says("contingents Kenya")
    assert "the additional contingent, number not recorded, 26 Sep 2024 [S0]" in out.section("Announced")


async def test_a_country_that_is_not_in_the_record_is_answered_plainly(scene: Scene) -> None:
    out = await scene.says("contingents France")
    assert out.is_answer
    assert out.title == "MSS Haiti: nothing is recorded on France"
    assert out.section("Forces recorded of") == "El Salvador, Guatemala, and Kenya"


async def test_a_country_of_the_record_without_forces_is_answered_plainly(scene: Scene) -> None:
    assert (await scene.says("contingents China")).title == "MSS Haiti: no forces of China are recorded"


# the long record: rotations, departures in part, countries counted by themselves


async def test_a_count_of_a_country_stands_with_what_moved_since(both: Scene) -> None:
    out = await both.says("contingents in Karuna as-of 2023-07-15")
    assert out.title == "MSK Karuna: forces of 5 countries there"
    assert "Brandovia: 600 personnel, 31 Mar 2023 [S19]; arrived 21 Jun 2023, 190 personnel [S27]" in out.section(
        "There"
    )
    assert "790" not in out.text


async def test_a_country_of_which_a_part_left_is_still_there(both: Scene) -> None:
    out = await both.says("contingents in Karuna as-of 2023-07-15")
    assert out.section("Part left") == (
        "Velmara: 950 personnel, 31 Mar 2023 [S19]; withdrew 10 Jul 2023, 250 personnel [S28]"
    )


async def test_a_rotation_keeps_a_country_there(both: Scene) -> None:
    out = await both.says("contingents Velmara in Karuna as-of 2021-07-20")
    assert out.title.startswith("MSK Karuna: Velmara has forces there: rotated 15 Jul 2021, 400 police officers")


@pytest.mark.parametrize(("day", "is_there"), [("2024-06-02", True), ("2024-06-04", False)])
async def test_a_country_is_gone_once_all_that_came_has_left(both: Scene, day: str, is_there: bool) -> None:
    out = await both.says(f"contingents in Karuna as-of {day}")
    assert ("Halmeria" in out.section("Part left")) is is_there
    assert ("Halmeria" in out.section("Left")) is not is_there


async def test_a_unit_without_numbers_came_and_went(both: Scene) -> None:
    there = await both.says("contingents in Karuna as-of 2021-06-01")
    gone = await both.says("contingents in Karuna as-of 2022-09-01")
    assert "Péliande: arrived Apr 2021, number not recorded [S9]" in there.section("There")
    assert "went home 15 Aug 2022, number not recorded [S16]" in gone.section("Left")


async def test_who_left_home_has_not_arrived(both: Scene) -> None:
    out = await both.says("contingents in Karuna as-of 2020-06-23")
    assert out.section("Left home") == "Velmara: left home 23 Jun 2020, 40 police officers [S2]"
    assert out.section("There") == ""


async def test_who_only_pledged_is_not_counted_as_there(both: Scene) -> None:
    out = await both.says("contingents in Karuna as-of 2023-07-15")
    assert "Tavonne" in out.section("Only pledged")
    assert "Tavonne" not in out.section("There")
    full = await both.says("contingents full in Karuna as-of 2023-07-15")
    assert "Tavonne: 100–150 personnel, by late 2020 [S6]" in full.section("Pledged, no arrival recorded")


async def test_after_the_closure_it_says_who_was_last_there(both: Scene) -> None:
    out = await both.says("contingents in Karuna")
    assert out.title == "MSK Karuna: closed 30 Jun 2024; last recorded there: Brandovia [S32]"


async def test_the_long_form_pages_through_every_movement(both: Scene) -> None:
    first = await both.says("contingents full in Karuna")
    second = await both.says("contingents full in Karuna page 2")
    assert "Facts 1 to 20 of 28, page 1 of 2" in first.text
    assert len(second.section("Facts").splitlines()) == 8
