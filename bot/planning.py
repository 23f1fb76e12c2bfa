"""Planning: schedules whose slot has come put their deliveries into the ledger, and move on.

Every slot is accounted for in the same transaction that moves its schedule past it: it is to be sent, or a rule is
named by which it is not. Whoever is killed before that has changed nothing; whoever plans the same slot again finds
its occasion in the ledger.

A delivery's details hold all that its document depends on beside the record, so that rooms with equal details get
one and the same document.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from bot.escalation import FROM, Fallback, escalations, fallback_of
from bot.per_room import PerRoom
from bot.planner import OnEmpty, Schedule, Slot, due, is_spoken, leaves_at, next_slot, slots, wakes_at
from bot.plans import on_empty_of, schedule_of
from bot.rights import Right, held_in
from bot.unreadable import UNREADABLE
from bot.warned import as_json, steps_of
from briefings.documents.digest import is_quiet
from briefings.picture import Clocks, Picture
from briefings.warnings import DueWarning, Following, Step, warnings
from store.acknowledgements import Acknowledgement
from store.deliveries import DeliveryKind, DeliveryState, NewDelivery
from store.follows import Follow, Tells
from store.rooms import Room
from store.rows import MissionRef, MissionRow
from store.schedules import Move, ScheduleKind, ScheduleRow
from store.work import Store, Work

BATCH = 100
"""Schedules that are planned at once."""
LEASE = timedelta(minutes=1)
"""How long planning them may take: then somebody else plans them."""
PLANS_AGAIN_AFTER = timedelta(minutes=15)
"""How long after a schedule could not be read it is looked at again: no slot of it is lost meanwhile."""
PAUSED = "paused"
NO_NEWS = "there is no news"
NO_MISSION = "its mission is not there any more"
ARCHIVED = "its mission is archived"
_A_MOMENT = timedelta(microseconds=1)

log = logging.getLogger("mss.planning")


class Planning:
    """Plans what is due, for one of any number of processes."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def run(self) -> None:
        """Account for every slot that has come."""
        at = self._now()
        while rows := await self._store.due_schedules.take(at, at + LEASE, BATCH):
            planned: list[NewDelivery] = []
            moves: list[Move] = []
            for space, of_space in groupby(sorted(rows, key=_space), key=_space):
                for of_row, move in await self._of_space(space, [*of_space], at):
                    planned += of_row
                    moves.append(move)
            await self._store.ledger.plan(planned, moves)

    async def _of_space(
        self, space: int, rows: Sequence[ScheduleRow], at: datetime
    ) -> list[tuple[list[NewDelivery], Move]]:
        async with self._store.reading(space) as work:
            facts = Facts(work, {row.room.id for row in rows})
            return [await _of_row(row, facts, at) for row in rows]


async def _of_row(row: ScheduleRow, facts: Facts, at: datetime) -> tuple[list[NewDelivery], Move]:
    """What a schedule puts into the ledger, and where it moves; one that cannot be read is looked at again later."""
    await asyncio.sleep(0)  # people's questions come first
    try:
        return await deliveries(row, facts, at), moved(row, at)
    except UNREADABLE as error:
        reference = secrets.token_hex(4)
        log.error("schedule %s cannot be planned, reference %s; the next try is in %s", row.id, reference, PLANS_AGAIN_AFTER,
                  exc_info=error)  # fmt: skip
        return [], Move(row.id, row.accounted_to, at + PLANS_AGAIN_AFTER)


def _space(row: ScheduleRow) -> int:
    return row.space


def moved(row: ScheduleRow, at: datetime) -> Move:
    """A schedule past the slots that `deliveries` accounts for at that moment."""
    schedule = schedule_of(row)
    found = due(schedule, row.accounted_to, at)
    reached = [slot.at for slot, _rule in found.passed_over] + ([found.slot.at] if found.slot else [])
    accounted_to = max(reached, default=row.accounted_to)
    return Move(row.id, accounted_to, wakes_at(schedule, accounted_to))


