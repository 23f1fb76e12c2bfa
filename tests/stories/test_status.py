"""“How does the mission stand?” The brief, today and on other days."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.terminal.text import draw
from bot.app import LocalBot
from bot.demo import first_screen
from briefings.document import plain
from tests.scene import BEN, lines

NOW = date(2026, 11, 22)


# today, long after the newest fact


async def test_an_ended_mandate_is_the_bottom_line(scene):
    out = await scene.says("status", today=NOW)
    assert out.title == "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]"


async def test_an_old_record_names_the_date_of_its_newest_fact_in_the_second_line(scene):
    out = await scene.says("status", today=NOW)
    assert plain(out.document.header[0]) == "Sun 22 Nov 2026 · newest fact: Jan 2025"


async def test_a_fresh_record_does_not(scene):
    out = await scene.says("status")
    assert plain(out.document.header[0]) == "Fri 17 Jan 2025"


async def test_an_unmet_target_stands_under_overdue_with_its_rival_date(scene):
    out = await scene.says("status", today=NOW)
    assert out.section("Overdue") == (
        "2,500 officers by Jan 2025 [S0] (before Jan 2025: [S2]); not met on record, 660 days since 31 Jan 2025"
    )


async def test_an_empty_horizon_is_said_to_be_empty(scene):
    assert (await scene.says("status", today=NOW)).section("Next 90 days") == "nothing recorded"


async def test_the_deployed_strength_stands_against_its_target(scene):
    out = await scene.says("status", today=NOW)
    assert out.section("Deployed") == "about 572, Jan 2025 [S2], stale\nabout 22.9 % of 2,500, about 1,928 short"


async def test_the_count_before_it_keeps_its_own_unit_and_bound(scene):
    out = await scene.says("status", today=NOW)
    assert out.section("Earlier") == "about 400 police officers, 7 Nov 2024 or later [S1]"


async def test_positions_are_dated_and_undated_ones_say_so(scene):
    out = await scene.says("status", today=NOW)
    assert out.section("UN operation?") == "Jan 2025 [S2]: China and Russia against. Undated [S1]: Haiti for."


async def test_the_brief_offers_the_full_one_and_the_sources(scene):
    out = await scene.says("status", today=NOW)
    assert [(plain(offer.label), offer.line) for offer in out.document.offers][:2] == [
        ("Full brief", "status full"), ("Sources", "source"),
    ]  # fmt: skip


# on a past day


async def test_before_its_day_the_nearest_deadline_is_the_bottom_line_with_the_gap(scene):
    out = await scene.says("status as-of 2025-01-15", today=NOW)
    assert out.title == "MSS Haiti: about 572 of 2,500 deployed, 16 days before the target date [S2][S0]"


async def test_a_past_day_is_named_with_the_day_of_asking(scene):
    out = await scene.says("status as-of 2025-01-15", today=NOW)
    assert [plain(line) for line in out.document.header] == ["As of Wed 15 Jan 2025, asked 22 Nov 2026"]


async def test_what_is_due_counts_its_days_from_the_day_asked_for(scene):
    out = await scene.says("status as-of 2025-01-15", today=NOW)
    assert out.section("Due") == (
        "Jan 2025: 2,500 officers [S0], 16 days to the 31st (before Jan 2025: [S2])\n2 Oct 2025: mandate ends, 260 days [S1]"
    )


async def test_a_count_of_the_month_may_be_later_than_a_day_inside_it(scene):
    out = await scene.says("status as-of 2025-01-15", today=NOW)
    assert out.section("Deployed").startswith("about 572, Jan 2025 [S2]; day not given, may be later than the 15th")


async def test_arrivals_of_the_month_are_named_with_what_is_not_recorded(scene):
    out = await scene.says("status as-of 2025-01-15", today=NOW)
    assert out.section("Arrived") == "Guatemala, El Salvador: Jan 2025, day and numbers not recorded [S2]"


async def test_a_past_brief_offers_today(scene):
    out = await scene.says("status as-of 2025-01-15", today=NOW)
    assert [(plain(offer.label), offer.line) for offer in out.document.offers][:3] == [
        ("Full brief", "status full as-of 2025-01-15"), ("Sources", "source as-of 2025-01-15"), ("Today", "status"),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "title"), [
    ("2024-11-10", "MSS Haiti: about 400 police officers deployed, 7 Nov 2024 or later [S1]"),
    ("2025-10-03", "MSS Haiti: mandate ended 2 Oct 2025, 1 day ago; no renewal recorded [S1]"),
])  # fmt: skip
async def test_the_bottom_line_is_chosen_by_the_day(scene, day, title):
    assert (await scene.says(f"status as-of {day}", today=NOW)).title == title


@pytest.mark.parametrize("day", ["2025-10-02", "2025-01-31"])
async def test_the_last_day_itself_is_today_and_not_zero_days_away(scene, day):
    assert "0 days" not in (await scene.says(f"status as-of {day}")).text.replace("90 days", "")


async def test_on_its_last_day_a_mandate_is_in_force(scene):
    assert "mandate ends today, 2 Oct 2025" in (await scene.says("status as-of 2025-10-02")).title


async def test_a_target_missed_yesterday_is_the_bottom_line(scene):
    out = await scene.says("status as-of 2025-02-01")
    assert "2,500" in out.title
    assert "not met" in out.title


async def test_before_the_first_fact_the_nearest_later_one_is_named(scene):
    out = await scene.says("status as-of 2023-01-01", today=NOW)
    assert out.title.startswith("MSS Haiti: nothing recorded by 1 Jan 2023; the nearest later fact: Kenya: ")
    assert out.title.endswith("25 Jun 2024 [S2]")


async def test_before_the_first_count_the_nearest_later_one_is_named(scene):
    out = await scene.says("status as-of 2024-07-01", today=NOW)
    assert out.section("Deployed") == (
        "no count recorded by 1 Jul 2024; the nearest later one: about 400 police officers, 7 Nov 2024 or later [S1]"
    )


# in full


async def test_the_full_brief_says_by_which_rule_it_chose_its_bottom_line(scene):
    out = await scene.says("status full", today=NOW)
    assert "Bottom line by rule: a mandate that has ended without a renewal on record comes first." in out.text


async def test_the_full_brief_puts_rival_figures_side_by_side_with_the_rule(scene):
    disputed = (await scene.says("status full", today=NOW)).section("Disputed")
    assert (
        "target of 2,500 officers, due Jan 2025 [S0], against target of 2,500 MSS officers, due before Jan 2025 [S2]"
        in disputed
    )
    assert "the first leads by an editor's choice: Two sources say “by January”" in disputed


async def test_the_full_brief_says_where_units_differ(scene):
    disputed = (await scene.says("status full", today=NOW)).section("Disputed")
    assert "not one unit: about 572 personnel, Jan 2025 [S2], and about 400 police officers" in disputed


async def test_the_full_brief_says_what_is_not_recorded(scene):
    out = await scene.says("status full", today=NOW)
    assert out.section("Not recorded") == "resolution number, vote date, sums of money, commander, successor"


async def test_the_full_brief_ends_with_its_sources(scene):
    small = [plain(line) for line in (await scene.says("status full", today=NOW)).document.small]
    assert [line[:4] for line in small if line.startswith("[S")] == ["[S0]", "[S1]", "[S2]"]


async def test_who_stands_where_is_told_for_every_stance_in_full(scene):
    stances = (await scene.says("status full", today=NOW)).section("UN operation?")
    assert "Kenya open to it" in stances
    assert "US proposed it, then withdrew" in stances


async def test_what_is_not_about_the_mission_stays_out_of_its_brief(scene):
    text = (await scene.says("status full", today=NOW)).text
    assert "South Sudan" not in text
    assert "economic" not in text


async def test_a_missions_target_is_never_charged_to_one_state(scene):
    assert "Kenya: target" not in (await scene.says("status full", today=NOW)).text


# the first words of a newcomer


@pytest.mark.parametrize("line", ["/mss", "/mss status", "status", "brief", "", "in MSS", "status in mssm"])
async def test_the_brief_is_what_an_open_question_gets(scene, line):
    assert (await scene.says(line, today=NOW)).text == (await scene.says("status", today=NOW)).text


async def test_anybody_of_the_terminal_reads_the_same_brief(scene):
    assert (await scene.says("status", who=BEN)).text == (await scene.says("status")).text


SCREEN = """\
MSS HAITI: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]
Sun 22 Nov 2026 · newest fact: Jan 2025; anything later is not in this record

