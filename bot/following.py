"""Following: from now on a room is briefed on a mission and warned, and then no more.

Two schedules do it: one of the digest, and one of the warnings, which looks every working day at the digest's hour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.arguments import Ask
from bot.here import follows_here, opened_room
from bot.planner import Cron, Schedule, Weekly, next_slot
from bot.planning import Facts, occasion_at, of_slot
from bot.plans import new_schedule
from bot.schedules import DAILY, USUAL
from briefings.kinds import KINDS
from briefings.ladders import LADDER_KINDS
from briefings.picture import Clocks
from briefings.warnings import dates_on_record
from briefings.workdays import WEEKEND, SkipDays
from store.follows import Follow
from store.rows import MissionRow
from store.schedules import ScheduleKind, ScheduleRow

UNFOLLOWED = "nobody here wants it any more"
"""Why a schedule ended with its room's following."""


def usual_digest(zone: str) -> Schedule:
    """When a room gets its digest unless it says otherwise."""
    return Schedule(pattern=USUAL, zone=zone, skip=SkipDays(WEEKEND))


def warned_when(digest: Schedule, now: datetime) -> Schedule:
    """When a room with such a digest is warned: at the digest's hour, on every day that is not left out."""
    return replace(digest, pattern=Weekly(hour_of(digest, now), DAILY - digest.skip.weekdays))


def hour_of(schedule: Schedule, now: datetime) -> time:
    """The wall time at which a schedule goes out; for a cron line that of its next slot."""
    if not isinstance(schedule.pattern, Cron):
        return schedule.pattern.at
    slot = next_slot(schedule, now)
    return slot.planned.time() if slot else USUAL.at


def ladders_of(mission: MissionRow, follow: Follow | None) -> Mapping[str, Sequence[int]]:
    """The days before a deadline on which a room is warned, by kind: its own, else the mission's, else the usual ones."""
    usual = {kind: KINDS[kind].ladder for kind in LADDER_KINDS}
    return {**usual, **mission.mission.ladders, **((follow and follow.ladders) or {})}


# from now on


async def begin(ask: Ask, mission: MissionRow, digest: Schedule) -> None:
    """Let the room of a question follow a mission, with digests by that schedule; the first one is due at once."""
    room, zone = await opened_room(ask), digest.zone
    wishes = {"zone": zone} | ({} if room.mission else {"mission": mission.ref})
    await ask.work.rooms.set(room.id, **wishes)
    # A schedule is told by whoever made it whether its room is paused.
    await ask.work.pauses.lift(room.id)
    row = await ask.work.schedules.add(
        new_schedule(room.id, "digest", digest, ask.now, kind=ScheduleKind.DIGEST, mission=mission.ref)
    )
    await ask.work.schedules.add(
        new_schedule(room.id, "warnings", warned_when(digest, ask.now), ask.now, kind=ScheduleKind.WARNINGS,
                     mission=mission.ref)
    )  # fmt: skip
    day = ask.now.astimezone(ZoneInfo(zone)).date()
    picture = await ask.work.claims.picture(mission, Clocks(day, day))
    await ask.work.follows.follow(room.id, mission.ref, row.id, sorted(dates_on_record(picture)))
    first = await of_slot(occasion_at(row, ask.now), Facts(ask.work))
    if first:
        await ask.work.deliveries.add(first)


# and no more


async def end(ask: Ask, mission: MissionRow) -> list[ScheduleRow]:
    """Let the room of a question follow a mission no more; what it got by schedule until now.

    With the last mission that it follows everything ends.
    """
    room = await opened_room(ask)
    if not await ask.work.follows.unfollow(room.id, mission.ref):
        return []
    is_last = not await follows_here(ask)
    ended = [row for row in await ask.work.schedules.all(room.id) if is_last or row.mission == mission.ref]
    for row in ended:
        await ask.work.schedules.remove(row.id, UNFOLLOWED)
        await ask.work.deliveries.drop_waiting(room.id, UNFOLLOWED, subject=row.subject)
    if room.mission == mission.ref:
        await ask.work.rooms.set(room.id, mission=None)
    return ended
