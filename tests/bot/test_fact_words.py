"""How a fact is typed: its kind, its value, its dates, and what a form asks for it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.line import LONGEST, as_typed, read_line, write_line
from adapters.port import CONFIRM, FORM, Form, Ready, Request, Room
from bot.commands import REGISTRY
from bot.days import read_recorded
from bot.desk import Desk
from bot.entry.kind import find_sort
from bot.entry.value import Read, read_value
from briefings import words
from briefings.dates import Role
from briefings.document import Document, UserError, plain
from briefings.kinds import kind_words
from tests.briefings.made_up import NEAR_DATE, QUICK, quantities
from tests.scene import AMINA, TODAY, at

SHAPES = [command.shape for command in REGISTRY.values()]


def read(word: str, value: str) -> Read:
    sort = find_sort(word)
    assert sort
    return read_value(sort, value, TODAY)


def refused(word: str, value: str) -> str:
    """The sentence with which a value is refused."""
    with pytest.raises(UserError) as caught:
        read(word, value)
    return words.text(caught.value.line)


# dates


@pytest.mark.parametrize(("typed", "recorded"), [
    ("2025-03", "2025-03"), ("Mar 2025", "2025-03"), ("about Mar 2025", "about 2025-03"), ("around 2024", "about 2024"),
    ("7 Nov 2024 or later", "2024-11-07 or later"), ("before January 2025", "before 2025-01"),
    ("by late 2024", "by late 2024"), ("early 2025", "early 2025"), ("2024-11-07 to 2025-01-31", "2024-11-07 to 2025-01-31"),
    ("7 Nov 2024 to Jan 2025", "2024-11-07 to 2025-01-31"), ("yesterday", "2025-01-16"), ("unknown", "unknown"),
    ("2 weeks ago", "2025-01-03"), ("Unknown, near 2024-11-07", "unknown, near 2024-11-07"),
])  # fmt: skip
def test_a_date_keeps_its_precision_and_its_bounds(typed, recorded):
    assert str(read_recorded(typed, TODAY)) == recorded


@pytest.mark.parametrize("typed", [
    "", "vendredi prochain", "banana", "about", "or later", "03/04/2024", "2025-02-30", "before", "about soon or later",
    "1789-07-14", "2025-01-31 to 2024-11-07", "by 2024 or later", "9999",
])  # fmt: skip
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(UserError):
        read_recorded(typed, TODAY)


@QUICK
@given(NEAR_DATE)
def test_every_date_that_can_be_recorded_can_be_typed(recorded):
    assert read_recorded(str(recorded), TODAY) == recorded


@QUICK
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text):
    try:
        found = read_recorded(text, TODAY)
    except UserError:
        return
    assert found.start is None or date(1945, 1, 1) <= found.start <= date(2100, 12, 31)


# kinds


@pytest.mark.parametrize("word", list(kind_words()))
def test_every_kind_is_known_by_every_word_for_it(word):
    assert find_sort(word)


@pytest.mark.parametrize(("word", "kind", "aspect", "details"), [
    ("mandate-end", "mandate", "term", {}), ("mandate end", "mandate", "term", {}), ("expiry", "mandate", "term", {}),
    ("renewal", "mandate", "term", {"change": "renewal"}), ("closure", "mandate", "closure", {}),
    ("paid", "contribution", "", {"stage": "paid"}), ("arrived", "movement", "", {"movement": "arrived"}),
    ("left-home", "movement", "", {"movement": "left home"}), ("Troops", "strength", "", {}),
])  # fmt: skip
def test_some_words_say_more_than_a_kind(word, kind, aspect, details):
    sort = find_sort(word)
    assert sort
    assert (sort.kind.name, sort.aspect, sort.details) == (kind, aspect, details)


@pytest.mark.parametrize("word", ["", "nonsense", "5"])
def test_another_word_is_no_kind(word):
    assert find_sort(word) is None


# values


@pytest.mark.parametrize(("typed", "value"), [
    ("about 970", "about 970 personnel"), ("up to 2,500 officers", "up to 2,500 officers"), ("900-1,000", "900-1,000 personnel"),
    ("900–1,000 police", "900-1,000 police"), ("more than 600", "more than 600 personnel"), ("0", "0 personnel"),
])  # fmt: skip
def test_a_bare_count_counts_what_its_kind_counts(typed, value):
    assert str(read("strength", typed).value) == value


def test_an_unknown_count_has_no_value():
    assert read("arrived", "unknown").value is None


@pytest.mark.parametrize("typed", ["many", "-5", "1e309", "9" * 400, "12.5.7", "²"])
def test_what_is_no_count_is_refused(typed):
    assert "is not a number; write it like 970" in refused("strength", typed)


def test_money_has_its_currency():
    assert str(read("paid", "USD 85.5 million").value) == "USD 85,500,000"
    assert "In which currency is “85.5 million”?" in refused("paid", "85.5 million")
    assert "is money" in refused("strength", "USD 5")


def test_a_pledge_of_money_is_another_kind_than_one_of_people():
    assert read("pledge", "USD 15 million").sort.kind.name == "contribution"
    assert read("pledge", "600").sort.kind.name == "pledge"


def test_a_mandate_has_a_length_or_an_end():
    assert str(read("renewal", "1 year").value) == "1 year"
    assert {role: str(day) for role, day in read("mandate-end", "2 Oct 2026").dates.items()} == {
        Role.VALID_TO: "2026-10-02"
    }
    assert list(read("closure", "2 Oct 2026").dates) == [Role.OCCURRED]
    assert "is not a day" in refused("mandate-end", "forever")


@pytest.mark.parametrize(
    ("word", "typed", "near"), [("position", "opose", "oppose"), ("vote", "Unanimus", "unanimous")]
)
def test_a_misspelt_choice_gets_the_nearest(word, typed, near):
    assert f"did you mean “{near}”?" in refused(word, typed)


@QUICK
@given(quantities())
def test_every_count_that_can_be_recorded_can_be_typed(quantity):
    written = read("announcement", str(quantity)).value
    assert written == quantity


# the line that says yes


@QUICK
@given(
    st.sampled_from(["fact add", "fact correct", "fact withdraw", "undo"]),
    st.dictionaries(
        st.sampled_from(["kind", "value", "fact", "source", "quote", "comment", "because", "for", "as-of", "confirm"]),
        st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30) | st.sampled_from(
            ["for", "in Haiti", "confirm", "as of", "--source", 'he said "no"', "because of rain"]),
    ),
)  # fmt: skip
def test_a_line_that_is_written_for_a_button_is_read_back(command, given_words):
    shape = next(shape for shape in SHAPES if shape.name == command)
    asked = {name: as_typed(word) for name, word in given_words.items() if shape.option(name) and as_typed(word)}
    positional = [option.name for option in shape.options if option.is_positional]
    # A later value without a keyword cannot be typed without the ones before it.
    if any(name in asked for name in positional[1:]) and positional[0] not in asked:
        asked[positional[0]] = "x"
    line = write_line(command, asked, SHAPES)
    if len(line) <= LONGEST:
        assert read_line(line, SHAPES).words == asked


# forms


async def form(scene, **given_words: str) -> Form:
    """The form of “fact add” with some words filled in."""
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    room = Room(AMINA.platform, AMINA.tenant, "here")
    taken = await desk.take(Request("fact add", {**given_words, FORM: "yes"}, AMINA, room, at(TODAY), TODAY))
    assert isinstance(taken, Form)
    return taken


async def test_the_form_of_a_kind_asks_what_the_kind_takes(scene):
    strength = {field.option.name for field in (await form(scene, kind="strength")).fields}
    target = {field.option.name for field in (await form(scene, kind="target")).fields}
    position = {field.option.name for field in (await form(scene, kind="position")).fields}
    note = {field.option.name for field in (await form(scene, kind="note")).fields}
    assert {"as-of", "source", "quote", "for"} <= strength
    assert "by" in target - strength
    assert {"from", "topic"} <= position
    assert not {"source", "quote", "for"} & note


async def test_what_was_typed_is_filled_in_even_where_it_does_not_fit(scene):
    filled = {field.option.name: field.value for field in (await form(scene, kind="strength", by="2025-06")).fields}
    assert filled["by"] == "2025-06"


async def test_no_form_asks_for_the_code_of_a_question(scene):
    assert CONFIRM not in {field.option.name for field in (await form(scene)).fields}


async def test_a_missing_source_opens_the_form(scene):
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    room = Room(AMINA.platform, AMINA.tenant, "here")
    asked = Request(
        "fact add", {"kind": "strength", "value": "970", "as-of": "2025-01-16"}, AMINA, room, at(TODAY), TODAY
    )
    assert isinstance(await desk.take(asked), Form)


async def test_change_under_a_question_opens_the_form_with_what_was_typed(scene):
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    room = Room(AMINA.platform, AMINA.tenant, "here")
    said = {"kind": "strength", "value": "about 970", "as-of": "2025-01-16", "source": "S2"}
    taken = await desk.take(Request("fact add", said, AMINA, room, at(TODAY), TODAY))
    assert isinstance(taken, Ready)
    question = await taken.answer()
    assert isinstance(question, Document)
    assert [plain(offer.label) for offer in question.offers] == ["Record", "Change", "Drop"]
    typed = read_line(question.offers[1].line, desk.shapes)
    form_again = await desk.take(Request(typed.command, typed.words, AMINA, room, at(TODAY), TODAY))
    assert isinstance(form_again, Form)
    assert {field.option.name: field.value for field in form_again.fields if field.value} == said


@pytest.mark.parametrize(("command", "said", "asks"), [
    ("fact add", {"kind": "note", "value": "x"}, True), ("undo", {}, True), ("undo", {"confirm": "00000000"}, False),
    ("settings", {"name": "zone", "value": "Nairobi"}, False), ("wrong", {"fact": "S2-21"}, False), ("status", {}, False),
])  # fmt: skip
async def test_a_change_that_was_not_seen_yet_is_a_question(scene, command, said, asks):
    room = Room(AMINA.platform, AMINA.tenant, "here")
    taken = await scene.desk.take(Request(command, said, AMINA, room, at(TODAY), TODAY))
    assert isinstance(taken, Ready)
    assert taken.is_question is asks


# suggested


@pytest.mark.parametrize(("option", "typed", "found"), [
    ("kind", "mand", "mandate-end"), ("source", "s", "S2"), ("from", "uni", "United States"), ("as-of", "", str(TODAY)),
    ("value", "op", "oppose"),
])  # fmt: skip
async def test_values_are_suggested(scene, option, typed, found):
    room = Room(AMINA.platform, AMINA.tenant, "here")
    asked = Request("fact add", {"kind": "position"}, AMINA, room, at(TODAY), TODAY)
    assert found in await scene.desk.suggest(asked, option, typed)
