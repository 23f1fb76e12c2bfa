"""A document longer than a message becomes pages: no word is lost, and each page names itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.pages import NUMBER, length, pages
from adapters.port import Limits
from briefings.document import Chart, Document, Look, Meter, Offer, Rows, Said, Section, Span, Spans, plain
from tests.adapters.said import quote, saying, sentences
from tests.adapters.slack.seen import words

SMALL = Limits(characters=120, line=60, title=30, rows=3, figures=1, offers=2)


def said(*spoken: str) -> tuple[Spans, ...]:
    return tuple((Span(text, Look.QUOTED),) for text in spoken)


def blocks_of(found: tuple[Said, ...]) -> list[Any]:
    return [block for page in found for section in page.sections for block in section.blocks]


def weight(page: Said) -> int:
    return sum(len(sentence) for sentence in sentences(page))


def all_words(found: tuple[Said, ...]) -> list[str]:
    return [word for page in found for sentence in sentences(page) for word in words(sentence)]


def is_within(some: list[str], more: list[str]) -> bool:
    """Whether words stand in a longer list in their order."""
    rest = iter(more)
    return all(word in rest for word in some)


def test_a_document_that_fits_is_one_page_and_the_same():
    document = saying(quote("one line"), label="Label")
    assert pages(document, SMALL) == (document,)


def test_every_page_repeats_the_headline_and_tells_its_number():
    document = saying(*(quote(f"line {number} of a long list") for number in range(9)), title="MSS Haiti")
    titles = [plain(page.title) for page in pages(document, SMALL)]
    assert titles == ["MSS Haiti (1/3)", "MSS Haiti (2/3)", "MSS Haiti (3/3)"]


def test_a_section_that_goes_on_repeats_its_label():
    document = saying(*(quote(f"line {number} of a long list") for number in range(9)), label="Overdue", is_list=True)
    sections = [section for page in pages(document, SMALL) for section in page.sections]
    assert {plain(section.label or ()) for section in sections} == {"Overdue"}
    assert all(section.is_list for section in sections)


def test_the_offers_stand_on_the_last_page():
    document = saying(*(quote(f"line {number} of a long list") for number in range(9)))
    document = document.with_offers(Offer(said("Brief")[0], "status"))
    assert [len(page.offers) for page in pages(document, SMALL)] == [0, 0, 1]


def test_more_offers_than_a_message_holds_go_on_the_next_page():
    document = saying().with_offers(*(Offer(said(name)[0], name) for name in "abc"))
    assert [[offer.line for offer in page.offers] for page in pages(document, SMALL)] == [["a", "b"], ["c"]]


def test_a_line_too_long_for_one_is_divided_between_words():
    lines = [plain(line) for line in blocks_of(pages(saying(quote("word " * 40)), SMALL))]
    assert all(len(line) <= SMALL.line for line in lines)
    assert " ".join("".join(lines).split()) == " ".join(["word"] * 40)


def of_one(block: Spans | Rows[Spans]) -> Said:
    return Document("example", said("Title")[0], sections=(Section(None, (block,)),))


def test_a_link_is_never_divided_where_it_fits():
    line = (*(Span("word ") for _ in range(15)), Span("a label of four words", Look.LINK, target="https://un.example"))
    spans = [span for block in blocks_of(pages(of_one(line), SMALL)) for span in block]
    assert [span.text for span in spans if span.look is Look.LINK] == ["a label of four words"]


def test_a_long_table_goes_on_under_its_caption_and_head():
    rows = Rows(said("Counts")[0], said("Party", "Number"), tuple(said("Kenya", str(number)) for number in range(7)))
    tables = blocks_of(pages(of_one(rows), SMALL))
    assert [len(table.rows) for table in tables] == [3, 3, 1]
    assert {(plain(table.caption), len(table.head)) for table in tables} == {("Counts", 2)}


def test_a_table_with_a_cell_too_long_for_it_is_told_in_lines():
    rows = Rows(said("Counts")[0], said("Party", "Words"), (said("Kenya", "word " * 20),))
    assert all_words(pages(of_one(rows), SMALL)).count("word") == 20


@pytest.mark.parametrize("text", ["x" * 500, "word " * 100])
def test_a_headline_too_long_goes_on_in_the_lines_below_it(text):
    found = pages(saying(title=text), SMALL)
    assert all(len(plain(page.title)) <= SMALL.title + NUMBER for page in found)
    assert "".join(all_words(found)).count(text[0]) >= text.count(text[0])


TEXTS = st.text(alphabet="ab \n", max_size=150)


@st.composite
def documents(draw: st.DrawFn) -> Said:
    """Documents of every block, with texts of any length."""

    def some() -> Spans:
        return draw(st.lists(st.builds(Span, TEXTS), min_size=1, max_size=3).map(tuple))

    block = st.sampled_from(["line", "meter", "rows"])
    blocks: list[Spans | Meter[Spans] | Rows[Spans] | Chart[Spans]] = []
    for kind in draw(st.lists(block, max_size=4)):
        match kind:
            case "meter":
                blocks.append(Meter(draw(st.fractions(0, 1)), some()))
            case "rows":
                blocks.append(
                    Rows(some(), (some(), some()), tuple((some(), some()) for _ in range(draw(st.integers(1, 5)))))
                )
            case _:
                blocks.append(some())
    label = some() if draw(st.booleans()) else None
    sections = (Section(label, tuple(blocks), draw(st.booleans())),)
    return Document("example", some(), (some(),), sections, (some(),), (Offer(some(), "status"),))


@given(documents())
@settings(deadline=None)
def test_no_letter_is_lost_and_no_page_is_too_long(document):
    found = pages(document, SMALL)
    said_ = list("".join(word for sentence in sentences(document) for word in words(sentence)))
    assert is_within(said_, list("".join(all_words(found))))
    assert all(weight(page) <= SMALL.characters + length(page.title) + NUMBER for page in found)
    assert all(sum(isinstance(block, Rows) for section in page.sections for block in section.blocks) <= SMALL.figures
               for page in found)  # fmt: skip
