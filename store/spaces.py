"""Spaces: who owns missions, people and rooms, and which workplaces belong to which space."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.audit import Audit
from store.engine import StoreError
from store.tables import spaces, workplaces
from store.transaction import Transaction


async def space_of(connection: AsyncConnection, platform: str, external_id: str) -> int | None:
    """The space to which a Slack workspace, Discord server or terminal belongs; None when to none yet."""
    mine = (workplaces.c.platform == platform, workplaces.c.external_id == external_id)
    found: int | None = await connection.scalar(select(workplaces.c.space_id).where(*mine))
    return found


async def open_space(connection: AsyncConnection, platform: str, external_id: str, name: str, at: datetime) -> int:
    """Open a new space for a workplace that belongs to none."""
    opened = insert(spaces).values(name=name, opened_at=at, last_at=at).returning(spaces.c.id)
    space: int = (await connection.execute(opened)).scalar_one()
    tx = Transaction(connection, space, at=at)
    await tx.write(insert(workplaces).values(space_id=space, platform=platform, external_id=external_id, joined_at=at))
    await Audit(tx).append("open space", f"space:{space}", {"platform": platform})
    return space


async def locked(connection: AsyncConnection, space: int, person: int | None, at: datetime) -> Transaction:
    """A changing transaction that no other one in the space runs beside. Raises StoreError when there is no such space."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs a zone: {at}")
    row = (await connection.execute(select(spaces).where(spaces.c.id == space).with_for_update())).first()
    if row is None:
        raise StoreError(f"There is no space {space}.")
    return Transaction(connection, space, person, max(at, row.last_at), row.last_seq, row.last_hash)


async def every_space(connection: AsyncConnection) -> list[tuple[int, str]]:
    """The id and the name of each space."""
    return [(row.id, row.name) for row in (await connection.execute(select(spaces).order_by(spaces.c.id))).all()]
