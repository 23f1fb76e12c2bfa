"""A room that is briefed by itself from now on."""

from __future__ import annotations

from dataclasses import replace

from adapters.line import quoted
from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import Ask
from bot.command import command
from bot.confirming import Answers, Confirm, once_seen
from bot.following import begin, end, ladders_of, usual_digest, warned_when
from bot.here import MissionHere, ZoneHere, check_briefed, follow_of, follows_here
from bot.plan_words import halt_here
from bot.planner import Schedule
from bot.rights import Right
from bot.schedule_words import said_back, when_words
from bot.scheduling import read
from briefings import documents
from briefings.document import Document, Line
from briefings.document import mark as _
from briefings.documents.following import Terms
from store.follows import Follow
from store.rows import MissionRow

FOLLOW = Answers(_("Follow"), _("Not now"), "schedule list")


@command("follow", right=Right.EDIT, alone=Right.READ, example="follow zone Nairobi", changes=True,
         words=("subscribe", "brief us"))  # fmt: skip
async def follow(ask: Ask, mission: MissionHere, *, zone: ZoneHere, confirm: Confirm = "") -> Document[Line]:
    """Brief this room from now on: a digest on weekdays, and warnings before deadlines."""
    known = await follow_of(ask, mission)
    if known:
        row = await ask.work.schedules.get(known.schedule) if known.schedule else None
        return documents.following_already(_terms(ask, mission, read(row) if row else usual_digest(zone), known),
                                           known.since, row.zone if row else zone)  # fmt: skip
    return await begun(ask, mission, usual_digest(zone), confirm)


async def begun(ask: Ask, mission: MissionRow, digest: Schedule, confirm: str) -> Document[Line]:
    """That the room follows a mission from now on. Raises Unconfirmed for who has not seen what that means."""
    check_briefed(ask)
    otherwise, halt = await _meant_otherwise(ask, mission), await halt_here(ask)
    terms = replace(_terms(ask, mission, digest), default=otherwise, halt=halt)
    once_seen(ask, documents.follow_question(terms), confirm, answers=FOLLOW)
    await begin(ask, mission, digest)
    return documents.followed(terms)


def _terms(ask: Ask, mission: MissionRow, digest: Schedule, known: Follow | None = None) -> Terms:
    here = ask.request.room
    return Terms(
        mission=mission.mission.short,
        room="" if here.is_direct else here.name,
        digest=said_back(digest, ask.now),
        hour=when_words(warned_when(digest, ask.now)),
        ladders=ladders_of(mission, known),
        posts=here.platform != TERMINAL,
    )


async def _meant_otherwise(ask: Ask, mission: MissionRow) -> str:
    """The mission that is meant in the room already where that is another one; else nothing."""
    meant = ask.room and ask.room.mission
    row = next((row for row in await ask.work.missions.all() if row.ref == meant), None)
    return row.mission.short if row and row.ref != mission.ref else ""


@command("unfollow", right=Right.EDIT, alone=Right.READ, example="unfollow", changes=True, words=("unsubscribe",))
async def unfollow(ask: Ask, mission: MissionHere) -> Document[Line]:
    """Brief this room no more: its digests, its warnings and all that is scheduled end."""
    if await follow_of(ask, mission) is None:
        names = {row.ref: row.mission.short for row in await ask.work.missions.all()}
        return documents.not_following([names[one.mission] for one in await follows_here(ask) if one.mission in names])
    ended = await end(ask, mission)
    short = mission.mission.short
    return documents.unfollowed(short, [row.line for row in ended], f"follow {quoted(short)}")
