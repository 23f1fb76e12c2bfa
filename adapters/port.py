"""What adapters and the bot say to each other: requests in, documents out.

A Request is a filled-in command, whoever filled it in: a person typing, a button, or the clock. The desk takes
it in two steps, because some platforms fix at once whether an answer is private: `take` is quick and says
whether and how it will answer; `Ready.answer` does the work.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from briefings.document import Said


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the platform knows them; `tenant` is the workspace or server they ask from."""

    platform: str
    tenant: str
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """Where it is asked: a channel, a direct message, a terminal."""

    platform: str
    tenant: str
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its words still as typed, by option name.

    `at` is the moment it was asked, with a zone; `today` the asker's day when it is not that moment's own.
    """

    command: str
    words: Mapping[str, str]
    actor: Actor
    room: Room
    at: datetime
    today: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class OptionShape:
    """One option of a command, for menus, typed lines and completion.

    A flag takes no value; a positional option needs no keyword before its value.
    """

    name: str
    typed: str
    what: str
    is_flag: bool = False
    is_positional: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class CommandShape:
    """A command as an adapter needs it: its name, the other words it answers to, its options.

    `short_forms` are words that stand for the command with its first value filled in: “troops” for “show strength”.
    """

    name: str
    what: str
    example: str
    options: tuple[OptionShape, ...] = ()
    words: tuple[str, ...] = ()
    short_forms: Mapping[str, str] = field(default_factory=dict)

    def option(self, name: str) -> OptionShape | None:
        return next((option for option in self.options if option.name == name), None)


class Visibility(StrEnum):
    """Who will see an answer."""

    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Refused:
    """No answer to the question, but a private one that says why and what is possible."""

    document: Said


@dataclass(frozen=True, slots=True)
class Ready:
    """The request is understood and allowed; `answer` does the work. A kind refusal can still come of it."""

    visibility: Visibility
    answer: Callable[[], Awaitable[Said | Refused]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message of a platform can hold: a document beyond it becomes several pages.

    `characters`, `line` and `title` are characters as drawn: of a whole page, of one line, and of a headline or
    a label. `rows` are those of one table, `figures` the tables and charts of a page, `offers` its buttons.
    """

    characters: int
    line: int
    title: int
    rows: int
    figures: int
    offers: int


class Desk(Protocol):
    """The one door every request goes through."""

    @property
    def shapes(self) -> Sequence[CommandShape]:
        """Every command, in the order of help."""

    async def take(self, request: Request) -> Refused | Ready:
        """Known, allowed, valid? Quick: no work is done yet."""

    async def suggest(self, request: Request, option: str, typed: str) -> list[str]:
        """Values that would fit an option, those that begin with what is typed first."""

    def refuse(self, request: Request, error: Exception) -> Refused:
        """A sentence that could not be read, as a private answer."""
