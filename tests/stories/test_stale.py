"""“Which figures are old?”"""

from __future__ import annotations

from datetime import date

NOW = date(2026, 11, 22)


async def test_the_strength_leads_with_its_age(scene):
    out = await scene.says("stale", today=NOW)
    assert out.title == (
        "MSS Haiti: about 572 personnel deployed, Jan 2025 [S2], is stale, 22 months old; so are 14 more facts"
    )


async def test_each_stale_fact_has_its_age_and_its_shelf_life(scene):
    listed = (await scene.says("old full", today=NOW)).section("Stale").splitlines()
    assert len(listed) == 15
    assert "about 572 personnel deployed, Jan 2025 [S2]: 22 months old, shelf life 90 days" in listed
    assert "Kenya: open to “UN operation”, Sep 2024 [S1]: 26 months old, shelf life 180 days" in listed
    assert "Blinken: US Secretary of State, 26 Sep 2024 [S0]: 26 months old, shelf life 365 days" in listed


async def test_a_nominee_holds_no_office_that_could_go_stale(scene):
    assert "Rubio" not in (await scene.says("stale full", today=NOW)).text


async def test_where_nothing_is_stale_the_next_to_turn_is_named(scene):
    out = await scene.says("stale")
    assert out.title == "MSS Haiti: nothing on record is stale on 17 Jan 2025"
    assert out.section("Next") == "Kenya: open to “UN operation”, Sep 2024 [S1]: from 30 Mar 2025"


async def test_a_figure_turns_stale_on_the_day_after_its_shelf_life(scene):
    assert "572" not in (await scene.says("stale full as-of 2025-05-01", today=NOW)).section("Stale")
    assert "572" in (await scene.says("stale full as-of 2025-05-02", today=NOW)).section("Stale")


async def test_the_stale_figures_of_the_long_record_are_counted(both):
    out = await both.says("stale in MSK", today=date(2023, 5, 1))
    assert out.title == "MSK Karuna: 10 facts are stale on 1 May 2023"
    assert out.section("Stale").endswith("and 7 more")


async def test_many_stale_facts_come_in_pages(both):
    out = await both.says("stale full in MSK", today=date(2026, 11, 22))
    assert "Facts 1 to 20 of" in out.text
    assert "stale full page 2 in MSK" in [offer.line for offer in out.document.offers]
