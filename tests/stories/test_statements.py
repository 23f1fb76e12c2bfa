"""“What was said?” By whom, when, and in which wordings."""

from __future__ import annotations

from datetime import date

LATER = date(2024, 8, 1)


async def test_a_statement_stands_with_its_speaker_day_and_source(scene):
    out = await scene.says("statements")
    assert out.title == "MSS Haiti: 16 statements recorded, the newest Jan 2025 [S2]"
    assert "Jan 2025, Rubio: the Kenyans deserve a lot of credit for taking on the mission [S2]." in out.text


async def test_two_wordings_of_one_sentence_stand_side_by_side(scene):
    out = await scene.says("statements Ruto full")
    line = next(line for line in out.text.splitlines() if "mission impossible" in line)
    assert (
        "The sources differ: “once deemed mission impossible is indeed a present and undeniable reality” [S0]" in line
    )
    assert "“what once deemed mission impossible is indeed a present and undeniable possibility” [S2] (S2-20)" in line


async def test_three_spellings_of_one_sentence_are_kept_behind_the_first(scene):
    out = await scene.says("statements Ruto full")
    line = next(line for line in out.text.splitlines() if "(S0-20)" in line)
    assert "In several wordings" in line
    assert ["S0-20" in line, "S1-26" in line, "S2-19" in line] == [True, True, True]
    assert "all the 2,500 police officers" in line


async def test_the_form_and_the_quotation_stand_in_the_full_form(scene):
    out = await scene.says("statements full")
    assert "7 Nov 2024, Ruto (post on X): a transition would enhance" in out.text
    assert "“The Kenyans deserve a lot of credit” [S2] (S2-07)." in out.text


async def test_statements_narrow_to_whoever_said_them(scene):
    out = await scene.says("statements Rubio full")
    assert out.title == "MSS Haiti: 3 statements by Rubio recorded, the newest Jan 2025 [S2]"
    assert "Ruto" not in out.text


async def test_what_was_said_to_somebody_stands_apart_from_what_they_said(scene):
    out = await scene.says("statements Ruto full")
    assert out.title == "MSS Haiti: 8 statements by Ruto recorded, the newest 7 Nov 2024 [S1]"
    assert out.section("To Ruto").startswith("26 Sep 2024, Blinken (thanked): thanks to Ruto for Kenya’s leadership")


async def test_words_about_other_matters_stay_out(scene):
    out = await scene.says("statements full")
    assert "South Sudan" not in out.text
    assert "economic programmes" not in out.text
    assert "S0-13" not in out.text


async def test_undated_words_stand_last(scene):
    out = await scene.says("statements full")
    assert "supporters of a UN mission (argued): a UN mission would have more consistent funding" in out.section(
        "Undated"
    )


async def test_a_state_that_said_nothing_is_told_who_did(scene):
    out = await scene.says("statements China")
    assert out.is_answer
    assert out.title == "MSS Haiti: no statement by or to China is recorded by 17 Jan 2025"
    assert out.section("Recorded") == "on Rubio, supporters of a UN mission, Haiti, Ruto, and Blinken"


async def test_a_past_day_knows_only_what_had_been_said(scene):
    out = await scene.says("statements as-of 2024-09-30")
    assert "26 Sep 2024" in out.title
    assert "Rubio" not in out.text


async def test_days_narrow_what_was_said(scene):
    out = await scene.says("quotes from 2024-11 to 2024-11 full")
    assert "7 Nov 2024, Ruto" in out.text
    assert "26 Sep 2024" not in out.text


async def test_the_reproducing_line_names_its_day_once(scene):
    out = await scene.says("statements Rubio full as-of 2025-01-15")
    assert out.text.splitlines()[-1] == 'The same again: statements Rubio full as-of 2025-01-15 in "MSS Haiti"'


async def test_nothing_said_in_markup_is_lost_and_a_school_of_navigation_stays_out(both):
    out = await both.says("statements full in MSK as-of 2024-07-01", today=LATER)
    assert "*draft* figures marked _provisional_" in out.text
    assert "coastal navigation" not in out.text


async def test_a_speaker_of_the_long_record_is_found_by_another_name(both):
    out = await both.says("statements Ильяр Темиржал in MSK full", today=LATER)
    assert "24 Nov 2021, Ilyar Temirzhal (interview)" in out.text
