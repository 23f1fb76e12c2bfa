"""Missions are added, renamed, archived, warned of by their own rule, and set for a room."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.port import Request, Room
from bot.planner import Schedule, Weekly
from bot.planning import Facts, deliveries
from bot.plans import new_schedule
from briefings.document import plain
from store.deliveries import DeliveryState
from store.records import bundled
from store.schedules import ScheduleKind
from tests.scene import AMINA, TODAY, Answer, Scene, answered, at
from tests.stories.changing import audited, confirmed, labels
from tests.stories.opened import opened

ADD = 'mission add SMT name "Support Mission in Tamsin" country Tamsin alias "STM, Tamsin mission"'


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """The bundled record, to be changed."""
    async with opened(tmp_path, bundled()) as scene:
        yield scene


async def added(scene: Scene) -> Answer:
    return await confirmed(scene, ADD, label="Add")


async def test_a_mission_is_seen_before_it_is_added_and_then_says_what_to_record_first(scene):
    asked = await scene.says(ADD)
    assert (asked.title, labels(asked)) == ("Add the mission SMT?", ["Add", "Drop"])
    assert "Support Mission in Tamsin" in asked.section("The mission")
    assert "You did not say who runs it" in asked.section("Check")
    assert "SMT" not in (await scene.says("missions")).text
    out = await added(scene)
    assert out.title == "SMT is added: nothing is recorded of it yet"
    brief = await scene.says("status in STM")
    assert brief.title == "SMT: nothing is recorded yet"
    assert "fact add mandate-end DAY source SOURCE in SMT" in brief.section("Next")


async def test_two_missions_keep_their_names_their_sources_and_their_warnings_apart(scene):
    await added(scene)
    await confirmed(scene, 'fact add mandate-end 2025-02-01 source "resolution 9150, 5 Jan 2025" in SMT')
    await confirmed(scene, "fact add strength 700 as-of 2025-01-10 source S0 in SMT")
    assert (await scene.says("strength in SMT")).title.startswith("SMT: 700")
    assert "resolution 9150" in (await scene.says("source S0 in SMT")).text
    assert "resolution 9150" not in (await scene.says('source S0 in "MSS Haiti"')).text
    assert "S0-02" in (await scene.says("source S0-02 in SMT")).text
    warned = await scene.says("warnings on 2025-01-20 in SMT")
    assert "SMT mandate ends" in warned.text or "end of the mandate" in warned.text
    assert "MSS" not in warned.text
    for line in ("digest", "due", "changed since 30d"):
        assert "SMT" not in (await scene.says(f'{line} in "MSS Haiti"')).text
    assert (await scene.says("status")).title.startswith("Which mission?")


async def test_a_renamed_mission_is_found_by_its_old_name_and_known_then_tells_it(scene):
    asked = await scene.says('mission edit "MSS Haiti" short "MSS-H" name "Security Support in Haiti"')
    assert "short name: MSS Haiti becomes MSS-H" in asked.section("What changes")
    assert "MSS Haiti" in asked.section("What changes").splitlines()[2]
    out = await scene.says(asked.document.offers[0].line)
    assert out.title == "MSS-H is changed; the history keeps what it said before"
    assert (await scene.says('status in "MSS Haiti"')).title.startswith("MSS-H: ")
    before = at(TODAY) - timedelta(seconds=1)
    async with scene.store.reading(scene.space) as work:
        (row,) = await work.missions.all()
        assert await work.missions.get(row.ref, before) is None


async def test_known_at_tells_the_name_of_that_time(scene):
    async with scene.store.changing(scene.space, scene.person, at(TODAY + timedelta(days=3))) as work:
        (row,) = await work.missions.all()
        await work.missions.change(row, replace(row.mission, short="MSS-H"), "edit mission")
    later = TODAY + timedelta(days=5)
    assert (await scene.says("status", today=later)).title.startswith("MSS-H: ")
    assert (await scene.says("status known-at 2025-01-18", today=later)).title.startswith("MSS Haiti: ")


@pytest.mark.parametrize(("line", "why"), [
    ('mission add "mss haiti"', "“mss haiti” is a name of MSS Haiti already"),
    ("mission add MSS", "“MSS” is a name of MSS Haiti already"),
    ('mission add SMT alias "MSS Haiti"', "“MSS Haiti” is a name of MSS Haiti already"),
    ("mission add ---", "holds no letter"),
    (f"mission add {'x' * 41}", "This has 41 characters; 40 is the most"),
    (f'mission add SMT name "{"x" * 201}"', "This has 201 characters; 200 is the most"),
    ("mission add SMT kind naval", "“naval” is no kind of mission"),
    ('mission edit name "Multinational Security Support mission in Haiti"', "What is to change?"),
    ("mission edit without Nobody", "“Nobody” is no other name of MSS Haiti"),
    ("mission ladder strength 30", "Nothing warns of “strength”"),
    ("mission ladder mandate soon", "“soon” are no days"),
    ("mission ladder mandate 5000", "A ladder has 20 steps at most"),
])  # fmt: skip
async def test_what_cannot_be_is_refused_with_the_reason(scene, line, why):
    out = await scene.says(line)
    assert not out.is_answer
    assert why in out.title


@pytest.mark.parametrize("name", ["Tamsin\u202eREVO", "Tam\u200bsin", "\u2066Tamsin"])
async def test_a_name_with_invisible_characters_is_refused_in_a_form_too(scene, name):
    words = {"short": "SMT", "name": name}
    request = Request("mission add", words, AMINA, Room(AMINA.platform, AMINA.tenant, "here"), at(TODAY), TODAY)
    assert "invisible character" in plain((await answered(scene.desk, request)).title)


async def test_a_name_that_looks_like_a_command_to_a_platform_stays_plain_text(scene):
    name = "<!channel> *Bold* `x` <@U1> [a](https://example.org) " + "x" * 140
    await confirmed(scene, f'mission add "@everyone {{x}}" name "{name}"', label="Add")
    out = await scene.says('mission show "@everyone {x}"')
    assert out.title == f"@everyone {{x}}: {name.strip()}"


async def test_a_name_that_two_missions_share_asks_which_and_short_names_go_first(scene):
    asked = await scene.says('mission add SMT alias "MSSM"')
    assert "“MSSM” is a name of MSS Haiti too" in asked.section("Check")
    await scene.says(asked.document.offers[0].line)
    out = await scene.says("status in MSSM")
    assert "“MSSM” fits several missions: MSS Haiti, SMT" in out.title
    assert [offer.line for offer in out.document.offers] == ['status in "MSS Haiti"', "status in SMT"]
    assert (await scene.says("mission archive MSSM")).document.offers[1].line == "mission archive SMT"


async def test_an_archived_mission_answers_only_when_it_is_named_and_comes_back(scene):
    await added(scene)
    asked = await scene.says("mission archive SMT")
    assert labels(asked) == ["it has ended", "another mission took over", "opened by mistake", "Drop"]
    await scene.says(asked.document.offers[0].line)
    assert (await scene.says("status")).title.startswith("MSS Haiti: ")
    listed = await scene.says("missions")
    assert listed.section("Archived") == "SMT: each still answers when it is named"
    assert "SMT" not in (await scene.says("home")).text
    assert "SMT is archived: it has ended" in (await scene.says("status in SMT")).text
    assert (await scene.says("mission archive SMT because twice")).title == "SMT is archived already: it has ended"
    assert "SMT is archived" in (await scene.says("mission here SMT")).title
    await confirmed(scene, "mission revive SMT", label="Use again")
    assert (await scene.says("mission revive SMT")).title == "SMT is not archived"
    assert "archived" not in (await scene.says("status in SMT")).text
    assert {"add mission", "archive mission", "revive mission"} <= {row.action for row in await audited(scene)}


async def test_the_digest_of_an_archived_mission_is_passed_over_and_says_why(scene):
    slot = datetime.combine(TODAY + timedelta(days=1), time(7, 30), UTC)
    async with scene.store.changing(scene.space, scene.person, at(TODAY)) as work:
        (row,) = await work.missions.all()
        room = await work.rooms.open("terminal", "local", "desk")
        daily = Schedule(pattern=Weekly(time(7, 30), frozenset(range(7))), zone="UTC")
        made = [
            await work.schedules.add(new_schedule(room.id, kind.value, daily, at(TODAY), kind=kind, mission=mission))
            for kind, mission in (
                (ScheduleKind.DIGEST, row.ref),
                (ScheduleKind.WARNINGS, row.ref),
                (ScheduleKind.DIGEST, None),
            )
        ]
        await work.missions.change(row, replace(row.mission, archived="it has ended"), "archive mission")
        planned = [await deliveries(each, Facts(work), slot) for each in made]
    (digest,), warnings, (default,) = planned
    assert (digest.state, digest.why) == (DeliveryState.SKIPPED, "its mission is archived: it has ended")
    assert (warnings, default.why) == ([], "its mission is archived: it has ended")


async def test_warnings_follow_the_missions_own_ladder_and_name_it(scene):
    day = date(2025, 8, 3)  # 60 days before the end of the mandate
    assert "no warning" not in (await scene.says("warnings on 2025-09-02")).title
    asked = await scene.says("mission ladder mandate 60 10 0")
    assert "Mandate: the usual 90 60 30 14 7 3 1 0 becomes 60 10 0" in asked.section("What changes")
    await scene.says(asked.document.offers[0].line)
    out = await scene.says("warnings on 2025-08-01")
    assert "Rule of MSS Haiti: mandate, 60 10 0 days" in out.text
    assert "(10 days)" in out.text
    assert "no warning" in (await scene.says("warnings on 2025-09-02", today=day)).title
    assert "60 10 0 days before, its own rule" in (await scene.says("mission show")).section("Warnings")
    await confirmed(scene, "mission ladder mandate usual", label="Change")
    assert "Rule: mandate, 90 60 30" in (await scene.says("warnings on 2025-09-02")).text


async def test_the_mission_of_a_room_goes_before_ones_own_and_the_own_before_none(scene):
    await added(scene)
    assert (await scene.says("mission here SMT")).title == "This room is about SMT now, when no mission is named"
    await scene.says('settings mission "MSS Haiti"')
    assert (await scene.says("status")).title.startswith("SMT: ")
    asked = await scene.says('mission here "MSS Haiti"')
    assert asked.section("So far") == "it is about SMT"
    assert (await scene.says("status")).title.startswith("SMT: ")
    await confirmed(scene, "mission here none", label="Change")
    assert (await scene.says("status")).title.startswith("MSS Haiti: ")
