"""Who may do what.

The person at a terminal owns its space. Members of a workspace or server read; guests and people of other
organisations may do nothing that was not granted to them, to a group of theirs, to the room they ask in, or to all
who stand where they stand. Roles are held in the whole space or in single missions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from adapters.line import quoted
from adapters.port import Actor, Request, Standing
from adapters.terminal import PLATFORM as TERMINAL
from briefings.document import Hole, Line, Listing, Offer, Text, UserError
from briefings.document import Person as PersonNamed
from briefings.document import mark as _
from briefings.documents.rights import right_words
from store.codes import Code
from store.grants import Grant, Holder
from store.people import Person
from store.rooms import Room
from store.rows import MissionRef, MissionRow
from store.work import Store, Work


class Right(StrEnum):
    """What a command asks of the person who gives it."""

    READ = "read"
    PROPOSE = "propose"
    EDIT = "edit"
    APPROVE = "approve"
    OWN = "own"


class Role(StrEnum):
    """What a person is in a space or in one mission; each may do all that the one before it may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    APPROVER = "approver"
    OWNER = "owner"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    role: frozenset(list(Right)[: number + 1]) for number, role in enumerate(Role)
}
ROLE_FOR: Mapping[Right, Role] = dict(zip(Right, Role, strict=True))
"""The least role that gives a right."""
OWNER = Role.OWNER.value


@dataclass(frozen=True, slots=True)
class Held:
    """The rights that somebody holds: in the whole space, and beyond these in single missions.

    `owns_place` says that they own it because they sit at a terminal. `grants` are what gave them the others.
    """

    everywhere: frozenset[Right] = frozenset()
    missions: Mapping[MissionRef, frozenset[Right]] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    owns_place: bool = False

    def may(self, right: Right | None, mission: MissionRef | None = None) -> bool:
        """Whether they may do it in a mission or, where none is meant, in the whole space; None is for everybody.

        Reading where no mission is meant needs no more than one mission to read: the others are not seen.
        """
        if right is None or right in self.everywhere:
            return True
        if mission is not None:
            return right in self.missions.get(mission, ())
        return right is Right.READ and self.may_somewhere(right)

    def may_somewhere(self, right: Right | None) -> bool:
        """Whether there is any mission in which they may do it."""
        return right is None or any(right in rights for rights in (self.everywhere, *self.missions.values()))

    @property
    def readable(self) -> frozenset[MissionRef] | None:
        """The missions they may read; None for every one."""
        if Right.READ in self.everywhere:
            return None
        return frozenset(mission for mission, rights in self.missions.items() if Right.READ in rights)


def clearance(request: Request, held: Held, *, is_cleared: bool) -> frozenset[MissionRef] | None:
    """The missions whose internal sources may be seen where somebody asks; None for every one.

    All are at a terminal and in a room that is cleared; in a direct message those that its person may edit.
    """
    if request.actor.platform == TERMINAL or is_cleared:
        return None
    if not request.room.is_direct:
        return frozenset()
    if Right.EDIT in held.everywhere:
        return None
    return frozenset(mission for mission, rights in held.missions.items() if Right.EDIT in rights)


async def held_by(request: Request, person: Person, work: Work) -> Held:
    """What whoever asks may do here; one query, and none for the person at a terminal."""
    if request.actor.platform == TERMINAL:
        return Held(RIGHTS[Role.OWNER], owns_place=True)
    return _held(request.actor, await work.grants.of(_holders(request, person)))


async def held_in(room: Room, work: Work) -> Held:
    """What everybody may do who asks in a room, members of its workplace all."""
    holders = (Holder.room(room.platform, room.tenant, room.external_id), Holder.standing(Standing.MEMBER.value))
    return _held(Actor(room.platform, room.tenant, "", standing=Standing.MEMBER), await work.grants.of(holders))


def _holders(request: Request, person: Person) -> Iterator[Holder]:
    """Whose grants somebody has a share in: their own, their groups', the room's, and those of their standing."""
    actor, room = request.actor, request.room
    if person.id:
        yield Holder.person(person.id)
    yield from (Holder.group(actor.platform, actor.tenant, group) for group in actor.groups)
    yield Holder.room(room.platform, room.tenant, room.id)
    yield Holder.standing(actor.standing.value)


def _held(actor: Actor, grants: Iterable[Grant]) -> Held:
    everywhere = RIGHTS[Role.READER] if actor.standing is Standing.MEMBER else frozenset()
    missions: dict[MissionRef, frozenset[Right]] = {}
    grants = tuple(grants)
    for grant in grants:
        rights = RIGHTS[Role(grant.role)]
        if grant.mission is None:
            everywhere |= rights
        else:
            missions[grant.mission] = missions.get(grant.mission, frozenset()) | rights
    return Held(everywhere, missions, grants)


async def owners(work: Work, mission: MissionRef | None = None) -> list[Person]:
    """Who owns the space, by a grant or by sitting at a terminal of it, and who owns the mission if one is named."""
    granted = await work.grants.people_with(OWNER, mission)
    found = {person.id: person for person in (*granted, *await work.people.on_platform(TERMINAL))}
    return list(found.values())


async def refusal(command: str, right: Right, work: Work, mission: MissionRow | None = None) -> UserError:
    """That a right is missing for a command: which, who can give it, and how to ask for it."""
    names = Listing(
        tuple(PersonNamed(owner.name) for owner in (await owners(work, mission.ref if mission else None))[:MOST_NAMED])
    )
    of_mission = f" in {quoted(mission.mission.short)}" if mission else ""
    why = Offer(Line(_("Why, and how to ask")), f"rights why {command}{of_mission}")
    holes: dict[str, Hole] = {"right": right_words(right.value), "owners": names}
    if mission:
        holes["mission"] = Text(mission.mission.short)
    return UserError(_REFUSALS[bool(mission), bool(names.of)], offers=(why,), **holes)


MOST_NAMED = 3
"""Owners that a refusal names."""
_REFUSALS = {
    (True, True): _("In {mission} this needs the right to {right}; {owners} can give it to you"),
    (False, True): _("This needs the right to {right}; {owners} can give it to you"),
    (True, False): _("In {mission} this needs the right to {right}; ask whoever runs the bot here to grant it"),
    (False, False): _("This needs the right to {right}; ask whoever runs the bot here to grant it"),
}
"""By whether it is about one mission, and whether anybody is known to own it."""


async def new_setup_code(store: Store, now: datetime) -> Code:
    """A one-time code that makes whoever types “setup CODE” an owner of the space they type it in."""
    return await store.setup_codes.issue(now)
