"""A warning that nobody acknowledges is told to whoever the room named for that: once, and only while it is needed."""

from __future__ import annotations

from briefings.document import plain
from store.deliveries import Delivery, DeliveryState
from tests.scene import Answer
from tests.stories.told import BEN, DESK, Told, tell

DUTY = "C9DUTY"
NAMED = f'schedule edit warnings fallback "#{DUTY}|duty-desk"'


async def warned(told: Told, line: str = NAMED) -> Answer:
    """A room that named somebody, and was warned of the end of the mandate on Monday 29 September 2025, three days before."""
    await told.agrees("follow")
    out = await told.says(line)
    assert out.is_answer, out.text
    await told.until(2025, 9, 29, 5)
    return out


async def last(told: Told, room: str = DUTY) -> Delivery:
    return (await told.ledger(room))[-1]


def text(told: Told, room: str = DUTY) -> str:
    return Answer(told.posts(room)[-1], True).text


def test_a_warning_that_nobody_acknowledges_within_a_day_is_told_once_and_can_be_acknowledged_there(story_url: str):
    async def story(told: Told) -> None:
        assert "#duty-desk is told where nobody acknowledges" in (await warned(told)).section("Rules")
        assert "Unless somebody acknowledges it by Tue 30 Sep 2025, 07:30 Nairobi, #duty-desk is told." in text(
            told, DESK
        )
        assert told.posts(DUTY) == []
        why = await told.says("schedule why")
        assert why.is_answer
        await told.until(2025, 10, 1, 4)
        (title,) = told.titles(DUTY)
        assert title == "Nobody acknowledged this – 2 days left: MSS Haiti mandate ends Thu 2 Oct 2025 [S1]"
        assert "#haiti-desk was told Mon 29 Sep 2025, 07:30 Nairobi, and nobody there has answered since." in text(told)
        buttons = {plain(offer.label): offer.line for offer in told.posts(DUTY)[0].offers}
        why = await told.says(buttons["Why this?"], room=DUTY)
        assert "nobody in #haiti-desk acknowledged its warning" in why.section("Rule")
        (warning,) = [
            row for row in await told.ledger() if row.occasion.startswith("schedule:") and "2025-09-29" in row.occasion
        ]
        assert "#duty-desk: sent Tue 30 Sep 2025" in (await told.says(f"schedule why {warning.id}")).section("Told on")
        assert not (await told.says(buttons["Acknowledge"], BEN, DUTY)).is_answer
        out = await told.says(f"{buttons['Acknowledge']} because New York is on it", room=DUTY)
        assert out.title == "Acknowledged, under your name"
        await told.until(2025, 10, 4)
        assert told.titles(DUTY)[1:] == ["Acknowledged by Amina"]
        steps = [(step[2], "under" in row.details) for row in await told.ledger()
                 if row.state is DeliveryState.SENT for step in row.details.get("warned", ())]  # fmt: skip
        assert steps[-3:] == [(1, True), (0, True), (-1, True)]

    tell(story_url, story, 2025, 9, 28, 4)


def test_who_was_told_on_reads_that_the_room_itself_answered_later(story_url: str):
    async def story(told: Told) -> None:
        await warned(told)
        await told.until(2025, 9, 30, 5)
        assert len(told.titles(DUTY)) == 1
        await told.says("acknowledge because New York is on it")
        await told.until(2025, 9, 30, 6)
        assert [told.titles(room)[-1] for room in (DESK, DUTY)] == ["Acknowledged by Amina"] * 2

    tell(story_url, story, 2025, 9, 28, 4)


def test_what_is_answered_or_moved_in_time_is_not_told(story_url: str):
    async def story(told: Told) -> None:
        await warned(told)
        await told.says("snooze until 2025-10-01")
        await told.until(2025, 10, 1, 4)
        assert (told.posts(DUTY), (await last(told)).why) == ([], "the warning was answered in time")
        await told.until(2025, 10, 1, 5)
        async with told.store.changing(told.stage.space, None, told.stage.now()) as work:
            (mission,) = await work.missions.all()
            end = next(claim for claim in await work.claims.every(mission) if claim.kind == "mandate" and claim.due)
            await work.claims.withdraw(mission, end.name, "not about this mission")
        await told.until(2025, 10, 3)
        assert (told.posts(DUTY), (await last(told)).why) == ([], "what it warned of was settled or moved meanwhile")

    tell(story_url, story, 2025, 9, 28, 4)


def test_a_person_is_told_privately_if_they_may_answer_and_sees_what_they_may_read(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        named = f'schedule edit warnings fallback "@{BEN.id}|Ben"'
        refused = await told.says(named)
        assert "rights grant contributor to @Ben" in refused.text
        await told.says(f'rights grant contributor to "@{BEN.id}|Ben"')
        await warned_again(told, named)
        await told.until(2025, 9, 30, 5)
        (message,) = told.stage.platform.directs[BEN.id]
        line = next(offer.line for offer in message.said.offers if plain(offer.label) == "Acknowledge")
        out = await told.says(line, BEN, "D2BEN", direct=True)
        assert out.title == "Acknowledged, under your name"
        await told.until(2025, 9, 30, 6)
        assert told.titles()[-1] == "Acknowledged by Ben"

    async def warned_again(told: Told, line: str) -> None:
        assert (await told.says(line)).is_answer
        await told.until(2025, 9, 29, 5)

    tell(story_url, story, 2025, 9, 28, 4)


def test_nobody_is_told_more_than_they_may_read_nor_by_whom_may_not_edit(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow", BEN, "D2BEN", direct=True)
        out = await told.says(NAMED, BEN, "D2BEN", direct=True)
        assert "needs the right to edit" in out.text
        await told.agrees("sources clear-room")
        await warned(told)
        assert "is internal" in (await told.agrees("sources mark S1 internal")).title
        itself = await told.says(f"schedule edit warnings fallback #{DESK}")
        assert "This room is warned itself" in itself.text
        await told.until(2025, 9, 30, 5)
        row = await last(told)
        assert (row.state, row.why) == (DeliveryState.REFUSED, "it rests on internal sources, which are not shown here")
        assert told.posts(DUTY) == []

    tell(story_url, story, 2025, 9, 28, 4)
