"""“What happened?” “Which meetings took place, and what were they about?”"""

from __future__ import annotations

from datetime import date

import pytest

from bot.topics import TOPICS

LATER = date(2024, 8, 1)


def offers(out):
    return [offer.line for offer in out.document.offers]


async def test_a_meeting_stands_with_its_place_and_what_it_was_about(scene):
    out = await scene.says("meetings full")
    assert out.title == "MSS Haiti: 6 meetings recorded, the newest Jan 2025 [S2]"
    meeting = next(line for line in out.text.splitlines() if "Ruto–Blinken meeting" in line)
    assert meeting == (
        "26 Sep 2024: Ruto–Blinken meeting, New York, USA, in person [S0] (S0-01). Topic: strategic partnership and "
        "collaboration between Kenya and the United States. Took part: Ruto, Blinken, Kenya, and US."
    )


async def test_a_topic_is_no_meeting_of_its_own(scene):
    out = await scene.says("meetings full")
    assert out.text.count("transition of the MSS in Haiti into a UN peacekeeping operation") == 1
    assert "S1-02" not in out.text


async def test_a_place_that_no_source_gives_is_said_to_be_missing(scene):
    out = await scene.says("meetings full")
    assert "7 Nov 2024: Ruto–Blinken conversation, place not recorded [S1]" in out.text


async def test_a_visit_does_not_name_its_place_twice(scene):
    assert "Sep 2024: Ruto’s visit to Haiti [S1]" in (await scene.says("meetings full")).text


async def test_the_timeline_has_arrivals_announcements_and_votes_too(scene):
    out = await scene.says("timeline full")
    assert "25 Jun 2024: Kenya: first group of Kenyan security forces (arrived, number not recorded) [S2]" in out.text
    assert "26 Sep 2024: Kenya announced: more police officers to Haiti [S0] (S0-14). Also S0-19." in out.text


async def test_what_has_no_date_stands_last_and_is_said_to_be_undated(scene):
    out = await scene.says("timeline full")
    assert out.section("Undated").startswith(
        "extension of the mandate of the MSS: adopted by a unanimous vote [S1] (S1-18). Reason: ongoing security"
    )
    assert "Led by: US and Ecuador." in out.section("Undated")
    assert "S1-18" not in out.section("Newest first")


async def test_the_short_form_says_how_much_it_leaves_out(scene):
    out = await scene.says("timeline")
    assert len(out.section("Newest first").splitlines()) == 4
    assert out.section("Newest first").endswith("and 9 more")
    assert "timeline full" in offers(out)


async def test_from_a_month_means_its_first_day_and_to_a_month_its_last(scene):
    out = await scene.says("timeline from 2024-09 to 2024-11 full")
    assert "From 1 Sep 2024 to 30 Nov 2024" in out.text
    assert out.section("In order").splitlines()[0].startswith("about Sep 2024: Blinken’s visit to Haiti [S0]")
    assert "7 Nov 2024: Ruto–Blinken conversation" in out.text
    assert "Jan 2025" not in out.section("In order")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("timeline from 2024 to 2024", "From 1 Jan 2024 to 31 Dec 2024"),
        ("timeline from Sep 2024", "From 1 Sep 2024 on"),
        ("timeline from 10 Nov 2024 to yesterday", "From 10 Nov 2024 to 16 Jan 2025"),
        ("timeline to 2024-09", "Until 30 Sep 2024"),
    ],
)
async def test_days_are_said_back_as_they_were_understood(scene, line, said):
    assert said in (await scene.says(line)).text


async def test_days_the_wrong_way_round_are_refused_with_both_named(scene):
    out = await scene.says("timeline from 2025-01 to 2024-01")
    assert not out.is_answer
    assert out.title == "“from” 1 Jan 2025 comes after “to” 31 Jan 2024; turn them round"


