"""How votes went, who led them, for how long, and what of them is not recorded."""

from __future__ import annotations

import pytest

from tests.scene import Scene


async def test_how_the_extension_was_voted(scene: Scene) -> None:
    out = await scene.says("votes")
    assert out.title == "MSS Haiti: mandate extended by a unanimous vote, undated; no tally is recorded [S1]"


async def test_vote_is_the_same_question(scene: Scene) -> None:
    assert (await scene.says("vote")).document == (await scene.says("votes")).document


async def test_who_led_it_and_why(scene: Scene) -> None:
    out = await scene.says("votes")
    assert "led by US and Ecuador [S1]" in out.section("Newest vote")
    assert out.section("Reason") == "ongoing security challenges and rampant gang violence in Haiti [S1]"


async def test_for_how_long_by_each_source(scene: Scene) -> None:
    assert (await scene.says("votes")).section("For how long").splitlines() == [
        "1 year, until 2 Oct 2025 [S1]",
        "1 year, extended by late 2024, no end named [S2]",
    ]


async def test_what_of_the_vote_is_not_recorded_with_the_nearest_date(scene: Scene) -> None:
    assert (await scene.says("votes")).section("Not recorded") == (
        "tally, resolution number, day of the vote (nearest: by late 2024 [S2])"
    )


async def test_before_any_vote(scene: Scene) -> None:
    out = await scene.says("votes as-of 2024-01-01")
    assert out.title.startswith(
        "MSS Haiti: no vote recorded by 1 Jan 2024; the nearest later one: extension of the mandate"
    )


# the long record: tallies, a veto, a rejected amendment


async def test_the_tally_and_the_text(both: Scene) -> None:
    out = await both.says("votes in Karuna")
    assert out.title == "MSK Karuna: mandate extended, 14 for, 0 against, 1 abstaining, 30 May 2024 [S31]"
    assert "text: S/RES/9145 (2024) [S31]" in out.section("Newest vote")
    assert out.section("For how long") == "28 days, until 30 Jun 2024 [S31]"
    assert out.section("Not recorded") == ""


async def test_a_veto_is_told_with_its_tally(both: Scene) -> None:
    out = await both.says("votes in Karuna as-of 2023-05-25")
    assert "vetoed by Wessania: vetoed, 11 for, 1 against, 3 abstaining, 24 May 2023 [S25]" in out.title


async def test_a_rejected_amendment_of_the_same_day_does_not_lead(both: Scene) -> None:
    out = await both.says("votes in Karuna as-of 2022-06-10")
    assert out.title == "MSK Karuna: mandate extended, 12 for, 0 against, 3 abstaining, 31 May 2022 [S14]"
    assert "an amendment to keep the ceiling at 2,500: rejected, 4 for, 5 against, 6 abstaining" in out.section(
        "Earlier"
    )


async def test_the_short_form_says_how_many_votes_it_leaves_out(both: Scene) -> None:
    said = (await both.says("votes in Karuna")).section("Earlier votes").splitlines()
    assert len(said) == 5
    assert said[-1] == "and 3 more in the long form"


@pytest.mark.parametrize("text", ["13 for, 0 against, 2 abstaining, led by Orrenmark and Velmara [S1]",
                                  "11 for, 1 against, 3 abstaining, led by Orrenmark and Kesterway [S25]",
                                  "adopted by a unanimous vote, 15 for, 0 against, 0 abstaining"])  # fmt: skip
async def test_the_long_form_holds_every_vote(both: Scene, text: str) -> None:
    out = await both.says("votes full in Karuna")
    assert "Facts, 8 in all" in out.text
    assert text in out.section("Facts")
