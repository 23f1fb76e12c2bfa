"""“What is the mission?” “Who leads it?” “Who held which office on a day?”"""

from __future__ import annotations

from datetime import date

import pytest


async def test_the_bottom_line_names_who_leads(scene):
    assert (await scene.says("profile")).title == "MSS Haiti: led by Kenya, 7 Nov 2024 [S1]"


async def test_a_nomination_replaces_nobody(scene):
    out = await scene.says("profile")
    assert (
        "US Secretary of State: Blinken, 26 Sep 2024 [S0]. Rubio is nominated, not in office, Jan 2025 [S2]."
        in out.section("Offices").splitlines()
    )


async def test_an_office_can_be_asked_for_by_its_name_or_by_a_person(scene):
    by_name, by_person = await scene.says("profile Secretary of State"), await scene.says("profile Rubio")
    assert by_name.title == by_person.title
    assert by_name.title.startswith("MSS Haiti: US Secretary of State: Blinken, 26 Sep 2024 [S0].")


async def test_the_press_word_for_the_mission_is_doubted(scene):
    assert (await scene.says("profile")).section("Described as") == (
        "peacekeeping mission, 26 Sep 2024 [S0]. The source seems to err."
    )
    full = await scene.says("profile full")
    assert "S1 and S2 treat UN peacekeeping as something the mission is not yet" in full.section("Described as")
    assert "multinational mission that the Council authorized and does not run" in full.text


async def test_goal_task_name_and_funding_stand_in_the_full_form(scene):
    out = await scene.says("mission full")
    assert out.section("Goal") == "help the Haitian government restore law and order, Jan 2025 [S2]."
    assert out.section("Task") == "support the Haitian National Police, 7 Nov 2024 or later [S1]."
    assert out.section("Funding channels").startswith("directly to MSS contributing countries and UN Trust Fund")
    assert out.section("Lead nation") == "Kenya, 7 Nov 2024 [S1]. Also S0-22."


async def test_a_commander_who_is_not_recorded_is_said_not_to_be_and_the_offices_are_named(scene):
    out = await scene.says("profile commander")
    assert out.is_answer
    assert out.title == "MSS Haiti: no commander is recorded by 17 Jan 2025"
    assert out.section("Offices").startswith("President of Kenya: Ruto, 26 Sep 2024 [S0].")


async def test_before_an_office_is_on_record_the_nearest_later_is_named(scene):
    out = await scene.says("profile as-of 2024-01-01")
    assert out.title == (
        "MSS Haiti: no lead nation is recorded by 1 Jan 2024; the nearest later: Kenya, 26 Sep 2024 [S0]"
    )


@pytest.mark.parametrize(
    ("day", "commander"),
    [
        ("2020-06-10", "Oduya Ferrant, 10 Jun 2020 [S2]."),
        ("2021-10-31", "Oduya Ferrant left, 31 Oct 2021 [S12]; nobody is on record after that."),
        ("2021-12-01", "Ilse Korvath, acting, 1 Nov 2021 [S12]."),
        ("2022-02-01", "Ilse Korvath, 10 Jan 2022 [S13]."),
        ("2023-07-02", "Yara Quillon, 1 Jul 2023 [S27]."),
        ("2024-08-01", "Yara Quillon left, 30 Jun 2024 [S32]; nobody is on record after that."),
    ],
)
async def test_the_commander_on_a_day(both, day, commander):
    out = await both.says(f"profile commander as-of {day} in MSK", today=date(2025, 1, 17))
    assert out.title == f"MSK Karuna: force commander: {commander}"


async def test_a_candidate_is_named_beside_the_commander(both):
    out = await both.says("profile commander as-of 2023-03-28 in MSK")
    assert "Ilse Korvath, 10 Jan 2022 [S13]." in out.title
    assert "Ansel Bray is nominated, not in office, 27 Mar 2023 [S23]." in out.title
    assert out.section("Before").splitlines()[-1] == "Oduya Ferrant, 10 Jun 2020 [S2]"


async def test_nobody_is_forgotten_in_silence(both):
    out = await both.says("profile commander as-of 2024-08-01 in MSK")
    assert out.section("Before").splitlines()[-1] == 'older ones, if any: search "force commander"'


async def test_a_change_of_lead_shows_who_led_before(both):
    out = await both.says("profile as-of 2023-07-02 in MSK")
    assert out.title == "MSK Karuna: led by Brandovia, 1 Jul 2023 [S27]"
    assert out.section("Lead nation") == "Brandovia, 1 Jul 2023 [S27]. Before: Velmara, 15 Oct 2020 [S4]."
    assert (await both.says("profile as-of 2023-06-30 in MSK")).title == "MSK Karuna: led by Velmara, 15 Oct 2020 [S4]"
