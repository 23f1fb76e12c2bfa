"""The types of arguments: how each is typed, read and suggested. Bad input raises UserError with the next step."""

from __future__ import annotations

import difflib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Generic, TypeVar

from adapters.line import quoted, shortened, write_line
from adapters.port import CommandShape, Desk, Input, OptionShape, Request
from bot.days import read_day, read_first_day, read_moment
from bot.rights import Held
from briefings import picture as pictures
from briefings.document import Line, Offer, UserError
from briefings.document import mark as _
from store.people import Person
from store.proposals import Proposed
from store.rooms import Room
from store.rows import MissionRow
from store.work import Work

T = TypeVar("T")
D = TypeVar("D")


class Missing(UserError):
    """A value that a command cannot do without was not given."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question while it is answered: who asks, where, on which day, over which store.

    `room` is None where nothing was set for it; `prefix` is what the platform wants before a command. `held` are the
    rights of whoever asks, `mine` those of the `shapes` that they may ask. `desk` is the door itself, for what is to be
    asked in a room's name. `decides` is there when what somebody proposed is carried out anew: then `request` and `today`
    are those of then.
    """

    request: Request
    work: Work
    person: Person
    room: Room | None
    today: date
    shapes: tuple[CommandShape, ...]
    prefix: str
    held: Held
    mine: tuple[CommandShape, ...]
    desk: Desk
    decides: Deciding | None = None

    @property
    def now(self) -> datetime:
        return self.request.at

    @property
    def zone(self) -> str:
        """The zone of whoever asks, by its IANA name: the one they chose, else that of their profile, else UTC."""
        return self.person.zone or self.request.actor.zone or "UTC"


@dataclass(frozen=True, slots=True)
class Deciding:
    """A proposal whose command is carried out anew, for `by` to see: how they ask, and what they type to confirm it."""

    proposed: Proposed
    by: Ask
    confirm: str


class Argument(ABC, Generic[T]):
    """Reads one parameter of a command from the words that were typed."""

    typed = "TEXT"
    what = ""
    input = Input.TEXT
    choices: tuple[str, ...] = ()

    def __init__(self, what: str = "") -> None:
        self.what = what or self.what

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, is_positional, is_required, self.choices),)

    @abstractmethod
    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> T | None:
        """The value, or None when it was not given. Raises UserError."""

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        """Values that would fit, for completion; none by default."""
        return []

    def unasked(self, words: Mapping[str, str]) -> Collection[str]:
        """Options that a form need not show to somebody who has given these words; none by default."""
        return ()


class OneWord(Argument[T]):
    """An argument read from the words of one option."""

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> T | None:
        return await self.one(words[name], ask) if name in words else None

    @abstractmethod
    async def one(self, word: str, ask: Ask) -> T:
        """The value that the words mean. Raises UserError."""


class _Flag(OneWord[bool]):
    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, "", self.what, Input.FLAG),)

    async def one(self, word: str, ask: Ask) -> bool:
        return True


class _Number(OneWord[int]):
    """A whole number from 1 to 100,000."""

    typed = "N"
    what = _("a whole number")
    input = Input.NUMBER

    async def one(self, word: str, ask: Ask) -> int:
        if not re.fullmatch(r"[1-9]\d{0,4}|100000", word):
            raise UserError(_("“{word}” is not a number from 1 to 100,000"), word=shortened(word))
        return int(word)


_UNITS = {"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "m": 30, "month": 30, "months": 30,
          "y": 365, "year": 365, "years": 365}  # fmt: skip


class _Within(OneWord[int]):
    """A number of days ahead: 90d, 90 days, 6 weeks, 1 year; a month counts as 30 days."""

    typed = "90d"
    what = _("how far to look ahead, in days, weeks, months or years")
    most = 36_525

    async def one(self, word: str, ask: Ask) -> int:
        found = re.fullmatch(r"(\d{1,5})\s*([a-z]*)", word.casefold())
        days = int(found[1]) * _UNITS.get(found[2] or "d", 0) if found else 0
        if days > self.most:
            raise UserError(_("“{word}” is further than this looks; at most 100 years"), word=shortened(word))
        if days <= 0:
            raise UserError(
                _("“{word}” is not a length of time; write it like 90d, 6 weeks or 1 year"), word=shortened(word)
            )
        return days

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return ["30d", "90d", "180d", "365d"]


