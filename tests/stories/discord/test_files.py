"""Files of facts in Discord: attached to the command or put into its form; exports as attachments."""

from __future__ import annotations

from bot.rights import new_setup_code
from tests.fakes.discord import Channel, Permission, Person
from tests.stories.discord.stage import MORNING, Stage

ROW = b"kind,value,as-of,source\nstrength,about 970,2025-03,S2\n"


async def owner(stage: Stage) -> tuple[Channel, Person]:
    """A room, and somebody who manages the server and owns its space."""
    server, ada = stage.discord.server("Desk"), stage.discord.person("Ada")
    server.join(ada, roles=(server.role("managers", Permission.MANAGE_GUILD),))
    room = server.channel("haiti-desk")
    owned = await ada.types(f"/mss setup code:{(await new_setup_code(stage.store, MORNING)).text}", room)
    assert "You own this space now" in owned.text
    return room, ada


async def test_an_attached_file_is_shown_row_by_row_and_stored_by_a_press(stage: Stage):
    room, ada = await owner(stage)
    asked = await ada.types("/mss-admin mission import file:facts.csv", room, files={"facts.csv": ROW})
    assert asked.private
    assert "Row 2, new S2-25: deployed strength" in asked.text
    assert "facts.csv is imported into" in (await asked.press("Import")).text
    again = await ada.types("/mss-admin mission import file:facts.csv", room, files={"facts.csv": ROW})
    assert "nothing was changed" in again.text


async def test_without_a_file_a_form_asks_for_one(stage: Stage):
    room, ada = await owner(stage)
    form = (await ada.types("/mss-admin mission import", room)).modal
    asked = await form.fill({"File": {"facts.csv": ROW}}).submit()
    assert "Row 2, new S2-25" in asked.text


async def test_a_file_larger_than_any_is_not_even_fetched(stage: Stage):
    room, ada = await owner(stage)
    seen = await ada.types("/mss-admin mission import file:big.csv", room, files={"big.csv": b"x" * 5_000_001})
    assert "larger than the 5 MB I take" in seen.text


async def test_an_export_is_attached_as_privately_as_its_answer(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.types("/mss mission export format:csv as-of:2025-01-15", room)
    assert seen.private
    (file,) = seen.files
    assert file.filename == "mss-haiti-2025-01-15.csv"
    assert b"S2-21" in file.content
    assert ben.sees(room) == []
