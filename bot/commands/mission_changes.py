"""Missions are added, changed, archived; when they are warned of; and which one a room is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.arguments import Ask, MissionRef
from bot.command import command
from bot.confirming import Answers, Confirm, once_seen
from bot.entry.mission import (
    MOST_NAMES,
    Aliases,
    Country,
    DayOn,
    GivenUp,
    KindWord,
    LadderKind,
    MissionOrNone,
    Name,
    Reason,
    Short,
    SourceWords,
    Steps,
    ThisMission,
    TwoMissions,
)
from bot.entry.source import source_of
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, MandateBasis, Mission, MissionKind, Party
from briefings.dates import RecordedDate, Role
from briefings.document import Document, Line, UserError, When
from briefings.document import mark as _
from briefings.documents.mission import MissionAct, MissionChange
from briefings.picture import Clocks
from store.missions import with_former_names
from store.rows import MissionRow, folded

ENDED_BECAUSE = (_("it has ended"), _("another mission took over"), _("opened by mistake"))
_AUDITED = {MissionAct.EDIT: "edit mission", MissionAct.ARCHIVE: "archive mission", MissionAct.REVIVE: "revive mission",
            MissionAct.LADDER: "set ladder"}  # fmt: skip


@command("mission add", right=Right.OWN, changes=True, words=("mission new",),
         example='mission add SMT name "Support Mission in Tamsin" country Tamsin')  # fmt: skip
async def mission_add(
    ask: Ask, short: Short, *, name: Name = "", country: Country = "", alias: Aliases = (), kind: KindWord = None,
    confirm: Confirm = "",
) -> Document[Line]:  # fmt: skip
    """Add a mission."""
    known = kind or MissionKind.AUTHORIZED
    now = Mission(name=name or short, short=short, host_state=country, aliases=alias, kind=known, basis=_basis(known))
    unsaid = [] if kind else [Line(_("You did not say who runs it; add “kind un” or “kind political” if the UN does"))]
    change = MissionChange(act=MissionAct.ADD, now=now, checks=[*unsaid, *await _checked_names(ask, now)])
    _once_seen(ask, change, confirm, _("Add"))
    await ask.work.missions.add(now)
    return documents.mission_changed(change)


@command("mission edit", right=Right.OWN, changes=True, example='mission edit OMT alias "the Tamsin observers"')
async def mission_edit(
    ask: Ask, mission: ThisMission, *, short: Short = "", name: Name = "", country: Country = "", alias: Aliases = (),
    without: GivenUp = (), kind: KindWord = None, confirm: Confirm = "",
) -> Document[Line]:  # fmt: skip
    """Change a mission's names, country or kind."""
    was = mission.mission
    said: Mapping[str, Any] = {"short": short, "name": name, "host_state": country, "kind": kind}
    now = replace(was, aliases=_aliases(was, alias, without), **{part: value for part, value in said.items() if value})
    now = with_former_names(was, replace(now, basis=_basis(now.kind)) if kind else now)
    if now == was:
        raise UserError(_("What is to change? name it: short, name, country, alias, without or kind; for example: {example}"),
                        example='mission edit OMT alias "the Tamsin observers"')  # fmt: skip
    return await _changed(ask, mission, MissionAct.EDIT, now, confirm, _("Change"))


def _aliases(was: Mission, added: tuple[str, ...], given_up: tuple[str, ...]) -> tuple[str, ...]:
    """Raises UserError for a name to give up that is no alias, and for too many."""
    gone, known = {folded(name) for name in given_up}, {folded(name) for name in was.aliases}
    strange = next((name for name in given_up if folded(name) not in known), None)
    if strange:
        raise UserError(_("“{name}” is no other name of {mission}; it has: {known}"), name=strange, mission=was.short,
                        known=", ".join(was.aliases) or "–")  # fmt: skip
    left = tuple(name for name in was.aliases if folded(name) not in gone)
    found = (*left, *(name for name in added if folded(name) not in known - gone))
    if len(found) > max(MOST_NAMES, len(was.aliases)):
        raise UserError(_("These are {n} names; {most} is the most"), n=len(found), most=MOST_NAMES)
    return found


