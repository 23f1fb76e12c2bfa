"""“Somebody writes that …; is that so?”"""

from __future__ import annotations

from datetime import date

import pytest

from adapters.line import LONGEST, as_typed, quoted, read_line
from adapters.port import SHARE as SHARE_FLAG
from adapters.port import Request, Room
from bot.commands import REGISTRY
from bot.desk import Desk
from briefings.document import plain
from store.records import bundled
from tests.scene import AMINA, CHIDI, TODAY, answered, at
from tests.stories.opened import opened


def offers(out) -> list[str]:
    return [offer.line for offer in out.document.offers]


# figures


async def test_a_figure_is_answered_with_the_fact_that_gives_it_and_what_differs(scene):
    out = await scene.says('about "only 572 officers have arrived"')
    assert out.section("Figures") == (
        "572 officers: S2-21: about 572 personnel deployed, Jan 2025 [S2]; on record it is not exact; "
        "the text counts officers, the record personnel"
    )
    assert "source S2-21" in offers(out)


async def test_the_same_figure_in_the_same_words_has_no_remark(scene):
    assert (await scene.says('about "about 572 personnel"')).section("Figures") == (
        "about 572 personnel: S2-21: about 572 personnel deployed, Jan 2025 [S2]"
    )


async def test_a_number_that_no_fact_gives_is_answered_with_the_nearest(scene):
    assert (await scene.says('about "they have 600 police officers now"')).section("Figures") == (
        "600 police officers: no fact gives this number; the nearest is S2-21, about 572 personnel deployed, Jan 2025 [S2]"
    )


async def test_a_number_far_from_all_others_is_only_said_not_to_be_there(scene):
    out = await scene.says('about "90,000 troops"')
    assert out.section("Figures") == "90,000 troops: no fact gives this number"
    assert out.title == "MSS Haiti: the record has nothing on this"


async def test_an_earlier_count_is_told_with_the_one_that_leads(scene):
    assert (
        (await scene.says('about "about 400 police officers are deployed"'))
        .section("Figures")
        .endswith(
            "S1-23: about 400 police officers deployed, 7 Nov 2024 or later [S1]; "
            "the leading figure is about 572 personnel deployed, Jan 2025 [S2]"
        )
    )


async def test_dollars_are_no_officers(scene):
    assert "$2,500: no fact gives this number" in (await scene.says('about "it costs $2,500"')).section("Figures")


async def test_of_many_facts_with_a_figure_the_leading_ones_are_shown_and_the_others_counted(scene):
    out = await scene.says('about "2,500 are promised"')
    assert out.section("Figures").splitlines() == [
        "2,500: S2-22: MSS Haiti: 2,500 personnel pledged, Jan 2025 [S2]",
        "2,500: S0-15: target of 2,500 officers, due Jan 2025 [S0]",
        "2,500: and 2 more facts",
    ]
    assert "source 2500" in offers(out)


async def test_a_superseded_figure_is_said_to_be_superseded(both):
    out = await both.says('about "1,306 personnel" in MSK', today=date(2024, 8, 1))
    assert "S10-01: 1,306 personnel deployed, 30 Jun 2021 [S10] (superseded)" in out.section("Figures")


# names and words


async def test_facts_and_sources_are_known_by_their_names(scene):
    out = await scene.says('about "see S2-21 in S2, and S99"')
    assert out.title == "MSS Haiti: the record has 2 entries on this"
    assert "S2-21: about 572 personnel deployed, Jan 2025 [S2]" in out.section("Named").splitlines()
    assert out.section("Named").startswith("[S2] ")


async def test_parties_are_known_by_all_their_names(scene):
    out = await scene.says('about "China and Russia are against it"')
    said = out.section("Same names or words").splitlines()
    assert [line.partition(":")[0] for line in said[:4]] == ["S2-13", "S1-14", "S2-12", "S1-15"]


