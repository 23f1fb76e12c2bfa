"""Whatever people do to facts, in whatever order: nothing is lost, and what was known stays what was known.

Amina and Ben own the place, Chidi proposes, Dora approves. What waits moves nothing, nobody decides what they proposed
themselves, and nobody comes by a right.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.line import read_line
from adapters.port import Actor, Ready, Refused, Request, Room, Standing
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.rights import Role as RoleOf
from briefings.claims import Claim, Mission, Source
from briefings.dates import Role, read_date
from briefings.document import Said, plain
from briefings.picture import Clocks, Picture, picture
from briefings.record import Record
from briefings.values import read_quantity
from store import Store
from store.grants import Holder
from store.histories import Event
from store.proposals import ProposalState
from tests.conftest import new_space
from tests.scene import AMINA, BEN, TODAY, at
from tests.store.memory import held

CHIDI = Actor("slack", "", "U1CHIDI", "Chidi", Standing.MEMBER)
DORA = Actor("slack", "", "U2DORA", "Dora", Standing.MEMBER)
ROLES = {CHIDI: RoleOf.CONTRIBUTOR, DORA: RoleOf.APPROVER}

RECORD = Record(
    Mission(name="Mission of Sequences", short="MOSE"),
    (Source(name="S1", title="A first report", published=read_date("2024-11-08")),),
    (),
    tuple(
        Claim(name=f"S1-0{number}", kind="strength", source="S1", value=read_quantity(f"{number}00"),
              dates={Role.AS_OF: read_date(f"2024-{number + 5:02}-01")})
        for number in (1, 2, 3)
    ),
)  # fmt: skip

facts = st.sampled_from(["S1-01", "S1-02", "S1-03", "S1-04", "S1-05"])
numbers = st.sampled_from(["150", "about 250", "350", "up to 450"])
lines = st.one_of(
    st.builds(lambda number, month: f"fact add strength {number} as-of 2024-{month:02} source S1", numbers, st.integers(5, 12)),
    st.builds(lambda fact, number: f"fact correct {fact} {number} because misread", facts, numbers),
    st.builds(lambda what, fact: f"{what} {fact} because so", st.sampled_from(
        ["fact withdraw", "fact withdraw", "fact restore", "fact hold", "fact release", "fact choose", "wrong", "fact keep"]), facts),
    st.builds(lambda fact: f"undo {fact}", facts),
    st.just("undo"),
    st.builds(lambda what, number: f"pending {what} P{number} because so".removesuffix(" because so" if what != "reject" else ""),
              st.sampled_from(["accept", "accept", "show", "reject", "withdraw"]), st.integers(1, 3)),
    st.sampled_from(["mission approval strength on", "mission approval all off"]),
)  # fmt: skip
PEOPLE = [AMINA, BEN, CHIDI, DORA]
steps = st.lists(st.tuples(st.sampled_from(PEOPLE), lines), min_size=4, max_size=8)


@settings(max_examples=4, deadline=None)
@given(steps=steps)
async def test_any_sequence_of_changes_keeps_the_record_whole(store: Store, steps: list[tuple[Actor, str]]):
    await keeps_whole(store, steps)


@pytest.mark.long
@settings(max_examples=30, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(PEOPLE), lines), min_size=8, max_size=24))
async def test_any_long_sequence_of_changes_keeps_the_record_whole(store: Store, steps: list[tuple[Actor, str]]):
    await keeps_whole(store, steps)


@dataclass
class Told:
    """What a moment told: the Picture, and the history of every fact."""

    moment: datetime
    picture: Picture
    histories: dict[str, list[Event]] = field(default_factory=dict)


async def keeps_whole(store: Store, steps: list[tuple[Actor, str]]) -> None:
    """Take the steps a minute apart; after each the store's Picture is the engine's, and at the end nothing told is lost."""
    tenant = f"space {await new_space(store)}"
    space = await store.open_space(AMINA.platform, tenant, "a desk", at(TODAY))
    async with store.changing(space, None, at(TODAY)) as work:
        await work.missions.load(RECORD)
    await with_roles(store, space, tenant)
    desk, told = Desk(store, REGISTRY), [await tell(store, space, at(TODAY))]
    for number, (who, line) in enumerate(steps, 1):
        moment = at(TODAY) + timedelta(minutes=number)
        waits = await take(desk, line, replace(who, tenant=tenant), moment)
        told.append(await tell(store, space, moment))
        if waits:
            assert told[-1].picture == told[-2].picture
    await stays_told(store, space, told)
    await were_two(store, space)


async def with_roles(store: Store, space: int, tenant: str) -> None:
    """Let those of another platform join the space, and give them their roles."""
    apart = await store.open_space("slack", tenant, "a workspace", at(TODAY))
    async with store.changing(apart, None, at(TODAY)) as work:
        await work.move_workplace("slack", tenant, space)
    async with store.changing(space, None, at(TODAY)) as work:
        for who, role in ROLES.items():
            person = await work.people.identify(who.platform, tenant, who.id, who.name)
            await work.grants.give(Holder.person(person.id), role.value)


async def take(desk: Desk, line: str, who: Actor, moment: datetime) -> bool:
    """Ask, and say yes to what is asked back; what is refused changes nothing. Whether the record must stay as it is."""
    asked = await answer(desk, line, who, moment)
    yes = next(
        (offer.line for offer in asked.offers if plain(offer.label) in ANSWERS and " confirm " in offer.line), None
    )
    done = await answer(desk, yes, who, moment) if yes else asked
    assert not yes or done.name in ("recorded", "proposed", "rejected")
    return done.name != "recorded" and not line.startswith("mission")


ANSWERS = ("Record", "Propose", "Accept", "Reject")


async def answer(desk: Desk, line: str, who: Actor, moment: datetime) -> Said:
    typed = read_line(line, desk.shapes)
    room = Room(who.platform, who.tenant, "here")
    taken = await desk.take(Request(typed.command, typed.words, who, room, moment, TODAY))
    assert isinstance(taken, Ready | Refused)
    found = await taken.answer() if isinstance(taken, Ready) else taken
    document = found.document if isinstance(found, Refused) else found
    assert "went wrong" not in plain(document.title)
    return document


async def tell(store: Store, space: int, moment: datetime) -> Told:
    """What is known now; the store's Picture is that of the engine."""
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        now = await work.claims.picture(mission, CLOCKS)
        claims = await work.claims.every(mission)
        by_engine = picture(mission.mission, CLOCKS, claims, await work.claims.sources(mission),
                            choices=await work.claims.choices(mission))  # fmt: skip
        assert now == held(by_engine)
        return Told(moment, now, {claim.name: await work.claims.history(mission, claim.name) for claim in claims})


CLOCKS = Clocks(TODAY, TODAY)


async def were_two(store: Store, space: int) -> None:
    """What was accepted or rejected was so by somebody who may, and did not propose it; roles are as they were given."""
    async with store.reading(space) as work:
        assert [grant.role for grant in await work.grants.all()] == [role.value for role in ROLES.values()]
        names = {person.id: person.name for person in await work.people.beginning("", 25)}
        for number in range(1, 30):
            proposed = await work.proposals.get(number)
            if proposed and proposed.state in (ProposalState.ACCEPTED, ProposalState.REJECTED):
                assert proposed.decider != proposed.person
                assert names[proposed.decider or 0] != "Chidi"


async def stays_told(store: Store, space: int, told: list[Told]) -> None:
    """What each moment told is still what was known then, each history only grew, and the audit's chain is whole."""
    async with store.reading(space) as work:
        (mission,) = await work.missions.all()
        assert await work.audit.verify() is None
        for one in told:
            then = await work.claims.picture(mission, replace(CLOCKS, known_at=one.moment))
            assert replace(then, clocks=CLOCKS) == one.picture
            for name, events in one.histories.items():
                assert (await work.claims.history(mission, name))[: len(events)] == events