Overdue    2,500 by Jan 2025 [S0]: not met on record, 660 days since 31 Jan 2025
Due        nothing recorded for the next 90 days
Deployed   about 572 personnel, Jan 2025 [S2], 22 months old
           █████░░░░░░░░░░░░░░░  about 22.9 % of 2,500, about 1,928 short
Earlier    about 400 police officers, 7 Nov 2024 or later [S1]
Mandate    extended by a unanimous vote, led by US and Ecuador, undated [S1]
No record  resolution number, vote date, sums of money, commander, successor

78 facts from 3 news articles, kept in ./mss-demo.db. No account, nothing sent.
Try   source 572 · status as-of 2025-01-15 · due"""


async def test_the_first_screen_of_the_demo_looks_as_we_want_it(scene):
    screen = await first_screen(LocalBot(scene.store, scene.space, scene.person, scene.desk), "./mss-demo.db", NOW)
    assert draw(screen, 80).startswith(SCREEN)


async def test_whatever_the_demo_says_to_try_is_answered(scene):
    screen = await first_screen(LocalBot(scene.store, scene.space, scene.person, scene.desk), "./mss-demo.db", NOW)
    (tries,) = (plain(line).removeprefix("Try").strip() for line in lines(screen) if plain(line).startswith("Try"))
    for line in tries.split(" · "):
        out = await scene.says(line, today=NOW)
        assert out.is_answer or "for example: " in out.text, "a command that wants more says what, with an example"
