"""The Picture of the store is the Picture of the engine, under any clocks, after any sequence of changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from briefings.claims import Claim, Link, Mission, Relation, Source
from briefings.dates import Bound, Precision, RecordedDate, Role
from briefings.document import UserError
from briefings.picture import Clocks
from briefings.record import Record, read_record
from briefings.values import Qualifier, Quantity
from store import Store
from tests.conftest import NOW, new_space
from tests.store.memory import Memory, held

RECORDS = sorted([*Path("store/records").glob("*.toml"), *Path("tests/records").glob("*.toml")])
MISSION = Mission(name="Mission of Hypotheses", short="MOH")
DAYS = [date(2024, 6, 1) + timedelta(days=30 * step) for step in range(6)]

days = st.sampled_from(DAYS)
said_on = st.one_of(
    days.map(RecordedDate),
    days.map(lambda day: RecordedDate(day.replace(day=1), Precision.MONTH, Bound.BY)),
    st.just(RecordedDate(None, Precision.UNKNOWN)),
)
names = st.integers(1, 6).map(lambda number: f"F{number}")
sources = st.integers(0, 2).map(lambda number: f"S{number}")
counts = st.builds(Quantity, st.integers(1, 4).map(lambda n: Decimal(n) / 2),
                   qualifier=st.sampled_from([Qualifier.EXACT, Qualifier.UP_TO]))  # fmt: skip
claims = st.builds(
    Claim, name=names, source=sources, value=counts,
    kind=st.sampled_from(["strength", "target", "movement"]), scope=st.sampled_from(["", "Kenya", "KENYA"]),
    dates=st.dictionaries(st.sampled_from([Role.OCCURRED, Role.REPORTED_ON]), said_on, max_size=1),
    links=st.lists(names.map(lambda name: Link(Relation.SUPERSEDES, name)), max_size=1).map(tuple),
    beside=st.sampled_from([False, False, False, True]),
)  # fmt: skip
published = st.builds(Source, name=sources, title=st.just("A report"), published=said_on,
                      retracted=st.sampled_from(["", "", "taken back"]), internal=st.sampled_from([False, False, True]))  # fmt: skip
changes = st.tuples(st.sampled_from(["withdraw", "withdraw", "restore", "hold", "release"]), names)
steps = st.lists(st.tuples(st.integers(0, 2), st.one_of(claims, claims, published, changes)), min_size=4, max_size=16)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
async def test_the_picture_of_a_record_is_the_engines_on_any_day(path: Path, store: Store, space: int):
    record = read(path)
    memory = Memory.of(record, NOW)
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(record)
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        for clocks in clocks_for(record):
            assert await work.claims.picture(mission, clocks) == held(memory.picture(clocks))


def read(path: Path) -> Record:
    return read_record(path.read_text(encoding="utf-8"))


def clocks_for(record: Record) -> list[Clocks]:
    """A day in every second month of the record and some around it, with and without the other clocks."""
    spoken = sorted(claim.speaks_of.start for claim in record.claims if claim.speaks_of and claim.speaks_of.start)
    months = range(-1, (spoken[-1] - spoken[0]).days // 60 + 2)
    asked = [spoken[0] + timedelta(days=60 * month) for month in months][-5:]
    readable = [None, asked[len(asked) // 2]]
    known = [None, NOW, NOW - timedelta(seconds=1)]
    return [Clocks(NOW.date(), day, by, at) for day in asked for by in readable for at in known]


@settings(max_examples=12, deadline=None)
@given(steps=steps)
async def test_the_picture_after_any_changes_is_the_engines_under_any_clocks(store: Store, steps: list[Any]):
    await agree_after(store, steps)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(steps=steps)
async def test_the_picture_after_many_more_changes_is_the_engines_too(store: Store, steps: list[Any]):
    await agree_after(store, steps)


async def agree_after(store: Store, steps: list[Any]) -> None:
    """Take the steps in a fresh space and compare the Pictures of store and engine under many clocks."""
    space = await new_space(store)
    memory, moments = Memory(MISSION), [NOW]
    first = [Source(name=f"S{number}", title="A report") for number in range(3)]
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(Record(MISSION, tuple(first), (), ()))
    for source in first:
        memory.source(source, NOW)
    for hours, step in steps:
        moments.append(moments[-1] + timedelta(hours=hours))
        await take(store, space, memory, step, moments[-1])
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        assert await work.audit.verify() is None
        for clocks in some_clocks(moments):
            assert await work.claims.picture(mission, clocks) == held(memory.picture(clocks))
        work.see_internal_of(frozenset())
        for clocks in some_clocks(moments):
            assert await work.claims.picture(mission, clocks) == held(memory.picture(clocks, is_cleared=False))


async def take(store: Store, space: int, memory: Memory, step: Any, at: datetime) -> None:
    """Do the same to the store and to the memory."""
    async with store.changing(space, None, at) as work:
        (mission,) = await work.missions.all()
        match step:
            case Claim():
                await work.claims.record(mission, step)
                memory.record(step, at)
            case Source():
                await work.claims.record_source(mission, step)
                memory.source(step, at)
            case (what, name):
                if memory.change(name, what, at):
                    await getattr(work.claims, what)(mission, name, "because")
                else:
                    with pytest.raises(UserError):
                        await getattr(work.claims, what)(mission, name, "because")


def some_clocks(moments: list[datetime]) -> list[Clocks]:
    known = [None, *moments[:: max(1, len(moments) // 2)]]
    asked = [DAYS[3], NOW.date() + timedelta(days=1)]
    return [Clocks(NOW.date(), day, by, at) for day in asked for by in (None, DAYS[2]) for at in known]


async def test_a_claim_superseded_by_a_withdrawn_one_counts_again(store: Store, space: int):
    record = two_counts()
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(record)
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, "F2", "it was another mission")
    async with store.reading(space) as work:
        now = await work.claims.picture(mission, Clocks(NOW.date(), NOW.date()))
    assert [claim.name for claim in now.rivals("strength")] == ["F1"]


async def test_what_was_known_before_a_withdrawal_is_still_told(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(two_counts())
    async with store.changing(space, None, NOW + timedelta(hours=1)) as work:
        (mission,) = await work.missions.all()
        await work.claims.withdraw(mission, "F2", "it was another mission")
    async with store.reading(space) as work:
        then = await work.claims.picture(mission, Clocks(NOW.date(), NOW.date(), known_at=NOW))
    assert [claim.name for claim in then.rivals("strength")] == ["F2"]


async def test_a_picture_takes_a_few_queries(store: Store, space: int):
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(read(RECORDS[-1]))
    asked: list[str] = []
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        engine = (await work.claims._tx.opened()).sync_connection
        event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        await work.claims.picture(mission, Clocks(NOW.date(), NOW.date()))
    assert len(asked) <= 8


def two_counts() -> Record:
    """F2 of December supersedes F1 of November."""
    one = Claim(name="F1", kind="strength", source="S0", value=Quantity(Decimal(400)),
                dates={Role.AS_OF: RecordedDate(date(2024, 11, 7))})  # fmt: skip
    two = replace(one, name="F2", value=Quantity(Decimal(572)), links=(Link(Relation.SUPERSEDES, "F1"),),
                  dates={Role.AS_OF: RecordedDate(date(2024, 12, 7))})  # fmt: skip
    return Record(MISSION, (Source(name="S0", title="A report"),), (), (one, two))
