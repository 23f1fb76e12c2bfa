"""“What became of this fact?” Every version and change, with person and moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from briefings.values import read_quantity
from store.records import bundled
from tests.stories.opened import opened


@pytest.fixture
async def changed(tmp_path):
    """The bundled record after a correction, a review, a withdrawal and a restoration of S2-21, and one of S1-23."""
    async with opened(tmp_path, bundled()) as scene:
        await _correct(scene)
        yield scene


async def _correct(scene):
    ben = await scene.store.identify(scene.space, "terminal", "local", "ben", "Ben", _at(18))

    async def change(day, work_on):
        async with scene.store.changing(scene.space, ben.id, _at(day)) as work:
            (mission,) = await work.missions.all()
            await work_on(work, mission)

    async def correct(work, mission):
        claim = await work.claims.find(mission, "S2-21")
        await work.claims.record(mission, replace(claim, value=read_quantity("about 580 personnel"), quote="about 580"))

    await change(18, correct)
    await change(19, lambda work, mission: work.claims.hold(mission, "S2-21", "digits look transposed"))
    await change(20, lambda work, mission: work.claims.release(mission, "S2-21", ""))
    await change(21, lambda work, mission: work.claims.withdraw(mission, "S1-23", "read from the wrong column"))


def _at(day):
    return datetime(2025, 1, day, 9, tzinfo=UTC)


NOW = date(2025, 1, 22)


async def test_a_fact_that_was_never_changed_says_so(scene):
    out = await scene.says("history S2-21")
    assert out.title == ("S2-21, unchanged since it was recorded: about 572 personnel deployed, Jan 2025 [S2]")
    assert out.section("Newest first") == (
        "Fri 17 Jan 2025, 09:00 UTC, Amina: recorded: about 572 personnel deployed, Jan 2025 [S2]"
    )


async def test_every_change_is_told_newest_first_with_person_and_moment(changed):
    out = await changed.says("history S2-21", today=NOW)
    assert out.title == "S2-21, corrected 1 time: about 580 personnel deployed, Jan 2025 [S2]"
    assert out.section("Newest first").splitlines() == [
        "Mon 20 Jan 2025, 09:00 UTC, Ben: review ended",
        "Sun 19 Jan 2025, 09:00 UTC, Ben: put under review: digits look transposed",
        "Sat 18 Jan 2025, 09:00 UTC, Ben: corrected (value, quotation): about 580 personnel deployed, Jan 2025 [S2]; "
        "before: about 572 personnel deployed, Jan 2025 [S2]",
        "Fri 17 Jan 2025, 09:00 UTC, Amina: recorded: about 572 personnel deployed, Jan 2025 [S2]",
    ]


async def test_a_withdrawn_fact_is_told_with_the_reason(changed):
    out = await changed.says("log S1-23", today=NOW)
    assert out.title.startswith("S1-23 is withdrawn: about 400 police officers deployed")
    assert "withdrawn: read from the wrong column" in out.section("Newest first").splitlines()[0]


async def test_known_at_tells_the_history_as_it_was_then(changed):
    out = await changed.says("history S2-21 known-at 2025-01-18", today=NOW)
    assert len(out.section("Newest first").splitlines()) == 2


async def test_a_fact_that_was_not_recorded_yet_is_refused_kindly(scene):
    out = await scene.says("history S2-21 known-at 2020-01-01")
    assert (out.is_answer, out.title) == (False, "S2-21 was not recorded here yet at that moment")


async def test_a_figure_or_a_kind_stands_for_its_fact(scene):
    assert (await scene.says("history 572")).text == (await scene.says("history strength")).text


async def test_a_figure_of_several_facts_offers_their_histories(scene):
    out = await scene.says("history 2500")
    assert out.title == "“2500” fits 4 facts; choose one"
    assert out.document.offers[0].line == "history S2-22"


async def test_a_choice_of_an_editor_is_told(scene):
    assert (
        (await scene.says("history S0-15")).section("Headline").startswith("leads by an editor's choice: Two sources")
    )


async def test_what_supersedes_a_fact_is_named_on_both_sides(both):
    old, new = await both.says("history S10-01 in MSK"), await both.says("history S13-01 in MSK")
    assert old.title == "S10-01 is superseded by S13-01: 1,306 personnel deployed, 30 Jun 2021 [S10]"
    assert old.section("Superseded by") == "S13-01: 1,360 personnel deployed, 30 Jun 2021 [S13]"
    assert new.section("Supersedes") == "S10-01: 1,306 personnel deployed, 30 Jun 2021 [S10]"


async def test_a_fact_about_other_matters_has_a_history_too(scene):
    assert (await scene.says("history S0-13")).is_answer


async def test_a_name_nobody_knows_is_refused_with_the_next_step(scene):
    out = await scene.says("history F99")
    assert not out.is_answer
    assert "“source” lists the sources" in out.title
