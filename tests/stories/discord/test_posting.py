"""What is posted into rooms on the bot's own account, and what becomes of it when Discord does not take it."""

from __future__ import annotations

import asyncio

import pytest

from adapters.port import Cannot, DeliveryError, Receipt, Room
from briefings import words
from briefings.document import Document, Said, Section, Span, Spans
from tests.fakes.discord import Channel, Fault, Permission
from tests.stories.discord.stage import Stage, served

POST = "POST /channels/{}/messages"


def said(title: str, lines: int = 0) -> Said:
    body: tuple[Spans, ...] = tuple((Span(f"{number} " + "word " * 200),) for number in range(lines))
    return Document("note", (Span(title),), sections=(Section(None, body),) if body else ())


DIGEST = said("Morning digest")


def there(room: Channel) -> Room:
    return Room("discord", room.server.id if room.server else "", room.id, room.name)


async def posted(stage: Stage, room: Channel, document: Said = DIGEST, key: str = "digest 1") -> Receipt:
    return await stage.bot.posts.post(there(room), document, key)


async def why_not(stage: Stage, room: Channel, document: Said = DIGEST) -> tuple[DeliveryError, str]:
    """The error of a post, and its sentence."""
    with pytest.raises(DeliveryError) as error:
        await posted(stage, room, document)
    return error.value, words.text(error.value.why)


# once


async def test_a_post_stands_in_its_room_and_pings_nobody(stage: Stage):
    room, (ada,) = stage.room("Ada")
    receipt = await posted(stage, room, said("Morning @everyone"))
    (message,) = stage.discord.posts(room)
    assert receipt == Receipt(there(room), (message.id,))
    assert message.pings == []
    assert "Morning" in ada.sees(room)[0]


async def test_the_same_post_sent_again_stands_there_once(stage: Stage):
    room, _people = stage.room("Ada")
    assert await posted(stage, room) == await posted(stage, room)
    assert len(stage.discord.posts(room)) == 1
    assert len(str(stage.discord.posts(room)[0].nonce)) <= 25


async def test_what_is_posted_to_two_rooms_for_one_occasion_stands_in_both(stage: Stage):
    here, there_too = (stage.room("Ada", server=name)[0] for name in ("Desk", "Other desk"))
    for room in (here, there_too):
        await posted(stage, room, key="change 1")
    assert [len(stage.discord.posts(room)) for room in (here, there_too)] == [1, 1]


async def test_a_post_whose_answer_is_lost_stands_there_once(stage: Stage):
    room, _people = stage.room("Ada")
    stage.discord.breaks(POST, Fault(status=0, after_accepting=True))
    error, sentence = await why_not(stage, room)
    assert (error.permanent, error.may_have_arrived) == (False, True)
    assert "Discord cannot be reached" in sentence
    await posted(stage, room)
    assert len(stage.discord.posts(room)) == 1


async def test_what_may_have_arrived_can_be_looked_for(stage: Stage):
    room, (ada,) = stage.room("Ada")
    before = stage.now()
    ada.writes("Good morning", room)
    await posted(stage, room, said("Another digest"), "digest 0")
    assert await stage.bot.posts.find(there(room), "digest 1", before) is None
    receipt = await posted(stage, room, said("Long digest", lines=6))
    assert await stage.bot.posts.find(there(room), "digest 1", before) == receipt


