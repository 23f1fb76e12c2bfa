"""Where a fact was read, as it is typed: S2, a link, a document's title, or a person and a place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from adapters.line import shortened
from adapters.port import Input
from bot.arguments import MISSION, Ask, OneWord
from bot.days import read_recorded
from bot.facts import refuse_hidden
from briefings.claims import Source
from briefings.dates import RecordedDate
from briefings.document import UserError
from briefings.document import mark as _
from store.rows import MissionRow, folded

NOTES = "notes"
"""The kind of the one source that stands for none."""
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_NAME = re.compile(r"\[?(S\d{1,6})\]?", re.IGNORECASE)
_KINDS = ("news article", "press release", "press briefing", "resolution", "letter", "report", "statement", "interview",
          "speech", "article", "web page", "e-mail", "call", "meeting")  # fmt: skip
"""What a source is called at the beginning of its title."""


async def source_of(ask: Ask, mission: MissionRow, said: str, published: RecordedDate | None) -> tuple[Source, bool]:
    """The source that words mean, and whether it is new. Raises UserError for one that nobody could find again."""
    known = await ask.work.claims.sources(mission)
    named = _NAME.fullmatch(said.strip())
    if named:
        await refuse_hidden(ask, mission, named[1])
        return _named(known, named[1].upper()), False
    same = next((source for source in known if folded(said) in (folded(source.title), folded(source.link))), None)
    if same:
        return same, False
    name = await ask.work.claims.next_source(mission)
    made = _described(name, " ".join(said.split()), ask)
    return (replace(made, published=published) if published else made), True


class _SourceName(OneWord[Source]):
    """A source on record, by its name."""

    typed = "SOURCE"
    what = _("a source, like S2")
    input = Input.SEARCH

    async def one(self, word: str, ask: Ask) -> Source:
        mission = await MISSION.read("mission", ask.request.words, ask)
        named = _NAME.fullmatch(word.strip())
        if named is None:
            raise UserError(_("“{word}” names no source; “source” lists them: S0, S1, …"), word=shortened(word))
        found = await ask.work.claims.source(mission, named[1])
        if found is None:
            await refuse_hidden(ask, mission, named[1])
            raise UserError(_("There is no source {name} here; “source” lists them"), name=named[1].upper())
        return found

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        try:
            mission = await MISSION.read("mission", ask.request.words, ask)
        except UserError:
            return []
        names = [source.name for source in await ask.work.claims.sources(mission)]
        return [each for each in names if each.startswith(typed.strip().upper())][:25]


SourceRef = Annotated[Source, _SourceName()]


async def notes_source(ask: Ask, mission: MissionRow) -> tuple[Source, bool]:
    """What stands where a source would, for notes that have none, and whether it is new."""
    known = next((source for source in await ask.work.claims.sources(mission) if source.kind == NOTES), None)
    if known:
        return known, False
    return Source(name=await ask.work.claims.next_source(mission), title=_("Notes without a source"), kind=NOTES), True


def _named(known: tuple[Source, ...], name: str) -> Source:
    found = next((source for source in known if source.name == name), None)
    if found is None:
        raise UserError(_("There is no source {name} yet; “source” lists them. A new one is named by a link, a title or "
                          "“person, place”"), name=name)  # fmt: skip
    if found.kind == NOTES:
        raise UserError(_("{name} is no source: it holds the notes that have none"), name=name)
    return found


def _described(name: str, said: str, ask: Ask) -> Source:
    """A new source: a link, a title that may end with its day, or a person and a place."""
    if _LINK.fullmatch(said):
        return Source(name=name, title=shortened(re.sub(r"^https?://", "", said), 80), kind="web page", link=said)
    if len(said.split()) < 2 and not re.search(r"\d", said):
        raise UserError(_("“{word}” says too little for others to find it; give a link, a document's title, or a person and "
                          "a place like “police spokesperson, Port-au-Prince”"), word=shortened(said))  # fmt: skip
    title, _comma, last = said.rpartition(",")
    kind = next((kind for kind in _KINDS if said.casefold().startswith(kind)), "")
    published = _day(last, ask) if title else None
    if published:
        return Source(name=name, title=said, kind=kind or "document", published=published)
    return Source(name=name, title=said, kind=kind or ("person" if title else "document"))


def _day(text: str, ask: Ask) -> RecordedDate | None:
    """The day at the end of a title; None where none stands there."""
    if not re.search(r"\d{4}", text):
        return None
    try:
        found = read_recorded(text, ask.today)
    except UserError:
        return None
    return found if found.is_known else None
