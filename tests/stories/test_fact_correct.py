"""“This figure is wrong: put it right.” “This one is newer.”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from store.records import bundled
from tests.scene import BEN, Scene
from tests.stories.changing import audited, confirmed, find, labels, offer
from tests.stories.opened import opened

THE_DAY_AFTER = date(2025, 1, 18)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as scene:
        yield scene


async def test_a_correction_shows_what_changes_and_what_is_kept(desk):
    out = await desk.says('fact correct S2-21 "about 527"')
    assert out.title == "Correct S2-21?"
    assert out.section("Becomes").split("\n") == [
        "about 527 personnel deployed, Jan 2025 [S2]", "Changed: value", "Kept: source, dates, quotation",
    ]  # fmt: skip
    assert "about 572, Jan 2025 [S2], becomes about 527, Jan 2025 [S2]" in out.section("Deployed")


async def test_the_reason_is_one_tap(desk):
    out = await desk.says("fact correct 572 527")
    assert labels(out) == ["typing slip", "source corrected itself", "misread", "Drop"]
    done = await desk.says(offer(out, "misread"))
    assert done.title.startswith("Corrected S2-21, ")
    assert "Reason: misread" in done.text


async def test_a_reason_of_ones_own_leaves_one_way_to_say_yes(desk):
    assert labels(await desk.says("fact correct 572 527 because the digits were swapped")) == ["Record", "Drop"]


async def test_the_history_tells_who_corrected_it_and_why(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread", who=BEN)
    newest = (await desk.says("history S2-21")).section("Newest first").split("\n")[0]
    assert "Ben: corrected (value): 527 personnel deployed" in newest
    assert newest.endswith("before: about 572 personnel deployed, Jan 2025 [S2]; reason: misread")


async def test_what_was_known_before_the_correction_stays_known_then(desk):
    await confirmed(desk, "fact correct S2-21 527 because misread", today=THE_DAY_AFTER)
    assert "527 of 2,500" in (await desk.says("status", today=THE_DAY_AFTER)).title
    assert "about 572 of 2,500" in (await desk.says("status known-at 2025-01-17", today=THE_DAY_AFTER)).title


async def test_dates_and_evidence_change_where_they_are_named(desk):
    await confirmed(desk, 'fact correct S2-21 as-of 2025-01-10 quote "572 people" grade C3 because misread')
    claim = await find(desk, "S2-21")
    assert claim
    assert str(claim.value) == "about 572 personnel"
    assert [str(day) for day in claim.dates.values()] == ["2025-01-10"]
    assert (claim.quote, claim.grade, claim.source) == ("572 people", "C3", "S2")


async def test_a_bare_number_counts_what_the_old_one_counted(desk):
    await confirmed(desk, "fact correct S1-23 410 because misread")
    claim = await find(desk, "S1-23")
    assert claim
    assert str(claim.value) == "410 police officers"


async def test_without_a_value_it_tells_what_to_type(desk):
    out = await desk.says("fact correct S2-21")
    assert out.title == "What should S2-21 say?"
    assert "/mss fact correct S2-21 VALUE because REASON" in out.section("Type")


async def test_what_it_says_already_changes_nothing(desk):
    rows = await audited(desk)
    out = await desk.says('fact correct S2-21 "about 572 personnel" because misread')
    assert out.title == "S2-21 says that already: nothing was changed"
    assert await audited(desk) == rows


async def test_a_fact_stays_with_the_source_it_is_named_after(desk):
    out = await desk.says("fact correct S2-21 527 source S1")
    assert not out.is_answer
    assert "S2-21 is named after its source, S2" in out.title


async def test_a_figure_that_fits_several_facts_asks_which(desk):
    out = await desk.says('fact correct 2500 "2,600" because misread')
    assert not out.is_answer
    assert "fits" in out.title
    for line in (choice.line for choice in out.document.offers):
        assert "2,600" in line
        assert "because misread" in line
        assert (await desk.says(line)).title.startswith("Correct S")


async def test_who_is_second_sees_the_first_correction_and_decides(desk):
    mine = await desk.says("fact correct S2-21 527 because misread")
    await confirmed(desk, "fact correct S2-21 600 because misread", who=BEN)
    seen = await desk.says(offer(mine, "Record"))
    assert "Something changed since you were asked: look again." in seen.text
    assert "corrected Fri 17 Jan 2025, 09:00 UTC, by Ben" in seen.section("Last change")
    assert "600, Jan 2025 [S2], becomes 527" in seen.section("Deployed")
    claim = await find(desk, "S2-21")
    assert claim
    assert str(claim.value) == "600 personnel"


@pytest.mark.parametrize("word", ["set", "update", "edit", "fix"])
async def test_set_asks_whether_it_was_wrong_or_this_is_newer(desk, word):
    out = await desk.says(f"fact {word} S2-21 600")
    assert out.title == "Was S2-21 wrong, or is this newer?"
    assert labels(out) == ["It was wrong", "This is newer"]
    assert (await desk.says(offer(out, "It was wrong"))).title == "Correct S2-21?"


async def test_newer_becomes_a_fact_of_its_own(desk):
    out = await desk.says('fact set strength 600 as-of 2025-01-16 source "press briefing, 16 Jan 2025"')
    assert (await confirmed(desk, offer(out, "This is newer"))).title.startswith("Recorded as S3-01")
    claim = await find(desk, "S2-21")
    assert claim
    assert str(claim.value) == "about 572 personnel"


async def test_newer_is_about_the_same_party_and_topic(desk):
    claim = await find(desk, "S2-13")
    assert claim
    out = await desk.says('fact set S2-13 open as-of 2025-01-16 source "statement, 16 Jan 2025"')
    line = offer(out, "This is newer")
    assert f"from {claim.subject}" in line
    assert (await desk.says(line)).title == "Record this fact?"
