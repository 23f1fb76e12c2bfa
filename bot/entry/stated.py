"""What is said of a fact besides its value: dates, source, quotation, scope, parties and the rest, behind keywords."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar

from adapters.line import shortened
from adapters.port import Input, OptionShape
from bot.arguments import MISSION, Argument, Ask, Missing, OneWord
from bot.days import read_recorded
from bot.entry.kind import find_sort
from briefings.dates import RecordedDate, Role
from briefings.document import UserError
from briefings.document import mark as _
from briefings.kinds import FactKind


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said of a fact. None, or no date of a role: nothing was said of it.

    `party` is whom it is about, `with_` who else took part, `details` what only its kind has, as typed.
    """

    dates: Mapping[Role, RecordedDate] = field(default_factory=dict)
    source: str | None = None
    published: RecordedDate | None = None
    quote: str | None = None
    said_by: str | None = None
    scope: str | None = None
    party: str | None = None
    topic: str | None = None
    with_: tuple[str, ...] | None = None
    text: str | None = None
    details: str | None = None
    grade: str | None = None
    comment: str | None = None


ROLES = {
    "on": Role.OCCURRED, "as-of": Role.AS_OF, "reported": Role.REPORTED_ON, "by": Role.DEADLINE, "until": Role.VALID_TO,
}  # fmt: skip
"""The keyword of each sort of date."""
_DAYS = {
    "on": _("day it happened"),
    "as-of": _("day it speaks of"),
    "reported": _("day it was reported"),
    "by": _("deadline"),
    "until": _("last day it holds"),
    "published": _("day a new source was published"),
}
_OF_EVIDENCE = (
    OptionShape("source", "SOURCE", _("S2, a link, a title, or “person, place”"), Input.SEARCH),
    OptionShape("quote", "WORDS", _("its own words, 12 at most")),
    OptionShape("said-by", "NAME", _("whom the source passes on"), Input.SEARCH),
    OptionShape("for", "PART", _("a country or component"), words=("scope",)),
    OptionShape("grade", "B2", _("grade, like B2")),
    OptionShape("comment", "WORDS", _("a note for readers")),
)
_OF_CONTENT = (
    OptionShape("from", "PARTY", _("state, body or person it is about"), Input.SEARCH, words=("party",)),
    OptionShape("topic", "TOPIC", _("which office, proposal or report")),
    OptionShape("with", "NAMES", _("who else took part")),
    OptionShape("text", "WORDS", _("what it says, in our words")),
    OptionShape("details", "NAME=VALUE", _("like “instrument=S/RES/2699; change=renewal”")),
)


class _Stated(Argument[Stated]):
    """All of it: for a fact that is new."""

    days: ClassVar[Mapping[str, str]] = _DAYS
    others: ClassVar[tuple[OptionShape, ...]] = (*_OF_EVIDENCE, *_OF_CONTENT)

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        days = (OptionShape(keyword, "DAY", what, Input.DAY) for keyword, what in self.days.items())
        return (*days, *self.others)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> Stated:
        return Stated(
            dates={role: day for option, role in ROLES.items() if (day := _day(option, words, ask.today))},
            source=words.get("source"),
            published=_day("published", words, ask.today),
            quote=words.get("quote"),
            said_by=words.get("said-by"),
            scope=words.get("for"),
            party=words.get("from"),
            topic=words.get("topic"),
            with_=_names(words["with"]) if "with" in words else None,
            text=words.get("text"),
            details=words.get("details"),
            grade=read_grade(words),
            comment=words.get("comment"),
        )

    def unasked(self, words: Mapping[str, str]) -> Collection[str]:
        sort = find_sort(words.get("kind", ""))
        return _unfit(sort.kind) - words.keys() if sort else ()

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        if name in self.days:
            return [str(ask.today), "yesterday", f"{ask.today:%Y-%m}"]
        try:
            mission = await MISSION.read("mission", ask.request.words, ask)
        except UserError:
            return []
        if name == "source":
            found = [source.name for source in await ask.work.claims.sources(mission)]
        else:
            found = [party.name for party in await ask.work.claims.parties(mission)]
        return [each for each in found if each.casefold().startswith(typed.casefold())][:25]


def _unfit(kind: FactKind) -> set[str]:
    """The options that a form for a kind need not show."""
    unfit = {option for option, role in ROLES.items() if role not in kind.roles}
    unfit |= {"for"} if "scope" not in kind.series else set()
    unfit |= {"topic"} if "aspect" not in (*kind.series, *kind.needs) else set()
    unfit |= set() if kind.details else {"details"}
    return unfit | ({"source", "quote", "grade", "published", "said-by"} if kind.name == "note" else set())


class _Sourced(_Stated):
    """All of it, with a source; only a note may have none."""

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> Stated:
        stated = await super().read(name, words, ask)
        sort = find_sort(words.get("kind", ""))
        is_note = sort is not None and sort.kind.name == "note"
        if stated.source is None and not is_note:
            missing = Missing(
                _("Where was this read? Say source and then S2, a link, a document's title or “person, place”; "
                  "what has no source can only be a note: {example}"), example=f"{ask.prefix}fact add note …",
            )  # fmt: skip
            missing.option = "source"
            raise missing
        return stated


class _Corrected(_Stated):
    """What a correction may name anew: dates and evidence."""

    days: ClassVar[Mapping[str, str]] = {option: what for option, what in _DAYS.items() if option != "published"}
    others = _OF_EVIDENCE


class _Newer(_Stated):
    """The little that is asked where it is still open whether a fact was wrong or is newer."""

    days: ClassVar[Mapping[str, str]] = {"as-of": _DAYS["as-of"]}
    others = tuple(option for option in _OF_EVIDENCE if option.name in ("source", "quote"))


def _day(option: str, words: Mapping[str, str], today: date) -> RecordedDate | None:
    try:
        return read_recorded(words[option], today) if option in words else None
    except UserError as error:
        error.option = option
        raise


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in re.split(r"[,;]", text) if (name := " ".join(part.split())))


def read_grade(words: Mapping[str, str]) -> str | None:
    """The grade as it is kept; None where none was given. Raises UserError for what is no grade."""
    said = words.get("grade")
    if said is None:
        return None
    if not re.fullmatch(r"[A-F][1-6]", said.strip().upper()):
        error = UserError(_("“{word}” is no grade; it is a letter A to F for the source and a number 1 to 6 for the item, "
                            "like B2"), word=shortened(said))  # fmt: skip
        error.option = "grade"
        raise error
    return said.strip().upper()


class _Because(OneWord[str]):
    """Why a change is made."""

    typed = "REASON"
    what = _("the reason")

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape(name, self.typed, self.what, self.input, words=("reason",)),)

    async def one(self, word: str, ask: Ask) -> str:
        return word


Sourced = Annotated[Stated, _Sourced()]
Corrected = Annotated[Stated, _Corrected()]
Newer = Annotated[Stated, _Newer()]
Because = Annotated[str, _Because()]
