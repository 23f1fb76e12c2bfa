"""What a room is told by schedule, and what it was told so far, as the ledger has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.arguments import Ask
from bot.following import hour_of, usual_digest
from bot.here import follow_of, zone_of
from bot.planner import OnEmpty, Schedule, Slot, slot_on
from bot.planning import Facts, held_at
from bot.plans import on_empty_of
from bot.scheduling import read
from briefings.deadlines import Deadline
from briefings.picture import Picture
from briefings.warnings import DueWarning, Following, identity
from store.acknowledgements import Acknowledgement
from store.follows import Follow, Tells
from store.rows import MissionRow
from store.schedules import ScheduleRow


@dataclass(frozen=True, slots=True)
class Told:
    """What a room would be told of a mission on a day, and what it was told before.

    `slot` is the moment, `schedule` that of its digests. `digests` counts those it got, `last` is what our store held
    at the last one, None before the first; `following` are the warnings it had, `answers` what was last answered to them,
    by deadline and date. `questioned` and `proposed` are what waits, as far as the room hears of it, and `tells` is when
    it hears of changes.
    """

    slot: Slot
    schedule: Schedule
    on_empty: OnEmpty
    digests: int
    last: Picture | None
    following: Following
    answers: Mapping[tuple[str, date], Acknowledgement] = field(default_factory=dict)
    questioned: int = 0
    proposed: int = 0
    tells: Tells = Tells.DIGEST

    def answer_to(self, deadline: Deadline, day: date) -> Acknowledgement | None:
        """What was answered to the warning of a deadline, where that keeps it from being told anew on a day."""
        answer = self.answers.get((identity(deadline), deadline.due))
        return answer if answer and (answer.until is None or answer.until > day) else None

    def anew(self, due: Sequence[DueWarning], day: date) -> list[DueWarning]:
        """The warnings that are told anew on a day."""
        return [warning for warning in due if not self.answer_to(warning.deadline, day)]


async def told(ask: Ask, mission: MissionRow, day: date) -> Told:
    """What the room of a question is told of a mission on a day.

    A room that follows nothing had no digest, and every warning of the days before.
    """
    follow = await follow_of(ask, mission)
    row = await ask.work.schedules.get(follow.schedule) if follow and follow.schedule else None
    if follow is None or row is None:
        schedule = usual_digest(zone_of(ask))
        since = day - timedelta(days=1)
        following = Following(since=since, skip=schedule.skip, zone=ZoneInfo(schedule.zone))
        return Told(_slot(schedule, day, ask), schedule, OnEmpty.WEEKLY, 0, None, following)
    return await _told(ask, mission, day, follow, row)


async def _told(ask: Ask, mission: MissionRow, day: date, follow: Follow, row: ScheduleRow) -> Told:
    schedule, facts = read(row), Facts(ask.work)
    slot = _slot(schedule, day, ask)
    if slot.at < ask.now and day == ask.now.astimezone(ZoneInfo(slot.zone)).date():
        # What the room got at its hour is told: what is left of the day is news.
        slot = replace(slot, planned=ask.now.astimezone(ZoneInfo(slot.zone)).replace(tzinfo=None), at=ask.now)
    sent, since = await facts.digests(row, slot)
    last = await ask.work.claims.picture(mission, held_at(since, slot.zone)) if since else None
    following = await facts.following(mission, follow, schedule, slot.at)
    return Told(
        slot, schedule, on_empty_of(row), sent, last, following, await facts.answers(follow),
        questioned=await facts.questioned(mission, is_cleared=row.room.is_cleared),
        proposed=await facts.proposed(mission, row.room), tells=follow.tells,
    )  # fmt: skip


def _slot(schedule: Schedule, day: date, ask: Ask) -> Slot:
    """The hour of a day at which a room is told things."""
    return slot_on(schedule.zone, day, hour_of(schedule, ask.now))
