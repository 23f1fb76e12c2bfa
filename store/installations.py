"""Installations: the workspaces and servers that let the bot in, with their tokens, and how they get in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, insert, literal, null, select, update

from store.secrets import Keyring, Secret
from store.statements import Statements
from store.tables import Moment, installations, states


@dataclass(frozen=True, slots=True)
class Installed:
    """A workspace or server that let the bot in; `ended_at` is None, and `why` empty, while it still does."""

    tenant: str
    name: str
    since: datetime
    ended_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A living installation, and which of the keys given opens it, the first one being 1; None when none does."""

    platform: str
    tenant: str
    name: str
    key: int | None


class Installations:
    """One installation for each workspace or server of a platform. What is secret of it is kept sealed."""

    def __init__(self, statements: Statements, keys: Keyring) -> None:
        self._statements = statements
        self._keys = keys

    async def save(self, platform: str, tenant: str, secret: Mapping[str, Any], at: datetime) -> None:
        """Keep what an installation gave, in the place of what it gave before; its `name` is kept in plain too.

        It lives since it was first saved, or saved again after its end. Raises StoreError when there is no key.
        """
        row = {"platform": platform, "tenant": tenant, "name": str(secret.get("name", "")),
               "secret": self._keys.seal(secret, at), "since": at, "ended_at": None, "why": ""}  # fmt: skip
        since = case((installations.c.ended_at.is_(None), installations.c.since), else_=literal(at, Moment()))
        await self._statements.put(installations, row, instead={"since": since})

    async def find(self, platform: str, tenant: str) -> Secret | None:
        """What a living installation gave; None for an ended or an unknown one.

        Raises StoreError when no key fits, and says which installation that is.
        """
        sealed = await self._statements.value(select(installations.c.secret).where(*_of(platform, tenant)))
        return None if sealed is None else self._keys.open(sealed, _what(platform, tenant))

    async def end(self, platform: str, tenant: str, why: str, at: datetime) -> None:
        """Wipe what an installation gave, since it was removed or revoked. The first reason stays."""
        living = update(installations).where(*_of(platform, tenant), installations.c.ended_at.is_(None))
        await self._statements.write(living.values(secret=null(), ended_at=at, why=why))

    async def every(self, platform: str) -> list[Installed]:
        """The living and the ended installations of a platform, oldest first."""
        query = select(installations).where(installations.c.platform == platform)
        rows = await self._statements.all(query.order_by(installations.c.since, installations.c.tenant))
        return [Installed(row.tenant, row.name, row.since, row.ended_at, row.why) for row in rows]

    async def sealed(self) -> list[Sealed]:
        """Every living installation of every platform, with the key that opens it."""
        rows = await self._statements.all(
            select(installations).where(installations.c.secret.is_not(None)).order_by(*_KEY)
        )
        return [Sealed(row.platform, row.tenant, row.name, self._keys.number_for(row.secret)) for row in rows]

    async def rotate(self) -> int:
        """Seal all installations with the first key; how many there were. When one cannot be read, none is changed.

        Raises StoreError when no key fits, and says which installation that is.
        """
        living = select(*_KEY, installations.c.secret).where(installations.c.secret.is_not(None))
        async with self._statements.writing() as connection:
            rows = (await connection.execute(living.order_by(*_KEY).with_for_update())).all()
            for platform, tenant, sealed in rows:
                resealed = self._keys.reseal(sealed, _what(platform, tenant))
                mine = update(installations).where(*_of(platform, tenant))
                await connection.execute(mine.values(secret=resealed))
        return len(rows)


_KEY = (installations.c.platform, installations.c.tenant)


def _of(platform: str, tenant: str) -> tuple[ColumnElement[bool], ...]:
    return installations.c.platform == platform, installations.c.tenant == tenant


def _what(platform: str, tenant: str) -> str:
    return f"The installation of {platform} {tenant}"


class States:
    """One-time states of installations under way: who comes back with one began here.

    https://datatracker.ietf.org/doc/html/rfc6749#section-10.12
    """

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def issue(self, state: str, body: str, expires_at: datetime) -> None:
        """Remember a state that nobody can guess, with what is to be known when it comes back."""
        await self._statements.write(insert(states).values(state=state, body=body, expires_at=expires_at))

    async def consume(self, state: str, at: datetime) -> str | None:
        """What was remembered with a state, once; None for one that is unknown, used or expired."""
        taken = await self._statements.take(
            delete(states).where(states.c.state == state).returning(states.c.body, states.c.expires_at)
        )
        return taken.body if taken and taken.expires_at > at else None

    async def forget_before(self, moment: datetime) -> int:
        """Forget the states that expired before a moment; how many there were."""
        return await self._statements.write(delete(states).where(states.c.expires_at < moment))
