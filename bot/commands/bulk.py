"""Facts in and out as files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated

from adapters.line import write_line
from adapters.port import Input, OptionShape
from bot.arguments import MISSION, Ask, Clocks, Everything, MissionRef, OneWord, PageNumber
from bot.command import command
from bot.confirming import Answers, Confirm, once_seen
from bot.exporting import CSV, FORMS, exported_file
from bot.files import FileSent
from bot.importing import Held, SortedOut, mission_of, sorted_out, table_of
from bot.proposals import refuse_where_two_agree
from bot.rights import Right, refusal
from briefings import documents
from briefings.claims import Standing
from briefings.document import Document, File, Line, Offer, UserError
from briefings.document import mark as _
from briefings.documents.bulk import Brought, Fate, pages
from briefings.kinds import KINDS
from store.rows import MissionRow

STORED = Answers(yes=_("Import"), by_form=False)


class _Into(OneWord[MissionRow]):
    """The mission that facts go into: the one named, else the one that the file names, else the usual one.

    None where the file begins a mission of its own.
    """

    typed = "MISSION"
    what = _("the mission they go into, when the file does not name it")
    input = Input.SEARCH

    def options(self, name: str, *, is_positional: bool, is_required: bool) -> tuple[OptionShape, ...]:
        return (OptionShape("in", self.typed, self.what, self.input),)

    async def read(self, name: str, words: Mapping[str, str], ask: Ask) -> MissionRow | None:
        if "in" in words:
            return await self.one(words["in"], ask)
        of_file = await self._of_file(words, ask)
        if of_file:
            found = await ask.work.missions.find(of_file)
            return found[0] if len(found) == 1 else None
        missions = await ask.work.missions.all()
        return await MISSION.default(missions, ask) or (
            await MISSION.read(name, words, ask) if "file" in words else None
        )

    async def _of_file(self, words: Mapping[str, str], ask: Ask) -> str:
        sent = next((file for file in ask.request.files if file.digest == words.get("file")), None)
        return mission_of(await asyncio.to_thread(table_of, sent)) if sent else ""

    async def one(self, word: str, ask: Ask) -> MissionRow:
        return await MISSION.one(word, ask)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return await MISSION.suggest(name, typed, ask)


Into = Annotated[MissionRow | None, _Into()]


@command("mission import", right=Right.EDIT, changes=True, words=("import", "record import"), example="mission import")
async def import_(
    ask: Ask, mission: Into = None, file: FileSent = None, *, page: PageNumber = 1, confirm: Confirm = ""
) -> Document[Line]:
    """Import facts from a CSV, JSON or TOML file; every row is shown before anything is stored."""
    if file is None:
        return documents.how_to_import(ask.prefix)
    if mission and await ask.work.claims.hides(mission):
        raise UserError(_("{mission} has internal sources that are not seen here, and a file could name one: import it in a "
                          "room that is cleared for them, or, as an editor, in a direct message"),
                        mission=mission.mission.short)  # fmt: skip
    table = await asyncio.to_thread(table_of, file)
    held = await _held(ask, mission)
    found = await asyncio.to_thread(sorted_out, table, held)
    brought = _brought(file, found, is_new=mission is None)
    if page > pages(brought):
        raise UserError(_("There is no page {n}; the last is page {last}"), n=page, last=pages(brought))
    asked = {name: word for name, word in ask.request.words.items() if name in ("file", "in")}
    line = write_line("mission import", asked, ask.shapes)
    question = documents.import_question(brought, line, page)
    if brought.count(Fate.CANNOT):
        return question
    if brought.count(Fate.SAME) == len(brought.verdicts):
        return documents.imported(brought)
    if mission:
        refuse_where_two_agree(ask, mission, _kinds(found, held))
    once_seen(ask, question, confirm, answers=STORED)
    await _store(ask, found)
    return documents.imported(
        brought, (Offer(Line(_("See brief")), "status"), Offer(Line(_("What changed")), "changed since 1d"))
    )


def _kinds(found: SortedOut, held: Held) -> set[str]:
    """The kinds of the facts that a file touches; any kind where it says something else of sources or of what leads."""
    changes = [verdict for verdict in found.verdicts if verdict.fate is not Fate.SAME]
    is_wider = any(verdict.fate is Fate.CHANGES and verdict.sort != "fact" for verdict in changes)
    if is_wider or set(found.record.choices) - set(held.choices):
        return set(KINDS)
    names = {verdict.name for verdict in changes}
    return {claim.kind for claim in found.record.claims if claim.name in names}


async def _held(ask: Ask, mission: MissionRow | None) -> Held:
    if mission is None:
        return Held(None)
    claims = ask.work.claims
    return Held(
        mission=mission.mission,
        sources=await claims.sources(mission),
        parties=await claims.parties(mission),
        claims=tuple(await claims.every(mission)),
        choices=await claims.choices(mission),
        remarks=await claims.remarks(mission),
    )


def _brought(file: File, found: SortedOut, *, is_new: bool) -> Brought:
    return Brought(
        mission=found.record.mission.short,
        file=file.name,
        size=len(file.content),
        check=found.check,
        verdicts=found.verdicts,
        new_names=found.new_names,
        is_new_mission=is_new,
    )


async def _store(ask: Ask, found: SortedOut) -> None:
    """Record all of it, and let facts stand as the file says."""
    await ask.work.missions.load(found.record, action="import")
    (mission,) = [row for row in await ask.work.missions.all() if row.mission.short == found.record.mission.short]
    claims = ask.work.claims
    for name, was, becomes, why in found.standings:
        reason = why or _("imported so")
        if was is not Standing.LIVE:
            await (claims.restore if was is Standing.WITHDRAWN else claims.release)(mission, name, reason)
        if becomes is not Standing.LIVE:
            await (claims.withdraw if becomes is Standing.WITHDRAWN else claims.hold)(mission, name, reason)


class _Form(OneWord[str]):
    """The form of a file."""

    typed = "FORM"
    what = _("csv, json or toml")
    input = Input.CHOICE
    choices = FORMS

    async def one(self, word: str, ask: Ask) -> str:
        said = word.strip().casefold()
        if said not in FORMS:
            raise UserError(
                _("“{word}” is no form of a file here; there is: {known}"), word=word[:60], known=", ".join(FORMS)
            )
        return said


FormWord = Annotated[str, _Form()]


@command(
    "mission export", right=Right.READ, words=("export", "record export"), example="mission export csv as-of 2025-01-15"
)
async def export(
    ask: Ask, mission: MissionRef, clocks: Clocks, format: FormWord = CSV, *, all: Everything = False
) -> Document[Line]:
    """Export a mission's facts as a file."""
    if all and not ask.held.may(Right.EDIT, mission.ref):
        raise await refusal("mission import", Right.EDIT, ask.work, mission)
    return await exported_file(ask, mission, clocks, format, is_all=all)
