"""The first owner in Discord, and a server that shares the space of another workplace."""

from __future__ import annotations

import re

from adapters.discord.commands import typed
from bot.rights import new_setup_code
from tests.fakes.discord import Channel, Permission, Person
from tests.stories.discord.stage import MORNING, Stage


async def test_the_first_owner_is_made_by_the_code_and_says_who_else_may(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    code = await new_setup_code(stage.store, MORNING)
    owned = await ada.types(f"/mss setup code:{code.text}", room)
    assert owned.private
    assert "You own this space now" in owned.text
    assert "has 1 owner: Ada" in (await ben.types("/mss rights list", room)).text
    why = await ben.types("/mss rights why name:audit", room)
    assert "Ask Ada to type: /mss-admin rights grant owner to @Ben" in why.text


def managing(stage: Stage, name: str) -> tuple[Channel, Person]:
    """A room in a new server, and somebody who manages the server and so sees /mss-admin."""
    server = stage.discord.server(f"Server of {name}")
    person = stage.discord.person(name)
    server.join(person, roles=(server.role("managers", Permission.MANAGE_GUILD),))
    return server.channel("haiti-desk"), person


async def test_a_server_joins_the_space_of_another(stage: Stage):
    (room, ada), (other, omar) = managing(stage, "Ada"), managing(stage, "Omar")
    for owner, place in ((ada, room), (omar, other)):
        await owner.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", place)
    given = await ada.types("/mss-admin join", room)
    (code,) = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", given.text)
    asked = await omar.types(f"/mss-admin join code:{code}", other)
    assert "Let this workplace share the space of Ada?" in asked.text
    assert "shares the space of Ada now" in (await asked.press("Join")).text
    assert "has 1 owner: Ada" in (await omar.types("/mss rights list", other)).text


async def test_who_asks_by_themselves_owns_their_own_space(stage: Stage):
    ada = stage.discord.person("Ada")
    ada.installs_app()
    seen = await ada.types("/mss-admin rights grant role:reader to:guests", stage.discord.dm(ada))
    assert "right to" not in seen.text
    assert "reader" in seen.text


def test_whoever_is_mentioned_is_meant_by_their_id():
    assert typed("<@123> and <@&45> in <#6>") == "@123 and role:45 in #6"


async def test_an_owner_adds_and_archives_a_mission(stage: Stage):
    room, ada = managing(stage, "Ada")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    asked = await ada.types("/mss-admin mission add short:SMT name:Support Mission in Tamsin", room)
    assert "Add the mission SMT?" in asked.text
    assert "SMT is added" in (await asked.press("Add")).text
    archived = await ada.types("/mss-admin mission archive mission:SMT because:it has ended", room)
    assert "SMT is archived" in (await archived.press("Archive")).text
    assert "SMT is archived: it has ended" in (await ada.types("/mss status in:SMT", room)).text


async def test_an_owner_retracts_a_source_and_keeps_another_to_cleared_rooms(stage: Stage):
    room, ada = managing(stage, "Ada")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    asked = await ada.types("/mss-facts sources retract source:S2", room)
    assert "24 facts rest on it" in asked.text
    await asked.press("it proved unreliable")
    assert "about 572" not in (await ada.types("/mss status", room)).text
    marked = await ada.types("/mss-facts sources mark source:S1 as:internal", room)
    await marked.press(marked.buttons[0])
    hidden = await ada.types("/mss status", room)
    assert "about 400" not in hidden.text
    assert "internal" in hidden.text


async def test_an_owner_lets_two_spellings_of_a_party_be_one(stage: Stage):
    room, ada = managing(stage, "Ada")
    await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    asked = await ada.types("/mss-facts party merge party:United States into:Ecuador", room)
    assert "the same as Ecuador?" in asked.text
    await asked.press(asked.buttons[0])
    assert "merged" in (await ada.types("/mss-facts party show", room)).text
