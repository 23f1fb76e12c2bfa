"""What happens when a button is pressed: at once, after a restart, and long after."""

from __future__ import annotations

from tests.stories.discord.stage import Stage, served


async def test_the_full_brief_is_one_press_away(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss status", room)
    short = seen.text
    full = await seen.press("Full brief")
    assert full.private
    assert len(full.text) > len(short)


async def test_the_source_of_a_figure_is_one_choice_away(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss status", room)
    (figures,) = seen.post.menus.values()
    source = await seen.choose(next(label for label in figures if label.endswith("S2-21")))
    assert source.private
    assert "only about 572 personnel out of the 2,500 pledged have been deployed" in source.text


async def test_a_page_is_turned_in_place(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss source what:S1", room)
    turned = await seen.press("Next page")
    assert turned.private
    assert "page 2 of 2" in turned.text
    assert ada.sees(room) == [turned.text]
    assert "page 1 of 2" in (await turned.press("Previous page")).text


async def test_a_page_of_a_shared_post_is_turned_for_the_one_who_turns_it(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    shared = await ada.types("/mss source what:S1 share:True", room)
    turned = await ben.looks_at(shared.post.message).press("Next page")
    assert turned.private
    assert ada.sees(room) == [shared.text]


async def test_in_direct_messages_a_page_is_turned_in_place_too(stage: Stage):
    _room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss source what:S1")
    turned = await seen.press("Next page")
    assert ada.sees(stage.discord.dm(ada)) == [turned.text]


async def test_a_picture_is_shown_with_words_for_who_cannot_see_it(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss show topic:strength", room)
    assert [file.content_type for file in seen.files] == ["image/png"] * len(seen.post.alt_texts)
    assert all(seen.post.alt_texts)


async def test_buttons_work_after_a_restart(stage: Stage):
    room, (ada,) = stage.room("Ada")
    shared = await ada.types("/mss status share:True", room)
    await stage.bot.stop()
    async with served(stage.discord, stage.store, stage.desk):
        await stage.discord.gateway.connected()
        pressed = await ada.looks_at(shared.post.message).press("Full brief")
        assert "mandate ended" in pressed.text


async def test_an_old_button_says_what_changed_since(stage: Stage):
    room, (ada,) = stage.room("Ada")
    shared = await ada.types("/mss status share:True", room)
    stage.discord.passes(400 * 86_400)
    space = await stage.store.space_of("discord", room.server.id if room.server else "")
    async with stage.store.changing(space or 0, None, stage.now()) as work:
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, "S2-21", "counted twice")
    pressed = await ada.looks_at(shared.post.message).press("Full brief")
    assert "1 fact changed here since this button was shown on 22 Nov 2026." in pressed.text
    assert "S2-21" in (await pressed.press("What changed")).text


async def test_a_line_too_long_for_a_button_is_kept_and_found_again(stage: Stage):
    room, (ada,) = stage.room("Ada")
    line = f"/mss search words:{'security ' * 9} published-by:2026-11-20 known-at:2027-01-01"
    seen = await ada.types(line, room)
    assert [part for part in seen.post.buttons if part == "Share"]
    assert not (await seen.press("Share")).private


async def test_a_button_that_nobody_knows_any_more_gets_a_kind_answer(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss status", room)
    (card,) = seen.components
    row = next(part for part in card["components"] if part["type"] == 1)
    row["components"][0]["custom_id"] = "offer:frobnicate S2"
    row["components"][1]["custom_id"] = "offer:#0123456789abcdef0123456789abcdef"
    row["components"][2]["custom_id"] = "of an older version"
    status = seen.post
    assert "There is no command “frobnicate”" in (await status.press("Full brief")).text
    assert "I no longer know what this button asked" in (await status.press("Sources")).text
    assert "I no longer know what this button asked" in (await status.press("Share")).text
