"""“What changed?” Since a day, in the record of the MSS and in the long one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from briefings.dates import Role, read_date
from briefings.values import read_quantity
from store.records import bundled
from tests.scene import Scene
from tests.stories.opened import opened

WIDE = date(2026, 11, 22)


# what it says


async def test_the_bottom_line_is_what_moved_since(scene):
    out = await scene.says("changed since 2024-11-10")
    assert out.title == "MSS Haiti since 10 Nov 2024: about 572 deployed, up from about 400 [S2][S1]"


async def test_a_count_that_moved_is_told_from_and_to_with_the_difference_and_the_units(scene):
    out = await scene.says("changed since 2024-11-10")
    assert out.section("Deployed") == (
        "about 572 personnel, Jan 2025 [S2], up about 172 from about 400 police officers, "
        "7 Nov 2024 or later [S1]; the units differ"
    )


async def test_a_proposal_that_turned_is_told_with_what_it_was(scene):
    out = await scene.says("changed since 2024-11-10")
    assert out.section("Proposals") == "“UN operation”: under debate, Jan 2025 [S2]; before: withdrawn, undated [S1]"


async def test_new_facts_are_counted_and_the_weightiest_come_first(scene):
    new = (await scene.says("changed since 2024-11-10")).section("New").splitlines()
    assert "El Salvador" in new[0]
    assert new[-1] == "and 16 more"


async def test_the_number_of_new_facts_agrees_with_the_full_form(scene):
    short = (await scene.says("changed since 2024-11-10")).section("New").splitlines()
    full = (await scene.says("changed since 2024-11-10 full")).section("New").splitlines()
    told = 2  # the count and the proposal, which have sections of their own
    assert len(full) == len(short) - 1 + 16 + told == 20


async def test_deadlines_that_passed_since_are_told_the_mandate_in_the_bottom_line(scene):
    out = await scene.says("changed since 2025-01-15", today=WIDE)
    assert "mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]" in out.title
    assert out.section("Overdue") == "2,500 by Jan 2025 [S0]: not met on record, 660 days since 31 Jan 2025"


async def test_a_figure_that_grew_stale_since_is_told_with_its_age(scene):
    out = await scene.says("changed since 2025-01-15", today=WIDE)
    assert out.section("Stale") == "about 572 personnel, Jan 2025 [S2], 22 months old"


async def test_a_quiet_time_is_said_to_be_one(scene):
    out = await scene.says("changed since 2026-11-01", today=WIDE)
    assert out.title == "MSS Haiti: nothing changed since 1 Nov 2026"
    assert [part for part in out.document.sections if part.label] == []


async def test_older_facts_that_came_to_be_known_are_one_line(scene):
    assert "4 older facts came to be known" in (await scene.says("changed since 2024-11-10")).section("Record")


async def test_a_first_load_is_one_line(scene):
    record = (await scene.says("changed since 2025-01-10")).section("Record").splitlines()
    assert record == ["first load 17 Jan 2025: 78 facts from 3 sources"]


async def test_after_the_day_of_the_first_load_it_is_no_news(scene):
    assert "first load" not in (await scene.says("changed since 2025-01-17", today=WIDE)).text


async def test_before_anything_was_public_the_answer_says_so(scene):
    out = await scene.says("changed since 2023-01-01")
    assert out.title == "MSS Haiti: nothing could be known yet on 1 Jan 2023; 73 facts since"
    assert "mandate until 2 Oct 2025 [S1]" in out.section("New")


async def test_it_says_which_day_it_is_compared_with(scene):
    assert "Against what was public by 10 Nov 2024" in (await scene.says("changed since 2024-11-10")).text


# how it is asked


@pytest.mark.parametrize(
    "line", ["changed", "changes", "new", "news", "whatsnew", "changed since 2024-12-18", "changed 30d"]
)
async def test_without_a_day_it_looks_back_thirty_days(scene, line):
    assert (await scene.says(line)).text == (await scene.says("changed 2024-12-18")).text


@pytest.mark.parametrize("line", ["since 10 Nov 2024", "10 november 2024", "since 2024-11-10"])
async def test_the_day_may_be_typed_in_many_ways(scene, line):
    assert "since 10 Nov 2024" in (await scene.says(f"changed {line}")).title


@pytest.mark.parametrize(
    ("line", "day"), [("since 2025-01", "31 Dec 2024"), ("since Jan 2025", "31 Dec 2024"), ("2024", "31 Dec 2023")]
)
async def test_since_a_month_or_a_year_tells_what_changed_in_it_too(scene, line, day):
    assert day in (await scene.says(f"changed {line}")).title


@pytest.mark.parametrize(
    "line", ["changed since today", "changed since tomorrow", "changed since 2024-11-10 as-of 2024-11-10"]
)
async def test_a_day_that_is_not_before_is_refused_with_the_way_on(scene, line):
    out = await scene.says(line)
    assert not out.is_answer
    assert "Changes are counted from a day before" in out.title


async def test_two_days_are_too_many(scene):
    out = await scene.says("changed 2024-01-01 since 2024-02-01")
    assert not out.is_answer
    assert "takes one day" in out.title


async def test_a_past_day_is_told_as_it_could_be_told_then(both):
    """A count published in November 2023 is no news of June 2023."""
    out = await both.says("changed since 2023-03-01 as-of 2023-06-05 in Karuna")
    assert "What was public then, against what was public by 1 Mar 2023" in out.text
    assert "2,890 personnel, 31 Mar 2023 [S19]" in out.section("Deployed")
    assert "[S28]" not in out.text


async def test_the_full_form_ends_with_the_line_that_gives_it_again(scene):
    out = await scene.says("changed since 2024-11-10 full")
    line = out.text.splitlines()[-1].removeprefix("The same again: ")
    assert line == 'changed since 2024-11-10 full as-of 2025-01-17 in "MSS Haiti"'
    again = await scene.says(line, today=WIDE)
    assert again.title == out.title
    assert again.section("New") == out.section("New")


async def test_it_fits_a_phone(scene):
    drawn = (await scene.says("changed since 2024-11-10")).drawn(40)
    assert all(len(line) <= 40 for line in drawn.splitlines())
    assert len(drawn.splitlines()) <= 28


# the long record


async def test_a_year_of_many_changes_tells_the_most_important_first(both):
    out = await both.says("changed since 2022-01-01 as-of 2022-12-31 in Karuna")
    labels = [part.label[0].text for part in out.document.sections if part.label]
    assert labels[:4] == ["Settled", "Mandate", "Deployed", "Figures"]
    assert out.section("Mandate") == "until 2 Jun 2023 [S14]; before, until 2 Jun 2022 [S8]"
    assert "up about 930 from about 1,600 personnel" in out.section("Deployed")
    assert out.section("New").splitlines()[-1] == "and 26 more"  # of 34: 7 have moved, 1 is named


async def test_all_of_many_changes_come_in_pages(both):
    line = "changed since 2022-01-01 as-of 2022-12-31 in Karuna full"
    first, second = [await both.says(f"{line} page {number}") for number in (1, 2)]
    assert "Facts 1 to 20 of 34, page 1 of 2" in first.text
    assert "Facts 21 to 34 of 34, page 2 of 2" in second.text
    assert any(" page 2" in offer.line for offer in first.document.offers)
    past = await both.says(f"{line} page 3")
    assert past.title == "There is no page 3 of changes; the last is 2"


async def test_a_new_lead_and_a_new_commander_are_told_with_who_was_before(both):
    out = await both.says("changed since 2023-06-05 as-of 2023-10-15 in Karuna")
    assert out.section("Lead nation") == "Brandovia, 1 Jul 2023 [S27]; before: Velmara, 15 Oct 2020 [S4]"
    assert "Yara Quillon: force commander, 1 Jul 2023 [S27]; before: Ilse Korvath" in out.section("Offices")
    assert "3,500 personnel due by 30 Sep 2023, 15 days past, not met on record [S19]" in out.title


async def test_a_closure_comes_before_all_else(both):
    out = await both.says("changed since 2023-12-31 as-of 2024-07-10 in Karuna")
    assert out.title == "MSK Karuna since 31 Dec 2023: closed, 30 Jun 2024 [S32]"
    assert out.section("Stale") == out.section("Overdue") == ""


async def test_rival_counts_of_one_time_are_no_growth(both):
    out = await both.says("changed since 2023-03-01 as-of 2023-06-05 in Karuna full")
    assert "before, by another count: about 2,900 personnel, about Mar 2023 [S21]" in out.section("Deployed")
    assert "before, by another count: USD 61.4 million" in out.section("Figures")


async def test_a_fact_that_a_later_source_replaces_is_named(both):
    out = await both.says("changed since 2022-01-01 as-of 2022-12-31 in Karuna")
    assert "1,360 personnel deployed, 30 Jun 2021 [S13] replaces S10-01: 1,306 personnel" in out.section("Replaced")


# what our own store put right


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as own:
        yield own


MARCH = date(2025, 3, 10)


async def put_right(scene: Scene, day: date, what: str) -> None:
    """Change the record on a later day: correct the count, withdraw an arrival, or record an old count late."""
    async with scene.store.changing(
        scene.space, scene.person, datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    ) as work:
        (mission,) = await work.missions.all()
        count = await work.claims.find(mission, "S2-21")
        assert count
        match what:
            case "correct":
                await work.claims.record(mission, replace(count, value=read_quantity("about 575 personnel")))
            case "withdraw":
                await work.claims.withdraw(mission, "S2-23", "a misprint")
            case "late":
                late = {Role.AS_OF: read_date("2025-01-20")}
                await work.claims.record(
                    mission, replace(count, name="", value=read_quantity("600 personnel"), dates=late)
                )


async def test_a_corrected_figure_is_told_with_what_stood_before(desk):
    await put_right(desk, MARCH, "correct")
    out = await desk.says("changed since 2025-03-01", today=MARCH)
    assert out.section("Corrected") == (
        "S2-21: about 575 personnel deployed, Jan 2025 [S2]; before: about 572 personnel deployed, Jan 2025 [S2]"
    )
    assert out.title == "MSS Haiti since 1 Mar 2025: nothing new; 1 fact put right"


async def test_a_withdrawn_fact_is_named(desk):
    await put_right(desk, MARCH, "withdraw")
    out = await desk.says("changed since 2025-03-01", today=MARCH)
    assert out.section("Withdrawn").startswith("S2-23: Guatemala: ")


async def test_a_correction_since_the_first_load_is_told_beside_it(desk):
    await put_right(desk, MARCH, "withdraw")
    out = await desk.says("changed since 2025-01-10", today=MARCH)
    assert "S2-23" in out.section("Withdrawn")
    assert "first load 17 Jan 2025" in out.section("Record")


async def test_an_old_count_recorded_late_is_told_as_a_move_and_counted_as_older(desk):
    await put_right(desk, MARCH, "late")
    out = await desk.says("changed since 2025-03-01", today=MARCH)
    assert "600 personnel, 20 Jan 2025 [S2]" in out.section("Deployed")
    assert out.section("Record") == "1 older fact came to be known"


async def test_a_correction_is_no_news_later_on(desk):
    await put_right(desk, MARCH, "correct")
    out = await desk.says("changed since 2025-03-11", today=MARCH + timedelta(days=5))
    assert out.section("Corrected") == ""
