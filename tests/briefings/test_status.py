"""The status brief: its words on telling days of the bundled and the long record, and each rule of its bottom line."""

from __future__ import annotations

import pytest

from briefings.documents import demo, status
from briefings.picture import Picture
from tests.briefings.stage import fact, header, labels, lines, on, section, small, source, story, title

# the first screen of the samples: the bundled record


def test_today_the_mandate_has_ended():
    now = status(on("haiti", "2026-11-22"))
    assert title(now) == "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]"
    assert header(now) == ["Sun 22 Nov 2026 · newest fact: Jan 2025"]
    assert labels(now) == ["Overdue", "Next 90 days", "Deployed", "Earlier", "UN operation?"]
    assert section(now, "Overdue") == [
        "2,500 officers by Jan 2025 [S0] (before Jan 2025: [S2]); not met on record, 660 days since 31 Jan 2025"
    ]
    assert section(now, "Next 90 days") == ["nothing recorded"]
    assert section(now, "Deployed") == ["about 572, Jan 2025 [S2], stale", "about 22.9 % of 2,500, about 1,928 short"]
    assert section(now, "Earlier") == ["about 400 police officers, 7 Nov 2024 or later [S1]"]
    assert section(now, "UN operation?") == ["Jan 2025 [S2]: China and Russia against. Undated [S1]: Haiti for."]


def test_in_january_2025_the_target_is_near():
    then = status(on("haiti", "2025-01-15"))
    assert title(then) == "MSS Haiti: about 572 of 2,500 deployed, 16 days before the target date [S2][S0]"
    assert header(then) == ["As of Wed 15 Jan 2025, asked 22 Nov 2026"]
    assert labels(then) == ["Due", "Deployed", "Earlier", "Arrived"]
    assert section(then, "Due") == [
        "Jan 2025: 2,500 officers [S0], 16 days to the 31st (before Jan 2025: [S2])",
        "2 Oct 2025: mandate ends, 260 days [S1]",
    ]
    assert section(then, "Deployed") == [
        "about 572, Jan 2025 [S2]; day not given, may be later than the 15th",
        "about 22.9 % of 2,500, about 1,928 short",
    ]
    assert section(then, "Earlier") == ["about 400 police officers, 7 Nov 2024 or later [S1]"]
    assert section(then, "Arrived") == ["Guatemala, El Salvador: Jan 2025, day and numbers not recorded [S2]"]


def test_a_brief_of_another_day_offers_today_and_keeps_its_day_in_the_others():
    offers = {offer.line for offer in status(on("haiti", "2025-01-15")).offers}
    assert {"status", "status full as-of 2025-01-15", "source as-of 2025-01-15"} <= offers
    assert "status" not in {offer.line for offer in status(on("haiti", "2026-11-22")).offers}


# the fifth screen of the samples: the demo


def test_the_first_screen_of_the_demo():
    screen = demo(on("haiti", "2026-11-22"), 78, "./mss-demo.db")
    assert title(screen) == "MSS Haiti: mandate ended 2 Oct 2025, 416 days ago; no renewal recorded [S1]"
    assert header(screen) == ["Sun 22 Nov 2026 · newest fact: Jan 2025; anything later is not in this record"]
    assert labels(screen) == ["Overdue", "Due", "Deployed", "Earlier", "Mandate", "No record"]
    assert section(screen, "Overdue") == ["2,500 by Jan 2025 [S0]: not met on record, 660 days since 31 Jan 2025"]
    assert section(screen, "Due") == ["nothing recorded for the next 90 days"]
    assert section(screen, "Deployed") == [
        "about 572 personnel, Jan 2025 [S2], 22 months old", "about 22.9 % of 2,500, about 1,928 short"
    ]  # fmt: skip
    assert section(screen, "Earlier") == ["about 400 police officers, 7 Nov 2024 or later [S1]"]
    assert section(screen, "Mandate") == ["extended by a unanimous vote, led by US and Ecuador, undated [S1]"]
    assert section(screen, "No record") == ["resolution number, vote date, sums of money, commander, successor"]
    assert small(screen)[0] == "78 facts from 3 news articles, kept in ./mss-demo.db. No account, nothing sent."
    assert small(screen)[1].startswith("Try   source 572 · status as-of 2025-01-15 · due")


# the bottom line, rule by rule

TERM = fact("S1-19", "mandate", "1 year", aspect="term", occurred="2024-09-30", valid_to="2025-10-02")
TARGET = fact("S0-15", "target", "2,500 officers", reported_on="2024-09-26", deadline="2025-01")
COUNT = fact("S2-21", "strength", "about 572 personnel", as_of="2025-01-10")


