"""When the database is gone, full, read only or busy: people are told at once, nothing is lost, and it passes by itself."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from adapters.terminal import PLATFORM
from bot.app import LOCAL
from bot.made import Label
from bot.making import answer_to
from store import punctual
from store.deliveries import DeliveryKind, NewDelivery
from store.engine import Trouble, Unavailable
from store.records import bundled
from store.work import Store
from tests.postgres import new_database
from tests.relay import relayed
from tests.scene import TODAY, Scene, at, scene_in

BEFORE_LONG = 10
"""Real seconds on a busy machine; on another one a hanging database is told of after those it has to answer."""
CHANGE = "fact add strength 600 source S2 as-of 2025-01-10"


@asynccontextmanager
async def scene_at(url: str) -> AsyncIterator[Scene]:
    async with Store(url) as store:
        await store.upgrade()
        yield await scene_in(store, bundled())


@contextmanager
def told(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """What the log tells of outages."""
    found: list[str] = []
    with caplog.at_level(logging.INFO, "mss.store"):
        yield found
    found += [record.getMessage() for record in caplog.records if record.name == "mss.store"]


def reference_in(text: str) -> str:
    found = re.search(r"reference (\w{8})", text)
    assert found, text
    return found[1]


async def test_while_the_database_is_gone_people_are_told_at_once_and_it_comes_back_by_itself(postgres, caplog):
    async with relayed(new_database(postgres)) as (url, relay), scene_at(url) as scene:
        assert (await scene.says("status")).is_answer
        with told(caplog) as log:
            await relay.cut()
            assert (await scene.says("status")).is_answer  # known for a second, as it was a moment ago
            for line in ("status", "due", CHANGE):
                refused = await scene.says(line, today=TODAY + timedelta(days=1))
                assert refused.title.startswith(
                    "My records cannot be reached at the moment, so nothing can be looked up"
                )
            await relay.mend()
            answered = await scene.says("status", today=TODAY + timedelta(days=2))
        assert answered.is_answer
        begun, ended = log
        assert begun.startswith("the database is gone, reference ")
        assert not any(word in refused.text for word in ("postgres", "127.0.0.1", str(relay.port)))
        assert ended.startswith("the database is no longer gone, after 0 s, reference ")
        assert reference_in(begun) == reference_in(ended) == reference_in(refused.title)


async def test_a_database_that_hangs_is_told_of_in_time_and_then_at_once(postgres: str, monkeypatch):
    monkeypatch.setattr(punctual, "ANSWERS_WITHIN", 1)
    async with relayed(new_database(postgres)) as (url, relay), scene_at(url) as scene:
        later = TODAY + timedelta(days=1)
        assert (await scene.says("status")).is_answer
        relay.hang()
        async with asyncio.timeout(BEFORE_LONG):
            refused = await scene.says("due", today=later)
        assert refused.title.startswith("My records cannot be reached at the moment")
        asked = [asyncio.create_task(scene.store.spaces()) for _time in range(5)]
        told, (looking,) = await asyncio.wait(asked, timeout=0.5)
        assert {type(one.exception()) for one in told} == {Unavailable}
        await relay.mend()
        assert await looking
        assert (await scene.says("due", today=later)).is_answer


async def test_what_is_to_be_posted_meanwhile_meets_the_outage_itself_and_not_a_bug(postgres: str):
    async with relayed(new_database(postgres)) as (url, relay), scene_at(url) as scene:
        now = at(TODAY)
        async with scene.store.changing(scene.space, scene.person, now) as work:
            room = await work.rooms.open(PLATFORM, LOCAL, "here")
        post = NewDelivery(scene.space, room.id, PLATFORM, "o", "s", DeliveryKind.COMMAND, "due", now, now)
        await scene.store.ledger.plan([post])
        (taken,) = await scene.store.ledger.take(PLATFORM, "one", now, now + timedelta(minutes=1), 1)
        await relay.cut()
        with pytest.raises(Unavailable):
            await answer_to(taken, Label(), scene.desk, now, now)


async def test_a_statement_that_hangs_is_given_up(postgres: str, monkeypatch):
    monkeypatch.setattr(punctual, "LONGEST", 0.3)
    async with Store(new_database(postgres)) as store:
        with pytest.raises(Unavailable) as told:
            await store.leases._statements.all(text("SELECT pg_sleep(30)"))
        assert told.value.trouble is Trouble.GONE


@asynccontextmanager
async def every_connection(store: Store, pragma: str) -> AsyncIterator[None]:
    """Let every connection be made anew, with a pragma; afterwards as before."""
    engine = store._engine.sync_engine

    def prepare(connection, _record) -> None:
        connection.execute(f"PRAGMA {pragma}")

    await store.close()
    event.listen(engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(engine, "connect", prepare)
        await store.close()


async def test_what_can_only_be_read_answers_questions_and_says_so_to_who_changes_something(tmp_path, caplog):
    async with scene_at(f"sqlite:///{tmp_path}/s.db") as scene:
        with told(caplog) as log:
            async with every_connection(scene.store, "query_only=ON"):
                for _time in range(2):
                    assert (await scene.says("status")).is_answer
                    refused = await scene.says("settings zone Nairobi")
                    assert refused.title.startswith(
                        "My records can only be read at the moment: nothing can be recorded"
                    )
                assert scene.store.outages.going_on == {Trouble.READ_ONLY}
            changed = await scene.says("settings zone Nairobi")
        assert changed.is_answer
        begun, ended = log
        assert begun.startswith(f"the database is read only, reference {reference_in(refused.title)}: ")
        assert ended.startswith("the database is no longer read only, ")


async def test_with_no_room_left_questions_are_answered_and_changes_are_whole_or_not_there(tmp_path):
    async with scene_at(f"sqlite:///{tmp_path}/s.db") as scene:
        async with every_connection(scene.store, "max_page_count=1"):  # it may not grow any more
            said = [await scene.says(f"wrong S2-21 because {'it was 600 ' * 20} {number}") for number in range(20)]
            stored = [answer for answer in said if answer.is_answer]
            refused = next(answer for answer in said if not answer.is_answer)
            assert refused.title.startswith("There is no room left where I keep my records: nothing can be recorded")
            assert (await scene.says("status")).is_answer
        async with scene.store.reading(scene.space) as work:
            (mission,) = await work.missions.all()
            assert len(await work.claims.flags(mission, 100)) == len(stored)
            assert await work.audit.verify() is None


async def test_a_file_that_is_damaged_is_told_as_one_that_cannot_be_reached(tmp_path):
    async with scene_at(f"sqlite:///{tmp_path}/s.db") as scene:
        async with scene.store.reading(scene.space) as work:
            await work.missions.all()
        await scene.store.close()
        for part in tmp_path.glob("s.db*"):
            part.write_bytes(b"no database at all " * 500)
        assert (await scene.says("status")).title.startswith("My records cannot be reached at the moment")
