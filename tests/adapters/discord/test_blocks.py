"""Documents as Discord messages: the bottom line first, labels that scan, one card that tells it all."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from adapters.discord.blocks import Pressed, check, draw, pressed
from adapters.discord.limits import CONTAINER, GALLERY, TEXT, Message
from adapters.offers import offer_id
from briefings import documents
from briefings.document import Document, Line, Link, Menu, Meter, Offer, Rows, Said, Section, Span, Spans, Strong
from tests.adapters.discord.seen import buttons, heard, menus, texts_of
from tests.adapters.said import in_english, quote, saying
from tests.adapters.slack.test_blocks import COUNTS, history
from tests.briefings.stage import on

# the screens of a status brief on a phone, word by word; a phone breaks the lines where it must

TODAY = """
### MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]
Sun 22 Nov 2026 · newest fact: Jan 2025

**Overdue** 2,500 officers by Jan 2025 [S0] (before Jan 2025: [S2]); not met on record, 660 days since 31 Jan 2025
**Next 90 days** nothing recorded
**Deployed** about 572, Jan 2025 [S2], stale
about 22.9 % of 2,500, about 1,928 short
**Earlier** about 400 police officers, 7 Nov 2024 or later [S1]
**UN operation?** Jan 2025 [S2]: China and Russia against. Undated [S1]: Haiti for.
[Full brief] [Sources] [Share]
"""
EARLIER = """
### MSS Haiti: about 572 of 2,500 deployed, 16 days before the target date [S2][S0]
As of Wed 15 Jan 2025, asked 22 Nov 2026

