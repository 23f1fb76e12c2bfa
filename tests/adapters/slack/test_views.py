"""Documents as Slack views: in a modal, while it is looked up, in the App Home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import views
from adapters.slack.limits import Message
from briefings.document import Document, Line, Offer, Quoted, Said, Section
from tests.adapters.said import EVERY_EXAMPLE, example, in_english, quote, sentences
from tests.adapters.slack.seen import buttons, seen, words
from tests.fakes.slack import FakeSlack, Modal
from tests.fakes.slack.limits import view_is_too_large, view_problems

PLACE = '{"team": "T1", "channel": "C1"}'


def read(parts: Sequence[Any]) -> str:
    """Every word that stands in some views."""
    return "\n".join(seen(Message("", tuple(view["blocks"]))) for view in parts)


def pressable(view: Any) -> list[tuple[str, str]]:
    return [(button["text"]["text"], button["value"]) for button in buttons(Message("", tuple(view["blocks"])))]


def all_parts(said: Said) -> list[Any]:
    """Every part of a document, found by pressing on as a reader does."""
    found = [views.answer(said, PLACE)]
    while following := [value for label, value in pressable(found[-1]) if label.endswith("→")]:
        found.append(views.answer(said, PLACE, int(following[0])))
    return found


def endless(lines: int = 400) -> Said:
    """A document that no view can hold."""
    section = Section(
        Line("Facts"), tuple(quote(f"fact {number} {'of a long record ' * 8}") for number in range(lines)), True
    )
    return in_english(
        Document("history", quote("A long history"), sections=(section,), offers=(Offer(Line("Help"), "help"),))
    )


# answers


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_every_document_fits_into_a_modal_and_the_home_and_loses_no_word(name, title):
    said = example(name, title)
    for view in (views.answer(said, PLACE), views.home(said)):
        assert view_problems(view) == []
        assert words(read([view])) == [word for sentence in sentences(said) for word in words(sentence)]
        assert [value for _label, value in pressable(view)] == [offer.line for offer in said.offers]


def test_a_modal_is_named_after_the_mission_else_after_its_document():
    assert views.answer(example("status", "today"), PLACE)["title"]["text"] == "MSS Haiti"
    assert views.answer(example("notice", "a choice"), PLACE)["title"]["text"] == "Which fact"


def test_a_modal_carries_its_place():
    assert views.answer(example("due", "today"), PLACE)["private_metadata"] == PLACE


def test_tables_and_charts_stand_in_lines():
    kinds = {block["type"] for block in views.answer(example("strength", "in full"), PLACE)["blocks"]}
    assert kinds <= {"section", "context", "actions"}


def test_a_document_longer_than_a_view_comes_in_parts_and_every_word_is_kept():
    parts = all_parts(endless())
    assert len(parts) > 1
    assert [problem for view in parts for problem in view_problems(view)] == []
    assert not any(view_is_too_large(view) for view in parts)
    told = read(parts)
    assert all(f"fact {number} " in told for number in range(400))
    assert "Help" in [label for label, _line in pressable(parts[-1])]


def test_a_part_leads_to_the_ones_beside_it():
    last = len(all_parts(endless()))
    middle = pressable(views.answer(endless(), PLACE, 2))
    assert middle == [(f"← 1/{last}", "1"), (f"3/{last} →", "3")]
    assert [label for label, _value in pressable(views.answer(endless(), PLACE, 1))] == [f"2/{last} →"]


def test_a_part_that_is_gone_is_the_nearest_there_is():
    assert views.answer(example("due", "today"), PLACE, 7) == views.answer(example("due", "today"), PLACE)


def test_a_line_longer_than_a_block_is_divided():
    view = views.answer(in_english(Document("notice", Line("{words}", words=Quoted("word " * 2_000)))), PLACE)
    assert view_problems(view) == []
    assert words(read([view])) == ["word"] * 2_000


# the home


def test_the_home_has_a_large_headline_figures_side_by_side_and_small_print_last():
    blocks = views.home(example("home", "one mission"))["blocks"]
    assert [block["type"] for block in blocks] == ["header", "context", "section", "actions", "context"]
    fields = [text["text"].splitlines()[0] for text in blocks[2]["fields"]]
    assert fields == ["*Overdue*", "*Next 90 days*", "*Deployed*", "*Earlier*"]


def test_lists_of_the_home_stand_below_each_other():
    blocks = views.home(example("home", "several missions"))["blocks"]
    assert [block["text"]["text"].splitlines()[0] for block in blocks if block["type"] == "section"] == [
        "*Overdue*",
        "*Missions*",
    ]


def test_a_headline_too_long_for_large_letters_is_bold():
    view = views.home(in_english(Document("home", quote("A mission with a long name " * 6))))
    assert view_problems(view) == []
    assert view["blocks"][0]["text"]["text"].startswith("*A mission with a long name")


def test_a_section_too_long_to_stand_beside_another_stands_alone():
    long = Section(Line("Long"), (quote("word " * 500),))
    short = Section(Line("Short"), (quote("word"),))
    view = views.home(in_english(Document("home", quote("A mission"), sections=(long, short, short))))
    assert view_problems(view) == []
    assert [len(block.get("fields", ())) for block in view["blocks"][1:]] == [0, 2]


# while it is looked up


def test_a_modal_stands_there_at_once():
    view = views.loading("About this message, which is long")
    assert view_problems(view) == []
    assert view["title"]["text"] == "About this message…"
    assert view["blocks"][0]["text"]["text"] == "Looking it up…"


# on a screen


async def test_a_modal_opens_with_a_sign_of_work_and_becomes_the_answer():
    async with await FakeSlack.start() as slack:
        ada, api = slack.person("Ada"), AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
        trigger = slack.delivery._trigger(ada.user, slack.team)
        opened = await api.views_open(trigger_id=trigger, view=dict(views.loading("MSS Haiti")))
        modal = Modal(ada, ada.screen.modals[-1])
        assert modal.words == "Looking it up…"
        await api.views_update(view_id=opened["view"]["id"], view=dict(views.answer(example("due", "today"), PLACE)))
        assert "overdue" in modal.words
        assert modal.buttons == ["Brief", "Within a year"]


async def test_the_home_is_published():
    async with await FakeSlack.start() as slack:
        ada, api = slack.person("Ada"), AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
        await api.views_publish(user_id=ada.id, view=dict(views.home(example("home", "one mission"))))
        assert ada.home.words.startswith("MSS Haiti: mandate ended 2 Oct 2025")
        assert {"Full brief", "Due", "What is new", "Sources", "Help", "Settings"} <= set(ada.home.buttons)
