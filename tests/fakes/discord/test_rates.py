"""The quotas of the fake: buckets, the global one, and the ban of those who do not listen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.asking import Api, asking


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with await FakeDiscord.start(scale=1_000) as fake:
        yield fake


@pytest.fixture
async def api(fake: FakeDiscord) -> AsyncIterator[Api]:
    async with asking(fake) as api:
        yield api


async def test_five_messages_in_five_seconds_fit_into_a_channel(fake, api):
    server = fake.server("Desk")
    room, other = server.channel("haiti-desk"), server.channel("sahel-desk")
    path = f"POST /channels/{room.id}/messages"
    replies = [await api.ask(path, {"content": "x"}) for _time in range(6)]
    assert [reply.status for reply in replies] == [200] * 5 + [429]
    assert [reply.headers["X-RateLimit-Remaining"] for reply in replies] == ["4", "3", "2", "1", "0", "0"]
    assert len({reply.headers["X-RateLimit-Bucket"] for reply in replies}) == 1
    assert replies[-1].headers["X-RateLimit-Scope"] == "user"
    assert replies[-1].headers["Via"]
    assert replies[-1].body["global"] is False
    assert 4 < replies[-1].body["retry_after"] / fake.scale <= 5
    assert (await api.ask(f"POST /channels/{other.id}/messages", {"content": "x"})).status == 200
    fake.passes(5)
    assert (await api.ask(path, {"content": "x"})).status == 200


async def test_fifty_requests_a_second_go_and_interactions_do_not_count(fake, api):
    replies = [await api.ask("GET /users/@me") for _time in range(51)]
    assert [reply.status for reply in replies] == [200] * 50 + [429]
    assert replies[-1].body["global"] is True
    assert replies[-1].headers["X-RateLimit-Global"] == "true"
    assert "X-RateLimit-Bucket" not in replies[-1].headers
    assert (await api.ask("POST /interactions/1/token/callback", {"type": 4})).code == 10062
    fake.passes(1)
    assert (await api.ask("GET /users/@me")).status == 200


async def test_too_many_refusals_within_ten_minutes_shut_the_address_out(fake):
    fake.rates.ban_after = 3
    async with asking(fake, "wrong") as stranger:
        await stranger.ask("GET /users/@me")
        fake.passes(601)
        for _time in range(3):
            assert not fake.is_banned
            await stranger.ask("GET /users/@me")
    async with asking(fake) as api:
        shut_out = await api.ask("GET /users/@me")
        assert fake.is_banned
        assert (shut_out.status, shut_out.body) == (429, "error code: 1015")
        assert "Via" not in shut_out.headers
        fake.passes(3_600)
        assert (await api.ask("GET /users/@me")).status == 200