def _basis(kind: MissionKind) -> MandateBasis:
    return MandateBasis.AUTHORIZATION if kind is MissionKind.AUTHORIZED else MandateBasis.MANDATE


async def _checked_names(ask: Ask, now: Mission, was: Mission | None = None) -> list[Line]:
    """What is worth a look about the names of a mission. Raises UserError for one that another mission goes by."""
    found: list[Line] = []
    for name in dict.fromkeys(now.names):
        for other in await ask.work.missions.bearing(name):
            if was and (other.short, other.name) == (was.short, was.name):
                continue
            if name in (now.short, now.name) or folded(name) in (folded(other.short), folded(other.name)):
                raise UserError(_("“{name}” is a name of {mission} already; choose another one"), name=name,
                                mission=other.short)  # fmt: skip
            found.append(Line(_("“{name}” is a name of {mission} too: who types it is asked which is meant."), name=name,
                              mission=other.short))  # fmt: skip
    return found


async def _changed(
    ask: Ask, row: MissionRow, act: MissionAct, now: Mission, confirm: str, yes: str, reasons: tuple[str, ...] = ()
) -> Document[Line]:
    """Change a mission once that was seen, and say so."""
    checks = await _checked_names(ask, now, row.mission) if now.names != row.mission.names else []
    change = MissionChange(act=act, was=row.mission, now=now, checks=checks)
    _once_seen(ask, change, confirm, yes, reasons)
    stored = await ask.work.missions.change(row, now, _AUDITED[act])
    return documents.mission_changed(replace(change, now=stored.mission))


def _once_seen(ask: Ask, change: MissionChange, confirm: str, yes: str, reasons: tuple[str, ...] = ()) -> None:
    once_seen(ask, documents.mission_question(change), confirm, reasons, Answers(yes, _("Drop"), "fact drop"))


# out of use and back


@command("mission archive", right=Right.OWN, changes=True, example="mission archive OMT because it has ended")
async def mission_archive(
    ask: Ask, mission: ThisMission, *, because: Reason = "", confirm: Confirm = ""
) -> Document[Line]:
    """Take a mission out of use; nothing is deleted."""
    was = mission.mission
    if was.archived:
        return documents.mission_as_it_was(was, Line(_("{mission} is archived already: {reason}"), mission=was.short,
                                                     reason=was.archived))  # fmt: skip
    now = replace(was, archived=because)
    return await _changed(ask, mission, MissionAct.ARCHIVE, now, confirm, _("Archive"), ENDED_BECAUSE)


@command("mission revive", right=Right.OWN, changes=True, example="mission revive OMT", words=("mission restore",))
async def mission_revive(ask: Ask, mission: ThisMission, *, confirm: Confirm = "") -> Document[Line]:
    """Take an archived mission into use again."""
    was = mission.mission
    if not was.archived:
        return documents.mission_as_it_was(was, Line(_("{mission} is not archived"), mission=was.short))
    return await _changed(ask, mission, MissionAct.REVIVE, replace(was, archived=""), confirm, _("Use again"))


# warnings


@command("mission ladder", right=Right.EDIT, changes=True, example="mission ladder mandate 90 60 30 7 0")
async def mission_ladder(
    ask: Ask, mission: MissionRef, kind: LadderKind, steps: Steps, *, confirm: Confirm = ""
) -> Document[Line]:
    """Set the days of warning."""
    was = mission.mission
    ladders = {name: rungs for name, rungs in {**was.ladders, kind: steps}.items() if rungs}
    if ladders == was.ladders:
        return documents.mission_as_it_was(was, Line(_("{mission} warns so already"), mission=was.short))
    return await _changed(ask, mission, MissionAct.LADDER, replace(was, ladders=ladders), confirm, _("Change"))


# what comes after it


@command("mission successor", right=Right.OWN, changes=True, words=("mission succeed",),
         example='mission successor OMT PFT on 2024-07-01 source "resolution 9146, 30 May 2024"')  # fmt: skip
