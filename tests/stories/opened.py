"""A scene over a store of its own, for the tests that only read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from briefings.record import Record, read_record
from store.work import Store
from tests.copies import made_at
from tests.scene import Scene, scene_in


@asynccontextmanager
async def opened(folder: Path, *records: Record) -> AsyncIterator[Scene]:
    """A scene in a folder, holding the records; closed at the end."""
    short = ", ".join(record.mission.short for record in records)

    async def make(store: Store) -> Scene:
        return await scene_in(store, *records)

    url = f"sqlite:///{folder}/s.db"
    made = await made_at(url, f"scene of {short} {hash(repr(records))}", make)
    async with Store(url) as store:
        yield Scene(store, made.space, made.person)


def long() -> Record:
    """The long record of an invented mission, MSK Karuna."""
    return read_record((Path(__file__).parents[1] / "records" / "long.toml").read_text(encoding="utf-8"))
