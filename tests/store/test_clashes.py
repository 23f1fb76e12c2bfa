"""Record files against what chat recorded meanwhile, and against a mission that was renamed or archived here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefings import words
from briefings.claims import Claim, Source
from briefings.document import UserError
from briefings.values import Quantity
from store import Store
from tests.store.test_picture import two_counts
from tests.store.test_records import LATER, load, only_mission

CALL = Source(name="S1", title="call with the spokesperson")


async def told_in_chat(store: Store, space: int) -> None:
    """The record of two counts, and a source S1 with its fact S1-01 that were recorded one by one."""
    await load(store, space, two_counts())
    async with store.changing(space, None, LATER) as work:
        mission = await only_mission(work)
        await work.claims.record_source(mission, CALL)
        await work.claims.record(mission, fact(970))


def fact(number: int, quote: str = "about that many") -> Claim:
    return Claim(name="S1-01", kind="strength", source="S1", value=Quantity(Decimal(number)), quote=quote)


async def test_a_name_that_chat_used_for_something_else_is_refused_with_the_list(store: Store, space: int):
    await told_in_chat(store, space)
    newer = replace(two_counts(), sources=(Source(name="S1", title="a report"),), claims=(fact(5, "five"),))
    with pytest.raises(UserError) as caught:
        await load(store, space, newer, LATER)
    said = words.text(caught.value.line)
    assert "S1 (here call with the spokesperson, in the file a report)" in said
    assert "S1-01" in said
    assert "the next are S2 and F3" in said
    async with store.reading(space) as work:
        assert await work.claims.source(await only_mission(work), "S1") == CALL


async def test_the_same_thing_corrected_in_an_exported_file_is_taken(store: Store, space: int):
    await told_in_chat(store, space)
    async with store.reading(space) as work:
        exported = await work.missions.export(await only_mission(work))
    claims = tuple(fact(907) if claim.name == "S1-01" else claim for claim in exported.claims)
    loaded = await load(store, space, replace(exported, claims=claims), LATER)
    assert (loaded.added, loaded.changed) == (0, 1)


async def test_an_older_file_neither_renames_nor_revives_a_mission_nor_takes_its_ladder(store: Store, space: int):
    await load(store, space, two_counts())
    async with store.changing(space, None, LATER) as work:
        row = await only_mission(work)
        said = replace(row.mission, short="NEW", archived="it has ended", ladders={"mandate": (30, 0, -1)})
        now = await work.missions.change(row, said, "edit mission")
    await load(store, space, two_counts(), LATER)
    async with store.reading(space) as work:
        kept = (await only_mission(work)).mission
    assert kept == now.mission
    assert "MOH" in kept.aliases
