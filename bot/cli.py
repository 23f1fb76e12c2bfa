"""What the program's commands share: options, forms of output, and errors said kindly."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Callable, Coroutine
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from briefings import words
from briefings.document import Said, UserError
from store.engine import StoreError

REFUSED = 2
"""Exit code of a refusal: bad input, an unknown name, a fault in a file."""
INTERRUPTED = 130


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


ConfigOption = Annotated[Path | None, typer.Option("--config", help="The settings file.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is written.")]


def kindly(command: Callable[..., Coroutine[Any, Any, int]]) -> Callable[..., None]:
    """Run a command to its exit code; what a person can mend becomes one sentence on standard error and code 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            code = asyncio.run(command(*args, **kwargs))
        except StoreError as error:
            note(str(error))
            code = REFUSED
        except UserError as error:
            note(words.text(error.line))
            code = REFUSED
        except KeyboardInterrupt:
            code = INTERRUPTED
        raise typer.Exit(code)

    return run


def console(*, stderr: bool = False) -> Console:
    """A console that prints our words as they are; colour only on a terminal, and none under NO_COLOR."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def show(document: Said, form: Format, screen: Console) -> None:
    """Write a document in the form asked for."""
    from adapters.terminal import json, markdown, text

    match form:
        case Format.TEXT:
            text.show(document, screen)
        case Format.MARKDOWN:
            screen.out(markdown.draw(document), end="", highlight=False)
        case Format.JSON:
            screen.out(json.draw(document), highlight=False)


def note(sentence: str) -> None:
    """Something to know beside the answer, on standard error."""
    print(sentence, file=sys.stderr)  # noqa: T201


def person_here() -> str:
    """The name of whoever sits at this terminal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "you"
