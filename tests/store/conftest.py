"""Replicas: what two processes of the bot have of one database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store import Store
from store.secrets import new_key

KEY = new_key()


@pytest.fixture
def url(store: Store) -> str:
    """The URL of the database that all tests share, with its password."""
    return store.url.render_as_string(hide_password=False)


@pytest.fixture
async def replicas(url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two stores over one database, with the same key."""
    async with Store(url, [KEY]) as one, Store(url, [KEY]) as other:
        yield one, other
