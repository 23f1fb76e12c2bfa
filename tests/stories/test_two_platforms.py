"""“She proposes it on Discord, I accept it on Slack”: one space, two platforms, two people, over the real adapters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from adapters.discord.platform import Discord
from adapters.discord.sync import sync
from bot.rights import OWNER, Role
from bot.rounds import Rounds, rounds_of
from briefings.claims import EVERY_KIND
from store.audit import AuditRow
from store.grants import Holder
from tests.fakes.discord import Channel as DiscordChannel
from tests.fakes.discord import Clock, FakeDiscord, Permission
from tests.fakes.discord import Person as DiscordPerson
from tests.fakes.slack.people import Person as SlackPerson
from tests.fakes.slack.screens import Post
from tests.stories.discord.stage import SECOND, access, served
from tests.stories.slack.stage import MORNING, Stage, staged

CORRECT = "/mss-facts fact correct fact:S2-21 value:about 527 personnel because:misread"


@dataclass
class Both:
    """Ada at Slack, who owns the space, Erin at Discord, who edits in it, and the rounds that post."""

    slack: Stage
    discord: FakeDiscord
    bot: Discord
    ada: SlackPerson
    erin: DiscordPerson
    room: DiscordChannel
    rounds: Rounds

    def told_in_slack(self) -> Post:
        """The last that Ada was told directly."""
        return self.ada.looks_at(self.slack.slack.world.direct(self.slack.slack.team, self.ada.id).messages[-1])

    def told_in_discord(self) -> str:
        return self.erin.looks_at(self.discord.dm(self.erin).messages[-1]).text

    async def audit(self) -> list[AuditRow]:
        space = await self.slack.store.space_of("slack", self.slack.slack.team.id) or 0
        async with self.slack.store.reading(space) as work:
            assert await work.audit.verify() is None
            return await work.audit.rows(limit=1_000)


@asynccontextmanager
async def joined(folder: Path) -> AsyncIterator[Both]:
    """A workspace and a server that share a space, in which two must agree on every change."""
    async with staged(folder) as slack, await FakeDiscord.start(clock=Clock(MORNING), second=SECOND) as discord:
        await sync(access(discord), slack.desk, slack.store.notes, discord.clock.now)
        async with served(discord, slack.store, slack.desk) as bot:
            await discord.gateway.connected()
            server = discord.server("Desk")
            ada, erin = slack.slack.person("Ada"), discord.person("Erin")
            server.join(erin, roles=(server.role("managers", Permission.MANAGE_GUILD),))
            await _shared(slack, server.id, ada, erin)
            posters = {"slack": slack.bot.posts, "discord": bot.posts}
            rounds = rounds_of(slack.store, slack.desk, posters, slack.now)
            yield Both(slack, discord, bot, ada, erin, server.channel("haiti-desk"), rounds)


async def _shared(slack: Stage, server: str, ada: SlackPerson, erin: DiscordPerson) -> None:
    store, team = slack.store, slack.slack.team
    space = await store.space_of("slack", team.id) or 0
    apart = await store.open_space("discord", server, "Desk", MORNING)
    async with store.changing(apart, None, MORNING) as work:
        await work.move_workplace("discord", server, space)
    async with store.changing(space, None, MORNING) as work:
        for role, person in ((OWNER, await work.people.identify("slack", team.id, ada.id, "Ada")),
                             (Role.EDITOR.value, await work.people.identify("discord", server, erin.id, "Erin"))):  # fmt: skip
            await work.grants.give(Holder.person(person.id), role)
        (mission,) = await work.missions.all()
        await work.missions.change(mission, replace(mission.mission, two_for=(EVERY_KIND,)), "want two")


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with joined(tmp_path) as both:
        yield both


async def test_proposed_on_discord_and_accepted_on_slack_from_the_notice_there(both: Both):
    asked = await both.erin.types(CORRECT, both.room)
    assert "It waits until somebody else accepts it: Ada" in asked.text
    await asked.press("Propose")
    assert "Waits as P1 for a second person" in asked.text
    await both.rounds.go()
    notice = both.told_in_slack()
    assert "P1 of Erin waits for a second person" in notice.text
    seen = await notice.press("Accept P1")
    assert "P1: Correct S2-21?" in seen.modal.words
    await seen.modal.press("Accept")
    assert "P1: proposed by Erin in Discord, accepted by Ada in Slack" in seen.modal.words
    (row,) = [row for row in await both.audit() if row.action == "correct"]
    assert {"proposal": 1, "proposed_on": "discord", "approved_on": "slack"}.items() <= row.details.items()
    await both.rounds.go()
    assert "P1 was accepted by Ada" in both.told_in_discord()
    assert "/mss-facts pending show P1" in both.told_in_discord()


async def test_rejected_on_slack_with_a_reason_that_is_told_on_discord(both: Both):
    asked = await both.erin.types(CORRECT, both.room)
    assert "Second person" in asked.text
    await asked.press("Propose")
    seen = await both.ada.types("/mss pending reject P1")
    await seen.modal.press("a better source says otherwise")
    await both.rounds.go()
    assert "P1 was rejected by Ada" in both.told_in_discord()
    assert "a better source says otherwise" in both.told_in_discord()


async def test_what_looks_wrong_on_discord_is_told_in_slack_to_who_edits(both: Both):
    await both.erin.types("/mss wrong fact:S2-21 because:transposed", both.room)
    await both.rounds.go()
    assert "S2-21 looks wrong to Erin" in both.told_in_slack().text
    assert not both.discord.dm(both.erin).messages
