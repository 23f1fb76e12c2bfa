"""Who may do what. The person at a terminal owns its space; nobody else has a right that was not granted."""

from __future__ import annotations

from enum import StrEnum

from adapters.port import Actor
from adapters.terminal import PLATFORM as TERMINAL


class Right(StrEnum):
    """What a command asks of the person who gives it."""

    READ = "read"


class Role(StrEnum):
    """What a person is in a space."""

    OWNER = "owner"


RIGHTS: dict[Role, frozenset[Right]] = {Role.OWNER: frozenset(Right)}


def role_of(actor: Actor) -> Role | None:
    """The role of whoever asks; None for somebody without any."""
    return Role.OWNER if actor.platform == TERMINAL else None


def may(actor: Actor, right: Right) -> bool:
    role = role_of(actor)
    return role is not None and right in RIGHTS[role]
