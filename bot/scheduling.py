"""Schedules of a room: which one is meant, and whether a line can be one.

A schedule posts what its room may read: the line is asked in the room's name when it is set up, as it is whenever it
goes out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from adapters.line import read_line, shortened, write_line
from adapters.port import SHARE, Actor, Input, Request, Standing
from adapters.port import Room as Place
from bot.arguments import Ask, OneWord
from bot.command import REGISTRY, Command, read_arguments
from bot.planner import Schedule
from bot.plans import schedule_of
from bot.rights import Right, held_by
from bot.unreadable import UNREADABLE
from briefings.document import Line, Offer, UserError
from briefings.document import mark as _
from store.people import Person
from store.rows import MissionRow
from store.schedules import ScheduleKind, ScheduleRow

DIGEST, WARNINGS = ScheduleKind.DIGEST.value, ScheduleKind.WARNINGS.value


class _WhichSchedule(OneWord[str]):
    """One of the room's schedules: by its number, as its digest or warnings, or by the line it posts."""

    typed = "WHICH"
    what = _("a schedule: its number, “digest”, “warnings”, or the line it posts")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        return word

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [row.line if row.kind is not ScheduleKind.COMMAND else str(row.id) for row in await here(ask)]


Which = Annotated[str, _WhichSchedule()]


async def here(ask: Ask) -> list[ScheduleRow]:
    """The schedules of the room of a question, in the order they were made."""
    return await ask.work.schedules.all(ask.room.id) if ask.room else []


async def meant(ask: Ask, which: str, mission: MissionRow | None = None) -> ScheduleRow | None:
    """The schedule that a word means; None in a room that has none at all.

    Raises UserError when none fits, or several, or when it goes out cannot be read.
    """
    row = await named(ask, which, mission)
    if row:
        read(row)
    return row


def read(row: ScheduleRow) -> Schedule:
    """When a schedule goes out. Raises UserError where that cannot be read any more, with how it is set up anew."""
    try:
        return schedule_of(row)
    except UNREADABLE as error:
        line = f"schedule remove {row.id}" if row.kind is ScheduleKind.COMMAND else "unfollow"
        raise UserError(_("When “{line}” goes out cannot be read any more; end it with “{end}” and set it up anew"),
                        line=row.line, end=line, offers=(Offer(Line(_("End it")), line),)) from error  # fmt: skip


async def named(ask: Ask, which: str, mission: MissionRow | None = None) -> ScheduleRow | None:
    """The same, be it readable or not."""
    rows = await here(ask)
    if not rows:
        return None
    found = [row for row in rows if _is_meant(row, which) or row.line == _spelt_out(ask, which)]
    # The mission that is named, else the room's own, goes before the others that it follows.
    wanted = mission.ref if mission else ask.room and ask.room.mission
    found = [row for row in found if row.mission and row.mission == wanted][:1] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(_("“{which}” fits {n} schedules here; name the one you mean by its number"), which=shortened(which),
                        n=len(found), offers=_numbered(ask, found))  # fmt: skip
    raise UserError(_("There is no schedule “{which}” here; “schedule list” shows them all"), which=shortened(which),
                    offers=(Offer(Line(_("All that is posted here")), "schedule list"),))  # fmt: skip


def _is_meant(row: ScheduleRow, which: str) -> bool:
    word = " ".join(which.split()).casefold()
    return word in (str(row.id), f"no. {row.id}", row.line.casefold())


def _spelt_out(ask: Ask, which: str) -> str:
    """A line as schedules keep it: “strength” is kept as “show strength”; empty for what is no line."""
    try:
        typed = read_line(which, ask.shapes)
    except UserError:
        return ""
    return write_line(typed.command, typed.words, ask.shapes)


def _numbered(ask: Ask, rows: list[ScheduleRow]) -> tuple[Offer[Line], ...]:
    return tuple(
        Offer(Line(_("No. {n}"), n=row.id),
              write_line(ask.request.command, {**ask.request.words, "which": str(row.id)}, ask.shapes))
        for row in rows[:5]
    )  # fmt: skip


# what can be one


async def checked(ask: Ask, line: str) -> str:
    """The line that a schedule posts, as the room may ask it. Raises UserError for what cannot be posted there."""
    typed = read_line(line, ask.shapes)
    command = REGISTRY[typed.command]
    if command.name in (DIGEST, WARNINGS):
        raise UserError(_("The digest and the warnings of a room come with “follow”; “digest weekdays 07:30” sets their hour"),
                        offers=(Offer(Line(_("Follow")), "follow"),))  # fmt: skip
    if not can_be_posted(command):
        raise UserError(_("“{command}” cannot be posted by schedule: it changes something, or is for one person alone"),
                        command=command.name)  # fmt: skip
    words = {name: word for name, word in typed.words.items() if name != SHARE}
    room = ask.request.room
    request = request_of_room(room.platform, room.tenant, room.id, room.name, ask, command.name, words)
    held = await held_by(request, Person(0, ""), ask.work)
    try:
        await read_arguments(command, replace(ask, request=request, person=Person(0, ""), held=held))
    except UserError as error:
        error.offers = ()  # they would answer the line, and not let it be posted
        raise
    return write_line(command.name, words, ask.shapes)


def can_be_posted(command: Command) -> bool:
    """Whether a command answers a room: it reads, and what it reads is a mission's."""
    return (
        command.right is Right.READ
        and not command.changes
        and any(shape.name == "in" for shape in command.shape.options)
    )


def request_of_room(
    platform: str, tenant: str, id: str, name: str, ask: Ask, command: str, words: dict[str, str]
) -> Request:
    """What a room asks that nobody asks for: it may do what its members may."""
    actor = Actor(platform, tenant, "", standing=Standing.MEMBER)
    return Request(command, words, actor, Place(platform, tenant, id, name), ask.now, ask.today)
