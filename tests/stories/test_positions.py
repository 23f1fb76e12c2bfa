"""Who stands where, on what condition and why, and how that changed."""

from __future__ import annotations

import pytest

from tests.scene import Scene


async def test_who_stands_where(scene: Scene) -> None:
    assert (await scene.says("positions")).title == (
        "MSS Haiti: on “UN operation”: Haiti for; Kenya open to it; China and Russia against; US withdrew [S2][S1]"
    )


@pytest.mark.parametrize("line", ["positions China", "position china", "show positions China"])
async def test_where_one_party_stands(scene: Scene, line: str) -> None:
    out = await scene.says(line)
    assert out.title == "MSS Haiti: China is against “UN operation”, Jan 2025 [S2]"
    assert out.section("UN operation").splitlines() == ["against, Jan 2025 [S2]", "against, undated [S1]"]


async def test_a_party_is_known_by_any_of_its_names(scene: Scene) -> None:
    assert (await scene.says("positions U.S.")).title == (await scene.says('positions "United States"')).title


async def test_a_position_comes_with_its_condition_and_speaker(scene: Scene) -> None:
    assert (await scene.says("positions Kenya")).section("UN operation") == (
        "open to it, Sep 2024 [S1]; condition: if the UN Security Council wants it; said by Ruto"
    )


async def test_of_a_withdrawal_the_order_is_known(scene: Scene) -> None:
    out = await scene.says("positions US")
    assert out.title == "MSS Haiti: US on “UN operation”: withdrew, undated [S1]"
    assert "first proposed it, then withdrew (the order is known, the dates are not)" in out.text
    assert "proposed, later withdrawn" in out.section("Proposals it took part in")
    assert "their dates are not" in out.section("Editor's notes")


async def test_a_state_that_is_not_in_the_record(scene: Scene) -> None:
    out = await scene.says("positions France")
    assert out.is_answer
    assert out.title == "MSS Haiti: nothing is recorded on France"
    assert out.section("Positions recorded of") == (
        "China, Haiti, Kenya, Russia, Transitional Presidential Council, and US"
    )


async def test_a_party_of_the_record_without_a_position(scene: Scene) -> None:
    assert (await scene.says("positions Ecuador")).title == "MSS Haiti: no position of Ecuador is recorded"


async def test_before_its_day_a_position_is_only_the_nearest_later_fact(scene: Scene) -> None:
    out = await scene.says("positions China as-of 2024-03-01")
    assert out.title == "MSS Haiti: no position of China is recorded"
    assert out.section("Nearest later") == "China: against “UN operation”, undated [S1]"


async def test_in_october_2024_only_kenya_had_spoken(scene: Scene) -> None:
    assert (
        await scene.says("positions as-of 2024-10-15")
    ).title == "MSS Haiti: on “UN operation”: Kenya open to it [S1]"


# the long record: positions that change


async def test_a_position_that_changed_twice_is_told_with_its_history(both: Scene) -> None:
    out = await both.says("positions Zhalistan in Karuna")
    assert out.title == "MSK Karuna: Zhalistan is open to “UN operation”, 30 May 2024 [S32]"
    assert out.section("UN operation").splitlines() == [
        "open to it, 30 May 2024 [S32]; condition: costs capped",
        "abstaining, 24 May 2023 [S25]; reason: cost",
        "against, 24 Nov 2021 [S11]; reason: cost to all members; said by Ilyar Temirzhal",
    ]


@pytest.mark.parametrize(
    ("day", "stance"),
    [("2022-01-01", "is against"), ("2023-06-01", "abstains on"), ("2024-06-01", "is open to")],
)
async def test_the_position_is_that_of_the_day(both: Scene, day: str, stance: str) -> None:
    assert f"Zhalistan {stance} “UN operation”" in (await both.says(f"positions Zhalistan in Karuna as-of {day}")).title


async def test_who_never_proposed_is_not_said_to_have_proposed(both: Scene) -> None:
    out = await both.says("positions Halmeria in Karuna")
    assert "Halmeria no longer backs the idea and plans to go home; reason: fatigue" in out.text
    assert "proposed" not in out.text


async def test_many_parties_are_counted_in_the_title_and_named_below(both: Scene) -> None:
    out = await both.says("positions in Karuna")
    assert out.title == "MSK Karuna: on “UN operation”: 5 for, 3 open to it, 1 withdrew, 1 neutral"
    assert "Velmara, 30 May 2024 [S32]" in out.section("For")


async def test_the_long_form_holds_every_position_ever_recorded(both: Scene) -> None:
    out = await both.says("positions full in Karuna")
    assert "Facts, 14 in all" in out.text
    assert "S11-03: Zhalistan: against “UN operation”, 24 Nov 2021 [S11]" in out.text
    assert out.text.endswith('The same again: positions full as-of 2025-01-17 in "MSK Karuna"')


async def test_the_history_of_a_party_can_be_asked_for_in_full(both: Scene) -> None:
    out = await both.says("positions Zhalistan full in Karuna")
    assert "The same again: positions Zhalistan full as-of 2025-01-17" in out.text
    assert "S25-05" in out.text
