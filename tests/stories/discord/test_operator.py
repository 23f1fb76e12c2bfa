"""What the operator of a bot in Discord is told by the program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import read_settings
from bot.doctor import examine, report
from bot.planner import Schedule
from bot.plans import new_schedule
from bot.schedules import USUAL
from bot.syncing import sync
from briefings import words
from briefings.document import UserError
from store.work import Store
from tests.fakes.discord import App, FakeDiscord
from tests.fakes.discord.permissions import Permission
from tests.scene import Answer
from tests.stories.discord.stage import MORNING


@dataclass
class Machine:
    """A machine with settings, and the Discord that they point to."""

    discord: FakeDiscord
    config: Path

    async def syncs(self, server: str = "") -> str:
        return Answer(await sync(self.config, server), True).text

    async def is_examined(self) -> str:
        found = report(await examine(read_settings(self.config)))
        return Answer(words.say(found, words.language("en")), True).text


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    async with await FakeDiscord.start(app=App(starts_a_day=50)) as discord:
        yield Machine(discord, settings(tmp_path, discord, discord.token))


def settings(folder: Path, discord: FakeDiscord, token: str) -> Path:
    file = folder / "config.toml"
    file.write_text(f"""
[store]
url = "sqlite:///{folder}/mss.db"
[discord]
token = "{token}"
api_url = "{discord.api_url}"
gateway_url = "{discord.gateway_url}"
""")
    return file


async def test_sync_says_what_it_did(machine: Machine):
    told = await machine.syncs()
    assert "commands are new or changed in Discord" in told
    assert "/mss status" in told
    assert await machine.syncs() == "Nothing to do: Discord has these commands already"


async def test_sync_without_discord_in_the_settings_says_so(tmp_path: Path):
    (tmp_path / "config.toml").write_text("[log]\nlevel = 'info'\n")
    with pytest.raises(UserError) as refused:
        await sync(tmp_path / "config.toml", "")
    assert "Discord is not configured" in words.text(refused.value.line)


async def test_the_doctor_misses_the_commands_and_finds_them_after_a_sync(machine: Machine):
    told = await machine.is_examined()
    assert "The commands of this version are not registered with Discord. Run `mss discord sync`." in told
    await machine.syncs()
    told = await machine.is_examined()
    assert "The commands of this version are registered with Discord" in told
    assert "Discord knows the bot as briefings" in told
    assert "Discord takes 50 more sessions of the bot today" in told


async def test_the_doctor_names_a_token_that_is_refused(machine: Machine, tmp_path: Path):
    machine.config = settings(tmp_path, machine.discord, "no.such.token")
    async with Store(f"sqlite:///{tmp_path}/mss.db") as store:
        await store.upgrade()
    assert "Discord refuses discord.token" in await machine.is_examined()


async def test_the_doctor_names_the_permissions_that_rooms_which_are_posted_to_lack(machine: Machine, tmp_path: Path):
    await machine.syncs()
    server = machine.discord.server("Desk")
    shut, open_ = server.channel("shut"), server.channel("open")
    gone = server.channel("gone")
    async with Store(f"sqlite:///{tmp_path}/mss.db") as store:
        space = await store.open_space("discord", server.id, "Desk", MORNING)
        async with store.changing(space, None, MORNING) as work:
            for room in (shut, open_, gone):
                opened = await work.rooms.open("discord", server.id, room.id, room.name)
                daily = Schedule(pattern=USUAL, zone="Africa/Nairobi")
                await work.schedules.add(new_schedule(opened.id, "status", daily, datetime.now(UTC)))
    assert "The bot has every permission it needs in the rooms of Discord it posts to" in await machine.is_examined()
    shut.denies(Permission.ATTACH_FILES | Permission.READ_MESSAGE_HISTORY)
    gone.deleted()
    told = await machine.is_examined()
    assert "The bot lacks “Attach Files and Read Message History” in #shut. Whoever manages the server grants" in told
    assert "The channel #gone does not exist any more" in told
    assert "#open" not in told.partition("To know")[0]
