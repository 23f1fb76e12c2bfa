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
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from adapters.port import CommandShape, OptionShape
from bot.arguments import Argument, Ask
from bot.rights import Right
from briefings.document import Document, Line

Handler = Callable[..., Awaitable[Document[Line]]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a handler: what reads it, and whether the person may leave it out."""

    name: str
    argument: Argument[Any]
    default: Any
    is_positional: bool

    @property
    def is_required(self) -> bool:
        return self.default is inspect.Parameter.empty

    def options(self) -> tuple[OptionShape, ...]:
        return self.argument.options(
            self.name.rstrip("_"), is_positional=self.is_positional, is_required=self.is_required
        )


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the registry. One that `changes` is answered within a changing transaction, as a known person.

    A `right` of None is everybody's, also of those who may not even read.
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

    @property
    def shape(self) -> CommandShape:
        options = tuple(option for parameter in self.parameters for option in parameter.options())
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
) -> Callable[[Handler], Handler]:
    """Declare a command. `words` are other names people use for it; the docstring is its line in help.

    With `changes` its `ask.work` may be written to, and what it writes carries the asker's name.
    """

    def declare(handler: Handler) -> Handler:
        what = (inspect.getdoc(handler) or "").partition("\n")[0]
        parameters = _parameters(handler)
        REGISTRY[name] = Command(name, right, example, what, words, handler, parameters, short_forms or {}, changes)
        return handler

    return declare


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


__all__ = ["REGISTRY", "Ask", "Command", "Parameter", "command"]