async def test_days_without_events_name_the_nearest_before_and_after(scene):
    assert "Before\nRubio’s address" in (await scene.says("meetings from 2025-02")).text
    out = await scene.says("timeline from 2023-01 to 2023-03")
    assert out.title == "MSS Haiti: no event is recorded from 1 Jan 2023 to 31 Mar 2023"
    assert out.section("Later") == "Kenya: first group of Kenyan security forces, 25 Jun 2024 [S2]"


async def test_the_timeline_narrows_to_a_party_by_any_of_its_names(scene):
    out = await scene.says("timeline U.S. full")
    assert out.title.startswith("MSS Haiti: 5 events recorded that name US")
    assert "El Salvador" not in out.text


async def test_a_state_that_is_not_on_record_is_an_answer_that_names_who_is(scene):
    out = await scene.says("meetings France")
    assert out.is_answer
    assert out.title == "MSS Haiti: no meeting with France is recorded by 17 Jan 2025"
    assert out.section("Recorded") == "on Rubio, US, Ruto, Blinken, Kenya, and UN"


async def test_a_near_miss_is_asked_about(scene):
    out = await scene.says("meetings Blinkn")
    assert "Did you mean Blinken?" in out.text
    assert "meetings Blinken" in offers(out)


async def test_a_past_day_shows_only_what_had_happened_by_then(scene):
    out = await scene.says("timeline as-of 2024-10-01 full")
    assert out.title == "MSS Haiti: 6 events recorded, the newest 26 Sep 2024 [S0]"
    assert "timeline full as-of 2024-10-01" in out.text


async def test_a_month_that_is_not_over_may_be_later_than_the_day_asked_for(scene):
    out = await scene.says("meetings as-of 2025-01-15")
    assert "What is dated Jan 2025 may be later than 15 Jan 2025." in out.text


async def test_before_anything_the_nearest_later_event_is_named(scene):
    out = await scene.says("timeline as-of 2024-01-01")
    assert out.title == "MSS Haiti: no event is recorded by 1 Jan 2024"
    assert "25 Jun 2024" in out.section("Later")


async def test_a_long_timeline_comes_in_pages_and_every_fact_stands_on_one_of_them(both):
    pages = [await both.says(f"timeline page {n} full in MSK", today=LATER) for n in (1, 2, 3)]
    assert "Facts 1 to 20 of 41, page 1 of 3" in pages[0].text
    named = {word for page in pages for word in page.text.replace("(", " ").replace(")", " ").split() if "-" in word}
    assert {"S32-09", "S2-01", "S1-01", "S31-02"} <= named
    assert "timeline full page 2 in MSK" in offers(pages[0])


async def test_a_page_behind_the_last_is_refused_with_the_last(scene):
    out = await scene.says("timeline page 9")
    assert (out.is_answer, out.title) == (False, "There is no page 9; the last is page 1")


async def test_votes_in_the_timeline_carry_their_tally(both):
    out = await both.says("timeline full in MSK", today=LATER)
    assert (
        "31 May 2023: resolution 9112, the renewal to 2 June 2024: adopted, 13 for, 0 against, 2 abstaining" in out.text
    )


async def test_who_came_and_went_is_told_with_numbers(both):
    out = await both.says("timeline full in MSK from 2024-01", today=LATER)
    assert "15 Jan 2024: Mbalari: 400 police officers went home [S29]" in out.text
    assert "11 Mar 2024: Velmara: 400 personnel withdrew [S32]" in out.text


async def test_a_meeting_over_several_days_is_one_with_both_ends(both):
    out = await both.says("meetings full in MSK", today=LATER)
    assert "11 Apr 2023 or later, 22 May 2023 at the latest: experts met five times on the draft" in out.text


async def test_other_words_ask_the_same(scene):
    assert (await scene.says("events")).text == (await scene.says("timeline")).text
    assert (await scene.says("engagements")).text == (await scene.says("meetings")).text
    assert TOPICS["timeline"].takes_days
