"""Posts on our own account in Slack: what stands where, how it is found again, and what every failure means."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.port import Cannot, DeliveryError, Receipt, Room
from adapters.slack import PLATFORM
from adapters.slack.access import Access, OneWorkspace
from adapters.slack.posting import Posting
from adapters.slack.sending import Sender
from briefings import words
from briefings.document import Document, Offer, Said, Section, Span, Spans
from store.work import Store
from tests.copies import made_at, nothing
from tests.fakes.slack import App, FakeSlack
from tests.fakes.slack.web_api import Fault
from tests.fakes.slack.world import Channel

KEY = "schedule:12:2026-11-23T07:30 Africa/Nairobi"


@dataclass
class Stage:
    """The poster before a fake Slack with one channel."""

    slack: FakeSlack
    posting: Posting
    channel: Channel

    @property
    def room(self) -> Room:
        return Room(PLATFORM, self.slack.team.id, self.channel.id, self.channel.name)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.channel.messages if not message.is_gone]

    async def found(self, **more: Any) -> Receipt | Cannot | None:
        return await self.posting.find(self.room, KEY, self.slack.clock.now, **more)

    async def refusal(self, said: Said | None = None) -> DeliveryError:
        """What goes wrong with a post."""
        with pytest.raises(DeliveryError) as told:
            await self.posting.post(self.room, said or words_of("news"), KEY)
        return told.value


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    url = f"sqlite:///{tmp_path}/store.db"
    await made_at(url, "empty", nothing)
    async with FakeSlack_started() as slack, Store(url) as store:
        sender = Sender(slack.base_url)
        access = Access(bot_token=slack.bot_token, base_url=slack.base_url)
        posting = Posting(OneWorkspace(access, sender.client()), sender, store.lines, lambda: slack.clock.now)
        yield Stage(slack, posting, slack.channel("haiti-desk"))
        await sender.close()


class FakeSlack_started:
    """A fake Slack for as long as a block lasts."""

    async def __aenter__(self) -> FakeSlack:
        self.slack = await FakeSlack.start(app=App())
        return self.slack

    async def __aexit__(self, *_error: object) -> None:
        await self.slack.close()


def words_of(text: str, *, lines: int = 0) -> Said:
    body: Section[Spans] = Section(
        None, tuple((Span(f"{text}, line {number}, {'word ' * 30}"),) for number in range(lines))
    )
    return Document(name="notice", title=(Span(text),), sections=(body,) if lines else ())


async def test_a_post_stands_in_its_channel_without_previews(stage: Stage):
    receipt = await stage.posting.post(stage.room, words_of("news"), KEY)
    (message,) = stage.channel.messages
    assert (receipt.messages, stage.texts) == ((message.ts,), ["news."])
    (call,) = stage.slack.calls("chat.postMessage")
    assert not call.flag("unfurl_links")
    assert not call.flag("unfurl_media")


async def test_a_reply_stands_in_the_thread_and_is_found_there(stage: Stage):
    first = await stage.posting.post(stage.room, words_of("news"), "another")
    under = first.messages[0]
    receipt = await stage.posting.post(stage.room, words_of("more"), KEY, reply_to=under)
    assert stage.channel.messages[-1].thread_ts == under
    assert await stage.found(reply_to=under) == receipt
    assert await stage.found() is None


async def test_a_long_document_stands_in_pages_and_is_found_whole(stage: Stage):
    stage.slack.rates.burst = 10
    receipt = await stage.posting.post(stage.room, words_of("long", lines=60), KEY)
    assert len(receipt.messages) > 1
    assert await stage.found() == receipt


async def test_only_the_pages_that_are_missing_are_posted(stage: Stage):
    stage.slack.rates.burst = 20
    said = words_of("long", lines=60)
    whole = await stage.posting.post(stage.room, said, "another")
    stage.slack.breaks("chat.postMessage", Fault(is_done=True, has_answer=False))
    assert (await stage.refusal(said)).may_have_arrived
    begun = await stage.found()
    assert isinstance(begun, Receipt)
    assert len(begun.messages) == 1
    receipt = await stage.posting.post(stage.room, said, KEY, standing=begun.messages)
    assert receipt.messages[0] == begun.messages[0]
    assert len(receipt.messages) == len(whole.messages)
    assert len(stage.texts) == 2 * len(whole.messages)


async def test_what_was_not_posted_is_not_found(stage: Stage):
    await stage.posting.post(stage.room, words_of("news"), "another")
    assert await stage.found() is None


async def test_a_channel_that_may_not_be_read_tells_nothing(stage: Stage):
    token = stage.slack.tokens.access[stage.slack.bot_token]
    stage.slack.tokens.access[stage.slack.bot_token] = replace(token, scopes=("chat:write",))
    await stage.posting.post(stage.room, words_of("news"), KEY)
    assert await stage.found() is Cannot.TELL


async def test_more_history_than_is_looked_through_tells_nothing(stage: Stage):
    for number in range(1_100):
        stage.slack.world.post(stage.channel, "U1", f"talk {number}")
    assert await stage.found() is Cannot.TELL


async def test_a_look_that_has_to_wait_says_for_how_long(stage: Stage):
    stage.slack.app.is_restricted = True
    await stage.found()
    with pytest.raises(DeliveryError) as told:
        await stage.found()
    assert told.value.retry_after
    assert 50 <= told.value.retry_after <= 60


async def test_a_post_can_be_changed_in_place_with_pages_more_or_less(stage: Stage):
    stage.slack.rates.burst = 20
    receipt = await stage.posting.post(stage.room, words_of("short"), KEY)
    longer = await stage.posting.edit(receipt, words_of("long", lines=60))
    assert longer.messages[0] == receipt.messages[0]
    assert len(stage.texts) == len(longer.messages) > 1
    assert (await stage.posting.edit(longer, words_of("short again"))).messages == receipt.messages
    assert stage.texts == ["short again."]


async def test_a_person_is_told_directly(stage: Stage):
    amina = stage.slack.person("Amina")
    receipt = await stage.posting.to_person(stage.room, amina.id, words_of("your channel is archived"), KEY)
    direct = stage.slack.world.direct(stage.slack.team, amina.id)
    assert (receipt.room.id, [message.text for message in direct.messages]) == (
        direct.id,
        ["your channel is archived."],
    )


async def test_a_button_with_a_long_line_works_later(stage: Stage, tmp_path: Path):
    line = f"search {'far ' * 600}"
    said = replace(words_of("news"), offers=(Offer((Span("Look"),), line),))
    await stage.posting.post(stage.room, said, KEY)
    (actions,) = (block for block in stage.channel.messages[0].blocks if block["type"] == "actions")
    async with Store(f"sqlite:///{tmp_path / 'store.db'}") as store:
        assert await store.lines.line(actions["elements"][0]["value"]) == line


# what goes wrong


async def test_a_channel_that_takes_nothing_more_is_told_by_name(stage: Stage):
    stage.channel.is_archived = True
    error = await stage.refusal()
    assert (error.permanent, error.of_document, error.may_have_arrived) == (True, False, False)
    assert (
        words.text(error.why)
        == "#haiti-desk is archived, so nothing can be posted in it; unarchive it, or have it posted elsewhere"
    )


async def test_a_channel_the_bot_was_taken_out_of_says_how_to_let_it_in(stage: Stage):
    stage.channel.members.clear()
    error = await stage.refusal()
    assert error.permanent
    assert "/invite @" in words.text(error.why)


async def test_a_workspace_that_removed_the_app_gets_nothing_more(stage: Stage):
    with pytest.raises(DeliveryError) as told:
        await stage.posting.post(replace(stage.room, tenant="T0"), words_of("news"), KEY)
    assert told.value.permanent


async def test_a_token_that_was_taken_back_stops_the_room(stage: Stage):
    await stage.posting.post(stage.room, words_of("news"), "another")
    stage.slack.tokens.revoke(stage.slack.team.id)
    assert (await stage.refusal()).permanent


async def test_too_many_posts_are_told_with_the_time_to_wait_and_are_not_waited_for(stage: Stage):
    stage.slack.rates.burst = 1
    await stage.posting.post(stage.room, words_of("news"), "another")
    error = await stage.refusal()
    assert (error.permanent, error.may_have_arrived, error.retry_after) == (False, False, 1)
    assert len(stage.slack.calls("chat.postMessage")) == 2


@pytest.mark.parametrize("fault", [
    Fault(error="internal_error"), Fault(error="fatal_error"), Fault(status=502, text="Bad Gateway"),
    Fault(status=503, error="service_unavailable"), Fault(has_answer=False), Fault(has_answer=False, is_done=True),
])  # fmt: skip
async def test_after_a_failure_that_may_come_late_a_post_may_have_arrived(stage: Stage, fault: Fault):
    stage.slack.breaks("chat.postMessage", fault)
    error = await stage.refusal()
    assert (error.permanent, error.may_have_arrived) == (False, True)
    assert len(stage.slack.calls("chat.postMessage")) == 1
    found = await stage.found()
    assert (found is not None) == fault.is_done


async def test_where_no_connection_is_made_nothing_arrived(stage: Stage):
    await stage.posting.post(stage.room, words_of("news"), "another")
    await stage.slack.close()
    assert (await stage.refusal()).may_have_arrived  # the connection that was open broke on the way
    error = await stage.refusal()
    assert (error.permanent, error.may_have_arrived) == (False, False)


async def test_a_document_that_is_not_taken_says_nothing_against_the_room(stage: Stage):
    stage.slack.breaks("chat.postMessage", Fault(error="msg_too_long"))
    error = await stage.refusal()
    assert (error.permanent, error.of_document) == (True, True)


async def test_a_workspace_without_the_newer_blocks_gets_plain_ones_and_no_page_twice(stage: Stage):
    stage.slack.breaks("chat.postMessage", Fault(error="invalid_blocks"))
    receipt = await stage.posting.post(stage.room, words_of("news"), KEY)
    assert (len(receipt.messages), stage.texts) == (1, ["news."])