async def deliveries(row: ScheduleRow, facts: Facts, at: datetime) -> list[NewDelivery]:
    """What the slots of a schedule that have come by a moment put into the ledger.

    A slot of warnings is nothing where there is nothing to warn of; any other is one delivery.
    """
    schedule = schedule_of(row)
    day = at.astimezone(ZoneInfo(schedule.zone)).date()
    found = due(schedule, row.accounted_to, at)
    passed = [Occasion(row, schedule, slot, day).skipped(rule.value) for slot, rule in found.passed_over]
    planned = [] if row.kind is ScheduleKind.WARNINGS else passed
    if found.slot:
        occasion = Occasion(row, schedule, found.slot, day)
        planned += [*await with_escalations(await of_slot(occasion, facts), facts), *await _below(occasion, facts)]
    return planned


@dataclass(frozen=True, slots=True)
class Occasion:
    """A slot of a schedule that has come; `day` is the day it has become in the schedule's zone."""

    row: ScheduleRow
    schedule: Schedule
    slot: Slot
    day: date

    def delivery(self, mission: MissionRef | None = None, **details: Any) -> NewDelivery:
        row, slot = self.row, self.slot
        return NewDelivery(
            row.space, row.room.id, row.room.platform, f"{row.subject}:{slot.name}", row.subject, _KINDS[row.kind],
            row.line, planned_at=slot.at, due_at=leaves_at(self.schedule, slot), schedule=row.id,
            mission=mission or row.mission, details={"slot": slot.name, **details},
        )  # fmt: skip

    def skipped(self, why: str) -> NewDelivery:
        return replace(self.delivery(), state=DeliveryState.SKIPPED, why=why)


def occasion_at(row: ScheduleRow, at: datetime) -> Occasion:
    """A schedule going out at a moment, be it one of its slots or not."""
    schedule = schedule_of(row)
    local = at.astimezone(ZoneInfo(schedule.zone))
    return Occasion(row, schedule, Slot(local.replace(tzinfo=None), schedule.zone, at), local.date())


_KINDS = {
    ScheduleKind.COMMAND: DeliveryKind.COMMAND,
    ScheduleKind.DIGEST: DeliveryKind.DIGEST,
    ScheduleKind.WARNINGS: DeliveryKind.WARNING,
}


async def of_slot(occasion: Occasion, facts: Facts) -> NewDelivery | None:
    """What a slot is to send; None where there is nothing to warn of."""
    row = occasion.row
    is_of_warnings = row.kind is ScheduleKind.WARNINGS
    pause = row.paused(occasion.slot.at)
    if pause:
        return None if is_of_warnings else occasion.skipped(paused_words(pause.why))
    mission = await facts.mission(row)
    if row.kind is ScheduleKind.COMMAND:
        return occasion.delivery(mission.ref if mission else None)
    if mission is None or mission.mission.archived:
        why = f"{ARCHIVED}: {mission.mission.archived}" if mission else NO_MISSION
        return None if is_of_warnings else occasion.skipped(why)
    return await (_warnings if is_of_warnings else _digest)(occasion, mission, facts)


def paused_words(why: str) -> str:
    """Why nothing is posted in a pause, as the ledger keeps it."""
    return f"{PAUSED}: {why}" if why else PAUSED


async def with_escalations(delivery: NewDelivery | None, facts: Facts) -> list[NewDelivery]:
    """What a slot is to send, and what is told of it a day later to whom the room named for that; empty for None."""
    if delivery is None:
        return []
    is_grave = any(step.rung <= FROM for step in steps_of(delivery.details))
    follow = await facts.follow(delivery.room, delivery.mission) if is_grave and delivery.mission else None
    fallback = await facts.fallback(follow) if follow else None
    return [delivery, *(escalations(delivery, fallback) if fallback else ())]


async def _warnings(occasion: Occasion, mission: MissionRow, facts: Facts) -> NewDelivery | None:
    """The warnings of a slot, unless a digest of the same moment tells them."""
    follow = await facts.follow(occasion.row.room.id, mission.ref)
    if follow is None or not follow.is_warned or await facts.has_digest(follow, occasion.slot):
        return None
    told = await facts.warned(occasion, mission, follow)
    return occasion.delivery(mission.ref, **told, day=occasion.day.isoformat()) if told["warned"] else None


