"""Work that goes on after an ack: counted, so that a stop can wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
log = logging.getLogger("mss")


class Tasks:
    """Everything that was begun and is not finished."""

    def __init__(self) -> None:
        self._open: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin some work, whose outcome somebody waits for."""
        task = asyncio.create_task(work)
        self._count(task)
        return task

    def count_this(self) -> None:
        """Let a stop wait for the task that says so, which somebody else began."""
        if task := asyncio.current_task():
            self._count(task)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin some work for which nobody waits; what goes wrong in it is logged."""
        self.begin(work).add_done_callback(_tell)

    async def done_or_later(self, work: Coroutine[Any, Any, None], seconds: float) -> None:
        """Wait for some work so many seconds, and raise what went wrong in it; after that it goes on by itself."""
        task = self.begin(work)
        if await in_time(task, seconds):
            task.result()
        else:
            task.add_done_callback(_tell)

    def _count(self, task: asyncio.Task[Any]) -> None:
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def finish(self, within: float) -> None:
        """Wait until all is done, at most so many seconds; what is left then is cancelled."""
        if self._open:
            _done, late = await asyncio.wait(self._open, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("an answer could not be delivered", exc_info=error)


async def in_time(task: asyncio.Task[Any], seconds: float) -> bool:
    """Whether the work is done within so many seconds; it goes on when it is not."""
    await asyncio.sleep(0)
    if not task.done():  # a timer costs more than an answer that waits for nobody
        await asyncio.wait({task}, timeout=seconds)
    return task.done()
