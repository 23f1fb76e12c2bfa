"""Secrets: what must not be read from a copy of the database, sealed with keys that are not in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from store.engine import StoreError


class Secret(dict[str, Any]):
    """Names and values of which the values never show, be it in a log or in an error."""

    def __repr__(self) -> str:
        return f"Secret({', '.join(self)})"


class Keyring:
    """Seals with the first of its keys, and opens with any of them.

    A key is what `mss keygen` prints. Raises StoreError for any other.
    https://cryptography.io/en/latest/fernet/
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._fernets = [_fernet(key, number) for number, key in enumerate(keys, 1)]
        self._keys = MultiFernet(self._fernets) if self._fernets else None

    def seal(self, secret: Mapping[str, Any], at: datetime) -> str:
        """A secret that can be stored; `at` is the moment it was sealed. Raises StoreError without a key."""
        said = json.dumps(dict(secret), ensure_ascii=False).encode()
        return self._given().encrypt_at_time(said, int(at.timestamp())).decode()

    def open(self, sealed: str, what: str) -> Secret:
        """What was sealed. Raises StoreError that tells `what` cannot be read, and what to do."""
        try:
            return Secret(json.loads(self._given().decrypt(sealed)))
        except InvalidToken:
            raise _misfit(what) from None

    def reseal(self, sealed: str, what: str) -> str:
        """The same, sealed with the first key and as old as before. Raises StoreError as `open` does."""
        try:
            return self._given().rotate(sealed).decode()
        except InvalidToken:
            raise _misfit(what) from None

    def number_for(self, sealed: str) -> int | None:
        """Which of the keys opens it, the first one being 1; None when none does."""
        return next((number for number, key in enumerate(self._fernets, 1) if _opens(key, sealed)), None)

    def _given(self) -> MultiFernet:
        if self._keys is None:
            raise StoreError("Tokens are kept encrypted, and no key is given: `mss keygen` makes one.")
        return self._keys


def new_key() -> str:
    """A key nobody has: 32 random bytes in URL-safe base64."""
    return Fernet.generate_key().decode()


def _fernet(key: str, number: int) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise StoreError(f"Key number {number} is no key of ours: `mss keygen` makes one.") from None


def _opens(key: Fernet, sealed: str) -> bool:
    try:
        key.decrypt(sealed)
    except InvalidToken:
        return False
    return True


def _misfit(what: str) -> StoreError:
    return StoreError(f"{what} cannot be read: no key given fits. Give the key it was kept with too, or install again.")
