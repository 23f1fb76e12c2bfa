"""A room that follows a mission through a year: its digests and warnings, each once, at its hour, in its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from adapters.port import Standing
from briefings.document import plain
from briefings.documents.posts import numbered
from store.deliveries import DeliveryState
from tests.stories.told import AMINA, BEN, DESK, Told, tell


def test_the_end_of_a_mandate_is_told_at_each_step_once_and_heads_the_digest(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 11, 4)
        sent = [delivery for delivery in await told.ledger() if delivery.state is DeliveryState.SENT]
        steps = [(step[2], delivery.planned_at.date()) for delivery in sent for step in delivery.details["warned"]
                 if step[0].startswith("mandate")]  # fmt: skip
        end = date(2025, 10, 2)
        # 90 and 60 days before are past when the room begins to follow.
        assert steps == [(30, date(2025, 9, 2)), (14, date(2025, 9, 18)), (7, date(2025, 9, 25)), (3, date(2025, 9, 29)),
                         (1, date(2025, 10, 1)), (0, end), (-1, date(2025, 10, 3)), (-7, date(2025, 10, 9)),
                         (-30, date(2025, 11, 3))]  # fmt: skip
        assert sum("30 days left: MSS Haiti mandate ends Thu 2 Oct 2025" in title for title in told.titles()) == 1
        assert len(told.titles()) == len(sent)

    tell(story_url, story, 2025, 8, 25, 4)


def test_nothing_is_posted_before_a_room_follows_and_its_first_digest_comes_at_once(story_url: str):
    async def story(told: Told) -> None:
        await told.until(2025, 6, 3, 12)
        asked = await told.says("follow")
        assert asked.title == "Brief #haiti-desk on MSS Haiti from now on?"
        assert "weekdays at 07:30 Nairobi" in asked.section("Digest")
        assert "Wed 4 Jun 2025, 07:30 Nairobi · Thu 5 Jun 2025" in asked.section("Digest")
        await told.until(2025, 6, 3, 13)
        assert told.titles() == []
        assert await told.ledger() == []
        await told.says(asked.document.offers[0].line)
        await told.until(2025, 6, 3, 13, 5)
        (first,) = told.posts()
        assert "Digest 1 · Tue 3 Jun 2025, 16:00 Nairobi" in "".join(span.text for span in first.header[0])
        typed = await told.says("digest")
        assert "Digest 2 · " in typed.text, "what the room had is told"

    tell(story_url, story, 2025, 6, 2, 4)


def test_a_quiet_day_is_silent_and_a_quiet_monday_says_so_in_one_line(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.until(2025, 6, 10, 12)
        assert [(delivery.planned_at.strftime("%a"), delivery.why) for delivery in await told.ledger()] == [
            ("Mon", ""), *((day, "there is no news") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")), ("Mon", ""),
            ("Tue", "there is no news"),
        ]  # fmt: skip
        first, second = told.titles()
        assert first.startswith("MSS Haiti")
        assert second.startswith("Nothing new since the digest of 2 Jun 2025 – MSS Haiti: about 572 of 2,500 deployed")
        nexts = [plain(post.small[-1]) for post in told.posts()]
        assert nexts == [
            f"Next, if there is news: {day} Jun 2025, 07:30 Nairobi; then weekdays with news, and every Monday"
            for day in ("Mon 2", "Tue 10")
        ], "only a Monday that comes without news is promised"
        why = await told.says("why")
        assert "not sent by rule: there is no news" in why.title
        for line in ("schedule preview digest", "schedule run digest"):
            assert (await told.says(line)).title == "“digest” has nothing to post: there is no news"
        assert len(told.titles()) == 2

    tell(story_url, story, 2025, 6, 2, 4)


def test_rooms_in_step_get_one_document(story_url: str):
    async def story(told: Told) -> None:
        rooms = [f"desk {number}" for number in range(3)]
        for room in rooms:
            await told.agrees("follow", room=room)
        await told.until(2025, 6, 3)
        posted = [told.posts(room) for room in rooms]
        assert [len(messages) for messages in posted] == [1, 1, 1]
        assert len({id(messages[0].sections) for messages in posted}) == 1

    tell(story_url, story, 2025, 6, 2, 4)


def test_unfollowing_ends_all_and_following_again_floods_nobody(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.says('schedule add "due within 30d" daily 10:00')
        await told.until(2025, 9, 3)
        ended = await told.says("unfollow")
        assert ended.section("Ended") == "“digest”, “warnings”, “due within 30d”"
        before = told.titles()
        await told.until(2025, 9, 19)
        assert told.titles() == before
        assert (await told.says("why")).is_answer
        await told.agrees("follow")
        await told.until(2025, 9, 20)
        assert len(told.titles()) == len(before) + 1, "the step of 14 days is past, and stands in its first digest"

    tell(story_url, story, 2025, 8, 25, 4)


def test_the_zone_is_asked_for_where_nobody_knows_it_and_the_likely_ones_are_offered(story_url: str):
    async def story(told: Told) -> None:
        nowhere = replace(AMINA, zone="")
        asked = await told.says("follow", nowhere)
        assert not asked.is_answer
        assert "By which clock?" in asked.title
        await told.agrees("follow zone Port-au-Prince", nowhere, "elsewhere")
        refused = await told.says("schedule add due every monday 9am", nowhere)
        assert [offer.line for offer in refused.document.offers] == [
            'schedule add due "every monday 9am America/Port-au-Prince"', 'schedule add due "every monday 9am UTC"',
        ]  # fmt: skip
        out = await told.says(refused.document.offers[0].line, nowhere)
        assert "every Monday at 09:00 Port-au-Prince" in out.title

    tell(story_url, story, 2025, 6, 2, 4)


def test_whoever_reads_may_follow_in_a_direct_message_and_only_editors_in_a_channel(story_url: str):
    async def story(told: Told) -> None:
        refused = await told.says("follow", BEN)
        assert not refused.is_answer
        assert "right to edit" in refused.title
        await told.agrees("follow", BEN, "D1", direct=True)
        await told.until(2025, 6, 2, 5)
        assert len(told.titles("D1")) == 1
        await told.says("rights grant reader to guests")
        guest = replace(BEN, id="U3GUS", name="Gus", standing=Standing.GUEST)
        kept_out = await told.says("follow", guest, "D3", direct=True)
        assert (
            kept_out.title
            == "Only members of this workplace are briefed in a direct message; follow in a channel instead"
        )
        assert told.titles(DESK) == []

    tell(story_url, story, 2025, 6, 2, 4)


def test_a_paused_room_gets_nothing_and_goes_on_on_the_day_that_was_named(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.says('schedule add "due within 30d" daily 10:00')
        await told.until(2025, 6, 2, 12)
        await told.says("schedule run due within 30d")
        said = await told.says("schedule pause all until 2025-06-05 because holidays")
        assert "Until Thu 5 Jun 2025, 00:00 Nairobi" in said.text
        assert "1 post that waited is not sent." in said.text
        assert (await told.says("schedule resume 1")).title == "“digest” itself is not paused, but the room is"
        before = told.titles()
        await told.until(2025, 6, 4, 23)
        assert told.titles() == before
        history = (await told.says("schedule history")).text
        for slot in ("Mon 2 Jun 2025, 15:00", "Tue 3 Jun 2025, 10:00"):
            assert f"planned {slot} Nairobi, “due within 30d”: not sent by rule: paused: holidays" in history
        await told.until(2025, 6, 5, 12)
        assert len(told.titles()) == len(before) + 1

    tell(story_url, story, 2025, 6, 2, 4)


def test_a_room_that_is_paused_is_briefed_at_once_when_somebody_lets_it_follow_and_says_yes_to_that(story_url: str):
    async def story(told: Told) -> None:
        await told.says("schedule pause all until 2025-06-05 because holidays")
        asked = await told.says("follow")
        assert asked.section("Paused") == (
            "The whole room is paused until Thu 5 Jun 2025, 00:00 Nairobi: holidays. Following ends that."
        )
        await told.says(asked.document.offers[0].line)
        await told.until(2025, 6, 2, 5)
        assert len(told.titles()) == 1, "digest 1 was promised"
        again = await told.says("schedule resume all")
        assert again.title == "Nothing was paused for this room"

    tell(story_url, story, 2025, 6, 2, 4)


def test_a_room_that_wants_no_steps_before_the_day_is_told_after_it_and_reads_so_everywhere(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        changed = await told.says("schedule edit warnings mandate none")
        assert "not warned before a mandate ends, only 1, 7 and 30 days after" in changed.section("Rules")
        assert "end of a mandate: not before, only 1, 7 and 30 days after" in (await told.says("follow")).text
        said = (await told.says("warnings")).text
        assert "Fri 3 Oct 2025 (1 day past)" in said
        assert "Rule: mandate, only after its day." in said
        await told.until(2025, 10, 4)
        assert [f"{row.planned_at:%d %b}" for row in await told.ledger() if row.details.get("warned")] == ["03 Oct"]

    tell(story_url, story, 2025, 9, 29, 4)


def test_one_schedule_keeps_its_own_rules_and_is_paused_resumed_and_removed_alone(story_url: str):
    async def story(told: Told) -> None:
        await told.says('schedule add "strength" daily 10:00')
        await told.says('schedule add "gaps" daily 23:00')
        await told.says("schedule edit 1 late 2h")
        quiet = await told.says("schedule edit 2 quiet 22:00-07:00")
        assert quiet.section("Next").startswith("Mon 2 Jun 2025, 23:00 Nairobi, held until 07:00 by quiet hours")
        assert "paused: holidays" in (await told.says("schedule pause 1 because holidays")).text
        await told.until(2025, 6, 3, 12)
        assert [(row.line, f"{row.sent_at:%d %H:%M}") for row in await told.ledger() if row.sent_at] == [
            ("show gaps", "03 04:00")
        ], "quiet hours end at seven in Nairobi"
        await told.says("schedule resume 1")
        await told.until(2025, 6, 4, 8)
        await told.stage.passes(hours=26)
        await told.until(2025, 6, 5, 11)
        assert [row.why or row.state.value for row in await told.ledger() if row.line == "show strength"] == [
            "paused: holidays", "paused: holidays", "sent", "it is later than its grace",
        ]  # fmt: skip
        assert (await told.says("schedule remove 1")).title == "“show strength” is posted here no more"
        assert "“show strength”" not in (await told.says("schedule list")).text
        assert (await told.says("schedule history 1")).is_answer is False

    tell(story_url, story, 2025, 6, 2, 4)


def test_a_preview_is_the_very_post_that_comes(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.says('schedule add "strength" daily 10:00')
        await told.until(2025, 9, 1, 12)
        digest, strength = await told.says("schedule preview digest"), await told.says("schedule preview strength")
        had = len(told.posts())
        await told.until(2025, 9, 2, 12)
        number, _other = [row.id for row in await told.ledger() if row.messages][had:]
        assert [numbered(digest.document, number), strength.document] == told.posts()[had:]

    tell(story_url, story, 2025, 8, 25, 4)


def test_any_question_can_be_posted_and_what_cannot_be_is_refused_when_it_is_set_up(story_url: str):
    async def story(told: Told) -> None:
        said = await told.says('schedule add "due within 30d" every monday 9am')
        assert said.title == "“due within 30d” goes out here every Monday at 09:00 Nairobi from now on"
        assert said.section("Next").splitlines()[0] == "Mon 9 Jun 2025, 09:00 Nairobi"
        for line, why in {"settings": "cannot be posted", "fact add strength 5": "cannot be posted", "nonsense": "no command",
                          "due within soon": "is not a length of time", "digest": "come with “follow”"}.items():  # fmt: skip
            refused = await told.says(f'schedule add "{line}" daily 9am')
            assert not refused.is_answer, (line, refused.title)
            assert why in refused.title, (line, refused.title)
        await told.until(2025, 6, 9, 7)
        assert len(told.titles()) == 1

    tell(story_url, story, 2025, 6, 2, 10)


def test_a_digest_at_another_hour_takes_the_warnings_along(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        changed = await told.says("digest every monday 9am Port-au-Prince")
        assert changed.title == "“digest” goes out here every Monday at 09:00 Port-au-Prince"
        await told.until(2025, 9, 3)
        warned = [row.planned_at for row in await told.ledger() if row.details.get("warned")]
        assert [f"{at - timedelta(hours=4):%a %H:%M}" for at in warned] == ["Tue 09:00"]
        undone = await told.says(changed.document.offers[0].line)
        assert undone.title == "“digest” goes out here weekdays at 07:30 Nairobi"

    tell(story_url, story, 2025, 8, 25, 4)


def test_a_room_sets_its_own_steps_and_free_days(story_url: str):
    async def story(told: Told) -> None:
        await told.agrees("follow")
        await told.says("schedule edit warnings mandate 28 7")
        await told.says("schedule edit digest free weekends, 2025-09-04")
        await told.until(2025, 9, 6)
        steps = [
            (step[2], f"{row.planned_at:%d %b}")
            for row in await told.ledger()
            for step in row.details.get("warned", ())
        ]
        assert steps == [(28, "03 Sep")], "the 4th is free, so it comes on the day before"

    tell(story_url, story, 2025, 8, 25, 4)
