"""“Two of us look at it before it changes”: proposals, who decides them, and what is told to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest

from adapters.port import Actor
from bot.rights import Role
from store.audit import AuditRow
from store.deliveries import Delivery
from store.grants import Holder
from store.work import Store
from tests.office import AMINA, BEN, DANA, ERIN, actions, agreed, code_in, known, office
from tests.scene import TODAY, Answer, Scene, at
from tests.stories.changing import labels, offer

CHIDI = replace(BEN, id="U5CHIDI", name="Chidi")
CORRECT = 'fact correct S2-21 "about 527 personnel" because misread in "MSS Haiti"'
LATER = TODAY.replace(month=2)


@pytest.fixture(scope="module")
async def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Amina owns the space; Ben in Slack and Erin in Discord edit, Chidi may propose only."""
    folder = tmp_path_factory.mktemp("pending")
    async with office(folder) as scene:
        for who, role in ((BEN, Role.EDITOR), (ERIN, Role.EDITOR), (CHIDI, Role.CONTRIBUTOR)):
            await given(scene, who, role)
    return folder / "s.db"


@pytest.fixture
async def desk(furnished: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """The office that was furnished once, in a store of its own."""
    copy(furnished, tmp_path / "s.db")
    async with Store(f"sqlite:///{tmp_path}/s.db") as store:
        space = await store.space_of(AMINA.platform, AMINA.tenant) or 0
        yield Scene(store, space, await known(store, space, AMINA))


async def given(scene: Scene, who: Actor, role: Role) -> None:
    person = await known(scene.store, scene.space, who)
    async with scene.store.changing(scene.space, None, at(TODAY)) as work:
        await work.grants.give(Holder.person(person), role.value)


async def two_agree(scene: Scene, kind: str = "strength") -> None:
    out = await scene.says(f'mission approval {kind} on in "MSS Haiti"', who=AMINA)
    assert out.is_answer, out.text


async def on_a_later_day(scene: Scene, line: str, who: Actor) -> None:
    """Say it a month later, and yes to the question."""
    asked = await scene.says(line, who, LATER)
    await scene.says(asked.document.offers[0].line, who, LATER)


async def status(scene: Scene) -> str:
    return (await scene.says('status in "MSS Haiti"', who=BEN)).text


async def row_of(scene: Scene, action: str) -> AuditRow:
    """The last row of an action in the audit, whose chain is whole."""
    async with scene.store.reading(scene.space) as work:
        assert await work.audit.verify() is None
        return [row for row in await work.audit.rows(limit=1_000) if row.action == action][-1]


async def notices(scene: Scene) -> list[Delivery]:
    """What people are to be told at once, in the order it was planned."""
    async with scene.store.reading(scene.space) as work:
        found = [await work.deliveries.get(number) for number in range(1, 30)]
    return [one for one in found if one and one.due_at == at(TODAY)]


# a contributor


async def test_a_contributor_who_types_a_change_proposes_it(desk):
    before = await status(desk)
    asked = await desk.says(CORRECT, who=CHIDI)
    assert "It waits until somebody else accepts it: Amina" in asked.section("Second person")
    out = await desk.says(offer(asked, "Propose"), who=CHIDI)
    assert out.title == "Waits as P1 for a second person; nothing is changed yet"
    assert await status(desk) == before


async def test_nothing_of_what_was_tried_stays_but_the_proposal(desk):
    rows = await actions(desk)
    await agreed(
        desk, 'fact add strength about 970 as-of 2025-01-16 source "press briefing, 16 Jan 2025" in "MSS Haiti"', CHIDI
    )
    new = (await actions(desk))[len(rows) :]
    assert [action for action in new if action != "open room"] == ["propose"]
    assert "press briefing" not in (await desk.says('source in "MSS Haiti"', who=BEN)).text


async def test_an_editor_without_the_rule_changes_at_once(desk):
    assert (await agreed(desk, CORRECT, BEN)).title.startswith("Corrected S2-21")


# a rule by kind


async def test_where_two_must_agree_an_editor_and_an_owner_propose_too(desk):
    await two_agree(desk)
    for who in (BEN, AMINA):
        assert (await agreed(desk, CORRECT, who)).title.startswith("Waits as P")
    assert (await agreed(desk, 'fact withdraw S2-18 because "a target" in "MSS Haiti"', BEN)).title.startswith(
        "Withdrew"
    )


@pytest.mark.parametrize("line", [
    "fact withdraw S2-21 because again", "fact choose S1-23 because older", "undo S2-18", "fact restore S2-07 because again",
])  # fmt: skip
async def test_every_change_to_such_a_fact_waits(desk, line):
    await agreed(desk, 'fact withdraw S2-07 because again in "MSS Haiti"', BEN)
    await agreed(desk, 'fact hold S2-18 because again in "MSS Haiti"', BEN)
    await two_agree(desk, "all")
    assert (await agreed(desk, f'{line} in "MSS Haiti"', BEN)).title.startswith("Waits as P1")


async def test_a_fact_is_put_under_review_at_once_even_where_two_must_agree(desk):
    await two_agree(desk)
    await agreed(desk, 'fact hold S2-21 because "sources disagree" in "MSS Haiti"', BEN)
    assert "under review" in await status(desk)
    out = await agreed(desk, 'fact release S2-21 because checked in "MSS Haiti"', BEN)
    assert out.title.startswith("Waits as P1")


async def test_the_rule_is_shown_and_switched_by_owners_only(desk):
    assert not (await desk.says('mission approval strength on in "MSS Haiti"', who=BEN)).is_answer
    await two_agree(desk)
    out = await desk.says('mission approval in "MSS Haiti"', who=AMINA)
    assert out.title == "In MSS Haiti a change waits for a second person where it is about: deployed strength"
    await two_agree(desk, "all")
    assert "every change waits" in (await desk.says('mission approval in "MSS Haiti"', who=AMINA)).title
    out = await desk.says('mission approval all off in "MSS Haiti"', who=AMINA)
    assert out.title == "In MSS Haiti an editor alone changes every fact"


async def test_a_record_that_is_loaded_again_does_not_loosen_the_rule(desk):
    await two_agree(desk)
    async with desk.store.changing(desk.space, None, at(TODAY)) as work:
        (mission,) = await work.missions.find("MSS Haiti")
        record = await work.missions.export(mission)
        assert record.mission.two_for == ("strength",)
        await work.missions.load(replace(record, mission=replace(record.mission, two_for=())))
        assert (await work.missions.find("MSS Haiti"))[0].mission.two_for == ("strength",)


async def test_what_would_change_many_such_facts_at_once_is_refused(desk):
    await two_agree(desk)
    out = await desk.says('sources retract S2 because "taken back" in "MSS Haiti"', who=BEN)
    assert "In MSS Haiti a second person sees every change to: deployed strength" in out.title
    assert (await desk.says('sources edit S2 grade B2 in "MSS Haiti"', who=BEN)).is_answer


# accepted


async def test_proposed_on_discord_and_accepted_on_slack_it_is_one_line_of_the_audit(desk):
    await two_agree(desk)
    await agreed(desk, CORRECT, ERIN)
    rows = len(await actions(desk))
    out = await agreed(desk, "accept P1", AMINA)
    assert "P1: proposed by Erin in Discord, accepted by Amina in Slack" in out.text
    assert "about 527" in await status(desk)
    assert [action for action in (await actions(desk))[rows:] if action != "open room"] == ["correct"]
    told = (await desk.says("audit", who=AMINA)).text
    assert "Erin: corrected S2-21 of MSS Haiti; P1, proposed in Discord, accepted by Amina in Slack" in told
    assert "S2-21" in (await desk.says("audit who @amina", who=AMINA)).text


async def test_the_fact_bears_the_name_of_whoever_proposed_it(desk):
    await agreed(desk, CORRECT, CHIDI)
    await agreed(desk, "pending accept P1", AMINA)
    assert "Chidi" in (await desk.says('history S2-21 in "MSS Haiti"', who=BEN)).section("Newest first")


async def test_whoever_accepts_sees_what_it_does_now(desk):
    await agreed(desk, CORRECT, CHIDI)
    await on_a_later_day(desk, 'fact correct S2-21 "about 600 personnel" because misread in "MSS Haiti"', BEN)
    seen = await desk.says("pending accept P1", who=AMINA)
    assert seen.title == "P1: Correct S2-21?"
    assert "S2-21 was changed since this was proposed" in seen.text
    assert "about 600" in seen.text
    await agreed(desk, 'fact correct S2-21 "about 610 personnel" because misread in "MSS Haiti"', BEN)
    again = await desk.says(seen.document.offers[0].line, who=AMINA)
    assert "Something changed since you were asked" in again.text
    assert "about 610" in again.text


async def test_a_day_that_was_typed_means_what_it_meant_then(desk):
    line = 'fact add strength about 970 as-of yesterday source "press briefing, 16 Jan 2025" in "MSS Haiti"'
    await agreed(desk, line, CHIDI)
    await on_a_later_day(desk, "accept P1", AMINA)
    assert "16 Jan 2025" in (await desk.says('strength in "MSS Haiti"', BEN, LATER)).text


async def test_what_no_longer_fits_says_so_and_offers_to_reject_it(desk):
    await agreed(desk, CORRECT, CHIDI)
    await agreed(desk, 'fact withdraw S2-21 because "another mission" in "MSS Haiti"', BEN)
    for line in ("pending accept P1", "pending show P1"):
        out = await desk.says(line, who=AMINA)
        assert "P1 of Chidi no longer fits: S2-21 is withdrawn" in out.title
        assert "Reject P1" in labels(out)


async def test_an_undo_is_of_the_change_that_was_meant(desk):
    await agreed(desk, CORRECT, BEN)
    await agreed(desk, 'undo S2-21 in "MSS Haiti"', CHIDI)
    await on_a_later_day(desk, 'fact correct S2-21 "about 600 personnel" because misread in "MSS Haiti"', BEN)
    assert "no longer fits" in (await desk.says("accept P1", AMINA, LATER)).title


# by somebody else


async def test_nobody_accepts_what_they_proposed_themselves_on_any_platform(desk):
    await two_agree(desk)
    code = code_in(await desk.says("link", who=AMINA))
    await agreed(desk, f"link {code}", DANA)
    await agreed(desk, CORRECT, DANA)
    out = await desk.says("pending accept P1", who=AMINA)
    assert not out.is_answer
    assert "You proposed P1 yourself" in out.title
    assert not (await desk.says("pending reject P1 because no", who=AMINA)).is_answer


async def test_two_accounts_that_turn_out_to_be_one_person_do_not_agree_with_each_other(desk):
    await two_agree(desk)
    await given(desk, DANA, Role.EDITOR)
    await agreed(desk, CORRECT, DANA)
    await agreed(desk, f"link {code_in(await desk.says('link', who=AMINA))}", DANA)
    assert "You proposed P1 yourself" in (await desk.says("pending accept P1", who=AMINA)).title


async def test_the_only_owner_is_told_the_ways_out(desk):
    await two_agree(desk)
    asked = await desk.says(CORRECT, who=AMINA)
    ways = asked.section("Second person")
    assert "nobody else can yet" in ways
    assert "/mss rights grant approver to @NAME" in ways
    assert "/mss mission approval strength off" in ways


async def test_editors_and_contributors_decide_nothing(desk):
    await agreed(desk, CORRECT, CHIDI)
    for who in (BEN, CHIDI):
        out = await desk.says("pending accept P1", who=who)
        assert "needs the right to approve changes; Amina can give it to you" in out.title


async def test_who_approves_one_mission_decides_nothing_of_another(desk):
    person = await known(desk.store, desk.space, ERIN)
    async with desk.store.changing(desk.space, None, at(TODAY)) as work:
        (karuna,) = await work.missions.find("MSK Karuna")
        await work.grants.give(Holder.person(person), Role.APPROVER.value, karuna.ref)
    await agreed(desk, CORRECT, CHIDI)
    out = await desk.says("pending accept P1", who=ERIN)
    assert "In MSS Haiti this needs the right to approve changes" in out.title


# rejected, taken back


async def test_it_is_rejected_with_a_reason_that_its_maker_reads(desk):
    before = await status(desk)
    await agreed(desk, CORRECT, CHIDI)
    asked = await desk.says("reject P1", who=AMINA)
    out = await desk.says(offer(asked, "a better source says otherwise"), who=AMINA)
    assert out.title == "Rejected P1; nothing was changed"
    seen = await desk.says("pending show P1", who=CHIDI)
    assert "P1 was rejected by Amina" in seen.title
    assert "a better source says otherwise" in seen.text
    assert await status(desk) == before
    assert (await row_of(desk, "reject")).details["proposal"] == 1


async def test_its_maker_takes_it_back_and_nobody_else(desk):
    await agreed(desk, CORRECT, CHIDI)
    assert "P1 is Chidi's" in (await desk.says("pending withdraw P1", who=BEN)).title
    out = await desk.says("take back P1", who=CHIDI)
    assert out.title == "Took P1 back; nothing was changed"
    assert "Propose again" in labels(out)
    assert "P1 was taken back by Chidi" in (await desk.says("pending accept P1", who=AMINA)).title


# seen while it waits


async def test_the_list_tells_what_who_and_when(desk):
    assert (await desk.says('pending in "MSS Haiti"', who=CHIDI)).title == "Nothing waits for a second person"
    await agreed(desk, CORRECT, CHIDI)
    out = await desk.says('pending in "MSS Haiti"', who=AMINA)
    told = out.section("P1")
    assert "Correct S2-21: about 572 personnel deployed, Jan 2025 [S2], becomes about 527 personnel deployed" in told
    assert "Reason: misread" in told
    assert "Proposed by Chidi in Slack, Fri 17 Jan 2025, 09:00 UTC" in told
    assert labels(out)[:2] == ["Accept P1", "Reject P1"]
    assert (await desk.says('pending in "MSK Karuna"', who=AMINA)).title == "Nothing waits for a second person"


async def test_readers_see_that_something_waits_and_not_what_it_says(desk):
    await agreed(desk, CORRECT, CHIDI)
    for line in ("source S2-21", "history S2-21"):
        out = await desk.says(f'{line} in "MSS Haiti"', who=replace(BEN, id="U6", name="Efe"))
        assert "P1, to correct it: proposed by Chidi" in out.section("Waits for a second person")
        assert "527" not in out.text


async def test_what_rests_on_an_internal_source_waits_unseen_in_a_room_that_is_not_cleared(desk):
    await agreed(desk, CORRECT, CHIDI)
    await agreed(desk, 'sources mark S2 internal in "MSS Haiti"', BEN)
    assert (await desk.says("pending show P1", who=AMINA)).title == "There is no proposal P1 here"
    assert (await desk.says('pending in "MSS Haiti"', who=AMINA)).title == "Nothing waits for a second person"


# told privately


async def test_editors_are_told_that_a_fact_looks_wrong_and_who_says_so_is_not(desk):
    await desk.says('wrong S2-21 because "digits look transposed" in "MSS Haiti"', who=BEN)
    told = [(one.room.platform, one.details["to"]) for one in await notices(desk)]
    assert sorted(told) == [("discord", ERIN.id), ("slack", AMINA.id)]


async def test_approvers_are_told_that_it_waits_and_its_maker_how_it_was_decided(desk):
    await agreed(desk, CORRECT, CHIDI)
    assert [one.details["to"] for one in await notices(desk)] == [AMINA.id]
    await agreed(desk, "accept P1", AMINA)
    assert [one.details["to"] for one in await notices(desk)] == [AMINA.id, CHIDI.id]


async def test_what_is_no_proposal_is_said_kindly(desk):
    assert (await desk.says("accept P9", who=AMINA)).title == "There is no proposal P9 here"
    out: Answer = await desk.says("accept nine", who=AMINA)
    assert out.title == "“nine” is no proposal; it is written like P3"
