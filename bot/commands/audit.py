"""Who changed what and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from adapters.line import shortened, write_line
from adapters.port import Input
from bot.arguments import MISSION, Ask, NamedMission, OneWord, PageNumber
from bot.command import command
from bot.days import read_first_day
from bot.facts import FactWord
from bot.rights import Right
from bot.whom import WhomRef, bearer
from briefings import documents
from briefings.document import Document, Line, UserError
from briefings.document import mark as _
from briefings.documents.audit import SIZE, Entry, Sought
from store.audit import AuditRow
from store.grants import Holder
from store.rows import MissionRef, MissionRow


class _SinceDay(OneWord[date]):
    """The first day of what is asked for: a day, a month, a year, or so many days ago."""

    typed = "DAY"
    what = _("only since that day, or for so long: 2025-01-15, 2025-01, 30d")
    input = Input.DAY

    async def one(self, word: str, ask: Ask) -> date:
        found = re.fullmatch(r"(\d{1,4})\s*d(?:ays?)?", word.casefold())
        return ask.today - timedelta(days=int(found[1])) if found else read_first_day(word, ask.today)

    async def suggest(self, name: str, typed: str, ask: Ask) -> list[str]:
        return ["7d", "30d", f"{ask.today:%Y-%m}"]


SinceDay = Annotated[date | None, _SinceDay()]


@command("audit", right=Right.OWN, example="audit since 30d")
async def audit(
    ask: Ask,
    mission: NamedMission = None,
    *,
    who: WhomRef | None = None,
    fact: FactWord = "",
    since: SinceDay = None,
    page: PageNumber = 1,
) -> Document[Line]:
    """List who changed what and when: all, of one person, of one fact, or since a day."""
    about = await MISSION.read("mission", ask.request.words, ask) if fact else mission
    person = who.holder.person_id if who else None
    if who and not person:
        raise UserError(_("The audit is kept by person; name one, like this: {example}"), example="audit who @amina")
    moment = datetime.combine(since, time.min, ZoneInfo(ask.zone)) if since else None
    rows, total = await ask.work.audit.page(person=person, subject=await _subject(ask, about, fact), since=moment,
                                            offset=(page - 1) * SIZE, limit=SIZE)  # fmt: skip
    if total and not rows:
        raise UserError(_("There is no page {page} of changes; the last is {last}"), page=page, last=-(-total // SIZE))
    words = {name: word for name, word in ask.request.words.items() if name != "page"}
    sought = Sought(write_line("audit", words, ask.shapes), who.name if who else "", fact.upper(), moment)
    return documents.audit(await _entries(ask, rows), total, sought, page=page, zone=ask.zone)


async def _subject(ask: Ask, mission: MissionRow | None, fact: str) -> str:
    """What the rows must be on; empty for anything. Raises UserError for a fact that was never recorded."""
    if mission is None:
        return ""
    if not fact:
        return f"mission:{mission.ref}"
    if not (await ask.work.claims.find(mission, fact) or await ask.work.claims.source(mission, fact)):
        raise UserError(
            _("There is no fact or source “{name}” in {mission}"), name=shortened(fact), mission=mission.mission.short
        )
    return f"mission:{mission.ref} {fact.strip().upper()}"


# ids become names


async def _entries(ask: Ask, rows: Sequence[AuditRow]) -> list[Entry]:
    ids = {row.person for row in rows} | {
        Holder(row.subject).person_id for row in rows if row.subject.startswith("person:")
    }
    ids |= {row.details.get("approver") for row in rows}
    people = {person.id: person.name for person in await ask.work.people.these([id for id in ids if id])}
    missions = {row.ref: row.mission.short for row in await ask.work.missions.all()}
    return [_entry(row, people, missions) for row in rows]


def _entry(row: AuditRow, people: Mapping[int, str], missions: Mapping[MissionRef, str]) -> Entry:
    sort, _colon, rest = row.subject.partition(":")
    who = people.get(row.person, _number(row.person)) if row.person else ""
    if sort == "mission":
        ref, _space, fact = rest.partition(" ")
        second = people.get(row.details.get("approver", 0), "")
        return Entry(
            row.seq, row.at, who, row.action, missions.get(MissionRef(int(ref)), "–"), fact, details=row.details,
            second=second,
        )  # fmt: skip
    holder = Holder(row.subject)
    name = people.get(holder.person_id, _number(holder.person_id)) if holder.person_id else ""
    return Entry(
        row.seq, row.at, who, row.action, missions.get(row.details.get("mission", 0), ""),
        bearer=bearer(holder, name) if sort in ("person", "group", "room", "standing") else None, details=row.details,
    )  # fmt: skip


def _number(person: int) -> str:
    """Somebody who belongs to another space by now."""
    return f"person:{person}"
