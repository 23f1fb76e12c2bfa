"""True of every document in Slack: it keeps Slack's limits, loses no word, says them in the terminal's order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.blocks import Message, check, draw
from adapters.terminal import text as terminal
from briefings import documents
from briefings.document import Document, Line, Link, Meter, Offer, Rows, Said, Section, Strong
from tests.adapters.said import EVERY_EXAMPLE, example, in_english, quote, sentences
from tests.adapters.slack.seen import TOKEN, buttons, heard, mrkdwn_of, seen, words
from tests.briefings.stage import FILES, on, record

MISSIONS = sorted(FILES)
WIDE = 600
"""Columns on which the terminal breaks no cell of a table."""


def in_the_terminal(document: Said) -> list[str]:
    """The words of a document as the terminal says them, its offers left out."""
    return words(terminal.draw(replace(document, offers=()), WIDE))


def holds(document: Said) -> None:
    """Everything that the messages of one document must be, with tables and charts and without."""
    expected = in_the_terminal(document)
    for plainly in (False, True):
        messages = draw(document, plainly=plainly)
        assert [found for message in messages for found in check(message)] == []
        assert [button["value"] for message in messages for button in buttons(message)] == [
            o.line for o in document.offers
        ]
        json.dumps([message.as_call() for message in messages])
        for sense in (seen, heard):
            told = [word for message in messages for word in words(sense(message))]
            # Pages repeat the headline and the label of a section that goes on; one message repeats nothing.
            assert told == expected if len(messages) == 1 else is_within(expected, told)


def is_within(some: list[str], more: list[str]) -> bool:
    """Whether words stand in a longer list in their order."""
    rest = iter(more)
    return all(word in rest for word in some)


@pytest.mark.parametrize(("name", "title"), EVERY_EXAMPLE)
def test_every_example_fits_and_says_what_the_terminal_says(name, title):
    holds(example(name, title))


def days(mission: str) -> Iterator[str]:
    """Some days of every year, from before the record to after it."""
    known = [said.start for claim in record(mission).claims for said in claim.dates.values() if said.start]
    day = min(known) - timedelta(days=90)
    while day < max(*known, date(2026, 11, 22)) + timedelta(days=90):
        yield day.isoformat()
        day += timedelta(days=127)


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

HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from([
        "<!channel>", "@here @everyone @channel", "<@U024BE7LH>", "<!subteam^S1|x>", "<https://evil.example|un.org>",
        "*bold* _soft_ ~gone~ `code` ```block```", ":smile:", "> quoted", "&lt;!channel&gt;", "one\ntwo\n*three*",
        "<!date^1^{date}|x>", "|", "x" * 4_000, "* " * 2_000, "& " * 3_000, "🏴" * 2_500, "\x00\x1b[31m", " ",
    ]),
)  # fmt: skip


@st.composite
def hostile(draw: st.DrawFn) -> Said:
    """A document with hostile words wherever words can stand."""

    def some() -> Line:
        return quote(draw(HOSTILE))

    linked = Line("{link}", link=Link(draw(HOSTILE), draw(st.one_of(HOSTILE, st.just("https://un.example/?a=1&b=2")))))
    rows = Rows(some(), (some(), some()), ((some(), linked), (some(), some())))
    blocks = (some(), Meter(draw(st.fractions(0, 2)), some()), rows, linked, Line("{name} is", name=Strong(some())))
    return in_english(Document("example", some(), (some(),), (Section(some(), blocks, draw(st.booleans())),), (some(),),
                               (Offer(some(), "status"), Offer(some(), draw(HOSTILE)))))  # fmt: skip


@given(hostile(), st.booleans())
@settings(deadline=None, max_examples=20)
def test_hostile_words_break_no_limit_and_no_format_and_call_nobody(document, plainly):
    messages = draw(document, plainly=plainly)
    assert [found for message in messages for found in check(message)] == []
    for message in messages:
        is_harmless(message)
        assert message.text.strip()
        assert message.blocks


def is_harmless(message: Message) -> None:
    for sent in (*mrkdwn_of(message), message.text):
        bare = TOKEN.sub("", sent)
        assert re.search(r"[<>]|&(?!amp;|lt;|gt;)|@(here|channel|everyone)\b", bare, re.IGNORECASE) is None
    for line in (line for sent in mrkdwn_of(message) for line in TOKEN.sub("", sent).split("\n")):
        assert re.search(r"[_~`]", line) is None
        assert line.count("*") % 2 == 0
        assert not line.startswith("&gt;")


@given(hostile())
@settings(deadline=None, max_examples=10)
def test_hostile_words_are_all_kept(document):
    read_out = "".join(word for message in draw(document) for word in words(heard(message)))
    shown = "".join(word for message in draw(document, plainly=True) for word in words(seen(message)))
    said = "".join(word for sentence in sentences(document) for word in words(sentence))
    assert is_within(list(said), list(read_out))
    assert is_within(list(said), list(shown))