**Due** Jan 2025: 2,500 officers [S0], 16 days to the 31st (before Jan 2025: [S2])
2 Oct 2025: mandate ends, 260 days [S1]
**Deployed** about 572, Jan 2025 [S2]; day not given, may be later than the 15th
about 22.9 % of 2,500, about 1,928 short
**Earlier** about 400 police officers, 7 Nov 2024 or later [S1]
**Arrived** Guatemala, El Salvador: Jan 2025, day and numbers not recorded [S2]
[Full brief] [Sources] [Today] [Share]
"""


@pytest.mark.parametrize(("day", "screen"), [("2026-11-22", TODAY), ("2025-01-15", EARLIER)])
def test_a_brief_looks_as_we_want_it(day, screen):
    brief = in_english(documents.status(on("haiti", day)).with_offers(Offer(Line("Share"), "status share")))
    (message,) = draw(brief)
    row = " ".join(f"[{button['label']}]" for button in buttons(message))
    assert "\n\n".join(texts_of(message)) + f"\n{row}" == screen.strip()


def only(document: Said) -> Message:
    (message,) = draw(document)
    return message


def texts(document: Said) -> list[str]:
    return texts_of(only(document))


# the card and its sections


def test_a_message_is_one_card_without_a_colour():
    (card,) = only(saying(quote("one"))).components
    assert card["type"] == CONTAINER
    assert "accent_color" not in card


def test_the_headline_is_a_heading_with_the_header_below_it():
    document = in_english(Document("example", quote("Mandate ended"), header=(quote("Sun 22 Nov 2026"),)))
    assert texts(document) == ["### Mandate ended\nSun 22 Nov 2026"]


def test_a_label_stands_beside_its_first_line():
    assert texts(saying(quote("one"), quote("two"), label="Due"))[1] == "**Due** one\ntwo"


def test_a_list_stands_below_its_label():
    assert texts(saying(quote("one"), quote("two"), label="Overdue", is_list=True))[1] == "**Overdue**\n- one\n- two"


def test_a_list_has_a_little_space_around_it():
    sections = (Section(quote("A"), (quote("a"),)), Section(quote("B"), (quote("b"),), True),
                Section(quote("C"), (quote("c"),)))  # fmt: skip
    document = in_english(Document("example", quote("Title"), sections=sections))
    assert texts(document) == ["### Title", "**A** a", "**B**\n- b", "**C** c"]


def test_a_meter_is_told_in_words_alone():
    assert texts(saying(Meter(Fraction(1, 4), quote("a quarter"))))[1] == "a quarter"


def test_a_line_of_a_fact_begins_no_heading_and_no_list():
    assert texts(saying(quote("# 2,500"), quote("- 572"), quote("1. May")))[1] == "\\# 2,500\n\\- 572\n1\\. May"


def test_small_print_is_small_with_its_links():
    source = Line("{link}, Jan 2025", link=Link("Rubio praises the force", "https://un.example/a"))
    document = in_english(Document("example", quote("Title"), small=(source, quote("second"))))
    assert texts(document)[-1] == "-# [Rubio praises the force](<https://un.example/a>), Jan 2025\n-# second"


def test_a_blank_line_is_left_out():
    assert texts(saying(quote(" "), quote("one"), title=" ")) == ["one"]


# tables


def test_a_table_is_a_list_under_its_caption_and_head():
    assert texts(saying(COUNTS, label="Parties"))[1] == (
        "**Parties** Who sent whom\n-# Party · Number\n- **Kenya** · about 400\n- **Jamaica** · "
    )


def test_cells_beyond_the_second_stand_below_the_first_so_that_they_do_not_run_together():
    head = (quote(""), quote("10 Nov 2024"), quote("17 Jan 2025"))
    row = (quote("Deployed"), quote("about 400"), Line("{count}", count=Strong(quote("about 572"))))
    assert texts(saying(Rows(quote("Two days"), head, (row,))))[1] == (
        "Two days\n-# 10 Nov 2024 · 17 Jan 2025\n- **Deployed**\n  - about 400\n  - **about 572**"
    )


# charts


def test_a_chart_is_a_picture_between_what_it_shows_and_its_counts():
    message = only(history())
    (caption, picture, counts) = message.components[0]["components"][1:]
    assert caption["content"] == "**Over time** Counts against 2,500."
    assert (picture["type"], picture["items"][0]["media"]) == (GALLERY, {"url": "attachment://chart-1.png"})
    assert counts["content"] == "-# Nov 2024: about 400 [S2] · Jan 2025: about 572 [S2]"
    assert [file.name for file in message.files] == ["chart-1.png"]


def test_whoever_cannot_see_the_picture_hears_all_of_it():
    message = only(history())
    assert heard(message) == ["Counts against 2,500. Nov 2024: about 400 [S2]; Jan 2025: about 572 [S2]"]
    assert [file.description for file in message.files] == heard(message)


@pytest.mark.parametrize("days", [("Jan 2025",), tuple(f"{day} Jan" for day in range(1, 14))])
def test_too_few_counts_for_a_picture_or_too_many_for_a_phone_are_told_in_lines(days):
    long = history(days)
    chart: Any = long.sections[0].blocks[0]
    points = tuple(replace(chart.points[0], label=(Span(day),)) for day in days)
    section = replace(long.sections[0], blocks=(replace(chart, points=points),))
    message = only(replace(long, sections=(section,)))
    assert message.files == ()
    assert texts_of(message)[1].startswith(f"**Over time** Counts against 2,500.\n- {days[0]}: about 400 [S2]")
    assert texts_of(message)[1].count("\n- ") == len(days)


def test_an_alt_text_too_long_for_discord_says_that_it_goes_on():
    chart: Any = history().sections[0].blocks[0]
    section = replace(history().sections[0], blocks=(replace(chart, caption=(Span("word " * 300),)),))
    (alt,) = heard(only(replace(history(), sections=(section,))))
    assert len(alt) == 1_024
    assert alt.endswith("…")


# offers


def offering(*lines: str, label: str = "Ask", in_place: bool = False) -> list[Any]:
    offers: list[Offer[Spans]] = [Offer((Span(label),), line, in_place) for line in lines]
    return [button for message in draw(saying().with_offers(*offers)) for button in buttons(message)]


@pytest.mark.parametrize("line", ["status as-of 2025-01-15", "search #1", "say: x\ny", "x" * 91])
@pytest.mark.parametrize("in_place", [True, False])
def test_a_press_tells_the_line_that_is_asked_and_where_its_answer_goes(line, in_place):
    (button,) = offering(line, in_place=in_place)
    assert pressed(button["custom_id"]) == Pressed(offer_id(line), in_place)


def test_an_id_begins_with_what_becomes_of_the_answer():
    assert offering("status")[0]["custom_id"] == "offer:status"
    assert offering("status", in_place=True)[0]["custom_id"] == "turn:status"


def test_two_buttons_that_ask_the_same_are_told_apart():
    first, second = offering("status", "status")
    assert first["custom_id"] != second["custom_id"]
    assert pressed(first["custom_id"]) == pressed(second["custom_id"]) == Pressed("status")


@pytest.mark.parametrize("custom_id", ["", "offer:", "status", "other:status", "offer.x:status"])
def test_what_is_not_ours_asks_nothing(custom_id):
    assert pressed(custom_id) is None


def test_a_label_too_long_for_a_button_says_that_it_goes_on():
    (button,) = offering("status", label="long " * 20)
    assert button["label"].endswith("…")


def test_more_buttons_than_a_row_holds_are_all_there_in_rows_of_five():
    offers: list[Offer[Spans]] = [Offer((Span(f"{number}"),), f"source S2-{number:02}") for number in range(12)]
    rows = [part for part in only(saying().with_offers(*offers)).components[0]["components"] if part["type"] != TEXT]
    assert [len(row["components"]) for row in rows] == [5, 5, 2]


def test_more_buttons_than_a_message_holds_go_on_the_next():
    assert len(offering(*(f"source S2-{number:02}" for number in range(40)))) == 40


def test_the_figures_of_an_answer_stand_in_a_menu_that_asks_for_their_sources():
    evidence: list[Offer[Spans]] = [Offer((Span(f"{count} · {name}"),), f"source {name}")
                                    for count, name in (("572", "S2-21"), ("2,500", "S0-15"))]  # fmt: skip
    (menu,) = menus(only(replace(saying(), evidence=Menu((Span("Source"),), tuple(evidence)))))
    assert [option["label"] for option in menu["options"]] == ["572 · S2-21", "2,500 · S0-15"]
    assert pressed(menu["custom_id"], [menu["options"][0]["value"]]) == Pressed("source S2-21")
    assert menu["placeholder"] == "Source"


# long documents

LONG = saying(*(quote(f"fact {number} " + "word " * 40) for number in range(60)), label="Facts", is_list=True)


def test_a_long_document_becomes_messages_that_name_themselves_and_break_no_limit():
    messages = draw(LONG)
    assert len(messages) > 2
    assert [check(message) for message in messages] == [()] * len(messages)
    assert f"(2/{len(messages)})" in texts_of(messages[1])[0].partition("\n")[0]


def test_the_menu_of_figures_stands_on_the_last_message():
    messages = draw(replace(LONG, evidence=Menu((Span("Source"),), (Offer((Span("572"),), "source S2-21"),))))
    assert [len(menus(message)) for message in messages] == [0] * (len(messages) - 1) + [1]


def test_the_same_document_is_drawn_the_same_way_again():
    assert draw(history()) == draw(history())
    assert json.dumps(only(history()).components)
