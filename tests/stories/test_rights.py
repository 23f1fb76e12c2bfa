"""“Who may do what here, and why may I not?”"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office import AMINA, BEN, DANA, ERIN, GUS, OLGA, RIVAL, actions, agreed, known, office
from tests.scene import TODAY, Scene, at


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with office(tmp_path) as scene:
        yield scene


# who reads


async def test_members_read_by_default_in_every_workplace_of_the_space(desk):
    for who in (BEN, ERIN):
        assert (await desk.says("status in MSS", who=who)).title.startswith("MSS Haiti")


@pytest.mark.parametrize("who", [GUS, OLGA], ids=["a guest", "a stranger"])
async def test_guests_and_strangers_read_nothing_and_are_told_whom_to_ask(desk, who):
    out = await desk.says("status in MSS", who=who)
    assert not out.is_answer
    assert out.title == "This needs the right to read; Amina can give it to you"
    assert "mandate" not in out.text


async def test_a_guest_reads_what_was_granted_to_guests_and_nothing_else(desk):
    await desk.says('rights grant reader to guests in "MSK Karuna"', who=AMINA)
    assert (await desk.says("status", who=GUS)).title.startswith("MSK Karuna")
    assert not (await desk.says("status", who=OLGA)).is_answer


async def test_a_mission_that_may_not_be_read_is_as_if_it_were_not_there(desk):
    await desk.says('rights grant reader to guests in "MSK Karuna"', who=AMINA)
    for line in ("status in MSS", "mission list", "home", "search Haiti", "settings", "settings mission MSS", "help", "due", "source 572",
                 "rights list", "rights why status in MSS", "compare 2024-11-10 2025-01-17", "history S2-21", "show mandate"):  # fmt: skip
        out = await desk.says(line, who=GUS)
        assert "MSS Haiti" not in out.text, line


async def test_help_is_for_everybody_and_shows_what_they_may_do(desk):
    guests, readers, owners = [(await desk.says("help all", who=who)).text for who in (GUS, BEN, AMINA)]
    assert "/mss rights why" in guests
    assert "/mss status ·" not in guests
    assert "/mss status ·" in readers
    assert "rights grant" not in readers
    assert "rights grant" in owners


# to whom


async def test_a_role_is_given_to_a_person_by_name(desk):
    await known(desk.store, desk.space, BEN)
    out = await desk.says("rights grant editor to @ben in MSS", who=AMINA)
    assert out.title == "Now editor in MSS Haiti: Ben"
    assert "editor in MSS Haiti, given to you on 17 Jan 2025" in (await desk.says("rights why", who=BEN)).text


async def test_whoever_is_mentioned_need_not_have_asked_before(desk):
    out = await desk.says("rights grant owner to @U2BEN|Ben", who=AMINA)
    assert out.title == "Now owner here: Ben"
    assert (await desk.says("audit", who=BEN)).is_answer


async def test_whoever_is_mentioned_by_their_id_alone_gets_their_name_once_they_ask(desk):
    who = replace(BEN, id="U0AB12CD34")
    assert (await desk.says("rights grant owner to @U0AB12CD34", who=AMINA)).title == "Now owner here: U0AB12CD34"
    await desk.says("settings", who=who)
    assert (await desk.says("rights list", who=who)).title == "This space has 2 owners: Amina and Ben"


async def test_two_people_of_one_name_are_a_choice(desk):
    for id in ("U7", "U8"):
        await known(desk.store, desk.space, replace(BEN, id=id))
    out = await desk.says("rights grant editor to ben in MSS", who=AMINA)
    assert not out.is_answer
    assert "fits 2 people" in out.title
    assert (await desk.says(out.document.offers[1].line, who=AMINA)).title == "Now editor in MSS Haiti: Ben"
    assert (await desk.says("rights why", who=replace(BEN, id="U8"))).section("Your roles").count("editor") == 1
    assert (await desk.says("rights why", who=replace(BEN, id="U7"))).section("Your roles").count("editor") == 0


async def test_somebody_unknown_is_refused_with_the_next_step(desk):
    out = await desk.says("rights grant editor to @nobody", who=AMINA)
    assert not out.is_answer
    assert out.title == "Nobody here is known as “@nobody”; mention them with “@”, or let them type “settings” once"


@pytest.mark.parametrize(("whom", "who"), [
    ("group:S0DESK|haiti-desk", replace(GUS, groups=("S0OTHER", "S0DESK"))),
    ("here", OLGA),
    ("guests", GUS),
    ("strangers", OLGA),
])  # fmt: skip
async def test_a_role_is_given_to_a_group_a_room_or_all_who_stand_alike(desk, whom, who):
    assert not (await desk.says("status in MSS", who=who)).is_answer
    assert (await desk.says(f"rights grant reader to {whom}", who=AMINA)).is_answer
    assert (await desk.says("status in MSS", who=who)).is_answer
    assert (await desk.says(f"rights revoke reader from {whom}", who=AMINA)).is_answer
    assert not (await desk.says("status in MSS", who=who)).is_answer


async def test_a_group_of_one_workplace_is_not_that_of_another(desk):
    await desk.says("rights grant reader to group:S0DESK", who=AMINA)
    assert not (await desk.says("status in MSS", who=replace(GUS, tenant="T1", platform="slack"))).is_answer
    elsewhere = replace(GUS, platform="discord", tenant="G1", groups=("S0DESK",))
    assert not (await desk.says("status in MSS", who=elsewhere)).is_answer


async def test_only_people_can_be_owners(desk):
    for whom in ("guests", "here", "group:S0DESK"):
        out = await desk.says(f"rights grant owner to {whom}", who=AMINA)
        assert not out.is_answer
        assert "Only people can be owners" in out.title


# who may grant


async def test_nobody_raises_themselves(desk):
    await desk.says("rights grant approver to @U2BEN|Ben", who=AMINA)
    before = await actions(desk)
    for line in (
        "rights grant owner to me",
        'rights grant owner to me in "MSS Haiti"',
        "rights revoke owner from @amina",
    ):
        out = await desk.says(line, who=BEN)
        assert not out.is_answer
        assert "the right to act as an owner; Amina can give it to you" in out.title
    assert await actions(desk) == before


async def test_the_owner_of_a_mission_grants_in_that_mission_only(desk):
    await desk.says('rights grant owner to @U2BEN|Ben in "MSS Haiti"', who=AMINA)
    assert (await desk.says('rights grant reader to guests in "MSS Haiti"', who=BEN)).is_answer
    for line in ("rights grant reader to guests", 'rights grant reader to guests in "MSK Karuna"', "rights forget @amina",
                 "audit", "join"):  # fmt: skip
        assert not (await desk.says(line, who=BEN)).is_answer, line
    assert (await desk.says('audit in "MSS Haiti"', who=BEN)).is_answer


async def test_the_last_owner_stays(desk):
    before = await actions(desk)
    out = await desk.says("rights revoke owner from me", who=AMINA)
    assert not out.is_answer
    assert "Somebody must own this space" in out.title
    assert "nobody else owns this space" in (await desk.says("rights forget me", who=AMINA)).title
    assert "nobody else owns this space" in (await desk.says("settings forget me for good", who=AMINA)).title
    assert await actions(desk) == before
    assert (await desk.says("audit", who=AMINA)).is_answer


async def test_an_owner_may_go_once_there_is_another(desk):
    await desk.says("rights grant owner to @U2BEN|Ben", who=AMINA)
    out = await desk.says("rights revoke owner from me", who=AMINA)
    assert out.title == "No longer owner here: Amina"
    assert not (await desk.says("audit", who=AMINA)).is_answer


async def test_owners_who_take_the_role_from_each_other_at_once_leave_one(desk):
    await desk.says("rights grant owner to @U2BEN|Ben", who=AMINA)
    outs = await asyncio.gather(desk.says("rights revoke owner from @ben", who=AMINA),
                                desk.says("rights revoke owner from @amina", who=BEN))  # fmt: skip
    assert sorted(out.is_answer for out in outs) == [False, True]


async def test_a_space_is_no_business_of_the_owner_of_another(desk):
    await known(desk.store, desk.space, BEN)
    before = await actions(desk)
    for line in (
        "rights grant owner to @ben",
        "rights revoke owner from @amina",
        "rights forget @ben",
        "rights grant reader to guests in MSS",
    ):
        out = await desk.says(line, who=RIVAL)
        assert not out.is_answer or "Nothing to take back" in out.title, line
    assert await actions(desk) == before


async def test_what_is_given_can_be_taken_back_by_undo_and_given_again(desk):
    given = await desk.says('rights grant editor to @U2BEN|Ben in "MSS Haiti"', who=AMINA)
    taken = await desk.says(given.document.offers[0].line, who=AMINA)
    assert taken.title == "No longer editor in MSS Haiti: Ben"
    assert (await desk.says(taken.document.offers[0].line, who=AMINA)).title == given.title


async def test_giving_twice_says_so_and_changes_nothing(desk):
    await desk.says("rights grant reader to guests", who=AMINA)
    before = await actions(desk)
    assert (await desk.says("rights grant reader to guests", who=AMINA)).title == "Already reader here: every guest"
    assert (await desk.says("rights revoke editor from guests", who=AMINA)).title.startswith("Nothing to take back")
    assert await actions(desk) == before


async def test_what_is_still_held_is_told_when_a_role_is_taken_back(desk):
    await desk.says("rights grant editor to @U2BEN|Ben in MSS", who=AMINA)
    await desk.says("rights grant contributor to @ben", who=AMINA)
    out = await desk.says("rights revoke contributor from @ben", who=AMINA)
    assert out.section("Still given") == "editor in MSS Haiti"


@pytest.mark.parametrize(("line", "said"), [
    ("rights grant king to @ben", "There is no role “king”; there is: reader, contributor, editor, approver, owner"),
    ("rights grant editor @ben", "behind a word of its own, like this: rights grant reader to guests"),
    ("rights grant editor to", "“to” wants WHOM after it"),
    ("rights grant edtior to nobody", "Nobody here is known as “nobody”"),
    ("rights grant editor to group:", "“” names no group"),
    ("rights revoke editor from room:slack:T1:C9", "Nothing is granted to “room:slack:T1:C9” here"),
])  # fmt: skip
async def test_a_slip_is_refused_with_what_is_possible(desk, line, said):
    out = await desk.says(line, who=AMINA)
    assert not out.is_answer
    assert said in out.title


# the list


async def test_the_list_names_who_holds_what_since_when_and_from_whom(desk):
    await desk.says("rights grant editor to @U2BEN|Ben in MSS", who=AMINA)
    await desk.says("rights grant reader to group:S0DESK|haiti-desk", who=AMINA)
    out = await desk.says("rights list", who=BEN)
    assert out.title == "This space has 1 owner: Amina"
    assert out.section("Editors") == "Ben, in MSS Haiti, since 17 Jan 2025, from Amina"
    assert out.section("Readers") == "everybody in the user group haiti-desk, since 17 Jan 2025, from Amina"


async def test_the_list_of_a_mission_leaves_out_the_others(desk):
    await desk.says("rights grant editor to @U2BEN|Ben in MSS", who=AMINA)
    assert "Ben" not in (await desk.says("rights list in Karuna", who=BEN)).text
    assert "Ben" in (await desk.says("rights list in MSS", who=BEN)).text


# why


async def test_why_not_names_the_right_who_can_give_it_and_the_line_to_ask_for(desk):
    out = await desk.says("rights why audit", who=BEN)
    assert out.title == "You may not use “audit”: you do not have the right to act as an owner"
    assert out.section("Who can give more") == "Amina"
    assert out.section("How to ask") == "Ask Amina to type: /mss rights grant owner to @Ben"


async def test_the_line_to_ask_for_works(desk):
    await known(desk.store, desk.space, BEN)
    asked = (await desk.says("rights why audit", who=BEN)).section("How to ask").partition("type: ")[2]
    assert (await desk.says(asked, who=AMINA)).is_answer
    assert (await desk.says("audit", who=BEN)).is_answer


async def test_why_is_for_everybody_and_leads_there_from_a_refusal(desk):
    refused = await desk.says("status", who=GUS)
    assert refused.document.offers[0].line == "rights why status"
    out = await desk.says(refused.document.offers[0].line, who=GUS)
    assert out.is_answer
    assert out.title == "You may not use “status”: you do not have the right to read"
    assert out.section("Your roles").startswith("Nothing was granted to you")


async def test_why_tells_through_what_somebody_has_a_role(desk):
    await desk.says("rights grant contributor to here", who=AMINA)
    out = await desk.says("rights why", who=BEN)
    assert out.title == "Here you have the right to propose changes"
    assert out.section("Your roles").splitlines() == [
        "reader, as a member here", "contributor, given on 17 Jan 2025 to whoever asks in here",
    ]  # fmt: skip


async def test_why_may_be_asked_of_what_everybody_may_do(desk):
    assert (await desk.says("rights why help", who=GUS)).title == "“help” is for everybody"


# data that is removed


async def test_nothing_is_removed_before_it_was_seen(desk):
    await known(desk.store, desk.space, BEN)
    before = await actions(desk)
    out = await desk.says("rights forget @ben", who=AMINA)
    assert out.title == "Remove the data of Ben?"
    assert "Nothing is removed yet" in out.text
    assert await actions(desk) == before


async def test_a_persons_data_is_removed_and_the_history_goes_on_under_a_number(desk):
    ben = await known(desk.store, desk.space, BEN)
    await desk.says("settings zone Nairobi", who=BEN)
    out = await agreed(desk, "rights forget @ben", AMINA)
    assert out.title == "The data of Ben is removed"
    told = await desk.says("audit", who=AMINA)
    assert f"removed person {ben}: set their own zone" in told.text
    assert "Ben" not in told.text
    assert "UTC, none chosen" in (await desk.says("settings", who=BEN)).text


async def test_somebody_removes_their_own_data(desk):
    await desk.says("settings zone Nairobi", who=BEN)
    asked = await desk.says("settings forget me", who=BEN)
    assert asked.title == "Remove the data of Ben?"
    assert (await desk.says(asked.document.offers[0].line, who=BEN)).title == "The data of Ben is removed"
    assert "UTC, none chosen" in (await desk.says("settings", who=BEN)).text
    assert (await actions(desk)).count("forget") == 1


async def test_only_ones_own_data_is_removed_by_settings(desk):
    out = await desk.says("settings forget @amina", who=BEN)
    assert not out.is_answer
    assert "settings forget me" in out.title


# the audit


async def test_the_audit_tells_who_did_what_newest_first(desk):
    await desk.says("rights grant editor to @U2BEN|Ben in MSS", who=AMINA)
    await desk.says("settings zone Nairobi", who=AMINA)
    lines = (await desk.says("audit", who=AMINA)).section("Newest first").splitlines()
    assert lines[0].endswith("Fri 17 Jan 2025, 12:00 Nairobi, Amina: set their own zone")
    assert lines[1].endswith("Amina: gave the role editor in MSS Haiti to Ben")
    assert lines[-1].startswith("No. 1, ")


async def test_the_audit_can_be_narrowed_to_a_person_a_fact_and_a_day(desk):
    async with desk.store.changing(desk.space, desk.person, at(TODAY)) as work:
        (haiti, _karuna) = await work.missions.all()
        await work.claims.hold(haiti, "S2-21", "under review")
    await desk.says("settings zone Nairobi", who=BEN)
    assert "1 change in the audit" in (await desk.says("audit who @ben", who=AMINA)).title
    fact = await desk.says("audit fact s2-21 in MSS", who=AMINA)
    assert fact.section("Newest first").endswith("Amina: put S2-21 of MSS Haiti under review")
    assert (await desk.says("audit since 2025-01-18", who=AMINA)).title == "0 changes in the audit"
    assert not (await desk.says("audit fact S9-99 in MSS", who=AMINA)).is_answer
    assert not (await desk.says("audit page 99", who=AMINA)).is_answer


async def test_a_long_audit_has_pages(desk):
    for zone in ("Nairobi", "Geneva") * 10:
        await desk.says(f"settings zone {zone}", who=AMINA)
    first = await desk.says("audit", who=AMINA)
    assert first.document.offers[0].line == "audit page 2"
    second = await desk.says("audit page 2", who=AMINA)
    assert "No. 1, " in second.text


@pytest.mark.parametrize("who", [BEN, DANA, GUS, OLGA])
async def test_the_audit_is_for_owners(desk, who):
    assert not (await desk.says("audit", who=who)).is_answer
