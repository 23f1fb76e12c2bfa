"""Answers that are the same for everybody who asks the same: made once, and given again while the record stands."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from adapters.port import SHARE
from bot.arguments import Ask
from bot.command import Command
from store.rows import MissionRow

MOST = 500
"""Answers kept at once."""


def question_of(command: Command, ask: Ask, arguments: Mapping[str, Any], language: str) -> Hashable | None:
    """All that an answer follows from; None where there is more to it, such as who asks.

    Whatever is recorded of a mission lets its revision grow. What its predecessor tells it does not know of.
    """
    request = ask.request
    mission = next((value for value in arguments.values() if isinstance(value, MissionRow)), None)
    if not command.is_alike or mission is None or mission.mission.preceded_by:
        return None
    if request.shown_at:
        return None
    said = tuple(_hashable(value) for value in arguments.values())
    sees = ask.work.sees_internal_of(mission.ref)
    return (
        command.name,
        tuple(request.words.items()),
        said,
        ask.today,
        language,
        request.room.is_direct,
        sees,
        ask.prefix,
        request.actor.name if SHARE in request.words else "",
    )


def _hashable(value: Any) -> Hashable:
    return (value.ref, value.revision, value.is_sample) if isinstance(value, MissionRow) else value
