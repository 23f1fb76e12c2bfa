"""A line from the terminal, asked of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from adapters.line import read_line
from adapters.port import CONFIRM, Actor, Desk, Form, Refused, Request, Room
from adapters.terminal import PLATFORM
from adapters.terminal.files import with_files
from briefings.document import Said, UserError
from briefings.document import mark as _

MakeRequest = Callable[[str, dict[str, str]], Request]
"""Makes the request of a command and its words: who asks, where and when."""


def local_request(command: str, words: dict[str, str], person: str, at: datetime, today: date | None = None) -> Request:
    """A request from the terminal, as one of its people."""
    return Request(
        command,
        words,
        Actor(PLATFORM, "local", person, person),
        Room(PLATFORM, "local", "terminal", is_direct=True),
        at,
        today,
    )


async def answer(desk: Desk, line: str, make: MakeRequest) -> tuple[Said, bool]:
    """The answer to a typed line, and whether it is one rather than a refusal."""
    try:
        typed = read_line(line, desk.shapes)
        request = with_files(make(typed.command, dict(typed.words)), desk.shapes)
    except UserError as error:
        return (await desk.refuse(make("", {}), error)).document, False
    return await asked(desk, request)


async def asked(desk: Desk, request: Request) -> tuple[Said, bool]:
    """The answer to a request, and whether it is one rather than a refusal."""
    taken = await desk.take(request)
    if isinstance(taken, Refused):
        return taken.document, False
    if isinstance(taken, Form):
        return taken.instead, False
    found = await taken.answer()
    return (found.document, False) if isinstance(found, Refused) else (found, True)


YES = ("yes", "y")


def agreed(desk: Desk, question: Said | None) -> str:
    """The line that says yes to what was asked. Raises UserError when nothing was, or when yes can be said in several ways."""
    offers = question.offers if question else ()
    lines = [offer.line for offer in offers if CONFIRM in read_line(offer.line, desk.shapes).words]
    if len(lines) > 1:
        raise UserError(
            _("Yes, but why? Type one of the lines, or the same line with “because” and a reason of your own")
        )
    if not lines:
        raise UserError(_("Nothing was asked that “yes” could answer"))
    return lines[0]


async def answer_yes(desk: Desk, question: Said | None, make: MakeRequest) -> tuple[Said, bool]:
    """The answer to a “yes”, and whether it is one rather than a refusal."""
    try:
        return await answer(desk, agreed(desk, question), make)
    except UserError as error:
        return (await desk.refuse(make("", {}), error)).document, False
