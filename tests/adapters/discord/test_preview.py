"""The preview: every document as Discord would draw it, in one file that asks nothing of the network."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

from adapters.discord.blocks import draw
from adapters.discord.preview import page
from briefings.document import Document, Look, Menu, Offer, Span
from tests.adapters.discord.seen import buttons, seen
from tests.adapters.said import EVERY_EXAMPLE, example, quote, saying
from tests.adapters.slack.seen import words
from tests.adapters.slack.test_blocks import history


def visible(html: str) -> str:
    """The words of a page, without its moments."""
    body = re.sub(r"<(style|title|time)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def test_every_word_of_every_document_can_be_seen():
    html = " ".join(words(visible(page((name, example(name, title)) for name, title in EVERY_EXAMPLE))))
    for name, title in EVERY_EXAMPLE:
        for message in draw(example(name, title)):
            labels = [button["label"] for button in buttons(message)]
            for line in (*seen(message).splitlines(), *labels):
                assert " ".join(words(line)) in html


def test_a_picture_is_in_the_page_with_its_alt_text():
    html = page([("chart", history())])
    assert '<img src="data:image/png;base64,' in html
    assert 'alt="Counts against 2,500. Nov 2024: about 400 [S2]; Jan 2025: about 572 [S2]"' in html


def test_the_menu_of_figures_is_shown():
    html = page(
        [
            (
                "menu",
                replace(saying(), evidence=Menu((Span("Source"),), (Offer((Span("572 · S2-21"),), "source S2-21"),))),
            )
        ]
    )
    assert "<option>572 · S2-21</option>" in html


def test_it_stands_alone():
    html = page([("brief", example("status", "today")), ("chart", history())])
    assert re.findall(r'<(?:script|link|iframe)|url\(|@import|src="(?!data:)', html) == []


def test_markup_in_a_fact_is_shown_and_not_done():
    html = page([("hostile", saying(quote("<script>alert(1)</script> **x** @everyone [a](https://b.example)")))])
    assert "<script" not in html
    shown = unescape(html).replace("\u200b", "")
    assert "<script>alert(1)</script> **x** @everyone [a](https://b.example)" in shown


def test_a_moment_is_shown_as_a_reader_in_utc_sees_it():
    moment = (Span("Wed 15 Jan 2025, 09:12 Nairobi", Look.INSTANT, at=datetime(2025, 1, 15, 6, 12, tzinfo=UTC)),)
    assert "Wednesday, 15 January 2025 06:12</time>" in page([("moment", Document("example", moment))])
