"""Every benchmark runs and gives ratios; how large they are is for the command to say, not for a test."""

from __future__ import annotations

import pytest

from tests.bench import commands, discord_commands, fanout, ledger, moment, pictures, processes, registered, senders
from tests.bench.rounds import QUICK, Bench, Row, table
from tests.postgres import new_database


@pytest.mark.parametrize(
    ("bench", "numbers"),
    [
        pytest.param(commands.measure, {1, 2}, id="commands"),
        pytest.param(registered.measure, {3}, id="registered"),
        pytest.param(discord_commands.measure, {4}, id="discord"),
        pytest.param(moment.measure, {6, 7}, id="moment"),
        pytest.param(fanout.measure, {8}, id="fanout"),
        pytest.param(senders.measure, {10}, id="senders"),
        pytest.param(processes.measure, {11, 12}, id="processes", marks=pytest.mark.long),
    ],
)
async def test_it_works(monkeypatch, bench: Bench, numbers: set[int]):
    monkeypatch.setattr(moment, "FIRES_EVERY", 1)
    monkeypatch.setattr(moment, "QUIET_FOR", 0.1)
    rows = await bench(QUICK)
    assert {row.number for row in rows} == numbers
    assert _are_ratios(rows)


async def test_the_growth_of_pictures_is_measured_against_both_floors(monkeypatch, new_url):
    monkeypatch.setattr(pictures, "PER_ROUND", 1)
    rows = await pictures.measured("here", new_url, QUICK)
    assert {row.what.split(",")[0] for row in rows} == {
        "here: Picture",
        "here: status",
        "here: Picture after one new claim",
    }
    assert _are_ratios(rows)
    assert "| 5 | here: Picture, today, 40 claims, one mission: × at 20 |" in table(rows)


async def test_the_ledger_is_measured_against_a_hand_written_queue(monkeypatch, postgres):
    monkeypatch.setattr(ledger, "ROUNDS", 1)
    row = await ledger.measure(new_database(postgres), messages=150)
    assert row.ratio > 0
    assert row.commits <= ledger.MOST_COMMITS
    assert "| take and settle, batches of 100 | 150 |" in ledger.table([row])


def _are_ratios(rows: list[Row]) -> bool:
    return all(ratio > 0 for row in rows for ratio in row.ratios if row.goal.bound)
