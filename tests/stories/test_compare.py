"""“How was it then, and how is it now?” Two days side by side."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.document import Rows, plain


def row(out, label: str) -> tuple[str, str]:
    """The two cells of a row; empty when there is no such row."""
    found = [
        tuple(plain(cell) for cell in cells)
        for part in out.document.sections for block in part.blocks if isinstance(block, Rows) for cells in block.rows
    ]  # fmt: skip
    return next(((cells[1], cells[2]) for cells in found if cells[0] == label), ("", ""))


def caption(out) -> str:
    return next(
        plain(block.caption) for part in out.document.sections for block in part.blocks if isinstance(block, Rows)
    )


async def test_two_counts_stand_side_by_side_with_day_and_source(scene):
    out = await scene.says("compare 2024-11-10 2025-01-17")
    assert out.title == "MSS Haiti: about 400 deployed on 10 Nov 2024, about 572 on 17 Jan 2025 [S1][S2]"
    assert row(out, "Deployed") == ("about 400 police officers, 7 Nov 2024 or later [S1]", "about 572, Jan 2025 [S2]")


async def test_share_shortfall_mandate_and_deadline_are_told_for_both_days(scene):
    out = await scene.says("compare 2024-11-10 2025-01-17")
    assert row(out, "Share of target") == ("about 16 % [S1][S0]", "about 22.9 % [S2][S0]")
    assert row(out, "Short by") == ("about 2,100 [S1][S0]", "about 1,928 [S2][S0]")
    assert row(out, "Mandate") == ("until 2 Oct 2025, 326 days left [S1]", "until 2 Oct 2025, 258 days left [S1]")
    assert row(out, "Due next")[1] == "2,500 officers by Jan 2025, 14 days left [S0]"


async def test_the_countries_that_came_are_named(scene):
    out = await scene.says("compare 2024-11-10 2025-01-17")
    assert "Guatemala" not in row(out, "Countries")[0]
    assert "Guatemala" in row(out, "Countries")[1]
    assert "El Salvador" in row(out, "Countries")[1]


async def test_what_differs_is_also_said_in_words(scene):
    out = await scene.says("compare 2024-11-10 2025-01-17")
    assert "Deployed: about 400, then about 572." in caption(out)
    assert "Mandate" not in caption(out)


async def test_an_ended_mandate_heads_the_comparison(scene):
    out = await scene.says("compare 2025-01-17 2026-11-22", today=date(2026, 11, 22))
    assert out.title == "MSS Haiti: mandate in force on 17 Jan 2025, mandate ended on 22 Nov 2026 [S1]"
    assert row(out, "Mandate")[1] == "ended 2 Oct 2025, 416 days ago [S1]"
    assert row(out, "Overdue") == ("nothing", "2,500 officers by Jan 2025, 660 days past [S0]")


@pytest.mark.parametrize("line", [
    "compare 2025-01-17 2024-11-10", "compare 10 Nov 2024 and 17 Jan 2025", "compare 10 nov 2024 17 january 2025",
    "compare 2024-11-10 with today", "compare 2024-11-10", "compare from 2024-11-10 to 2025-01-17", "versus 2024-11-10 2025-01-17",
])  # fmt: skip
async def test_the_days_may_come_in_any_order_and_many_words(scene, line):
    assert (await scene.says(line)).text == (await scene.says("compare 2024-11-10 2025-01-17")).text


async def test_the_same_day_twice_is_answered_kindly(scene):
    out = await scene.says("compare 2024-11-10 2024-11-10")
    assert out.is_answer
    assert "Both days are 10 Nov 2024, so nothing differs" in out.title
    assert [offer.line for offer in out.document.offers] == ["status as-of 2024-11-10", "compare 2024-11-10 2025-01-17"]


@pytest.mark.parametrize(("line", "sentence"), [
    ("compare", "“compare” wants DAY"),
    ("compare foo bar", "“foo bar” are not two days"),
    ("compare 2025-02-30 2025-01-01", "There is no such day as 2025-02-30"),
    ("compare 1/2/2025 2024-11-10", "can be read in two ways"),
    ("compare " + "2024-11-10 " * 20, "are not two days"),
])  # fmt: skip
async def test_what_are_no_two_days_is_refused_with_the_way_to_write_them(scene, line, sentence):
    out = await scene.says(line)
    assert not out.is_answer
    assert sentence in out.title


async def test_published_by_holds_for_both_days(both):
    line = "compare 2023-03-31 2023-06-05 in Karuna"
    assert "[S28]" in row(await both.says(line), "Deployed")[1]
    out = await both.says(f"{line} published-by 2023-06-05")
    assert "[S28]" not in out.text
    assert "Only what could be read by Mon 5 Jun 2023" in out.text


async def test_as_of_has_no_place_beside_two_days(scene):
    assert not (await scene.says("compare 2024-11-10 2025-01-17 as-of 2025-01-01")).is_answer


async def test_before_anything_is_recorded_the_cells_say_so(scene):
    out = await scene.says("compare 2023-01-01 2025-01-17")
    assert row(out, "Deployed")[0] == row(out, "Target")[0] == row(out, "Mandate")[0] == "not recorded"
    assert row(out, "On record")[0] == "0 facts"


async def test_offices_and_positions_that_changed_have_rows_of_their_own(both):
    out = await both.says("compare 2023-05-01 2024-05-01 in Karuna")
    assert row(out, "Force commander") == ("Ilse Korvath, 10 Jan 2022 [S13]", "Yara Quillon, 1 Jul 2023 [S27]")
    assert row(out, "Zhalistan on “UN operation”") == ("against, 24 Nov 2021 [S11]", "abstaining, 24 May 2023 [S25]")
    assert row(out, "Wessania on “UN operation”") == ("not recorded", "open to it, 30 Nov 2023 [S28]")
    assert row(out, "Lead nation") == ("Velmara, 15 Oct 2020 [S4]", "Brandovia, 1 Jul 2023 [S27]")


async def test_a_closed_mission_has_no_share_of_a_target(both):
    out = await both.says("compare 2024-05-01 2024-07-10 in Karuna")
    assert out.title == "MSK Karuna: mandate in force on 1 May 2024, closed on 10 Jul 2024 [S26][S32]"
    assert row(out, "Share of target")[1] == "mission closed"
    assert row(out, "Countries")[1].startswith("last recorded: ")


async def test_every_offer_of_a_comparison_is_answered(scene):
    for offer in (await scene.says("compare 2024-11-10 2025-01-17")).document.offers:
        assert (await scene.says(offer.line)).is_answer


async def test_it_fits_a_phone(scene):
    drawn = (await scene.says("compare 2024-11-10 2025-01-17")).drawn(40)
    assert all(len(line) <= 40 for line in drawn.splitlines())
