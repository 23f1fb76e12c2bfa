"""A line from the terminal, asked of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from adapters.line import read_line
from adapters.port import Actor, Desk, Form, Refused, Request, Room
from adapters.terminal import PLATFORM
from briefings.document import Said, UserError

MakeRequest = Callable[[str, dict[str, str]], Request]
"""Makes the request of a command and its words: who asks, where and when."""


def local_request(command: str, words: dict[str, str], person: str, at: datetime, today: date | None = None) -> Request:
    """A request from the terminal, as one of its people."""
    return Request(
        command, words, Actor(PLATFORM, "local", person, person), Room(PLATFORM, "local", "terminal", is_direct=True), at, today
    )


async def answer(desk: Desk, line: str, make: MakeRequest) -> tuple[Said, bool]:
    """The answer to a typed line, and whether it is one rather than a refusal."""
    try:
        typed = read_line(line, desk.shapes)
    except UserError as error:
        return (await desk.refuse(make("", {}), error)).document, False
    taken = await desk.take(make(typed.command, dict(typed.words)))
    if isinstance(taken, Refused):
        return taken.document, False
    if isinstance(taken, Form):
        return taken.instead, False
    found = await taken.answer()
    return (found.document, False) if isinstance(found, Refused) else (found, True)
