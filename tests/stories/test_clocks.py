"""“How was it then?” The situation on a day, what could be read by then, and what we had recorded."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.document import plain

NOW = date(2026, 11, 22)


def header(out) -> list[str]:
    return [plain(line) for line in out.document.header]


# as-of


@pytest.mark.parametrize("words", ["as-of 2024-11-10", "asof 2024-11-10", "as of 10 Nov 2024", "--as-of Nov 10, 2024",
                                   "as–of 2024–11–10", "as\u00a0of 10\u00a0Nov\u00a02024", "as_of “10 nov 2024”"])  # fmt: skip
async def test_a_day_is_understood_however_it_is_written(scene, words):
    assert header(await scene.says(f"status {words}", today=NOW)) == ["As of Sun 10 Nov 2024, asked 22 Nov 2026"]


async def test_a_month_is_answered_for_its_last_day_which_is_named(scene):
    assert header(await scene.says("status as-of 2024-11", today=NOW)) == ["As of Sat 30 Nov 2024, asked 22 Nov 2026"]


async def test_a_day_counted_from_today_is_echoed_as_a_date(scene):
    assert header(await scene.says("status as-of yesterday", today=NOW))[0].startswith("As of Sat 21 Nov 2026")


async def test_today_by_name_is_no_past_day(scene):
    assert (await scene.says("status as-of 2026-11-22", today=NOW)).text == (await scene.says("status", today=NOW)).text


async def test_a_count_of_a_later_day_is_not_told_before_it(scene):
    out = await scene.says("status full as-of 2024-11-10", today=NOW)
    assert "572" not in out.text
    assert "about 400 police officers" in out.text


async def test_the_end_of_a_mandate_is_awaited_long_before_its_day(scene):
    assert "2 Oct 2025: mandate ends, 326 days [S1]" in (
        await scene.says("status as-of 2024-11-10", today=NOW)
    ).section("Due")


async def test_an_upper_bound_counts_from_its_end(scene):
    november, january = [
        (await scene.says(f"status full as-of {day}", today=NOW)).text for day in ("2024-11-10", "2025-01-15")
    ]
    assert "by late 2024" not in november
    assert "by late 2024" in january


async def test_a_day_ahead_is_answered_with_what_is_known_today(scene):
    out = await scene.says("status as-of 2025-10-03")
    assert out.title == "MSS Haiti: mandate ended 2 Oct 2025, 1 day ago; no renewal recorded [S1]"


# published-by


async def test_what_could_not_be_read_yet_is_left_out(scene):
    out = await scene.says("status full published-by 2024-10-01", today=NOW)
    assert "Only what could be read by Tue 1 Oct 2024, at the earliest: [S0]" in header(out)
    assert "[S0]" in out.text
    assert "[S1]" not in out.text
    assert "[S2]" not in out.text


async def test_a_day_of_publication_that_is_only_the_earliest_possible_is_marked_so(scene):
    out = await scene.says("status published-by 2024-10-01", today=NOW)
    assert "earliest" in out.text


async def test_with_only_the_target_readable_the_unmet_target_is_the_bottom_line(scene):
    assert "2,500" in (await scene.says("status published-by 2024-10-01", today=NOW)).title


async def test_before_the_first_publication_nothing_could_be_read(scene):
    out = await scene.says("status published-by 2024-01-01", today=NOW)
    assert out.is_answer
    assert "[S0]" not in out.text.replace(out.title, "")


# known-at


async def test_before_we_recorded_it_nothing_was_known_here(scene):
    out = await scene.says("status known-at 2025-01-16", today=NOW)
    assert "Only what was recorded here by Thu 16 Jan 2025, 23:59 UTC" in header(out)
    assert "nothing" in out.title
    assert "572" not in out.text


async def test_once_recorded_all_is_known(scene):
    then, now = await scene.says("status known-at 2025-01-17 09:01", today=NOW), await scene.says("status", today=NOW)
    assert then.title == now.title
    assert then.document.sections == now.document.sections


async def test_the_clocks_combine_and_each_is_named(scene):
    out = await scene.says("status as-of 2024-11-10 published-by 2024-10-01 known-at 2025-01-18", today=NOW)
    assert header(out) == [
        "As of Sun 10 Nov 2024, asked 22 Nov 2026",
        "Only what could be read by Tue 1 Oct 2024, at the earliest: [S0]",
        "Only what was recorded here by Sat 18 Jan 2025, 23:59 UTC",
    ]


# rules for every day


@pytest.mark.parametrize("line", ["status", "due", "status full"])
async def test_what_is_offered_next_keeps_the_clocks(scene, line):
    out = await scene.says(f"{line} as-of 2025-01-15 published-by 2025-02-01 known-at 2025-02-01", today=NOW)
    for offer in out.document.offers:
        if offer.line != "status":
            assert offer.line.endswith(" as-of 2025-01-15 published-by 2025-02-01 known-at 2025-02-01T23:59Z")
            assert (await scene.says(offer.line, today=NOW)).is_answer


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.sampled_from(["status", "status full", "due", "due within 365d"])
)
@settings(deadline=None, max_examples=15)
async def test_every_day_has_an_answer_and_every_figure_a_source(scene, day, line):
    out = await scene.says(f"{line} as-of {day}", today=NOW)
    assert out.is_answer
    for section in out.document.sections:
        for block in section.blocks:
            if isinstance(block, tuple) and any(span.look == "figure" and span.target for span in block):
                assert any(span.look == "mark" for span in block), plain(block)


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
@settings(deadline=None, max_examples=10)
async def test_to_ask_for_a_day_is_to_ask_on_that_day(scene, day, today):
    then, now = await scene.says(f"status as-of {day}", today=today), await scene.says("status", today=day)
    assert then.title == now.title


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
@settings(deadline=None, max_examples=10)
async def test_what_could_be_read_by_a_day_only_grows(scene, one, other):
    earlier, later = sorted((one, other))
    before = {span.target for span in await marks(scene, earlier)}
    assert before <= {span.target for span in await marks(scene, later)}


async def marks(scene, day):
    out = await scene.says(f"source published-by {day}", today=NOW)
    return [
        span for section in out.document.sections for block in section.blocks for span in block if span.look == "mark"
    ]