async def _below(occasion: Occasion, facts: Facts) -> list[NewDelivery]:
    """The warnings of a slot that were acknowledged before: each goes below the post that was answered."""
    row = occasion.row
    mission = (
        await facts.mission(row) if row.kind is ScheduleKind.WARNINGS and not row.paused(occasion.slot.at) else None
    )
    follow = await facts.follow(row.room.id, mission.ref) if mission else None
    if mission is None or mission.mission.archived or follow is None or not follow.is_warned:
        return []
    if not await facts.answers(follow):
        return []  # as nearly always: nothing was answered, so nothing belongs below it
    planned = []
    for post, found in (await facts.due_warnings(occasion, mission, follow)).below.items():
        delivery = occasion.delivery(mission.ref, **told_of(found, occasion, follow), day=occasion.day.isoformat(),
                                     under=await facts.message_of(post))  # fmt: skip
        name = f"below {post}"
        planned.append(replace(delivery, occasion=f"{delivery.occasion} {name}", subject=f"{row.subject} {name}"))
    return planned


async def _digest(occasion: Occasion, mission: MissionRow, facts: Facts) -> NewDelivery:
    """The digest of a slot; one without news is passed over where the room wants that."""
    row, slot = occasion.row, occasion.slot
    sent, since = await facts.digests(row, slot)
    follow = await facts.follow(row.room.id, mission.ref)
    # A first digest tells all that is due; warnings begin after it.
    is_warned = follow is not None and follow.is_warned and since is not None
    told = await facts.warned(occasion, mission, follow) if follow and is_warned else NO_WARNING
    is_spoken_for = is_spoken(on_empty_of(row), occasion.schedule, slot) and not _is_same_day(since, slot)
    may_be_silent = since and not told["warned"] and not is_spoken_for
    tells = follow.tells if follow else Tells.DIGEST
    if since and may_be_silent and await facts.is_quiet(occasion, mission, held_at(since, slot.zone), tells):
        return occasion.skipped(NO_NEWS)
    following = next_slot(occasion.schedule, slot.at)
    comes = is_sure(on_empty_of(row), occasion.schedule, slot, following) if following else True
    return occasion.delivery(
        mission.ref, **told, day=occasion.day.isoformat(), number=sent + 1, since=_iso(since),
        next=_iso(leaves_at(occasion.schedule, following) if following else None), is_sure=comes, pattern=row.pattern, on_empty=on_empty_of(row).value,
        tells=tells.value, questioned=await facts.questioned(mission, is_cleared=row.room.is_cleared),
        proposed=await facts.proposed(mission, row.room),
    )  # fmt: skip


def is_sure(on_empty: OnEmpty, schedule: Schedule, slot: Slot, following: Slot) -> bool:
    """Whether a digest that follows another comes without news too."""
    return is_spoken(on_empty, schedule, following) and following.planned.date() != slot.planned.date()


def _is_same_day(since: datetime | None, slot: Slot) -> bool:
    """Whether a room had a digest on the day of a slot already, such as its first one."""
    return since is not None and since.astimezone(ZoneInfo(slot.zone)).date() == slot.planned.date()


NO_WARNING: Mapping[str, Any] = {"warned": [], "ladders": {}, "skip": []}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def held_at(moment: datetime, zone: str) -> Clocks:
    """What our own store held at a moment, as of that day in a zone."""
    return replace(clocks_on(moment, zone), known_at=moment)


