"""The prompt: lines are read, completed with Tab, kept in the history of the session, and answered."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document as Typing
from rich.console import Console

from adapters.line import PREFIX, quoted
from adapters.port import CommandShape, Desk
from adapters.terminal.ask import MakeRequest, answer
from adapters.terminal.text import show

LEAVE = ("exit", "quit", "bye", "q")


async def talk(desk: Desk, make: MakeRequest, console: Console) -> None:
    """Read lines and answer them until the person leaves."""
    session: PromptSession[str] = PromptSession(
        "mss> ", completer=LineCompleter(desk, make), complete_while_typing=False
    )
    while True:
        try:
            line = await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().casefold() in LEAVE:
            return
        if line.strip():
            document, _is_answer = await answer(desk, line, make)
            console.print()
            show(document, console)
            console.print()


class LineCompleter(Completer):
    """Completes commands, keywords and the values that the store knows."""

    def __init__(self, desk: Desk, make: MakeRequest) -> None:
        self._desk = desk
        self._make = make

    def get_completions(self, document: Typing, complete_event: CompleteEvent) -> list[Completion]:
        return []

    async def get_completions_async(
        self, document: Typing, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        before, _space, typed = document.text_before_cursor.lstrip().rpartition(" ")
        before = before.removeprefix(PREFIX).strip()
        for word in await self._fitting(before, typed):
            yield Completion(word, start_position=-len(typed))

    async def _fitting(self, before: str, typed: str) -> list[str]:
        shape = _command(before, self._desk.shapes)
        if shape is None:
            return _beginning([shape.name for shape in self._desk.shapes], typed) if not before else []
        keyword = before.split()[-1].casefold()
        request = self._make(shape.name, {})
        if any(option.name == keyword and not option.is_flag and not option.is_positional for option in shape.options):
            return _beginning([quoted(value) for value in await self._desk.suggest(request, keyword, typed)], typed)
        found = [
            option.name for option in shape.options if not option.is_positional and option.name not in before.split()
        ]
        for option in shape.options:
            if option.is_positional:
                found = [*(quoted(value) for value in await self._desk.suggest(request, option.name, typed)), *found]
        return _beginning(found, typed)


def _command(before: str, shapes: Sequence[CommandShape]) -> CommandShape | None:
    """The command whose name the line begins with."""
    found = [shape for shape in shapes if f"{before} ".casefold().startswith(f"{shape.name} ")]
    return max(found, key=lambda shape: len(shape.name), default=None)


def _beginning(values: list[str], typed: str) -> list[str]:
    return [value for value in values if value.casefold().lstrip('"').startswith(typed.casefold().lstrip('"'))]
