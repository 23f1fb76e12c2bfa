"""What a fact says is shown as it is: it formats nothing, calls nobody and links nowhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.plain import one_line
from adapters.slack.escape import bold, escaped, mrkdwn, rich, unquoted
from briefings.document import Look, Span
from tests.adapters.slack.seen import TOKEN, UNSEEN, read

NOON = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)


def say(text: str, look: Look = Look.QUOTED, *, strong: bool = False, target: str = "") -> str:
    return mrkdwn((Span(text, look, strong, target),))


# control characters and calls


@pytest.mark.parametrize(
    "text", ["<!channel>", "<!here>", "<@U123>", "<#C123>", "<!subteam^S1>", "<https://evil.example|x>"]
)
def test_nothing_between_angle_brackets_is_a_command_to_slack(text):
    assert "<" not in say(text)
    assert "<" not in escaped(text)


@pytest.mark.parametrize("name", ["@here", "@channel", "@everyone", "@Here"])
def test_nobody_is_called(name):
    assert name not in say(f"come {name} now")
    assert name not in escaped(f"come {name} now")
    assert read(say(f"come {name} now")) == f"come {name} now"


def test_an_entity_in_a_fact_stays_the_letters_it_is():
    assert say("AT&amp;T") == "AT&amp;amp;T"


# marks of format


@pytest.mark.parametrize("text", ["*bold*", "_soft_", "~gone~", "`code`", "```block```", ":smile:", "＊wide＊"])
def test_no_format_of_a_fact_is_taken_for_ours(text):
    drawn = TOKEN.sub("", say(text))
    assert re.search(r"[*_~`＊:]", drawn.replace("smile:", "")) is None
    assert read(say(text)) == text


def test_a_time_of_day_is_left_alone():
    assert say("at 07:30:45") == "at 07:30:45"


def test_a_line_that_begins_with_a_greater_than_is_no_quotation():
    assert not unquoted(say("> 2,500 officers")).startswith("&gt;")


def test_a_line_break_in_a_fact_begins_no_line():
    assert "\n" not in say("one\n*two*\r\nthree\u2028four")


# bold


def test_what_is_strong_is_bold():
    assert mrkdwn((Span("MSS", strong=True), Span(": ended"))) == "*MSS*: ended"


def test_blanks_stay_outside_the_stars():
    assert mrkdwn((Span("the"), Span(" MSS ", strong=True), Span("ended"))) == "the *MSS* ended"


def test_bold_inside_a_word_is_kept_apart_so_that_slack_sees_it():
    assert mrkdwn((Span("pre"), Span("fix", strong=True), Span("ed"))) == "pre\u200b*fix*\u200bed"


def test_the_marks_at_the_end_of_a_headline_are_not_bold():
    assert (
        bold((Span("Mandate ended "), Span("[S1]", Look.MARK), Span("[S0]", Look.MARK))) == "*Mandate ended* [S1][S0]"
    )


def test_a_mark_inside_a_headline_is_bold_with_it():
    assert bold((Span("[S2]", Look.MARK), Span(" praises"))) == "*[S2] praises*"


def test_a_question_keeps_its_sign_in_bold():
    assert bold((Span("UN operation", Look.QUOTED), Span("?"))) == "*UN operation?*"


def test_nothing_to_embolden_is_no_pair_of_stars():
    assert bold((Span(" "),)) == " "
    assert mrkdwn((Span("", strong=True),)) == ""


# moments


def test_a_moment_is_shown_in_the_readers_zone_and_falls_back_to_a_named_one():
    drawn = mrkdwn((Span("Wed 15 Jan 2025, 09:12 Nairobi", Look.INSTANT, target="Africa/Nairobi", at=NOON),))
    assert drawn == "<!date^1736921520^{date_short}, {time}|Wed 15 Jan 2025, 09:12 Nairobi>"


def test_a_day_is_plain_text_that_no_zone_moves():
    assert say("2 Oct 2025", Look.DAY) == "2 Oct 2025"


# links


def link(label: str, url: str) -> str:
    return say(label, Look.LINK, target=url)


def test_a_link_stands_behind_its_label():
    assert link("UN press", "https://un.example/a?b=1&c=2") == "<https://un.example/a?b=1&amp;c=2|UN press>"


@pytest.mark.parametrize("label", ["https://un.org/report", "un.org", "see www.un.org"])
def test_a_label_that_names_another_address_does_not_hide_the_true_one(label):
    drawn = link(label, "https://evil.example/x")
    assert f"|{label}>" not in drawn
    assert drawn.endswith("(<https://evil.example/x|evil.example>)")


@pytest.mark.parametrize("label", ["https://un.org/report", "un.org", "www.un.org"])
def test_a_label_may_name_its_own_address(label):
    assert link(label, "https://press.un.org/x") == f"<https://press.un.org/x|{label}>"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "slack://open", "data:text/html,x", "//un.org", "http://", "http://[", ""]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url):
    assert link("label", url) == "label"


def test_an_address_cannot_end_its_link_early():
    assert link("label", "https://un.example/a>b|c d") == "<https://un.example/a%3Eb%7Cc%20d|label>"


def test_a_label_with_marks_of_format_stands_beside_its_link():
    assert read(link("*UN*", "https://un.example/")) == "*UN* (un.example)"


def test_an_address_too_long_to_carry_leaves_its_label():
    assert link("label", "https://un.example/" + "x" * 3_000) == "label"


# rich text


def test_words_in_rich_text_are_never_read_as_format():
    assert rich((Span("*a* <!here>", strong=True),)) == [
        {"type": "text", "text": "*a* <!here>", "style": {"bold": True}}
    ]


def test_a_lying_label_shows_its_host_in_rich_text_too():
    shown = rich((Span("un.org", Look.LINK, target="https://evil.example/"),))
    assert [part["text"] for part in shown] == ["un.org", " (", "evil.example", ")"]
    assert [part["type"] for part in shown] == ["text", "text", "link", "text"]


# any text


@given(st.text())
def test_any_text_can_be_read_again_as_it_was(text):
    assert read(say(text)) == UNSEEN.sub("", one_line(text))


@given(st.text(alphabet="<>&*_~`|@:!#^ abhere\n"))
def test_no_text_leaves_a_control_character_behind(text):
    drawn = TOKEN.sub("", say(text))
    assert re.search(r"[<>*_~`]|&(?!amp;|lt;|gt;)", drawn) is None


@given(st.text(), st.text())
def test_any_link_can_be_written(label, url):
    assert "\n" not in link(label, url)
    assert "\n" not in link(label, f"https://un.example/{url}")
