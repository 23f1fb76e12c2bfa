"""Small documents in finished words, for the tests that draw them."""

from __future__ import annotations

from collections.abc import Iterator

from briefings import words
from briefings.document import Document, Line, Meter, Quoted, Rows, Said, Section, Spans, plain
from briefings.documents import EXAMPLES

EVERY_EXAMPLE = [(name, title) for name, examples in EXAMPLES.items() for title in examples]
"""Each document with each of its examples."""


def example(name: str, title: str) -> Said:
    """An example of a document in English."""
    return in_english(EXAMPLES[name][title]())


def in_english(document: Document[Line]) -> Said:
    return words.say(document, words.language("en"))


def quote(text: str) -> Line:
    """A sentence that is a fact's own words and nothing else."""
    return Line("{text}", text=Quoted(text))


def saying(
    *blocks: Line | Meter[Line] | Rows[Line], label: str = "", title: str = "Title", is_list: bool = False
) -> Said:
    """A document of one section."""
    section = Section(quote(label) if label else None, blocks, is_list)
    return in_english(Document("example", quote(title), sections=(section,)))


def sentences(document: Said) -> Iterator[str]:
    """Every sentence of a document as plain words, offers left out."""
    for spans in _lines(document):
        yield plain(spans)


def _lines(document: Said) -> Iterator[Spans]:
    # `over` visits every sentence there is, whatever blocks a document may hold in years to come.
    seen: list[Spans] = []
    document.over(lambda spans: seen.append(spans) or spans)  # type: ignore[func-returns-value]
    offered = [offer.label for offer in document.offers]
    yield from seen[: len(seen) - len(offered)] if offered else seen
