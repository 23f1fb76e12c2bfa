"""Claims found by name, figure, source, words and day, and what can befall them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from briefings.claims import Claim, Link, Mission, Party, Relation, Source, Standing
from briefings.dates import RecordedDate, Role
from briefings.document import UserError
from briefings.picture import Clocks
from briefings.record import Record
from briefings.values import Quantity
from store import MissionRow, Store
from tests.conftest import NOW, new_space

LATER = NOW + timedelta(hours=1)
TODAY = Clocks(NOW.date(), NOW.date())


def claim(name: str, source: str, day: date, **said) -> Claim:
    said = {"kind": "statement", "subject": "Kenya"} | said
    return Claim(name=name, source=source, dates={Role.OCCURRED: RecordedDate(day)}, **said)


RECORD = Record(
    Mission(name="Mission of Examples", short="MOE"),
    (
        Source(name="S1", title="First", published=RecordedDate(date(2024, 11, 8))),
        Source(name="S2", title="Second", published=RecordedDate(date(2025, 1, 4))),
    ),
    (Party(name="United States", short="US", aliases=("U.S.",)), Party(name="Kenya")),
    (
        claim("S1-10", "S1", date(2024, 11, 7), kind="strength", value=Quantity(Decimal(400)), text="In the capital"),
        claim("S1-02", "S1", date(2024, 11, 1), actors=("U.S.",), text="Élan of 100% “gangs”", quote="a long road"),
        claim("S2-01", "S2", date(2025, 1, 3), subject="US", text="A second word",
              links=(Link(Relation.RESTATES, "S1-02"),)),
        claim("S2-21", "S2", date(2025, 1, 2), kind="strength", value=Quantity(Decimal("572.50")), subject="",
              links=(Link(Relation.SUPERSEDES, "S1-10"), Link(Relation.CONTRADICTS, "S1-02"),
                     Link(Relation.RESTATES, "S1-02"))),
        claim("S2-30", "S2", date(2025, 3, 1), text="A word to come"),
    ),
)  # fmt: skip


@pytest.fixture
async def mission(store: Store, space: int) -> MissionRow:
    async with store.changing(space, None, NOW) as work:
        await work.missions.load(RECORD)
        (row,) = await work.missions.all()
        return row


def names(found: list[Claim]) -> list[str]:
    return [claim.name for claim in found]


async def test_a_fact_is_found_by_its_name_in_any_case(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        assert (await work.claims.find(mission, " s2-21")) in await work.claims.with_figure(mission, Decimal("572.5"))
        assert await work.claims.find(mission, "S2-99") is None
        assert await work.claims.source(mission, "s2") == RECORD.sources[1]


async def test_a_fact_is_found_by_its_printed_figure(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        assert names(await work.claims.with_figure(mission, Decimal("572.5"))) == ["S2-21"]
        assert names(await work.claims.with_figure(mission, Decimal(400), TODAY)) == ["S1-10"]
        assert await work.claims.with_figure(mission, Decimal(57)) == []


async def test_what_a_source_gave_comes_in_pages(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        first, total = await work.claims.of_source(mission, "s2", 0, 2)
        rest, _total = await work.claims.of_source(mission, "S2", 2, 2)
        counts = await work.claims.counts_by_source(mission)
    assert (names(first), names(rest), total) == (["S2-01", "S2-21"], ["S2-30"], 3)
    assert counts == {"S1": 2, "S2": 3}


async def test_links_are_told_from_both_ends(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        from_here = await work.claims.linked_to(mission, "S2-21")
        to_here = await work.claims.linked_to(mission, "S1-02")
    assert [(link, found.name) for link, found in from_here] == [
        (Relation.SUPERSEDES, "S1-10"),
        (Relation.CONTRADICTS, "S1-02"),
        (Relation.RESTATES, "S1-02"),
    ]
    assert [(link, found.name) for link, found in to_here] == [
        (Relation.RESTATES, "S2-01"),
        (Relation.CONTRADICTS, "S2-21"),
        (Relation.RESTATES, "S2-21"),
    ]


async def test_what_counts_comes_in_the_order_of_its_days(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        in_order = work.claims.in_order
        assert names((await in_order(mission, clocks=TODAY))[0]) == ["S1-02", "S2-21", "S2-01"]
        assert names((await in_order(mission, clocks=TODAY, newest_first=True, limit=1))[0]) == ["S2-01"]
        assert await in_order(mission, ["vote"], clocks=TODAY) == ([], 0)
        assert names((await in_order(mission, ["statement"], clocks=TODAY, to_day=date(2024, 12, 1)))[0]) == ["S1-02"]
        assert names((await in_order(mission, clocks=TODAY, from_day=date(2025, 1, 3)))[0]) == ["S2-01"]


async def test_a_party_goes_by_any_of_its_names(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        for name in ("United States", "us", "u.s."):
            assert names((await work.claims.in_order(mission, clocks=TODAY, party=name))[0]) == ["S1-02", "S2-01"]


async def test_words_are_searched_in_any_case_and_all_must_be_said(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        search = work.claims.search
        assert names((await search(mission, "ÉLAN road", TODAY))[0]) == ["S1-02"]
        assert names((await search(mission, "100%", TODAY))[0]) == ["S1-02"]
        assert (await search(mission, "10%", TODAY))[1] == 0
        assert (await search(mission, "word", TODAY))[1] == 1
        assert names((await search(mission, "word", Clocks(NOW.date(), date(2025, 4, 1))))[0]) == ["S2-30", "S2-01"]


async def test_names_are_offered_as_they_are_typed(store: Store, space: int, mission: MissionRow):
    async with store.reading(space) as work:
        assert await work.claims.names(mission) == ["S1-10", "S1-02", "S2-01", "S2-21", "S2-30"]
        assert await work.claims.names(mission, "s2-", limit=2) == ["S2-01", "S2-21"]


async def test_sources_are_those_that_could_be_read(store: Store, space: int, mission: MissionRow):
    by_december = Clocks(NOW.date(), NOW.date(), published_by=date(2024, 12, 1))
    async with store.reading(space) as work:
        assert [source.name for source in await work.claims.sources(mission)] == ["S1", "S2"]
        assert [source.name for source in await work.claims.sources(mission, by_december)] == ["S1"]


async def test_the_history_of_a_fact_names_who_when_and_why(store: Store, space: int, mission: MissionRow):
    amina = await store.identify(space, "slack", "T1", "U1", "Amina", NOW)
    async with store.changing(space, amina.id, LATER) as work:
        await work.claims.withdraw(mission, "S2-21", "it was another mission")
    async with store.reading(space) as work:
        told = await work.claims.history(mission, "s2-21")
        found = await work.claims.find(mission, "S2-21")
    assert found
    assert [(event.at, event.person, event.what, event.reason) for event in told] == [
        (NOW, "", "record", ""),
        (LATER, "Amina", "withdraw", "it was another mission"),
    ]
    assert found.standing is Standing.WITHDRAWN


async def test_a_fact_recorded_in_chat_gets_the_next_name(store: Store, space: int, mission: MissionRow):
    async with store.changing(space, None, LATER) as work:
        first = await work.claims.record(mission, claim("", "S1", NOW.date()))
        second = await work.claims.record(mission, claim("", "S1", NOW.date()))
    assert (first.name, second.name) == ("F1", "F2")


async def test_an_editors_choice_leads_until_it_is_taken_back(store: Store, space: int, mission: MissionRow):
    async with store.changing(space, None, LATER) as work:
        await work.claims.choose(mission, "S1-02", "the fuller wording")
    async with store.changing(space, None, LATER + timedelta(hours=1)) as work:
        chosen = (await work.claims.picture(mission, TODAY)).headline("statement")
        await work.claims.unchoose(mission, "S1-02", "no longer")
    async with store.reading(space) as work:
        now = (await work.claims.picture(mission, TODAY)).headline("statement")
        then = (await work.claims.picture(mission, Clocks(NOW.date(), NOW.date(), known_at=LATER))).headline(
            "statement"
        )
    assert chosen
    assert now
    assert then
    assert (chosen.name, now.name, then.name) == ("S1-02", "S2-01", "S1-02")


async def test_a_change_that_cannot_be_is_refused(store: Store, mission: MissionRow, space: int):
    async with store.changing(space, None, LATER) as work:
        with pytest.raises(UserError):
            await work.claims.withdraw(mission, "S9-99", "nothing")
        with pytest.raises(UserError):
            await work.claims.restore(mission, "S1-10", "it stands")
        with pytest.raises(UserError):
            await work.claims.release(mission, "S1-10", "it is not held")
        await work.claims.hold(mission, "S1-10", "under review")
        with pytest.raises(UserError):
            await work.claims.hold(mission, "S1-10", "twice")


@pytest.mark.parametrize("act", [
    lambda claims, mission: claims.withdraw(mission, "S1-10", "not mine"),
    lambda claims, mission: claims.record(mission, claim("", "S1", NOW.date())),
    lambda claims, mission: claims.choose(mission, "S1-10", "not mine"),
], ids=["withdraw", "record", "choose"])  # fmt: skip
async def test_another_space_cannot_change_a_mission(store: Store, mission: MissionRow, act: Any):
    async with store.changing(await new_space(store), None, LATER) as work:
        with pytest.raises((UserError, LookupError)):
            await act(work.claims, mission)
        await work.audit.append("try", "another's mission")
