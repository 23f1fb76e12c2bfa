"""What a fact says is shown as it is: it formats nothing, calls nobody and links nowhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.escape import at_start, bold, bullet, heading, markdown, small
from adapters.plain import one_line
from briefings.document import Look, Span, Spans
from tests.adapters.discord.seen import ZERO_WIDTH, bare, read

NOON = datetime(2025, 1, 15, 6, 12, tzinfo=UTC)


def say(text: str, look: Look = Look.QUOTED, *, strong: bool = False, target: str = "") -> str:
    return markdown((Span(text, look, strong, target),))


def line(spans: Spans) -> str:
    return at_start(markdown(spans))


def subtext(spans: Spans) -> str:
    return small(markdown(spans))


# names for Discord's own use


@pytest.mark.parametrize(
    "text", ["<@80351110224678912>", "<@!1>", "<@&165>", "<#103735883630395392>", "</mss status:8164>", "<:smile:2161>",
             "<a:nice:3922>", "<t:1618953630:R>", "<id:customize>", "<https://evil.example>"]
)  # fmt: skip
def test_nothing_between_angle_brackets_is_a_name_to_discord(text):
    assert re.search(r"(?<!\\)<", say(text)) is None
    assert read(say(text)) == text


@pytest.mark.parametrize("name", ["@everyone", "@here", "@Everyone", "<@80351110224678912>", "<@&165>", "<@!165>"])
def test_nobody_is_called_by_the_server_which_reads_no_backslash(name):
    assert name not in say(f"come {name} now").replace("\\", "")
    assert read(say(f"come {name} now")) == f"come {name} now"


def test_a_call_divided_over_two_spans_calls_nobody():
    assert "@everyone" not in markdown((Span("@"), Span("everyone")))


def test_an_address_of_mail_is_left_alone():
    assert say("desk@un.example") == "desk@un.example"


# marks of format


@pytest.mark.parametrize(
    "text", ["*soft*", "**bold**", "_soft_", "__line__", "~~gone~~", "`code`", "```block```", "||spoiler||", ":smile:",
             "[un.org](https://evil.example)", "[x](<https://evil.example>)", "¯\\_(ツ)_/¯", "\\*"]
)  # fmt: skip
def test_no_format_of_a_fact_is_taken_for_ours(text):
    assert re.search(r"[*_~`|<\\]|\]\(", bare(say(text))) is None
    assert read(say(text)) == text


@pytest.mark.parametrize("start", ["# ", "### ", "-# ", "- ", "+ ", "> ", ">>> ", "1. ", "  - "])
@pytest.mark.parametrize("draw", [heading, bullet, bold, line, subtext])
def test_no_line_of_a_fact_begins_a_heading_a_list_or_a_quotation(start, draw):
    drawn = draw((Span(f"{start}x", Look.QUOTED),))
    assert "\\" in drawn
    assert read(drawn).strip() == f"{start}x".strip()


def test_a_number_at_the_start_of_a_line_is_left_alone():
    assert at_start("2.5 million") == "2.5 million"


def test_a_mark_is_no_link_even_where_a_parenthesis_follows():
    drawn = markdown((Span("[S1]", Look.MARK), Span("(https://evil.example)", Look.QUOTED)))
    assert "](" not in drawn
    assert read(drawn) == "[S1](https://evil.example)"


def test_an_address_in_a_fact_is_no_link():
    assert say("see https://un.example/a") == "see https\\://un.example/a"


def test_a_time_of_day_is_left_alone():
    assert say("at 07:30:45") == "at 07:30:45"


def test_a_line_break_in_a_fact_begins_no_line():
    assert "\n" not in say("one\n# two\r\nthree\u2028four")


def test_a_fact_cannot_turn_the_direction_of_the_words_after_it():
    assert say("572\u202e or later\u2066") == "572 or later"


# bold


def test_what_is_strong_is_bold():
    assert markdown((Span("MSS", strong=True), Span(": ended"))) == "**MSS**: ended"


def test_blanks_stay_outside_the_stars():
    assert markdown((Span("the"), Span(" MSS ", strong=True), Span("ended"))) == "the **MSS** ended"


def test_strong_words_with_nothing_between_them_are_bold_together():
    assert markdown((Span("M", strong=True), Span("\u202a"), Span("SS", strong=True))) == "**MSS**"


def test_the_marks_at_the_end_of_a_label_are_not_bold():
    assert (
        bold((Span("Mandate ended "), Span("[S1]", Look.MARK), Span("[S0]", Look.MARK))) == "**Mandate ended** [S1][S0]"
    )


def test_a_mark_inside_a_label_is_bold_with_it():
    assert bold((Span("[S2]", Look.MARK), Span(" praises"))) == "**[S2] praises**"


def test_nothing_to_embolden_is_no_pair_of_stars():
    assert bold((Span(" "),)) == " "
    assert markdown((Span("", strong=True),)) == ""
    assert heading((Span(" "),)) == ""


# moments


def test_a_moment_is_shown_in_the_readers_zone():
    drawn = markdown((Span("Wed 15 Jan 2025, 09:12 Nairobi", Look.INSTANT, target="Africa/Nairobi", at=NOON),))
    assert drawn == "<t:1736921520:F>"


def test_a_day_is_plain_text_that_no_zone_moves():
    assert say("2 Oct 2025", Look.DAY) == "2 Oct 2025"


# links


def link(label: str, url: str) -> str:
    return say(label, Look.LINK, target=url)


def test_a_link_stands_behind_its_label_and_shows_no_preview():
    assert link("UN press", "https://un.example/a?b=1&c=2") == "[UN press](<https://un.example/a?b=1&c=2>)"


@pytest.mark.parametrize("label", ["https://un.org/report", "un.org", "see www.un.org", "un\u200b.org", "\u200b", " "])
def test_a_label_that_could_lie_about_the_address_does_not_hide_the_true_one(label):
    drawn = link(label, "https://evil.example/x")
    assert drawn.endswith(" ([evil.example](<https://evil.example/x>))")


def test_a_label_may_name_its_own_address():
    assert link("un.org", "https://press.un.org/x") == "[un.org](<https://press.un.org/x>)"


@pytest.mark.parametrize("label", ["https://press.un.org/x", "[UN]", "a](<https://evil.example>) ["])
def test_a_label_that_discord_takes_for_none_stands_beside_its_link(label):
    drawn = link(label, "https://press.un.org/x")
    assert drawn.endswith(" ([press.un.org](<https://press.un.org/x>))")
    assert read(drawn) == f"{label} (press.un.org)"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "discord://-/x", "data:text/html,x", "//un.org", "http://", "http://[", ""]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url):
    assert link("label", url) == "label"


def test_an_address_cannot_end_its_link_early():
    drawn = link("label", "https://un.example/a>)b c**d@everyone\\(")
    assert drawn == "[label](<https://un.example/a%3E%29b%20c%2A%2Ad%40everyone%5C%28>)"


def test_an_address_too_long_to_carry_leaves_its_label():
    assert link("label", "https://un.example/" + "x" * 3_000) == "label"


# any text

SIGNS = st.text(alphabet="<>&*_~`|@:!#^ abhere[]()\\-+.1\n")


@given(st.text() | SIGNS)
def test_any_text_can_be_read_again_as_it_was(text):
    plain = re.sub("[\u202a-\u202e\u2066-\u2069\u200b]", "", one_line(text))
    assert read(f"x{say(text)}") == f"x{plain}"


@given(SIGNS)
def test_no_text_leaves_a_sign_of_format_behind(text):
    assert re.search(r"[*_~`|<\\]|\]\(|@(?:everyone|here)", bare(f"x{say(text)}")) is None


@given(SIGNS, SIGNS)
def test_any_link_can_be_written_and_read(label, url):
    drawn = link(label, f"https://un.example/{url}")
    assert "\n" not in drawn
    assert re.search(r"[*_~`|<\\]|\]\(", bare(f"x{drawn}")) is None
    assert read(f"x{drawn}").startswith(f"x{one_line(label)}".replace(ZERO_WIDTH, ""))
