"""Forms: opened when a value is missing or asked for, filled in, wrong, right."""

from __future__ import annotations

from tests.fakes.slack.web_api import Fault
from tests.stories.slack.stage import Stage


async def test_a_missing_value_opens_a_form_with_what_was_typed(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss search as-of 2025-01-15", room)
    assert seen.posts == []
    assert seen.modal.title == "Search"
    assert seen.modal.value("as-of") == "2025-01-15"
    answered = await seen.modal.fill(words="gang violence").submit()
    assert "gang violence" in (await answered.arrives()).text
    assert answered.private
    assert "As of Wed 15 Jan 2025" in answered.text


async def test_any_command_can_be_asked_for_as_a_form(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss status form", room)
    assert seen.modal.title == "Status"
    answered = await seen.modal.fill({"as-of": "2025-01-15"}).submit()
    assert "16 days before the target date" in (await answered.arrives()).text


async def test_a_form_can_be_shared_when_it_is_sent(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    seen = await ada.types("/mss status form", room)
    answered = await seen.modal.fill(share=["yes"]).submit()
    await answered.arrives()
    assert ben.sees(room) == [answered.text]


async def test_what_is_wrong_stands_at_its_field_and_everything_is_kept(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss status as-of banana form", room)
    modal = seen.modal
    await modal.submit()
    assert modal.is_open
    assert modal.errors == {"As of": "“banana” is not a day; write it like 2024-11-07"}
    assert modal.value("as-of") == "banana"
    answered = await modal.fill({"as-of": "2025-01-15"}).submit()
    assert ada.screen.modals == []
    assert "16 days before" in (await answered.arrives()).text


async def test_a_menu_searches_the_store_and_takes_other_words_too(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss show form", stage.slack.channel("haiti-desk", ada))
    modal = seen.modal
    assert "strength" in await modal.suggestions("topic", "")
    assert (await modal.suggestions("topic", "troops"))[0] == "troops"
    answered = await modal.fill(topic="troops").submit()
    assert "about 572" in (await answered.arrives()).text


async def test_a_form_opened_in_the_home_is_answered_in_the_modal(stage: Stage):
    ada = stage.slack.person("Ada")
    home = await ada.opens_home()
    (button,) = (part for block in home.blocks for part in block.get("elements", ())
                 if part.get("value") == "help")  # fmt: skip
    button["value"] = "search"
    seen = await home.press(button["text"]["text"])
    assert seen.modal.title == "Search"
    await seen.modal.fill(words="gang violence").submit()
    assert "gang violence" in seen.modal.words


async def test_a_form_whose_moment_has_passed_says_what_to_type(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    stage.slack.breaks("views.open", Fault(error="expired_trigger_id"))
    seen = await ada.types("/mss search", room)
    assert "“search” wants WORDS" in (await seen.arrives()).text


async def test_a_form_sent_with_blanks_only_keeps_what_was_filled_in(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss search as-of 2025-01-15", stage.slack.channel("haiti-desk", ada))
    modal = seen.modal
    await modal.fill(words="   ").submit()
    assert modal.is_open
    assert modal.value("as-of") == "2025-01-15"