async def test_in_an_empty_room_it_is_known_that_nothing_arrived(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types("/mss help", room)  # the gateway has told of the room
    assert await stage.bot.posts.find(there(room), "digest 1", stage.now()) is None


async def test_a_process_that_holds_no_gateway_asks_whether_it_may_look_back(stage: Stage, monkeypatch):
    monkeypatch.setattr(stage.bot.posts, "_server", lambda id: None)
    (empty, _people), (closed, _others) = stage.room("Ada"), stage.room("Ben")
    closed.denies(Permission.READ_MESSAGE_HISTORY)
    assert await stage.bot.posts.find(there(empty), "digest 1", stage.now()) is None
    assert await stage.bot.posts.find(there(closed), "digest 1", stage.now()) is Cannot.TELL


async def test_where_the_bot_may_not_look_back_nobody_can_tell(stage: Stage):
    room, (ada,) = stage.room("Ada")
    room.denies(Permission.READ_MESSAGE_HISTORY)
    await ada.types("/mss help", room)
    await posted(stage, room)
    assert await stage.bot.posts.find(there(room), "digest 1", stage.now()) is Cannot.TELL


async def test_a_post_that_was_cut_off_goes_on_after_what_stands_there(stage: Stage):
    room, _people = stage.room("Ada")
    long = said("Long digest", lines=6)
    whole = await posted(stage, room, long)
    stage.discord.passes(3_600)
    again = await stage.bot.posts.post(there(room), long, "digest 1", standing=whole.messages[:1])
    assert again.messages[0] == whole.messages[0]
    assert len(stage.discord.posts(room)) == 2 * len(whole.messages) - 1


async def test_a_post_under_one_that_is_gone_stands_alone(stage: Stage):
    room, _people = stage.room("Ada")
    first = await posted(stage, room)
    stage.discord.world.delete(stage.discord.posts(room)[0])
    await stage.bot.posts.post(there(room), said("Reminder"), "reminder 1", reply_to=first.messages[0])
    assert [message.reference for message in stage.discord.posts(room)] == [None]


async def test_every_page_of_a_long_post_has_its_own_name(stage: Stage):
    room, _people = stage.room("Ada")
    receipt = await posted(stage, room, said("Long digest", lines=6))
    pages = stage.discord.posts(room)
    assert receipt.messages == tuple(page.id for page in pages)
    assert len(pages) == len({page.nonce for page in pages}) > 1


async def test_a_post_can_stand_under_another(stage: Stage):
    room, _people = stage.room("Ada")
    first = await posted(stage, room)
    await stage.bot.posts.post(there(room), said("Reminder"), "reminder 1", reply_to=first.messages[0])
    reminder = stage.discord.posts(room)[-1]
    assert reminder.reference
    assert reminder.reference.id == first.messages[0]


async def test_a_post_can_stand_in_a_thread(stage: Stage):
    room, _people = stage.room("Ada")
    assert room.server
    thread = room.server.thread("renewal", room)
    await posted(stage, thread)
    assert len(stage.discord.posts(thread)) == 1


async def test_what_was_posted_can_say_something_else_and_grow_and_shrink(stage: Stage):
    room, (ada,) = stage.room("Ada")
    receipt = await posted(stage, room)
    receipt = await stage.bot.posts.edit(receipt, said("Corrected digest", lines=6))
    assert "Corrected digest" in ada.sees(room)[0]
    assert len(receipt.messages) == len(stage.discord.posts(room)) > 1
    receipt = await stage.bot.posts.edit(receipt, said("Short again"))
    (only,) = stage.discord.posts(room)
    assert receipt.messages == (only.id,)


# what Discord does not take


@pytest.mark.parametrize(("permission", "name"), [
    (Permission.SEND_MESSAGES, "Send Messages"), (Permission.VIEW_CHANNEL, "View Channel"),
])  # fmt: skip
async def test_a_missing_permission_is_named_with_its_room(stage: Stage, permission: Permission, name: str):
    room, _people = stage.room("Ada")
    room.denies(permission)
    error, sentence = await why_not(stage, room)
    assert error.permanent
    assert f"I may not post in #haiti-desk, since I lack “{name}”" in sentence


async def test_a_missing_permission_in_a_thread_is_named_as_that_of_threads(stage: Stage):
    room, _people = stage.room("Ada")
    assert room.server
    thread = room.server.thread("renewal", room)
    room.denies(Permission.SEND_MESSAGES_IN_THREADS)
    await stage.discord.person("Zoe", room.server).types("/mss help", room)  # the gateway tells of the change first
    assert "I may not post in #renewal, since I lack “Send Messages in Threads”" in (await why_not(stage, thread))[1]


async def test_a_process_that_does_not_hold_the_gateway_posts_and_names_what_it_lacks_too(stage: Stage):
    room, _people = stage.room("Ada")
    async with served(stage.discord, stage.store, stage.desk) as second:
        await second.posts.post(there(room), DIGEST, "digest 1")
        room.denies(Permission.VIEW_CHANNEL)
        with pytest.raises(DeliveryError) as error:
            await second.posts.post(there(room), DIGEST, "digest 2")
    assert "since I lack “View Channel”" in words.text(error.value.why)


async def test_a_room_that_is_gone_is_left_alone_and_others_are_not(stage: Stage):
    room, _people = stage.room("Ada")
    assert room.server
    other = room.server.channel("lobby")
    room.deleted()
    error, sentence = await why_not(stage, room)
    assert error.permanent
    assert sentence == "The channel #haiti-desk does not exist any more"
    await posted(stage, other)
    assert len(stage.discord.posts(other)) == 1


async def test_a_person_who_takes_no_messages_is_told_of(stage: Stage):
    room, (ada,) = stage.room("Ada")
    ada.blocks_messages()
    with pytest.raises(DeliveryError) as error:
        await stage.bot.posts.to_person(there(room), ada.id, DIGEST, "warning 1")
    assert error.value.permanent


async def test_a_discord_in_trouble_may_be_asked_again_later(stage: Stage):
    room, _people = stage.room("Ada")
    stage.discord.breaks(POST, Fault(status=503))
    error, _sentence = await why_not(stage, room)
    assert (error.permanent, error.may_have_arrived) == (False, True)


# far from the ban


async def test_many_posts_keep_to_every_limit(stage: Stage):
    rooms = [stage.room("Ada", server=f"Desk {number}")[0] for number in range(8)]
    stage.discord.recorded.clear()
    await asyncio.gather(*(posted(stage, room, key=f"digest {room.id}") for room in rooms for _time in range(2)))
    assert [len(stage.discord.posts(room)) for room in rooms] == [1] * len(rooms)
    assert [call.status for call in stage.discord.calls() if call.status == 429] == []
    assert stage.bot.refused == 0


async def test_refused_requests_are_counted_and_too_many_stop_all_posts(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("adapters.discord.refusals.TOO_MANY", 3)
    closed, _people = stage.room("Ada")
    closed.denies(Permission.SEND_MESSAGES)
    for _time in range(3):
        await why_not(stage, closed)
    assert stage.bot.refused == stage.discord.refused == 3
    open_room, _people = stage.room("Ben")
    error, sentence = await why_not(stage, open_room)
    assert (error.permanent, error.retry_after) == (False, 600)
    assert "has to wait" in sentence
    stage.discord.passes(601)
    await posted(stage, open_room)
