"""What a room gets by itself, set up and changed, paused and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from adapters.line import shortened, write_line
from adapters.port import FORM
from bot.arguments import MISSION, Ask, DayOf, NamedMission, OneWord
from bot.command import command
from bot.commands.follow import begun
from bot.confirming import Confirm
from bot.fallbacks import FallbackWord, fall_back
from bot.fallbacks import typed as fallback_typed
from bot.following import usual_digest, warned_when
from bot.here import known_zone, no_zone, opened_room, zone_of
from bot.plan_words import halt_of, plan_of, whole_plan
from bot.planner import OnEmpty, Schedule, wakes_at
from bot.planning import Facts, occasion_at, of_slot, paused_words, with_escalations
from bot.plans import is_readable, new_schedule, on_empty_of, rules_of, schedule_of
from bot.rights import Right
from bot.schedule_rules import (
    EmptyWord,
    FreeWord,
    Ladder,
    LateWord,
    MandateLadder,
    QuietWord,
    ReportLadder,
    TargetLadder,
    TellsWord,
    free_words,
    ladder_words,
    late_words,
    quiet_words,
)
from bot.schedules import Typed, read_schedule, write_schedule
from bot.scheduling import DIGEST, Which, checked, here, meant, named
from bot.whom import Whom
from briefings import documents
from briefings.document import Document, Instant, Line, UserError
from briefings.document import mark as _
from store.deliveries import DeliveryState
from store.follows import Follow, Tells
from store.pauses import Pause
from store.schedules import ScheduleKind, ScheduleRow

MOST = 50
"""Schedules of a room."""
LONGEST_REASON = 200


class _LineWords(OneWord[str]):
    """A line as it is typed, such as “due within 30d”."""

    typed = "LINE"
    what = _("what to post: a line in quotation marks, like “due within 30d”")

    async def one(self, word: str, ask: Ask) -> str:
        return word


class _WhenWords(OneWord[str]):
    """Days, a time and perhaps a zone."""

    typed = "WHEN"
    what = _("days, time and zone: weekdays 07:30 Nairobi")

    async def one(self, word: str, ask: Ask) -> str:
        return word


class _Reason(OneWord[str]):
    """Why something is done, for those who ask."""

    typed = "REASON"
    what = _("why, for those who ask")

    async def one(self, word: str, ask: Ask) -> str:
        return shortened(word, LONGEST_REASON)


class _WhichOrAll(OneWord[str]):
    """A schedule, or all of the room."""

    typed = "WHICH|all"
    what = _("a schedule by its number or line, or “all” of this room")

    async def one(self, word: str, ask: Ask) -> str:
        return word


LineWords = Annotated[str, _LineWords()]
WhenWords = Annotated[str, _WhenWords()]
Reason = Annotated[str, _Reason()]
WhichOrAll = Annotated[str, _WhichOrAll()]


# set up


@command("schedule add", right=Right.EDIT, alone=Right.READ, changes=True,
         example='schedule add "due within 30d in MSS" every monday 9am Nairobi')  # fmt: skip
async def add(ask: Ask, line: LineWords, when: WhenWords) -> Document[Line]:
    """Let a line be answered in this room again and again, for everybody to see."""
    line, schedule = await checked(ask, line), await _typed(ask, when)
    there, room = await here(ask), await opened_room(ask)
    alike = (row for row in there if row.line == line and is_readable(row))
    same = next((row for row in alike if schedule_of(row).pattern == schedule.pattern), None)
    if same:
        return documents.schedule_changed(
            Line(_("“{line}” goes out like that already"), line=line), plan_of(same, ask.now)
        )
    if len(there) >= MOST:
        raise UserError(_("This room has {n} schedules, the most that one can have; remove some first"), n=len(there))
    row = await ask.work.schedules.add(new_schedule(room.id, line, schedule, ask.now))
    plan = plan_of(row, ask.now)
    title = Line(_("“{line}” goes out here {when} from now on"), line=line, when=plan.when)
    return documents.schedule_changed(title, plan)


async def _typed(ask: Ask, when: str, zone: str = "") -> Schedule:
    """The schedule that is typed; without a zone in it the one given is meant, else that of the room or of whoever asks.

    Raises UserError where it cannot be read, or no zone is known.
    """
    typed = read_schedule(when, ask.today)
    known = typed.zone or zone or known_zone(ask)
    if not known:
        raise await no_zone(ask, "when", when)
    return Schedule(pattern=typed.pattern, zone=known)


# changed


@dataclass(frozen=True, slots=True)
class Wished:
    """What is to be changed about a schedule, as it was typed; None for what stays."""

    when: str
    late: LateWord
    quiet: QuietWord
    free: FreeWord
    empty: EmptyWord


@command(
    "schedule edit",
    right=Right.EDIT,
    alone=Right.READ,
    changes=True,
    example='schedule edit "due within 30d in MSS" late 2h',
)
async def edit(
    ask: Ask, which: Which = DIGEST, when: WhenWords = "", mission: NamedMission = None, *, late: LateWord = None,
    quiet: QuietWord = None, free: FreeWord = None, empty: EmptyWord = None,
    tell: TellsWord = None, mandate: MandateLadder = None,
    target: TargetLadder = None, report: ReportLadder = None, fallback: FallbackWord = None, confirm: Confirm = "",
) -> Document[Line]:  # fmt: skip
    """Change when a schedule goes out, and the rules around it."""
    row = await meant(ask, which, mission)
    if row is None and which == DIGEST and when:
        digest = replace(await _typed(ask, when), skip=usual_digest("UTC").skip)
        return await begun(ask, mission or await MISSION.read("mission", {}, ask), digest, confirm)
    if row is None:
        return documents.schedule_list(())
    ladders = {"mandate": mandate, "target": target, "obligation": report}
    wished = Wished(when, late, quiet, free, empty)
    was = await _as_typed(ask, row)
    given = [name for name in was if name in ask.request.words]
    if not given:
        return documents.schedule_show(await whole_plan(ask, row), change=_line(ask, row, was, form=True))
    await _change(ask, row, wished)
    await _warn_otherwise(ask, row, {kind: ladder for kind, ladder in ladders.items() if ladder})
    if tell:
        await ask.work.follows.tell(row.room.id, (await _followed(ask, row)).mission, tell)
    if fallback:
        await _fall_back(ask, await _followed(ask, row), fallback)
    undo = _line(ask, row, {name: was[name] for name in given})
    now = await ask.work.schedules.get(row.id)
    plan = await whole_plan(ask, now)
    return documents.schedule_changed(
        Line(_("“{line}” goes out here {when}"), line=row.line, when=plan.when), plan, undo
    )


async def _change(ask: Ask, row: ScheduleRow, wished: Wished) -> None:
    """Change one schedule; the warnings of a room keep to the hour of its digest."""
    before = schedule_of(row)
    new = await _typed(ask, wished.when, row.zone) if wished.when else before
    after = replace(
        before,
        pattern=new.pattern,
        zone=new.zone,
        grace=wished.late.most if wished.late else before.grace,
        quiet=wished.quiet.quiet if wished.quiet else before.quiet,
        skip=wished.free if wished.free is not None else before.skip,
    )
    await _store(ask, row, after, wished.empty or on_empty_of(row))
    if row.kind is ScheduleKind.DIGEST:
        for other in await here(ask):
            if other.kind is ScheduleKind.WARNINGS and other.mission == row.mission:
                await _store(ask, other, warned_when(after, ask.now), on_empty_of(other))


async def _store(ask: Ask, row: ScheduleRow, schedule: Schedule, on_empty: OnEmpty) -> None:
    # A slot of the new times that has come already today is none: the change is from now on.
    since = row.accounted_to if schedule.pattern == schedule_of(row).pattern else ask.now
    await ask.work.schedules.edit(
        row.id, since, wakes_at(schedule, since), pattern=write_schedule(Typed(schedule.pattern)), zone=schedule.zone,
        rules=dict(rules_of(schedule, on_empty)),
    )  # fmt: skip


async def _warn_otherwise(ask: Ask, row: ScheduleRow, ladders: Mapping[str, Ladder]) -> None:
    """Set the ladders of the room. Raises UserError for a schedule that warns of nothing."""
    if not ladders:
        return
    follow = await _followed(ask, row)
    own = dict(follow.ladders or {})
    for kind, ladder in ladders.items():
        own.pop(kind, None)
        own |= {} if ladder.rungs is None else {kind: ladder.rungs}
    await ask.work.follows.change(row.room.id, follow.mission, follow.is_warned, own)


async def _fall_back(ask: Ask, follow: Follow, fallback: Whom) -> None:
    mission = await ask.work.missions.get(follow.mission)
    if mission:
        await fall_back(ask, follow, mission, fallback)


async def _followed(ask: Ask, row: ScheduleRow) -> Follow:
    """How the room follows the mission of its digest or warnings. Raises UserError for another schedule."""
    follow = await _follow(ask, row)
    if follow is None or row.kind is ScheduleKind.COMMAND:
        raise UserError(_("“{line}” warns of nothing; this belongs to the digest and the warnings: “schedule edit warnings mandate 60 30 7”"),
                        line=row.line)  # fmt: skip
    return follow


async def _follow(ask: Ask, row: ScheduleRow) -> Follow | None:
    return next((one for one in await ask.work.follows.of_room(row.room.id) if one.mission == row.mission), None)


async def _as_typed(ask: Ask, row: ScheduleRow) -> dict[str, str]:
    """All that can be changed about a schedule, by option, as it would be typed."""
    schedule = schedule_of(row)
    words = {"when": f"{row.pattern} {row.zone}", "late": late_words(schedule), "quiet": quiet_words(schedule),
             "free": free_words(schedule), "empty": on_empty_of(row).value}  # fmt: skip
    follow = await _follow(ask, row)
    own = (follow.ladders if follow else None) or {}
    words["fallback"] = await fallback_typed(ask, follow)
    words["tell"] = (follow.tells if follow else Tells.DIGEST).value
    ladders = {"mandate": "mandate", "target": "target", "report": "obligation"}
    return words | {option: ladder_words(own.get(kind)) for option, kind in ladders.items()}


def _line(ask: Ask, row: ScheduleRow, words: Mapping[str, str], *, form: bool = False) -> str:
    shape = next(shape for shape in ask.shapes if shape.name == "schedule edit")
    is_rare = row.kind is ScheduleKind.COMMAND
    kept = {
        name: word
        for name, word in words.items()
        if not (is_rare and name in ("empty", "tell", "mandate", "target", "report", "fallback"))
    }
    asked = {FORM: "yes"} if form and shape.option(FORM) else {}
    return write_line("schedule edit", {"which": str(row.id), **kept, **asked}, ask.shapes)


# paused and resumed


@command("schedule run", right=Right.EDIT, alone=Right.READ, changes=True, example="schedule run due within 30d in MSS")
async def run(ask: Ask, which: Which = DIGEST) -> Document[Line]:
    """Post what a schedule posts now, besides its usual times."""
    row = await meant(ask, which)
    if row is None:
        return documents.schedule_list(())
    pause = row.paused(ask.now)
    if pause:
        return documents.paused_already(plan_of(row, ask.now))
    facts = Facts(ask.work)
    delivery = await of_slot(occasion_at(row, ask.now), facts)
    if delivery is None or delivery.state is DeliveryState.SKIPPED:
        return documents.nothing_to_post(plan_of(row, ask.now), delivery.why if delivery else "")
    for new in await with_escalations(delivery, facts):
        await ask.work.deliveries.add(new)
    await ask.work.audit.append("run schedule", row.subject, {"room": row.room.id})
    return documents.schedule_run(plan_of(row, ask.now))


@command(
    "schedule pause", right=Right.EDIT, alone=Right.READ, changes=True, example="schedule pause all until 2025-02-01"
)
async def pause(ask: Ask, which: WhichOrAll, *, until: DayOf = None, because: Reason = "") -> Document[Line]:
    """Post nothing for a while: one schedule, or all of this room."""
    moment = _morning(ask, until) if until else None
    if which.casefold() in ("all", "everything"):
        room = await opened_room(ask)
        await ask.work.pauses.begin(room.id, because, moment)
        held_back = await ask.work.deliveries.hold_back(room.id, paused_words(because))
        return documents.room_paused(halt_of(Pause(because, ask.now, moment), zone_of(ask)), held_back)
    row = await meant(ask, which)
    if row is None:
        return documents.schedule_list(())
    await ask.work.schedules.pause(row.id, because, moment)
    await ask.work.deliveries.hold_back(row.room.id, paused_words(because), row.id)
    paused = plan_of(await ask.work.schedules.get(row.id), ask.now)
    title = Line(_("“{line}” is paused"), line=row.line)
    return documents.schedule_changed(title, paused)


def _morning(ask: Ask, day: date) -> datetime:
    """The moment a day begins in the room. Raises UserError for one that has begun already."""
    moment = datetime.combine(day, time(), ZoneInfo(zone_of(ask)))
    if moment <= ask.now:
        raise UserError(_("{moment} is past; a pause ends on a day to come"), moment=Instant(moment, zone_of(ask)))
    return moment


@command("schedule resume", right=Right.EDIT, alone=Right.READ, changes=True, example="schedule resume all")
async def resume(ask: Ask, which: WhichOrAll) -> Document[Line]:
    """Post again from the next slot on: one schedule, or all of this room."""
    if which.casefold() in ("all", "everything"):
        return documents.room_resumed(await ask.work.pauses.lift(ask.room.id) if ask.room else False)
    row = await meant(ask, which)
    if row is None:
        return documents.schedule_list(())
    await ask.work.schedules.resume(row.id)
    resumed = plan_of(await ask.work.schedules.get(row.id), ask.now)
    said = (
        _("“{line}” itself is not paused, but the room is")
        if resumed.halt
        else _("“{line}” goes out here {when} again")
    )
    return documents.schedule_changed(Line(said, line=row.line, when=resumed.when), resumed)


# ended


@command("schedule remove", right=Right.EDIT, alone=Right.READ, changes=True, words=("schedule delete", "schedule stop"),
         example="schedule remove due within 30d in MSS")  # fmt: skip
async def remove(ask: Ask, which: Which) -> Document[Line]:
    """End a schedule; what it posted stays."""
    row = await named(ask, which)
    if row is None:
        return documents.schedule_list(())
    if row.kind is not ScheduleKind.COMMAND:
        raise UserError(_("“{line}” belongs to what this room follows: “unfollow” ends it, “schedule pause {n}” silences it"),
                        line=row.line, n=row.id)  # fmt: skip
    await ask.work.schedules.remove(row.id)
    await ask.work.deliveries.drop_waiting(row.room.id, "it was removed", subject=row.subject)
    again = {"line": row.line, "when": f"{row.pattern} {row.zone}"}
    return documents.schedule_ended(row.line, write_line("schedule add", again, ask.shapes) if is_readable(row) else "")
