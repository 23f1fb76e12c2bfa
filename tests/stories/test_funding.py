"""How the mission is paid for."""

from __future__ import annotations

import pytest

from tests.scene import Scene


async def test_how_the_mission_is_funded(scene: Scene) -> None:
    out = await scene.says("funding")
    assert out.title == "MSS Haiti: funded by voluntary contributions; no sum of money is recorded [S1]"
    assert out.section("Funding channels") == (
        "directly to MSS contributing countries and UN Trust Fund, 26 Sep 2024 [S0]"
    )


@pytest.mark.parametrize("word", ["money", "contributions", "show funding"])
async def test_people_have_other_words_for_funding(scene: Scene, word: str) -> None:
    assert (await scene.says(word)).document == (await scene.says("funding")).document


async def test_the_trust_fund_has_no_total_and_the_nearest_is_named(scene: Scene) -> None:
    assert (await scene.says("funding")).section("Trust fund") == (
        "no total is recorded; the nearest: it is named as a channel [S0]"
    )


async def test_equipment_is_told_in_kind_without_an_amount(scene: Scene) -> None:
    assert (await scene.says("funding")).section("In kind") == (
        "US: equipment and support to the MSS, received, amount not recorded, 26 Sep 2024 [S0], said by Ruto"
    )


async def test_before_the_model_was_reported_only_the_channels_are_known(scene: Scene) -> None:
    out = await scene.says("funding as-of 2024-10-01")
    assert out.title == "MSS Haiti: no sum of money is recorded, only its channels [S0]"


async def test_before_anything_the_nearest_later_fact_is_named(scene: Scene) -> None:
    out = await scene.says("funding as-of 2024-01-01")
    assert "nothing recorded on its funding by 1 Jan 2024" in out.title
    assert "26 Sep 2024 [S0]" in out.title


async def test_a_donor_that_is_not_in_the_record(scene: Scene) -> None:
    out = await scene.says("funding France")
    assert out.is_answer
    assert out.title == "MSS Haiti: nothing is recorded on France"
    assert out.section("Contributions recorded of") == "US"


async def test_one_donor(scene: Scene) -> None:
    out = await scene.says("funding US")
    assert out.title == (
        "MSS Haiti: US: received in kind: equipment and support to the MSS, amount not recorded, 26 Sep 2024 [S0]"
    )


# the long record: stages, currencies, a fund with rival totals


async def test_the_stages_of_a_donor_stand_side_by_side(both: Scene) -> None:
    out = await both.says("funding in Karuna")
    assert (
        "Lirien: pledged USD 20 million, 11 Dec 2020 [S5]; committed USD 20 million, 18 May 2021 [S10]; "
        "paid USD 12 million, 31 Aug 2022 [S16]; frozen USD 8 million, 6 Sep 2022 [S16]"
    ) in out.section("Donors")


@pytest.mark.parametrize("line", ["funding in Karuna", "funding full in Karuna", "funding Lirien in Karuna"])
async def test_nothing_is_ever_added_up(both: Scene, line: str) -> None:
    text = (await both.says(line)).text
    for wrong in ("USD 32", "USD 40 million", "USD 52", "USD 60 million", "USD 86", "USD 28 million", "USD 135"):
        assert wrong not in text


async def test_the_short_form_says_that_nothing_is_added_up(both: Scene) -> None:
    assert "stages and currencies are not added up" in (await both.says("funding in Karuna")).section("Donors")


async def test_each_currency_stays_as_recorded(both: Scene) -> None:
    text = (await both.says("funding full in Karuna")).section("Donors")
    for sum_ in ("TVF 300 million", "EUR 1.2 million", "GBP 6.5 million", "USD 2–3 million"):
        assert sum_ in text


async def test_the_fund_leads_with_what_an_editor_chose(both: Scene) -> None:
    out = await both.says("funding in Karuna")
    assert out.title == "MSK Karuna: the trust fund: USD 74 million, received since 2020, 31 Oct 2023 [S28]"
    assert "by an editor's choice: The latest statement of money received" in out.section("Trust fund")
    full = await both.says("funding full in Karuna")
    assert "USD 3.2 million, unspent, handed to the new force, 30 Jun 2024 [S32]" in full.section("Trust fund")


async def test_rival_totals_of_one_day_stand_side_by_side(both: Scene) -> None:
    said = (await both.says("funding in Karuna as-of 2023-03-01")).section("Trust fund")
    assert "USD 54.9 million, traced in donors' own books, 31 Dec 2022 [S18]" in said
    assert "rival: USD 61.4 million, received since the fund was opened, 31 Dec 2022 [S17]" in said
    assert "USD 54.9 million leads as recorded last" in said


async def test_a_corrected_sum_counts_no_longer(both: Scene) -> None:
    out = await both.says("funding Orrenmark in Karuna")
    assert out.title == "MSK Karuna: Orrenmark: paid EUR 1.2 million, 31 Dec 2022 [S17]"
    assert "12 million" not in out.title
    assert "A misplaced decimal point" in out.section("Editor's notes")


async def test_an_offer_in_kind_has_no_price(both: Scene) -> None:
    assert "Brandovia: 40 armoured vehicles on loan, no price given, committed, amount not recorded" in (
        await both.says("funding in Karuna")
    ).section("In kind")


async def test_the_trust_fund_can_be_asked_for_by_that_word(both: Scene) -> None:
    out = await both.says("funding trust fund in Karuna")
    assert "USD 74 million" in out.title
    assert "USD 61.4 million" in out.section("Other statements")


async def test_the_long_form_pages_through_every_contribution(both: Scene) -> None:
    out = await both.says("funding full in Karuna")
    assert "Facts, 17 in all" in out.text
    assert out.text.endswith('The same again: funding full as-of 2025-01-17 in "MSK Karuna"')
