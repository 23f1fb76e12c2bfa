"""What can be asked: six commands and then the others, one command in full, one topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.document import Document, Line, Offer, Section, section
from briefings.document import mark as _

FIRST = ("status", "due", "source", "show", "changed", "help")
"""The commands on the first page of help; the others follow as “more”."""


@dataclass(frozen=True, slots=True)
class OptionHelp:
    """One option of a command, as a person types it."""

    typed: str
    what: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class TopicHelp:
    """A topic of `show`: its name, what it tells, the other words for it, and what may follow it."""

    name: str
    what: str
    words: tuple[str, ...] = ()
    narrows: str = ""
    takes_days: bool = False


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """One command as help shows it: its name, what it does in one sentence, an example, its options."""

    name: str
    what: str
    example: str
    options: tuple[OptionHelp, ...] = ()
    words: tuple[str, ...] = ()
    topics: tuple[TopicHelp, ...] = ()


def help_page(commands: Sequence[CommandHelp], prefix: str = "/mss ", *, every: bool = False) -> Document[Line]:
    """The commands a person may use: the first six and the names of the others, or every one with what it does.

    `prefix` is what the platform wants before them.
    """
    first = [command for name in FIRST for command in commands if command.name == name]
    others = [command for command in commands if command not in first]
    sections = [section(Line(_("Commands")), *(_line(command, prefix) for command in first), is_list=True)]
    if others and every:
        sections.append(section(Line(_("More")), *(_line(command, prefix) for command in others), is_list=True))
    elif others:
        sections.append(section(Line(_("More")), *_names(others), is_list=True))
    return Document(
        name="help",
        title=Line(_("Ask for a brief, a date or a source: {example}"), example=f"{prefix}status"),
        sections=(*sections, _any_day(prefix)),
        offers=(
            *(Offer(Line("{line}", line=command.example), command.example) for command in first[:3]),
            *((Offer(Line(_("All commands")), "help all"),) if others and not every else ()),
            *((Offer(Line(_("Topics")), "help show"),) if any(command.name == "show" for command in first) else ()),
        ),
    )


def _names(commands: Sequence[CommandHelp]) -> Iterator[Line]:
    """The names alone: those of one word in a line, then a line for each family of two."""
    families: dict[str, list[str]] = {}
    for command in commands:
        first, _space, second = command.name.partition(" ")
        families.setdefault(first if second else "", []).append(second or first)
    alone = families.pop("", [])
    if alone:
        yield Line("{names}", names=" · ".join(alone))
    for first, names in families.items():
        yield Line("{family} {names}", family=first, names=", ".join(names))


def _any_day(prefix: str) -> Section[Line]:
    return section(
        Line(_("Any day")),
        Line(_("{example} · “help status” tells the other clocks"), example=f"{prefix}status as-of 2025-01-15"),
    )


def help_command(command: CommandHelp, prefix: str = "/mss ") -> Document[Line]:
    """One command: what it does, its topics if it has any, its options, an example and other words for it."""
    options = [Line(_("{typed} · {what}"), typed=option.typed, what=Line(option.what)) for option in command.options]
    topics = [Line(_("{topic} · {what}"), topic=topic.name, what=Line(topic.what)) for topic in command.topics]
    sections = [section(Line(_("Topics")), *topics, is_list=True)] if topics else []
    sections.append(section(Line(_("Example")), Line("{example}", example=f"{prefix}{command.example}")))
    sections += [section(Line(_("Options")), *options, is_list=True)] if options else []
    sections += [section(Line(_("Also")), Line("{words}", words=", ".join(command.words)))] if command.words else []
    return Document(
        name="help-command",
        title=Line(_("{command} · {what}"), command=f"{prefix}{command.name}", what=Line(command.what)),
        sections=tuple(sections),
        offers=(Offer(Line(_("Try it")), command.example), Offer(Line(_("All commands")), "help all")),
    )


def help_topic(topic: TopicHelp, prefix: str = "/mss ") -> Document[Line]:
    """One topic of `show`: what it tells, what may follow it, and other words for it."""
    more = [Line(_("{example} · the long form"), example=f"{prefix}{topic.name} full"),
            Line(_("{example} · on that day"), example=f"{prefix}{topic.name} as-of 2025-01-15")]  # fmt: skip
    if topic.narrows:
        more.append(
            Line(_("{example} · only of {what}"), example=f"{prefix}{topic.name} NAME", what=Line(topic.narrows))
        )
    if topic.takes_days:
        more.append(Line(_("{example} · only those days"), example=f"{prefix}{topic.name} from 2024-09 to 2024-11"))
    sections = [section(Line(_("Type")), Line("{line}", line=f"{prefix}{topic.name}"), *more, is_list=True)]
    if topic.words:
        sections.append(section(Line(_("Also")), Line("{words}", words=", ".join(topic.words))))
    return Document(
        name="help-topic",
        title=Line(_("{command} · {what}"), command=f"{prefix}{topic.name}", what=Line(topic.what)),
        sections=tuple(sections),
        offers=(Offer(Line(_("Try it")), topic.name), Offer(Line(_("All topics")), "help show")),
    )


def _line(command: CommandHelp, prefix: str) -> Line:
    return Line(_("{command} · {what}"), command=f"{prefix}{command.name}", what=Line(command.what))


_TOPICS = (
    TopicHelp("mandate", _("Whether the mandate is in force, until when or since when not, and how it was extended.")),
    TopicHelp("positions", _("Who supports, is open to or opposes what."), ("stances",), _("a party")),
)
_SHOWN = (
    CommandHelp("status", _("Brief a mission: strength, mandate, money and what is due."), "status as-of 2025-01-15",
                (OptionHelp("as-of DAY", _("the situation on that day")), OptionHelp("full", _("the long form")))),
    CommandHelp("due", _("What is overdue and what comes next."), "due within 90d", (), ("deadlines",)),
    CommandHelp("show", _("Show one topic."), "show mandate", topics=_TOPICS),
    CommandHelp("compare", _("Put two days side by side."), "compare 2024-11-10 2025-01-17"),
)  # fmt: skip
EXAMPLES = {
    "commands": lambda: help_page(_SHOWN),
    "every command": lambda: help_page(_SHOWN, every=True),
    "one command": lambda: help_command(_SHOWN[0]),
    "topics": lambda: help_command(_SHOWN[2]),
    "one topic": lambda: help_topic(_TOPICS[1]),
}
