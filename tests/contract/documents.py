"""Every document there is to look at: the examples, and what real records say on many days."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.commands import REGISTRY
from briefings import words
from briefings.document import Document, Line, Said, Section, Spans
from briefings.documents import EXAMPLES, due, help_command, help_page, mandate, source_of_fact, sources, status
from briefings.documents.help import CommandHelp, OptionHelp
from tests.briefings.stage import ENGLISH, on, record

DAYS = {
    "haiti": ("2023-01-01", "2024-06-25", "2024-09-26", "2024-11-07", "2024-12-31", "2025-01-15", "2025-01-31", "2025-02-01",
              "2025-07-04", "2025-10-02", "2025-10-03", "2026-11-22"),
    "long": ("2019-12-31", "2020-04-02", "2020-06-24", "2020-12-31", "2021-03-31", "2021-06-02", "2021-12-01", "2022-06-01",
             "2022-09-20", "2023-03-31", "2023-05-25", "2023-10-05", "2024-01-25", "2024-06-15", "2024-06-30", "2026-11-22"),
    "successor": ("2024-05-30", "2024-07-01", "2024-09-29", "2025-04-10", "2026-01-02"),
}  # fmt: skip


@cache
def unsaid() -> dict[str, Document[Line]]:
    """Every document by a name that says what it is."""
    return dict([*_examples(), *_real(), *_help()])


@cache
def said() -> dict[str, Said]:
    return {name: words.say(document, ENGLISH) for name, document in unsaid().items()}


def spans_of(document: Said) -> list[Spans]:
    """Every sentence of a document, in reading order."""
    found: list[Spans] = []
    document.over(found.append)
    return found


def section_spans(part: Section[Spans]) -> list[Spans]:
    """Every sentence of a section."""
    return spans_of(Document("one section", (), sections=(part,)))[1:]


def _examples() -> Iterator[tuple[str, Document[Line]]]:
    for name, examples in EXAMPLES.items():
        for example, build in examples.items():
            yield f"{name}: {example}", build()


def _real() -> Iterator[tuple[str, Document[Line]]]:
    for name, days in DAYS.items():
        for day in days:
            picture = on(name, day)
            yield f"status of {name} on {day}", status(picture)
            yield f"status in full of {name} on {day}", status(picture, full=True)
            yield f"due of {name} on {day}", due(picture, 365)
            yield f"mandate of {name} on {day}", mandate(picture, full=True)
        latest = on(name, days[-1])
        yield f"sources of {name}", sources(latest, {})
        for claim in record(name).claims[:: 1 if name == "haiti" else 3]:
            yield f"source {claim.name} of {name}", source_of_fact(latest, claim)


def _help() -> Iterator[tuple[str, Document[Line]]]:
    """What help says of the real commands."""
    pages = [
        CommandHelp(command.name, command.what, command.example,
                    tuple(OptionHelp(option.name, option.what) for option in command.shape.options), command.words)
        for command in REGISTRY.values()
    ]  # fmt: skip
    yield "help", help_page(pages, every=True)
    for page in pages:
        yield f"help {page.name}", help_command(page)
