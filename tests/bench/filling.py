"""Stores that are filled fast: rows by the thousand, as the program itself would write them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select

from store.tables import rooms
from store.transaction import Transaction
from store.work import Store


async def many_rooms(store: Store, space: int, platform: str, number: int, at: datetime) -> list[int]:
    """The ids of so many rooms C0, C1 … of a workspace T1."""
    async with store.changing(space, None, at) as work:
        first = await work.rooms.open(platform, "T1", "C0", "room 0")
        named = [{"external_id": f"C{each}", "name": f"room {each}"} for each in range(1, number)]
        return [first.id, *await copies(work.rooms._tx, rooms, named)]


async def copies(tx: Transaction, table: Table, told: Sequence[dict[str, Any]]) -> list[int]:
    """Rows like the only one of a table, but for what is told of each; their ids."""
    first = await tx.first(select(table))
    assert first
    like = {name: value for name, value in first._mapping.items() if name != "id"}
    ids = await tx.insert(insert(table), [like | row for row in told])
    await tx.settle(table)
    return ids
