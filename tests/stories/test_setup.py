"""“I run the bot here, I am one person on two platforms, and our server shares the facts of our workspace.”"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.port import Actor
from adapters.terminal import PLATFORM
from bot.app import LOCAL
from store.codes import LIVES, Purpose
from store.records import bundled
from tests.office import (
    AMINA,
    BEN,
    DANA,
    ERIN,
    GUS,
    RIVAL,
    actions,
    agreed,
    code_in,
    known,
    office,
    setup_code,
)
from tests.scene import TODAY, Scene, at

NEW = Actor("slack", "T7", "U7NEW", "Nia", BEN.standing)
"""Works in a workspace that nobody owns."""
HERE = Actor(PLATFORM, LOCAL, "amina", "amina")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    async with office(tmp_path) as scene:
        await scene.desk.welcome(NEW.platform, NEW.tenant, "new", at(TODAY))
        await scene.desk.welcome(PLATFORM, LOCAL, "terminal", at(TODAY))
        yield scene


async def space_of(scene: Scene, who: Actor) -> int:
    return await scene.store.space_of(who.platform, who.tenant) or 0


# the first owner


async def test_the_code_of_mss_init_makes_the_first_owner(desk):
    assert (await desk.says("rights list", who=NEW)).title.startswith("Nobody owns this space yet")
    out = await desk.says(f"setup {await setup_code(desk)}", who=NEW)
    assert out.title == "You own this space now"
    assert "/mss rights grant editor to @NAME" in out.section("Next")
    assert (await desk.says("rights list", who=NEW)).title == "This space has 1 owner: Nia"
    assert (await desk.says("audit", who=NEW)).is_answer


async def test_of_five_who_type_the_code_at_once_one_wins(desk):
    code = await setup_code(desk)
    rush = [replace(NEW, id=f"U7{number}", name=f"Nia {number}") for number in range(5)]
    outs = await asyncio.gather(*(desk.says(f"setup {code}", who=who) for who in rush))
    assert sorted(out.title == "You own this space now" for out in outs) == [False] * 4 + [True]
    assert "1 owner" in (await desk.says("rights list", who=NEW)).title


async def test_a_code_that_does_not_fit_says_what_to_do(desk):
    out = await desk.says("setup ABCD-EFGH-JKMN", who=NEW)
    assert out.title == "This code does not fit: it was used, has ended, or was misspelt"
    assert out.section("Next") == "Whoever runs the bot gets a new one from “mss init”."


async def test_whoever_guesses_must_wait_and_even_the_right_code_waits_with_them(desk):
    for number in range(5):
        await desk.says(f"setup AAAA-AAAA-AAA{number}", who=NEW)
    code = await setup_code(desk)
    out = await desk.says(f"setup {code}", who=NEW)
    assert not out.is_answer
    assert "wait an hour" in out.title
    assert (await desk.says(f"setup {code}", who=replace(NEW, id="U7B"))).title == "You own this space now"


async def test_an_owner_does_not_use_a_code_up(desk):
    code = await setup_code(desk)
    assert "already" in (await desk.says(f"setup {code}", who=AMINA)).title
    assert (await desk.says(f"setup {code}", who=NEW)).title == "You own this space now"


async def test_a_code_typed_as_people_type_it_fits(desk):
    code = (await setup_code(desk)).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert (await desk.says(f"setup {code}", who=NEW)).title == "You own this space now"


async def test_an_old_code_is_no_good(desk):
    code = await setup_code(desk)
    late = TODAY + LIVES[Purpose.SETUP]
    assert "does not fit" in (await desk.says(f"setup {code}", who=NEW, today=late)).title


async def test_whoever_installs_it_owns_it_and_installing_it_again_raises_nobody(desk):
    other = replace(NEW, id="U8", name="Omar")
    for owner in (NEW, other):
        await desk.desk.welcome(NEW.platform, NEW.tenant, "new", at(TODAY), owner)
    assert (await desk.says("rights list", who=NEW)).title == "This space has 1 owner: Nia"


# one person on two platforms


async def linked(scene: Scene, one: Actor, other: Actor):
    return await agreed(scene, f"link {code_in(await scene.says('link', who=one))}", other)


async def test_linked_accounts_may_do_the_same(desk):
    assert not (await desk.says("audit", who=DANA)).is_answer
    out = await linked(desk, AMINA, DANA)
    assert out.title == "Both accounts are one person now: Amina"
    assert out.section("Known on") == "Slack, Discord"
    assert (await desk.says("audit", who=DANA)).is_answer
    assert (await actions(desk)).count("link") == 1


async def test_the_wishes_of_the_account_known_first_stay_and_those_of_the_other_fill_in(desk):
    await desk.says("settings zone Nairobi", who=AMINA)
    await desk.says("settings zone Geneva", who=DANA)
    await desk.says("settings mission Karuna", who=DANA)
    await linked(desk, DANA, AMINA)
    for who in (AMINA, DANA):
        out = await desk.says("settings", who=who)
        assert "Africa/Nairobi" in out.text
        assert out.section("Mission").startswith("MSK Karuna")


async def test_before_two_accounts_are_joined_the_other_name_is_shown_and_nothing_is_done(desk):
    code = code_in(await desk.says("link", who=AMINA))
    await known(desk.store, desk.space, DANA)
    before = await actions(desk)
    out = await desk.says(f"link {code}", who=DANA)
    assert out.title == "Are you Amina too?"
    assert "Say yes only if it was you who got this code" in out.text
    assert await actions(desk) == before
    assert not (await desk.says("audit", who=DANA)).is_answer


async def test_two_accounts_of_one_workplace_are_two_people(desk):
    code = code_in(await desk.says("link", who=BEN))
    out = await desk.says(f"link {code}", who=AMINA)
    assert not out.is_answer
    assert "two accounts in one place are two people" in out.title


async def test_an_account_is_not_linked_with_itself_nor_across_spaces_and_the_code_stays_good(desk):
    code = code_in(await desk.says("link", who=AMINA))
    assert "type it with the other one" in (await desk.says(f"link {code}", who=AMINA)).title
    assert "in another space" in (await desk.says(f"link {code}", who=RIVAL)).title
    assert (await desk.says(f"link {code}", who=DANA)).title == "Are you Amina too?"


async def test_a_link_code_is_good_once_and_for_a_quarter_of_an_hour(desk):
    code = code_in(await desk.says("link", who=AMINA))
    await agreed(desk, f"link {code}", DANA)
    assert "does not fit" in (await desk.says(f"link {code}", who=ERIN)).title
    code = code_in(await desk.says("link", who=AMINA))
    assert "does not fit" in (await desk.says(f"link {code}", who=ERIN, today=TODAY + timedelta(days=1))).title


async def test_a_guest_can_link_and_has_the_rights_of_both(desk):
    await known(desk.store, desk.space, ERIN)
    await desk.says("rights grant editor to @erin", who=AMINA)
    await linked(desk, ERIN, GUS)
    assert (await desk.says("rights why", who=GUS)).title == "Here you have the right to edit"


async def test_linking_never_takes_the_last_owner_away(desk):
    await linked(desk, ERIN, AMINA)
    assert (await desk.says("rights list", who=BEN)).title == "This space has 1 owner: Amina"


# one space for several workplaces


async def test_a_workplace_joins_the_space_of_another_by_a_code(desk):
    await desk.says(f"setup {await setup_code(desk)}", who=NEW)
    await desk.says("settings zone Nairobi", who=NEW)
    out = await agreed(desk, f"join {code_in(await desk.says('join', who=AMINA))}", NEW)
    assert out.title == "This workplace shares the space of Amina now"
    assert out.section("Missions there") == "MSS Haiti, MSK Karuna"
    assert await space_of(desk, NEW) == desk.space
    assert (await desk.says("status in Karuna", who=NEW)).title.startswith("MSK Karuna")
    assert "Africa/Nairobi" in (await desk.says("settings", who=NEW)).text


async def test_an_owner_who_joins_owns_nothing_there(desk):
    await desk.says(f"setup {await setup_code(desk)}", who=NEW)
    old = await space_of(desk, NEW)
    await agreed(desk, f"join {code_in(await desk.says('join', who=AMINA))}", NEW)
    assert not (await desk.says("audit", who=NEW)).is_answer
    assert (await actions(desk))[-1] == "join"
    assert (await actions(desk, old))[-1] == "leave"


async def test_the_terminal_joins_and_whoever_sits_there_owns_the_space_too(desk):
    out = await agreed(desk, f"join {code_in(await desk.says('join', who=AMINA))}", HERE)
    assert out.is_answer
    assert await space_of(desk, HERE) == desk.space
    assert (await desk.says("rights list", who=HERE)).title == "This space has 2 owners: Amina and amina"


async def test_a_space_with_facts_of_its_own_is_not_swallowed_until_they_are_recorded_there(desk):
    async with desk.store.changing(await space_of(desk, RIVAL), None, at(TODAY)) as work:
        await work.missions.load(
            replace(bundled(), mission=replace(bundled().mission, short="MSS 2", name="Second", aliases=()))
        )
    code = code_in(await desk.says("join", who=AMINA))
    out = await desk.says(f"join {code}", who=RIVAL)
    assert not out.is_answer
    assert "78 of which are not recorded there" in out.title
    assert "mss record export" in out.title
    async with desk.store.changing(desk.space, None, at(TODAY)) as work:
        await work.missions.load(
            replace(bundled(), mission=replace(bundled().mission, short="MSS 2", name="Second", aliases=()))
        )
    assert (await agreed(desk, f"join {code}", RIVAL)).title == "This workplace shares the space of Amina now"


async def test_nothing_moves_before_it_was_seen(desk):
    out = await desk.says(f"join {code_in(await desk.says('join', who=AMINA))}", who=RIVAL)
    assert out.title == "Let this workplace share the space of Amina?"
    assert out.section("Missions there") == "MSS Haiti, MSK Karuna"
    assert await space_of(desk, RIVAL) != desk.space


@pytest.mark.parametrize("who", [BEN, GUS, NEW], ids=["a member", "a guest", "a member where nobody owns"])
async def test_only_an_owner_lets_a_workplace_join(desk, who):
    code = code_in(await desk.says("join", who=AMINA))
    for line in ("join", f"join {code}"):
        assert not (await desk.says(line, who=who)).is_answer


async def test_a_workplace_does_not_join_the_space_it_is_in(desk):
    await known(desk.store, desk.space, ERIN)
    await desk.says("rights grant owner to @erin", who=AMINA)
    out = await desk.says(f"join {code_in(await desk.says('join', who=AMINA))}", who=ERIN)
    assert "shares that space already" in out.title


async def test_the_code_of_somebody_who_owns_the_space_no_longer_is_no_good(desk):
    await desk.says("rights grant owner to @U2BEN|Ben", who=AMINA)
    code = code_in(await desk.says("join", who=BEN))
    await desk.says("rights revoke owner from @ben", who=AMINA)
    out = await desk.says(f"join {code}", who=RIVAL)
    assert not out.is_answer
    assert "owns that space no longer" in out.title
