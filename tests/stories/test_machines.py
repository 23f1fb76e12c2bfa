"""From one machine to the next: a bot that serves is backed up, restored on an empty machine, and moved to PostgreSQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings.picture import Clocks
from store.engine import read_url
from store.work import Store
from tests.fakes.slack import FakeSlack, Person
from tests.postgres import new_database
from tests.served import mss, serving, settings, started

pytestmark = pytest.mark.long

DAYS = (date(2024, 6, 30), date(2024, 11, 7), date(2025, 1, 17), date(2026, 1, 19))
QUESTIONS = ("status full", "status as-of 2024-11-07", "history S2-21", "due", "audit")


async def pictures(url: str) -> list[Any]:
    """The situation of every mission of every space, on some days."""
    async with Store(url) as store:
        found: list[Any] = []
        for space, _name in await store.spaces():
            async with store.reading(space) as work:
                found += [
                    await work.claims.picture(mission, Clocks(DAYS[-1], day))
                    for mission in await work.missions.all()
                    for day in DAYS
                ]
        return found


async def answers(ada: Person) -> list[str]:
    return [(await ada.types(f"/mss {question}")).post.words for question in QUESTIONS]


async def test_a_backup_made_while_it_serves_answers_alike_on_an_empty_machine_and_on_postgresql(
    postgres: str, tmp_path: Path
):
    archive, there = f"{tmp_path}/all.zip", read_url(new_database(postgres))
    with_password = there.set(drivername="postgresql").render_as_string(hide_password=False)
    async with started("socket") as slack:
        ada = slack.person("Ada", is_admin=True)
        first, second = machine(slack, tmp_path / "first"), machine(slack, tmp_path / "second")
        async with serving(tmp_path / "first", first) as bot:
            await bot.is_ready()
            await changes(ada)
            said = await answers(ada)
            assert "all.zip holds all of it" in await mss(first, "db", "backup", archive)
            await bot.stops()
        assert "Every audit is whole" in await mss(second, "db", "restore", archive)
        assert await pictures(second["MSS_STORE__URL"]) == await pictures(first["MSS_STORE__URL"]) != []
        async with serving(tmp_path / "second", second) as bot:
            await bot.is_ready()
            assert await answers(ada) == said
            await bot.stops()
        assert "each table compared" in await mss(second, "db", "move", "--to", with_password)
        assert await pictures(with_password) == await pictures(first["MSS_STORE__URL"])
        async with serving(tmp_path / "second", {**second, "MSS_STORE__URL": with_password}) as bot:
            await bot.is_ready()
            assert await answers(ada) == said
            await bot.stops()


def machine(slack: FakeSlack, folder: Path) -> dict[str, str]:
    """The settings of a bot in an empty folder."""
    folder.mkdir()
    return settings(slack, folder)


async def changes(ada: Person) -> None:
    """Somebody sets their zone, and tells that a fact looks wrong to them."""
    for line in ("status", "settings zone Nairobi", "wrong S2-21 because it was 600"):
        assert not (await ada.types(f"/mss {line}")).error