def clocks_on(moment: datetime, zone: str) -> Clocks:
    """What our own store holds now, as of the day of a moment in a zone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return Clocks(day, day)


def following_of(follow: Follow, schedule: Schedule, sent: Sequence[Step]) -> Following:
    """How a room follows a mission, given what it was told."""
    zone = ZoneInfo(schedule.zone)
    return Following(
        since=follow.since.astimezone(zone).date(), sent=frozenset(sent), known=frozenset(follow.known),
        ladders={kind: tuple(rungs) for kind, rungs in (follow.ladders or {}).items()}, skip=schedule.skip, zone=zone,
    )  # fmt: skip


class Facts:
    """What planning has to know of one space; what each of these rooms was told is loaded for all of them.

    Each Picture is made once for all rooms that may see the same.
    """

    def __init__(self, work: Work, rooms: Collection[int] = ()) -> None:
        posts = work.deliveries
        self._work = work
        self._follows = PerRoom(rooms, work.follows.of_rooms, lambda follow: follow.room)
        self._schedules = PerRoom(rooms, work.schedules.of_rooms, lambda row: row.room.id)
        self._digests = PerRoom(rooms, partial(posts.sent_in, kind=DeliveryKind.DIGEST), lambda sent: sent.room)
        self._warned = PerRoom(rooms, posts.warned_in, lambda post: post.room)
        self._answers = PerRoom(rooms, work.acknowledgements.of_rooms, lambda answer: answer.room)
        self._missions: list[MissionRow] | None = None
        self._pictures: dict[tuple[MissionRef, Clocks, bool], Picture] = {}
        self._quiet: dict[tuple[MissionRef, date, Clocks, bool, bool], bool] = {}
        self._questioned: dict[tuple[MissionRef, bool], int] = {}
        self._proposed: dict[tuple[MissionRef, bool], int] = {}
        self._due: dict[Hashable, Sequence[DueWarning]] = {}

    async def mission(self, row: ScheduleRow) -> MissionRow | None:
        """The mission of a schedule, else its room's, else the only one in use; None where none is meant."""
        if self._missions is None:
            self._missions = await self._work.missions.all()
        wanted = row.mission or row.room.mission
        in_use = [mission for mission in self._missions if not mission.mission.archived]
        fitting = (
            [mission for mission in self._missions if mission.ref == wanted] if wanted else in_use or self._missions
        )
        return fitting[0] if len(fitting) == 1 else None

    async def picture(self, mission: MissionRow, clocks: Clocks, *, is_cleared: bool) -> Picture:
        """The situation of a mission, as rooms see it that are cleared for internal sources or are not."""
        key = (mission.ref, clocks, is_cleared)
        if key not in self._pictures:
            seen = self._work.for_room(is_cleared=is_cleared)
            self._pictures[key] = await seen.claims.picture(mission, clocks)
        return self._pictures[key]

    async def is_quiet(self, occasion: Occasion, mission: MissionRow, since: Clocks, tells: Tells) -> bool:
        """Whether there is nothing new since what our store held, for a room that hears of changes so."""
        day, is_cleared, tells_changes = occasion.day, occasion.row.room.is_cleared, tells is not Tells.NEVER
        key = (mission.ref, day, since, is_cleared, tells_changes)
        if key not in self._quiet:
            today = await self.picture(mission, Clocks(day, day), is_cleared=is_cleared)
            last = await self.picture(mission, since, is_cleared=is_cleared)
            self._quiet[key] = is_quiet(today, last, tells_changes=tells_changes)
        return self._quiet[key]

    async def questioned(self, mission: MissionRow, *, is_cleared: bool) -> int:
        """How many facts of a mission look wrong to somebody and wait for an editor, as far as a room may see them."""
        key = (mission.ref, is_cleared)
        if key not in self._questioned:
            seen = self._work.for_room(is_cleared=is_cleared)
            self._questioned[key] = len({flag.name for flag in await seen.claims.flags(mission)})
        return self._questioned[key]

    async def proposed(self, mission: MissionRow, room: Room) -> int:
        """How many changes to a mission wait for a second person, where all who read in a room can be that; else 0."""
        key = (mission.ref, room.is_cleared)
        if key not in self._proposed:
            seen = self._work.for_room(is_cleared=room.is_cleared)
            self._proposed[key] = (await seen.proposals.waiting(mission, limit=1))[1]
        waiting = self._proposed[key]
        return waiting if waiting and (await held_in(room, self._work)).may(Right.APPROVE, mission.ref) else 0

    async def follow(self, room: int, mission: MissionRef) -> Follow | None:
        """How a room follows a mission; None where it does not."""
        return next((one for one in await self._follows.of(room) if one.mission == mission), None)

    async def fallback(self, follow: Follow) -> Fallback | None:
        """Who is told where nobody in a room acknowledges; None for nobody."""
        return await fallback_of(self._work, follow)

    async def digests(self, row: ScheduleRow, slot: Slot) -> tuple[int, datetime | None]:
        """How many digests a room had before a slot, and when the last of them was made; None before the first."""
        told = next((sent for sent in await self._digests.of(row.room.id) if sent.subject == row.subject), None)
        if told and told.planned_to < slot.at:
            return told.number, told.made_at
        sent, last = await self._work.deliveries.last_sent(row.room.id, row.subject, slot.at) if told else (0, None)
        return sent, (last.made_at or last.planned_at) if last else None

    async def has_digest(self, follow: Follow, slot: Slot) -> bool:
        """Whether the digest of a room goes out at the same moment."""
        if follow.schedule is None:
            return False
        row = next((one for one in await self._schedules.of(follow.room) if one.id == follow.schedule), None)
        if row is None or row.paused(slot.at):
            return False
        return any(slots(schedule_of(row), slot.at - _A_MOMENT, slot.at))

    async def following(self, mission: MissionRow, follow: Follow, schedule: Schedule, at: datetime) -> Following:
        """How a room follows a mission, and what it was warned of before a moment."""
        before = [post.details for post in await self._warned.of(follow.room)
                  if post.mission == mission.ref and post.planned_at < at]  # fmt: skip
        answers, zone = await self.answers(follow), ZoneInfo(schedule.zone)
        day = at.astimezone(zone).date()
        sent = [step for details in before for step in steps_of(details)
                if not _is_asked_again(answers.get((step.deadline, step.due)), details, day, zone)]  # fmt: skip
        return following_of(follow, schedule, sent)

    async def answers(self, follow: Follow) -> Mapping[tuple[str, date], Acknowledgement]:
        """What a room last answered to the warning of each deadline and date."""
        return {(answer.deadline, answer.due): answer for answer in await self._answers.of(follow.room)
                if answer.mission == follow.mission}  # fmt: skip

    async def due_warnings(self, occasion: Occasion, mission: MissionRow, follow: Follow) -> Answered:
        """What a room is to be warned of now, by what it answered before."""
        day, is_cleared = occasion.day, occasion.row.room.is_cleared
        following = await self.following(mission, follow, occasion.schedule, occasion.slot.at)
        # What differs between two rooms that follow the same.
        ladders = tuple((following.ladders or {}).items())
        key = (mission.ref, day, is_cleared, following.since, following.sent, following.known, ladders, following.skip,
               occasion.row.zone)  # fmt: skip
        if key not in self._due:
            picture = await self.picture(mission, Clocks(day, day), is_cleared=is_cleared)
            self._due[key] = warnings(picture, following)
        found = self._due[key]
        answers = await self.answers(follow)
        anew: list[DueWarning] = []
        below: dict[int, list[DueWarning]] = {}
        for warning in found:
            answer = answers.get(warning.step[:2])
            if answer and answer.until is None:
                below.setdefault(answer.delivery, []).append(warning)
            elif answer is None or answer.until is None or answer.until <= occasion.day:
                anew.append(warning)
        return Answered(anew, below)

    async def message_of(self, delivery: int) -> str:
        """The first message of a post; empty where none stands."""
        found = await self._work.deliveries.get(delivery)
        return found.messages[0] if found and found.messages else ""

    async def warned(self, occasion: Occasion, mission: MissionRow, follow: Follow) -> Mapping[str, Any]:
        """The details of what a room is to be warned of now."""
        found = await self.due_warnings(occasion, mission, follow)
        told = told_of(found.anew, occasion, follow)
        is_grave = any(warning.rung <= FROM for warning in found.anew)
        fallback = await self.fallback(follow) if is_grave else None
        return {**told, "fallback": fallback.name} if fallback else told


@dataclass(frozen=True, slots=True)
class Answered:
    """What is to be told anew, and what belongs below the posts of those numbers, because it was acknowledged there."""

    anew: Sequence[DueWarning]
    below: Mapping[int, Sequence[DueWarning]]


def told_of(found: Sequence[DueWarning], occasion: Occasion, follow: Follow) -> Mapping[str, Any]:
    """The details of a post that warns of these."""
    skip = occasion.row.rules.get("skip", [])
    return {"warned": [as_json(warning) for warning in found], "ladders": follow.ladders or {}, "skip": skip}


def _is_asked_again(answer: Acknowledgement | None, details: Mapping[str, Any], day: date, zone: ZoneInfo) -> bool:
    """Whether what was told is to be told once more, because its silence is over."""
    if answer is None or answer.until is None or day < answer.until:
        return False
    return date.fromisoformat(details["day"]) <= answer.at.astimezone(zone).date()
