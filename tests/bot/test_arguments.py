"""What a command reads from the words that were typed, and what it suggests."""

from __future__ import annotations

import pytest

from adapters.port import Request, Room
from store.records import bundled
from tests.scene import AMINA, BEN, TODAY, Scene, at
from tests.stories.opened import long, opened


@pytest.fixture(scope="module")
async def two_missions(tmp_path_factory):
    """A place that follows two missions: MSS Haiti and a made-up one."""
    async with opened(tmp_path_factory.mktemp("two"), bundled(), long()) as scene:
        yield scene


@pytest.fixture(scope="module")
async def empty(tmp_path_factory):
    """A place where nothing is recorded yet."""
    async with opened(tmp_path_factory.mktemp("empty")) as scene:
        yield scene


# the mission


@pytest.mark.parametrize("name", ["MSS", "mss", "MSS Haiti", "mss  haiti", "MSSM", "Haiti", "“MSS Haiti”",
                                  "Multinational Security Support mission in Haiti"])  # fmt: skip
async def test_a_mission_answers_to_its_names_and_aliases_in_any_case(two_missions, name):
    assert (await two_missions.says(f"status in {name}")).title.startswith("MSS Haiti")


async def test_the_only_mission_needs_no_name(scene):
    assert (await scene.says("status")).title.startswith("MSS Haiti")


async def test_among_several_missions_one_must_be_named(two_missions):
    out = await two_missions.says("due")
    assert not out.is_answer
    assert "MSS Haiti" in out.text
    assert "MSK Karuna" in out.text


async def test_what_is_said_of_several_missions_works_as_it_is_said(two_missions):
    out = await two_missions.says("due")
    ending = out.title.partition("one of: ")[2].partition(", ")[0]
    assert (await two_missions.says(f"due {ending}")).is_answer


async def test_the_choice_of_a_mission_repeats_the_question_that_was_asked(two_missions):
    out = await two_missions.says("due within 30d")
    assert [offer.line for offer in out.document.offers] == [
        'due within 30d in "MSS Haiti"', 'due within 30d in "MSK Karuna"',
    ]  # fmt: skip


async def test_an_offered_mission_is_answered(two_missions):
    out = await two_missions.says("status")
    for offer in out.document.offers:
        assert (await two_missions.says(offer.line)).is_answer


async def test_a_near_miss_of_a_mission_gets_did_you_mean(scene):
    out = await scene.says("status in Haity")
    assert out.title == "There is no mission “Haity” here; did you mean “Haiti”?"


async def test_an_unknown_mission_is_refused_with_those_that_are_known(scene):
    assert (await scene.says("status in Atlantis")).title == "There is no mission “Atlantis” here; there is: MSS Haiti"


async def test_where_nothing_is_recorded_the_way_to_load_a_record_is_named(empty):
    out = await empty.says("status")
    assert not out.is_answer
    assert "mss record load FILE" in out.text


async def test_a_rooms_mission_needs_no_name(tmp_path):
    async with opened(tmp_path, bundled(), long()) as scene:
        await settle(scene, room="MSS Haiti")
        assert (await scene.says("status", who=BEN)).title.startswith("MSS Haiti")


async def test_a_persons_own_mission_needs_no_name(tmp_path):
    async with opened(tmp_path, bundled(), long()) as scene:
        await settle(scene, person="MSK Karuna")
        assert (await scene.says("status")).title.startswith("MSK Karuna")


async def test_the_rooms_mission_goes_before_the_persons(tmp_path):
    async with opened(tmp_path, bundled(), long()) as scene:
        await settle(scene, room="MSS Haiti", person="MSK Karuna")
        assert (await scene.says("status")).title.startswith("MSS Haiti")


async def settle(scene: Scene, room: str = "", person: str = "") -> None:
    """Make missions the room's and Amina's."""
    async with scene.store.changing(scene.space, scene.person, at(TODAY)) as work:
        refs = {row.mission.short: row.ref for row in await work.missions.all()}
        if room:
            here = await work.rooms.open(AMINA.platform, AMINA.tenant, "here", "here")
            await work.rooms.set(here.id, mission=refs[room])
        if person:
            await work.people.prefer(scene.person, mission=refs[person])


# lengths of time


@pytest.mark.parametrize(("words", "days"), [("90d", 90), ("90", 90), ("90 days", 90), ("1 day", 1), ("6 weeks", 42),
                                             ("2w", 14), ("3 months", 90), ("1 year", 365), ("1Y", 365)])  # fmt: skip
async def test_a_length_of_time_is_read_in_days_weeks_months_and_years(scene, words, days):
    assert f"in the next {days} day" in (await scene.says(f"due within {words}")).title


@pytest.mark.parametrize("words", ["0", "-5", "banana", "90 fortnights", "1.5 years", "99999999"])
async def test_what_is_no_length_of_time_is_refused_with_the_form_that_is(scene, words):
    assert "write it like 90d, 6 weeks or 1 year" in (await scene.says(f"due within {words}")).title


async def test_a_length_of_time_that_is_too_long_is_said_to_be_so(scene):
    assert "is not a length of time" not in (await scene.says("due within 400 years")).title


# numbers


@pytest.mark.parametrize("words", ["0", "-1", "x", "1.5", "100001"])
async def test_what_is_no_page_number_is_refused_with_its_bounds(scene, words):
    assert "is not a number from 1 to 100,000" in (await scene.says(f"source S2 page {words}")).title


async def test_a_page_beyond_the_last_is_refused_with_the_last(scene):
    out = await scene.says("source S2 page 99")
    assert not out.is_answer
    assert "2" in out.title


# suggestions


async def suggested(scene: Scene, command: str, option: str, typed: str) -> list[str]:
    here = Room(AMINA.platform, AMINA.tenant, "here")
    return await scene.desk.suggest(Request(command, {}, AMINA, here, at(TODAY), TODAY), option, typed)


async def test_missions_are_suggested_by_their_short_names(two_missions):
    assert await suggested(two_missions, "status", "in", "") == ["MSS Haiti", "MSK Karuna"]


async def test_facts_are_suggested_by_what_is_typed(scene):
    assert await suggested(scene, "source", "what", "s2-23") == ["S2-23"]


async def test_kinds_are_suggested_beside_facts(scene):
    assert "strength" in await suggested(scene, "source", "what", "str")


async def test_sources_kinds_and_facts_are_suggested_before_anything_is_typed(scene):
    found = await suggested(scene, "source", "what", "")
    assert {"S0", "S1", "S2", "strength", "S0-01"} <= set(found)
    assert len(found) == 25


async def test_sources_and_printed_figures_are_suggested_by_what_is_typed(scene):
    assert (await suggested(scene, "source", "what", "s2"))[:2] == ["S2", "S2-01"]
    assert await suggested(scene, "source", "what", "57") == ["572"]


async def test_facts_are_suggested_also_where_several_missions_are_followed(two_missions):
    assert "strength" in await suggested(two_missions, "source", "what", "str")


async def test_days_are_suggested_from_the_askers_own(scene):
    assert str(TODAY) in await suggested(scene, "status", "as-of", "")


async def test_commands_are_suggested_to_help(scene):
    assert {"all", "status", "due"} <= set(await suggested(scene, "help", "name", ""))
