"""Every command by everybody: who is answered and who is refused, here, in another mission and in another space.

A command that asks for a right is refused to whoever lacks it, and the audit stays as it was; nobody sees a mission
that they may not read. What asks for none is everybody's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product

import pytest

from adapters.port import Actor, Request, Room
from bot.command import Command
from bot.commands import REGISTRY
from bot.rights import RIGHTS, ROLE_FOR, Right, Role
from briefings.document import plain
from store.grants import Holder
from tests.office import BEN, GUS, OLGA, RIVAL, actions, furnished, known
from tests.scene import TODAY, Scene, at
from tests.stories.opened import opened

HERE, KARUNA = "the space", "MSK Karuna"
STAND = {
    "none": OLGA,
    "guest": GUS,
    **{role.value: replace(OLGA, id=f"U-{role.value}", name=role.value) for role in Role},
}
"""One for each role; they are strangers, so that a role is all they have. Two have none."""
IN_KARUNA = {role: replace(OLGA, id=f"K-{role.value}", name=f"{role.value} of Karuna") for role in Role}
"""One for each role in one mission only."""

each_command = pytest.mark.parametrize("command", REGISTRY.values(), ids=lambda command: command.name)


@pytest.fixture(scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """The office with somebody in every role."""
    async with opened(tmp_path_factory.mktemp("permissions")) as bare:
        scene = await furnished(bare.store)
        async with scene.store.reading(scene.space) as work:
            karuna = (await work.missions.find(KARUNA))[0].ref
        people = [(Role(name), who, None) for name, who in STAND.items() if name in list(Role)]
        for role, who, mission in [*people, *((role, who, karuna) for role, who in IN_KARUNA.items())]:
            person = await known(scene.store, scene.space, who)
            async with scene.store.changing(scene.space, None, at(TODAY)) as work:
                await work.grants.give(Holder.person(person), role.value, mission)
        yield scene


async def is_let_in(scene: Scene, command: Command, who: Actor, **words: str) -> bool:
    """Whether the desk lets somebody ask; what else may be wrong with the words does not count."""
    taken = await scene.desk.take(
        Request(command.name, words, who, Room(who.platform, who.tenant, "C1"), at(TODAY), TODAY)
    )
    return "the right to" not in (plain(taken.document.title) if hasattr(taken, "document") else "")


def expected(role: Role | None, right: Right | None) -> bool:
    return right is None or (role is not None and right in RIGHTS[role])


@each_command
@pytest.mark.parametrize("name", STAND)
async def test_a_role_lets_in_exactly_who_has_the_right(desk: Scene, command: Command, name: str):
    role = Role(name) if name in list(Role) else None
    assert await is_let_in(desk, command, STAND[name]) is expected(role, command.right)


@each_command
async def test_members_without_a_grant_are_readers(desk: Scene, command: Command):
    assert await is_let_in(desk, command, BEN) is expected(Role.READER, command.right)


def of_a_mission(command: Command) -> bool:
    return any(option.name == "in" for option in command.shape.options)


@pytest.mark.parametrize(
    ("command", "role"),
    [pytest.param(command, role, id=f"{command.name}-{role.value}")
     for command, role in product(filter(of_a_mission, REGISTRY.values()), (Role.READER, Role.OWNER))],
)  # fmt: skip
async def test_a_role_in_one_mission_lets_nobody_into_another(desk: Scene, command: Command, role: Role):
    out = await desk.says(f'{command.example} in "MSS Haiti"', who=IN_KARUNA[role])
    if command.right:
        assert not out.is_answer
    assert all(fact not in out.text for fact in ("572", "S2-21", "Kenya-led"))


@each_command
async def test_who_is_refused_changes_nothing(desk: Scene, command: Command):
    before = await actions(desk)
    for name, who in STAND.items():
        if not expected(Role(name) if name in list(Role) else None, command.right):
            assert not (await desk.says(command.example, who=who)).is_answer
    assert await actions(desk) == before


@each_command
async def test_the_owner_of_another_space_sees_and_changes_nothing_of_this_one(desk: Scene, command: Command):
    before = await actions(desk)
    out = await desk.says(command.example, who=RIVAL)
    assert all(name not in out.text for name in ("Amina", "572", "Karuna", "the mandate ended"))
    assert await actions(desk) == before


@each_command
async def test_a_refusal_names_the_right_who_can_give_it_and_the_way_to_ask(desk: Scene, command: Command):
    if command.right is None:
        return
    out = await desk.says(command.example, who=OLGA)
    assert not out.is_answer
    assert "Amina" in out.title
    assert out.document.offers[0].line == f"rights why {command.name}"
    why = await desk.says(out.document.offers[0].line, who=OLGA)
    assert why.is_answer
    assert f"rights grant {ROLE_FOR[command.right].value} to @Olga" in why.section("How to ask")


@each_command
async def test_suggestions_are_for_those_who_may_ask(desk: Scene, command: Command):
    for option in command.shape.options:
        asked = Request(command.name, {}, OLGA, Room(OLGA.platform, OLGA.tenant, "C1"), at(TODAY), TODAY)
        found = await desk.desk.suggest(asked, option.name, "")
        assert "MSS Haiti" not in found
        assert command.right is None or found == []


def test_whoever_only_reads_needs_no_admin_menu():
    assert {command.name for command in REGISTRY.values() if command.shape.is_admin} == {
        command.name for command in REGISTRY.values() if command.right not in (None, Right.READ)
    }
