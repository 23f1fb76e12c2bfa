"""What is true of every document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.line import read_line
from bot.commands import REGISTRY
from briefings import documents
from briefings.document import Look, Said, Spans, plain
from briefings.documents import EXAMPLES
from briefings.documents.demo import TRY
from tests.contract.documents import said, section_spans, spans_of, unsaid

SHAPES = [command.shape for command in REGISTRY.values()]


def is_claimed(spans: Spans) -> bool:
    """Whether a sentence shows the figure of a claim."""
    return any(span.look is Look.FIGURE and span.target for span in spans)


def has_day(spans: Spans) -> bool:
    return "undated" in plain(spans).casefold() or any(span.look is Look.DAY for span in spans)


def has_mark(spans: Spans) -> bool:
    return any(span.look is Look.MARK for span in spans)


def wrong(check) -> list[str]:
    """The names of the documents that fail a check, to name them all at once."""
    return [name for name, document in said().items() if not check(document)]


def test_there_are_documents_to_look_at():
    assert len(said()) > 300


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_document_has_an_example(name):
    assert EXAMPLES[name]
    assert all(build().name for build in EXAMPLES[name].values())


def test_every_file_with_examples_is_in_the_table_of_all():
    folder = Path(documents.__file__).parent
    with_examples = {
        path.stem for path in folder.glob("*.py") if re.search(r"^EXAMPLES\b", path.read_text("utf-8"), re.M)
    }
    assert with_examples - {"__init__"} == EXAMPLES.keys()


def test_every_builder_stands_in_a_file_with_examples():
    builders = [getattr(documents, name) for name in documents.__all__]
    makers = [made for made in builders if getattr(made, "__annotations__", {}).get("return") == "Document[Line]"]
    assert makers
    assert {made.__module__.rpartition(".")[2] for made in makers} <= EXAMPLES.keys()


def test_a_section_with_a_figure_shows_its_day_and_its_source():
    bare = [
        (name, plain(part.label or ()))
        for name, document in said().items()
        for part in document.sections
        for spans in [section_spans(part)]
        if any(map(is_claimed, spans)) and not (any(map(has_day, spans)) and any(map(has_mark, spans)))
    ]
    assert bare == []


def test_a_title_with_a_figure_carries_a_mark():
    assert wrong(lambda document: not is_claimed(document.title) or has_mark(document.title)) == []


def test_every_mark_names_a_source_of_the_picture():
    known = {f"S{number}" for number in range(34)}
    strangers = {
        (name, span.target)
        for name, document in said().items()
        for spans in spans_of(document)
        for span in spans
        if span.look is Look.MARK and span.target not in (known if " of long" in name else {"S0", "S1", "S2"})
    }
    assert strangers == set()


_SEAM = re.compile(r"(?<!^Try)(?<!^Try )(?<!^Try  )(?<!^Next)  |\bNone\b|[{}]|\.\.|,,| ,| \.(?!/)|: :|\(\)|“”")


def _is_clean(spans: Spans) -> bool:
    text = plain(spans)
    ours = "".join("x" if span.look is Look.QUOTED else span.text for span in spans)
    return bool(text.strip() and text == text.strip() and not _SEAM.search(ours))


@pytest.mark.parametrize("group", ["status", "due", "source", "mandate", "help", ""])
def test_no_sentence_is_empty_or_shows_a_seam(group):
    """No double space, no "None", no brace, no comma after a space: sentences, not pieces."""
    seams = {
        plain(spans)
        for name, document in said().items()
        if name.startswith(group)
        for spans in spans_of(document)
        if spans and not _is_clean(spans)
    }
    assert seams == set()


def test_every_document_has_a_title_of_one_line():
    assert wrong(lambda document: plain(document.title).strip() and "\n" not in plain(document.title)) == []


def test_no_section_is_empty_and_no_two_share_a_label():
    def is_tidy(document: Said) -> bool:
        labels = [plain(part.label) for part in document.sections if part.label]
        return all(part.blocks for part in document.sections) and len(labels) == len(set(labels))

    assert wrong(is_tidy) == []


def test_no_list_says_a_thing_twice():
    def is_single(document: Said) -> bool:
        return all(len(lines) == len(set(lines)) for part in document.sections
                   for lines in [[plain(block) for block in part.blocks if isinstance(block, tuple)]])  # fmt: skip

    assert wrong(is_single) == []


def test_every_offer_can_be_typed():
    for line in {offer.line for document in unsaid().values() for offer in document.offers}:
        typed = read_line(line, SHAPES)
        assert typed.command in line or typed.command == "show", line


def test_no_two_offers_of_a_document_are_the_same_line():
    lines = {name: [offer.line for offer in document.offers] for name, document in unsaid().items()}
    assert {name: found for name, found in lines.items() if len(found) != len(set(found))} == {}


def test_the_demo_suggests_lines_that_can_be_typed():
    for line in TRY:
        assert read_line(line, SHAPES).command
