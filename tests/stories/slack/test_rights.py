"""The first owner in Slack, and a guest who is let in."""

from __future__ import annotations

from bot.rights import new_setup_code
from tests.stories.slack.stage import MORNING, Stage


async def test_the_first_owner_lets_guests_read(stage: Stage):
    ada, gus = stage.slack.person("Ada"), stage.slack.person("Gus", is_guest=True)
    room = stage.slack.channel("haiti-desk", ada, gus)
    code = await new_setup_code(stage.store, MORNING)
    refused = await gus.types("/mss status", room)
    assert "ask whoever runs the bot here" in refused.text
    owned = await ada.types(f"/mss setup {code.text}", room)
    assert owned.private
    assert "You own this space now" in owned.text
    assert "Ada can give it to you" in (await gus.types("/mss status", room)).text
    assert "every guest" in (await ada.types("/mss rights grant reader to guests", room)).text
    assert "mandate ended" in (await gus.types("/mss status", room)).text


async def test_why_not_is_one_press_away(stage: Stage):
    ada, ben = stage.slack.person("Ada"), stage.slack.person("Ben")
    room = stage.slack.channel("haiti-desk", ada, ben)
    await ada.types(f"/mss setup {(await new_setup_code(stage.store, MORNING)).text}", room)
    refused = await ben.types("/mss audit", room)
    assert refused.private
    why = await refused.press("Why, and how to ask")
    assert "Ask Ada to type: /mss rights grant owner to @Ben" in why.text


async def test_a_channel_is_let_in_as_a_whole(stage: Stage):
    ada, olga = stage.slack.person("Ada"), stage.slack.person("Olga", org="T0ELSEWHERE")
    room = stage.slack.channel("haiti-desk", ada, olga, shared=True)
    other = stage.slack.channel("other", ada, olga, shared=True)
    await ada.types(f"/mss setup {(await new_setup_code(stage.store, MORNING)).text}", room)
    shared = (await ada.types("/mss status share", room)).post.message
    await ada.types("/mss rights grant reader to here", room)
    assert "mandate" in (await olga.looks_at(shared).press("Full brief")).text
    elsewhere = (await ada.types("/mss status share", other)).post.message
    assert "right to read" in (await olga.looks_at(elsewhere).press("Full brief")).text
