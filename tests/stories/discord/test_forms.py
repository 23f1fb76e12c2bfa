"""Commands that are filled in as forms: five questions on a page, and a way back to what was wrong."""

from __future__ import annotations

from tests.stories.discord.stage import Stage


async def test_a_missing_value_opens_the_form(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss history", room)
    assert seen.error == ""
    assert seen.modal.title == "History (1/2)"
    assert seen.modal.fields[0] == "Fact"


async def test_what_was_typed_is_filled_in(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss status as-of:2025-01-15 full:True form:True", room)
    assert seen.modal.fields == ["Mission", "As of", "Published by", "Known at", "Also"]
    assert seen.modal.value("As of") == "2025-01-15"
    assert seen.modal.value("Also") == ["full"]


async def test_a_form_is_answered_privately_where_it_was_opened(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    form = (await ada.types("/mss status form:True", room)).modal
    seen = await form.fill({"As of": "2025-01-15"}).submit()
    assert not form.is_open
    assert seen.private
    assert "about 572 of 2,500 deployed" in seen.text
    assert ben.sees(room) == []


async def test_sharing_can_be_ticked(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    form = (await ada.types("/mss status form:True", room)).modal
    seen = await form.fill({"Also": ["share"]}).submit()
    assert not seen.private
    assert ben.sees(room) == [seen.text]


async def test_a_choice_is_a_menu(stage: Stage):
    room, (ada,) = stage.room("Ada")
    form = (await ada.types("/mss settings form:True", room)).modal
    assert form.options("Name")[:3] == ["zone", "language", "mission"]
    seen = await form.fill({"Name": ["zone"], "Value": "Nairobi"}).submit()
    assert "Africa/Nairobi" in seen.text


async def test_a_longer_form_goes_on_behind_a_button_and_forgets_nothing(stage: Stage):
    room, (ada,) = stage.room("Ada")
    form = (await ada.types("/mss due form:True", room)).modal
    assert form.title == "Due (1/2)"
    between = await form.fill({"As of": "2025-01-15"}).submit()
    assert between.private
    assert "Nothing is sent yet" in between.text
    assert "as-of: 2025-01-15" in between.text
    second = (await between.press("Continue")).modal
    assert second.title == "Due (2/2)"
    seen = await second.fill({"Also": ["full"]}).submit()
    assert "15 Jan 2025" in seen.text
    assert [post.text for post in seen.posts] == [seen.text], "it takes the place of what stood between the pages"
    assert ada.sees(room) == [seen.text]


async def test_a_longer_form_can_be_sent_after_its_first_page(stage: Stage):
    room, (ada,) = stage.room("Ada")
    between = await (await ada.types("/mss due form:True", room)).modal.fill({"As of": "2025-01-15"}).submit()
    seen = await between.press("Ask now")
    assert "15 Jan 2025" in seen.text


async def test_a_value_that_is_wrong_leads_back_into_the_form_with_all_that_was_filled_in(stage: Stage):
    room, (ada,) = stage.room("Ada")
    form = (await ada.types("/mss status form:True", room)).modal
    wrong = await form.fill({"As of": "yesteryear", "Also": ["full"]}).submit()
    assert wrong.private
    assert "“yesteryear” is not a day" in wrong.text
    again = (await wrong.press("Try again")).modal
    assert again.value("As of") == "yesteryear"
    assert again.value("Also") == ["full"]
    seen = await again.fill({"As of": "2025-01-15"}).submit()
    assert "about 572 of 2,500 deployed" in seen.text
    assert ada.sees(room) == [seen.text]


async def test_what_is_emptied_on_a_page_is_gone(stage: Stage):
    room, (ada,) = stage.room("Ada")
    form = (await ada.types("/mss status as-of:yesteryear form:True", room)).modal
    again = (await (await form.submit()).press("Try again")).modal
    seen = await again.fill({"As of": ""}).submit()
    assert "416 days ago" in seen.text


async def test_a_form_that_is_too_old_says_so(stage: Stage):
    room, (ada,) = stage.room("Ada")
    form = (await ada.types("/mss status form:True", room)).modal
    stage.discord.passes(25 * 3_600)
    seen = await form.submit()
    assert seen.private
    assert "I no longer know this form; ask for it again" in seen.text


async def test_nobody_can_send_the_form_of_somebody_else(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    hers = (await ada.types("/mss status form:True", room)).modal
    his = (await ben.types("/mss status form:True", room)).modal
    his.view.content["custom_id"] = hers.view.content["custom_id"]
    assert "I no longer know this form" in (await his.submit()).text


async def test_a_form_in_direct_messages_does_not_ask_to_share(stage: Stage):
    _room, (ada,) = stage.room("Ada")
    form = (await ada.types("/mss status form:True")).modal
    assert form.options("Also") == ["The long form"]
