"""Documents as Slack messages: the bottom line first, labels that scan, every word for the eye and for the ear."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from adapters.offers import offer_id
from adapters.slack.blocks import blocks, check, draw
from briefings import documents
from briefings.document import (
    Chart,
    Document,
    Line,
    Link,
    Look,
    Meter,
    Offer,
    Point,
    Rows,
    Said,
    Section,
    Span,
    Spans,
    Strong,
)
from tests.adapters.said import in_english, quote, saying
from tests.adapters.slack.seen import buttons, mrkdwn_of
from tests.briefings.stage import on

# the screens of a status brief on a phone, word by word; a phone breaks the lines where it must

TODAY = """
*MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded* [S1]
Sun 22 Nov 2026 · newest fact: Jan 2025

*Overdue* 2,500 officers by Jan 2025 [S0] (before Jan 2025: [S2]); not met on record, 660 days since 31 Jan 2025
*Next 90 days* nothing recorded
*Deployed* about 572, Jan 2025 [S2], stale
about 22.9 % of 2,500, about 1,928 short
*Earlier* about 400 police officers, 7 Nov 2024 or later [S1]
*UN operation?* Jan 2025 [S2]: China and Russia against. Undated [S1]: Haiti for.
[Full brief] [Sources] [Share]
"""
EARLIER = """
*MSS Haiti: about 572 of 2,500 deployed, 16 days before the target date* [S2][S0]
As of Wed 15 Jan 2025, asked 22 Nov 2026

