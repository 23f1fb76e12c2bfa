"""How many are deployed, how sure that is, how far from the target, and what changed."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.document import Chart, Meter, Spans, plain
from tests.scene import Answer, Scene

LATER = date(2026, 11, 22)


def labels(answer: Answer) -> list[str]:
    return [plain(part.label) for part in answer.document.sections if part.label]


def chart_in(answer: Answer) -> Chart[Spans]:
    return next(block for part in answer.document.sections for block in part.blocks if isinstance(block, Chart))


async def test_how_many_are_deployed_now(scene: Scene) -> None:
    out = await scene.says("strength")
    assert out.title == "MSS Haiti: about 572 personnel deployed, Jan 2025, about 22.9 % of 2,500 [S2][S0]"


@pytest.mark.parametrize(
    "word", ["deployment", "deployed", "numbers", "troops", "police", "personnel", "show strength"]
)
async def test_people_have_many_words_for_strength(scene: Scene, word: str) -> None:
    assert (await scene.says(word)).document == (await scene.says("strength")).document


async def test_how_exact_that_is_and_who_says_so(scene: Scene) -> None:
    out = await scene.says("strength")
    said = out.section("How sure")
    assert said == "number approximate; day not given; said by the source itself, not graded [S2]"


async def test_the_long_form_quotes_the_source(scene: Scene) -> None:
    said = (await scene.says("strength full")).section("How sure")
    assert "“only about 572 personnel out of the 2,500 pledged have been deployed” [S2]" in said
    assert "Rubio praises the Kenyan force in Haiti, news article, Jan 2025" in said


async def test_a_grade_and_a_speaker_are_named_where_they_are_recorded(both: Scene) -> None:
    out = await both.says("strength in Karuna as-of 2023-03-29")
    assert "said by spokesperson of the Secretary-General, grade A2 [S22]" in out.section("How sure")


async def test_how_far_below_the_target(scene: Scene) -> None:
    out = await scene.says("strength")
    meter = next(block for part in out.document.sections for block in part.blocks if isinstance(block, Meter))
    assert plain(meter.words) == "about 1,928 short of 2,500"
    assert float(meter.share) == 572 / 2500


async def test_before_its_day_the_target_is_due(scene: Scene) -> None:
    assert "Jan 2025: 2,500 officers [S0], 14 days to the 31st (before Jan 2025: [S2])" in (
        await scene.says("strength")
    ).section("Target")


async def test_after_its_day_the_target_was_not_met_on_record_and_how_long_ago(scene: Scene) -> None:
    out = await scene.says("strength", today=LATER)
    assert "not met on record, 660 days since 31 Jan 2025" in out.section("Target")
    assert "22 months old" in out.title
    assert "broken" not in out.text


async def test_inside_the_month_the_count_may_be_later(scene: Scene) -> None:
    out = await scene.says("strength as-of 2025-01-15", today=LATER)
    assert "day not given, may be later than 15 Jan 2025" in out.section("How sure")


async def test_do_the_sources_agree_on_the_deadline_in_their_own_words(scene: Scene) -> None:
    said = (await scene.says("strength full")).section("In their words").splitlines()
    assert said == [
        "the sources do not agree on the day",
        "Jan 2025: “the target of 2,500 officers by January 2025” [S0]",
        "Jan 2025: “planned 2,500 officers expected by January as indicated by Ruto” [S1]",
        "before Jan 2025: “2,500 MSS officers required in the Caribbean before January 2025” [S2]",
    ]


async def test_one_number_goes_by_several_names_that_are_kept_apart(scene: Scene) -> None:
    out = await scene.says("strength full")
    said = out.section("Not one thing")
    assert "2,500 is called a target [S0][S1][S2] and pledged [S2]; kept apart, never added" in said
    assert "no authorized ceiling is recorded" in said
    assert "target, planned, required and pledged" in out.section("Editor's notes")
    assert "5,000" not in out.text


async def test_the_change_says_that_the_units_differ(scene: Scene) -> None:
    assert (await scene.says("strength")).section("Change") == (
        "about 172 more than about 400 police officers, 7 Nov 2024 or later [S1]; "
        "the units differ: police officers, then personnel"
    )


async def test_before_the_first_count_the_nearest_later_one_is_named(scene: Scene) -> None:
    out = await scene.says("strength as-of 2024-10-01")
    assert out.title == (
        "MSS Haiti: no count recorded by 1 Oct 2024; the nearest later one: "
        "about 400 police officers, 7 Nov 2024 or later [S1]"
    )
    assert "122 days to 31 Jan 2025" in out.section("Target")


async def test_two_counts_are_told_in_sentences_not_in_a_chart(scene: Scene) -> None:
    assert "Over time" not in labels(await scene.says("strength full"))


async def test_what_could_be_read_in_december_counts_police_only(scene: Scene) -> None:
    out = await scene.says("strength published-by 2024-12-01")
    assert out.title.startswith(
        "MSS Haiti: about 400 police officers deployed, 7 Nov 2024 or later, about 16 % of 2,500"
    )
    assert "before Jan 2025" not in out.text


async def test_the_long_form_ends_with_the_line_that_gives_it_again(scene: Scene) -> None:
    out = await scene.says("strength full")
    line = out.text.splitlines()[-1].removeprefix("The same again: ")
    assert line == 'strength full as-of 2025-01-17 in "MSS Haiti"'
    assert (await scene.says(line, today=LATER)).section("How sure").startswith("number approximate")


# the long record


async def test_twelve_counts_of_one_month_stand_side_by_side_with_the_rule_that_chose(both: Scene) -> None:
    out = await both.says("strength full in Karuna as-of 2023-04-10")
    said = out.section("11 rivals").splitlines()
    assert said[0] == "2,894, 31 Mar 2023 [S28] leads: no count is of a later day, and it was recorded last"
    assert len(said) == 12
    for count in ("2,890", "2,750–2,850", "up to 4,000", "about 2,700", "less than 2,500", "more than 2,800",
                  "about 2,900", "2,930", "2,876 uniformed", "nearly 3,000", "2,640"):  # fmt: skip
        assert any(line.startswith(count) for line in said), count
    assert "less than 2,500 personnel, Mar 2023 [S25], said by Wessania, grade A2" in said


async def test_the_short_form_sums_up_many_rivals_by_their_span(both: Scene) -> None:
    out = await both.says("strength in Karuna as-of 2023-04-10")
    assert "from less than 2,500 personnel [S25] to up to 4,000 personnel [S33]" in out.section("11 rivals")


async def test_the_change_is_reckoned_from_a_count_that_is_no_rival(both: Scene) -> None:
    out = await both.says("strength in Karuna as-of 2023-04-10")
    assert out.section("Change") == "124 more than 2,770 personnel, 31 Jan 2023 [S19]"


async def test_a_target_reached_late_says_so(both: Scene) -> None:
    out = await both.says("strength in Karuna as-of 2023-03-20")
    assert "the target of 2,500 is reached" in out.title
    assert "2,500 personnel by 30 Jun 2022 [S10]: met late, by 2,530 personnel, 15 Sep 2022 [S16]" in out.section(
        "Target"
    )


async def test_parts_stand_beside_the_whole_and_are_not_added(both: Scene) -> None:
    out = await both.says("strength full in Karuna as-of 2023-04-10")
    said = out.section("Parts")
    assert "920 police officers deployed (police component), 31 Mar 2023 [S19]" in said
    assert "950 personnel deployed (Velmara), 31 Mar 2023 [S19]" in said
    assert "they are not added up" in said


async def test_strength_over_time_is_a_chart_with_a_spoken_equivalent(both: Scene) -> None:
    chart = chart_in(await both.says("strength full in Karuna as-of 2023-11-15"))
    assert plain(chart.caption) == (
        "All 18 months with a count, the last of each: 40, 24 Jun 2020; 2,710, 31 Oct 2023; the highest 3,080, "
        "30 Jun 2023 [S2][S3][S4][S6][S9][S13][S10][S11][S15][S16][S19][S28][S27]. A full bar is the target of 3,500."
    )
    assert [plain(point.words) for point in chart.points][:3] == ["40", "400", "550"]
    assert chart.target == 3500
    assert [point.day for point in chart.points] == sorted(point.day for point in chart.points)


async def test_the_short_chart_says_that_it_holds_the_newest_months_only(both: Scene) -> None:
    chart = chart_in(await both.says("strength in Karuna as-of 2023-11-15"))
    assert plain(chart.caption).startswith("The newest")
    assert len(chart.points) <= 6


async def test_a_closed_mission_keeps_its_last_count_and_how_its_target_came_out(both: Scene) -> None:
    out = await both.says("strength in Karuna")
    assert out.title.startswith("MSK Karuna: closed 30 Jun 2024; last count 790 personnel, 30 Jun 2024")
    assert "not met on record, 475 days since 30 Sep 2023" in out.section("Target")


async def test_every_count_is_on_some_page(both: Scene) -> None:
    names: list[str] = []
    for page in range(1, 4):
        out = await both.says(f"strength full in Karuna as-of 2023-04-10 page {page}")
        names += [line.partition(":")[0] for line in out.section("Facts").splitlines()]
    assert len(names) == len(set(names)) == 43
    assert f"page {page} as-of 2023-04-10" in out.text


async def test_a_page_behind_the_last_is_refused_kindly(both: Scene) -> None:
    out = await both.says("strength full in Karuna page 99")
    assert not out.is_answer
    assert "There is no page 99" in out.text
