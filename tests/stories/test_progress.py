"""While many rooms get theirs, each can ask how far that is."""

from __future__ import annotations

from tests.stories.told import DESK, Told, tell


def test_a_schedule_tells_how_many_posts_of_its_moment_are_out(story_url: str):
    async def story(told: Told) -> None:
        platform, rooms = told.stage.platform, (DESK, "harbour", "press")
        for room in rooms:
            await told.agrees("follow", room=room)
            await told.says("schedule edit digest empty line", room=room)
        await told.until(2025, 9, 1, 5)
        first = iter([False])
        platform.away = lambda: next(first, True)
        await told.until(2025, 9, 2, 4, 31)
        shown = await told.says("schedule show digest")
        assert "Out so far of what was planned for the same moment: 1 of 3 posts." in shown.section("Last")
        platform.away = lambda: False
        await told.until(2025, 9, 2, 5)
        shown = await told.says("schedule show digest")
        assert "Out so far" not in shown.section("Last")

    tell(story_url, story, 2025, 9, 1, 4)
