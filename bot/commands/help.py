"""Help."""

from __future__ import annotations

import difflib

from adapters.port import CommandShape
from bot.arguments import Ask, CommandName
from bot.command import command
from bot.rights import Right
from briefings import documents
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents import CommandHelp, OptionHelp


@command("help", right=Right.READ, example="help status", words=("?", "commands"))
async def help_(ask: Ask, name: CommandName = "") -> Document[Line]:
    """Say what can be asked, or explain one command."""
    pages = [_help(shape) for shape in ask.shapes]
    if name in ("", "all"):
        return documents.help_page(pages, ask.prefix, every=bool(name))
    page = next((page for page in pages if name in (page.name, *page.words)), None)
    if page is None:
        raise _unknown(name, [page.name for page in pages])
    return documents.help_command(page, ask.prefix)


def _help(shape: CommandShape) -> CommandHelp:
    options = tuple(OptionHelp(_typed(option.name, option.typed, option.is_positional), option.what, option.is_required)
                    for option in shape.options)  # fmt: skip
    return CommandHelp(shape.name, shape.what, shape.example, options, shape.words)


def _typed(name: str, typed: str, is_positional: bool) -> str:
    return typed if is_positional else f"{name} {typed}".rstrip()


def _unknown(word: str, known: list[str]) -> UserError:
    near = difflib.get_close_matches(word, known, 1)
    if near:
        return UserError(_("There is no command “{word}”; did you mean “{near}”?"), word=word[:60], near=near[0])
    return UserError(_("There is no command “{word}”; “help” lists them all"), word=word[:60])
