"""What rests on an internal source is seen in rooms that are cleared for it, and nowhere else: in no answer, no suggestion.

S7 is internal. Its facts lead wherever they can, and say words and figures that nothing else says.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from adapters.port import Actor, Request, Room
from adapters.terminal.ask import answer
from adapters.terminal.json import draw
from bot.command import Command
from bot.commands import REGISTRY
from bot.desk import Desk
from bot.made import Label, Made
from bot.making import Making, rights_of_rooms
from bot.rights import Right
from briefings.claims import Choice, Claim, Link, Party, Relation, Remark, Source
from briefings.dates import Role, read_date
from briefings.document import File, Said, plain
from briefings.open_part import open_part
from briefings.picture import Clocks
from briefings.record import Record, read_record, write_record
from briefings.values import Quantity, read_quantity
from store.deliveries import Delivery, DeliveryKind, DeliveryState
from store.records import bundled
from store.rooms import Room as StoredRoom
from store.work import Store
from tests.office import AMINA, BEN, known, opened_by
from tests.scene import TODAY, Scene, answered, at
from tests.store.memory import Memory, held

INTERNAL = re.compile(r"zanzibar|quagga|7,?777|8,?888|2031|lowtide", re.IGNORECASE)
READ = [command for command in REGISTRY.values() if command.right is Right.READ]
LINES = [
    "status full", "due within 100y", "digest", "warnings", "source", "timeline", "meetings", "statements", "mandate",
    "strength", "contingents", "votes", "funding", "transition", "positions", "profile", "challenges", "disputed", "stale",
    "gaps", "changed since 2024-01-01", "compare 2024-01-01 2025-01-17", "search gang", "search personnel", "about 572",
    "status known-at 2025-01-20", "status published-by 2025-01-17", "history S2-21", "source strength", "source S2-21",
    "home", "mission list", "fact flagged", "audit", "source S7", "source S7-01", "history S7-02", "wrong S7-03",
    "source contribution", "timeline page 2", "show strength full",
]  # fmt: skip
SEEN = ["status", "source S7", "source S7-01", "search secret", "funding", "votes", "changed since 2024-01-01", "timeline",
        "mandate", "home", "due within 100y", "history S7-01", "digest", "positions"]  # fmt: skip


def fact(number: int, kind: str, **said: object) -> Claim:
    dates = {Role.AS_OF: read_date("2025-01-16")}
    return Claim(name=f"S7-{number:02}", kind=kind, source="S7", **{"dates": dates, "quote": "secret quagga", **said})  # type: ignore[arg-type]


def guarded() -> Record:
    """The bundled record with an internal source, a remark and a choice that rest on it."""
    whole = bundled()
    day = {Role.AS_OF: read_date("2025-01-16")}
    happened = {Role.OCCURRED: read_date("2025-01-16")}
    facts = (
        fact(1, "strength", value=read_quantity("7,777 personnel"), links=(Link(Relation.SUPERSEDES, "S2-21"),)),
        fact(2, "target", value=read_quantity("8,888 officers"), dates={**day, Role.DEADLINE: read_date("2031-03-03")}),
        fact(3, "mandate", aspect="term", dates={**day, Role.VALID_TO: read_date("2031-03-04")}),
        fact(4, "pledge", subject="Zanzibar", value=read_quantity("7,777 personnel")),
        fact(5, "position", subject="Zanzibar", aspect="UN operation", value="oppose"),
        fact(6, "vote", value="adopted", text="Zanzibar called it", dates=happened),
        fact(7, "contribution", subject="Zanzibar", value=Quantity(read_quantity("7777").low, currency="USD"),
             details={"stage": "paid"}),
        fact(8, "challenge", value="quagga smugglers"),
        fact(9, "statement", subject="Zanzibar", value="operation Lowtide begins", dates=happened),
        fact(10, "engagement", actors=("Zanzibar",), value="talks on Lowtide", dates=happened),
        fact(11, "role", subject="Lowtide", aspect="force commander", value="holds"),
        fact(12, "movement", subject="Zanzibar", value=read_quantity("7,777 personnel"), dates=happened,
             details={"movement": "arrived"}),
        fact(13, "proposal", aspect="UN operation", value="adopted", text="the Lowtide plan"),
        fact(14, "obligation", aspect="Lowtide report", value="report on Lowtide",
             dates={**day, Role.DEADLINE: read_date("2031-01-01")}),
        fact(15, "strength", scope="Zanzibar", value=read_quantity("7,777 personnel")),
        fact(16, "ceiling", value=read_quantity("8,888 personnel")),
        fact(17, "profile", aspect="lead nation", value="Zanzibar"),
        fact(18, "assessment", value="worse", text="quagga"),
    )  # fmt: skip
    return replace(
        whole,
        sources=(*whole.sources, Source(name="S7", title="Quagga cable", publisher="Lowtide Office", internal=True,
                                        published=read_date("2025-01-16"))),
        parties=(*whole.parties, Party(name="Zanzibar"), Party(name="Lowtide", kind="person")),
        claims=(*whole.claims, *facts),
        choices=(*whole.choices, Choice("S7-01", "the quagga cable is the better source")),
        remarks=(*whole.remarks, Remark("C99", "trap", ("S2-21", "S7-01"), "The quagga cable says 7,777.")),
    )  # fmt: skip


@pytest.fixture(scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """A workspace with a room that is cleared, C2, and others that are not; Amina owns it."""
    async with Store(f"sqlite:///{tmp_path_factory.mktemp('internal')}/s.db") as store:
        await store.upgrade()
        space = await opened_by(store, AMINA)
        scene = Scene(store, space, await known(store, space, AMINA))
        scene.desk = Desk(store, REGISTRY, for_rooms=True)
        await scene.holds(guarded())
        async with store.changing(space, scene.person, at(TODAY)) as work:
            room = await work.rooms.open("slack", "T1", "C2", "desk")
            await work.rooms.clear(room.id, is_cleared=True)
        yield scene


CLOSED, CLEARED = Room("slack", "T1", "C1", "market"), Room("slack", "T1", "C2", "desk")
DIRECT = Room("slack", "T1", "D1", "", is_direct=True)


async def asked(scene: Scene, line: str, room: Room = CLOSED, who: Actor = BEN) -> str:
    """All that an answer to a line holds, as JSON has it; what is asked behind a figure beside it."""

    def make(command: str, words: dict[str, str]) -> Request:
        return Request(command, words, who, room, at(TODAY), TODAY)

    document, _is_answer = await answer(scene.desk, line, make)
    menu = [f"{plain(offer.label)} {offer.line}" for offer in document.evidence.offers] if document.evidence else []
    return "\n".join((draw(document), *menu))


@pytest.mark.parametrize("command", READ, ids=lambda command: command.name)
async def test_no_reader_sees_it_in_a_room_that_is_not_cleared(desk: Scene, command: Command):
    for line in (command.example, f"{command.example} share"):
        assert not INTERNAL.search(await asked(desk, line)), line


@pytest.mark.parametrize("line", LINES)
async def test_no_answer_tells_of_it_in_a_room_that_is_not_cleared(desk: Scene, line: str):
    assert not INTERNAL.search(await asked(desk, line, who=AMINA)), "not even to an owner: others read along"


async def test_what_is_offered_after_an_answer_does_not_tell_of_it_either(desk: Scene):
    for line in ("status", "source", "home"):
        document, _is_answer = await answer(desk.desk, line, lambda command, words: request(command, words))
        for offer in document.offers:
            assert not INTERNAL.search(await asked(desk, offer.line)), (line, offer.line)


def request(command: str, words: dict[str, str], room: Room = CLOSED) -> Request:
    return Request(command, words, AMINA, room, at(TODAY), TODAY)


@pytest.mark.parametrize("command", REGISTRY.values(), ids=lambda command: command.name)
async def test_nothing_suggests_it_in_a_room_that_is_not_cleared(desk: Scene, command: Command):
    for option in command.shape.options:
        for typed in ("", "z", "Zan", "S7", "77", "Low"):
            found = await desk.desk.suggest(request(command.name, {}), option.name, typed)
            assert not [word for word in found if INTERNAL.search(word) or word == "S7" or word.startswith("S7-")]


@pytest.mark.parametrize("line", SEEN)
async def test_a_cleared_room_sees_it(desk: Scene, line: str):
    assert INTERNAL.search(await asked(desk, line, CLEARED)), line


async def test_whoever_may_edit_sees_it_in_a_direct_message_and_a_reader_does_not(desk: Scene):
    assert INTERNAL.search(await asked(desk, "status", DIRECT, AMINA))
    assert not INTERNAL.search(await asked(desk, "status", DIRECT, BEN))


async def test_an_answer_says_how_much_it_leaves_out(desk: Scene):
    out = await asked(desk, "status")
    assert "18 facts from internal sources are left out here" in out
    assert "left out" not in await asked(desk, "status", CLEARED)
    assert "left out" not in await asked(desk, "status as-of 2024-12-01")


async def test_the_situation_is_that_of_a_record_without_it(desk: Scene):
    """What an internal fact supersedes leads again where it is not seen."""
    assert "about 572 of 2,500 deployed" in await asked(desk, "status")
    assert "7,777" in await asked(desk, "status", CLEARED)


@pytest.mark.parametrize(("line", "told"), [
    ("source S7", "S7 is internal: ask in a room that is cleared for it, or, as an editor, in a direct message"),
    ("source S7-01 share", "S7-01 rests on an internal source: ask in a room that is cleared for it"),
    ("history S7-02", "S7-02 rests on an internal source"),
    ("fact correct S7-01 7 because misread", "S7-01 rests on an internal source"),
    ("fact add strength 600 as-of 2025-01 source S7", "S7 is internal"),
    ("sources mark S7 open", "S7 is internal"),
    ("sources retract S7 because wrong", "S7 is internal"),
])  # fmt: skip
async def test_what_names_it_is_refused_with_the_next_step(desk: Scene, line: str, told: str):
    assert told in await asked(desk, line, who=AMINA)


async def test_what_is_exported_where_it_is_not_seen_holds_nothing_of_it(desk: Scene):
    async with desk.store.reading(desk.space) as work:
        (mission,) = await work.missions.all()
        assert INTERNAL.search(write_record(await work.missions.export(mission)))
        work.see_internal_of(frozenset())
        found = await work.missions.export(mission)
    assert not INTERNAL.search(write_record(found))
    assert read_record(write_record(found)) == found


@pytest.mark.parametrize("clocks", [
    Clocks(TODAY, TODAY), Clocks(TODAY, date(2025, 1, 10)), Clocks(TODAY, TODAY, published_by=TODAY),
    Clocks(TODAY, TODAY, known_at=at(TODAY)),
])  # fmt: skip
async def test_the_picture_of_a_room_that_is_not_cleared_is_the_engines_of_what_is_open(desk: Scene, clocks: Clocks):
    memory = Memory.of(open_part(guarded()), at(TODAY))
    async with desk.store.reading(desk.space) as work:
        (mission,) = await work.missions.all()
        work.see_internal_of(frozenset())
        assert await work.claims.picture(mission, clocks) == held(memory.picture(clocks))


@pytest.mark.parametrize("kind", [DeliveryKind.DIGEST, DeliveryKind.WARNING, DeliveryKind.COMMAND])
async def test_what_is_posted_by_schedule_goes_by_the_room(desk: Scene, kind: DeliveryKind):
    making = Making(desk.store, desk.desk, rights_of_rooms(desk.store, lambda: at(TODAY)), lambda: at(TODAY))
    async with desk.store.reading(desk.space) as work:
        (mission,) = await work.missions.all()
    warned = [["target", "2031-03-03", 60, None], ["target", "2025-01-31", 14, None]]
    details: dict[str, Any] = {"slot": "2025-01-17T07:30 UTC", "day": "2025-01-17", "since": None, "next": None, "number": 1,
               "pattern": "weekdays 07:30", "on_empty": "weekly", "warned": warned, "ladders": {}, "skip": []}  # fmt: skip
    posts = [
        Delivery(
            id=1, space=desk.space, room=StoredRoom(1, room.platform, room.tenant, room.id), occasion="o", subject="s",
            kind=kind, line="status", details=details, planned_at=at(TODAY), due_at=at(TODAY), schedule=None,
            mission=mission.ref, state=DeliveryState.TAKEN, next_at=None, attempts=0, tried_at=None, unsure_since=None,
            label="",
        )
        for room in (CLOSED, CLEARED)
    ]  # fmt: skip
    closed, cleared = [await making.make(post, Label()) for post in posts]
    assert isinstance(closed, Made)
    assert isinstance(cleared, Made)
    assert not INTERNAL.search(draw(closed.said))
    assert "18 facts from internal sources are left out here" in draw(closed.said)
    assert INTERNAL.search(draw(cleared.said))
    assert kind is DeliveryKind.COMMAND or await making.sameness(posts[0]) != await making.sameness(posts[1])


async def test_no_file_is_imported_where_something_is_left_out(desk: Scene):
    """What it names could be a source, or a fact, that is not seen there: it would be overwritten."""
    content = b'kind;value;as-of;source;source-title\nstrength;about 970;2025-03;S7;"Another paper"\n'
    file = File("facts.csv", "text/csv", content)

    async def send(room: Room) -> Said:
        return await answered(desk.desk, replace(request("mission import", {"file": file.digest}, room), files=(file,)))

    refused = await send(CLOSED)
    assert "room that is cleared" in plain(refused.title)
    assert not INTERNAL.search(draw(refused))
    assert "1 new" in draw(await send(CLEARED))


async def test_an_owner_clears_a_room_and_closes_it_again(desk: Scene):
    room = Room("slack", "T1", "C3", "talks")

    async def say(line: str) -> Said:
        return (await answer(desk.desk, line, lambda command, words: request(command, words, room)))[0]

    question = await say("sources clear-room")
    assert plain(question.title) == "Show internal sources in #talks?"
    assert not INTERNAL.search(await asked(desk, "status", room))
    await say(question.offers[0].line)
    assert INTERNAL.search(await asked(desk, "status", room))
    closing = await say("rooms unclear")
    await say(closing.offers[0].line)
    assert not INTERNAL.search(await asked(desk, "status", room))
