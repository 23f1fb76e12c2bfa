"""A mission's facts as a file: all that stands, all that counted on a day, or everything with its history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.arguments import Ask
from briefings import documents
from briefings.claims import Claim, Standing
from briefings.document import Document, File, Line, UserError
from briefings.document import mark as _
from briefings.documents.header import header
from briefings.picture import Clocks
from briefings.record import Record, write_record
from briefings.table import MEDIA_TYPES, Extras, rows_of, written
from store.histories import Event
from store.rows import MissionRow

CSV = "csv"
FORMS = tuple(MEDIA_TYPES)
MOST = 1_000_000
"""Facts of a file, at most: as many as a mission is made for."""


async def exported_file(
    ask: Ask, mission: MissionRow, clocks: Clocks, form: str, *, is_all: bool = False
) -> Document[Line]:
    """The file and what it holds. Raises UserError for a form that cannot hold what is asked for."""
    if is_all and form == "toml":
        raise UserError(_("A record file holds no history; ask for csv or json"))
    record = await _record(ask, mission, clocks, is_all=is_all)
    extras = await _extras(ask, mission, record.claims) if is_all else None
    content = write_record(record).encode() if form == "toml" else written(rows_of(record, extras), form)
    file = File(_name(mission, clocks, form), MEDIA_TYPES[form], content)
    picture = await ask.work.claims.picture(mission, clocks)
    return documents.exported(
        file, mission.mission.short, len(record.claims), len(record.sources), clock=header(picture)
    )


async def _record(ask: Ask, mission: MissionRow, clocks: Clocks, *, is_all: bool) -> Record:
    claims = ask.work.claims
    if not is_all and not _is_set(clocks):
        return await ask.work.missions.export(mission)
    found = await claims.every(mission) if is_all else (await claims.in_order(mission, clocks=clocks, limit=MOST))[0]
    names, used = {claim.name for claim in found}, {claim.source for claim in found}
    remarks = (replace(remark, claims=_within(remark.claims, names)) for remark in await claims.remarks(mission))
    return Record(
        mission=mission.mission,
        sources=tuple(each for each in await claims.sources(mission) if is_all or each.name in used),
        parties=await claims.parties(mission),
        claims=tuple(_without_links(claim, names) for claim in found),
        choices=tuple(choice for choice in await claims.choices(mission, clocks) if choice.claim in names),
        remarks=tuple(remark for remark in remarks if remark.claims),
    )


def _within(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)


def _without_links(claim: Claim, names: set[str]) -> Claim:
    """The claim without its links to what is no part of the file."""
    return replace(claim, links=tuple(link for link in claim.links if link.to in names))


def _is_set(clocks: Clocks) -> bool:
    return clocks != Clocks(clocks.today, clocks.today)


def _name(mission: MissionRow, clocks: Clocks, form: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", mission.mission.short.casefold()).strip("-") or "mission"
    return f"{plain}-{clocks.as_of}.{form}"


# what befell the facts


async def _extras(ask: Ask, mission: MissionRow, claims: Sequence[Claim]) -> dict[str, Extras]:
    histories = await ask.work.claims.histories(mission)
    return {claim.name: _told(claim, histories.get(claim.name, [])) for claim in claims}


def _told(claim: Claim, events: Sequence[Event]) -> Extras:
    last = next((event for event in reversed(events) if event.what in ("withdraw", "hold")), None)
    is_live = claim.standing is Standing.LIVE
    why = f": {last.reason}" if last and last.reason and not is_live else ""
    return Extras(
        standing="" if is_live else f"{claim.standing.value}{why}",
        recorded=f"{claim.recorded_at:%Y-%m-%d %H:%M} UTC" if claim.recorded_at else "",
        history="\n".join(map(_event, events)),
    )


def _event(event: Event) -> str:
    said = f" “{event.claim.value or event.claim.text}”" if event.claim else ""
    who = f" by {event.person}" if event.person else ""
    return f"{event.at:%Y-%m-%d %H:%M} UTC {event.what}{said}{who}" + (f": {event.reason}" if event.reason else "")
