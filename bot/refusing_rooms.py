"""Rooms that take nothing any more: posting to them stops, and whoever let them have it is told."""

from __future__ import annotations

import logging
from datetime import datetime

from store.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery
from store.work import Store, Work

log = logging.getLogger("mss.delivery")


async def pause_room(store: Store, delivery: Delivery, why: str, at: datetime) -> None:
    """Post nothing more to a room that takes nothing, and let its owner know."""
    async with store.changing(delivery.space, None, at) as work:
        if await work.pauses.of(delivery.room.id):
            return
        await work.pauses.begin(delivery.room.id, why)
        await work.deliveries.drop_waiting(delivery.room.id, why, DeliveryState.REFUSED)
        owner = await _owner_of(work, delivery)
        if owner:
            await work.deliveries.add(_notice(delivery, owner, why, at))
    log.warning("nothing more is posted to %s: %s", delivery.room.external_id, why)


async def _owner_of(work: Work, delivery: Delivery) -> str | None:
    """The platform's id of whoever let a room have what it cannot have; None where nobody is known there."""
    room = delivery.room
    people = [(await work.schedules.get(delivery.schedule)).person] if delivery.schedule else []
    people += [follow.person for id in (room.id, delivery.details.get("room", room.id))
               for follow in await work.follows.of_room(id)]  # fmt: skip
    for person in filter(None, people):
        account = await work.people.account(person, room.platform, room.tenant)
        if account:
            return account
    return None


def _notice(delivery: Delivery, owner: str, why: str, at: datetime) -> NewDelivery:
    room = delivery.room
    return NewDelivery(
        delivery.space, room.id, room.platform, occasion=f"paused:{at.isoformat()}", subject=f"room:{room.id}",
        kind=DeliveryKind.NOTICE, line="", planned_at=at, due_at=at, schedule=delivery.schedule,
        mission=delivery.mission, details={"to": owner, "why": why},
    )  # fmt: skip
