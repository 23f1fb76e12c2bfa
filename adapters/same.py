"""What was made of documents, kept as long as these are: one that is given again, the very same, is not drawn again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar
from weakref import ref

from briefings.document import Said

D = TypeVar("D")


class OfTheSame(Generic[D]):
    """Draws documents, each of them once. What `draw` makes must not hold the document itself."""

    def __init__(self, draw: Callable[[Said], D]) -> None:
        self._draw = draw
        self._kept: dict[int, tuple[ref[Said], D]] = {}

    def of(self, said: Said) -> D:
        """What is drawn of a document."""
        kept = self._kept.get(id(said))
        if kept and kept[0]() is said:
            return kept[1]
        drawn = self._draw(said)
        self._kept[id(said)] = ref(said, partial(self._forget, id(said))), drawn
        return drawn

    def _forget(self, id: int, _gone: ref[Said]) -> None:
        self._kept.pop(id, None)