class Mission(OneWord[MissionRow]):
    """The mission named by “in NAME”, else the room's, the person's, the only one."""

    typed = "MISSION"
    what = _("another mission")
    input = Input.SEARCH
    which = _("Which mission? End the line with one of: {names}")
    before = "in "

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape("in", self.typed, self.what, self.input),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> MissionRow:
        if "in" in words:
            return await self.one(words["in"], ask)
        meant = await self._meant(ask)
        if meant:
            return meant
        missions = await ask.work.missions.all()
        chosen = await self.default(missions, ask)
        if chosen:
            return chosen
        if not missions:
            raise UserError(
                _(
                    "No mission is recorded here yet: an owner adds one with “mission add”, or loads one with “mss record load FILE”"
                )
            )
        offered = in_use(missions) or missions
        raise UserError(self.which, names=", ".join(f"{self.before}{quoted(row.mission.short)}" for row in offered[:10]),
                        offers=self._each(offered, ask))  # fmt: skip

    async def _meant(self, ask: Ask) -> MissionRow | None:
        """The room's mission, else the person's, where it is in use."""
        for ref in (ask.room.mission if ask.room else None, ask.person.mission):
            row = await ask.work.missions.get(ref) if ref else None
            if row and not row.mission.archived:
                return row
        return None

    async def default(self, missions: list[MissionRow], ask: Ask) -> MissionRow | None:
        """The room's mission, else the person's, else the only one; an archived one only where there is no other."""
        meant = (ask.room and ask.room.mission, ask.person.mission)
        chosen = [row for ref in meant for row in in_use(missions) if row.ref == ref]
        for only in (chosen[:1], in_use(missions), missions):
            if len(only) == 1:
                return only[0]
        return None

    async def one(self, word: str, ask: Ask) -> MissionRow:
        found = await ask.work.missions.find(word)
        if len(found) == 1:
            return found[0]
        if found:
            raise UserError(
                _("“{word}” fits several missions: {names}"),
                word=shortened(word),
                names=_names(found),
                offers=self._each(found, ask),
            )
        missions = await ask.work.missions.all()
        near = _nearest(word, [name for row in missions for name in row.mission.names])
        if near:
            raise UserError(_("There is no mission “{word}” here; did you mean “{near}”?"), word=shortened(word), near=near,
                            offers=(Offer(Line("{name}", name=near), self.with_mission(ask, near)),))  # fmt: skip
        raise UserError(
            _("There is no mission “{word}” here; there is: {names}"), word=shortened(word), names=_names(missions)
        )

    def with_mission(self, ask: Ask, mission: str) -> str:
        """The same question again, of that mission."""
        asked = {name: word for name, word in ask.request.words.items() if name != "in"}
        return f"{write_line(ask.request.command, asked, ask.shapes)} in {quoted(mission)}"

    def _each(self, missions: list[MissionRow], ask: Ask) -> tuple[Offer[Line], ...]:
        """The same question again, of each of the missions."""
        shorts = [row.mission.short for row in missions[:5]]
        return tuple(Offer(Line("{name}", name=short), self.with_mission(ask, short)) for short in shorts)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [row.mission.short for row in in_use(await ask.work.missions.all())]


def in_use(missions: list[MissionRow]) -> list[MissionRow]:
    """The missions that are not archived."""
    return [row for row in missions if not row.mission.archived]


def _names(missions: list[MissionRow]) -> str:
    return ", ".join(row.mission.short for row in missions[:10]) or "–"


def _nearest(word: str, known: list[str]) -> str:
    by_case = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), list(by_case), 1)
    return by_case[near[0]] if near else ""


class _Clocks(Argument[pictures.Clocks]):
    """The three clocks; without them, today."""

    typed = "DAY"
    input = Input.DAY
    keywords: ClassVar = {
        "as-of": _("the situation on that day"),
        "published-by": _("only what could be read by that day"),
        "known-at": _("only what was recorded here by that day"),
    }

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return tuple(OptionShape(keyword, self.typed, what, self.input) for keyword, what in self.keywords.items())

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> pictures.Clocks:
        return pictures.Clocks(
            today=ask.today,
            as_of=self._read("as-of", read_day, words, ask) or ask.today,
            published_by=self._read("published-by", read_day, words, ask),
            known_at=self._read("known-at", read_moment, words, ask),
        )

    def _read(self, option: str, read: Callable[[str, date], D], words: Mapping[str, str], ask: Ask) -> D | None:
        try:
            return read(words[option], ask.today) if option in words else None
        except UserError as error:
            error.option = option
            raise

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [str(ask.today), "yesterday", f"{ask.today:%Y-%m}"]


