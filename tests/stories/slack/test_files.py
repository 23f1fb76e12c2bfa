"""Files of facts in Slack: sent with a form, seen row by row, stored by a press; exports as files of Slack's own."""

from __future__ import annotations

import json

import pytest

from adapters.port import LARGEST_FILE
from adapters.slack.manifest import SCOPES
from store.grants import Holder
from tests.fakes.slack.people import Person
from tests.fakes.slack.screens import Modal
from tests.fakes.slack.world import Channel
from tests.stories.slack.stage import Stage

ROW = b"kind,value,as-of,source\nstrength,about 970,2025-03,S2\n"


async def editor(stage: Stage, name: str = "Ada") -> tuple[Person, Channel]:
    """Somebody who may edit, and a channel."""
    ada = stage.slack.person(name)
    space = await stage.store.open_space("slack", stage.slack.team.id, "Desk", stage.now())
    known = await stage.store.identify(space, "slack", stage.slack.team.id, ada.id, name, stage.now())
    async with stage.store.changing(space, known.id, stage.now()) as work:
        await work.grants.give(Holder.person(known.id), "editor")
    return ada, stage.slack.channel("haiti-desk", ada)


async def form(ada: Person, room: Channel) -> Modal:
    return (await ada.types("/mss import", room)).modal


async def test_a_file_in_a_form_is_shown_row_by_row_and_stored_by_a_press(stage: Stage):
    ada, room = await editor(stage)
    modal = await form(ada, room)
    await modal.fill(file=ada.has_file("facts.csv", ROW)).submit()
    asked = ada.screen.modals[-1]
    assert "Row 2, new S2-25: deployed strength" in json.dumps(asked.content)
    await Modal(ada, asked).press("Import")
    assert "facts.csv is imported into" in Modal(ada, ada.screen.modals[-1]).words
    again = await form(ada, room)
    await again.fill(file=ada.has_file("facts.csv", ROW)).submit()
    assert "on record in" in Modal(ada, ada.screen.modals[-1]).words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"size": LARGEST_FILE + 1}, "larger than the 5 MB"),
        ({"host": "https://files.example.org"}, "does not lie with Slack"),
        ({"host": "https://evilslack.com"}, "does not lie with Slack"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_at_its_field(stage: Stage, told: dict[str, object], words: str):
    ada, room = await editor(stage)
    modal = await form(ada, room)
    await modal.fill(file=ada.has_file("facts.csv", ROW, **told)).submit()
    assert words in modal.errors["File"]


async def test_a_file_of_somebody_else_is_not_read(stage: Stage):
    ada, room = await editor(stage)
    ben = stage.slack.person("Ben")
    modal = await form(ada, room)
    await modal.fill(file=ben.has_file("secret.csv", ROW)).submit()
    assert "somebody else's" in modal.errors["File"]


async def test_a_private_export_comes_as_a_direct_message_and_a_shared_one_into_the_channel(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss export csv", room)
    assert seen.private
    while not ada.files_in():
        await seen.more()
    ((name, content),) = ada.files_in().items()
    assert name == "mss-haiti-2026-11-22.csv"
    assert b"S2-21" in content
    assert ada.files_in(room) == {}
    shared = await ada.types("/mss export json share", room)
    while not ada.files_in(room):
        await shared.more()
    assert list(ada.files_in(room)) == ["mss-haiti-2026-11-22.json"]


async def test_history_leaves_for_editors_only(stage: Stage):
    ben = stage.slack.person("Ben")
    seen = await ben.types("/mss export csv all", stage.slack.channel("haiti-desk", ben))
    assert "needs the right to edit" in seen.text
    assert ben.files_in() == {}


async def test_a_workspace_that_lacks_the_scope_is_told_so(stage: Stage):
    ada = stage.slack.person("Ada")
    stage.slack.tokens.find(stage.slack.bot_token).scopes = tuple(set(SCOPES) - {"files:write"})  # type: ignore[union-attr]
    seen = await ada.types("/mss export csv", stage.slack.channel("haiti-desk", ada))
    while "files:write" not in seen.text:
        await seen.more()
    assert ada.files_in() == {}
