"""The preview: every document as Slack would draw it, in one file that asks nothing of the network."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

from adapters.slack.blocks import draw
from adapters.slack.preview import page
from briefings.document import Document, Look, Span
from tests.adapters.said import EVERY_EXAMPLE, example, quote, saying
from tests.adapters.slack.seen import seen, words
from tests.adapters.slack.test_blocks import COUNTS, history


def visible(html: str) -> str:
    """The words of a page; a moment in the words of its tooltip, which name a zone."""
    body = re.sub(r"<(style|title|details)>.*?</\1>", " ", html, flags=re.DOTALL)
    body = re.sub(r'<time title="([^"]*)">.*?</time>', r"\1", body)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def test_every_word_of_every_document_can_be_seen():
    html = " ".join(words(visible(page((name, example(name, title)) for name, title in EVERY_EXAMPLE))))
    for name, title in EVERY_EXAMPLE:
        for message in draw(example(name, title)):
            for line in seen(message).splitlines():
                assert " ".join(words(line)) in html


def test_tables_and_charts_are_drawn():
    html = page([("table", saying(COUNTS)), ("chart", history())])
    assert "<caption>Who sent whom</caption>" in html
    assert html.count("<polyline") == 2


def test_it_stands_alone():
    html = page([("brief", example("status", "today"))])
    assert re.findall(r"<(?:script|link|img|iframe)|url\(|@import", html) == []


def test_markup_in_a_fact_is_shown_and_not_done():
    html = page([("hostile", saying(quote("<script>alert(1)</script> *x* <!channel>")))])
    assert "<script" not in html
    assert "alert(1)</script> *x* <!channel>" in unescape(html)


def test_a_moment_is_shown_as_a_reader_in_utc_sees_it_and_names_its_zone_in_a_tooltip():
    moment = (Span("Wed 15 Jan 2025, 09:12 Nairobi", Look.INSTANT, at=datetime(2025, 1, 15, 6, 12, tzinfo=UTC)),)
    html = page([("moment", Document("example", moment))])
    assert '<time title="Wed 15 Jan 2025, 09:12 Nairobi">Jan 15, 2025, 6:12 AM</time>' in html
