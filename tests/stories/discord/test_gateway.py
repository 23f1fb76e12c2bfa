"""The gateway: one process hears each shard, whatever happens to the others and to the network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.gateway import Rhythm
from adapters.discord.platform import Discord
from briefings import words
from briefings.document import UserError
from store.engine import Trouble
from store.work import Store
from tests.fakes.discord import App
from tests.postgres import new_database
from tests.relay import relayed
from tests.stories.discord.stage import LONG, MORNING, QUICK, Stage, access, served, staged, until

SHORT = replace(QUICK, lasts=30)
"""Leases that last half a minute, looked after as often as no story minds."""
FAR_OFF = MORNING.replace(year=2030)


@asynccontextmanager
async def another(stage: Stage, rhythm: Rhythm = SHORT) -> AsyncIterator[Discord]:
    """A second process over the same store."""
    async with served(stage.discord, stage.store, stage.desk, rhythm=rhythm) as bot:
        yield bot


def answers(stage: Stage) -> list[int]:
    return [call.status for call in stage.discord.calls("POST /interactions/{}/{}/callback")]


async def is_silent(stage: Stage) -> bool:
    """Whether the bot has hung up."""
    return all(session.connection is None for session in stage.discord.gateway.sessions)


# who hears


async def test_two_processes_never_both_answer(tmp_path: Path):
    async with staged(tmp_path, rhythm=SHORT) as stage, another(stage) as second:
        room, (ada,) = stage.room("Ada")
        for _time in range(3):
            assert "mandate ended" in (await ada.types("/mss status", room)).text
        assert answers(stage) == [200, 200, 200]
        assert stage.discord.gateway.identified == 1
        assert second.health(MORNING).is_well


async def test_the_second_process_takes_over_when_the_first_stops(tmp_path: Path):
    async with staged(tmp_path, rhythm=SHORT) as stage, another(stage):
        room, (ada,) = stage.room("Ada")
        await stage.bot.stop()
        await stage.discord.gateway.has_identified(2)
        assert "mandate ended" in (await ada.types("/mss status", room)).text


async def test_a_process_that_slept_past_its_lease_leaves_the_answer_to_who_took_over(tmp_path: Path):
    async with staged(tmp_path, rhythm=Rhythm(renews=3_600, looks=0.05, lasts=30, deaf_after=LONG)) as stage:
        room, (ada,) = stage.room("Ada")
        stage.discord.passes(31)
        async with another(stage):
            await stage.discord.gateway.connected(2)
            assert "mandate ended" in (await ada.types("/mss status", room)).text
            assert answers(stage) == [200]


async def test_a_process_whose_lease_was_taken_hangs_up(tmp_path: Path):
    async with staged(tmp_path, rhythm=Rhythm(renews=0.5, looks=0.5, lasts=30, deaf_after=LONG)) as stage:
        stage.discord.passes(31)
        assert await stage.store.leases.take("discord shard 0", "somebody else", stage.now(), FAR_OFF)
        await until(lambda: is_silent(stage))
        assert stage.bot.health(stage.now()).is_well


async def test_without_a_database_the_holder_goes_on_and_says_so_and_gives_way_to_who_took_over(
    postgres: str, tmp_path: Path
):
    async with (
        relayed(new_database(postgres)) as (url, relay),
        staged(tmp_path, rhythm=replace(SHORT, renews=0.05), url=url) as stage,
        Store(url) as other,
    ):
        room, (ada,) = stage.room("Ada")
        await ada.types("/mss status", room)
        await relay.cut()

        async def is_gone() -> bool:
            return Trouble.GONE in stage.store.outages.going_on

        await until(is_gone)
        stage.discord.passes(31)
        assert "My records cannot be reached at the moment" in (await ada.types("/mss due", room)).text
        assert stage.bot.health(stage.now()).is_well
        await relay.mend()

        async def is_taken() -> bool:
            stage.discord.passes(31)
            return await other.leases.take("discord shard 0", "somebody else", stage.now(), FAR_OFF)

        await until(is_taken)
        await until(lambda: is_silent(stage))
        assert stage.discord.gateway.identified == 1


# the network


async def test_after_a_lost_connection_the_session_goes_on_and_nothing_is_missed(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await stage.discord.gateway.cut()
    seen = await ada.types("/mss status", room)
    assert "mandate ended" in seen.text
    assert stage.discord.gateway.resumed == 1
    assert stage.discord.gateway.identified == 1


async def test_what_discord_tells_twice_is_answered_once(stage: Stage):
    room, (ada,) = stage.room("Ada")
    await ada.types("/mss status", room)
    (session,) = stage.discord.gateway.sessions
    assert session.connection
    session.connection.say(session.sent[-1])
    await ada.types("/mss due", room)
    assert answers(stage) == [200, 200]


async def test_a_connection_that_has_gone_deaf_is_opened_anew(tmp_path: Path):
    async with staged(tmp_path, rhythm=replace(QUICK, deaf_after=150)) as stage:
        room, (ada,) = stage.room("Ada")
        await ada.types("/mss status", room)
        stage.discord.gateway.stall()
        stage.discord.passes(151)
        await stage.discord.gateway.has_identified(2)
        assert "mandate ended" in (await ada.types("/mss status", room)).text


async def test_a_connection_that_discord_ends_for_good_is_told_of_and_tried_again(stage: Stage):
    room, (ada,) = stage.room("Ada")
    token, stage.discord.world.app.token = stage.discord.token, "another"
    await stage.discord.gateway.drop(4004)

    async def unwell() -> bool:
        return not stage.bot.health(stage.now()).is_well

    await until(unwell)
    assert stage.bot.health(stage.now()).why == "shard 0 is not connected"
    stage.discord.world.app.token = token
    await stage.discord.gateway.has_identified(2)
    assert "mandate ended" in (await ada.types("/mss status", room)).text


async def test_health_tells_when_anything_was_heard_last(stage: Stage):
    room, (ada,) = stage.room("Ada")
    stage.discord.passes(60)
    await ada.types("/mss status", room)
    health = stage.bot.health(stage.now())
    assert (health.is_well, health.why) == (True, "")
    assert health.heard_at == stage.now()


# many servers


async def test_above_a_size_there_are_several_shards_whose_sessions_begin_apart(tmp_path: Path):
    async with staged(tmp_path, app=App(shards=2)) as stage:
        assert stage.discord.gateway.identified == 1
        stage.discord.passes(5)
        await stage.discord.gateway.connected(2)
        assert {session.shard for session in stage.discord.gateway.sessions} == {(0, 2), (1, 2)}
        for number in range(3):
            room, (ada,) = stage.room("Ada", server=f"Desk {number}")
            assert "mandate ended" in (await ada.types("/mss status", room)).text


async def test_all_processes_go_by_one_number_of_shards(tmp_path: Path):
    async with staged(tmp_path) as stage:
        stage.discord.world.app.shards = 2
        async with another(stage):
            await stage.bot.stop()
            await stage.discord.gateway.has_identified(2)
            assert {session.shard for session in stage.discord.gateway.sessions} == {(0, 1)}


# what the operator can mend


async def test_a_refused_token_says_where_to_get_one(stage: Stage):
    wrong = Discord(replace(access(stage.discord), token="no.such.token"), stage.desk, stage.store, stage.now)
    with pytest.raises(UserError) as refused:
        await wrong.start()
    assert "Discord refuses discord.token; make a new one on the page “Bot”" in words.text(refused.value.line)


async def test_the_token_of_another_application_is_noticed(stage: Stage):
    wrong = Discord(replace(access(stage.discord), application_id="1"), stage.desk, stage.store, stage.now)
    with pytest.raises(UserError) as refused:
        await wrong.start()
    assert "discord.application_id says 1" in words.text(refused.value.line)


async def test_a_discord_that_cannot_be_reached_is_named(stage: Stage):
    away = replace(access(stage.discord), api_url="http://127.0.0.1:9")
    with pytest.raises(UserError) as refused:
        await Discord(away, stage.desk, stage.store, stage.now).start()
    assert "Discord cannot be reached" in words.text(refused.value.line)
