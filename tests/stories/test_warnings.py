"""“What would this room be warned of?” Typed, it tells the day's warnings and counts for nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from briefings.document import plain
from store.records import bundled
from tests.scene import AMINA, Scene
from tests.stories.opened import opened

NOW = date(2026, 11, 22)
RECORDED = datetime(2026, 11, 22, 4, tzinfo=UTC)


async def test_thirty_days_before_its_end_the_mandate_is_told(scene):
    out = await scene.says("warnings on 2025-09-02", today=NOW)
    assert out.title == "30 days left: MSS Haiti mandate ends Thu 2 Oct 2025 [S1]"
    assert plain(out.document.header[0]) == "No renewal, closure or successor is recorded."
    assert out.section("Last day") == "2 Oct is counted as in force; the source does not say."
    assert out.section("Under debate").endswith(
        "Jan 2025 [S2]: China and Russia against, Jan 2025 [S2]; Haiti for, undated [S1]."
    )
    assert out.section("Deployed") == "about 572 of 2,500, Jan 2025 [S2], 7 months old."
    assert "Next warning Thu 18 Sep 2025 (14 days), unless a renewal is recorded." in out.text


async def test_it_names_its_rule_and_the_hour_it_would_come_with_its_zone(scene):
    out = await scene.says("warnings on 2025-09-02", today=NOW)
    assert "Rule: mandate, 90 60 30 14 7 3 1 0 days. Tue 2 Sep 2025, 07:30 UTC." in out.text


async def test_a_date_that_was_recorded_only_today_is_told_late(tmp_path: Path):
    async with opened(tmp_path) as scene:
        await recorded_today(scene)
        out = await scene.says("warnings", today=NOW)
    assert out.title == "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago [S1]"
    assert plain(out.document.header[0]) == "No renewal, closure or successor is recorded."
    assert out.section("Told late") == "The end date was recorded only today, Sun 22 Nov 2026."
    assert out.section("Check first") == (
        "The newest fact here is from Jan 2025 [S2]; a later renewal would not be in this record."
    )
    assert "The steps from 90 to 0 days are past and will not be sent." in out.text


async def recorded_today(scene: Scene) -> None:
    person = await scene.store.identify(scene.space, AMINA.platform, AMINA.tenant, AMINA.id, AMINA.name, RECORDED)
    async with scene.store.changing(scene.space, person.id, RECORDED) as work:
        await work.missions.load(bundled())


async def test_the_same_record_loaded_long_ago_warns_of_nothing_today(scene):
    out = await scene.says("warnings", today=NOW)
    assert out.title == "MSS Haiti: no warning on Sun 22 Nov 2026"
    assert "Renewal or closure of the mandate: 416 days since 2 Oct 2025" in out.section("Overdue")


async def test_a_day_without_a_warning_names_the_next(scene):
    out = await scene.says("warnings on 2025-09-05", today=NOW)
    assert out.section("Next warnings") == "Thu 18 Sep 2025 (14 days): end of the mandate, 2 Oct 2025 [S1]"


async def test_a_step_on_a_weekend_comes_on_the_friday_before(scene):
    """Sixty days before 2 October 2025 is a Sunday."""
    out = await scene.says("warnings on 2025-08-01", today=NOW)
    assert out.title == "62 days left: MSS Haiti mandate ends Thu 2 Oct 2025 [S1]"
    assert (await scene.says("warnings on 2025-08-03", today=NOW)).title == "MSS Haiti: no warning on Sun 3 Aug 2025"


async def test_what_is_offered_next_is_of_the_same_day(scene):
    out = await scene.says("warnings on 2025-09-02", today=NOW)
    lines = [offer.line for offer in out.document.offers]
    assert lines[:2] == ["status full as-of 2025-09-02", "due as-of 2025-09-02"]


async def test_asking_advances_nothing(scene):
    first, second = [await scene.says("warnings on 2025-09-02", today=NOW) for _time in range(2)]
    assert first.text == second.text


async def test_what_is_no_day_is_refused_kindly(scene):
    out = await scene.says("warnings on someday")
    assert not out.is_answer
    assert "“someday” is not a day; write it like 2024-11-07" in out.title
