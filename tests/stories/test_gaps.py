"""“What is not recorded?” Said plainly, with the nearest that is."""

from __future__ import annotations

from datetime import date

import pytest


async def test_the_bottom_line_names_what_a_desk_would_look_for_first(scene):
    assert (await scene.says("gaps")).title == (
        "MSS Haiti: not recorded: resolution number, vote date, sums of money, commander, successor, and 4 more"
    )


@pytest.mark.parametrize(
    "line",
    [
        "resolution number and vote date; the nearest recorded: extension of the mandate of the MSS: adopted by a "
        "unanimous vote, undated [S1]",
        "sums of money; the nearest recorded: US: equipment and support to the MSS, 26 Sep 2024 [S0]",
        "trust fund total; the nearest recorded: funding channels: directly to MSS contributing countries and "
        "UN Trust Fund, 26 Sep 2024 [S0]",
        "successor; the nearest recorded: conversion of the MSS into a full UN peacekeeping mission, Jan 2025 [S2]",
    ],
)
async def test_each_gap_names_the_nearest_that_is_recorded(scene, line):
    assert line in (await scene.says("missing full")).section("Not recorded").splitlines()


async def test_the_lead_nations_own_pledge_is_missing_and_what_it_announced_is_named(scene):
    out = (await scene.says("gaps full")).section("Not recorded")
    line = next(line for line in out.splitlines() if line.startswith("pledge of the lead nation"))
    assert "Kenya: more police officers to Haiti, 26 Sep 2024 [S0]" in line
    assert "2,500 personnel pledged, Jan 2025 [S2]" in line


async def test_contingents_without_numbers_are_named(scene):
    out = (await scene.says("gaps full")).section("Not recorded")
    line = next(line for line in out.splitlines() if line.startswith("sizes of contingents"))
    assert "Guatemala: reinforcements from Guatemala, Jan 2025 [S2]" in line


async def test_a_missing_commander_names_the_offices_on_record(scene):
    out = (await scene.says("gaps")).section("Not recorded")
    line = next(line for line in out.splitlines() if line.startswith("commander"))
    assert line.startswith("commander; offices on record: Ruto: President of Kenya, 26 Sep 2024 [S0]")
    assert "Rubio" not in line


async def test_gaps_follow_the_clocks_and_name_what_comes_later(scene):
    out = (await scene.says("not recorded as-of 2024-09-30")).section("Not recorded")
    assert "resolution number and vote date; the nearest later: extension of the mandate of the MSS" in out
    assert "Trump" not in out


async def test_a_full_record_lacks_only_what_it_lacks(both):
    out = await both.says("gaps in MSK", today=date(2023, 5, 1))
    assert out.title == "MSK Karuna: not recorded: successor"
    assert "a draft for a UN operation, 11 Apr 2023 [S19]" in out.section("Not recorded")


async def test_a_commander_who_left_leaves_a_gap_until_the_next(both):
    assert "commander" in (await both.says("gaps as-of 2023-06-30 in MSK")).title
    assert "commander" not in (await both.says("gaps as-of 2023-07-01 in MSK")).title


async def test_a_closed_mission_needs_no_commander(both):
    out = await both.says("gaps in MSK", today=date(2024, 8, 1))
    assert out.title == "MSK Karuna: nothing is missing of the 9 things a desk expects"
