"""One history over a change of mission: MSK Karuna, closed on 30 June 2024, and KPF Karuna, which took over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from briefings.claims import Relation
from briefings.picture import Clocks, picture
from briefings.record import Record
from briefings.succession import named_apart
from tests.briefings.stage import record
from tests.scene import TODAY, Scene
from tests.stories.changing import audited, confirmed
from tests.stories.opened import long, opened

LINE = 'mission successor "MSK Karuna" "KPF Karuna"'


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Both missions, one after the other as their records say."""
    async with opened(tmp_path_factory.mktemp("succession"), long(), record("successor")) as scene:
        await confirmed(scene, LINE)
        yield scene


@pytest.fixture
async def apart(tmp_path: Path) -> AsyncIterator[Scene]:
    """The two without a word of one in the other."""
    old, new = (replace(each, mission=replace(each.mission, succeeded_by="")) for each in (long(), record("successor")))
    claims = tuple(claim for claim in old.claims if claim.aspect != "succession"
                   and not any("S32-02" in claim.linked(relation) for relation in Relation))  # fmt: skip
    async with opened(tmp_path, Record(old.mission, old.sources, old.parties, claims), new) as scene:
        yield scene


async def test_a_brief_of_the_successor_names_its_predecessor_and_its_last_figures_as_such(scene):
    out = await scene.says("status in KPF")
    assert out.title.startswith("KPF Karuna: 1,140 of 3,000 deployed")
    assert out.section("Before it").splitlines() == [
        "MSK Karuna, until 30 Jun 2024",
        "790 personnel deployed, 30 Jun 2024 [S32 in MSK Karuna]",
        "mandate until 30 Jun 2024 [S31 in MSK Karuna]",
    ]
    figures = [offer.line for offer in out.document.evidence.offers]
    assert 'source S32-05 in "MSK Karuna"' in figures
    assert "S32-05" in (await scene.says('source S32-05 in "MSK Karuna"')).text


@pytest.mark.parametrize("line", ["status", "due", "timeline", "history strength", "source 2300", "search Halmeria"])
async def test_a_day_before_the_change_is_answered_from_the_predecessor_which_says_so(scene, line):
    out = await scene.says(f"{line} as-of 2024-03-01 in KPF")
    assert out.is_answer, out.text
    assert "KPF Karuna took over on 1 Jul 2024; this is MSK Karuna, which was there before it." in out.text
    assert all('"KPF' not in offer.line for offer in out.document.offers[:-1])
    for offer in out.document.offers:
        assert (await scene.says(offer.line)).is_answer


async def test_from_the_day_of_the_change_on_the_successor_answers(scene):
    assert (await scene.says("status as-of 2024-07-01 in KPF")).title.startswith("KPF Karuna: ")
    assert (await scene.says("status as-of 2024-06-30 in KPF")).title.startswith("MSK Karuna: ")


async def test_two_days_are_compared_over_the_change_with_no_mark_mixed_up(scene):
    out = await scene.says("compare 2024-05-01 2024-10-01 in KPF")
    assert out.title == "KPF Karuna: 1,910 deployed on 1 May 2024, 1,140 on 1 Oct 2024 [S32 in MSK Karuna][S2]"
    assert "On 1 May 2024 it was MSK Karuna, before KPF Karuna took over" in out.text


async def test_both_missions_say_what_came_before_and_after(scene):
    assert "It took over from MSK Karuna" in (await scene.says("mission show KPF")).section("What it is")
    assert "KPF Karuna took over from it" in (await scene.says("missions")).text


@pytest.mark.parametrize(("line", "why"), [
    ("mission successor KPF MSK", "KPF Karuna cannot come before itself"),
    ("mission successor KPF KPF", "cannot come before itself"),
    ("mission successor MSK nobody", "There is no mission “nobody” here"),
    (f"{LINE} on 2024-07-02", "Who says that it was on 2 Jul 2024?"),
])  # fmt: skip
async def test_what_cannot_follow_is_refused(scene, line, why):
    out = await scene.says(line)
    assert not out.is_answer
    assert why in out.title


async def test_without_a_fact_that_says_so_the_day_and_the_source_are_asked_for_and_recorded(apart):
    assert "add “on DAY source SOURCE”" in (await apart.says(LINE)).title
    out = await confirmed(
        apart, f'{LINE} on 2024-07-05 source "resolution 9146, 30 May 2024" because the first one closed'
    )
    assert out.title.startswith("KPF Karuna took over from MSK Karuna: ")
    assert "5 Jul 2024" in out.title
    assert (await apart.says("status as-of 2024-07-04 in KPF")).title.startswith("MSK Karuna: ")
    assert {"record", "succeed"} <= {row.action for row in await audited(apart)}


async def test_a_day_on_which_the_succession_was_not_known_here_is_not_answered_by_it(apart):
    await confirmed(apart, f'{LINE} on 2024-07-05 source "resolution 9146, 30 May 2024"')
    out = await apart.says("status as-of 2024-05-01 known-at 2025-01-10 in KPF", today=TODAY)
    assert out.title.startswith("KPF Karuna: ")


def test_facts_named_apart_keep_all_that_joins_them():
    held = long()
    whole = picture(
        held.mission, Clocks(TODAY, TODAY), held.claims, held.sources, held.parties, held.choices, held.remarks
    )
    apart = named_apart(whole)
    assert {name.split(" ")[0] for name in apart.reached} == set(whole.reached)
    for claims in apart.series.values():
        assert all(claim.source in apart.sources and claim.name.endswith(' in "MSK Karuna"') for claim in claims)
