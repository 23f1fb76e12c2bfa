"""Who may do what.

The person at a terminal owns its space. Members of a workspace or server read; guests and people of other
organisations may do nothing that was not granted to them.
"""

from __future__ import annotations

from enum import StrEnum

from adapters.port import Actor, Standing
from adapters.terminal import PLATFORM as TERMINAL


class Right(StrEnum):
    """What a command asks of the person who gives it."""

    READ = "read"


class Role(StrEnum):
    """What a person is in a space."""

    READER = "reader"
    OWNER = "owner"


RIGHTS: dict[Role, frozenset[Right]] = {Role.READER: frozenset({Right.READ}), Role.OWNER: frozenset(Right)}


def role_of(actor: Actor) -> Role | None:
    """The role of whoever asks; None for somebody without any."""
    if actor.platform == TERMINAL:
        return Role.OWNER
    return Role.READER if actor.standing is Standing.MEMBER else None


def may(actor: Actor, right: Right) -> bool:
    role = role_of(actor)
    return role is not None and right in RIGHTS[role]
