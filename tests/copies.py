"""Stores that are made once and then copied: the way to one is gone by the first test that asks for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from store.work import Store

What = TypeVar("What")
_made: dict[str, tuple[bytes, Any]] = {}


async def nothing(_store: Store) -> None:
    """What leaves a store empty."""


async def made_at(
    url: str, name: str, make: Callable[[Store], Awaitable[What]], opened: Callable[[str], Store] = Store
) -> What:
    """What `make` gave when it made the store of that name; the store is upgraded, and at the URL now.

    A name stands for one way of making. A store on PostgreSQL is made each time. `opened` gives another kind of store.
    """
    is_file = url.startswith("sqlite:///")
    if is_file and name in _made:
        found: What = _copy(url, name)
        return found
    async with opened(url) as store:
        await store.upgrade()
        what = await make(store)
    if is_file:
        _made[name] = (_file(url).read_bytes(), what)
    return what


def _copy(url: str, name: str) -> Any:
    content, what = _made[name]
    _file(url).write_bytes(content)
    return what


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
