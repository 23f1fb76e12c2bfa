"""What a room is told by schedule, and what it was told so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.arguments import Ask
from bot.planner import Schedule
from bot.schedules import USUAL
from briefings.picture import Picture
from briefings.warnings import Following
from briefings.workdays import WEEKEND, SkipDays
from store.rows import MissionRow


@dataclass(frozen=True, slots=True)
class Told:
    """What a room was told of a mission before a day.

    `digests` counts those it got, `last` is what our store held at the last one, None before the first;
    `following` are the warnings it had.
    """

    digests: int
    last: Picture | None
    following: Following


async def told(ask: Ask, mission: MissionRow, day: date) -> Told:
    """What the room of a question was told of a mission before a day.

    No ledger is kept yet: a room had no digest, and every warning of the days before.
    """
    since = day - timedelta(days=1)
    return Told(0, None, Following(since=since, skip=SkipDays(WEEKEND), zone=ZoneInfo(zone_of(ask))))


def schedule_of(ask: Ask) -> Schedule:
    """When the room of a question gets its digest."""
    return Schedule(pattern=USUAL, zone=zone_of(ask))


def zone_of(ask: Ask) -> str:
    """The zone by which a room is told things: its own, else that of whoever asks, else UTC."""
    return (ask.room and ask.room.zone) or ask.person.zone or ask.request.actor.zone or "UTC"
