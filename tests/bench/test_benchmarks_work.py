"""Every benchmark runs and gives ratios; how large they are is for the command to say, not for a test."""

from __future__ import annotations

from tests.bench import ledger, pictures
from tests.bench.pictures import measure, table
from tests.postgres import new_database


async def test_the_growth_of_pictures_is_measured_against_both_floors(monkeypatch, new_url):
    monkeypatch.setattr(pictures, "ROUNDS", 1)
    monkeypatch.setattr(pictures, "PER_ROUND", 1)
    rows = await measure("here", new_url, sizes=[50], one_mission=[100])
    assert {row.what.split(",")[0] for row in rows} == {"Picture", "status"}
    assert all(row.against_small > 0 and row.against_select > 0 for row in rows)
    assert "| here | Picture, today, one mission | 100 |" in table(rows)


async def test_the_ledger_is_measured_against_a_hand_written_queue(monkeypatch, postgres):
    monkeypatch.setattr(ledger, "ROUNDS", 1)
    row = await ledger.measure(new_database(postgres), messages=150)
    assert row.ratio > 0
    assert row.commits <= ledger.MOST_COMMITS
    assert "| take and settle, batches of 100 | 150 |" in ledger.table([row])
