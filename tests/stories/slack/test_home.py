"""The App Home: what is due on top, and kept current without fuss."""

from __future__ import annotations

from tests.fakes.slack.web_api import Fault
from tests.stories.slack.stage import Stage

HOUR = 3600


async def test_the_home_has_what_is_due_the_brief_and_my_settings(stage: Stage):
    ada = stage.slack.person("Ada", zone="Africa/Nairobi")
    home = await ada.opens_home()
    assert home.words.index("Overdue") < home.words.index("Deployed")
    assert "mandate ended 2 Oct 2025" in home.words
    assert "Nairobi" in home.words
    assert {"Full brief", "Help"} <= set(home.buttons)


async def test_a_button_of_the_home_answers_in_a_modal(stage: Stage):
    ada = stage.slack.person("Ada")
    home = await ada.opens_home()
    seen = await home.press("Full brief")
    assert "mandate ended 2 Oct 2025" in seen.modal.words
    assert "Share" not in seen.modal.buttons


async def test_the_home_is_drawn_again_when_facts_change(stage: Stage):
    ada = stage.slack.person("Ada")
    await ada.opens_home()
    await withdrawn(stage, "S2-21")
    stage.slack.clock.advance(61)
    await stage.bot.refresh_homes()
    assert "about 572" not in ada.home.words


async def test_the_home_stays_calm_when_many_facts_change(stage: Stage):
    ada = stage.slack.person("Ada")
    await ada.opens_home()
    drawn = len(stage.slack.calls("views.publish"))
    for name in ("S2-21", "S1-23", "S0-15"):
        await withdrawn(stage, name)
        stage.slack.clock.advance(5)
        await stage.bot.refresh_homes()
    assert len(stage.slack.calls("views.publish")) == drawn
    stage.slack.clock.advance(60)
    await stage.bot.refresh_homes()
    await stage.bot.refresh_homes()
    assert len(stage.slack.calls("views.publish")) == drawn + 1


async def test_a_home_nobody_has_opened_for_long_is_left_alone(stage: Stage):
    ada = stage.slack.person("Ada")
    await ada.opens_home()
    drawn = len(stage.slack.calls("views.publish"))
    stage.slack.clock.advance(9 * HOUR)
    await withdrawn(stage, "S2-21")
    await stage.bot.refresh_homes()
    assert len(stage.slack.calls("views.publish")) == drawn


async def test_a_home_that_slack_does_not_take_holds_up_no_other(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    await ada.opens_home()
    await ben.opens_home()
    await withdrawn(stage, "S2-21")
    stage.slack.clock.advance(61)
    stage.slack.breaks("views.publish", Fault(error="not_enabled"))
    await stage.bot.refresh_homes()
    assert "about 572" not in ben.home.words
    assert "about 572" in ada.home.words
    await ada.opens_home()
    assert "about 572" not in ada.home.words


async def test_a_guest_is_told_why_their_home_is_empty(stage: Stage):
    gus = stage.slack.person("Gus", is_guest=True)
    home = await gus.opens_home()
    assert "right to read" in home.words
    assert "mandate" not in home.words


async def withdrawn(stage: Stage, name: str) -> None:
    space = await stage.store.space_of("slack", stage.slack.team.id)
    async with stage.store.changing(space or 0, None, stage.now()) as work:
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, name, "counted twice")
