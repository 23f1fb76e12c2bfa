"""The prompt: lines are read, completed with Tab, kept in the history of the session, and answered."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document as Typing
from rich.console import Console

from adapters.line import Begun, begun, quoted
from adapters.port import Desk
from adapters.terminal.ask import YES, MakeRequest, answer, answer_yes
from adapters.terminal.files import write
from adapters.terminal.text import show
from briefings.document import Said

LEAVE = ("exit", "quit", "bye", "q")


async def talk(desk: Desk, make: MakeRequest, console: Console) -> None:
    """Read lines and answer them until the person leaves; “yes” says yes to what was asked last."""
    session: PromptSession[str] = PromptSession(
        "mss> ", completer=LineCompleter(desk, make), complete_while_typing=False
    )
    document: Said | None = None
    while True:
        try:
            line = await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().casefold() in LEAVE:
            return
        if line.strip():
            is_yes = line.strip().casefold() in YES
            document, _is_answer = await (answer_yes(desk, document, make) if is_yes else answer(desk, line, make))
            console.print()
            show(document, console)
            if document.file:
                console.print(f"→ {write(document.file, Path())}", markup=False, highlight=False)
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
        place = begun(document.text_before_cursor.lstrip(), self._desk.shapes)
        for word in await self._fitting(place):
            yield Completion(word, start_position=-len(place.typed) - (document.text_before_cursor.count('"') % 2))

    async def _fitting(self, place: Begun) -> list[str]:
        """The words that fit where the line stands: commands, then the open option's values, else what may follow."""
        if place.shape is None:
            names = [shape.name for shape in self._desk.shapes] if place.is_first else []
            return _beginning(names, place.typed)
        request = self._make(place.shape.name, {})
        open_ = [place.option] if place.option else [option for option in place.shape.options if option.is_positional]
        found: list[str] = []
        for option in open_:
            found += [quoted(value) for value in await self._desk.suggest(request, option.name, place.typed)]
        if place.option is None:
            found += [o.name for o in place.shape.options if not o.is_positional and o.name not in place.given]
        return _beginning(found, place.typed)


def _beginning(values: list[str], typed: str) -> list[str]:
    return [value for value in values if value.casefold().lstrip('"').startswith(typed.casefold())]
