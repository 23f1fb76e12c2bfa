"""The gateway of the fake, spoken to by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.discord import App, FakeDiscord, Intent, Permission
from tests.fakes.discord.gateway import ALL_INTENTS, HEARTBEAT, MOST_EVENTS
from tests.fakes.discord.hearing import Ear, hearing, identified
from tests.fakes.discord.session import Op


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start() as fake:
        yield fake


@pytest.fixture
async def ear(fake: FakeDiscord) -> AsyncIterator[Ear]:
    async with hearing(fake) as ear:
        yield ear


async def test_it_greets_acks_heartbeats_and_tells_of_servers(fake, ear):
    server = fake.server("Desk")
    room = server.channel("haiti-desk")
    assert (await ear.hears())["d"] == {"heartbeat_interval": int(HEARTBEAT * 1_000)}
    await ear.says(Op.HEARTBEAT)
    assert (await ear.hears())["op"] == Op.HEARTBEAT_ACK
    await ear.identifies()
    ready, created = await ear.hears(), await ear.hears()
    assert (ready["t"], ready["s"], created["t"], created["s"]) == ("READY", 1, "GUILD_CREATE", 2)
    assert ready["d"]["guilds"] == [{"id": server.id, "unavailable": True}]
    assert [each["id"] for each in created["d"]["channels"]] == [room.id]


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (99, None, 4001),
        (Op.PRESENCE, {}, 4003),
        (Op.IDENTIFY, {"token": "wrong", "intents": 1}, 4004),
        (Op.IDENTIFY, {"token": "bot.token.1", "intents": 1, "shard": [2, 2]}, 4010),
        (Op.IDENTIFY, {"token": "bot.token.1", "intents": ALL_INTENTS + 1}, 4013),
        (Op.IDENTIFY, {"token": "bot.token.1"}, 4013),
        (Op.IDENTIFY, {"token": "bot.token.1", "intents": int(Intent.GUILD_MEMBERS)}, 4014),
        (Op.RESUME, {"token": "wrong", "session_id": "1", "seq": 0}, 4004),
    ],
)
async def test_it_closes_with_the_code_of_what_was_wrong(ear, op, data, code):
    await ear.says(op, data)
    assert await ear.is_closed_with() == code


@pytest.mark.parametrize("words", ["no json", "[]", '{"op": 1, "d": "' + "x" * 4_096 + '"}'])
async def test_what_cannot_be_read_ends_the_connection(ear, words):
    await ear.raw(words)
    assert await ear.is_closed_with() == 4002


async def test_nobody_identifies_twice(ear):
    await ear.identifies()
    await ear.identifies()
    assert await ear.is_closed_with() == 4005


async def test_an_old_version_and_too_many_payloads_are_refused(fake, ear):
    async with hearing(fake, version=6) as old:
        assert await old.is_closed_with() == 4012
    for _time in range(MOST_EVENTS + 1):
        await ear.says(Op.HEARTBEAT)
    assert await ear.is_closed_with() == 4008


async def test_a_client_that_sends_no_heartbeat_is_dropped():
    async with await FakeDiscord.start(scale=0.05 / HEARTBEAT) as fake, hearing(fake) as ear:
        assert await ear.is_closed_with() == 4000


async def test_missed_events_are_told_on_resuming_and_then_it_says_so(fake, ear):
    async with hearing(fake) as first:
        await first.identifies()
        ready = await first.hears("READY")
        await fake.gateway.cut()
    for name in ("one", "two"):
        fake.server(name)
    async with hearing(fake) as again:
        await again.resumes(ready["d"]["session_id"], ready["s"])
        told = [await again.hears(Op.DISPATCH) for _time in range(3)]
    assert [(each["t"], each["s"]) for each in told] == [("GUILD_CREATE", 2), ("GUILD_CREATE", 3), ("RESUMED", 4)]


async def test_an_unknown_session_is_invalid_and_a_wrong_number_too(fake, ear):
    await ear.resumes("1", 0)
    assert (await ear.hears(Op.INVALID_SESSION))["d"] is False
    await ear.identifies()
    session = (await ear.hears("READY"))["d"]["session_id"]
    async with hearing(fake) as other:
        await other.resumes(session, 99)
        assert await other.is_closed_with() == 4007


async def test_who_says_goodbye_gives_the_session_up(fake, ear):
    async with identified(fake):
        assert fake.gateway.is_heard
    await ear.resumes("1", 0)
    await ear.hears(Op.INVALID_SESSION)
    assert not fake.gateway.is_heard


async def test_only_so_many_may_identify_within_five_seconds():
    async with await FakeDiscord.start(app=App(starts_at_once=2)) as fake:
        fake.gateway.paces_identify = True
        async with identified(fake, shard=[0, 4]), identified(fake, shard=[1, 4]), hearing(fake) as third:
            await third.identifies(shard=[2, 4])
            assert (await third.hears(Op.INVALID_SESSION))["d"] is False
            fake.passes(5)
            await third.identifies(shard=[2, 4])
            assert (await third.hears("READY"))["d"]["shard"] == [2, 4]


async def test_too_many_starts_in_a_day_end_every_session_and_change_the_token():
    async with await FakeDiscord.start(app=App(starts_a_day=1)) as fake, identified(fake) as first:
        token = fake.token
        async with hearing(fake) as second:
            await second.identifies()
            assert await second.is_closed_with() == 4004
        assert await first.is_closed_with() == 4004
        assert fake.token != token


async def test_too_many_servers_need_shards(fake, ear, monkeypatch):
    monkeypatch.setattr("tests.fakes.discord.gateway.MOST_SERVERS", 1)
    for name in ("one", "two"):
        fake.server(name)
    async with identified(fake, shard=[0, 2]):
        await ear.identifies()
        assert await ear.is_closed_with() == 4011


async def test_without_the_intent_an_event_is_not_told(fake):
    async with identified(fake, intents=int(Intent.GUILD_MESSAGES)) as ear:
        server = fake.server("Desk")
        room = server.channel("haiti-desk")
        fake.person("Ada", server).writes("572?", room)
        assert (await ear.hears(Op.DISPATCH))["t"] == "MESSAGE_CREATE"


async def test_what_happens_in_a_server_is_told(fake):
    async with identified(fake) as ear:
        server = fake.server("Desk")
        room = server.channel("haiti-desk")
        server.thread("572", room)
        room.denies(Permission.SEND_MESSAGES)
        room.deleted()
        server.removes_bot()
        told: list[Any] = [(await ear.hears(Op.DISPATCH))["t"] for _time in range(6)]
    assert told == ["GUILD_CREATE", "CHANNEL_CREATE", "THREAD_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE",
                    "GUILD_DELETE"]  # fmt: skip
