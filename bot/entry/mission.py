"""A mission as it is named and described in chat: which one is meant, its names, its kind, its ladders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated
from unicodedata import category

from adapters.line import shortened, write_line
from adapters.port import Input, OptionShape
from bot.arguments import MISSION, Argument, Ask, Mission, OneWord
from bot.days import read_recorded
from briefings.claims import MissionKind
from briefings.dates import RecordedDate
from briefings.document import UserError
from briefings.document import mark as _
from briefings.ladders import LADDER_KINDS, MOST_RUNGS, WIDEST, ladder
from store.rows import MissionRow

LONGEST_SHORT, LONGEST_NAME, MOST_NAMES = 40, 200, 20
"""Characters of a short name and of any other name, and other names, at most."""
LONGEST_REASON = 300
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Sorts of characters that nobody sees and that could make one name look like another."""


def readable(text: str, most: int) -> str:
    """Somebody's words on one line. Raises UserError for what nobody sees, and for what is too long or says nothing."""
    text = " ".join(text.replace('"', "'").split())
    unseen = next((letter for letter in text if category(letter) in _UNSEEN), None)
    if unseen:
        raise UserError(
            _("This holds an invisible character (U+{code}); type it again without"), code=f"{ord(unseen):04X}"
        )
    if len(text) > most:
        raise UserError(_("This has {n} characters; {most} is the most"), n=len(text), most=most)
    if not any(letter.isalnum() for letter in text):
        raise UserError(_("“{word}” holds no letter and no digit"), word=shortened(text))
    return text


# which mission


class _ThisMission(Mission):
    """The mission named without a keyword; where it may be left out, the one that is meant here."""

    what = _("the mission")
    which = _("Which mission? Name one of: {names}")
    before = ""

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, is_positional, is_required),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> MissionRow:
        return await self.one(words[name], ask) if name in words else await super().read("in", {}, ask)

    def with_mission(self, ask: Ask, mission: str) -> str:
        return write_line(ask.request.command, {**ask.request.words, "mission": mission}, ask.shapes)


class _MissionOrNone(OneWord[MissionRow | str]):
    """A mission, or a word that takes the choice back."""

    typed = "MISSION"
    what = _("the mission, or “none”")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> MissionRow | str:
        return word if word.casefold() in NOTHING else await _THIS.one(word, ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [*await MISSION.suggest(name, typed, ask), "none"][:25]


class _TwoMissions(Argument[tuple[MissionRow, MissionRow]]):
    """A mission and the one that took over from it, with or without quotation marks around names of several words."""

    typed = "MISSION"
    input = Input.SEARCH

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape("mission", self.typed, _("the mission"), self.input, True, is_required),
                OptionShape("after", self.typed, _("which took over"), self.input, True, is_required))  # fmt: skip

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> tuple[MissionRow, MissionRow] | None:
        if not {"mission", "after"} <= words.keys():
            return None
        said = f"{words['mission']} {words['after']}".split()
        splits = [(words["mission"], words["after"])]
        splits += [(" ".join(said[:end]), " ".join(said[end:])) for end in range(1, min(len(said), MOST_NAMES))]
        for one, other in splits:
            found = [await ask.work.missions.find(word) for word in (one, other)]
            if all(len(rows) == 1 for rows in found):
                return found[0][0], found[1][0]
        return await _THIS.one(words["mission"], ask), await _THIS.one(words["after"], ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return await MISSION.suggest(name, typed, ask)


class _DayOn(OneWord[RecordedDate]):
    """A day as a source gives it."""

    typed = "DAY"
    what = _("its first day")
    input = Input.DAY

    async def one(self, word: str, ask: Ask) -> RecordedDate:
        return read_recorded(word, ask.today)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [str(ask.today), "yesterday", f"{ask.today:%Y-%m}"]


NOTHING = ("none", "no", "off", "-")
"""Words for no mission."""


# what it says of itself


class _Name(OneWord[str]):
    """A name of a mission."""

    typed = "NAME"
    what = _("its full name")
    most = LONGEST_NAME

    async def one(self, word: str, ask: Ask) -> str:
        return readable(word, self.most)


class _Short(_Name):
    typed = "SHORT"
    what = _("its short name, like “MSS Haiti”")
    most = LONGEST_SHORT


class _Source(_Name):
    typed = "SOURCE"
    what = _("who says so")


class _Country(_Name):
    typed = "COUNTRY"
    what = _("where it works")


class _Names(OneWord[tuple[str, ...]]):
    """Other names, with commas between them."""

    typed = "NAMES"
    what = _("other names, with commas between")

    async def one(self, word: str, ask: Ask) -> tuple[str, ...]:
        names = tuple(readable(part, LONGEST_NAME) for part in re.split(r"[,;]", word) if part.strip())
        if len(names) > MOST_NAMES:
            raise UserError(_("These are {n} names; {most} is the most"), n=len(names), most=MOST_NAMES)
        return names


class _Reason(OneWord[str]):
    """Why a mission is changed."""

    typed = "REASON"
    what = _("why")

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, words=("reason",)),)

    async def one(self, word: str, ask: Ask) -> str:
        return readable(word, LONGEST_REASON)


