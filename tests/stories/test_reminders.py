"""What waits for somebody is told again: in digests where all who read can decide it, else to each alone after a day."""

from __future__ import annotations

from tests.scene import Answer
from tests.stories.told import AMINA, BEN, DESK, Told, tell

OPEN = "open-desk"


def waiting(told: Told, room: str) -> str:
    return Answer(told.posts(room)[-1], True).section("Waiting")


async def number(told: Told, line: str) -> int:
    """The number of the last post of a line in the desk's room."""
    return [row.id for row in await told.ledger() if row.line == line][-1]


def test_what_waits_stands_in_digests_of_who_can_decide_it_and_is_told_again_after_a_day(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.agrees("follow", room=OPEN)
        await told.says("schedule edit digest empty line")
        await told.says("schedule edit digest empty line", room=OPEN)
        await told.says("rights grant approver to here")
        await told.says(f'rights grant contributor to "@{BEN.id}|Ben"')
        await told.agrees('fact correct S2-21 527 because "misread"', BEN, OPEN)
        await told.says("wrong S1-01 because dates", BEN)
        await told.until(2025, 9, 2, 5)
        assert waiting(told, DESK).splitlines()[0] == "1 change waits for a second person: “pending list”."
        assert waiting(told, OPEN) == "1 fact looks wrong to somebody; an editor decides: “fact flagged”."
        titles = [Answer(message.said, True).title for message in told.stage.platform.directs[AMINA.id]]
        assert sorted(titles) == [
            "P1 of Ben still waits for a second person", "P1 of Ben waits for a second person",
            "S1-01 looks wrong to Ben", "S1-01 looks wrong to Ben, and still waits for an editor",
        ]  # fmt: skip
        for room in (DESK, OPEN):
            await told.says("schedule edit digest tell at-once", room=room)
        await told.agrees("pending accept P1")
        await told.until(2025, 9, 2, 5, 10)
        assert (
            "2 of 2 rooms that are told of it have it so far"
            in (await told.says(f"why {await number(told, 'changed')}")).text
        )
        await told.says("wrong S1-02 because dates", BEN)
        await told.agrees("fact keep S1-02")
        before = len(told.stage.platform.directs[AMINA.id])
        await told.until(2025, 9, 3, 6)
        assert len(told.stage.platform.directs[AMINA.id]) == before, "it was decided in time"

    tell(story_url, story, 2025, 9, 1, 4)