*Due* Jan 2025: 2,500 officers [S0], 16 days to the 31st (before Jan 2025: [S2])
2 Oct 2025: mandate ends, 260 days [S1]
*Deployed* about 572, Jan 2025 [S2]; day not given, may be later than the 15th
about 22.9 % of 2,500, about 1,928 short
*Earlier* about 400 police officers, 7 Nov 2024 or later [S1]
*Arrived* Guatemala, El Salvador: Jan 2025, day and numbers not recorded [S2]
[Full brief] [Sources] [Today] [Share]
"""


@pytest.mark.parametrize(("day", "screen"), [("2026-11-22", TODAY), ("2025-01-15", EARLIER)])
def test_a_brief_looks_as_we_want_it(day, screen):
    brief = in_english(documents.status(on("haiti", day)).with_offers(Offer(Line("Share"), "status share")))
    (message,) = draw(brief)
    row = " ".join(f"[{button['text']['text']}]" for button in buttons(message))
    assert "\n\n".join(mrkdwn_of(message)) + f"\n{row}" == screen.strip()


def only(document: Said, *, plainly: bool = False) -> list[dict[str, Any]]:
    return [dict(block) for block in blocks(document, plainly=plainly)]


def texts(document: Said, *, plainly: bool = False) -> list[str]:
    return [block["text"]["text"] for block in blocks(document, plainly=plainly) if block["type"] == "section"]


# sections


def test_the_headline_stands_in_the_first_block_with_the_header_below_it():
    document = in_english(Document("example", quote("Mandate ended"), header=(quote("Sun 22 Nov 2026"),)))
    assert texts(document) == ["*Mandate ended*\nSun 22 Nov 2026"]


def test_a_label_stands_beside_its_first_line():
    assert texts(saying(quote("one"), quote("two"), label="Due"))[1] == "*Due* one\ntwo"


def test_a_list_stands_below_its_label():
    assert texts(saying(quote("one"), quote("two"), label="Overdue", is_list=True))[1] == "*Overdue*\n• one\n• two"


def test_a_list_has_a_little_space_around_it():
    sections = (
        Section(quote("A"), (quote("a"),)),
        Section(quote("B"), (quote("b"),), True),
        Section(quote("C"), (quote("c"),)),
    )
    document = in_english(Document("example", quote("Title"), sections=sections))
    assert texts(document) == ["*Title*", "*A* a", "*B*\n• b", "*C* c"]


def test_a_meter_is_told_in_words_alone():
    assert texts(saying(Meter(Fraction(1, 4), quote("a quarter"))))[1] == "a quarter"


def test_nothing_is_hidden_behind_see_more_and_no_plain_word_becomes_a_link():
    (first, *_rest) = only(saying(quote("see un.org or #general")))
    assert first["expand"] is True
    assert first["text"]["verbatim"] is True


def test_small_print_is_context_with_its_links():
    source = Line("{link}, Jan 2025", link=Link("Rubio praises the force", "https://un.example/a"))
    small = only(in_english(Document("example", quote("Title"), small=(source, quote("second")))))[-1]
    assert small["type"] == "context"
    assert small["elements"][0]["text"] == "<https://un.example/a|Rubio praises the force>, Jan 2025\nsecond"


# tables

COUNTS = Rows(quote("Who sent whom"), (quote("Party"), quote("Number")),
              ((quote("Kenya"), quote("about 400")), (Line("{name}", name=Strong(quote("Jamaica"))), quote(""))))  # fmt: skip


def test_a_table_is_a_data_table_that_shows_all_its_rows():
    (table,) = (block for block in only(saying(COUNTS)) if block["type"] == "data_table")
    assert table["caption"] == "Who sent whom"
    assert table["page_size"] == 2
    assert table["rows"][0] == [{"type": "raw_text", "text": "Party"}, {"type": "raw_text", "text": "Number"}]
    assert table["rows"][1] == [{"type": "raw_text", "text": "Kenya"}, {"type": "raw_text", "text": "about 400"}]


def test_what_is_strong_in_a_cell_is_bold_and_an_empty_cell_says_so():
    (table,) = (block for block in only(saying(COUNTS)) if block["type"] == "data_table")
    (jamaica, empty) = table["rows"][2]
    assert jamaica["elements"][0]["elements"] == [{"type": "text", "text": "Jamaica", "style": {"bold": True}}]
    assert empty["text"] == "–"


def test_a_table_can_be_told_in_lines_where_slack_has_none():
    assert texts(saying(COUNTS, label="Parties"), plainly=True)[1] == (
        "*Parties* Who sent whom\n*Party · Number*\n• Kenya · about 400\n• *Jamaica* · "
    )


def test_a_table_of_one_row_is_easier_read_as_a_line():
    one = Rows(quote("Counts"), (quote("Party"), quote("Number")), ((quote("Kenya"), quote("400")),))
    assert texts(saying(one))[1] == "Counts\n*Party · Number*\n• Kenya · 400"


# charts


def history(days: tuple[str, ...] = ("Nov 2024", "Jan 2025"), label: str = "Over time") -> Said:
    def line(text: str, look: Look = Look.PLAIN) -> tuple[Span, ...]:
        return (Span(text, look),)

    points = tuple(Point(on("haiti", "2025-01-15").day, Decimal(number), line(day), line(f"about {number} [S2]"))
                   for day, number in zip(days, range(400, 900, 172), strict=False))  # fmt: skip
    chart = Chart((Span("Counts against "), Span("2,500", Look.FIGURE), Span(".")), points, Decimal(2500))
    return Document(
        "strength", (Span("MSS Haiti", strong=True), Span(": 572")), sections=(Section(line(label), (chart,)),)
    )


def test_a_chart_shows_the_counts_against_the_target_under_its_label():
    (chart,) = (block for block in only(history()) if block["type"] == "data_visualization")
    counts, target = chart["chart"]["series"]
    assert (chart["title"], chart["chart"]["type"]) == ("Over time", "line")
    assert (counts["name"], counts["data"][1]) == ("MSS Haiti", {"label": "Jan 2025", "value": 572})
    assert (target["name"], target["data"][0]) == ("2,500", {"label": "Nov 2024", "value": 2500})
    assert chart["chart"]["axis_config"]["categories"] == ["Nov 2024", "Jan 2025"]


def test_under_a_chart_every_count_stands_in_words_with_its_source():
    *_chart, caption, counts = only(history())
    assert caption["text"]["text"] == "Counts against 2,500."
    assert counts["elements"][0]["text"] == "Nov 2024: about 400 [S2] · Jan 2025: about 572 [S2]"


@pytest.mark.parametrize("days", [("Jan 2025", "Jan 2025"), ("7 Nov 2024 or later still", "Jan 2025"), ("Jan 2025",)])
def test_a_chart_whose_days_slack_cannot_name_apart_is_told_in_lines(days):
    assert texts(history(days))[1].startswith(f"*Over time* Counts against 2,500.\n• {days[0]}: about 400 [S2]")


def test_a_chart_can_be_told_in_lines_where_slack_has_none():
    lines = "*Over time* Counts against 2,500.\n• Nov 2024: about 400 [S2]\n• Jan 2025: about 572 [S2]"
    assert texts(history(), plainly=True)[1] == lines


# offers


def offering(*lines: str, label: str = "Ask") -> list[Any]:
    offers: list[Offer[Spans]] = [Offer((Span(label),), line) for line in lines]
    return [button for message in draw(saying().with_offers(*offers)) for button in buttons(message)]


def test_a_button_carries_its_line():
    (button,) = offering("status as-of 2025-01-15")
    assert (button["action_id"], button["value"]) == ("offer:status as-of 2025-01-15", "status as-of 2025-01-15")


def test_a_line_longer_than_a_button_can_carry_is_looked_up_by_its_id():
    (button,) = offering("x" * 2_001)
    assert button["value"] == offer_id("x" * 2_001)


def test_two_buttons_that_ask_the_same_are_told_apart():
    first, second = offering("status", "status")
    assert first["action_id"] != second["action_id"]
    assert first["value"] == second["value"] == "status"


def test_a_label_too_long_for_a_button_says_that_it_goes_on():
    (button,) = offering("status", label="long " * 20)
    assert button["text"]["text"].endswith("…")


def test_more_buttons_than_a_row_holds_are_all_there():
    assert len(offering(*(f"source S2-{number:02}" for number in range(30)))) == 30


# the text


def test_the_text_alone_tells_all_of_it_in_sentences():
    document = saying(quote("about 572"), quote("about 1,928 short"), label="Deployed", title="MSS Haiti: ended")
    assert draw(document)[0].text == "MSS Haiti: ended.\nDeployed: about 572; about 1,928 short."


def test_a_label_that_asks_keeps_its_question():
    assert draw(saying(quote("Haiti for."), label="UN operation?"))[0].text == "Title.\nUN operation? Haiti for."


def test_a_table_is_read_out_row_by_row():
    assert draw(saying(COUNTS))[0].text.startswith("Title.\nWho sent whom; Party · Number; Kenya · about 400; Jamaica")


# long documents


def test_a_long_document_becomes_messages_that_name_themselves_and_break_no_limit():
    messages = draw(
        saying(*(quote(f"fact {number} " + "word " * 40) for number in range(60)), label="Facts", is_list=True)
    )
    assert len(messages) > 2
    assert [check(message) for message in messages] == [()] * len(messages)
    assert f"(2/{len(messages)})" in messages[1].text.partition("\n")[0]


def test_the_same_document_is_drawn_the_same_way_again():
    assert json.dumps([m.as_call() for m in draw(history())]) == json.dumps([m.as_call() for m in draw(history())])
