"""Facts as people record and correct them."""

from __future__ import annotations

from dataclasses import replace

from adapters.line import write_line
from adapters.port import FORM
from bot.arguments import Ask, MissionRef
from bot.changing import Deed, carried_out, last_change, meant, now
from bot.command import command
from bot.confirming import Confirm
from bot.entry.claim import Names, claim_of, corrected, names_of
from bot.entry.kind import SortWord
from bot.entry.source import notes_source, source_of
from bot.entry.stated import Because, Corrected, Newer, Sourced, Stated
from bot.entry.value import EntryValue, NewValue, Read
from bot.facts import FactWord
from bot.rights import Right
from briefings import documents
from briefings.claims import Claim, Party, Source, Standing
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.confirmation import Act
from briefings.kinds import kind_of
from store.rows import MissionRow

CORRECTED_BECAUSE = (_("typing slip"), _("source corrected itself"), _("misread"))


@command("fact add", right=Right.PROPOSE, changes=True, words=("fact record", "fact new", "record"),
         example='fact add strength about 970 as-of 2025-01-16 source "press briefing, 16 Jan 2025" quote "about 970"')  # fmt: skip
async def add(
    ask: Ask,
    mission: MissionRef,
    kind: SortWord,
    value: EntryValue | None = None,
    *,
    stated: Sourced,
    confirm: Confirm = "",
) -> Document[Line]:
    """Record a fact with its date and its source."""
    read = value or Read(kind)
    names = await names_of(ask, mission)
    source, is_new = await _source(ask, mission, read, stated)
    claim = claim_of(read, stated, source, names)

    async def record() -> str:
        if is_new:
            await ask.work.claims.record_source(mission, source)
        await _record_parties(ask, mission, claim, names)
        name = "" if claim.kind == "note" else await ask.work.claims.next_name(mission, source.name)
        return (await ask.work.claims.record(mission, replace(claim, name=name))).name

    deed = Deed(act=Act.RECORD, do=record, quote=stated.quote or "", is_new_source=is_new, new_parties=names.new(claim))
    return await carried_out(ask, mission, deed, confirm)


async def _source(ask: Ask, mission: MissionRow, read: Read, stated: Stated) -> tuple[Source, bool]:
    if read.sort.kind.name != "note":
        return await source_of(ask, mission, stated.source or "", stated.published)
    if stated.source is not None:
        raise UserError(_("A note has no source; what has one is a fact, so name its kind: “fact add challenge …”"))
    return await notes_source(ask, mission)


async def _record_parties(ask: Ask, mission: MissionRow, claim: Claim, names: Names) -> None:
    for name in names.new(claim):
        is_person = claim.kind == "role" and name == claim.subject
        await ask.work.claims.record_party(mission, Party(name=name, kind="person" if is_person else "state"))


@command("fact correct", right=Right.PROPOSE, changes=True, words=("correct",),
         example='fact correct S2-21 "about 527 personnel" because misread')  # fmt: skip
async def correct(
    ask: Ask, mission: MissionRef, fact: FactWord, value: NewValue = "", *,
    because: Because = "", stated: Corrected, confirm: Confirm = "",
) -> Document[Line]:  # fmt: skip
    """Put a wrong fact right; source, date and quotation stay unless named."""
    was = await meant(ask, mission, fact)
    if not value and stated == Stated():
        return documents.how_to_correct(await now(ask, mission), was, ask.prefix)
    if was.standing is Standing.WITHDRAWN:
        raise UserError(_("{name} is withdrawn; restore it first: “fact restore {name}”"), name=was.name)
    names = await names_of(ask, mission)
    source, is_new = await _source_of_correction(ask, mission, was, stated)
    claim = corrected(was, value, stated, source, names, ask)
    if claim == was:
        line = Line(_("{name} says that already: nothing was changed"), name=was.name)
        return documents.unchanged(await now(ask, mission), was, line)

    async def record() -> str:
        if is_new:
            await ask.work.claims.record_source(mission, source)
        return (await ask.work.claims.record(mission, claim, because)).name

    deed = Deed(act=Act.CORRECT, do=record, was=was, reason=because, reasons=CORRECTED_BECAUSE, quote=stated.quote or "",
                is_new_source=is_new, last=await last_change(ask, mission, was.name))  # fmt: skip
    return await carried_out(ask, mission, deed, confirm)


async def _source_of_correction(ask: Ask, mission: MissionRow, was: Claim, stated: Stated) -> tuple[Source, bool]:
    """The source a correction names, else the one there was. Raises UserError where the fact bears its source's name."""
    there = await ask.work.claims.source(mission, was.source)
    if stated.source is None and there:
        return there, False
    source, is_new = await source_of(ask, mission, stated.source or "", None)
    if source.name != was.source and was.name.startswith(f"{was.source}-"):
        raise UserError(_("{name} is named after its source, {source}. What another source says is a fact of its own: add "
                          "it, and withdraw {name} if it is wrong"), name=was.name, source=was.source)  # fmt: skip
    return source, is_new


@command("fact set", right=Right.PROPOSE, words=("fact update", "fact edit", "fact fix", "fact change"),
         example='fact set S2-21 "about 600 personnel" as-of 2025-01-16 source "press briefing, 16 Jan 2025"')  # fmt: skip
async def set_(ask: Ask, mission: MissionRef, fact: FactWord, value: NewValue, *, stated: Newer) -> Document[Line]:
    """Change a figure: asks whether it was wrong, or whether this one is newer."""
    was = await meant(ask, mission, fact)
    given = {name: word for name, word in ask.request.words.items() if name not in ("fact", FORM)}
    kept = {name: word for name, word in given.items() if name in ("value", "in")}
    wrong = write_line("fact correct", {**kept, "fact": was.name}, ask.shapes)
    newer = write_line("fact add", _as_new(was, given, ask), ask.shapes)
    return documents.wrong_or_newer(await now(ask, mission), was, wrong, newer)


def _as_new(was: Claim, given: dict[str, str], ask: Ask) -> dict[str, str]:
    """The words that add a fact like one on record; a form asks for the rest where there are forms."""
    parts = {"kind": "closure" if was.aspect == "closure" else str(was.details.get("stage") or kind_of(was).name),
             "from": was.subject, "topic": was.aspect, "for": was.scope}  # fmt: skip
    shape = next(shape for shape in ask.shapes if shape.name == "fact add")
    is_whole = "source" in given and "as-of" in given
    form = {FORM: "yes"} if shape.option(FORM) and not is_whole else {}
    return {**{name: word for name, word in parts.items() if word}, **given, **form}


@command("fact drop", right=Right.PROPOSE, example="fact drop")
async def drop(ask: Ask) -> Document[Line]:
    """Leave a change unstored."""
    return documents.dropped()