async def mission_successor(
    ask: Ask,
    missions: TwoMissions,
    *,
    on: DayOn = None,
    source: SourceWords = "",
    because: Reason = "",
    confirm: Confirm = "",
) -> Document[Line]:
    """Say which mission took over from another: one history of two."""
    old, new = missions
    await _check_succession(ask, old, new)
    recorded = await _recorded_succession(ask, old, new, on, source, because)
    await ask.work.missions.link(old, new)
    picture = await ask.work.claims.picture(old, Clocks(ask.today, date.max))
    claim = picture.headline("mandate", aspect="succession")
    if claim is None:
        raise UserError(
            _("When did {mission} take over, and who says so? add “on DAY source SOURCE”"), mission=new.mission.short
        )
    once_seen(ask, documents.succession_question(picture, new.mission, claim, is_new=recorded), confirm,
              answers=Answers(_("Record"), _("Drop"), "fact drop"))  # fmt: skip
    return documents.succession_recorded(picture, new.mission, claim)


async def _check_succession(ask: Ask, old: MissionRow, new: MissionRow) -> None:
    """Raise UserError where a mission would come before itself, or where another one stands in that place."""
    later: MissionRow | None = new
    seen = {old.ref}
    while later:
        if later.ref in seen:
            raise UserError(_("{mission} cannot come before itself"), mission=old.mission.short)
        seen.add(later.ref)
        found = await ask.work.missions.find(later.mission.succeeded_by) if later.mission.succeeded_by else []
        later = found[0] if found else None
    for row, name in ((old, old.mission.succeeded_by), (new, new.mission.preceded_by)):
        other = new if row is old else old
        if name and folded(name) not in map(folded, other.mission.names):
            raise UserError(_("{mission} and {other} are one after the other already; a mission has one before it and one after it"),
                            mission=row.mission.short, other=name)  # fmt: skip


async def _recorded_succession(
    ask: Ask, old: MissionRow, new: MissionRow, on: RecordedDate | None, source: str, because: str
) -> bool:
    """Record that one mission took over from another, where somebody says so; whether that was done."""
    if not source:
        if on:
            raise UserError(_("Who says that it was on {day}? add “source SOURCE”"), day=When(on))
        return False
    found, is_new = await source_of(ask, old, source, None)
    if is_new:
        await ask.work.claims.record_source(old, found)
    await ask.work.claims.record_party(old, Party(name=new.mission.name, kind="mission", short=new.mission.short))
    await ask.work.claims.record(old, Claim(
        name=await ask.work.claims.next_name(old, found.name), kind="mandate", source=found.name, aspect="succession",
        text=f"{new.mission.name} took over", dates={Role.OCCURRED: on} if on else {}, actors=(new.mission.name,),
        details={"change": "transition"}, note=because,
    ))  # fmt: skip
    return True


# the mission of a room


@command("mission here", right=Right.EDIT, changes=True, example='mission here "MSS Haiti"')
async def mission_here(ask: Ask, mission: MissionOrNone, *, confirm: Confirm = "") -> Document[Line]:
    """Set the mission of this room."""
    chosen = mission if isinstance(mission, MissionRow) else None
    ref, name = (chosen.ref, chosen.mission.short) if chosen else (None, "")
    if chosen and chosen.mission.archived:
        raise UserError(_("{mission} is archived; use it again first: {line}"), mission=name,
                        line=f"{ask.prefix}mission revive {name}")  # fmt: skip
    there = ask.room and ask.room.mission
    was = next((row.mission.short for row in await ask.work.missions.all() if row.ref == there), "")
    if there != ref:
        if was:
            once_seen(
                ask, documents.room_question(was, name), confirm, answers=Answers(_("Change"), _("Drop"), "fact drop")
            )
        here = ask.request.room
        room = await ask.work.rooms.open(here.platform, here.tenant, here.id, here.name)
        await ask.work.rooms.set(room.id, mission=ref)
    return documents.room_set(name, was)