KINDS = {
    "authorized": MissionKind.AUTHORIZED,
    "un": MissionKind.UN_PEACEKEEPING,
    "political": MissionKind.SPECIAL_POLITICAL,
}
"""What a mission is in law, by the words people type."""


class _Kind(OneWord[MissionKind]):
    """authorized, un or political."""

    typed = "|".join(KINDS)
    what = _("who runs it")
    input = Input.CHOICE
    choices = tuple(KINDS)

    async def one(self, word: str, ask: Ask) -> MissionKind:
        known = KINDS.get(word.casefold())
        if known is None:
            raise UserError(
                _("“{word}” is no kind of mission; there is: {known}"), word=shortened(word), known=", ".join(KINDS)
            )
        return known

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(KINDS)


# ladders


class _LadderKind(OneWord[str]):
    """A kind of fact that sets a deadline."""

    typed = "|".join(LADDER_KINDS)
    what = _("what comes due")
    input = Input.CHOICE
    choices = LADDER_KINDS

    async def one(self, word: str, ask: Ask) -> str:
        found = {"report": "obligation", "reports": "obligation"}.get(word.casefold(), word.casefold())
        if found not in LADDER_KINDS:
            raise UserError(_("Nothing warns of “{word}”; there is: {known}"), word=shortened(word),
                            known=", ".join(LADDER_KINDS))  # fmt: skip
        return found

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(LADDER_KINDS)


class _Steps(OneWord[tuple[int, ...]]):
    """Days before a deadline, the day itself is 0; none for the usual ones."""

    typed = "DAYS|usual"
    what = _("like “90 60 30 7 0”, or “usual”")

    async def one(self, word: str, ask: Ask) -> tuple[int, ...]:
        if word.casefold() in ("usual", "default", *NOTHING):
            return ()
        days = re.split(r"[\s,;/]+", word.strip(" ,;/"))
        if not all(re.fullmatch(r"\d{1,4}", day, re.ASCII) for day in days):
            raise UserError(_("“{word}” are no days; write them like “90 60 30 7 0”, or “usual”"), word=shortened(word))
        try:
            return ladder(map(int, days))
        except ValueError as error:
            raise UserError(_("A ladder has {most} steps at most, none wider than {widest} days"), most=MOST_RUNGS,
                            widest=WIDEST) from error  # fmt: skip

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return ["usual", "90 60 30 14 7 3 1 0", "30 7 1 0"]


_THIS = _ThisMission()

TwoMissions = Annotated[tuple[MissionRow, MissionRow], _TwoMissions()]
DayOn = Annotated[RecordedDate | None, _DayOn()]
SourceWords = Annotated[str, _Source()]
ThisMission = Annotated[MissionRow, _THIS]
MissionOrNone = Annotated[MissionRow | str, _MissionOrNone()]
Short = Annotated[str, _Short()]
Name = Annotated[str, _Name()]
Country = Annotated[str, _Country()]
Aliases = Annotated[tuple[str, ...], _Names()]
GivenUp = Annotated[tuple[str, ...], _Names(_("names it no longer goes by"))]
Reason = Annotated[str, _Reason()]
KindWord = Annotated[MissionKind | None, _Kind()]
LadderKind = Annotated[str, _LadderKind()]
Steps = Annotated[tuple[int, ...], _Steps()]
