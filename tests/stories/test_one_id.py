"""One id from a request to what is posted because of it: in the log, in the audit and in the ledger."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.line import read_line
from adapters.port import Actor, Request, Room, Standing
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.logs import formatter
from bot.rights import OWNER
from briefings.values import read_quantity
from store.deliveries import DeliveryKind
from store.follows import Tells
from store.grants import Holder
from tests.posting import SLACK, TENANT, Process, Stage
from tests.scene import answered
from tests.stories.desks import tell

BEGIN = datetime(2025, 1, 20, 4, tzinfo=UTC)
ADA = Actor(SLACK, TENANT, "U1ADA", "Ada", Standing.MEMBER)


@contextmanager
def logged() -> Iterator[list[dict[str, str]]]:
    """What the bot logs, as programs read it."""
    stream, lines, ours = io.StringIO(), list[dict[str, str]](), logging.getLogger("mss")
    handler, level = logging.StreamHandler(stream), ours.level
    handler.setFormatter(formatter(True, ()))
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        ours.removeHandler(handler)
        ours.setLevel(level)
        lines += map(json.loads, stream.getvalue().splitlines())


def test_a_follow_and_a_correction_are_known_by_their_ids_up_to_the_posts_that_they_cause(tmp_path):
    async def story(stage: Stage, one: Process) -> None:
        store, desk = one.store, Desk(one.store, REGISTRY, for_rooms=True)
        ada = await store.identify(stage.space, SLACK, TENANT, ADA.id, ADA.name, stage.now())
        async with store.changing(stage.space, ada.id, stage.now()) as work:
            await work.grants.give(Holder.person(ada.id), OWNER)
        with logged() as lines:
            room = Room(SLACK, TENANT, "C1", "desk")
            asked = Request("follow", {"zone": "Africa/Nairobi"}, ADA, room, stage.now())
            typed = read_line((await answered(desk, asked)).offers[0].line, desk.shapes)
            await answered(desk, replace(asked, words=typed.words, id="f0110e00"))
            await one.works(stage.now, stage.now() + timedelta(minutes=1), timedelta(minutes=1))
            await stage.passes(seconds=5)
            async with store.changing(stage.space, ada.id, stage.now(), "c0aaec70") as work:
                (mission,) = await work.missions.all()
                there = await work.rooms.open(SLACK, TENANT, "C1")
                await work.follows.tell(there.id, mission.ref, Tells.AT_ONCE)
                claim = await work.claims.find(mission, "S2-21")
                assert claim
                await work.claims.record(
                    mission, replace(claim, value=read_quantity("about 527 personnel")), "typing slip"
                )
            await one.works(stage.now, stage.now() + timedelta(minutes=3), timedelta(minutes=1))
        ledger = await stage.ledger(store, there)
        assert {row.kind: row.request for row in ledger} == {
            DeliveryKind.DIGEST: "f0110e00", DeliveryKind.CHANGE: "c0aaec70", DeliveryKind.CORRECTION: "c0aaec70",
        }  # fmt: skip
        told = [(line["request"], line["event"]) for line in lines if "request" in line]
        assert ("f0110e00", "“follow” was carried out") in told
        assert {id for id, event in told if "was posted to C1" in event} == {"f0110e00", "c0aaec70"}
        async with store.reading(stage.space) as work:
            assert {row.request for row in await work.audit.rows(0, 1_000)} == {"", "f0110e00", "c0aaec70"}
            assert await work.audit.verify() is None

    tell(f"sqlite:///{tmp_path / 'mss.db'}", story, BEGIN)
