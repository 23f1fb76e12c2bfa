"""The scene of the stories: they only read, so all share one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store.records import bundled
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
