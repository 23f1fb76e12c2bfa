"""Changing facts in Slack: asked in a modal, stored when it is confirmed there."""

from __future__ import annotations

from bot.rights import OWNER, Role
from store.grants import Holder
from tests.fakes.slack.forms import inputs
from tests.fakes.slack.people import Person
from tests.stories.slack.stage import Stage

EDITOR = Role.EDITOR.value
ADD = '/mss fact add strength about 970 as-of 2025-03 source S2 quote "about 970 are there"'


async def test_a_new_figure_is_shown_in_a_modal_before_it_is_stored(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, EDITOR)
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types(ADD, room)
    assert "Nothing is stored yet" in seen.modal.words
    assert "about 970" in seen.modal.words
    assert seen.modal.buttons[:3] == ["Record", "Change", "Drop"]
    assert "about 970" not in (await ada.types("/mss strength", room)).text


async def test_recording_it_says_under_which_name_and_how_to_undo_it(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, EDITOR)
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types(ADD, room)
    modal = seen.modal
    await modal.press("Record")
    assert "Recorded as S2-25" in seen.modal.words
    assert "Undo" in seen.modal.buttons
    assert "about 970" in (await ada.types("/mss strength", room)).text


async def test_it_can_be_changed_in_the_form_with_everything_filled_in(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, EDITOR)
    seen = await ada.types(ADD, stage.slack.channel("haiti-desk", ada))
    changed = await seen.modal.press("Change")
    elements = {block["block_id"]: block["element"] for block in inputs(changed.modal.view.content)}
    assert elements["value"]["initial_option"]["value"] == "about 970"
    assert elements["as-of"]["initial_value"] == "2025-03"


async def test_dropping_it_stores_nothing(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, EDITOR)
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types(ADD, room)
    await seen.modal.press("Drop")
    assert "othing" in seen.modal.words
    assert "about 970" not in (await ada.types("/mss strength", room)).text


async def test_a_reader_is_told_which_right_it_needs(stage: Stage):
    ben = stage.slack.person("Ben")
    seen = await ben.types(ADD, stage.slack.channel("haiti-desk", ben))
    assert seen.private
    assert "right to" in seen.text


async def test_a_right_can_be_given_to_a_user_group(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    stage.slack.usergroup("desk-editors", ben)
    await granted(stage, ada, OWNER)
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ada.types("/mss rights grant editor to group:desk-editors", room)
    assert "Nothing is stored yet" in (await ben.types(ADD, room)).modal.words


async def test_whoever_is_mentioned_is_meant(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    await granted(stage, ada, OWNER)
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ada.types("/mss rights grant editor to @ben", room)
    assert "Nothing is stored yet" in (await ben.types(ADD, room)).modal.words


async def granted(stage: Stage, person: Person, role: str) -> None:
    """Give somebody a role in the workspace."""
    space = await stage.store.space_of("slack", stage.slack.team.id) or 0
    known = await stage.store.identify(space, "slack", stage.slack.team.id, person.id, person.name, stage.now())
    async with stage.store.changing(space, None, stage.now()) as work:
        await work.grants.give(Holder.person(known.id), role)


async def test_a_mission_is_added_by_a_form_and_confirmed_in_the_modal(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, OWNER)
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss mission add form", room)
    asked = await seen.modal.fill(short="SMT", name="Support Mission in <!channel>").submit()
    assert "Add the mission SMT?" in asked.modal.words
    await asked.modal.press("Add")
    assert "SMT is added" in asked.modal.words
    brief = await ada.types("/mss status in SMT", room)
    assert "SMT: nothing is recorded yet" in brief.text
    await ada.types("/mss mission here SMT", room)
    assert "SMT: nothing is recorded yet" in (await ada.types("/mss status", room)).text


async def test_what_leans_on_an_internal_source_stays_out_of_a_channel_until_it_is_cleared(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, OWNER)
    room = stage.slack.channel("haiti-desk", ada)
    marked = await ada.types("/mss sources mark S2 internal", room)
    await marked.modal.press(marked.modal.buttons[0])
    hidden = await ada.types("/mss status", room)
    assert "about 572" not in hidden.text
    assert "internal" in hidden.text
    assert "about 572" in (await ada.writes_dm("status")).text
    cleared = await ada.types("/mss sources clear-room", room)
    await cleared.modal.press(cleared.modal.buttons[0])
    assert "about 572" in (await ada.types("/mss status", room)).text


async def test_a_source_is_retracted_with_a_reason_of_one_tap(stage: Stage):
    ada = stage.slack.person("Ada")
    await granted(stage, ada, EDITOR)
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss sources retract S2", room)
    assert "24 facts rest on it" in seen.modal.words
    await seen.modal.press("it proved unreliable")
    assert "about 572" not in (await ada.types("/mss status", room)).text
