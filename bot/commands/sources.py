"""What is recorded of sources: put right, retracted and restored, internal or open; and the rooms that see the internal ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

from adapters.line import shortened, write_line
from adapters.port import Input, OptionShape
from adapters.terminal import PLATFORM as TERMINAL
from bot.arguments import Argument, Ask, MissionRef, OneWord
from bot.changing import now
from bot.command import command
from bot.confirming import BECAUSE, Answers, Confirm, once_seen
from bot.days import read_recorded
from bot.entry.source import NOTES, SourceRef
from bot.entry.stated import Because, read_grade
from bot.proposals import refuse_where_two_agree
from bot.rights import Right
from briefings import documents
from briefings.claims import Source
from briefings.dates import RecordedDate
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.source_changes import SourceAct, SourceChange
from store.rows import MissionRow

RETRACTED_BECAUSE = (_("its publisher took it back"), _("it proved unreliable"), _("not what it claims to be"))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is said anew of a source; None: nothing was said of it."""

    title: str | None = None
    publisher: str | None = None
    link: str | None = None
    published: RecordedDate | None = None
    grade: str | None = None

    @property
    def said(self) -> dict[str, Any]:
        parts = {part.name: getattr(self, part.name) for part in fields(self)}
        return {name: word for name, word in parts.items() if word is not None}


class _Recorded(Argument[Recorded]):
    """Title, publisher, link, day of publication and grade, each behind its keyword."""

    parts = (
        OptionShape("title", "TITLE", _("its title")),
        OptionShape("publisher", "NAME", _("who published it")),
        OptionShape("link", "LINK", _("where it can be read")),
        OptionShape("published", "DAY", _("day it was published"), Input.DAY),
        OptionShape("grade", "B2", _("grade, like B2")),
    )

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return self.parts

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> Recorded:
        return Recorded(
            title=_one_line(words.get("title")) or None,
            publisher=_one_line(words.get("publisher")),
            link=_link(words),
            published=read_recorded(words["published"], ask.today) if "published" in words else None,
            grade=_UNSAID if _one_line(words.get("grade")) == _UNSAID else read_grade(words),
        )

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return [str(ask.today), "yesterday", f"{ask.today:%Y-%m}"] if name == "published" else []


_UNSAID = ""
_UNKNOWN = "unknown"
"""What is typed to take something back that was recorded."""


def _one_line(said: str | None) -> str | None:
    """The words in one line; none of them for what is not known any more."""
    if said is None:
        return None
    return _UNSAID if said.strip().casefold() == _UNKNOWN else " ".join(said.split())


def _link(words: Mapping[str, str]) -> str | None:
    said = _one_line(words.get("link"))
    if said and not re.fullmatch(r"https?://[^\s<>\"]+", said, re.IGNORECASE):
        error = UserError(_("“{word}” is no link; it begins with https://"), word=shortened(said))
        error.option = "link"
        raise error
    return said


class _InternalOrOpen(OneWord[bool]):
    """internal or open."""

    typed = "internal|open"
    what = _("internal: only for cleared rooms; open: for all")
    input = Input.CHOICE
    choices = ("internal", "open")

    async def one(self, word: str, ask: Ask) -> bool:
        if word.casefold() not in self.choices:
            raise UserError(_("A source is internal or open, not “{word}”"), word=shortened(word))
        return word.casefold() == "internal"

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return list(self.choices)


RecordedAnew = Annotated[Recorded, _Recorded()]
IsInternal = Annotated[bool, _InternalOrOpen()]


@command("sources edit", right=Right.EDIT, changes=True, words=("sources correct", "sources set"),
         example='sources edit S2 publisher "Example Post" grade B2')  # fmt: skip
async def edit(
    ask: Ask, mission: MissionRef, source: SourceRef, *, recorded: RecordedAnew, confirm: Confirm = ""
) -> Document[Line]:
    """Put right what is recorded of a source."""
    anew = replace(source, **recorded.said)
    if anew == source:
        return documents.source_unchanged(
            source, Line(_("{name} says that already: nothing was changed"), name=source.name)
        )
    return await _changed(ask, mission, SourceAct.EDIT, source, anew, confirm)


@command("sources retract", right=Right.EDIT, changes=True, words=("sources withdraw", "retract"),
         example="sources retract S2 because its publisher took it back")  # fmt: skip
async def retract(
    ask: Ask, mission: MissionRef, source: SourceRef, *, because: Because = "", confirm: Confirm = ""
) -> Document[Line]:
    """Let nothing count that was recorded from a source; history stays."""
    if source.retracted:
        line = Line(_("{name} is retracted already: nothing was changed"), name=source.name)
        return documents.source_unchanged(source, line)
    anew = replace(source, retracted=because or _("no reason given"))
    return await _changed(ask, mission, SourceAct.RETRACT, source, anew, confirm, RETRACTED_BECAUSE)


