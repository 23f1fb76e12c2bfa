"""What a look at every space finds: its schedules, the rooms they post to, what was not delivered, and what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from adapters.checkup import Finding, Verdict
from adapters.port import Room as PostedTo
from bot.planner import Slot, slots
from bot.plans import schedule_of
from bot.schedule_words import slot_words
from bot.unreadable import UNREADABLE, why
from briefings.document import Instant, Line, plural
from briefings.document import mark as _
from briefings.documents.stale import stale_claims
from briefings.picture import Clocks
from store.deliveries import Delivery, DeliveryState
from store.pauses import Pause
from store.rooms import Room
from store.rows import MissionRow
from store.schedules import ScheduleRow
from store.work import Store, Work

NEXT = 3
"""Next posts that are named."""
NAMED = 5
"""Rooms that are named where several have the same trouble."""
OVERDUE = timedelta(minutes=10)
"""How long after its moment what is to be planned or posted counts as forgotten: a round comes every half a minute."""
LATELY = timedelta(days=1)
"""How long what could not be delivered is told."""
AHEAD = timedelta(days=366)
FLAGS = 1_000
"""Facts that look wrong to somebody, counted at most."""


@dataclass(frozen=True, slots=True)
class Next:
    """A post to come."""

    slot: Slot
    line: str
    room: Room


@dataclass(slots=True)
class Looked:
    """What was found in the spaces looked at so far."""

    found: list[Finding] = field(default_factory=list)
    next: list[Next] = field(default_factory=list)
    schedules: int = 0
    overdue: int = 0
    rooms: dict[int, Room] = field(default_factory=dict)

    def wrong(self, about: str, says: Line, fix: Line) -> None:
        self.found.append(Finding(Verdict.WRONG, says, fix, about))

    def known(self, about: str, says: Line, fix: Line) -> None:
        self.found.append(Finding(Verdict.WORTH_KNOWING, says, fix, about))


async def spaces_report(store: Store, now: datetime) -> tuple[list[Finding], list[PostedTo]]:
    """What to know of every space, and the rooms that follow a mission or have a schedule."""
    looked = Looked()
    for space, _name in await store.spaces():
        async with store.reading(space) as work:
            await _look(work, now, looked)
    rooms = [PostedTo(room.platform, room.tenant, room.external_id, room.name) for room in looked.rooms.values()]
    return [*_of_schedules(looked), *looked.found], rooms


async def _look(work: Work, now: datetime, looked: Looked) -> None:
    paused = await work.pauses.all()
    for room, pause in paused:
        if pause.holds(now):
            _tell_pause(looked, Line("#{room}", room=_called(room)), pause)
    for row in await work.schedules.all():
        _look_at_schedule(row, now, looked)
    _tell_deliveries(
        looked, await work.deliveries.undelivered(now - LATELY, now - OVERDUE), {room.id for room, _pause in paused}
    )
    try:
        missions = await work.missions.all()
    except UNREADABLE as error:
        looked.wrong("facts", Line(_("The missions of space {space} cannot be read: {why}"), space=work.space, why=why(error)), _DAMAGED)  # fmt: skip
        return
    for mission in missions:
        follows = await work.follows.of_mission(mission.ref)
        looked.rooms |= {room.id: room for room in await work.rooms.some([follow.room for follow in follows])}
        if not mission.mission.archived:
            await _look_at_mission(work, mission, now, looked)


# schedules


def _look_at_schedule(row: ScheduleRow, now: datetime, looked: Looked) -> None:
    looked.schedules += 1
    looked.rooms[row.room.id] = row.room
    looked.overdue += row.wakes_at is not None and row.wakes_at < now - OVERDUE
    if row.pause and row.pause.holds(now):
        what = Line(_("“{line}” in #{room}"), line=row.line, room=_called(row.room))
        _tell_pause(looked, what, row.pause)
    if row.paused(now):
        return
    try:
        ahead = [Next(slot, row.line, row.room) for slot in islice(slots(schedule_of(row), now, now + AHEAD), NEXT)]
    except UNREADABLE as error:
        looked.wrong("schedules", Line(_("When “{line}” is posted to #{room} cannot be read: {why}"), line=row.line, room=_called(row.room), why=why(error)),
                     Line(_("End it in its room with `schedule remove`, and add it anew; the others go out.")))  # fmt: skip
        return
    looked.next = sorted([*looked.next, *ahead], key=lambda each: each.slot.at)[:NEXT]


def _of_schedules(looked: Looked) -> list[Finding]:
    """How many there are, the next posts, and whether somebody plans them."""
    if not looked.schedules:
        return [Finding(Verdict.WELL, Line(_("Nothing is posted by schedule yet: `follow` in a room begins it")), about="schedules")]  # fmt: skip
    found = [Finding(Verdict.WELL, plural(_("{n} schedule posts"), _("{n} schedules post"), looked.schedules), about="schedules")]  # fmt: skip
    if looked.overdue:
        late = plural(_("{n} schedule was due more than ten minutes ago, and nobody plans it"),
                      _("{n} schedules were due more than ten minutes ago, and nobody plans them"), looked.overdue)  # fmt: skip
        found.append(Finding(Verdict.WRONG, late, Line(_("Start `mss serve`; where it runs, look into its log, and for a process with the role worker.")), "schedules"))  # fmt: skip
    found += [Finding(Verdict.WELL, Line(_("Next: “{line}” in #{room} on {moment}"), line=each.line, room=_called(each.room),
                                         moment=slot_words(each.slot)), about="schedules") for each in looked.next]  # fmt: skip
    return found


def _tell_pause(looked: Looked, what: Line, pause: Pause) -> None:
    since = Instant(pause.since)
    says = (
        Line(_("{what}: paused since {moment}: {why}"), what=what, moment=since, why=pause.why)
        if pause.why
        else Line(_("{what}: paused since {moment}"), what=what, moment=since)
    )
    looked.known("rooms", says, Line(_("`schedule resume` there lets it go on, once what is in the way is mended.")))


# what was not delivered


def _tell_deliveries(looked: Looked, found: Sequence[Delivery], paused: set[int]) -> None:
    """What was given up in the last day, and what should have left. A room that is paused is told of already."""
    late = [one for one in found if one.next_at is not None]
    failed = [one for one in found if one.state is DeliveryState.FAILED and one.next_at is None]
    others = [one for one in found if one not in late and one not in failed and one.room.id not in paused]
    if late:
        looked.wrong("deliveries", plural(_("{n} post that was due more than ten minutes ago has not left: {rooms}"),
                                          _("{n} posts that were due more than ten minutes ago have not left: {rooms}"), len(late), rooms=_rooms(late)),
                     Line(_("It is tried again by itself; where that does not help, the log of `mss serve` tells why.")))  # fmt: skip
    if failed:
        looked.wrong("deliveries", plural(_("{n} post was given up in the last day: {rooms}"),
                                          _("{n} posts were given up in the last day: {rooms}"), len(failed), rooms=_rooms(failed)),
                     Line(_("`schedule history` there tells of each; `schedule run` posts once more.")))  # fmt: skip
    if others:
        looked.known("deliveries", plural(_("{n} post was refused, or may not have arrived, in the last day: {rooms}"),
                                          _("{n} posts were refused, or may not have arrived, in the last day: {rooms}"), len(others), rooms=_rooms(others)),
                     Line(_("`schedule history` there tells of each.")))  # fmt: skip


def _rooms(found: Sequence[Delivery]) -> Line:
    """The rooms of deliveries with the last reason of each, the most concerned first."""
    last = {one.room.id: one for one in reversed(found)}
    named = [last[room] for room, _number in Counter(one.room.id for one in found).most_common(NAMED)]
    parts = {f"r{number}": Line(_("#{room} ({why})"), room=_called(one.room), why=one.why) if one.why
             else Line("#{room}", room=_called(one.room)) for number, one in enumerate(named)}  # fmt: skip
    more = ", …" if len(last) > NAMED else ""
    return Line(", ".join(f"{{{name}}}" for name in parts) + more, **parts)


# what waits for somebody


async def _look_at_mission(work: Work, mission: MissionRow, now: datetime, looked: Looked) -> None:
    name = mission.mission.short
    try:
        stale = len(stale_claims(await work.claims.picture(mission, Clocks(now.date(), now.date()))))
    except UNREADABLE as error:
        looked.wrong("facts", Line(_("The record of {mission} cannot be read: {why}"), mission=name, why=why(error)), _DAMAGED)  # fmt: skip
        return
    _page, waiting = await work.proposals.waiting(mission, limit=1)
    flagged = len({flag.name for flag in await work.claims.flags(mission, FLAGS)})
    if stale:
        looked.known("facts", plural(_("{mission}: {n} leading fact is stale"), _("{mission}: {n} leading facts are stale"), stale, mission=name),
                     Line(_("`show stale` lists what its editors should look for anew.")))  # fmt: skip
    if waiting:
        looked.known("proposals", plural(_("{mission}: {n} change waits for a second person"), _("{mission}: {n} changes wait for a second person"), waiting, mission=name),
                     Line(_("`pending list` shows it to those who decide.")))  # fmt: skip
    if flagged:
        looked.known("proposals", plural(_("{mission}: {n} fact looks wrong to somebody"), _("{mission}: {n} facts look wrong to somebody"), flagged, mission=name),
                     Line(_("Its editors correct it, or `fact keep` says that it stands.")))  # fmt: skip


_DAMAGED = Line(_("`mss db check` tells what is damaged; an archive of `mss db backup` has it as it was."))


def _called(room: Room) -> str:
    return room.name or room.external_id
