"""“What is in the digest?” Typed, it shows what the room would get that day and counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefings.document import plain
from tests.scene import AMINA

NOW = date(2026, 11, 22)


async def test_the_first_digest_tells_what_is_due_and_the_figures(scene):
    out = await scene.says("digest", today=NOW)
    assert out.title == "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]"
    assert out.section("Overdue").splitlines() == [
        "Renewal or closure of the mandate: 416 days since 2 Oct 2025 [S1]",
        "2,500 officers by Jan 2025 [S0]: not met on record, 660 days since 31 Jan 2025",
    ]
    assert out.section("Next 90 days, to 20 Feb 2027") == "Nothing recorded."
    assert out.section("Changed") == "First digest here; from the next one on, only what is new."
    assert out.section("Figures").splitlines() == [
        "Deployed: about 572 personnel, Jan 2025 [S2], 22 months old",
        "Target: 2,500 by Jan 2025 [S0]; about 1,928 short, about 22.9 % reached",
    ]
    assert out.section("Not recorded") == "resolution number, vote date, sums of money, commander, successor"


async def test_it_carries_its_number_its_hour_and_the_next_one_in_the_zone_of_whoever_asks(scene):
    out = await scene.says("digest", replace(AMINA, zone="Africa/Nairobi"), today=NOW)
    assert plain(out.document.header[0]) == "Digest 1 · Sun 22 Nov 2026, 07:30 Nairobi · newest fact: Jan 2025 [S2]"
    assert "Next: Mon 23 Nov 2026, 07:30 Nairobi; then weekdays with news, and every Monday" in out.text


async def test_its_sources_stand_in_one_line_each_with_its_day(scene):
    out = await scene.says("digest", today=NOW)
    assert "3 news articles: S0 26 Sep 2024 or later · S1 7 Nov 2024 or later · S2 Jan 2025" in out.text


async def test_the_full_brief_is_one_press_away(scene):
    out = await scene.says("digest", today=NOW)
    assert [offer.line for offer in out.document.offers][:2] == ["status full", "source"]


async def test_a_first_digest_is_not_headed_by_a_warning(scene):
    """A room that begins to follow is warned of what comes later; what is due stands in its first digest."""
    out = await scene.says("digest on 2025-09-02", today=NOW)
    assert out.title == "MSS Haiti: mandate ends 2 Oct 2025, 30 days left [S1]"
    assert out.section("Next 90 days") == "2 Oct 2025: mandate ends, 30 days [S1]"


async def test_asking_advances_nothing(scene):
    first, second = [await scene.says("digest", today=NOW) for _time in range(2)]
    assert "Digest 1 " in first.text
    assert first.text == second.text


async def test_a_record_of_another_mission_has_a_digest_of_its_own(both):
    out = await both.says('digest on 2021-05-01 in "MSK Karuna"', today=NOW)
    assert out.title.startswith("MSK Karuna: ")
    assert out.section("Figures").startswith("Deployed: ")
