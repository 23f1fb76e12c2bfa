"""What can be pressed under a warning: acknowledge and snooze, by name, and what comes of it."""

from __future__ import annotations

import pytest

from briefings.document import plain
from store.deliveries import DeliveryState
from tests.stories.told import BEN, Told, tell


def buttons(told: Told, number: int = -1) -> dict[str, str]:
    """The lines behind the buttons of a post."""
    return {plain(offer.label): offer.line for offer in told.posts()[number].offers}


async def steps(told: Told, kind: str = "mandate") -> list[tuple[int, str, bool]]:
    """The steps that were told of a kind: the rung, its day, whether it stands below another post."""
    return [(step[2], f"{row.planned_at:%d %b}", "under" in row.details) for row in await told.ledger()
            if row.state is DeliveryState.SENT for step in row.details.get("warned", ()) if step[0].startswith(kind)]  # fmt: skip


def test_a_warning_carries_what_can_be_done_about_it_and_why_it_came(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 9, 2, 5)
        early = buttons(told)
        assert list(early) == ["Record a renewal", "Full brief", "Why this?", "Change rule"]
        why = await told.says(early["Why this?"])
        assert "schedule No. 1" in why.section("Rule")
        assert why.section("Warned of").endswith("2 Oct 2025: the step of 30 days")
        await told.until(2025, 9, 25, 5)
        assert list(buttons(told)) == [
            "Record a renewal", "Acknowledge", "Snooze", "Full brief", "Why this?", "Change rule",
        ]  # fmt: skip
        assert (await told.says("schedule edit digest")).is_answer

    tell(story_url, story, 2025, 8, 25, 4)


def test_later_steps_of_what_was_acknowledged_come_below_the_warning(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 9, 25, 5)
        line = buttons(told)["Acknowledge"]
        refused = await told.says(line, BEN)
        assert not refused.is_answer
        out = await told.says(f"{line} because New York is on it")
        assert out.title == "Acknowledged, under your name"
        asked = await told.says("warnings on 2025-09-29")
        assert asked.title == "MSS Haiti: nothing is warned of anew on Mon 29 Sep 2025; what is due was answered"
        assert asked.section("Answered").startswith(
            "end of the mandate, 2 Oct 2025 [S1]: acknowledged by Amina (“New York is on it”), Thu 25 Sep 2025; that day's step"
        )
        await told.agrees('fact correct S2-21 "about 527" because misread')
        await told.until(2025, 9, 25, 6)
        history = (await told.says("schedule history")).text
        assert "No. 6, planned Thu 25 Sep 2025, 08:00 Nairobi, answer to a warning: sent on time" in history
        assert "No. 8, planned Thu 25 Sep 2025, 08:01 Nairobi, correction of No. 5, “digest”: sent" in history
        await told.until(2025, 10, 4)
        last = told.posts()[-1]
        assert [plain(offer.label) for offer in last.offers] == [
            "Record a renewal",
            "Record a closure",
            "Full brief",
            "Why this?",
        ]
        below = [plain(said.title) for said in told.posts() if plain(said.title).startswith("Acknowledged")]
        assert below == ["Acknowledged by Amina"]
        assert (await steps(told))[-4:] == [
            (3, "29 Sep", True),
            (1, "01 Oct", True),
            (0, "02 Oct", True),
            (-1, "03 Oct", True),
        ]
        assert "acknowledged a warning of MSS Haiti" in (await told.says("audit")).text

    tell(story_url, story, 2025, 9, 20, 4)


def test_an_answer_given_twice_stands_there_once_and_none_is_taken_where_nobody_follows_any_more(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 9, 25, 5)
        pressed = buttons(told)
        answers = [await told.says(pressed["Acknowledge"]) for _time in range(2)]
        assert [out.title for out in answers] == ["Acknowledged, under your name"] * 2
        await told.until(2025, 9, 25, 6)
        assert told.titles().count("Acknowledged by Amina") == 1
        await told.says("unfollow")
        refused = await told.says(pressed["Acknowledge"])
        assert "does not follow that mission any more" in refused.title
        why = await told.says(pressed["Why this?"])
        assert why.title == "“digest”: sent Thu 25 Sep 2025, 07:30 Nairobi"
        assert why.section("Next") == "nothing: this schedule was ended"
        assert not [offer.line for offer in why.document.offers if offer.line.startswith("schedule edit")]

    tell(story_url, story, 2025, 9, 24, 4)


def test_what_is_snoozed_is_silent_until_the_day_and_then_told_again(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 9, 25, 5)
        line = buttons(told)["Snooze"]
        out = await told.says(f"{line} until 2025-09-30")
        assert out.title == "You hear of it again on Tue 30 Sep 2025"
        asked = await told.says("warnings on 2025-09-29")
        assert "2 Oct 2025 [S1]: silent until Tue 30 Sep 2025, as Amina wants it" in asked.section("Answered")
        assert (await told.says("warnings on 2025-09-30")).title.startswith("2 days left: MSS Haiti mandate ends")
        past = await told.says("snooze until 2025-09-01")
        assert not past.is_answer
        await told.until(2025, 10, 2)
        assert await steps(told) == [(7, "25 Sep", False), (3, "30 Sep", False), (1, "01 Oct", False)]

    tell(story_url, story, 2025, 9, 20, 4)


@pytest.mark.long
def test_silence_about_one_deadline_is_none_about_another(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 1, 24, 5)
        await told.says("snooze until 2025-03-01")
        await told.until(2025, 8, 2)
        assert await steps(told, "target") == [(7, "24 Jan", False), (-30, "03 Mar", False)]
        assert [rung for rung, _day, _below in await steps(told)] == [90, 60]

    tell(story_url, story, 2025, 1, 20, 4)
