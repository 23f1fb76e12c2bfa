"""Documents as markdown: what a real CommonMark parser reads in them is what was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example as for_example
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from adapters.terminal.markdown import draw
from briefings.document import Document, Line, Link, Rows, Said, Strong, Text, section
from tests.adapters.said import EVERY_EXAMPLE, example, in_english, quote, saying, sentences

PARSER = MarkdownIt("commonmark").enable("table")
HOSTILE = [
    "*bold* _soft_ **loud** ~~gone~~", "`code`", "[link](https://evil.example)", "![image](https://evil.example/x.png)",
    "<script>alert(1)</script>", "<https://evil.example>", "# heading", "a | b", "&lt;b&gt; &amp; &#60;",
    "- a list", "+ a list", "* a list", "1. a list", "1) a list", "> a quotation", "    code", "---", "===", "***",
    "trailing \\", "[S1]: https://evil.example", "@everyone <!channel> <@U1>", "line one\nline two", "line one\r\n\r\nline two",
    "\tcode", "```", "~~~", "|---|", "a\u2028b",
]  # fmt: skip


def tokens(markdown: str) -> list[Token]:
    """Every token, those inside a line too."""
    found = PARSER.parse(markdown)
    return [part for token in found for part in (token, *(token.children or ()))]


def read(markdown: str) -> str:
    """The words that a reader of the rendered page sees."""
    return " ".join(" ".join(_seen(token) for token in PARSER.parse(markdown) if token.type == "inline").split())


def _seen(inline: Token) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or ()
    )


def plain(text: str) -> str:
    return " ".join(text.split())


def everywhere(text: str) -> Iterator[Said]:
    """Documents with a text in each place where a fact's own words may stand."""
    yield saying(title=text)
    yield saying(quote(text))
    yield saying(quote("before"), quote(text))
    yield saying(quote(text), label="Label")
    yield saying(quote("plain"), label=text)
    yield saying(quote(text), is_list=True)
    yield saying(Rows(quote("caption"), (Line("head"),), ((quote(text),),)))
    yield in_english(Document("example", Line("Title"), header=(quote(text),), small=(quote(text),)))
    yield in_english(Document("example", Line("{name}", name=Strong(Text(text.strip())))))


OURS = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special",
        "softbreak", "hardbreak", "strong_open", "strong_close", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "table_open", "table_close", "thead_open", "thead_close", "tbody_open",
        "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_of_a_fact_is_taken_for_ours(text):
    for document in everywhere(text):
        harmless = in_shape(document)
        assert [token.type for token in tokens(draw(document)) if token.type != "text_special"] == harmless


def in_shape(document: Said) -> list[str]:
    """The tokens of the same document when each of its sentences says one plain word."""
    said = document.over(lambda spans: tuple(type(span)("word", strong=span.strong) for span in spans[:1]))
    return [token.type for token in tokens(draw(said))]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_word_of_a_fact_can_be_read(text):
    for document in everywhere(text):
        assert plain(text) in read(draw(document))


@given(st.text("ab*_[]()<>|#`~!\\&;-+=.1>@:/\n \t", min_size=1).filter(str.strip))
@for_example("a  b")
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_as_it_was_said(text):
    for document in everywhere(text):
        assert plain(text) in read(draw(document))


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_an_example_is_read_as_it_was_said(name, title):
    document = example(name, title)
    seen = read(draw(document))
    assert [sentence for sentence in sentences(document) if plain(sentence) not in seen] == []


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_an_example_is_made_of_headings_lists_and_tables_only(name, title):
    assert {token.type for token in tokens(draw(example(name, title)))} <= OURS | {"link_open", "link_close"}


def test_a_label_stands_in_bold_before_its_line():
    assert "**Overdue**  \nnothing\n" in draw(saying(Line("nothing"), label="Overdue"))


def test_each_line_of_a_list_is_an_item():
    drawn = draw(saying(quote("one"), quote("two"), is_list=True))
    assert [token.type for token in tokens(drawn)].count("list_item_open") == 2


def test_rows_become_a_table():
    drawn = draw(saying(Rows(quote("Counts"), (Line("Party"), Line("Number")), ((quote("Kenya"), quote("a | b")),))))
    assert [token.type for token in tokens(drawn)].count("td_open") == 2


@pytest.mark.parametrize("url", ["https://un.org/a", "https://x.example/(a)", "https://x.example/a b", "https://x.example/>x",
                                 "https://x.example/<x", "https://x.example/\nx", "https://x.example/\\"])  # fmt: skip
def test_a_link_leads_where_it_says(url):
    title = Line("{link}", link=Link("the *report*", url))
    links = [token for token in tokens(draw(in_english(Document("example", Line("Title"), sections=(section(None, title),)))))
             if token.type == "link_open"]  # fmt: skip
    assert len(links) == 1
    assert str(links[0].attrGet("href")).startswith(url.split()[0].split("<")[0].split(">")[0].rstrip("\\"))


def test_it_ends_with_one_line_break():
    assert draw(example("status", "today")).endswith("\n")
    assert not draw(example("status", "today")).endswith("\n\n")


def test_it_holds_no_three_line_breaks_in_a_row():
    for name, title in EVERY_EXAMPLE:
        assert "\n\n\n" not in draw(example(name, title))
