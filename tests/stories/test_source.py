"""“Who says so?” What stands behind a figure, and what was recorded from a source."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from briefings.document import plain

NOW = date(2026, 11, 22)


# a figure


@pytest.mark.parametrize("what", ["572", "about 572", "S2-21", "s2-21", "[S2-21]", "strength", "troops"])
async def test_a_figure_is_found_by_its_print_its_name_or_its_kind(scene, what):
    assert (await scene.says(f"source {what}", today=NOW)).title == "S2-21: about 572 personnel deployed, Jan 2025 [S2]"


async def test_the_quotation_behind_a_figure_is_shown(scene):
    out = await scene.says("source 572", today=NOW)
    assert out.section("Quotation") == "“only about 572 personnel out of the 2,500 pledged have been deployed”"


async def test_each_date_says_what_it_is_and_how_it_is_known(scene):
    out = await scene.says("source S1-23", today=NOW)
    assert out.section("Date").startswith("7 Nov 2024 or later, the day it speaks of; inferred: ")


async def test_a_source_says_how_its_day_of_publication_is_known(scene):
    source = (await scene.says("source 572", today=NOW)).section("Source")
    assert "[S2] Rubio praises the Kenyan force in Haiti, news article" in source
    assert "published Jan 2025; no date of its own" in source
    assert "publisher and link not recorded" in source


async def test_the_count_before_stands_beside_it_with_the_rule_that_chose(scene):
    out = await scene.says("source 572", today=NOW)
    assert out.section("Beside it") == "S1-23: about 400 police officers deployed, 7 Nov 2024 or later [S1]"
    assert out.section("Headline") == "S2-21 leads as the latest"


async def test_a_rival_date_is_shown_with_what_it_contradicts_and_why_another_leads(scene):
    out = await scene.says("source S2-18", today=NOW)
    assert "S0-15: target of 2,500 officers, due Jan 2025 [S0]" in out.section("Contradicts")
    assert out.section("Headline").startswith("S0-15 leads by an editor's choice: ")


async def test_whom_a_source_passes_on_is_named(scene):
    assert (await scene.says("source S0-12", today=NOW)).section("Said by") == "William Ruto"


async def test_a_number_that_nobody_gave_is_not_filled_in(scene):
    out = await scene.says("source S2-23", today=NOW)
    assert "Guatemala" in out.title
    assert not any(character.isdigit() for character in out.title.replace("S2-23", "").replace("Jan 2025 [S2]", ""))


async def test_a_derived_date_is_printed_as_every_other_date(scene):
    out = await scene.says("source S1-19", today=NOW)
    assert out.section("Previous end") == "2 Oct 2024"


@pytest.mark.parametrize("fact", ["S0-15", "S1-19", "S2-18", "S2-21"])
async def test_no_fact_is_listed_twice_under_one_label(scene, fact):
    for section in (await scene.says(f"source {fact}", today=NOW)).document.sections:
        said = Counter(plain(block) for block in section.blocks)
        assert [line for line, times in said.items() if times > 1] == []


async def test_when_it_was_recorded_is_told_with_its_zone(scene):
    assert "Recorded here Fri 17 Jan 2025, 09:00 UTC." in (await scene.says("source 572", today=NOW)).text


async def test_what_is_not_about_the_mission_says_so(scene):
    assert "Not about the mission itself" in (await scene.says("source S0-13", today=NOW)).text


async def test_a_figure_of_several_facts_offers_a_choice(scene):
    out = await scene.says("source 2500", today=NOW)
    assert out.title == "“2500” fits 4 facts; choose one"
    assert {offer.line for offer in out.document.offers} == {
        f"source {name}" for name in ("S0-15", "S1-25", "S2-18", "S2-22")
    }


async def test_a_figure_with_a_comma_is_the_same_figure(scene):
    assert (await scene.says("source 2,500", today=NOW)).document.offers == (
        (await scene.says("source 2500", today=NOW)).document.offers
    )


async def test_the_vote_is_the_vote_and_not_a_detail_of_it(scene):
    assert "unanimous" in (await scene.says("source vote", today=NOW)).text


async def test_a_choice_keeps_the_day_that_was_asked_for(scene):
    out = await scene.says("source 2500 as-of 2025-01-15", today=NOW)
    assert all("as-of 2025-01-15" in offer.line for offer in out.document.offers)


@pytest.mark.parametrize("what", ["nonsense", "S2-99", "S9", "1,928", "22.9", "0", "999999999999"])
async def test_what_is_not_on_record_is_refused_with_the_way_to_the_sources(scene, what):
    out = await scene.says(f"source {what}", today=NOW)
    assert not out.is_answer
    assert f"“{what}”" in out.title
    assert "“source” lists the sources" in out.title


async def test_a_kind_without_a_fact_is_named_as_in_a_sentence(scene):
    out = await scene.says("source ceiling", today=NOW)
    assert not out.is_answer
    assert "No authorized ceiling is recorded" in out.title


# sources


async def test_every_source_is_listed_with_its_day_and_its_number_of_facts(scene):
    out = await scene.says("source", today=NOW)
    assert out.title == "MSS Haiti: 78 facts from 3 sources"
    listed = [plain(block) for block in out.document.sections[0].blocks]
    assert [line.rpartition(": ")[2] for line in listed] == ["26 facts", "28 facts", "24 facts"]
    assert "26 Sep 2024 or later" in listed[0]


@pytest.mark.parametrize("word", ["sources", "evidence", "/mss sources"])
async def test_other_words_ask_the_same(scene, word):
    assert (await scene.says(word, today=NOW)).text == (await scene.says("source", today=NOW)).text


async def test_a_source_is_read_page_by_page_until_every_fact_was_shown(scene):
    seen: list[str] = []
    line = "source S1"
    while line:
        out = await scene.says(line, today=NOW)
        seen += [plain(block).partition(":")[0] for section in out.document.sections for block in section.blocks]
        line = next((offer.line for offer in out.document.offers if plain(offer.label) == "Next page"), "")
    assert [name for name in seen if name.startswith("S1-")] == [f"S1-{number:02}" for number in range(1, 29)]


async def test_a_source_that_could_not_be_read_yet_is_not_said_to_be_missing(scene):
    out = await scene.says("source S2 published-by 2024-10-01", today=NOW)
    assert "is on record" not in out.title


async def test_the_sources_of_a_clock_count_only_their_own_facts(scene):
    out = await scene.says("source published-by 2024-10-01", today=NOW)
    assert out.title == "MSS Haiti: 26 facts from 1 source"


@pytest.mark.parametrize("line", ["source S2-21 as-of 2025-01-20", "source S1 as-of 2025-01-20",
                                  "source S0-15 published-by 2024-12-01", "source 2500 as-of 2025-01-20"])  # fmt: skip
async def test_a_clock_that_is_set_is_named_in_the_answer(scene, line):
    out = await scene.says(line, today=NOW)
    assert out.is_answer
    assert "20 Jan 2025" in out.text or "1 Dec 2024" in out.text
