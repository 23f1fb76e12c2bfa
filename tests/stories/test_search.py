"""“Where is it said that …?”"""

from __future__ import annotations

from datetime import date

LATER = date(2024, 8, 1)


def offers(out):
    return [offer.line for offer in out.document.offers]


async def test_all_words_must_be_said_in_any_order(scene):
    out = await scene.says("search violence gang")
    assert out.title == "MSS Haiti: 2 facts say “violence gang”"
    assert "S1-28: rampant gang violence, 7 Nov 2024 or later [S1]" in out.text


async def test_what_only_the_quotation_says_is_shown_with_it(scene):
    out = await scene.says("find approximately")
    assert out.section("Newest first") == (
        "S1-23: about 400 police officers deployed, 7 Nov 2024 or later [S1]: “has approximately 400 police officers deployed”"
    )
    assert "source S1-23" in offers(out)


async def test_facts_about_other_matters_are_found_and_marked(scene):
    out = await scene.says("search South Sudan")
    assert "S0-13" in out.text
    assert "(not about the mission itself)" in out.text


async def test_a_number_is_found_with_and_without_its_comma(scene):
    one, other = await scene.says("search 2500"), await scene.says("search 2,500")
    assert one.title == other.title == "MSS Haiti: 8 facts say “2,500”"


async def test_a_party_is_found_where_only_the_list_of_those_present_names_it(scene):
    assert (
        "S2-18: target of 2,500 MSS officers, due before Jan 2025 [S2]; names William Ruto"
        in (await scene.says("search Ruto")).text
    )


async def test_many_finds_come_in_pages_and_none_is_lost(scene):
    pages = [await scene.says(f"search Ruto full page {n}") for n in (1, 2)]
    assert "Facts 1 to 20 of 30, page 1 of 2" in pages[0].text
    named = [line.split(":")[0] for page in pages for line in page.section("Facts").splitlines()]
    assert len(named) == len(set(named)) == 30


async def test_nothing_found_says_so_and_what_to_try(scene):
    out = await scene.says("search Rubio police")
    assert out.is_answer
    assert out.title == "MSS Haiti: no fact says “Rubio police” by 17 Jan 2025"
    assert out.section("Word by word").splitlines() == ["“Rubio”: 7 facts", "“police”: 8 facts"]
    assert 'search "police"' in offers(out)


async def test_a_past_day_names_the_later_find(scene):
    out = await scene.says("search Guatemala as-of 2024-12-01")
    assert out.title == "MSS Haiti: no fact says “Guatemala” by 1 Dec 2024"
    assert out.section("Later") == ("2 facts, the first S2-23: Guatemala: reinforcements from Guatemala, Jan 2025 [S2]")


async def test_no_words_are_refused_with_an_example(scene):
    out = await scene.says("search")
    assert not out.is_answer
    assert "search gang violence" in out.title


async def test_too_many_words_are_refused_with_the_most(scene):
    out = await scene.says("search " + "a " * 13)
    assert (out.is_answer, out.title) == (False, "This is 13 words; 12 is the most I look for")


async def test_signs_of_a_query_language_are_only_signs(scene):
    for words in ("100%", "_", "' OR 1=1 --", "\\"):
        assert (await scene.says(f"search {words}")).is_answer


async def test_a_superseded_figure_is_found_and_said_to_be_superseded(both):
    out = await both.says("search 1306 in MSK", today=LATER)
    assert "S10-01: 1,306 personnel deployed, 30 Jun 2021 [S10] (superseded)" in out.text


async def test_other_letters_are_found_in_any_case(both):
    assert "S11-02" in (await both.says("search КАРУНА in MSK", today=LATER)).text