def bottom(found: Picture) -> tuple[str, str]:
    """The bottom line, and the rule that chose it as the full form names it."""
    full = status(found, full=True)
    [rule] = [line for line in small(full) if line.startswith("Bottom line by rule")]
    return title(full), rule


def test_a_closure_comes_first():
    closed = fact("S3-01", "mandate", aspect="closure", text="operations ended", occurred="2025-09-01")
    words, rule = bottom(story("2025-10-10", TERM, TARGET, COUNT, closed))
    assert words == "Story: closed, 1 Sep 2025 [S3]"
    assert "a closure on record comes first" in rule


def test_then_a_mandate_that_has_ended():
    words, rule = bottom(story("2025-10-04", TERM, TARGET, COUNT))
    assert words == "Story: mandate ended 2 Oct 2025, 2 days ago; no renewal recorded [S1]"
    assert "ended without a renewal" in rule


def test_then_the_nearest_deadline_within_its_ladder():
    words, rule = bottom(story("2025-08-03", TERM, COUNT))
    assert words == "Story: mandate ends 2 Oct 2025, 60 days left [S1]"
    assert "nearest deadline" in rule


def test_a_deadline_beyond_its_ladder_does_not_lead():
    assert "mandate ends" not in title(status(story("2025-07-03", TERM, COUNT)))  # 91 days
    assert "mandate ends" in title(status(story("2025-07-04", TERM, COUNT)))


def test_a_target_leads_with_its_gap():
    words, _rule = bottom(story("2025-01-15", TERM, TARGET, COUNT))
    assert words == "Story: about 572 of 2,500 deployed, 16 days before the target date [S2][S0]"


def test_a_target_without_a_count_says_so():
    words, _rule = bottom(story("2025-01-15", TARGET))
    assert words == "Story: 2,500 officers due by Jan 2025, 16 days left; no count recorded [S0]"


def test_an_obligation_leads_with_what_is_due():
    duty = fact(
        "S1-01",
        "obligation",
        aspect="plan",
        text="plan for the transition",
        reported_on="2023-05-31",
        deadline="2023-12-31",
    )
    words, _rule = bottom(story("2023-12-20", duty))
    assert words == "Story: plan for the transition due 31 Dec 2023, 11 days left [S1]"


def test_then_the_newest_change_of_the_last_30_days():
    words, rule = bottom(story("2025-02-09", TERM, COUNT))
    assert words == "Story: about 572 personnel deployed, 10 Jan 2025 [S2]"
    assert "newest change" in rule
    assert "newest change" not in bottom(story("2025-02-10", TERM, COUNT))[1]


@pytest.mark.parametrize(
    ("day", "words"),
    [("2020-04-10", "MSK Karuna: mandate until 2 Apr 2021 [S0]"), ("2021-06-02", "MSK Karuna: mandate until 2 Jun 2022 [S8]")],
)  # fmt: skip
def test_a_newspaper_that_retells_a_resolution_does_not_lead(day, words):
    assert title(status(on("long", day))) == words


def test_that_somebody_was_called_by_his_title_is_no_change():
    """“President Ruto” in a report does not mean that he became president."""
    role = fact("S0-25", "role", "holds", subject="Ruto", aspect="President", reported_on="2024-09-26")
    assert "President" not in title(status(story("2024-10-05", role, COUNT, TARGET, TERM)))


def test_then_strength_against_target():
    words, rule = bottom(story("2025-03-10", TERM, TARGET, COUNT))
    assert words == "Story: about 572 of 2,500 deployed, 10 Jan 2025 [S2][S0]"
    assert "strength against target" in rule


def test_without_a_target_the_count_stands_alone():
    assert title(status(story("2025-03-10", TERM, COUNT))) == "Story: about 572 personnel deployed, 10 Jan 2025 [S2]"


def test_then_the_mandate_in_force():
    words, rule = bottom(story("2025-03-10", TERM))
    assert words == "Story: mandate in force until 2 Oct 2025 [S1]"
    assert "no count is recorded" in rule


def test_then_whatever_is_newest():
    word = fact("S1-03", "statement", subject="Ruto", text="Kenya stays committed", occurred="2024-09-26")
    assert title(status(story("2025-03-10", word))) == "Story: Ruto: Kenya stays committed, 26 Sep 2024 [S1]"


