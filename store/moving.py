"""A workplace moves to another space, with its people and rooms; their missions and roles stay behind."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, delete, func, insert, select, update

from store.audit import Audit
from store.deliveries import DeliveryState
from store.schedules import ScheduleState
from store.tables import (
    deliveries,
    follows,
    grants,
    identities,
    is_open,
    pauses,
    people,
    preferences,
    rooms,
    same_people,
    schedules,
    workplaces,
)
from store.transaction import Transaction

MOVED = "its workplace shares another space now"
"""Why a room gets nothing more."""


async def move(here: Transaction, there: Transaction, platform: str, external_id: str) -> None:
    """Move a workplace to another space; both tell of it in their audit.

    Whoever has accounts in other workplaces of the old space too stays there with those, and is somebody new beside.
    """
    of_workplace = (workplaces.c.platform == platform, workplaces.c.external_id == external_id)
    await here.write(update(workplaces).where(workplaces.c.space_id == here.space, *of_workplace)
                     .values(space_id=there.space, joined_at=there.moment))  # fmt: skip
    moved = {person: await _move_person(here, there, person, platform, external_id)
             for person in await _people_of(here, platform, external_id)}  # fmt: skip
    await _end_posts(here, there, platform, external_id)
    await here.write(update(rooms).where(*_of(rooms, here, platform, external_id))
                     .values(space_id=there.space, mission_id=None, is_cleared=False))  # fmt: skip
    await _drop_grants(here, platform, external_id)
    await Audit(here).append("leave", f"space:{here.space}", {"platform": platform, "to": there.space})
    there.person = moved.get(here.person, here.person) if here.person else None
    await Audit(there).append("join", f"space:{there.space}", {"platform": platform, "from": here.space})


async def _end_posts(here: Transaction, there: Transaction, platform: str, tenant: str) -> None:
    """Let its rooms get nothing more: what they followed stays behind. What they had goes with them."""
    moved = select(rooms.c.id).where(*_of(rooms, here, platform, tenant))
    await here.write(delete(follows).where(follows.c.room_id.in_(moved)))
    ended = {"state": ScheduleState.ENDED.value, "since": here.moment, "why": MOVED, "until": None, "wakes_at": None}
    await here.write(update(schedules).where(schedules.c.room_id.in_(moved)).values(**ended))
    dropped = {"state": DeliveryState.SKIPPED.value, "why": MOVED, "next_at": None}
    await here.write(update(deliveries).where(deliveries.c.room_id.in_(moved), is_open).values(**dropped))
    strangers = {schedules: ("mission_id", "person_id"), deliveries: ("mission_id",), pauses: ("person_id",)}
    for table, columns in strangers.items():
        await here.write(update(table).where(table.c.room_id.in_(moved))
                         .values(space_id=there.space, **dict.fromkeys(columns)))  # fmt: skip


async def _drop_grants(here: Transaction, platform: str, tenant: str) -> None:
    """Forget what groups and rooms of the workplace were given."""
    for sort in ("group", "room"):
        beginning = grants.c.holder.startswith(f"{sort}:{platform}:{tenant}:", autoescape=True)
        await here.write(delete(grants).where(grants.c.space_id == here.space, beginning))


async def _people_of(here: Transaction, platform: str, tenant: str) -> list[int]:
    query = select(identities.c.person_id).where(*_of(identities, here, platform, tenant)).distinct()
    return [row.person_id for row in await here.all(query.order_by(identities.c.person_id))]


async def _move_person(here: Transaction, there: Transaction, person: int, platform: str, tenant: str) -> int:
    """Who the person is in the other space: themselves, or somebody new where they also stay behind."""
    mine = _of(identities, here, platform, tenant)
    accounts = select(func.count()).where(identities.c.space_id == here.space, identities.c.person_id == person)
    stays_too = await here.value(accounts) > await here.value(accounts.where(*mine))
    to = await _twin(here, there, person) if stays_too else person
    await here.write(update(identities).where(*mine, identities.c.person_id == person)
                     .values(space_id=there.space, person_id=to))  # fmt: skip
    if not stays_too:
        await _move_whole(here, there, person)
    return to


async def _twin(here: Transaction, there: Transaction, person: int) -> int:
    """Somebody with the same name, language and zone in the other space."""
    name = await here.value(select(people.c.name).where(people.c.space_id == here.space, people.c.id == person))
    wishes = await here.first(select(preferences.c.language, preferences.c.zone).where(
        preferences.c.space_id == here.space, preferences.c.person_id == person))  # fmt: skip
    (twin,) = await there.insert(insert(people), [{"space_id": there.space, "name": name, "met_at": there.moment}])
    if wishes:
        await there.write(insert(preferences).values(
            person_id=twin, space_id=there.space, language=wishes.language, zone=wishes.zone
        ))  # fmt: skip
    return twin


async def _move_whole(here: Transaction, there: Transaction, person: int) -> None:
    """Move a person, and whoever turned out to be them, with their language and zone."""
    same = (same_people.c.space_id == here.space, same_people.c.same_as_id == person)
    alike = [row.person_id for row in await here.all(select(same_people.c.person_id).where(*same))]
    of_people = (people.c.space_id == here.space, people.c.id.in_([person, *alike]))
    of_wishes = (preferences.c.space_id == here.space, preferences.c.person_id == person)
    await here.write(update(people).where(*of_people).values(space_id=there.space))
    await here.write(update(same_people).where(*same).values(space_id=there.space))
    await here.write(update(preferences).where(*of_wishes).values(space_id=there.space, mission_id=None))
    await here.write(delete(grants).where(grants.c.space_id == here.space, grants.c.holder == f"person:{person}"))


def _of(table: Table, tx: Transaction, platform: str, tenant: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.space_id == tx.space, table.c.platform == platform, table.c.tenant == tenant
