"""“That was a mistake: bring back what was before.”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from briefings.claims import Claim, Standing
from briefings.picture import Picture
from store.records import bundled
from tests.scene import BEN, TODAY, Scene, at
from tests.stories.changing import audited, confirmed, find, offer, picture
from tests.stories.opened import opened

LATER = at(TODAY + timedelta(days=1))
NEW = 'fact add strength 970 as-of 2025-01-16 source "press briefing, 16 Jan 2025"'


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as scene:
        yield scene


def as_read(held: Picture) -> dict[str, tuple[Claim, ...]]:
    """What a Picture says, whenever it was recorded, and what leads it."""
    said = {key: tuple(replace(claim, recorded_at=None) for claim in claims) for key, claims in held.series.items()}
    leading = [held.leading(claims) for claims in held.series.values()]
    return {**said, "leading": tuple(replace(claim, recorded_at=None) for claim in leading if claim)}


async def test_undo_is_offered_after_every_change_and_works(desk):
    brief = (await desk.says("status")).text
    done = await confirmed(desk, NEW)
    await confirmed(desk, offer(done, "Undo"))
    assert (await desk.says("status")).text == brief


async def test_undo_shows_first_what_it_brings_back(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread", who=BEN)
    out = await desk.says("undo S2-21")
    assert out.title == "Undo the last change to S2-21?"
    assert "corrected Fri 17 Jan 2025, 09:00 UTC, by Ben" in out.section("To be undone")
    assert "about 572 personnel deployed" in out.section("Becomes")


@pytest.mark.parametrize("line", [
    "fact correct S2-21 527 because misread", "fact withdraw S2-21 because another mission",
    "fact hold S2-21 because sources disagree", 'fact choose S2-18 because "it gives the day"',
    "fact correct S2-21 grade C3 because misread",
])  # fmt: skip
async def test_undo_brings_back_the_picture_as_it_was(desk, line):
    before = as_read(await picture(desk))
    await confirmed(desk, line)
    assert as_read(await picture(desk)) != before
    await confirmed(desk, "undo")
    assert as_read(await picture(desk)) == before


@pytest.mark.parametrize(
    "line", ["fact restore S2-21 because confirmed again", "fact correct S2-21 527 because misread"]
)
async def test_undo_of_an_undo_does_it_again(desk, line):
    if "restore" in line:
        await confirmed(desk, "fact withdraw S2-21 because another mission")
    await confirmed(desk, line)
    done = as_read(await picture(desk))
    await confirmed(desk, "undo S2-21")
    assert as_read(await picture(desk)) != done
    await confirmed(desk, "undo S2-21")
    assert as_read(await picture(desk)) == done


async def test_undo_of_a_withdrawal_brings_back_the_review_too(desk):
    await confirmed(desk, "fact hold S2-21 because sources disagree")
    await confirmed(desk, "fact withdraw S2-21 because another mission")
    await confirmed(desk, "undo S2-21")
    claim = await find(desk, "S2-21")
    assert claim
    assert claim.standing is Standing.HELD


async def test_an_undone_choice_lets_lead_what_was_chosen_before(desk):
    before = (await picture(desk)).choices
    await confirmed(desk, 'fact choose S2-18 because "it gives the day"')
    await confirmed(desk, "undo S2-18")
    assert [choice.claim for choice in (await picture(desk)).choices] == [choice.claim for choice in before]


async def test_undo_is_a_change_of_its_own_in_history_and_audit(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread")
    rows = len(await audited(desk))
    await confirmed(desk, "undo")
    assert [row.action for row in (await audited(desk))[rows:]] == ["correct"]
    assert "reason: undone" in (await desk.says("history S2-21")).text


async def test_one_does_not_undo_unseen_what_another_did_since(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread")
    await confirmed(desk, "fact correct S2-21 600 because misread", who=BEN)
    out = await desk.says("undo")
    assert not out.is_answer
    assert out.title.startswith("Ben has changed S2-21 since you did")
    assert (await desk.says(out.document.offers[0].line)).title == "Undo the last change to S2-21?"


async def test_what_was_only_loaded_cannot_be_undone(desk):
    assert (await desk.says("undo S2-21")).title == "S2-21 is as it was loaded: there is nothing to undo"


async def test_who_changed_nothing_has_nothing_to_undo(desk):
    await confirmed(desk, NEW)
    out = await desk.says("undo", who=BEN)
    assert out.is_answer
    assert "You have changed nothing here yet" in out.title


async def test_a_flag_is_no_change_to_undo(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread")
    await desk.says("wrong S2-21")
    assert "corrected" in (await desk.says("undo")).section("To be undone")


async def test_what_was_loaded_since_is_not_undone(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread")
    async with desk.store.changing(desk.space, desk.person, LATER) as work:
        await work.missions.load(bundled())
    assert (await desk.says("undo S2-21")).title == "S2-21 is as it was loaded: there is nothing to undo"