def test_where_nothing_counts_yet_the_nearest_later_fact_is_named():
    assert title(status(story("2024-06-24", COUNT))) == (
        "Story: nothing recorded by 24 Jun 2024; the nearest later fact: about 572 personnel deployed, 10 Jan 2025 [S2]"
    )


def test_an_empty_record_says_that_nothing_is_recorded_yet():
    assert title(status(story("2025-01-01"))) == "Story: nothing is recorded yet"


@pytest.mark.parametrize(
    ("day", "words"),
    [("2025-10-01", "mandate ends 2 Oct 2025, 1 day left"), ("2025-10-02", "mandate ends today, 2 Oct 2025"),
     ("2025-10-03", "mandate ended 2 Oct 2025, 1 day ago")],
)  # fmt: skip
def test_the_last_days_of_a_mandate_read_as_people_say_them(day, words):
    assert words in title(status(story(day, TERM)))


def test_no_brief_says_0_days():
    for day in ("2025-01-31", "2025-10-02"):
        assert not any("0 days" in line.split() for line in lines(status(on("haiti", day), full=True)))
        assert not any(" 0 days" in line for line in lines(status(on("haiti", day))))


# what a brief holds


def test_the_full_form_says_in_which_order_it_goes():
    assert labels(status(on("haiti", "2026-11-22"), full=True)) == [
        "Overdue", "Next 90 days", "Deployed", "Earlier", "Other figures", "Mandate", "UN operation?", "Disputed", "Not recorded",
    ]  # fmt: skip


def test_in_full_the_ended_mandate_stands_under_overdue_too():
    full = status(on("haiti", "2026-11-22"), full=True)
    assert section(full, "Overdue")[0] == "Renewal or closure of the mandate: 416 days since 2 Oct 2025 [S1]"


def test_rival_dates_stand_side_by_side_with_the_rule_that_chose():
    [dispute, units] = section(status(on("haiti", "2026-11-22"), full=True), "Disputed")
    assert "2,500 officers, due Jan 2025 [S0], against" in dispute
    assert "2,500 MSS officers, due before Jan 2025 [S2]" in dispute
    assert "editor's choice: Two sources say “by January”" in dispute
    assert units == (
        "not one unit: about 572 personnel, Jan 2025 [S2], and about 400 police officers, 7 Nov 2024 or later [S1]"
    )


def test_an_earlier_target_is_no_rival_of_a_later_one():
    """2,500 by June 2022 and 1,000 by December 2020 are two targets, not a dispute."""
    assert not any("1,000" in line for line in section(status(on("long", "2022-05-01"), full=True), "Disputed"))


def test_every_count_of_the_month_stands_beside_the_headline():
    said = " ".join(section(status(on("long", "2023-04-10"), full=True), "Disputed"))
    rivals = ("2,890", "2,750–2,850", "up to 4,000", "about 2,700", "less than 2,500", "more than 2,800", "about 2,900")
    assert [rival for rival in rivals if rival not in said] == []


def test_a_stale_figure_says_its_age_in_full_and_only_that_it_is_stale_in_short():
    assert section(status(on("haiti", "2025-07-04")), "Deployed")[0] == "about 572, Jan 2025 [S2], stale"
    full = status(on("haiti", "2025-07-04"), full=True)
    assert section(full, "Deployed")[0] == "about 572 personnel, Jan 2025 [S2], 5 months old"


def test_other_stale_figures_are_listed():
    assert "400 personnel deployed (Velmara), 30 Sep 2020 [S4]" in section(
        status(on("long", "2021-06-02"), full=True), "Stale"
    )


def test_a_fresh_figure_says_neither():
    assert section(status(on("haiti", "2025-03-10")), "Deployed")[0] == "about 572, Jan 2025 [S2]"
    assert "Stale" not in labels(status(on("haiti", "2025-03-10"), full=True))


def test_in_full_every_stance_is_told_and_a_body_is_spoken_for_by_its_government():
    assert section(status(on("haiti", "2026-11-22"), full=True), "UN operation?") == [
        "Jan 2025 [S2]: China and Russia against. Sep 2024 [S1]: Kenya open to it. "
        "Undated [S1]: Haiti for; US proposed it, then withdrew."
    ]


def test_only_who_proposed_is_said_to_have_proposed():
    """Halmeria dropped its support in January 2024; the proposal was Karuna's."""
    said = "\n".join(lines(status(on("long", "2024-01-25"), full=True)))
    assert "Halmeria proposed" not in said
    assert "Halmeria: proposed" not in said


