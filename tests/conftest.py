"""Stores for all tests: each test that asks for one runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from store import Store
from tests.postgres import new_database, postgres_server

NOW = datetime(2025, 1, 17, 9, tzinfo=UTC)

# Half of the usual number: the whole suite has twelve minutes.
settings.register_profile("suite", max_examples=30)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The base URL of a running PostgreSQL."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The engine a test runs on."""
    return str(request.param)


@pytest.fixture
def new_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    return empty_database(engine, request, tmp_path)


@pytest.fixture(scope="session")
async def store(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Store]:
    """An upgraded store that all tests share; each opens a space of its own in it."""
    async with Store(empty_database(engine, request, tmp_path_factory.mktemp("store"))) as opened:
        await opened.upgrade()
        yield opened


@pytest.fixture
async def space(store: Store) -> int:
    """A fresh space."""
    return await new_space(store)


async def new_space(store: Store) -> int:
    return await store.open_space("terminal", uuid.uuid4().hex, "a desk", NOW)


def empty_database(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder / 'store.db'}"
    return new_database(request.getfixturevalue("postgres"))
