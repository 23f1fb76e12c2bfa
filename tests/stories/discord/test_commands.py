"""What people see when they use `/mss …`."""

from __future__ import annotations

from tests.fakes.discord import Permission
from tests.stories.discord.stage import Stage


async def test_status_is_answered_at_once_and_for_its_asker_alone(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.types("/mss status", room)
    assert seen.error == ""
    assert not seen.was_thinking
    assert seen.private
    assert "MSS Haiti" in seen.text
    assert "mandate ended 2 Oct 2025, 416 days ago; no renewal recorded" in seen.text
    assert seen.buttons[:3] == ["Full brief", "Sources", "Share"]
    assert ben.sees(room) == []


async def test_a_day_is_an_option_of_its_own(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss status as-of:2025-01-15", room)
    assert "about 572 of 2,500 deployed, 16 days before the target date" in seen.text


async def test_a_command_of_two_words_is_found_in_its_group(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert "MSS Haiti" in (await ada.types("/mss mission list", room)).text


async def test_help_always_works_privately(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss help", room)
    assert seen.private
    assert "/mss status" in seen.text


async def test_sharing_posts_it_for_all_with_who_shared_it(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.types("/mss status", room)
    shared = await seen.press("Share")
    assert not shared.private
    assert "Shared by Ada." in shared.text
    assert shared.post.pings == []
    assert ben.sees(room) == [shared.text]


async def test_share_can_be_chosen_at_once(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    await ada.types("/mss due share:True", room)
    assert len(ben.sees(room)) == 1
    assert "Shared by Ada." in ben.sees(room)[0]


async def test_a_flag_that_is_false_is_not_given(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert (await ada.types("/mss status share:False", room)).private


async def test_pressing_a_shared_post_answers_the_one_who_pressed_alone(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    shared = await ada.types("/mss status share:True", room)
    before = ada.sees(room)
    pressed = await ben.looks_at(shared.post.message).press("Refresh")
    assert pressed.private
    assert "mandate ended" in pressed.text
    assert ada.sees(room) == before


async def test_nobody_is_pinged_whatever_is_asked(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.types(f"/mss search words:@everyone <@{ben.id}> share:True", room)
    assert seen.post.pings == []
    assert "everyone" in seen.text


async def test_every_page_of_a_long_answer_arrives_as_private_as_the_first(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.types("/mss help name:all", room)
    while "settings" not in seen.posts[-1].text:
        await seen.more()
    assert all(post.private for post in seen.posts)
    assert ben.sees(room) == []


async def test_a_wrong_value_is_refused_kindly_and_alone(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.types("/mss status as-of:yesteryear share:True", room)
    assert seen.private
    assert "“yesteryear” is not a day" in seen.text
    assert ben.sees(room) == []


# while typing


async def test_facts_are_suggested_while_typing(stage: Stage):
    room, (ada,) = stage.room("Ada")
    offered = [choice.value for choice in await ada.completes("/mss source what:", "S2-2", room)]
    assert "S2-21" in offered
    assert all(value.startswith("S2-2") for value in offered)
    assert "about 572" in (await ada.types("/mss source what:S2-21", room)).text


async def test_missions_topics_and_days_are_suggested_too(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert [each.value for each in await ada.completes("/mss status in:", "", room)] == ["MSS Haiti"]
    assert (await ada.completes("/mss show topic:", "str", room))[0].value == "strength"
    assert "yesterday" in [each.value for each in await ada.completes("/mss status as-of:", "y", room)]


async def test_what_was_not_suggested_can_be_sent_all_the_same_and_is_checked_again(stage: Stage):
    room, (ada,) = stage.room("Ada")
    seen = await ada.types("/mss source what:S9-99", room)
    assert seen.private
    assert "S9-99" in seen.text


# messages


async def test_a_message_can_be_asked_about(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    message = ben.writes("Only 572 officers have arrived\nof the 2,500", room)
    seen = await ada.uses_on(message, "Ask about this")
    assert seen.private
    assert "S2-21" in seen.text
    assert ben.sees(room) == [message.content]


async def test_our_own_posts_can_be_asked_about_too(stage: Stage):
    room, (ada,) = stage.room("Ada")
    shared = await ada.types("/mss status share:True", room)
    assert "572" in (await ada.uses_on(shared.post.message, "Ask about this")).text


async def test_a_message_without_words_leads_to_the_form(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    seen = await ada.uses_on(ben.writes("", room), "Ask about this")
    assert seen.modal.title == "About (1/2)"
    assert seen.modal.fields[0] == "Text"


# whose command it is


async def test_what_a_servers_admins_forbid_is_not_even_offered(stage: Stage):
    room, (ada, ben) = stage.room("Ada", "Ben")
    stage.discord.decides(room.server, "mss", ada, allowed=False)  # type: ignore[arg-type]
    assert "No command is registered" in (await ada.types("/mss status", room)).error
    assert "mandate ended" in (await ben.types("/mss status", room)).text


async def test_who_is_not_yet_let_in_reads_nothing(stage: Stage):
    room, (ada,) = stage.room("Ada")
    assert room.server
    room.server.members[ada.id].is_pending = True
    seen = await ada.types("/mss status", room)
    assert seen.private
    assert "right to read" in seen.text
    assert "mandate" not in seen.text


async def test_a_room_where_the_bot_may_not_write_gets_private_answers_all_the_same(stage: Stage):
    room, (ada,) = stage.room("Ada")
    room.denies(Permission.SEND_MESSAGES)
    assert "mandate ended" in (await ada.types("/mss status", room)).text
