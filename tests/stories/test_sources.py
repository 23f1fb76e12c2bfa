"""“That report was taken back.” What is recorded of sources, and what leans on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from store.records import bundled
from tests.scene import TODAY, Scene
from tests.stories.changing import audited, confirmed, find, labels, offer
from tests.stories.opened import opened

RETRACT = 'sources retract S2 because "the paper took it back"'


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as scene:
        yield scene


async def test_a_retraction_shows_first_what_leans_on_the_source(desk):
    rows = await audited(desk)
    out = await desk.says(RETRACT)
    assert out.title == "Retract S2?"
    assert "24 facts rest on it: S2-01, S2-02" in out.section("Effect")
    assert out.section("Deployed") == "about 572, Jan 2025 [S2], becomes about 400, 7 Nov 2024 or later [S1]"
    assert "about 1,928 becomes about 2,100" in out.section("Short of 2,500")
    assert (
        "Contingent movement: El Salvador: reinforcements from El Salvador, Jan 2025 [S2] becomes nothing" in out.text
    )
    assert await audited(desk) == rows, "nothing is stored before somebody says yes"


async def test_nothing_of_a_retracted_source_counts_in_any_answer(desk):
    await confirmed(desk, RETRACT)
    for line in ("status full", "show strength", "timeline", "search personnel", "contingents", "due"):
        out = await desk.says(line)
        assert out.is_answer
        assert "[S2]" not in out.text, line
    assert "about 400 of 2,500 deployed" in (await desk.says("status")).title


async def test_history_keeps_a_retracted_source_with_its_reason(desk):
    await confirmed(desk, RETRACT)
    assert "S2 was retracted, so nothing of it counts: the paper took it back" in (await desk.says("source S2-21")).text
    assert "retracted, so none counts" in (await desk.says("sources list")).text
    out = await desk.says("history S2-21")
    assert out.title.startswith("S2-21 counts no longer, for its source was retracted")
    assert "Amina: its source was retracted: the paper took it back" in out.text
    assert (await audited(desk))[-1].action == "retract source"


async def test_a_source_is_asked_for_a_reason_with_the_common_ones_at_hand(desk):
    out = await desk.says("retract S2")
    assert labels(out)[:2] == ["its publisher took it back", "it proved unreliable"]
    await desk.says(offer(out, "it proved unreliable"))
    assert "it proved unreliable" in (await desk.says("sources show S2")).text


async def test_a_restored_source_counts_again_and_a_past_day_still_knows_it(desk):
    await confirmed(desk, RETRACT, today=TODAY + timedelta(days=2))
    then = await desk.says(f"status known-at {TODAY + timedelta(days=1)}", today=TODAY + timedelta(days=3))
    assert "about 572 of 2,500" in then.title
    await confirmed(desk, "sources restore S2", today=TODAY + timedelta(days=4))
    assert "about 572 of 2,500" in (await desk.says("status", today=TODAY + timedelta(days=4))).title


async def test_a_day_of_publication_shows_which_facts_move(desk):
    out = await desk.says('sources edit S1 publisher "Example Post" published 2024-11-09 grade B2')
    assert out.section("Publisher") == "not recorded becomes Example Post"
    assert out.section("Published") == "7 Nov 2024 or later, 31 Jan 2025 at the latest becomes 9 Nov 2024"
    assert "S1-09 counts from 7 Nov 2024, becomes 9 Nov 2024" in out.section("Other days")


async def test_what_is_recorded_of_a_source_is_put_right_and_back_again(desk):
    out = await confirmed(desk, 'sources edit S1 publisher "Example Post" published 2024-11-09 grade B2')
    assert "Example Post, B2, 9 Nov 2024: 28 facts" in (await desk.says("sources list")).text
    await confirmed(desk, offer(out, "Change it back"))
    assert "7 Nov 2024 or later, 31 Jan 2025 at the latest: 28 facts" in (await desk.says("sources list")).text


@pytest.mark.parametrize(("line", "told"), [
    ("sources restore S2", "S2 is not retracted: there is nothing to restore"),
    ("sources mark S2 open", "S2 is open already: nothing was changed"),
    ("sources edit S2 publisher unknown", "S2 says that already: nothing was changed"),
    ("sources retract S9 because old", "There is no source S9 here; “source” lists them"),
    ("sources retract paper", "“paper” names no source; “source” lists them: S0, S1, …"),
    ("sources mark S2 secret", "A source is internal or open, not “secret”"),
    ("sources edit S2 link paper", "“paper” is no link; it begins with https://"),
])  # fmt: skip
async def test_what_changes_nothing_is_said_so(desk, line, told):
    rows = await audited(desk)
    assert (await desk.says(line)).title == told
    assert await audited(desk) == rows


async def test_a_record_loaded_again_neither_opens_nor_restores_a_source(desk):
    await confirmed(desk, RETRACT)
    await confirmed(desk, "sources mark S1 internal")
    await desk.holds(bundled())
    async with desk.store.reading(desk.space) as work:
        (mission,) = await work.missions.all()
        _s0, s1, s2 = await work.claims.sources(mission)
    assert s1.internal
    assert s2.retracted
    assert await find(desk, "S2-21")