def test_both_who_oppose_stand_in_the_last_30_days():
    changes = section(status(on("haiti", "2025-01-15"), full=True), "Last 30 days")
    assert any(line.startswith("China: against") for line in changes)
    assert any(line.startswith("Russia: against") for line in changes)


def test_an_upper_bound_is_no_change_of_the_last_30_days():
    """“By late 2024” tells that the vote was not later; it may have been in September."""
    changes = section(status(on("haiti", "2024-12-31"), full=True), "Last 30 days")
    assert not any("by late 2024" in line for line in changes)


def test_a_month_that_holds_the_exact_day_is_no_dispute():
    """“Until June 2024” does not contradict “until 2 June 2024”."""
    assert not any("mandate until" in line for line in section(status(on("long", "2024-01-25"), full=True), "Disputed"))


def test_a_sum_of_money_says_how_far_it_has_come():
    """A pledge is not a payment: each sum names its stage."""
    figures = section(status(on("long", "2021-06-15"), full=True), "Other figures")
    [pledged, committed] = (line for line in figures if line.startswith("Lirien:") and "USD 20 million" in line)
    assert "commit" in pledged
    assert "pledged" in committed


def test_a_payment_that_was_made_does_not_grow_stale():
    stale = section(status(on("long", "2022-05-01"), full=True), "Stale")
    assert not any("all that was promised" in line for line in stale)


def test_what_is_not_recorded_is_named():
    assert section(status(on("haiti", "2026-11-22"), full=True), "Not recorded") == [
        "resolution number, vote date, sums of money, commander, successor"
    ]


def test_the_full_form_ends_with_its_sources_and_what_is_known_of_their_days():
    said = small(status(on("haiti", "2026-11-22"), full=True))
    assert any(line.startswith("[S0] Ruto meets Blinken") and "26 Sep 2024 or later" in line for line in said)


@pytest.mark.parametrize(
    ("published_by", "line"),
    [("2025-01-15", "Only what could be read by Wed 15 Jan 2025, at the earliest: [S0], [S1], [S2]")],
)
def test_a_clock_that_is_set_is_named_under_the_bottom_line(published_by, line):
    assert line in header(status(on("haiti", "2026-11-22", published_by=published_by)))


def test_a_count_that_was_not_yet_published_is_no_part_of_the_brief():
    then = status(on("haiti", "2024-12-31", published_by="2024-12-31"))
    assert title(then) == "MSS Haiti: about 400 of 2,500 deployed, 31 days before the target date [S1][S0]"


# what words a claim is told in


def said_of(name: str, day: str, start: str) -> list[str]:
    return [line for line in lines(status(on(name, day), full=True)) if line.startswith(start)]


def test_a_term_without_an_end_is_told_by_its_length():
    assert "mandate extended for 1 year, by late 2024 [S2]" in lines(status(on("haiti", "2026-11-22"), full=True))
    assert not any("extended for the mission" in line for line in lines(status(on("long", "2021-06-02"), full=True)))


def test_the_first_authorization_is_not_called_an_extension():
    assert not any("mandate extended" in line for line in lines(status(on("long", "2020-04-10"), full=True)))


def test_a_pledge_without_a_number_reads_as_a_sentence():
    assert not any(
        "a number not recorded pledged" in line for line in lines(status(on("long", "2020-12-31"), full=True))
    )


def test_an_outcome_of_a_month_reads_as_a_sentence():
    [met] = [line for line in section(status(on("long", "2021-01-10"), full=True), "Settled") if "1,000" in line]
    assert "on Dec 2020" not in met


def test_a_vote_that_failed_says_so():
    """Four in favour of the amendment, five against; eleven in favour of the draft, and a veto."""
    for day, result in (("2022-06-10", "rejected"), ("2023-05-25", "vetoed")):
        votes = [
            line
            for line in lines(status(on("long", day), full=True))
            if "against" in line and "abstaining" in line and " for, " in line
        ]
        assert all(result in line for line in votes if "amendment" in line or "draft" in line), votes


def test_the_vote_under_the_mandate_is_the_one_on_the_mandate():
    said = section(status(on("long", "2022-06-10"), full=True), "Mandate")
    assert any("resolution 9078" in line for line in said)
    assert not any("amendment" in line for line in said)


def test_the_newest_terms_stand_first():
    said = section(status(on("long", "2024-06-15"), full=True), "Mandate")
    ends = [line for line in said if line.startswith("mandate until")]
    assert ends[0] == "mandate until 30 Jun 2024 [S31]"
    assert ends.index("mandate until 2 Jun 2024 [S26]") < ends.index("mandate until 2 Jun 2023 [S14]")


