"""Every benchmark runs and gives ratios; how large they are is for the command to say, not for a test."""

from __future__ import annotations

from tests.bench import pictures
from tests.bench.pictures import measure, table


async def test_the_growth_of_pictures_is_measured_against_both_floors(monkeypatch, new_url):
    monkeypatch.setattr(pictures, "ROUNDS", 1)
    monkeypatch.setattr(pictures, "PER_ROUND", 1)
    rows = await measure("here", new_url, sizes=[50], one_mission=[100])
    assert {row.what.split(",")[0] for row in rows} == {"Picture", "status"}
    assert all(row.against_small > 0 and row.against_select > 0 for row in rows)
    assert "| here | Picture, today, one mission | 100 |" in table(rows)
