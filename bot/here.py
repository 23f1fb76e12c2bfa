"""The room of a question: what it follows, the mission that is meant in it, and the zone by which it is told things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from adapters.line import write_line
from adapters.port import Input, OptionShape, Standing
from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import MISSION, Ask, Missing, OneWord
from bot.zones import read_zone, zones_beginning
from briefings.document import Line, Offer, UserError
from briefings.document import mark as _
from store.follows import Follow
from store.rooms import Room
from store.rows import MissionRow

MOST_ZONES = 4
"""Zones that are offered where none is known."""


async def opened_room(ask: Ask) -> Room:
    """The room of a question, made known at first sight. Raises UserError where nothing is to be posted."""
    check_briefed(ask)
    here = ask.request.room
    return ask.room or await ask.work.rooms.open(here.platform, here.tenant, here.id, here.name)


def check_briefed(ask: Ask) -> None:
    """Raise UserError in the direct message of somebody who is no member: what is posted there is what members may read."""
    here, actor = ask.request.room, ask.request.actor
    if here.is_direct and actor.platform != TERMINAL and actor.standing is not Standing.MEMBER:
        raise UserError(
            _("Only members of this workplace are briefed in a direct message; follow in a channel instead")
        )


async def follows_here(ask: Ask) -> list[Follow]:
    """What the room of a question follows, in the order it began to."""
    return await ask.work.follows.of_room(ask.room.id) if ask.room else []


async def follow_of(ask: Ask, mission: MissionRow) -> Follow | None:
    """How the room of a question follows a mission; None where it does not."""
    return next((one for one in await follows_here(ask) if one.mission == mission.ref), None)


def zone_of(ask: Ask) -> str:
    """The zone by which a room is told things: its own, else that of whoever asks, else UTC."""
    return known_zone(ask) or "UTC"


def known_zone(ask: Ask) -> str:
    """The zone of the room, else that of whoever asks; empty where nobody knows either."""
    return (ask.room and ask.room.zone) or ask.person.zone or ask.request.actor.zone


class _MissionHere(OneWord[MissionRow]):
    """A mission by its name alone, else the one that is meant in the room."""

    typed = "MISSION"
    what = _("the mission, when there are several")
    input = Input.SEARCH

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, is_positional),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> MissionRow:
        return await MISSION.read(name, {"in": words[name].removeprefix("in ")} if name in words else {}, ask)

    async def one(self, word: str, ask: Ask) -> MissionRow:
        return await MISSION.one(word, ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return await MISSION.suggest(name, typed, ask)


class _ZoneHere(OneWord[str]):
    """The zone of a room: the one that is named, else the room's, else that of whoever asks. Raises Missing for none."""

    typed = "ZONE"
    what = _("the clock of this room, like Nairobi")
    input = Input.SEARCH

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, is_positional),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> str:
        if name in words:
            return await self.one(words[name], ask)
        known = known_zone(ask)
        if known:
            return known
        raise await no_zone(ask, name)

    async def one(self, word: str, ask: Ask) -> str:
        return read_zone(word)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return zones_beginning(typed)


async def no_zone(ask: Ask, option: str, before: str = "") -> Missing:
    """That nobody knows the zone of a room. The likely ones are offered in an option, behind what it holds before."""

    def with_zone(zone: str) -> str:
        words = {**ask.request.words, option: f"{before} {zone}".strip()}
        return write_line(ask.request.command, words, ask.shapes)

    likely = dict.fromkeys([*await ask.work.rooms.zones(), "UTC"][:MOST_ZONES])
    offers = tuple(Offer(Line("{zone}", zone=zone), with_zone(zone)) for zone in likely)
    return Missing(_("By which clock? Nobody has set a zone for this room yet; name one, like “{example}”"),
                   example=with_zone("Nairobi"), offers=offers)  # fmt: skip


MissionHere = Annotated[MissionRow, _MissionHere()]
ZoneHere = Annotated[str, _ZoneHere()]
