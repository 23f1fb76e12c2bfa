"""The scene of the stories: they only read, so all share one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.records import bundled
from tests.conftest import empty_database
from tests.scene import Scene
from tests.stories.opened import long, opened


@pytest.fixture(scope="session")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """The bundled record of the MSS in Haiti, loaded on 17 January 2025."""
    async with opened(tmp_path_factory.mktemp("scene"), bundled()) as scene:
        yield scene


@pytest.fixture(scope="session")
async def both(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """The bundled record and the long one of MSK Karuna side by side."""
    async with opened(tmp_path_factory.mktemp("both"), bundled(), long()) as scene:
        yield scene


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def story_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database for what is posted: SQLite in every run, PostgreSQL too in the long ones.

    What may differ between them, the ledger and the year that lives off it, is tried on both in every run.
    """
    return empty_database(str(request.param), request, tmp_path)