async def test_facts_that_say_most_of_the_words_come_first(scene):
    out = await scene.says('about "extended by a unanimous vote, led by Ecuador and the U.S."')
    names = [line.partition(":")[0] for line in out.section("Same names or words").splitlines()]
    assert names[:2] == ["S1-21", "S1-18"]
    assert 'search "Ecuador"' in offers(out)


async def test_an_editors_note_is_not_what_a_fact_says(scene):
    assert "S2-10" not in (await scene.says('about "that the vote was not later"')).text


async def test_what_is_found_is_not_said_to_be_true(scene):
    assert (
        "whether they bear the text out is for its reader to judge" in (await scene.says('about "gang violence"')).text
    )


# nothing


async def test_nothing_on_record_is_an_answer_with_what_to_try(scene):
    out = await scene.says('about "lunch is at noon"')
    assert out.is_answer
    assert out.title == "MSS Haiti: the record has nothing on this"
    assert "“lunch is at noon”" in out.text
    assert offers(out) == ["status", "source", "gaps"]


async def test_on_an_earlier_day_later_facts_are_not_told(scene):
    out = await scene.says('about "572 officers, S2-21, Guatemala" as-of 2024-11-20')
    assert "S2-21" not in out.section("Figures") + out.section("Named")
    assert out.section("Same names or words") == ""


async def test_a_withdrawn_fact_is_not_told(tmp_path):
    async with opened(tmp_path, bundled()) as scene:
        async with scene.store.changing(scene.space, scene.person, at(TODAY)) as work:
            (mission,) = await work.missions.all()
            await work.claims.withdraw(mission, "S2-21", "wrong")
        out = await scene.says('about "572 (S2-21)"')
        assert "S2-21" not in out.section("Figures") + out.section("Named")


async def test_a_stranger_learns_nothing(scene):
    out = await scene.says('about "572 officers"', who=CHIDI)
    assert not out.is_answer
    assert "personnel" not in out.text


@pytest.mark.parametrize("line", ["about", 'about "  "'])
async def test_no_text_is_refused_with_an_example(scene, line):
    out = await scene.says(line)
    assert not out.is_answer
    assert "only 572 officers have arrived" in out.title


# messages of other people


MESSAGE = "He said: “572 officers” –\nnot 'all' as of today\u200b, in \"Haiti\" <!channel> 👩‍👩‍👧"


async def asked(scene, text: str, **more: str):
    """The answer to a message, as a shortcut asks for it."""
    desk = Desk(scene.store, REGISTRY, for_rooms=True)
    words = {"text": as_typed(text), **more}
    asking = Request("about", words, AMINA, Room("terminal", "local", "here"), at(TODAY), TODAY)
    return desk, await answered(desk, asking)


async def test_any_message_can_be_asked_about_and_the_answer_be_shared(scene):
    desk, answer = await asked(scene, MESSAGE)
    assert plain(answer.title).startswith("MSS Haiti: the record has ")
    share = next(offer.line for offer in answer.offers if plain(offer.label) == "Share")
    typed = read_line(share, desk.shapes)
    assert (typed.command, typed.words) == ("about", {"text": as_typed(MESSAGE), SHARE_FLAG: "yes"})


async def test_a_long_message_is_cut_so_that_its_answer_can_be_shared(scene):
    desk, answer = await asked(scene, "about 572 personnel " * 500)
    share = next(offer.line for offer in answer.offers if plain(offer.label) == "Share")
    assert len(share) <= LONGEST
    assert read_line(share, desk.shapes).command == "about"


async def test_a_message_is_said_back_in_short(scene):
    out = await scene.says(f'about "572 {"very " * 300}"')
    header = plain(out.document.header[-1])
    assert header.startswith("Asked about: “572 very very")
    assert len(header) < 230


def test_a_message_is_typed_without_what_no_line_can_hold():
    assert as_typed(MESSAGE) == "He said: '572 officers' - not 'all' as of today, in 'Haiti' <!channel> 👩👩👧"
    assert quoted(as_typed(MESSAGE)).count('"') == 2
