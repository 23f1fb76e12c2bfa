"""What happens when a button is pressed: at once, after a restart, and long after."""

from __future__ import annotations

from tests.stories.slack.stage import Stage, Transport, served


async def test_the_full_brief_is_one_press_away(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss status", stage.slack.channel("haiti-desk", ada))
    short = seen.words
    full = await seen.press("Full brief")
    assert full.private
    assert len(full.words) > len(short)


async def test_the_source_of_a_figure_is_one_choice_away(stage: Stage):
    ada = stage.slack.person("Ada")
    seen = await ada.types("/mss status", stage.slack.channel("haiti-desk", ada))
    source = await seen.post.choose("about 572 · S2-21")
    assert source.private
    assert "only about 572 personnel out of the 2,500 pledged have been deployed" in source.text


async def test_a_page_is_turned_in_place(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss source S1", room)
    turned = await seen.press("Next page")
    assert turned.private
    assert "page 2 of 2" in turned.text
    assert ada.sees(room) == [turned.text]
    assert "page 1 of 2" in (await turned.press("Previous page")).text


async def test_buttons_work_after_a_restart(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    shared = await ada.types("/mss status share", room)
    await stage.bot.stop()
    transport: Transport = "http" if stage.bot.routes else "socket"
    async with served(stage.slack, stage.store, stage.desk, transport):
        pressed = await ada.looks_at(shared.post.message).press("Full brief")
        assert pressed.text.startswith("MSS Haiti: mandate ended")


async def test_an_old_button_says_what_changed_since(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    shared = await ada.types("/mss status share", room)
    stage.slack.clock.advance(400 * 86_400)
    space = await stage.store.space_of("slack", stage.slack.team.id)
    async with stage.store.changing(space or 0, None, stage.now()) as work:
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, "S2-21", "counted twice")
    pressed = await ada.looks_at(shared.post.message).press("Full brief")
    assert "1 fact changed here since this button was shown on 22 Nov 2026." in pressed.text
    news = await pressed.press("What changed")
    assert "S2-21" in news.words


async def test_a_line_too_long_for_a_button_is_kept_and_found_again(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types(f"/mss search {'security ' * 9} published-by 2026-11-20 known-at 2027-01-01", room)
    values = [part["value"] for block in seen.blocks for part in block.get("elements", ()) if part.get("value")]
    assert [value for value in values if len(value) > 90] != []
    assert not (await seen.press("Share")).private


async def test_a_button_of_a_command_that_is_no_more_gets_a_kind_answer(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    seen = await ada.types("/mss status", room)
    (actions,) = (block for block in seen.post.message.blocks if block["type"] == "actions")
    actions["elements"][0]["value"] = "frobnicate S2"
    actions["elements"][1]["value"] = "#0123456789abcdef0123456789abcdef"
    status = seen.post
    assert "There is no command “frobnicate”" in (await status.press("Full brief")).text
    assert "I no longer know what this button asked" in (await status.press("Sources")).text


async def test_an_answer_whose_address_has_ended_goes_to_the_person_all_the_same(stage: Stage):
    ada = stage.slack.person("Ada")
    room = stage.slack.channel("haiti-desk", ada)
    shared = await ada.types("/mss status share", room)
    post = ada.looks_at(shared.post.message)
    place = post.place()
    stage.slack.clock.advance(31 * 60)
    button = next(part for block in post.blocks if block["type"] == "actions" for part in block["elements"])
    seen = await ada.acts("block_actions", actions=[{**button, "action_ts": "1.0"}], **place)
    assert seen.private
    assert seen.text.startswith("MSS Haiti: mandate ended")
