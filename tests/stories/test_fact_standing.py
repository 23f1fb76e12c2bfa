"""“Take it out, put it back, look at it again, let this one lead.”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefings.claims import Standing
from store.records import bundled
from tests.scene import BEN, CHIDI, Scene
from tests.stories.changing import audited, confirmed, find, labels, offer, picture
from tests.stories.opened import opened


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path, bundled()) as scene:
        yield scene


# withdrawn and restored


@pytest.mark.parametrize("word", ["withdraw", "delete", "remove"])
async def test_a_withdrawn_fact_counts_no_longer_and_is_kept(desk, word):
    out = await confirmed(desk, f"fact {word} S2-21 because another mission")
    assert "It counts no longer." in out.text
    assert "about 400 of 2,500 deployed" in (await desk.says("status")).title
    assert "Withdrawn: it no longer counts." in (await desk.says("source S2-21")).text
    assert "withdrawn: another mission" in (await desk.says("history S2-21")).text


async def test_withdrawing_shows_first_what_will_lead_then(desk):
    out = await desk.says("fact withdraw strength because another mission")
    assert out.title == "Withdraw S2-21?"
    assert "becomes about 400, 7 Nov 2024 or later [S1]" in out.section("Deployed")
    assert "about 1,928 becomes about 2,100" in out.section("Short of 2,500")


async def test_a_restored_fact_counts_again(desk):
    await confirmed(desk, "fact withdraw S2-21 because another mission")
    out = await desk.says("fact restore S2-21")
    assert labels(out) == ["withdrawn by mistake", "confirmed again", "Drop"]
    await desk.says(offer(out, "withdrawn by mistake"))
    assert "about 572 of 2,500 deployed" in (await desk.says("status")).title


@pytest.mark.parametrize(("line", "told"), [
    ("fact restore S2-21", "S2-21 is not withdrawn: there is nothing to restore"),
    ("fact release S2-21", "S2-21 is not under review: there is nothing to end"),
    ("fact keep S2-21", "S2-21 looks wrong to nobody: nothing was changed"),
])  # fmt: skip
async def test_what_stands_so_already_changes_nothing(desk, line, told):
    rows = await audited(desk)
    assert (await desk.says(line)).title == told
    assert await audited(desk) == rows


async def test_a_withdrawn_fact_is_restored_before_it_is_corrected_or_held(desk):
    await confirmed(desk, "fact withdraw S2-21 because another mission")
    assert "restore it first" in (await desk.says("fact correct S2-21 527 because misread")).title
    assert "restore it first" in (await desk.says("fact hold S2-21 because being checked")).title


# under review


async def test_a_held_fact_is_marked_under_review_wherever_it_is_shown(desk):
    await confirmed(desk, "fact hold S2-21 because sources disagree")
    for line in ("status", "status full", "strength", "source 572", "history S2-21", "compare 2024-11-10 2025-01-17"):
        assert "under review" in (await desk.says(line)).text.casefold(), line


async def test_a_held_fact_goes_on_counting_and_leading(desk):
    before = (await picture(desk)).headline("strength")
    await confirmed(desk, "fact hold S2-21 because sources disagree")
    now = (await picture(desk)).headline("strength")
    assert before
    assert now
    assert (before.name, now.name, now.standing) == ("S2-21", "S2-21", Standing.HELD)


async def test_a_released_fact_is_marked_no_longer(desk):
    await confirmed(desk, "fact hold S2-21 because sources disagree")
    await confirmed(desk, "fact release S2-21")
    assert "under review" not in (await desk.says("status full")).text


async def test_the_review_is_of_one_moment(desk):
    await confirmed(desk, "fact hold S2-21 because sources disagree")
    await confirmed(desk, "fact release S2-21 because they agree now")
    told = (await desk.says("history S2-21")).section("Newest first")
    assert "review ended: they agree now" in told
    assert "put under review: sources disagree" in told


# the choice of a headline


async def test_a_chosen_fact_leads_with_its_reason(desk):
    await confirmed(desk, 'fact choose S2-18 because "it gives the day"')
    target = (await picture(desk)).headline("target")
    assert target
    assert target.name == "S2-18"
    assert "S2-18 leads by an editor's choice: it gives the day" in (await desk.says("source S2-18")).text


async def test_a_new_choice_takes_the_place_of_the_one_before(desk):
    await confirmed(desk, 'fact choose S2-18 because "it gives the day"')
    await confirmed(desk, 'fact choose S0-15 because "two sources say so"')
    choices = [choice.claim for choice in (await picture(desk)).choices]
    assert choices.count("S0-15") == 1
    assert "S2-18" not in choices


async def test_an_event_has_no_rivals_to_lead(desk):
    out = await desk.says("fact choose S0-01 because newer")
    assert not out.is_answer
    assert "S0-01 has no rivals" in out.title


# looks wrong


async def test_every_reader_can_say_that_a_fact_looks_wrong(desk):
    offered = await desk.says("source 572", who=BEN)
    out = await desk.says(offer(offered, "Looks wrong"), who=BEN)
    assert out.title == "Thank you: editors will look at S2-21"


async def test_a_flag_changes_nothing_of_the_fact(desk):
    held, brief = await picture(desk), (await desk.says("status")).text
    await desk.says("wrong S2-21 because digits look transposed", who=BEN)
    assert await picture(desk) == held
    assert (await desk.says("status")).text == brief


async def test_a_flag_does_not_undo_a_withdrawal_or_a_review(desk):
    await confirmed(desk, "fact hold S2-21 because sources disagree")
    await desk.says("wrong S2-21", who=BEN)
    claim = await find(desk, "S2-21")
    assert claim
    assert claim.standing is Standing.HELD


async def test_editors_see_who_flagged_what_and_why(desk):
    await desk.says("wrong S2-21 because digits look transposed", who=BEN)
    await desk.says("wrong S1-23")
    out = await desk.says("fact flagged")
    assert out.title == "2 facts look wrong to somebody"
    assert "Ben, Fri 17 Jan 2025, 09:00 UTC: digits look transposed" in out.section("S2-21")
    assert "Amina, Fri 17 Jan 2025, 09:00 UTC: looks wrong" in out.section("S1-23")


async def test_readers_do_not_see_in_the_history_who_flagged_it(desk):
    await desk.says("wrong S2-21 because digits look transposed", who=BEN)
    assert "transposed" not in (await desk.says("history S2-21")).text


async def test_the_same_flag_twice_is_one(desk):
    await desk.says("wrong S2-21", who=BEN)
    rows = await audited(desk)
    assert "You said so already" in (await desk.says("wrong S2-21", who=BEN)).title
    assert await audited(desk) == rows


@pytest.mark.parametrize("line", [
    "fact correct S2-21 527 because misread", "fact withdraw S2-21 because another mission",
    "fact keep S2-21 because checked",
])  # fmt: skip
async def test_a_decision_answers_the_flags(desk, line):
    await desk.says("wrong S2-21", who=BEN)
    await confirmed(desk, line)
    assert (await desk.says("fact flagged")).title == "Nothing looks wrong to anybody"


async def test_a_flag_is_in_the_audit(desk):
    await desk.says("wrong S2-21", who=BEN)
    assert (await audited(desk))[-1].action == "flag"


async def test_what_is_withdrawn_cannot_look_wrong(desk):
    await confirmed(desk, "fact withdraw S2-21 because another mission")
    assert not (await desk.says("wrong S2-21", who=BEN)).is_answer


async def test_a_source_offers_correct_and_looks_wrong_on_what_stands(desk):
    assert labels(await desk.says("source 572"))[-2:] == ["Correct", "Looks wrong"]
    await confirmed(desk, "fact withdraw S2-21 because another mission")
    assert "Looks wrong" not in labels(await desk.says("source S2-21"))


async def test_a_stranger_can_flag_nothing(desk):
    assert not (await desk.says("wrong S2-21", who=CHIDI)).is_answer
