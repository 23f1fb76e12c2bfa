"""Help."""

from __future__ import annotations

import difflib

from adapters.line import shortened
from adapters.port import CommandShape
from bot.arguments import Ask, CommandName
from bot.command import command
from bot.topics import TOPICS
from bot.topics.topic import Topic
from briefings import documents
from briefings.document import Document, Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents import CommandHelp, OptionHelp, TopicHelp

_EVERY = ("all", "more", "commands")


@command("help", right=None, example="help status", words=("?", "commands", "usage"))
async def help_(ask: Ask, name: CommandName = "") -> Document[Line]:
    """Say what can be asked, or explain one command or topic."""
    name = _bare(name, ask.prefix)
    if not name or name in _EVERY:
        return documents.help_page([_help(shape) for shape in ask.mine], ask.prefix, every=bool(name))
    pages = [_help(shape) for shape in ask.shapes]
    if name == "topics":
        name = "show"
    page = next((page for page in pages if name in (page.name, *page.words)), None)
    if page:
        return documents.help_command(page, ask.prefix)
    topic = next((topic for topic in TOPICS.values() if name in (topic.name, *topic.words)), None)
    if topic:
        return documents.help_topic(_topic(topic), ask.prefix)
    raise _unknown(name, [*(page.name for page in pages), *TOPICS])


def _bare(name: str, prefix: str) -> str:
    """A command's name without what the platform wants before it: “/mss status” and “mss status” are status."""
    first, _space, rest = name.partition(" ")
    return rest.strip() if first.lstrip("/") == prefix.strip().lstrip("/") else name


def _help(shape: CommandShape) -> CommandHelp:
    """A command for help; what is typed without a keyword comes first, as in a line."""
    in_order = sorted(shape.options, key=lambda option: not option.is_positional)
    options = tuple(OptionHelp(_typed(option.name, option.typed, option.is_positional), option.what, option.is_required)
                    for option in in_order)  # fmt: skip
    topics = tuple(_topic(topic) for topic in TOPICS.values()) if shape.short_forms else ()
    return CommandHelp(shape.name, shape.what, shape.example, options, shape.words, topics)


def _topic(topic: Topic) -> TopicHelp:
    return TopicHelp(topic.name, topic.what, topic.words, topic.narrows, topic.takes_days)


def _typed(name: str, typed: str, is_positional: bool) -> str:
    return typed if is_positional else f"{name} {typed}".rstrip()


def _unknown(word: str, known: list[str]) -> UserError:
    near = difflib.get_close_matches(word, known, 1)
    if near:
        return UserError(_("There is no command “{word}”; did you mean “{near}”?"), word=shortened(word), near=near[0],
                         offers=(Offer(Line("{line}", line=f"help {near[0]}"), f"help {near[0]}"),))  # fmt: skip
    return UserError(_("There is no command “{word}”; “help” lists them all"), word=shortened(word),
                     offers=(Offer(Line(_("Help")), "help all"),))  # fmt: skip
