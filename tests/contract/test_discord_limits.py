"""True of every document in Discord: it keeps Discord's limits, loses no word, says them in the terminal's order."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from adapters.discord.blocks import Message, check, draw, pressed
from adapters.offers import offer_id
from briefings import documents
from briefings.document import Look, Menu, Said, Span, Spans
from tests.adapters.discord.seen import bare, buttons, heard, menus, seen, texts_of
from tests.adapters.said import EVERY_EXAMPLE, example, in_english, sentences
from tests.adapters.slack.seen import words
from tests.briefings.stage import on, record
from tests.contract.documents import said
from tests.contract.test_slack_limits import MISSIONS, days, hostile, in_the_terminal, is_within


def holds(document: Said) -> None:
    """Everything that the messages of one document must be."""
    expected = in_the_terminal(document.over(_without_moments))
    messages = draw(document)
    assert [found for message in messages for found in check(message)] == []
    asked = [pressed(button["custom_id"]) for message in messages for button in buttons(message)]
    assert [(p.id, p.in_place) for p in asked if p] == [(offer_id(o.line), o.in_place) for o in document.offers]
    json.dumps([message.components for message in messages])
    told = [word for message in messages for word in words(seen(message))]
    # Pages repeat the headline and the label of a section that goes on; one message repeats nothing.
    assert told == expected if len(messages) == 1 else is_within(expected, told)
    for message in messages:
        assert [file.description for file in message.files if file.name.endswith(".png")] == heard(message)
    assert [file.name for message in messages for file in message.files if not file.description] == (
        [document.file.name] if document.file else [])  # fmt: skip


def _without_moments(spans: Spans) -> Spans:
    """A moment is told in each reader's own zone."""
    return tuple(replace(span, text="") if span.look is Look.INSTANT else span for span in spans)


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_every_example_fits_and_says_what_the_terminal_says(name, title):
    holds(example(name, title))


def test_every_document_there_is_fits_and_the_help_of_every_command_too():
    for document in said().values():
        holds(document)


@pytest.mark.parametrize("mission", MISSIONS)
def test_briefs_of_every_mission_on_many_days_fit_and_say_what_the_terminal_says(mission):
    for day in days(mission):
        picture = on(mission, day)
        for document in (documents.status(picture), documents.status(picture, full=True), documents.due(picture, 365)):
            holds(in_english(document))


@pytest.mark.parametrize("mission", MISSIONS)
def test_the_sources_of_facts_fit_and_say_what_the_terminal_says(mission):
    picture = on(mission, "2026-11-22")
    for claim in record(mission).claims[::3]:
        holds(in_english(documents.source_of_fact(picture, claim)))


@pytest.mark.parametrize("mission", MISSIONS)
def test_the_list_of_all_sources_fits(mission):
    picture = on(mission, "2026-11-22")
    holds(in_english(documents.sources(picture, dict.fromkeys(picture.sources, 1))))


# hostile words in every place


@given(hostile())
@settings(deadline=None, max_examples=20)
def test_hostile_words_break_no_limit_and_no_format_and_call_nobody(document):
    messages = draw(replace(document, evidence=Menu((Span("Source"),), document.offers)))
    assert [found for message in messages for found in check(message)] == []
    assert len(menus(messages[-1])) == 1
    for message in messages:
        assert message.components[0]["components"]
        is_harmless(message)


def is_harmless(message: Message) -> None:
    for line in (line for text in texts_of(message) for line in text.split("\n")):
        assert re.search(r"[*_~`|<\\]|\]\(|@(?:everyone|here)\b", bare(line), re.IGNORECASE) is None
        assert re.sub(r"\\.", "", line).count("**") % 2 == 0


@given(hostile())
@settings(deadline=None, max_examples=10)
def test_hostile_words_are_all_kept(document):
    shown = "".join(word for message in draw(document) for word in words(seen(message)))
    told = "".join(word for sentence in sentences(document) for word in words(sentence))
    assert is_within(list(told), list(shown))
