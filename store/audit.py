"""The audit: who changed what and when, each row sealed over the one before it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, func, insert, or_, select, update

from store.tables import audit, spaces
from store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One change. `person` is None where the program itself acted; `request` is what the log knows it by, and not sealed."""

    seq: int
    at: datetime
    person: int | None
    action: str
    subject: str
    details: Mapping[str, Any]
    request: str = ""


class Audit:
    """The audit of one space."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def append(self, action: str, subject: str, details: Mapping[str, Any] | None = None) -> None:
        """Add a row to the end of the chain. Details name things and people by id, for names can be removed."""
        tx = self._tx
        row = AuditRow(tx.last_seq + 1, tx.moment, tx.person, action, subject, {**(details or {}), **tx.told})
        seal = _seal(tx.space, row, tx.last_hash)
        await tx.write(insert(audit).values(
            space_id=tx.space, seq=row.seq, at=row.at, person_id=row.person, action=action, subject=subject,
            details=row.details, previous_hash=tx.last_hash, hash=seal, request=tx.request,
        ))  # fmt: skip
        await tx.write(
            update(spaces).where(spaces.c.id == tx.space).values(last_seq=row.seq, last_hash=seal, last_at=row.at)
        )
        tx.last_seq, tx.last_hash, tx.is_audited = row.seq, seal, True
        tx.news.append((action, subject))

    async def rows(self, after: int = 0, limit: int = 50) -> list[AuditRow]:
        """Rows that follow the one with that number, in order."""
        query = select(audit).where(audit.c.space_id == self._tx.space, audit.c.seq > after)
        found = await self._tx.all(query.order_by(audit.c.seq).limit(limit))
        return [_row(row) for row in found]

    async def last(self, actions: Sequence[str], subject: str, person: int | None = None) -> AuditRow | None:
        """The last of these actions on a subject, or on any whose name begins with it and a blank; None when there is none.

        With a person given, the last of theirs.
        """
        query = select(audit).where(audit.c.space_id == self._tx.space, audit.c.action.in_(actions)).where(
            _is_on(subject)
        )  # fmt: skip
        if person is not None:
            query = query.where(audit.c.person_id == person)
        row = await self._tx.first(query.order_by(audit.c.seq.desc()).limit(1))
        return _row(row) if row else None

    async def page(
        self,
        *,
        person: int | None = None,
        subject: str = "",
        since: datetime | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> tuple[list[AuditRow], int]:
        """A page of the rows, newest first, and how many there are: of one person, on one subject, since a moment.

        The subject may be the beginning of a longer one: a mission stands for all its facts.
        """
        where = [audit.c.space_id == self._tx.space]
        where += [] if person is None else [_is_by(person)]
        where += [_is_on(subject)] if subject else []
        where += [audit.c.at >= since] if since else []
        total = await self._tx.value(select(func.count()).select_from(audit).where(*where))
        found = await self._tx.all(select(audit).where(*where).order_by(audit.c.seq.desc()).offset(offset).limit(limit))
        return [_row(row) for row in found], int(total)

    async def verify(self) -> int | None:
        """The number of the first row that was changed, added or removed behind our back; None if none was."""
        expected, previous = 1, ""
        query = select(audit).where(audit.c.space_id == self._tx.space).order_by(audit.c.seq)
        async with (await self._tx.opened()).stream(query) as found:
            async for row in found:
                if (row.seq, row.previous_hash, row.hash) != (
                    expected,
                    previous,
                    _seal(self._tx.space, _row(row), previous),
                ):
                    return expected
                expected, previous = expected + 1, row.hash
        last = await self._tx.value(select(spaces.c.last_seq).where(spaces.c.id == self._tx.space))
        return None if last == expected - 1 else expected


def _is_by(person: int) -> ColumnElement[bool]:
    """Whether a row tells what somebody did, be it that they agreed to what another proposed."""
    return or_(audit.c.person_id == person, audit.c.details["approver"].as_integer() == person)


def _is_on(subject: str) -> ColumnElement[bool]:
    """Whether a row is on a subject, or on one whose name begins with it and a blank."""
    return or_(audit.c.subject == subject, audit.c.subject.startswith(f"{subject} ", autoescape=True))


def _row(row: Any) -> AuditRow:
    return AuditRow(row.seq, row.at, row.person_id, row.action, row.subject, row.details, row.request)


def _seal(space: int, row: AuditRow, previous: str) -> str:
    said = [
        previous,
        space,
        row.seq,
        row.at.astimezone(UTC).isoformat(),
        row.person,
        row.action,
        row.subject,
        row.details,
    ]
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
