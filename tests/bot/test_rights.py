"""What somebody may do by their roles, and what a refusal says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.port import Actor, Standing
from bot.rights import RIGHTS, ROLE_FOR, Held, Right, Role, _held
from store.grants import Grant, Holder
from store.rows import MissionRef
from tests.conftest import NOW

HAITI, KARUNA = MissionRef(1), MissionRef(2)


def grant(role: Role, mission: MissionRef | None = None) -> Grant:
    return Grant(Holder.person(7), role.value, mission, "", "", NOW)


def actor(standing: Standing) -> Actor:
    return Actor("slack", "T1", "U1", "Ben", standing)


roles = st.sampled_from(list(Role))
missions = st.sampled_from([None, HAITI, KARUNA])
grants = st.lists(st.builds(grant, roles, missions), max_size=6)
standings = st.sampled_from(list(Standing))


def test_each_role_may_do_all_that_the_one_before_it_may_and_one_thing_more():
    for lower, higher in zip(list(Role), list(Role)[1:], strict=False):
        assert RIGHTS[lower] < RIGHTS[higher]
        assert len(RIGHTS[higher] - RIGHTS[lower]) == 1


def test_the_role_for_a_right_is_the_least_that_gives_it():
    for right, role in ROLE_FOR.items():
        assert next(each for each in Role if right in RIGHTS[each]) is role


@pytest.mark.parametrize(
    ("standing", "reads"), [(Standing.MEMBER, True), (Standing.GUEST, False), (Standing.STRANGER, False)]
)
def test_without_a_grant_members_read_and_nobody_else_does_anything(standing, reads):
    held = _held(actor(standing), [])
    assert [right for right in Right if held.may_somewhere(right)] == ([Right.READ] if reads else [])


def test_what_is_for_everybody_is_for_everybody():
    assert Held().may(None)
    assert Held().may_somewhere(None)


def test_a_role_in_one_mission_is_none_in_another_and_none_in_the_space():
    held = _held(actor(Standing.GUEST), [grant(Role.EDITOR, HAITI)])
    assert held.may(Right.EDIT, HAITI)
    assert not held.may(Right.EDIT, KARUNA)
    assert not held.may(Right.EDIT)
    assert held.readable == frozenset({HAITI})


def test_who_reads_one_mission_may_ask_what_is_about_none():
    assert _held(actor(Standing.GUEST), [grant(Role.READER, HAITI)]).may(Right.READ)
    assert not _held(actor(Standing.GUEST), []).may(Right.READ)


@given(standings, grants, grants, st.sampled_from(list(Right)), missions)
def test_more_grants_never_take_a_right_away(standing, some, more, right, mission):
    if _held(actor(standing), some).may(right, mission):
        assert _held(actor(standing), [*some, *more]).may(right, mission)


@given(standings, grants, st.sampled_from(list(Right)), missions)
def test_a_right_beyond_reading_comes_from_a_grant_for_the_mission_or_the_space(standing, given_, right, mission):
    if right is not Right.READ and _held(actor(standing), given_).may(right, mission):
        assert any(right in RIGHTS[Role(one.role)] and one.mission in (None, mission) for one in given_)