class _Limits(_Clocks):
    """The two clocks that limit what may be drawn on, for commands that name their days themselves."""

    keywords: ClassVar = {name: what for name, what in _Clocks.keywords.items() if name != "as-of"}


class _Since(OneWord[date]):
    """The last day before the changes asked for: a day, the eve of a month or a year, or so many days ago."""

    typed = "DAY"
    what = _("a day like 2024-11-07, a month, or a length of time like 30d")
    input = Input.DAY

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (
            OptionShape("since", self.typed, self.what, self.input),
            OptionShape("day", self.typed, self.what, self.input, is_positional=True),
        )

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> date | None:
        said = [words[option] for option in ("since", "day") if option in words]
        if len(said) > 1:
            raise UserError(
                _("“changed” takes one day, not “{word}” and “{other}”"),
                word=shortened(said[0]),
                other=shortened(said[1]),
            )
        return await self.one(said[0], ask) if said else None

    async def one(self, word: str, ask: Ask) -> date:
        if re.fullmatch(r"\d{1,5}\s*[a-z]+", word.casefold()):
            return ask.today - timedelta(days=await _Within().one(word, ask))
        first, last = read_first_day(word, ask.today), read_day(word, ask.today)
        return first if first == last else first - timedelta(days=1)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return ["7d", "30d", "yesterday", f"{ask.today:%Y-%m}"]


class _CommandName(OneWord[str]):
    typed = "COMMAND"
    what = _("the command to explain; “all” lists every one")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        return word.casefold()

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return ["all", *(shape.name for shape in ask.shapes)]


class _Day(OneWord[date]):
    """A day as people type it; after “from” a month or a year means its first day, else its last."""

    typed = "DAY"
    what = _("a day, like 2024-11-07")
    input = Input.DAY

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> date | None:
        if name == "from" and name in words:
            return read_first_day(words[name], ask.today)
        return await super().read(name, words, ask)

    async def one(self, word: str, ask: Ask) -> date:
        return read_day(word, ask.today)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [str(ask.today), "yesterday", f"{ask.today:%Y-%m}"]


class _TopicName(OneWord[str]):
    """A topic of `show`, by its name or another word for it."""

    typed = "TOPIC"
    what = _("mandate, strength, contingents, positions, votes, funding, timeline and others")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        topics = next(shape.short_forms for shape in ask.shapes if shape.name == "show")
        if word.casefold() in topics:
            return topics[word.casefold()]
        near = _nearest(word, list(topics))
        if near:
            raise UserError(_("There is no topic “{word}”; did you mean “{near}”?"), word=shortened(word), near=near)
        known = ", ".join(dict.fromkeys(topics.values()))
        raise UserError(_("There is no topic “{word}”; there is: {known}"), word=shortened(word), known=known)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(dict.fromkeys(next(shape.short_forms for shape in ask.shapes if shape.name == "show").values()))


class _About(OneWord[str]):
    """Whom or what a topic narrows to; a party is known by any of its names."""

    typed = "NAME"
    what = _("a country, person or body to narrow it to")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> str:
        return word

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        mission = await MISSION.read("mission", {}, ask)
        return [party.short or party.name for party in await ask.work.claims.parties(mission)]


class _NamedMission(OneWord[MissionRow]):
    """The mission named by “in NAME”; none where none is named."""

    typed = "MISSION"
    what = _("only this mission")
    input = Input.SEARCH

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape("in", self.typed, self.what, self.input),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> MissionRow | None:
        return await super().read("in", words, ask)

    async def one(self, word: str, ask: Ask) -> MissionRow:
        return await MISSION.one(word, ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return await MISSION.suggest(name, typed, ask)


MISSION = Mission()

MissionRef = Annotated[MissionRow, MISSION]
NamedMission = Annotated[MissionRow | None, _NamedMission()]
Clocks = Annotated[pictures.Clocks, _Clocks()]
Limits = Annotated[pictures.Clocks, _Limits()]
Since = Annotated[date | None, _Since()]
CommandName = Annotated[str, _CommandName()]
Within = Annotated[int, _Within()]
Full = Annotated[bool, _Flag(_("the long form"))]
Everything = Annotated[bool, _Flag(_("with withdrawn facts and history"))]
PageNumber = Annotated[int, _Number(_("the page of a long answer"))]
TopicName = Annotated[str, _TopicName()]
About = Annotated[str, _About()]
DayOf = Annotated[date | None, _Day()]