def test_a_settled_duty_says_when_and_through_whom():
    [settled] = [
        line for line in section(status(on("long", "2024-02-01"), full=True), "Settled") if "what comes after" in line
    ]
    assert "[S29]" in settled
    assert "19 Jan 2024" in settled


def test_a_review_that_is_overdue_is_not_called_a_report():
    [late] = [line for line in section(status(on("long", "2023-03-15")), "Overdue") if "review" in line]
    assert "no report recorded" not in late


# the long record on telling days


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-06-20", "report of the Secretary-General, every 90 days due 1 Jul 2020, 11 days left [S0]"),
        ("2020-07-25", "400 police officers deployed, 21 Jul 2020 [S3]"),
        ("2021-01-10", "mandate ends 2 Apr 2021, 82 days left [S0]"),
        ("2021-03-30", "mandate ends 2 Apr 2021, 3 days left [S0]"),
        ("2022-06-10", "2,230 of 2,500 deployed, 20 days before the target date [S15][S10]"),
        ("2023-03-31", "mandate ends 2 Jun 2023, 63 days left [S14]"),
        ("2023-07-02", "3,080 personnel deployed, 30 Jun 2023 [S27]"),
        ("2024-06-15", "mandate ends 30 Jun 2024, 15 days left [S31]"),
        ("2024-06-30", "closed, 30 Jun 2024 [S32]"),
        ("2026-11-22", "closed, 30 Jun 2024 [S32]"),
    ],
)
def test_the_long_missions_bottom_line_on_telling_days(day, words):
    said = title(status(on("long", day)))
    assert said in (f"MSK Karuna: {words}", f"MSK Karuna: {words.replace(', every 90 days due', ' due')}")


@pytest.mark.parametrize(
    ("day", "label", "line"),
    [
        ("2020-07-25", "Deployed", "40 % of 1,000, 600 short"),
        ("2020-07-25", "Arrived", "Velmara: 360 police officers, 20 Jul 2020 [S3]"),
        ("2021-06-15", "Deployed", "about 130 % of 1,000; target reached"),
        ("2022-05-01", "Deployed", "83.2 % of 2,500, 420 short"),
        ("2022-05-01", "Earlier", "about 1,600 personnel, 25 Nov 2021 [S11]"),
        ("2022-09-20", "Deployed", "101.2 % of 2,500; target reached"),
        ("2023-05-25", "Due", "30 Sep 2023: 3,500 personnel [S19], 128 days (before Jan 2024: [S24])"),
        (
            "2023-10-05",
            "Overdue",
            "3,500 personnel by 30 Sep 2023 [S19] (before Jan 2024: [S24]); not met on record, 5 days since 30 Sep 2023",
        ),
        ("2023-10-05", "Repatriated", "Halmeria: 120 uniformed personnel, 2 Oct 2023 [S28]"),
        ("2024-01-10", "Deployed", "about 2,300, Jan 2024 [S29]; day not given, may be later than the 10th"),
        ("2024-06-15", "Repatriated", "Velmara: 300 personnel, 10 Jun 2024 [S32]"),
        ("2024-06-15", "Due", "31 Jul 2024: handover of the trust fund's vehicles to the new force, 46 days [S31]"),
    ],
)
def test_the_long_missions_sections_on_telling_days(day, label, line):
    assert line in section(status(on("long", day)), label)


def test_an_anonymous_claim_does_not_lead_a_brief():
    assert not any("4,000" in line for line in section(status(on("long", "2023-03-05")), "Deployed"))


def test_a_closed_mission_is_no_longer_measured_against_its_target():
    assert not any("short" in line for line in section(status(on("long", "2024-07-10")), "Deployed"))


def test_a_count_of_the_same_month_is_not_called_earlier():
    """“March 2023” may be later than 15 March."""
    assert not any("Mar 2023" in line for line in section(status(on("long", "2023-03-15")), "Earlier"))


def test_nothing_is_told_twice_in_one_brief():
    for day in ("2025-01-15", "2026-11-22"):
        said = [line for line in lines(status(on("haiti", day))) if len(line) > 20]
        assert len(said) == len(set(said))


def test_a_source_nobody_names_is_no_part_of_a_short_brief():
    found = story("2025-02-01", COUNT, TARGET, sources=[source("S9")])
    assert not any("S9" in line for line in lines(status(found)))