@command("sources restore", right=Right.EDIT, changes=True, example="sources restore S2")
async def restore(ask: Ask, mission: MissionRef, source: SourceRef, *, confirm: Confirm = "") -> Document[Line]:
    """Let a retracted source count again."""
    if not source.retracted:
        line = Line(_("{name} is not retracted: there is nothing to restore"), name=source.name)
        return documents.source_unchanged(source, line)
    return await _changed(ask, mission, SourceAct.RESTORE, source, replace(source, retracted=""), confirm)


@command("sources mark", right=Right.EDIT, changes=True, example="sources mark S2 internal")
async def mark(
    ask: Ask, mission: MissionRef, source: SourceRef, as_: IsInternal, *, confirm: Confirm = ""
) -> Document[Line]:
    """Keep what rests on a source to cleared rooms, or open it to all."""
    if source.internal is as_:
        said = (
            _("{name} is internal already: nothing was changed")
            if as_
            else _("{name} is open already: nothing was changed")
        )
        return documents.source_unchanged(source, Line(said, name=source.name))
    act = SourceAct.MARK if as_ else SourceAct.OPEN
    return await _changed(ask, mission, act, source, replace(source, internal=as_), confirm)


async def _changed(
    ask: Ask,
    mission: MissionRow,
    act: SourceAct,
    was: Source,
    anew: Source,
    confirm: str,
    reasons: tuple[str, ...] = (),
) -> Document[Line]:
    """Change a source, and say so. Raises Unconfirmed with the question when the person has not seen what it does."""
    if was.kind == NOTES:
        raise UserError(_("{name} is no source: it holds the notes that have none"), name=was.name)
    claims = await ask.work.claims.all_of_source(mission, was.name)
    if (was.published, was.retracted) != (anew.published, anew.retracted):
        refuse_where_two_agree(ask, mission, (claim.kind for claim in claims))
    before = await now(ask, mission)
    await ask.work.claims.record_source(mission, anew)
    change = SourceChange(act=act, was=was, now=anew, claims=claims, before=before, after=await now(ask, mission),
                          reason=ask.request.words.get(BECAUSE, ""), back=_back(ask, act, was, anew))  # fmt: skip
    once_seen(ask, documents.source_question(change), confirm, reasons)
    return documents.source_changed(change, ask.now, ask.zone)


def _back(ask: Ask, act: SourceAct, was: Source, anew: Source) -> str:
    """The line that takes a change back."""
    match act:
        case SourceAct.EDIT:
            changed = [part.name for part in fields(Recorded) if getattr(was, part.name) != getattr(anew, part.name)]
            parts = {name: str(getattr(was, name)) or _UNKNOWN for name in changed}
            return write_line("sources edit", {"source": was.name, **parts}, ask.shapes)
        case SourceAct.RETRACT:
            return f"sources restore {was.name}"
        case SourceAct.RESTORE:
            return f"sources retract {was.name}"
        case SourceAct.MARK:
            return f"sources mark {was.name} open"
        case SourceAct.OPEN:
            return f"sources mark {was.name} internal"


# rooms that see what rests on internal sources


@command("sources clear-room", right=Right.OWN, changes=True, words=("room clear", "rooms clear"),
         example="sources clear-room")  # fmt: skip
async def clear_room(ask: Ask, *, confirm: Confirm = "") -> Document[Line]:
    """Let this room see what rests on internal sources."""
    return await _cleared(ask, confirm, is_cleared=True)


@command("sources close-room", right=Right.OWN, changes=True, words=("room unclear", "rooms unclear"),
         example="sources close-room")  # fmt: skip
async def close_room(ask: Ask, *, confirm: Confirm = "") -> Document[Line]:
    """Keep internal sources from this room again."""
    return await _cleared(ask, confirm, is_cleared=False)


async def _cleared(ask: Ask, confirm: str, *, is_cleared: bool) -> Document[Line]:
    here = ask.request.room
    if here.platform == TERMINAL or here.is_direct:
        return documents.clearance_by_nature()
    if bool(ask.room and ask.room.is_cleared) is is_cleared:
        return documents.clearance_unchanged(is_cleared=is_cleared)
    once_seen(ask, documents.clearance_question(here.name, is_cleared=is_cleared), confirm, answers=CLEARING)
    room = await ask.work.rooms.open(here.platform, here.tenant, here.id, here.name)
    await ask.work.rooms.clear(room.id, is_cleared=is_cleared)
    return documents.clearance_changed(is_cleared=is_cleared)


CLEARING = Answers(_("Yes"), _("Leave it as it is"), "source", by_form=False)
