"""“Take this figure down, with its source; show me first what it does.”"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from adapters.port import Ready, Request, Room
from briefings.values import Qualifier
from store.records import bundled
from tests.scene import AMINA, BEN, CHIDI, TODAY, Answer, Scene, at
from tests.stories.changing import audited, confirmed, earlier, find, labels, offer, picture
from tests.stories.opened import opened

THE_15TH = date(2025, 1, 15)
NEW_COUNT = 'fact add strength about 572 as-of 2025-01 source "news article, Jan 2025" quote "about 572 personnel"'
LATER = 'fact add strength about 970 as-of 2025-01-16 source "press briefing, 16 Jan 2025"'


@pytest.fixture
async def before(tmp_path: Path) -> AsyncIterator[Scene]:
    """The record of the first two sources."""
    async with opened(tmp_path, earlier()) as scene:
        yield scene


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Scene]:
    """The whole bundled record."""
    async with opened(tmp_path, bundled()) as scene:
        yield scene


# seen before it is stored


async def test_a_new_figure_is_shown_with_all_that_it_moves(before):
    out = await before.says(NEW_COUNT, today=THE_15TH)
    assert out.text.split("\n") == [
        "Record this figure?",
        "Nothing is stored yet.",
        "MSS Haiti, deployed strength, whole mission:",
        "about 572 personnel, Jan 2025 (day not given)",
        "Quotation: “about 572 personnel”",
        "New source [S2]: news article, Jan 2025; publisher and link not recorded",
        "Deployed",
        "about 400, 7 Nov 2024 or later [S1], becomes about 572, Jan 2025",
        "Short of 2,500",
        "[S0] about 2,100 becomes about 1,928",
        "Reached",
        "about 16 % becomes about 22.9 %",
        "Check",
        "400 counts police officers, 572 counts personnel: not one unit.",
        "Stays",
        "target 2,500 by Jan 2025 [S0], 16 days to the 31st",
    ]
    assert labels(out) == ["Record", "Drop"]


async def test_nothing_is_stored_before_yes(before):
    rows, held = await audited(before), await picture(before)
    await before.says(NEW_COUNT)
    assert (await audited(before), await picture(before)) == (rows, held)


async def test_yes_records_it_under_the_name_of_its_source(before):
    out = await confirmed(before, NEW_COUNT, today=THE_15TH)
    assert out.title == "Recorded as S2-01, Wed 15 Jan 2025, 09:00 UTC"
    assert labels(out) == ["Undo", "See brief"]
    claim = await find(before, "S2-01")
    assert claim
    assert str(claim.value) == "about 572 personnel"
    assert (claim.quote, claim.source) == ("about 572 personnel", "S2")


async def test_the_moment_is_told_in_the_readers_zone(before):
    await before.says("settings zone Nairobi")
    assert (
        await confirmed(before, NEW_COUNT, today=THE_15TH)
    ).title == "Recorded as S2-01, Wed 15 Jan 2025, 12:00 Nairobi"


async def test_the_brief_tells_it_from_then_on(before):
    await confirmed(before, NEW_COUNT)
    assert "about 572 of 2,500 deployed" in (await before.says("status")).title


async def test_a_recorded_fact_has_one_audit_row_and_its_source_another(before):
    rows = len(await audited(before))
    await confirmed(before, NEW_COUNT)
    assert [(row.action, row.subject.split()[1]) for row in (await audited(before))[rows:]] == [
        ("record source", "S2"),
        ("record", "S2-01"),
    ]


async def test_drop_stores_nothing_and_says_so(before):
    rows = await audited(before)
    asked = await before.says(NEW_COUNT)
    out = await before.says(offer(asked, "Drop"))
    assert out.title == "Dropped: nothing was stored, and nothing changed"
    assert await audited(before) == rows


async def test_a_second_press_records_nothing_twice(before):
    asked = await before.says(NEW_COUNT)
    await before.says(offer(asked, "Record"))
    again = await before.says(offer(asked, "Record"))
    assert "Something changed since you were asked: look again. Nothing is stored yet." in again.text
    assert "It is recorded already, as S2-01" in again.section("Check")
    assert len((await picture(before)).rivals("strength")) == 2


async def test_who_is_second_sees_what_the_first_changed_and_decides(desk):
    mine = await desk.says(LATER)
    await confirmed(desk, 'fact add strength 1,000 as-of 2025-01-16 source "radio interview, 16 Jan 2025"', who=BEN)
    seen = await desk.says(offer(mine, "Record"))
    assert seen.title == "Record this figure?"
    assert "1,000, 16 Jan 2025 [S3], becomes about 970" in seen.section("Deployed")
    assert "another source says otherwise" in seen.section("Check").casefold()
    assert (await desk.says(offer(seen, "Record"))).title.startswith("Recorded as S4-01")


async def test_a_code_of_another_question_is_no_yes(desk):
    asked = await desk.says(LATER)
    other = offer(asked, "Record").replace("970", "990")
    out = await desk.says(other)
    assert out.title == "Record this figure?"
    assert await find(desk, "S3-01") is None


async def test_a_code_survives_what_a_typed_line_makes_of_a_form(desk):
    filled_in = {"kind": "challenge", "value": "gangs – “armed” ones", "source": "S2", "comment": "it’s   so"}
    room = Room(AMINA.platform, AMINA.tenant, "here")
    taken = await desk.desk.take(Request("fact add", filled_in, AMINA, room, at(TODAY), TODAY))
    assert isinstance(taken, Ready)
    assert taken.is_question
    asked = Answer(await taken.answer(), True)  # type: ignore[arg-type]
    assert (await desk.says(offer(asked, "Record"))).title.startswith("Recorded as S2-25")


# sources


async def test_a_fact_needs_a_source_and_is_told_how_to_name_one(desk):
    out = await desk.says("fact add strength 970 as-of 2025-01-16")
    assert not out.is_answer
    assert "Where was this read?" in out.title
    assert "fact add note" in out.title


@pytest.mark.parametrize(("typed", "told"), [
    ("S2", "Source [S2]: Rubio praises the Kenyan force in Haiti"),
    ('"rubio praises the kenyan force in haiti"', "Source [S2]: Rubio praises the Kenyan force in Haiti"),
    ("https://example.org/a", "New source [S3]: example.org/a; publisher not recorded"),
    ("S/2025/123", "New source [S3]: S/2025/123; publisher and link not recorded"),
    ('"police spokesperson, Port-au-Prince"',
     "New source [S3]: police spokesperson, Port-au-Prince; publisher and link not recorded"),
])  # fmt: skip
async def test_a_source_is_a_name_a_link_a_document_or_a_person_and_place(desk, typed, told):
    out = await desk.says(f"fact add strength 970 as-of 2025-01-16 source {typed}")
    assert told in out.text.split("\n")


@pytest.mark.parametrize(("typed", "said"), [("S9", "There is no source S9 yet"), ("press", "says too little")])
async def test_a_source_that_nobody_could_find_again_is_refused(desk, typed, said):
    out = await desk.says(f"fact add strength 970 as-of 2025-01-16 source {typed}")
    assert not out.is_answer
    assert said in out.title


async def test_the_same_link_is_the_same_source(desk):
    await confirmed(desk, "fact add strength 970 as-of 2025-01-16 source https://example.org/a")
    out = await confirmed(desk, "fact add challenge hunger on 2025-01-16 source https://example.org/a")
    assert out.title.startswith("Recorded as S3-02")


async def test_a_note_may_have_no_source_and_is_shown_as_one(desk):
    asked = await desk.says('fact add note "ask the mission for a count"')
    assert asked.title == "Record this note without a source?"
    assert "No source: it is kept as a note [S3], and shown as one" in asked.text
    await desk.says(offer(asked, "Record"))
    assert "ask the mission for a count, unsourced note" in (await desk.says("source F1")).title


async def test_notes_share_one_place_that_is_no_source(desk):
    await confirmed(desk, "fact add note first")
    assert (await confirmed(desk, "fact add note second")).title.startswith("Recorded as F2")
    out = await desk.says("fact add strength 970 as-of 2025-01-16 source S3")
    assert "S3 is no source" in out.title


async def test_a_note_never_moves_a_figure(desk):
    before = (await desk.says("status")).title
    await confirmed(desk, "fact add note 9,000 deployed")
    assert (await desk.says("status")).title == before


# what is said


async def test_a_number_needs_a_day(desk):
    out = await desk.says("fact add strength 970 source https://example.org/a")
    assert not out.is_answer
    assert "Of which day is this number?" in out.title


async def test_a_day_of_the_source_is_enough(desk):
    out = await desk.says("fact add strength 970 source https://example.org/a published 2025-01-16")
    assert "undated: it counts from the day its source could be read" in out.text


async def test_a_date_is_echoed_in_full(desk):
    assert "970 personnel, 16 Jan 2025" in (await desk.says("fact add strength 970 as-of yesterday source S2")).text


@pytest.mark.parametrize("typed", ["vendredi prochain", "03/04/2024", "2025-02-30", "soon"])
async def test_a_day_that_could_be_misread_is_refused(desk, typed):
    out = await desk.says(f"fact add strength 970 as-of {typed} source S2")
    assert not out.is_answer
    assert "write it like 2024-11-07" in out.title or "write one like 2024-11-07" in out.title


async def test_a_kind_has_only_its_own_dates(desk):
    out = await desk.says("fact add strength 970 by 2025-06 source S2")
    assert not out.is_answer
    assert "“by” says nothing of this kind of fact (deployed strength); its dates are: on, as-of, reported" in out.title


async def test_an_unknown_count_is_recorded_as_such(desk):
    out = await desk.says("fact add arrived unknown from Jamaica on 2025-01-16 source S2")
    assert "number not recorded, 16 Jan 2025" in out.text
    assert "Jamaica: arrived, number not recorded, 16 Jan 2025" in out.text


async def test_a_pledge_of_money_is_money_and_one_of_people_is_people(desk):
    money = await desk.says("fact add pledge USD 15 million from Canada as-of 2025-01 source S2")
    people = await desk.says("fact add pledge 600 from Bangladesh as-of 2025-01 source S2")
    assert "Canada: pledged USD 15 million, Jan 2025 [S2]" in money.text
    assert "600 personnel, Jan 2025" in people.text


async def test_money_needs_a_currency_and_a_stage(desk):
    assert (
        "In which currency" in (await desk.says("fact add paid 15 million from Canada as-of 2025-01 source S2")).title
    )
    assert (
        "promised or paid" in (await desk.says("fact add contribution USD 5 from Canada as-of 2025-01 source S2")).title
    )


async def test_a_new_end_of_the_mandate_moves_its_deadline(desk):
    out = await desk.says('fact add mandate-end 2026-10-02 source "resolution, 10 Jan 2025"')
    assert "until 2 Oct 2025 [S1] becomes mandate until 2 Oct 2026 [S3]" in out.section("Mandate")
    assert "2 Oct 2025: mandate ends, 258 days [S1] becomes 2 Oct 2026: mandate ends" in out.section("Deadlines")


async def test_a_party_goes_by_any_name_and_a_new_one_is_told(desk):
    known = await desk.says('fact add position oppose from U.S. topic "UN operation" as-of 2025-01-16 source S2')
    assert "MSS Haiti, position, US, UN operation:" in known.text
    assert "New name here" not in known.text
    new = await desk.says('fact add position oppose from France topic "UN operation" as-of 2025-01-16 source S2')
    assert "New name here: France; check its spelling" in new.text


async def test_a_new_party_is_on_record_with_its_fact(desk):
    await confirmed(desk, 'fact add position oppose from France topic "UN operation" as-of 2025-01-16 source S2')
    async with desk.store.reading(desk.space) as work:
        (mission,) = await work.missions.all()
        assert "France" in [party.name for party in await work.claims.parties(mission)]
    assert "France, 16 Jan 2025 [S2]" in (await desk.says("positions")).section("Against")


@pytest.mark.parametrize(("line", "told"), [
    ("fact add position oppose topic x as-of 2025-01 source S2", "Whom is it about?"),
    ("fact add position oppose from China as-of 2025-01 source S2", "Which one?"),
    ("fact add position from China topic x as-of 2025-01 source S2", "Which is it? Say one of: support, open"),
    ("fact add position maybe from China topic x source S2", "“maybe” is none of the words for this"),
    ("fact add position opose from China topic x source S2", "did you mean “oppose”?"),
    ("fact add strength many source S2", "“many” is not a number"),
    ("fact add strenght 5 source S2", "did you mean “strength”?"),
    ("fact add strength 5 grade Z9 source S2", "“Z9” is no grade"),
    ("fact add target 5 by 2025-06 details stage=x source S2", "There is no detail “stage” here"),
    ("fact add note x source S2", "A note has no source"),
    ("fact add note ask the mission for a count", "“for a count” says nothing of this kind of fact (unsourced note)"),
    ("fact add challenge lack of fuel for boats source S2", "Put quotation marks around words that belong together"),
])  # fmt: skip
async def test_what_cannot_be_recorded_is_refused_with_the_next_step(desk, line, told):
    rows = await audited(desk)
    out = await desk.says(line)
    assert not out.is_answer
    assert told in out.title
    assert await audited(desk) == rows


async def test_what_only_a_kind_has_is_typed_as_details(desk):
    line = 'fact add renewal "1 year" until 2026-10-02 source S2 details "instrument=S/RES/9999; penholders=United States, Ecuador"'
    out = await desk.says(line)
    assert "Legal instrument: S/RES/9999" in out.text
    assert "Penholders: United States, Ecuador" in out.text
    assert "Change: renewal" in out.text


async def test_everything_that_is_said_is_kept(desk):
    line = ('fact add strength more than 900 police officers as-of about Dec 2024 source S2 quote "over 900" said-by Kenya '
            "for Kenya grade B2 comment counted twice text officers everywhere with China, Russia")  # fmt: skip
    await confirmed(desk, line)
    claim = await find(desk, "S2-25")
    assert claim
    assert claim.quantity
    assert claim.quantity.qualifier is Qualifier.MORE_THAN
    assert [str(day) for day in claim.dates.values()] == ["about 2024-12"]
    assert (claim.quote, claim.said_by, claim.scope, claim.grade) == ("over 900", "Kenya", "Kenya", "B2")
    assert (claim.note, claim.text, claim.actors) == ("counted twice", "officers everywhere", ("China", "Russia"))


async def test_a_long_quotation_is_cut_before_the_eyes_of_whoever_records_it(desk):
    words = " ".join(f"w{number}" for number in range(20))
    out = await desk.says(f"{LATER} quote {words}")
    assert "The quotation has 20 words; the first 12 are kept." in out.section("Check")
    assert "w11…”" in out.text
    assert "w12" not in out.text


# who may


async def test_a_stranger_cannot_record(desk):
    rows = await audited(desk)
    assert not (await desk.says(LATER, who=CHIDI)).is_answer
    assert await audited(desk) == rows
