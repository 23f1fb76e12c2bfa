"""What the doctor finds in spaces: posts to come, rooms that get none, what failed, what waits, and what cannot be read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from adapters.checkup import Finding, Verdict
from bot.planner import Schedule, Weekly
from bot.plans import new_schedule
from bot.spaces_checkup import spaces_report
from briefings import words
from briefings.picture import Clocks
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery, Outcome
from store.proposals import NewProposal
from store.records import bundled
from store.rooms import Room
from store.tables import claims, schedules
from store.work import Store, Work
from tests.scene import Scene, scene_in

NOW = datetime(2025, 1, 17, 9, tzinfo=UTC)
"""A Friday."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with Store(f"sqlite:///{tmp_path}/s.db") as store:
        await store.upgrade()
        yield await scene_in(store, bundled())


async def found_in(scene: Scene, verdict: Verdict, at: datetime = NOW) -> dict[str, list[str]]:
    """What is said with a verdict, by what it is about."""
    found, _rooms = await spaces_report(scene.store, at)
    said: dict[str, list[str]] = {}
    for one in found:
        if one.verdict is verdict:
            said.setdefault(one.about, []).append(_words(one))
    return said


def _words(one: Finding) -> str:
    return " → ".join(words.text(line) for line in (one.says, one.fix) if line)


async def room(work: Work, name: str) -> Room:
    return await work.rooms.open("slack", "T1", f"C-{name}", name)


async def scheduled(work: Work, name: str, hour: int, line: str = "status") -> int:
    """A schedule on weekdays in Nairobi, which is three hours ahead of UTC."""
    daily = Schedule(pattern=Weekly(time(hour), frozenset(range(5))), zone="Africa/Nairobi")
    return (await work.schedules.add(new_schedule((await room(work, name)).id, line, daily, NOW))).id


async def test_the_next_three_posts_are_named_with_room_and_local_time(scene: Scene):
    assert (await found_in(scene, Verdict.WELL))["schedules"] == [
        "Nothing is posted by schedule yet: `follow` in a room begins it"
    ]
    async with scene.store.changing(scene.space, scene.person, NOW) as work:
        await scheduled(work, "haiti-desk", 14)
        await scheduled(work, "press", 7, "due within 30d")
    assert (await found_in(scene, Verdict.WELL))["schedules"] == [
        "2 schedules post",
        "Next: “status” in #haiti-desk on Fri 17 Jan 2025, 14:00 Nairobi",
        "Next: “due within 30d” in #press on Mon 20 Jan 2025, 07:00 Nairobi",
        "Next: “status” in #haiti-desk on Mon 20 Jan 2025, 14:00 Nairobi",
    ]
    _found, rooms = await spaces_report(scene.store, NOW)
    assert [(each.platform, each.id) for each in rooms] == [("slack", "C-haiti-desk"), ("slack", "C-press")]


async def test_what_waits_for_people_is_a_warning_with_who_can_do_what(scene: Scene):
    async with scene.store.changing(scene.space, scene.person, NOW) as work:
        await scheduled(work, "haiti-desk", 14)
        quiet = await room(work, "quiet")
        await work.pauses.begin(quiet.id, "the channel is archived")
        (mission,) = await work.missions.all()
        await work.claims.flag(mission, "S2-21", "it was 600")
        becomes = (await work.claims.picture(mission, Clocks(NOW.date(), NOW.date()))).headline("strength")
        assert becomes
        await work.proposals.add(mission, NewProposal(command="fact correct", words={}, act="correct", name="S2-21",
                                                      becomes=becomes, platform="slack", day=NOW.date()))  # fmt: skip
    told = await found_in(scene, Verdict.WORTH_KNOWING)
    assert told["rooms"] == [
        "#quiet: paused since Fri 17 Jan 2025, 09:00 UTC: the channel is archived → "
        "`schedule resume` there lets it go on, once what is in the way is mended."
    ]
    assert "facts" not in told
    (stale,) = (await found_in(scene, Verdict.WORTH_KNOWING, NOW + timedelta(days=200)))["facts"]
    assert stale.startswith("MSS Haiti: ")
    assert stale.endswith("stale → `show stale` lists what its editors should look for anew.")
    assert [line.partition(" →")[0] for line in told["proposals"]] == [
        "MSS Haiti: 1 change waits for a second person", "MSS Haiti: 1 fact looks wrong to somebody",
    ]  # fmt: skip
    assert await found_in(scene, Verdict.WRONG) == {}


async def test_what_was_given_up_and_what_nobody_plans_or_posts_is_wrong(scene: Scene):
    async with scene.store.changing(scene.space, scene.person, NOW) as work:
        late = await scheduled(work, "haiti-desk", 14)
        press = await room(work, "press")
        for occasion, due_at in (("old", NOW - timedelta(hours=2)), ("waits", NOW - timedelta(minutes=11))):
            await work.deliveries.add(NewDelivery(scene.space, press.id, "slack", occasion, occasion, DeliveryKind.COMMAND,
                                                  "status", due_at, due_at))  # fmt: skip
    async with scene.store.ledger._statements.writing() as connection:
        await connection.execute(
            update(schedules).where(schedules.c.id == late).values(wakes_at=NOW - timedelta(minutes=11))
        )
    taken_at = NOW - timedelta(hours=1)
    (old,) = await scene.store.ledger.take("slack", "one", taken_at, NOW, 10)
    await scene.store.ledger.settle(
        "one", [Outcome(old.id, taken_at, DeliveryState.FAILED, 9, why="Slack did not answer")]
    )
    told = await found_in(scene, Verdict.WRONG)
    assert [line.partition(" →")[0] for line in told["deliveries"]] == [
        "1 post that was due more than ten minutes ago has not left: #press",
        "1 post was given up in the last day: #press (Slack did not answer)",
    ]
    assert told["schedules"][0].startswith("1 schedule was due more than ten minutes ago, and nobody plans it → Start")


async def test_what_cannot_be_read_is_told_and_hides_nothing_else(scene: Scene):
    async with scene.store.changing(scene.space, scene.person, NOW) as work:
        broken = await scheduled(work, "haiti-desk", 14)
        await scheduled(work, "press", 7)
    async with scene.store.ledger._statements.writing() as connection:
        await connection.execute(update(schedules).where(schedules.c.id == broken).values(pattern="when it rains"))
        await connection.execute(
            update(claims).where(claims.c.name == "S2-21").values(body={"kind": "nothing we know"})
        )
    told = await found_in(scene, Verdict.WRONG)
    assert told["schedules"][0].startswith("When “status” is posted to #haiti-desk cannot be read: ")
    assert told["facts"][0].startswith("The record of MSS Haiti cannot be read: ")
    assert (
        "Next: “status” in #press on Mon 20 Jan 2025, 07:00 Nairobi"
        in (await found_in(scene, Verdict.WELL))["schedules"]
    )
