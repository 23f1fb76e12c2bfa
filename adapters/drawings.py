"""What was drawn lately: a fan-out posts one document to many rooms, and only what its buttons ask differs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from briefings.document import Offer, Said, Spans

M = TypeVar("M")

KEPT = 8
"""Drawings that are remembered."""
_INSIDE = ("components", "elements")
"""Where JSON of platforms holds what is pressed."""


class Drawings(Generic[M]):
    """Messages of documents, each drawn once for all that are alike.

    `draw` makes the messages of a document, `redrawn` one like another but for what its buttons ask.
    """

    def __init__(
        self, draw: Callable[[Said], list[M]], redrawn: Callable[[M, Sequence[Offer[Spans]], Sequence[Offer[Spans]]], M]
    ) -> None:
        self._draw = draw
        self._redrawn = redrawn
        self._kept: deque[tuple[Said, list[M]]] = deque(maxlen=KEPT)

    def of(self, said: Said) -> list[M]:
        """The messages of a document, which nobody changes."""
        for known, messages in self._kept:
            if known is said:
                return messages
            if _are_alike(known, said):
                return [self._redrawn(message, known.offers, said.offers) for message in messages]
        messages = self._draw(said)
        self._kept.append((said, messages))
        return messages


def _are_alike(one: Said, other: Said) -> bool:
    """Whether two documents are made of the same parts, but for the lines behind their buttons."""
    parts = ("title", "header", "sections", "small", "evidence", "file")
    return (
        all(getattr(one, part) is getattr(other, part) for part in parts)
        and len(one.offers) == len(other.offers)
        and all(mine.label is its.label and mine.in_place == its.in_place
                for mine, its in zip(one.offers, other.offers, strict=True))
    )  # fmt: skip


def with_buttons(
    parts: Iterable[Mapping[str, Any]], key: str, buttons: Mapping[str, Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """The parts of a message as JSON, with other buttons in the place of those that have an id under that key."""
    for part in parts:
        inside = next((name for name in _INSIDE if name in part), None)
        if inside:
            yield {**part, inside: list(with_buttons(part[inside], key, buttons))}
        else:
            yield buttons.get(part.get(key, ""), part)
