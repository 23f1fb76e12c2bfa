"""A command is one annotated function; everything else about it is drawn from its declaration.

    @command("status", right=Right.READ, example="status as-of 2024-11-07")
    async def status(ask: Ask, mission: MissionRef, clocks: Clocks, *, full: Flag = False) -> Document[Line]:
        \"\"\"Brief a mission: strength, mandate, money and what is due.\"\"\"

Positional parameters are typed without a keyword, those after `*` with one; missions and clocks bring
keywords of their own.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from adapters.port import CommandShape, OptionShape, Room
from bot.arguments import Argument, Ask, Missing
from bot.made import Made
from bot.proposals import Found
from bot.rights import Right, refusal
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from store.rows import MissionRow

Handler = Callable[..., Awaitable[Document[Line] | Made]]
"""A command's work: its answer, or a post just as a room gets it."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a handler: what reads it, and whether the person may leave it out."""

    name: str
    argument: Argument[Any]
    default: Any
    is_positional: bool

    @property
    def is_required(self) -> bool:
        return self.default is inspect.Parameter.empty

    @cached_property
    def options(self) -> tuple[OptionShape, ...]:
        return self.argument.options(
            self.name.rstrip("_"), is_positional=self.is_positional, is_required=self.is_required
        )


@dataclass(frozen=True)
class Command:
    """A command of the registry. One that `changes` is answered within a changing transaction, as a known person.

    A `right` of None is everybody's, also of those who may not even read; `alone` is the right that it needs in
    somebody's own direct message. `instead` names the command that is meant when an option of this one is given. The
    answer of one that `is_alike` follows from its arguments, the day and the sort of room, whoever asks.
    """

    name: str
    right: Right | None
    example: str
    what: str
    words: tuple[str, ...]
    handler: Handler
    parameters: tuple[Parameter, ...]
    short_forms: Mapping[str, str]
    changes: bool = False
    alone: Right | None = None
    instead: Mapping[str, str] = field(default_factory=dict)
    is_alike: bool = False

    def needs(self, room: Room) -> Right | None:
        """The right that it needs in a room."""
        return self.alone if room.is_direct else self.right

    @cached_property
    def shape(self) -> CommandShape:
        options = tuple(option for parameter in self.parameters for option in parameter.options)
        is_admin = self.right not in (None, Right.READ)
        return CommandShape(self.name, self.what, self.example, options, self.words, self.short_forms, is_admin)


REGISTRY: dict[str, Command] = {}
"""Every command by its name, in the order of help."""


def command(
    name: str,
    *,
    right: Right | None,
    example: str,
    words: tuple[str, ...] = (),
    short_forms: Mapping[str, str] | None = None,
    changes: bool = False,
    alone: Right | None = None,
    instead: Mapping[str, str] | None = None,
    is_alike: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare a command. `words` are other names people use for it; the docstring is its line in help.

    With `changes` its `ask.work` may be written to, and what it writes carries the asker's name. Where nobody else
    reads along it needs the right `alone`, where that is given. `instead` names, by option, the command that is meant
    when that option is given. An answer that `is_alike` for all who ask the same is given again while the record stands.
    """

    def declare(handler: Handler) -> Handler:
        what = (inspect.getdoc(handler) or "").partition("\n")[0]
        parameters = _parameters(handler)
        REGISTRY[name] = Command(name, right, example, what, words, handler, parameters, short_forms or {}, changes,
                                 alone or right, instead or {}, is_alike)  # fmt: skip
        return handler

    return declare


async def read_arguments(command: Command, ask: Ask) -> dict[str, Any]:
    """The arguments of a handler by name.

    Raises UserError for the first that is missing or cannot be read, or for a mission in which this may not be asked.
    """
    read: dict[str, Any] = {}
    for parameter in command.parameters:
        options = parameter.options
        try:
            value = await parameter.argument.read(parameter.name.rstrip("_"), ask.request.words, ask)
        except UserError as error:
            given = [option.name for option in options if option.name in ask.request.words]
            error.option = error.option or (given[0] if given else options[0].name)
            raise
        if value is None and parameter.is_required:
            option = options[0]
            raise Missing(_("“{command}” wants {typed}: {what}; for example: {example}"), command=command.name,
                          typed=option.typed, what=Line(option.what), example=command.example)  # fmt: skip
        read[parameter.name] = parameter.default if value is None else value
    mission = next(filter(None, map(_mission_of, read.values())), None)
    right = command.needs(ask.request.room)
    if right and not ask.held.may(right, mission.ref if mission else None):
        raise await refusal(command.name, right, ask.work, mission)
    return read


def _mission_of(value: Any) -> MissionRow | None:
    """The mission that an argument is, or is about."""
    return value.mission if isinstance(value, Found) else value if isinstance(value, MissionRow) else None


def _parameters(handler: Handler) -> tuple[Parameter, ...]:
    hints = get_type_hints(handler, include_extras=True)
    declared = list(inspect.signature(handler).parameters.values())[1:]
    return tuple(
        Parameter(
            parameter.name,
            _argument(hints[parameter.name]),
            parameter.default,
            parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD,
        )
        for parameter in declared
    )


def _argument(hint: Any) -> Argument[Any]:
    """What reads a parameter: the last note of its annotation, inside an optional one too."""
    if get_origin(hint) is Annotated:
        argument = get_args(hint)[-1]
        if isinstance(argument, Argument):
            return argument
    for part in get_args(hint):
        if part is not type(None):
            return _argument(part)
    raise TypeError(f"{hint} says nothing that reads it")


__all__ = ["REGISTRY", "Ask", "Command", "Parameter", "command", "read_arguments"]
