"""Records in and out: loaded in one transaction, loaded twice without a trace, given back equal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from briefings.claims import Choice, Remark, Source
from briefings.dates import RecordedDate
from briefings.picture import Clocks
from briefings.record import Record, check_record, write_record
from briefings.values import Quantity
from store import Loaded, MissionRow, Store, Work
from tests.conftest import NOW
from tests.store.test_picture import RECORDS, read, two_counts

LATER = NOW + timedelta(hours=1)
TODAY = Clocks(NOW.date(), NOW.date())


async def load(store: Store, space: int, record: Record, at=NOW) -> Loaded:
    async with store.changing(space, None, at) as work:
        return await work.missions.load(record)


async def only_mission(work: Work) -> MissionRow:
    (mission,) = await work.missions.all()
    return mission


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
async def test_a_loaded_record_comes_back_equal(path: Path, store: Store, space: int):
    record = read(path)
    loaded = await load(store, space, record)
    assert loaded == Loaded(added=len(record.claims), changed=0, unchanged=0)
    async with store.reading(space) as work:
        exported = await work.missions.export(await only_mission(work))
    assert exported == record
    assert write_record(exported) == write_record(record)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
async def test_loading_an_equal_record_again_writes_nothing(path: Path, store: Store, space: int):
    record = read(path)
    await load(store, space, record)
    before = await audit_and_revision(store, space)
    assert await load(store, space, record, LATER) == Loaded(0, 0, unchanged=len(record.claims))
    assert await audit_and_revision(store, space) == before


async def audit_and_revision(store: Store, space: int) -> tuple[int, int]:
    async with store.reading(space) as work:
        return len(await work.audit.rows()), (await only_mission(work)).revision


async def test_a_changed_fact_becomes_a_new_version_of_its_name(store: Store, space: int):
    record = two_counts()
    await load(store, space, record)
    corrected = replace(record.claims[1], value=Quantity(Decimal(600)))
    assert await load(store, space, replace(record, claims=(corrected,)), LATER) == Loaded(0, changed=1, unchanged=0)
    async with store.reading(space) as work:
        mission = await only_mission(work)
        now = await work.claims.picture(mission, TODAY)
        then = await work.claims.picture(mission, replace(TODAY, known_at=NOW))
        told = await work.claims.history(mission, "F2")
    assert [str(claim.value) for claim in now.rivals("strength")] == ["600"]
    assert [str(claim.value) for claim in then.rivals("strength")] == ["572"]
    assert [event.claim and str(event.claim.value) for event in told] == ["572", "600"]


async def test_a_claim_moves_to_the_day_its_source_turns_out_to_be_of(store: Store, space: int):
    record = two_counts()
    undated = replace(record.claims[0], dates={})
    await load(store, space, replace(record, claims=(undated,)))
    dated = Source(name="S0", title="A report", published=RecordedDate(date(2024, 10, 2)))
    await load(store, space, replace(record, sources=(dated,), claims=(undated,)), LATER)
    autumn = replace(TODAY, as_of=date(2024, 10, 2))
    async with store.reading(space) as work:
        mission = await only_mission(work)
        now = await work.claims.picture(mission, autumn)
        then = await work.claims.picture(mission, replace(autumn, known_at=NOW))
    assert [claim.name for claim in now.rivals("strength")] == ["F1"]
    assert then.rivals("strength") == ()


async def test_what_a_record_leaves_out_stays(store: Store, space: int):
    record = two_counts()
    await load(store, space, record)
    await load(store, space, Record(record.mission, (), (), ()), LATER)
    async with store.reading(space) as work:
        assert await work.missions.export(await only_mission(work)) == record


async def test_a_failed_load_leaves_nothing(store: Store, space: int):
    record = two_counts()
    nowhere = replace(record.claims[1], source="S9")
    with pytest.raises(KeyError):
        await load(store, space, replace(record, claims=(record.claims[0], nowhere)))
    async with store.reading(space) as work:
        assert await work.missions.all() == []
        assert [row.action for row in await work.audit.rows()] == ["open space"]


async def test_an_export_leaves_out_what_is_withdrawn_and_what_leans_on_it(store: Store, space: int):
    record = two_counts()
    noted = replace(
        record,
        choices=(Choice("F1", "it is nearer"),),
        remarks=(Remark("R1", "rivals", ("F1", "F2"), "Both were printed."),),
    )
    await load(store, space, noted)
    async with store.changing(space, None, LATER) as work:
        await work.claims.withdraw(await only_mission(work), "F1", "a slip")
    async with store.reading(space) as work:
        exported = await work.missions.export(await only_mission(work))
    assert [claim.name for claim in exported.claims] == ["F2"]
    assert exported.claims[0].links == ()
    assert exported.choices == ()
    assert [remark.claims for remark in exported.remarks] == [("F2",)]
    assert check_record(write_record(exported)) == []


async def test_a_mission_is_found_by_any_name_then_by_how_a_name_begins(store: Store, space: int):
    record = two_counts()
    named = replace(record, mission=replace(record.mission, aliases=("Mission Hypothétique",)))
    await load(store, space, named)
    async with store.reading(space) as work:
        for words in ("moh", "MISSION  of hypotheses", "mission hypothétique", "mission", "MO"):
            assert [row.mission.short for row in await work.missions.find(words)] == ["MOH"]
        assert await work.missions.find("MSS") == []
        assert await work.missions.find("%") == []
