"""What is proposed for the mission, how far it has come, who proposed and withdrew it."""

from __future__ import annotations

import pytest

from tests.scene import Scene


async def test_the_proposal_and_the_positions_in_one_line(scene: Scene) -> None:
    out = await scene.says("transition")
    assert out.title == (
        "MSS Haiti: UN operation under debate, Jan 2025 [S2]: 1 for, 1 open to it, 2 against, 1 withdrew"
    )


@pytest.mark.parametrize("word", ["proposals", "proposal", "show transition"])
async def test_proposals_are_the_same_topic(scene: Scene, word: str) -> None:
    assert (await scene.says(word)).document == (await scene.says("transition")).document


async def test_who_supports_is_open_to_and_opposes_it(scene: Scene) -> None:
    assert (await scene.says("transition")).section("Positions").splitlines()[:3] == [
        "For: Haiti, undated [S1]",
        "Open to it: Kenya, Sep 2024 [S1]; condition: if the UN Security Council wants it",
        "Against: China and Russia, Jan 2025 [S2]",
    ]


async def test_who_proposed_and_withdrew_with_the_order_known_and_the_dates_not(scene: Scene) -> None:
    out = await scene.says("transition")
    assert out.section("Positions").splitlines()[3] == (
        "Withdrew: US, undated [S1]: first proposed it, then withdrew (the order is known, the dates are not); "
        "reason: opposition from China and Russia"
    )
    full = await scene.says("transition full")
    assert "on 7 November 2024 it was discussed with the US Secretary of State" in full.section("Editor's notes")


async def test_reasons_stand_with_the_stage_that_gives_them(scene: Scene) -> None:
    assert "reasons given: more stable funding, broader support" in (await scene.says("transition")).section(
        "UN operation"
    )


async def test_the_long_form_names_the_council_that_speaks_with_the_government(scene: Scene) -> None:
    said = (await scene.says("transition full")).section("For")
    assert "Haiti, undated [S1]" in said
    assert "Transitional Presidential Council, undated [S1]" in said


async def test_before_any_proposal_the_nearest_later_fact_is_named(scene: Scene) -> None:
    out = await scene.says("transition as-of 2024-01-01")
    assert out.title == (
        "MSS Haiti: no proposal recorded by 1 Jan 2024; the nearest later fact: Kenya: open to “UN operation”, Sep 2024 [S1]"
    )


# the long record: stages over years


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2021-09-01", "proposed, 20 Aug 2021 [S10]"),
        ("2022-06-01", "under debate, 29 Apr 2022 [S13]"),
        ("2023-04-12", "in draft, 11 Apr 2023 [S19]"),
        ("2023-05-23", "in blue, 22 May 2023 [S25]"),
        ("2023-06-01", "rejected, 24 May 2023 [S25]"),
        ("2023-12-15", "possible on conditions, 30 Nov 2023 [S28]"),
        ("2024-06-01", "adopted, 30 May 2024 [S31]"),
    ],
)
async def test_the_stage_is_that_of_the_day(both: Scene, day: str, stage: str) -> None:
    out = await both.says(f"transition in Karuna as-of {day}")
    assert out.title.startswith(f"MSK Karuna: UN operation {stage}")


async def test_the_long_form_tells_every_stage_with_who_was_behind_it(both: Scene) -> None:
    said = (await both.says("transition full in Karuna as-of 2023-06-01")).section("UN operation").splitlines()
    assert len(said) == 5
    assert said[-1] == (
        "proposed, 20 Aug 2021 [S10]: Karuna asked the Council to consider a UN operation (Karuna); "
        "reasons given: predictable money, wider membership"
    )


async def test_a_second_proposal_stands_by_itself(both: Scene) -> None:
    out = await both.says("transition in Karuna as-of 2023-12-15")
    assert out.section("hybrid force") == "withdrawn, by mid 2023 [S29]: the idea of a hybrid force was dropped (MU)"
