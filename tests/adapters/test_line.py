"""A typed line, read: commands, keywords, quotation marks, and kind refusals."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.line import LONGEST, Typed, as_typed, quoted, read_line, write_line
from adapters.port import CommandShape, Input, OptionShape
from bot.commands import REGISTRY
from briefings import words
from briefings.document import UserError

CLOCKS = tuple(OptionShape(name, "DAY", "a day") for name in ("as-of", "published-by", "known-at"))
IN = OptionShape("in", "MISSION", "the mission")
STATUS = CommandShape("status", "Brief.", "status as-of 2025-01-15",
                      (IN, *CLOCKS, OptionShape("full", "", "long", Input.FLAG)), ("brief",))  # fmt: skip
SOURCE = CommandShape("source", "Evidence.", "source 572",
                      (IN, *CLOCKS, OptionShape("what", "FACT", "a fact", is_positional=True)), ("sources",))  # fmt: skip
SHOW = CommandShape("show", "A topic.", "show strength",
                    (OptionShape("topic", "TOPIC", "a topic", is_positional=True, is_required=True),
                     OptionShape("about", "WORDS", "a party", is_positional=True)),
                    short_forms={"strength": "strength", "troops": "strength"})  # fmt: skip
FACT_ADD = CommandShape("fact add", "Add.", "fact add strength 800",
                        (OptionShape("what", "KIND", "a kind", is_positional=True),))  # fmt: skip
HELP = CommandShape(
    "help", "Help.", "help status", (OptionShape("name", "COMMAND", "one", is_positional=True),), ("?",)
)
SHAPES = (STATUS, SOURCE, SHOW, FACT_ADD, HELP)


def read(line: str) -> Typed:
    return read_line(line, SHAPES)


def refused(line: str) -> str:
    """The sentence with which a line is refused."""
    with pytest.raises(UserError) as caught:
        read(line)
    return words.text(caught.value.line)


def command_or_refusal(line: str) -> str:
    """The command that a line names, or the sentence with which it is refused."""
    try:
        return read(line).command
    except UserError as error:
        return words.text(error.line)


# commands


@pytest.mark.parametrize(
    "line", ["/mss status", "mss status", "/MSS Status", "status", "  status  ", "STATUS", "brief"]
)
def test_a_command_is_known_by_its_names_with_or_without_the_slash(line):
    assert read(line) == Typed("status", {})


@pytest.mark.parametrize("line", ["/mss", "mss", "", "   ", "\u00a0"])
def test_a_line_without_a_command_is_status(line):
    assert read(line) == Typed("status", {})


@pytest.mark.parametrize("line", ["as-of 2024-11-10", "/mss as of 2024-11-10", "--as-of 2024-11-10"])
def test_a_line_that_begins_with_a_keyword_is_status(line):
    assert read(line) == Typed("status", {"as-of": "2024-11-10"})


def test_a_flag_alone_is_status_too():
    assert read("full") == Typed("status", {"full": "yes"})


def test_the_longest_command_name_wins():
    assert read("fact add strength") == Typed("fact add", {"what": "strength"})


def test_a_short_form_stands_for_its_command_with_the_first_value_filled_in():
    assert read("troops Kenya") == Typed("show", {"topic": "strength", "about": "Kenya"})


def test_an_unknown_command_names_the_nearest_and_offers_it():
    with pytest.raises(UserError) as caught:
        read("statsu")
    assert words.text(caught.value.line) == "There is no command “statsu”; did you mean “status”?"
    assert [offer.line for offer in caught.value.offers] == ["status"]


def test_a_command_like_no_other_leads_to_help():
    assert "“help” lists them all" in refused("xyzzy")


def test_a_quoted_word_is_no_command():
    assert "no command “status”" in refused('"status" as-of 2024-11-10')


def test_a_very_long_word_is_said_back_in_short():
    assert len(refused("x" * 500)) < 150


# keywords

SPELT = [
    "as-of",
    "asof",
    "as of",
    "as_of",
    "--as-of",
    "AS-OF",
    "As Of",
    "as–of",
    "as—of",
    "as‑of",
    "as−of",
    "as\u00a0of",
]


@pytest.mark.parametrize("keyword", SPELT)
def test_as_of_is_understood_however_it_is_spelt(keyword):
    assert read(f"status {keyword} 2024-11-10").words == {"as-of": "2024-11-10"}


@pytest.mark.parametrize("keyword", ["—as-of", "–as-of"])
def test_a_phone_that_joins_two_dashes_into_a_long_one_is_forgiven(keyword):
    assert read(f"status {keyword} 2024-11-10").words == {"as-of": "2024-11-10"}


def test_several_keywords_stand_in_any_order():
    assert read("status in MSS Haiti published by 2024-12-01 full as-of 10 Nov 2024").words == {
        "in": "MSS Haiti", "published-by": "2024-12-01", "full": "yes", "as-of": "10 Nov 2024",
    }  # fmt: skip


def test_words_before_and_after_a_keyword_are_told_apart():
    assert read("source about 572 as-of 2025-01").words == {"what": "about 572", "as-of": "2025-01"}


@pytest.mark.parametrize("line", ['source "as of"', "source “as of”", "source «as of»", "source „as of“"])
def test_quotation_marks_of_any_shape_make_a_keyword_plain_words(line):
    assert read(line).words == {"what": "as of"}


def test_quotation_marks_keep_words_together():
    assert read('show strength "El Salvador"').words == {"topic": "strength", "about": "El Salvador"}


def test_long_dashes_and_hard_blanks_equal_plain_ones():
    assert read("source\u00a0S2–21") == read("source S2-21")


def test_the_last_positional_value_takes_all_that_is_left():
    assert read("show strength El Salvador").words == {"topic": "strength", "about": "El Salvador"}


def test_a_keyword_without_a_value_says_what_it_wants_with_an_example():
    assert refused("status as-of") == "“as-of” wants DAY after it; for example: status as-of 2025-01-15"


def test_a_keyword_before_another_one_has_no_value():
    assert "“as-of” wants DAY" in refused("status as-of in MSS")


def test_the_same_keyword_twice_is_refused():
    assert "“as-of” is in this line twice" in refused("status as-of 2025-01-15 as of 2025-01-16")


def test_a_flag_said_twice_is_refused():
    assert "“full” is in this line twice" in refused("status full full")


def test_a_day_without_its_keyword_shows_how_to_write_it():
    assert "write “status as-of 2024-11-10”" in refused("status 2024-11-10")


def test_a_mission_without_its_keyword_shows_how_to_write_it():
    assert "write “status in Mali”" in refused("status Mali")


def test_the_advice_for_a_day_does_not_repeat_a_quoted_keyword():
    assert "as-of as-of" not in refused('status "as-of" 2024-11-10')


# what cannot be read


def test_a_missing_quotation_mark_is_named():
    assert "A quotation mark is missing" in refused('source "572')


@pytest.mark.parametrize("length", [LONGEST + 1, 10_000])
def test_a_line_that_is_too_long_is_refused_with_both_lengths(length):
    said = refused("x" * length)
    assert f"{length:,}" in said
    assert f"{LONGEST:,}" in said


def test_the_longest_line_is_read():
    line = "source " + "x" * (LONGEST - len("source "))
    assert read(line).words == {"what": line[len("source "):]}  # fmt: skip


@pytest.mark.parametrize("hidden", ["\0", "\a", "\x1b[31m", "\x7f", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff"])
def test_control_characters_and_direction_marks_get_one_clear_sentence(hidden):
    assert f"(U+{ord(hidden[0]):04X})" in refused(f"status{hidden} full")


@given(st.text())
@example("/mss\u2028status")
@example('"" ""')
@example("--")
@settings(deadline=None)
def test_any_text_is_read_or_refused_kindly(text):
    assert command_or_refusal(text).strip()


@given(st.lists(st.sampled_from([*SPELT, "in", "full", "status", "source", '"', "“", "2024-11-10", "MSS", "--"])))
@settings(deadline=None)
def test_any_row_of_our_own_words_is_read_or_refused_kindly(row):
    assert command_or_refusal(" ".join(row)).strip()


# lines that we write ourselves


@given(st.text("abcXYZ019- ", min_size=1).map(str.strip).filter(bool))
@example("full")
@example("in")
@example("as of")
@settings(deadline=None)
def test_a_quoted_value_is_read_back_as_it_was(value):
    assert read(f"source {quoted(value)}").words == {"what": value}


@pytest.mark.parametrize("name", REGISTRY)
def test_the_example_of_a_command_reads_back_as_that_command(name):
    shapes = [command.shape for command in REGISTRY.values()]
    assert read_line(REGISTRY[name].example, shapes).command == name


# written


@pytest.mark.parametrize(
    "line",
    ["status as-of 2025-01-15 in MSS full", "source 572 known-at 2025-01-01", 'source "about 572" as-of 2025-01',
     "show strength Kenya"],
)  # fmt: skip
def test_a_written_line_is_read_as_the_same_words(line: str):
    typed = read(line)
    assert read(write_line(typed.command, typed.words, SHAPES)) == typed


@given(st.text(max_size=300))
@example("He said: “572 officers” –\nnot 'all'")
@settings(deadline=None)
def test_any_message_can_be_typed_behind_a_command_and_is_read_back(text):
    typed = as_typed(text)
    if typed:
        assert read(f"source {quoted(typed)}").words == {"what": typed}


def test_a_message_keeps_its_words_but_no_line_ends_no_quotation_marks_and_nothing_invisible():
    assert as_typed("He said:\n“572” –  not\u200b yet") == "He said: '572' - not yet"
    assert len(as_typed("long " * 900)) < LONGEST
