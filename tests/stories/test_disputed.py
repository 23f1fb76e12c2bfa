"""“What do the sources disagree on?”"""

from __future__ import annotations

from datetime import date


async def test_rival_deadlines_stand_side_by_side_with_the_rule_that_chose(scene):
    out = await scene.says("disputed")
    assert out.title == "MSS Haiti: sources differ on 2 points; 2 facts doubted by an editor"
    assert out.section("Disputed").splitlines()[0] == (
        "target of 2,500 officers, due Jan 2025 [S0]; against it: target of 2,500 MSS officers, due before Jan 2025 [S2]. "
        "The first leads by an editor's choice."
    )


async def test_the_full_form_gives_the_reason_and_the_sources_own_words(scene):
    line = (await scene.says("disputed full")).section("Disputed").splitlines()[0]
    assert "by an editor's choice: Two sources say “by January”" in line
    assert "“the target of 2,500 officers by January 2025” [S0] (S0-15)" in line
    assert "“2,500 MSS officers required in the Caribbean before January 2025” [S2] (S2-18)" in line


async def test_reality_and_possibility_stand_side_by_side(scene):
    line = (await scene.says("conflicts")).section("Disputed").splitlines()[1]
    assert line.startswith("Ruto, 26 Sep 2024, in several wordings: “once deemed mission impossible")
    assert "undeniable reality” [S0] and “what once deemed" in line
    assert "undeniable possibility” [S2]" in line


async def test_doubted_words_are_named_with_the_reason_in_full(scene):
    assert "described as: peacekeeping mission, 26 Sep 2024 [S0]" in (await scene.says("disputed")).section("Doubted")
    full = (await scene.says("disputed full")).section("Doubted")
    assert "the source seems to err: Loose wording of the newspaper" in full


async def test_remarks_of_editors_stand_in_the_full_form(scene):
    remarks = (await scene.says("disputed full")).section("Remarks")
    assert "Rubio is only a pick for the office. Blinken stays the recorded Secretary of State." in remarks
    assert "(supersession trap: S0-26, S2-02)" in remarks


async def test_what_could_not_be_read_yet_disputes_nothing(scene):
    out = await scene.says("disputed as-of 2024-10-15 published-by 2024-10-15")
    assert out.title == "MSS Haiti: sources differ on nothing; 1 fact doubted by an editor"
    assert "possibility" not in out.text


async def test_before_anything_nothing_is_disputed(scene):
    assert (await scene.says("disputed as-of 2024-01-01")).title == (
        "MSS Haiti: nothing on record is disputed on 1 Jan 2024"
    )


async def test_a_dozen_counts_of_one_month_stand_side_by_side(both):
    out = await both.says("disputed full in MSK", today=date(2023, 5, 1))
    line = next(line for line in out.section("Disputed").splitlines() if line.startswith("2,894 personnel"))
    assert "against it: 2,890 personnel deployed, 31 Mar 2023 [S19]" in line
    assert "up to 4,000 personnel deployed, Mar 2023 [S33]" in line
    assert "The first leads as the last recorded of that day." in line


async def test_money_that_two_books_count_differently_is_disputed(both):
    out = await both.says("disputed full in MSK", today=date(2023, 5, 1))
    line = next(line for line in out.section("Disputed").splitlines() if "USD 54.9 million" in line)
    assert "USD 61.4 million" in line
    assert "31 Dec 2022 [S17]" in line


async def test_the_legal_nature_of_the_mission_is_set_against_the_press(both):
    out = await both.says("disputed full in MSK", today=date(2023, 5, 1))
    line = next(line for line in out.section("Disputed").splitlines() if "UN peacekeeping mission" in line)
    assert line.startswith("mandate, legal basis: authorized by the Council")
    assert "Both are kept; neither leads." in line
