"""What can be asked: the list of commands, and one command in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.document import Document, Line, Offer, section
from briefings.document import mark as _

FIRST = 6
"""Commands on the first page of help."""


@dataclass(frozen=True, slots=True)
class OptionHelp:
    """One option of a command, as a person types it."""

    typed: str
    what: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """One command as help shows it: its name, what it does in one sentence, an example, its options."""

    name: str
    what: str
    example: str
    options: tuple[OptionHelp, ...] = ()
    words: tuple[str, ...] = ()


def help_page(commands: Sequence[CommandHelp], prefix: str = "/mss ", *, every: bool = False) -> Document[Line]:
    """The commands a person may use: the first six, or every one. `prefix` is what the platform wants before them."""
    shown = commands if every else commands[:FIRST]
    lines = [_line(command, prefix) for command in shown]
    more = () if len(shown) == len(commands) else (Offer(Line(_("All commands")), "help all"),)
    return Document(
        name="help",
        title=Line(_("Ask for a brief, a date or a source: {example}"), example=f"{prefix}status"),
        sections=(
            section(Line(_("Commands")), *lines, is_list=True),
            section(
                Line(_("Any day")),
                Line(_("End a line with “as-of 2025-01-15”, “published-by 2025-01-15” or “known-at 2025-01-15”.")),
            ),
        ),
        offers=(*(Offer(Line("{line}", line=command.example), command.example) for command in shown[:3]), *more),
    )


def help_command(command: CommandHelp, prefix: str = "/mss ") -> Document[Line]:
    """One command: what it does, its options, an example and the other words it answers to."""
    options = [Line(_("{typed} · {what}"), typed=option.typed, what=Line(option.what)) for option in command.options]
    sections = [section(Line(_("Example")), Line("{example}", example=f"{prefix}{command.example}"))]
    sections += [section(Line(_("Options")), *options, is_list=True)] if options else []
    sections += [section(Line(_("Also")), Line("{words}", words=", ".join(command.words)))] if command.words else []
    return Document(
        name="help-command",
        title=Line(_("{command} · {what}"), command=f"{prefix}{command.name}", what=Line(command.what)),
        sections=tuple(sections),
        offers=(Offer(Line(_("Try it")), command.example),),
    )


def _line(command: CommandHelp, prefix: str) -> Line:
    return Line(_("{command} · {what}"), command=f"{prefix}{command.name}", what=Line(command.what))


_SHOWN = (
    CommandHelp("status", _("Brief a mission: strength, mandate, money and what is due."), "status as-of 2025-01-15",
                (OptionHelp("as-of DAY", _("the situation on that day")), OptionHelp("full", _("the long form")))),
    CommandHelp("due", _("What is overdue and what comes next."), "due within 90d", (), ("deadlines",)),
)  # fmt: skip
EXAMPLES = {
    "commands": lambda: help_page(_SHOWN),
    "one command": lambda: help_command(_SHOWN[0]),
}
