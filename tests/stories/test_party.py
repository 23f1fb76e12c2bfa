"""“That is the same country.” Two names that become one party, and two again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from store.records import bundled
from tests.scene import TODAY, Scene
from tests.stories.changing import audited, confirmed, find, labels, offer, picture
from tests.stories.opened import opened

ADD = 'fact add strength {n} personnel for "{whom}" as-of {day} source S2'
MERGE = 'party merge "Republic of Kenya" into Kenya'


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two counts of one contingent, under two spellings of its country."""
    async with opened(tmp_path, bundled()) as scene:
        await confirmed(scene, ADD.format(n=380, whom="Kenya", day="2025-01-08"))
        await confirmed(scene, ADD.format(n=410, whom="Republic of Kenya", day="2025-01-10"))
        yield scene


async def test_two_spellings_become_one_party_after_it_was_shown_what_moves(desk):
    rows = await audited(desk)
    out = await desk.says(MERGE)
    assert out.title == "Is Republic of Kenya the same as Kenya?"
    assert "1 fact names Kenya then: S2-26" in out.section("Effect")
    assert "(Kenya), 8 Jan 2025 [S2] becomes" in out.text
    assert await audited(desk) == rows
    await confirmed(desk, MERGE)
    held = await picture(desk)
    assert [claim.name for claim in held.rivals("strength", scope="Kenya")] == ["S2-26", "S2-25"]
    assert held.rivals("strength", scope="Republic of Kenya") == ()


async def test_search_and_topics_find_both_under_either_name(desk):
    await confirmed(desk, MERGE)
    for line in ('contingents "Republic of Kenya"', "contingents Kenya"):
        assert "410" in (await desk.says(line)).text, line
    assert "S2-26" in (await desk.says("search republic of kenya")).text
    assert (
        "Kenya, also Republic of Kenya" in (await desk.says("party list")).text
        or "merged into it: Republic of Kenya" in (await desk.says("party list")).text
    )


async def test_taken_apart_everything_is_as_it_was_and_history_keeps_all(desk):
    before = await picture(desk)
    out = await confirmed(desk, MERGE, today=TODAY)
    assert labels(out)[0] == "Take them apart"
    await confirmed(desk, offer(out, "Take them apart"))
    held = await picture(desk)
    assert {key: [claim.name for claim in found] for key, found in held.series.items()} == {
        key: [claim.name for claim in found] for key, found in before.series.items()
    }
    assert (claim := await find(desk, "S2-26"))
    assert claim.scope == "Republic of Kenya"
    assert "corrected (scope)" in (await desk.says("history S2-26")).text
    assert [row.action for row in (await audited(desk))[-2:]] == ["merge party", "split party"]


async def test_what_was_known_before_a_merger_is_told_as_it_was(desk):
    later = TODAY + timedelta(days=2)
    await confirmed(desk, MERGE, today=later)
    then = await desk.says(f"show strength full known-at {TODAY + timedelta(days=1)}", today=later)
    assert "Republic of Kenya" in then.text


async def test_a_new_name_renames_a_party_and_an_unknown_one_is_an_alias(desk):
    await confirmed(desk, 'party rename China to "PR China"')
    assert "PR China" in (await desk.says("positions China")).text
    await confirmed(desk, 'party alias Zhongguo of "PR China"')
    assert "PR China" in (await desk.says("positions Zhongguo")).text
    await confirmed(desk, "party split China")
    assert (await desk.says("party show China")).title.startswith("China: ")


@pytest.mark.parametrize(("line", "told"), [
    ("party merge Atlantis into Lemuria", "Neither “Atlantis” nor “Lemuria” is a party here; “party list” shows them"),
    ('party merge US into "United States"', "US is United States already; “party show” tells its names"),
    ("party split Guatemala", "Guatemala was not merged into another: there is nothing to take apart"),
    ("party show Atlantis", "There is no party “Atlantis” here; “party list” shows them"),
])  # fmt: skip
async def test_what_changes_nothing_is_said_so(desk, line, told):
    rows = await audited(desk)
    assert (await desk.says(line)).title == told
    assert await audited(desk) == rows
