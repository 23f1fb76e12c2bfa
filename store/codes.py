"""One-time codes: whoever types one proves that somebody who may gave it to them. Only their hashes are kept."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, insert, select

from store.audit import Audit
from store.statements import Statements
from store.tables import audit, codes
from store.transaction import Transaction


class Purpose(StrEnum):
    """What a code is good for."""

    SETUP = "setup"
    """To become the first owner of a space."""
    LINK = "link"
    """To let two accounts be one person."""
    JOIN = "join"
    """To let a workplace share a space."""


LIVES = {Purpose.SETUP: timedelta(days=7), Purpose.LINK: timedelta(minutes=15), Purpose.JOIN: timedelta(days=1)}
MOST_TRIES = 5
TRIED_WITHIN = timedelta(hours=1)
"""How often somebody may type a code that does not fit, and within what time."""
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread or make words: https://www.crockford.com/base32.html"""
_TRIED = "try code"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is to be typed, and until when."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose code it is: the space it is of, and who asked for it; both None for one of the program's own."""

    space: int | None
    person: int | None


class SetupCodes:
    """The codes that the program gives to whoever runs it; they belong to no space."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def issue(self, at: datetime) -> Code:
        """A new code, beside those that were issued before."""
        code = _new(Purpose.SETUP, at)
        await self._statements.write(insert(codes).values(
            hash=_hash(code.text), purpose=Purpose.SETUP.value, expires_at=code.expires_at
        ))  # fmt: skip
        return code

    async def forget_before(self, moment: datetime) -> int:
        """Forget the codes, of whatever purpose, that expired before a moment; how many there were."""
        return await self._statements.write(delete(codes).where(codes.c.expires_at < moment))


class Codes:
    """The codes that people of one space ask for and type."""

    def __init__(self, tx: Transaction, audit: Audit) -> None:
        self._tx = tx
        self._audit = audit

    async def issue(self, purpose: Purpose, person: int) -> Code:
        """A new code for somebody, in the place of the one for the same purpose that they had."""
        tx = self._tx
        code = _new(purpose, tx.moment)
        await tx.write(delete(codes).where(
            codes.c.space_id == tx.space, codes.c.person_id == person, codes.c.purpose == purpose.value
        ))  # fmt: skip
        await tx.write(insert(codes).values(
            hash=_hash(code.text), purpose=purpose.value, space_id=tx.space, person_id=person, expires_at=code.expires_at
        ))  # fmt: skip
        await self._audit.append("issue code", f"person:{person}", {"purpose": purpose.value})
        return code

    async def take(self, purpose: Purpose, typed: str, person: int) -> Whose | None:
        """Use a code up and tell whose it was, of whatever space; of several who type it at once one is told.

        None, with a row in the audit, for one that does not fit.
        """
        used = delete(codes).where(*self._fits(purpose, typed)).returning(codes.c.space_id, codes.c.person_id)
        row = await self._tx.used(used)
        if row:
            return Whose(row.space_id, row.person_id)
        await self._audit.append(_TRIED, f"person:{person}", {"purpose": purpose.value})
        return None

    async def is_worn_out(self, person: int) -> bool:
        """Whether somebody typed so many codes that do not fit that they must wait."""
        since = self._tx.moment - TRIED_WITHIN
        tried = select(func.count()).where(
            audit.c.space_id == self._tx.space, audit.c.person_id == person, audit.c.action == _TRIED, audit.c.at > since
        )  # fmt: skip
        return int(await self._tx.value(tried)) >= MOST_TRIES

    def _fits(self, purpose: Purpose, typed: str) -> tuple[ColumnElement[bool], ...]:
        return codes.c.hash == _hash(typed), codes.c.purpose == purpose.value, codes.c.expires_at > self._tx.moment


def _new(purpose: Purpose, at: datetime) -> Code:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return Code("-".join((letters[:4], letters[4:8], letters[8:])), at + LIVES[purpose])


def _hash(typed: str) -> str:
    """The hash of a code, however it is spaced and in whatever case, with letters that look alike read as meant."""
    letters = re.sub(r"[\W_]", "", typed).upper().translate(_MISREAD)
    return sha256(letters.encode("utf-8", "replace")).hexdigest()


_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
