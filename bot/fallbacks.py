"""Who is told of warnings that nobody acknowledges, as somebody names them: another room, or a person.

#duty-desk            a room, mentioned or by the name that it has here
@amina, person:12     a person who may answer warnings by a role of their own
none                  nobody
"""

from __future__ import annotations

import re
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import Ask, OneWord
from bot.notices import account_of
from bot.proposals import proposers
from bot.rights import Right, held_in, refusal
from bot.schedule_rules import NONE
from bot.whom import PERSON, Whom, made_known
from briefings.document import UserError
from briefings.document import mark as _
from store.follows import Follow
from store.grants import Holder
from store.rooms import Room
from store.rows import MissionRow

NOBODY = Whom(Holder(""))
_ROOM = re.compile(r"#(?P<id>[A-Za-z0-9]+)\|(?P<name>.*)|#(?P<bare>C[A-Z0-9]{7,20}|\d{15,20})")
"""A room that was mentioned, as adapters pass it on: its id on the platform and, where they know it, its name."""


class _Fallback(OneWord[Whom]):
    typed = "#ROOM|@PERSON|none"
    what = _("who is told where nobody acknowledges a warning within a day")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> Whom:
        word = word.strip()
        if word.casefold() in NONE:
            return NOBODY
        if word.startswith("#"):
            return await _room(word, ask)
        found = await PERSON.one(word, ask)
        if found.holder.sort != "person":
            raise UserError(_("“{word}” is no room and no single person; name one like #duty-desk or @amina"),
                            word=shortened(word))  # fmt: skip
        return found

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        people = await ask.work.people.beginning(typed.lstrip("@"), limit=20)
        return [*(f"@{person.name}" for person in people), NONE[0]]


FallbackWord = Annotated[Whom | None, _Fallback()]


async def _room(word: str, ask: Ask) -> Whom:
    """A room by its id where it is mentioned, else by its name."""
    actor, mentioned = ask.request.actor, _ROOM.fullmatch(word)
    if mentioned and actor.platform != TERMINAL:
        id = mentioned["id"] or mentioned["bare"]
        return Whom(Holder.room(actor.platform, actor.tenant, id), mentioned["name"] or "")
    known = await ask.work.rooms.named(word.removeprefix("#"))
    if len(known) == 1:
        (room,) = known
        return Whom(Holder.room(room.platform, room.tenant, room.external_id), room.name)
    raise UserError(_("“{word}” is no room that I know here; mention it where the platform offers it behind “#”"),
                    word=shortened(word))  # fmt: skip


async def fall_back(ask: Ask, follow: Follow, mission: MissionRow, on: Whom) -> None:
    """Let a room that follows a mission have somebody who is told. Raises UserError for who may not be, or not by the asker.

    Whoever names somebody posts elsewhere than here: that needs the right to edit, in a direct message too.
    """
    if not ask.held.may(Right.EDIT, mission.ref):
        raise await refusal("schedule edit", Right.EDIT, ask.work, mission)
    await ask.work.follows.fall_back(follow.room, mission.ref, await _kept(ask, follow, mission, on))


async def _kept(ask: Ask, follow: Follow, mission: MissionRow, on: Whom) -> str:
    match on.holder.sort:
        case "room":
            return f"room:{(await _opened(ask, follow, mission, on)).id}"
        case "person":
            return f"person:{await _reached(ask, mission, on)}"
    return ""


async def _opened(ask: Ask, follow: Follow, mission: MissionRow, on: Whom) -> Room:
    """The room that is named, made known at first sight, if it may read the mission and is another one."""
    _sort, platform, tenant, id = on.holder.split(":")
    room = await ask.work.rooms.open(platform, tenant, id, on.name)
    if room.id == follow.room:
        raise UserError(_("This room is warned itself; name another one, or a person"))
    if not (await held_in(room, ask.work)).may(Right.READ, mission.ref):
        raise UserError(_("#{room} may not read {mission}, so it cannot be told of it"), room=room.name or id,
                        mission=mission.mission.short)  # fmt: skip
    return room


async def _reached(ask: Ask, mission: MissionRow, on: Whom) -> int:
    """The person who is named, if they may answer a warning and talk with the bot anywhere."""
    person = (await made_known(on, ask)).holder.person_id or 0
    if person not in await proposers(ask.work, mission):
        raise UserError(_("{name} may not answer warnings of {mission}; an owner changes that with: {line}"), name=on.name,
                        mission=mission.mission.short, line=f"{ask.prefix}rights grant contributor to @{on.name}")  # fmt: skip
    account = await account_of(ask.work, person, ask.request.actor.platform, ask.request.actor.tenant)
    if account is None:
        raise UserError(_("{name} is only at a terminal, where I can tell nobody anything by myself"), name=on.name)
    await ask.work.rooms.open(*account)
    return person


async def typed(ask: Ask, follow: Follow | None) -> str:
    """Who is told, as it would be typed."""
    sort, _colon, id = follow.fallback.partition(":") if follow else ("", "", "")
    room = await ask.work.rooms.get(int(id)) if sort == "room" else None
    if room:
        return f"#{room.external_id}|{room.name}"
    return follow.fallback if follow and sort == "person" else NONE[0]
