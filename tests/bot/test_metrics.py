"""What is counted: every command by its outcome, every delivery by what became of it, and nobody by name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.arguments import Ask
from bot.commands import REGISTRY
from bot.metrics import MeasuredDesk, Metrics
from briefings.document import Document, Line
from store.deliveries import DeliveryState
from tests.bot.test_desk import request
from tests.posting import Process, Stage, staged
from tests.scene import Scene, answered
from tests.simulated import simulate

OPERATING = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")


async def test_commands_are_counted_by_their_outcome_and_what_is_none_by_no_name(scene: Scene):
    async def breaks(ask: Ask) -> Document[Line]:
        raise RuntimeError("a bug")

    metrics = Metrics()
    broken = replace(REGISTRY["due"], handler=breaks, parameters=())
    desk = MeasuredDesk(scene.store, {**REGISTRY, "due": broken}, metrics)
    await answered(desk, request("status"))
    await answered(desk, request("status", as_of="never"))
    await answered(desk, request("due"))
    await answered(desk, request("s3cret"))
    page = metrics.page().decode()
    for name, outcome in (("status", "answered"), ("status", "refused"), ("due", "failed"), ("unknown", "refused")):
        assert f'mss_commands_total{{command="{name}",outcome="{outcome}"}} 1.0' in page
    assert 'mss_command_seconds_count{outcome="refused"} 2.0' in page
    assert "s3cret" not in page


def test_deliveries_are_counted_with_how_late_they_were(new_url: str):
    metrics = Metrics()

    async def story(stage: Stage, one: Process) -> None:
        one.courier.after_each_attempt(metrics.delivery)
        room = await stage.room(one.store, "a-secret-desk")
        await stage.schedule(one.store, room, "daily 06:01")
        await stage.passes(minutes=3)
        await one.rounds.go()
        (row,) = await stage.ledger(one.store, room)
        assert row.state is DeliveryState.SENT
        metrics.queue(await one.store.ledger.depth(), one.courier)
        metrics.store(one.store)

    simulate(lambda loop: staged(loop, new_url, story))
    page = metrics.page().decode()
    assert 'mss_deliveries_total{platform="slack",state="sent"} 1.0' in page
    assert 'mss_delivery_late_seconds_bucket{le="60.0",platform="slack"} 0.0' in page
    assert 'mss_delivery_late_seconds_bucket{le="300.0",platform="slack"} 1.0' in page
    assert 'mss_deliveries_waiting{platform="slack",state="waiting"} 0.0' in page
    assert 'mss_rate_limit_wait_seconds{platform="slack",why="paced"} 0.0' in page
    assert 'mss_database_trouble{trouble="gone"} 0.0' in page
    assert 'mss_pictures{outcome="made"} ' in page
    assert "a-secret-desk" not in page


def test_every_metric_stands_in_the_page_for_operators_and_no_other():
    counted = set(re.findall(r"(?m)^# TYPE (mss_\w+) ", Metrics().page().decode()))
    assert counted == set(re.findall(r"`(mss_\w+)`", OPERATING))
